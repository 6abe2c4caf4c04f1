// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace astern::app {

// Tells systemd how a service is doing (sd_notify(3): a datagram to $NOTIFY_SOCKET). Nothing where there is no systemd.
void notifySystemd(const QByteArray &state); // "READY=1", "WATCHDOG=1", "STOPPING=1", "STATUS=…"
// How often systemd wants to hear WATCHDOG=1, half of what it waits for, in ms; 0: it does not.
[[nodiscard]] int systemdWatchdogMs();

} // namespace astern::app
