// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace astern {

// A UUIDv7 of RFC 9562 in its lower-case text form. Monotonic inside the process (12-bit counter, method 1);
// thread safe. The first id after a start is above `notBefore` when one was given (see Uuid7::seed).
namespace Uuid7 {

[[nodiscard]] QString next();
// Never returns an id at or below `lastId` from now on: called with the last id read from the journal.
void seed(const QString &lastId);
// True for a well-formed version 7 id.
[[nodiscard]] bool isValid(const QString &id);
// "RB-<first 8 hex>-<last 4>": how people read and say the id of a rollback.
[[nodiscard]] QString shortForm(const QString &id, const QString &prefix = QStringLiteral("RB"));

} // namespace Uuid7
} // namespace astern
