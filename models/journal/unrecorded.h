// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journalvalues.h"

#include <functional>

namespace astern {

class Journal;

// Somebody was told that nothing can be recorded, and has typed the name of the service that goes back all the same.
class TypedConfirmation {
public:
    // nullopt: what was typed is another word.
    [[nodiscard]] static std::optional<TypedConfirmation> of(const QString &typed, const QString &service);
    [[nodiscard]] const QString &service() const { return m_service; }

private:
    explicit TypedConfirmation(QString service) : m_service(std::move(service)) {}
    QString m_service;
};

// What was done although it could not be recorded: kept in memory, shown as a text, recorded later behind a
// journal.gap.
struct UnrecordedEntry {
    QString id; // what links of later ones name; the entry itself gets another
    Draft draft;
    qint64 wallMs = 0;
    QString why;
};

// A line an entry, in JSON, so that it can be kept anywhere and read back.
[[nodiscard]] QString unrecordedText(const QList<UnrecordedEntry> &entries);
[[nodiscard]] Result<QList<UnrecordedEntry>> unrecordedFrom(const QString &text);
// Records a journal.gap, and behind it each of them as what it is, with `unrecorded` {wall_ms, why}; answers with the
// gap's receipt. `recorded` is told of each that is in the log; what is left after an error has links to them, and goes
// behind a gap of its own.
void recordUnrecorded(Journal &journal, const QList<UnrecordedEntry> &entries,
                      const std::function<void(const QString &id, const Receipt &)> &recorded, Done<Receipt> done);
// What names the entry `id` in memory names the one in the log.
void linkRecorded(QList<UnrecordedEntry> &entries, const QString &id, const Receipt &receipt);

} // namespace astern
