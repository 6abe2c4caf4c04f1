// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/bundle.h"

#include <QJsonArray>

// Two parts of a bundle that are made from the entries in it. For bundle.cpp.
namespace astern::Bundle {

using Members = QMap<QByteArray, QByteArray>;
using Said = QMap<QString, QMap<QString, QString>>; // id of the entry -> field -> text

// openings/: what people said and may leave, and a list of what is withheld, erased or missing. `goOn` is told how many
// entries were looked at; its error ends it.
[[nodiscard]] Result<Said> addOpenings(const Request &request, const Parts &parts,
                                       const QList<JournalReader::Entry> &entries,
                                       const std::function<Result<Ok>(quint64 done)> &goOn, Members &members);

// evidence/: documents by their hashes. The list says which entries name each, and whether it is there.
[[nodiscard]] Result<QJsonArray> addEvidence(const Parts &parts, const QList<JournalReader::Entry> &entries,
                                             Members &members);

} // namespace astern::Bundle
