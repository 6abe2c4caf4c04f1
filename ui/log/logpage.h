// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/logmodel.h"
#include "models/views/logwords.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QSplitter;
class QStackedWidget;

namespace astern {
class EvidenceDoor;
}

namespace astern::ui {

class EntryList;
class EntryPane;
class ErasePane;
class ExportPane;
class JournalHeader;
class LogForm;
class LogAlarmBar;
class LogStrip;
class RunsLabel;
class SearchField;

// The Log: every entry of the journal, searched and filtered; how the log itself is; and the chosen entry, whole.
class LogPage : public QWidget {
    Q_OBJECT
public:
    explicit LogPage(Session &session, QWidget *parent = nullptr);
    void showEntry(quint64 index); // chosen and in sight; a filter that hides it is taken away
    void focusEntries();           // where the keyboard begins
    void focusFilter();
    void setFilter(const QString &text);
    [[nodiscard]] EntryList &entries() const { return *m_entries; }
    [[nodiscard]] EntryPane &pane() const { return *m_pane; }
    [[nodiscard]] LogModel &model() { return m_model; }
    void verifyNow();
    // Who makes evidence; it outlives this. nullptr: nothing can be exported here.
    void setEvidence(EvidenceDoor *door);
    void openExport(); // beside the list, in the place of the entry
    void openErasure();

Q_SIGNALS:
    void timelineRequested(quint64 index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void makeHeader();
    void fit();
    void refresh();
    void lookAround(); // sinks and unresolved intents are asked for while somebody looks
    void chosen(quint64 index);
    void showForm(LogForm *form);
    void closeForm();
    void say(const QString &words);

    Session &m_session;
    Inbox m_inbox;
    LogModel m_model;
    LogOverview m_sight;
    JournalHeader *m_header = nullptr;
    RunsLabel *m_count = nullptr;
    RunsLabel *m_said = nullptr;
    SearchField *m_filter = nullptr;
    QPushButton *m_verify = nullptr;
    LogAlarmBar *m_alarm = nullptr;
    LogStrip *m_strip = nullptr;
    EntryList *m_entries = nullptr;
    QStackedWidget *m_side = nullptr; // the entry, or a form about it
    EntryPane *m_pane = nullptr;
    ExportPane *m_export = nullptr;
    ErasePane *m_erase = nullptr;
    EvidenceDoor *m_door = nullptr;
    QPushButton *m_exportButton = nullptr;
    QSplitter *m_split = nullptr;
    std::optional<quint64> m_wanted;
    std::optional<qint64> m_checkAsked; // when a check was asked for; until its end is told
    QTimer m_soon;
    QTimer m_look;
    QTimer m_forget; // what was said is over
};

} // namespace astern::ui
