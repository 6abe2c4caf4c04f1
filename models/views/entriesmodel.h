// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/presence/names.h"
#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct EntryRow {
    JournalEntry entry;
    QString place; // "checkout prod/eu-1"; empty: of no service
    QString text;  // "jo rolls checkout back to 4.7.1", "abort: 4.7.1 serves 100 %"
    enum class Tone {
        Plain,
        Good,
        Bad,
        Doubt
    } tone = Tone::Plain; // Good: a grey check, Bad: failed or refused, Doubt: unknown
    [[nodiscard]] QString id() const { return entry.id; }
    bool operator==(const EntryRow &other) const { return entry.id == other.entry.id && text == other.text; }
};
// One line for people about an entry of any kind; unknown kinds read as their name. `names`: of those whom nothing on
// this device names.
[[nodiscard]] EntryRow describeEntry(const JournalEntry &entry, const Names &names = {});
// The same entry for words alone: what this device was told of people stands, and what others claim comes beside it.
[[nodiscard]] JournalEntry named(JournalEntry entry, const Names &names);
// As the session's log of gates has them.
[[nodiscard]] Names namesIn(const Session &session);

// Entries of the journal, newest first: of one place, or of everything (no place set). Reads one page at a time.
class EntriesModel : public RowsModel<EntryRow> {
    Q_OBJECT
public:
    enum Column { TimeColumn, PlaceColumn, TextColumn, NumberColumn, ColumnCount };
    enum EntryRole { IdRole = Qt::UserRole, SortRole, KindRole, SagaRole, IndexRole, ToneRole };

    explicit EntriesModel(Session &session, QObject *parent = nullptr);
    void setPlacement(const QString &placementKey); // empty: everything

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    [[nodiscard]] std::optional<Error> error() const { return m_error; } // the last read failed

Q_SIGNALS:
    void loaded();

private:
    void load();
    void take(quint64 generation, Result<QList<JournalEntry>> page);
    void addEntry(const JournalEntry &entry);
    [[nodiscard]] bool concerns(const JournalEntry &entry) const;

    Session &m_session;
    Inbox m_inbox;
    QString m_placement;
    quint64 m_generation = 0; // answers of an older question are dropped
    bool m_more = false;
    bool m_loading = false;
    std::optional<Error> m_error;
};

} // namespace astern
