// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QJsonObject>

namespace astern {

// JCS (RFC 8785), restricted so that every JSON library agrees on the bytes: keys are ASCII, numbers are
// integers within ±(2^53-1), strings are valid Unicode and kept as typed (no normalisation).
[[nodiscard]] Result<QByteArray> toCanonical(const QJsonValue &value);

// Reads only what toCanonical() writes: other white space, key order, escapes, number forms, repeated keys and
// invalid UTF-8 are refused, since signed bytes must have one reading.
[[nodiscard]] Result<QJsonObject> fromCanonical(const QByteArray &bytes);

} // namespace astern
