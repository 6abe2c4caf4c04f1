// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/policyedits.h"
#include "ui/policies/policybuffers.h"

namespace astern::ui {

// The texts of policies that people are at, over one session: one draft of each, whichever window it is typed in.
// GUI thread; outlives the windows that show it.
class PolicyDesk {
public:
    explicit PolicyDesk(Session &session)
        : m_bench(session.doors().dataFolder),
          m_buffers(
              m_bench, [&session] { return session.nowMs(); },
              {.record = [&session](const QString &name, const QByteArray &text, const QByteArray &base,
                                    Done<Ok> done) { session.recordPolicyEdit(name, text, base, std::move(done)); },
               .unwritten =
                   [&session](const QString &name, const QByteArray &text, const QByteArray &base, const Error &why) {
                       recordPolicyUnwritten(session, name, text, base, why, [](const Result<Ok> &) {});
                   }})
    {
    }
    [[nodiscard]] PolicyBuffers &buffers() { return m_buffers; }

private:
    guard::PolicyBench m_bench; // for files alone: each window checks and judges with its own
    PolicyBuffers m_buffers;
};

} // namespace astern::ui
