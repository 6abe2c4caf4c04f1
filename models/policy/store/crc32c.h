// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace astern::policy {

// CRC-32C (Castagnoli), RFC 3720 appendix B.4. `before`: of the bytes that come before these.
[[nodiscard]] quint32 crc32c(QByteArrayView bytes, quint32 before = 0);

} // namespace astern::policy
