// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/boardfilter.h"
#include "models/views/boardrow.h"
#include "models/views/orderedmodel.h"

#include <QHash>
#include <QTimer>

#include <array>
#include <optional>

namespace astern {

// Every place of the workspace, with or without a rollout on its way, sorted by who needs a person most. Listens
// to the session.
// Rows change place at most every two seconds, and not while held (pointer or keyboard in the table): then
// waitingMoves() says how many would. A row that begins to be over a limit rises at once, always.
// A place is judged when something of it turned and when its judgement no longer holds by itself; the words of a row
// are made when it is looked at. So the cost is that of what happens, not of how much there is.
class BoardModel : public OrderedModel {
    Q_OBJECT
public:
    enum Column {
        StateColumn,
        ServiceColumn,
        PlaceColumn,
        ReleaseColumn,
        ProgressColumn,
        FirstSignalColumn,
        SecondSignalColumn,
        AlertsColumn,
        ReadyColumn,
        NextColumn,
        ColumnCount
    };
    Q_ENUM(Column)
    // Delegates may take the whole value by rowAt(index.row()); roles are for everybody else.
    enum BoardRole {
        IdRole = Qt::UserRole, // QString Placement::key()
        SortRole,              // raw value of the cell: rank, text, percent, signal value (NaN: none), proof time
        StateRole,             // int of BoardState
        RankRole,              // int, 1 first
        SinceRole,             // qint64 wall ms, 0: not known
        UrgentRole,            // bool
        SeriesRole,            // signal columns: astern::SeriesId
        ReadingRole,           // signal columns: int of LimitReading::State
        LimitAboveRole,        // signal columns: double, invalid QVariant when there is none
        LimitBelowRole,        // signal columns: double, invalid QVariant when there is none
        StaleRole,             // bool: of the cell's own source (signal or delivery backend)
        ObservedRole,          // qint64 wall ms of the cell's newest value
        OldVersionRole,
        NewVersionRole,
        PercentRole,    // double 0…100
        StepRole,       // int
        StepCountRole,  // int
        ProductionRole, // bool
    };

    // Places that belong together stand together under a heading; the group with the place that needs a person most
    // comes first.
    enum class Grouping { None, Service, Environment, Owner, Wave };
    Q_ENUM(Grouping)
    struct Heading {
        QString title; // "checkout", "production"; "no owner" where the workspace says nothing
        int places = 0;
        int urgent = 0;
        int failing = 0; // over limit, or failing to progress
        bool operator==(const Heading &) const = default;
    };

    explicit BoardModel(Session &session, QObject *parent = nullptr);

    // A heading has no place: it cannot be chosen, and has no BoardRow.
    [[nodiscard]] bool isHeading(int row) const { return thingAt(row) % 2 == 1; }
    [[nodiscard]] const Heading &headingAt(int row) const { return m_groups.at(thingAt(row) / 2); }
    [[nodiscard]] int firstPlace() const; // row of the first place; -1: none is shown
    // The value behind a place's row, as of the last change or tick; valid until the next one.
    [[nodiscard]] const BoardRow &rowAt(int row) const;
    // -1: it is not shown.
    [[nodiscard]] int rowOf(const QString &placementKey) const;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setFilter(const QString &text);
    [[nodiscard]] QString filter() const { return m_filterText; }
    // Empty: every environment. Otherwise only places of these.
    void setEnvironments(const QStringList &environments);
    void setGrouping(Grouping grouping);
    [[nodiscard]] Grouping grouping() const { return m_grouping; }
    // While true no row changes place, except one that begins to be over a limit.
    void setHeld(bool held);
    [[nodiscard]] int waitingMoves() const { return m_waitingMoves; }
    void applyMoves(); // show the new order now ("2 changed order" was pressed)
    // Of all places in scope, whatever the filter: for the page header and the badges.
    [[nodiscard]] int countOf(BoardState state) const { return m_counts[size_t(state)]; }
    [[nodiscard]] int total() const { return int(m_entries.size()); }
    [[nodiscard]] int urgent() const;
    // The place that needs a person most, what Emergency preselects: failing first; empty when nothing fails.
    [[nodiscard]] QString worst() const;
    [[nodiscard]] bool isLastUrgent(int row) const
    {
        return row >= 0 && row == m_lastUrgent;
    } // the rule between urgent and calm rows goes below this one

public Q_SLOTS:
    void tick();         // judges every place now
    void secondPassed(); // judges those whose time has come, and lets ages run on; once a second by itself

Q_SIGNALS:
    void countsChanged();
    void waitingMovesChanged(int moves);
    void beganToFail(const QString &placementKey); // pulses its bar

private:
    // One place in scope. `ordinal` is its position by name.
    struct Entry {
        Placement placement;
        QString key;
        QString owner;
        int ordinal = 0;
        int group = -1; // into m_groups
        BoardStanding standing;
        qint64 holdsUntilMs = 0;             // BoardJudgement
        mutable std::optional<BoardRow> row; // made when it is looked at
    };
    [[nodiscard]] static bool isBefore(const Entry &a, const Entry &b);
    [[nodiscard]] bool before(int a, int b) const { return isBefore(m_entries.at(a), m_entries.at(b)); }
    // What stands together: a heading, or none, and places below it.
    struct Block {
        int group = -1;
        QList<int> entries;
    };
    // The rows' numbers in OrderedModel: even ones are places, odd ones headings.
    [[nodiscard]] static int thingOf(int entry) { return 2 * entry; }
    [[nodiscard]] static int headingOf(int group) { return 2 * group + 1; }
    [[nodiscard]] static QList<int> things(const QList<Block> &blocks);
    [[nodiscard]] QList<Block> blocksByNeed() const;
    [[nodiscard]] QList<Block> blocksInPlace(const QList<Block> &wanted, const QSet<int> &rising) const;
    [[nodiscard]] QList<int> entriesInPlace(const QList<int> &wanted, const QSet<int> &rising) const;
    [[nodiscard]] QString groupTitle(const Placement &placement, const QString &owner) const;
    // Gives every entry its group; answers the headings, whose numbers are new.
    [[nodiscard]] QList<Heading> group(QList<Entry> &entries) const;
    void take(QList<Entry> entries); // instead of those that are there
    void countGroups(const QList<Block> &blocks);
    void refresh(const QSet<QString> &placements, const QSet<QString> &turned);
    // Judges again; true: the order may have changed. Adds what begins to be over a limit to `rising`.
    bool judge(int entry, qint64 nowMs, QSet<int> &rising);
    void judgeAll(bool evenIfItHolds);
    void judgeOn();
    void settle(bool orderMayDiffer, const QSet<int> &rising);
    void rebuild(bool mayMove);
    void nameSignals();
    void show(bool mayMove, const QSet<int> &rising = {});
    void findRule();
    [[nodiscard]] QList<int> matching() const;
    [[nodiscard]] bool moveIsDue() const;
    [[nodiscard]] QVariant headingData(const Heading &heading, int column, int role) const;
    [[nodiscard]] QVariant cellText(const BoardRow &row, int column) const;
    [[nodiscard]] QVariant sortValue(const BoardRow &row, int column) const;
    [[nodiscard]] QVariant signalData(const BoardSignal &signal, int role) const;
    [[nodiscard]] QString spokenText(const BoardRow &row, int column) const;

    Session &m_session;
    QList<Entry> m_entries; // every place in scope, in workspace order
    QHash<QString, int> m_entryOf;
    QList<Heading> m_groups;
    Grouping m_grouping = Grouping::None;
    std::array<QString, 2> m_signalNames;
    BoardFilter m_filter;
    QString m_filterText;
    QStringList m_environments;
    std::array<int, size_t(BoardState::Serving) + 1> m_counts{};
    QTimer m_tick;
    QTimer m_judgeOn;    // the rest of them, in pieces
    int m_judgeFrom = 0; // the first entry that has not had its turn
    struct Judged {
        bool moved = false;
        bool counted = false; // the counts are other ones
        QSet<int> rising;     // entries
    };
    Judged m_judged;         // of this turn, so far
    qint64 m_lastMoveMs = 0; // monotonic
    int m_waitingMoves = 0;
    int m_lastUrgent = -1;
    bool m_held = false;
};

} // namespace astern
