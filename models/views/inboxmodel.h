// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/gatesight.h"
#include "models/views/rowsmodel.h"

#include <QElapsedTimer>
#include <QTimer>

namespace astern {

// One line of the inbox, and whose turn it is.
struct InboxRow {
    enum class Group { Overdue, Yours, Others, Past };
    GateRow gate;
    Group group = Group::Others;
    QString title;                    // "payments"; the policy that is edited
    QString place;                    // "prod/eu-1"
    QString versions;                 // "4.7.1 → 4.8.0"
    QString act;                      // "to 25 %", "resume"
    [[nodiscard]] QString id() const; // unique in the inbox, the same however it stands
    bool operator==(const InboxRow &) const = default;
};
[[nodiscard]] QString toWords(InboxRow::Group group);

// What waits for people: overdue reviews first, then what waits for the person here, what ends soonest first; then what
// waits for others; with setPast() what is over, the newest first. Follows the session by itself. Every line costs a
// plan, so that it is looked through in pieces: two hundred of them never hold up a frame.
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
    void begin();
    void work();
    void finish();
    void take(const GateRow &row);

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
    qsizetype m_at = 0;
    int m_pasts = 0;
    QStringList m_asked; // places with an open request to end their pause
    QList<InboxRow> m_next;
};

} // namespace astern
