// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/bundle.h"

namespace astern::guard {

// The texts of policies that entries of kind policy.edit name, kept in the data folder, each under the SHA-256 of its
// bytes: the log says that a file was changed, these say from what to what. Block on the disk; small files. An empty
// `dataFolder` keeps none.
[[nodiscard]] Result<Ok> keepPolicyText(const QString &dataFolder, const QByteArray &text);
// What an edit was from and to; of any other entry, and of an edit that was not written: nothing.
[[nodiscard]] QList<Bundle::Evidence> editEvidence(const QString &dataFolder, const QJsonObject &payload);

} // namespace astern::guard
