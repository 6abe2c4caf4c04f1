// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/policy/verdict/samplerecord.h"

namespace astern::policy {

// One row of CSV, without its end. Errors say what was found and what is allowed; the caller knows where.
[[nodiscard]] Result<Record> recordFromCsv(QByteArrayView row);
// Whether a row is not over at this line's end: a quote is open.
[[nodiscard]] bool isOpenRow(QByteArrayView row);
[[nodiscard]] QByteArray quotedField(const QByteArray &field); // as it stands in a row
[[nodiscard]] QByteArray labelsText(const QMap<QString, QString> &labels);

} // namespace astern::policy
