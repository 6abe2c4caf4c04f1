// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"

#include <QJsonObject>

namespace astern::policy {

// The document as one JSON text, however it was written: defaults filled in, no comments, durations and instants in
// milliseconds, every ratio and every other number that may have a fraction as an integer x 1e9 (as text where that
// is beyond 2^53 - 1), null kept, lists in file order, keys sorted by canonical JSON. Keys are the format's own;
// what has no default and was not written is absent.
[[nodiscard]] QJsonObject canonicalForm(const Policy &policy);
[[nodiscard]] QByteArray canonicalText(const Policy &policy);
// SHA-256 of canonicalText(), lower-case hex: what verdicts, actions and the log name a policy by.
[[nodiscard]] QString digestOf(const Policy &policy);

} // namespace astern::policy
