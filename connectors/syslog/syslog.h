// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/journal/ship.h"
#include "models/rollout/connectiontest.h"
#include "models/workspace/journalconfig.h"

namespace astern::connectors {

struct SyslogTimes {
    int connectMs = 10'000;
    int settleMs = 1'000;               // the other side's refusal of a certificate comes after the handshake
    int writeMs = 30'000;               // without a byte taken
    qint64 doubtMs = 30'000;            // what was handed over so shortly before a connection broke goes once more
    qint64 digestMs = 24 * 3'600'000LL; // between two digests on one connection
};

// Syslog over TLS (RFC 5424 in RFC 5425), with a client certificate where there is one. It has no acknowledgement: what
// was written may be lost all the same, so that its answers say HandedOver and never more. The end of the connection
// is watched, and what may have been lost by it is said once more on the next one; the digest of the log that goes with
// every connection and once a day tells the collector's owner what is missing.
[[nodiscard]] std::unique_ptr<JournalSink> makeSyslogSink(const SinkConfig &config, const Clock &clock,
                                                          const SyslogTimes &times = {});
// Connects and waits whether that is refused. Nothing is sent.
[[nodiscard]] std::unique_ptr<ConnectionTest> makeSyslogTest(const SinkConfig &config, const Clock &clock,
                                                             const SyslogTimes &times = {});

} // namespace astern::connectors
