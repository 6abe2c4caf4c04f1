// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/gatesight.h"
#include "models/views/rowsmodel.h"

#include <QElapsedTimer>
#include <QHash>
#include <QSet>
#include <QTimer>

namespace astern {

// One line of the inbox, and whose turn it is.
struct InboxRow {
    enum class Group { Overdue, Yours, Others, Past };
    GateRow gate;
    Group group = Group::Others;
    QString key;      // unique in the inbox, the same however it stands
    QString title;    // "payments"; the policy that is edited
    QString place;    // "prod/eu-1"
    QString versions; // "4.7.1 → 4.8.0"
    QString act;      // "to 25 %", "resume"
    [[nodiscard]] QString id() const { return key; }
    bool operator==(const InboxRow &) const = default;
};
[[nodiscard]] QString toWords(InboxRow::Group group);

// What waits for people: overdue reviews first, then what waits for the person here, what ends soonest first; then what
// waits for others; with setPast() what is over, the newest first. Follows the session by itself. Every line costs a
// plan, so that it is looked through in pieces: two hundred of them never hold up a frame. Of the backends' pauses only
// those are looked at again whose place turned; where thousands wait, the rest would cost a core.
class InboxModel : public RowsModel<InboxRow> {
    Q_OBJECT
public:
    enum InboxRole { IdRole = Qt::UserRole, SortRole, GroupRole };
    static constexpr int kMostPast = 200; // the log has all

    explicit InboxModel(Session &session, QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    void setPast(bool past);
    [[nodiscard]] bool showsPast() const { return m_past; }
    [[nodiscard]] int countOf(InboxRow::Group group) const;
    [[nodiscard]] int waiting() const { return rowCount() - countOf(InboxRow::Group::Past); }
    // The first of its group: a heading stands above it.
    [[nodiscard]] bool beginsGroup(int row) const;
    // It has been looked through once, and the log could be read.
    [[nodiscard]] bool isKnown() const { return m_known; }
    void refreshNow(); // begins at once; refreshed() tells the end

Q_SIGNALS:
    void refreshed();

private:
    void soon(int ms);
    void soonEveryPlace(int ms);
    void begin();
    void work();
    void finish();
    void takeRequest(const GateRow &row);
    void takePause(const Placement &place);
    [[nodiscard]] InboxRow lineOf(const GateRow &row) const;

    Session &m_session;
    bool m_past = false;
    bool m_known = false;
    bool m_again = false;
    QTimer m_soon;
    QTimer m_work;                                   // runs while there is something to look through
    QTimer m_tick;                                   // what expires does so without anybody saying it
    QHash<QString, QList<ApprovalRecord>> m_history; // by request
    QList<ApprovalRecord> m_requests;                // to be looked through, the newest last
    QList<Placement> m_places;
    QHash<QString, InboxRow> m_pauses; // by place, as it was looked at last
    QSet<QString> m_turned;            // places that are to be looked at again
    bool m_everyPlace = true;          // all are
    QSet<QString> m_looked;            // the same for the pass that is under way
    bool m_lookedEvery = true;
    QElapsedTimer m_whole; // since every place was looked at
    qint64 m_spentMs = 0;  // this pass, so far
    int m_laterMs = 1'000; // what the next one has to wait for at least, where nobody waits for it
    qsizetype m_at = 0;
    int m_pasts = 0;
    QSet<QString> m_asked; // places with an open request to end their pause
    QList<InboxRow> m_next;
};

} // namespace astern
