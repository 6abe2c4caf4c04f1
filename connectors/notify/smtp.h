// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/escalation.h"
#include "models/workspace/notifyconfig.h"

#include <QByteArray>

#include <atomic>

namespace astern::connectors {

// Hands one message to a mail server (libcurl). Blocks the calling thread for 30 s at most: never that of a window, of
// commands or of watching. TLS is required before anything but EHLO and STARTTLS is said, and the certificate and its
// name are verified. Errors hold neither password nor text. `stop` ends it soon.
struct SmtpLimits {
    int connectMs = 10'000;
    int allMs = 30'000;
};
[[nodiscard]] escalation::Answer sendMail(const MailServer &server, const QString &password, const QStringList &to,
                                          const QByteArray &text, const std::atomic<bool> &stop,
                                          const SmtpLimits &limits = {});

} // namespace astern::connectors
