// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace astern {

// RFC 9110, 5.6.7: "Wed, 25 Nov 2026 10:00:00 GMT". The two obsolete forms have not been seen for decades.

[[nodiscard]] QByteArray httpDate(qint64 wallMs);
[[nodiscard]] qint64 httpDateMs(const QByteArray &header); // wall clock; 0: it is none

} // namespace astern
