// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/timelinemodel.h"
#include "ui/timeline/timelineview.h"

#include <QWidget>

class QPushButton;
class QSplitter;

namespace astern::ui {

class EntryPane;
class JournalHeader;
class RunsLabel;
class SearchField;

// The Timeline: one axis over the log with what was released, judged, decided and sent, and beside it the entry that is
// chosen with its evidence.
class TimelinePage : public QWidget {
    Q_OBJECT
public:
    explicit TimelinePage(Session &session, QWidget *parent = nullptr);
    [[nodiscard]] TimelineView &view() const { return *m_view; }
    [[nodiscard]] TimelineModel &model() { return m_model; }
    [[nodiscard]] EntryPane &pane() const { return *m_pane; }
    void focusAxis(); // where the keyboard begins
    void focusFilter();
    // The entry in the middle of an hour around it, chosen.
    void showEntry(quint64 index);
    void showPlace(const QString &service, const QString &environment, const QString &cell);

Q_SIGNALS:
    void logRequested(quint64 index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeHeader();
    void refresh();
    void tryWanted();
    void fit();

    Session &m_session;
    Inbox m_inbox;
    TimelineModel m_model;
    JournalHeader *m_header = nullptr;
    RunsLabel *m_words = nullptr;
    SearchField *m_filter = nullptr;
    QList<std::pair<qint64, QPushButton *>> m_lengths;
    QPushButton *m_live = nullptr;
    TimelineView *m_view = nullptr;
    EntryPane *m_pane = nullptr;
    QSplitter *m_split = nullptr;
    std::optional<quint64> m_wanted;
    QString m_wantedSaga; // of it, once it has been read
};

} // namespace astern::ui
