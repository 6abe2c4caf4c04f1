// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/activity.h"
#include "models/views/journalfilter.h"
#include "models/views/rowsmodel.h"

#include <QTimer>

namespace astern {

// What a stretch of the log shows on one time axis: items where there are few enough of them to be told apart, else
// only how much there was. Reads what the window needs and no more. As a table it is the same for the keyboard and for
// who hears it read: one row an item, by time.
class TimelineModel : public RowsModel<TimelineItem> {
    Q_OBJECT
public:
    enum Column { TimeColumn, LaneColumn, PlaceColumn, TextColumn, ColumnCount };
    enum ItemRole { IdRole = Qt::UserRole, SortRole, IndexRole, LaneRole, ToneRole };
    static constexpr int kMostItems = 400; // entries in a window that are drawn one by one

    explicit TimelineModel(Session &session, QObject *parent = nullptr);
    void setFilter(const QString &text);
    [[nodiscard]] const JournalFilter &filter() const { return m_filter; }
    // What is looked at. Items are read for it and for a little around it.
    void setSpan(const TimeSpan &span);
    [[nodiscard]] const TimeSpan &span() const { return m_span; }
    void reload(); // as after the journal was away

    // Items stand in the rows. False: there are too many, or they are on their way; the counts are there.
    [[nodiscard]] bool showsItems() const;
    // Of what was searched only the newest are shown.
    [[nodiscard]] bool isCut() const { return m_cutMs > m_span.fromMs; }
    [[nodiscard]] bool isReading() const { return m_phase != Phase::Idle; }
    // So many entries lie in the span, as far as they are counted.
    [[nodiscard]] qint64 entriesInSpan() const { return m_inSpan; }
    [[nodiscard]] Activity &activity() { return m_activity; }
    // The items with `nowMs` as the end of what is open.
    [[nodiscard]] QList<TimelineItem> itemsAt(qint64 nowMs) const;
    [[nodiscard]] std::optional<Error> error() const;
    // The whole log: from its first entry to now; both 0 while it is not known.
    [[nodiscard]] TimeSpan whole() const;
    // The item of this entry, first in a lane; -1: it is not shown.
    [[nodiscard]] int rowOfEntry(quint64 index) const;
    // The first item of this operation: an outcome has none of its own. -1: it is not shown.
    [[nodiscard]] int rowOfSaga(const QString &saga) const;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(ColumnCount);
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void changed(); // anything that is drawn

private:
    [[nodiscard]] bool isRead() const;
    void weigh();
    void read();
    void readPage(quint64 generation, const TimeSpan &span, quint64 before);
    void readVerdicts(quint64 generation, qint64 beforeMs);
    void finish();
    void addEntry(const JournalEntry &entry);
    void readFirst();
    void rebuild();

    Session &m_session;
    Inbox m_inbox;
    Activity m_activity;
    QString m_text;
    JournalFilter m_filter;
    TimeSpan m_span;
    TimeSpan m_read;               // what m_entries covers
    TimeSpan m_wanted;             // what is being read
    QList<JournalEntry> m_entries; // of m_read, and the verdicts that held when it begins
    QList<JournalEntry> m_coming;  // of m_wanted, until it is whole
    QList<JournalEntry> m_told;    // while m_coming is read
    qint64 m_cutMs = 0;            // entries before were found and not read; 0: none
    qint64 m_cutLengthMs = 0;
    qint64 m_inSpan = 0;
    bool m_counted = false;
    enum class Phase { Idle, Window, Sagas } m_phase = Phase::Idle;
    int m_open = 0; // questions that are not answered
    quint64 m_generation = 0;
    qint64 m_firstMs = 0;
    std::optional<Error> m_error;
    QTimer m_soon;
};

} // namespace astern
