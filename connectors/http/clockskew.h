// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace astern::connectors {

// How far the other side's clock is from ours, by the Date of its answers: set against the middle between sending and
// receiving. That header has whole seconds and the way there is not the way back, so that only more than five seconds
// say anything.
class ClockSkew {
public:
    // Wall clock when the request was sent and the answer began, and its headers Date and Age (an answer out of a
    // cache has an old date).
    void note(qint64 sentMs, qint64 gotMs, const QByteArray &date, const QByteArray &age = {});
    // Its clock minus ours in whole seconds; 0: about the same, or not known. Steady: does not follow the noise.
    [[nodiscard]] qint64 ms() const { return m_said; }

private:
    QList<qint64> m_recent; // newest last
    qint64 m_said = 0;
};

} // namespace astern::connectors
