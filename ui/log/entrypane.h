// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/views/entrydetail.h"
#include "ui/rollout/runslabel.h"

#include <QWidget>

class QPushButton;
class QScrollArea;

namespace astern::ui {

class FactSheet;
class LevelSteps;
class ReadText;

// One entry, whole: what was decided, by whom, why, on what evidence, what came of it, what proves it, and where it is
// kept. Beside the log and beside the time axis.
class EntryPane : public QWidget {
    Q_OBJECT
public:
    // Where else the entry can be shown: words of the button, empty: nowhere.
    EntryPane(Session &session, const QString &elsewhere, QWidget *parent = nullptr);
    void showEntry(const JournalEntry &entry);
    void showIndex(quint64 index); // reads it first
    void clear();
    void setSinks(const QList<SinkCursor> &sinks); // places that entries are copied to, and how far they are
    void offerErasure();                           // shows its button
    [[nodiscard]] const std::optional<JournalEntry> &entry() const { return m_entry; }
    [[nodiscard]] const EntryDetail &detail() const { return m_detail; }
    [[nodiscard]] FactSheet &facts() const { return *m_facts; }
    void setEmptyText(const QString &text);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void entryRequested(quint64 index);
    void elsewhereRequested(quint64 index);
    void said(const QString &words); // what was just done
    void eraseRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeFoot();
    void readRelated();
    void refresh();
    void fit();
    void copy(const QString &text, const QString &words);

    Session &m_session;
    Inbox m_inbox;
    quint64 m_generation = 0;
    std::optional<JournalEntry> m_entry;
    QList<JournalEntry> m_related;
    EntryDetail m_detail;
    EntryCopies m_copies;
    QString m_empty;
    RunsLabel *m_title = nullptr;
    RunsLabel *m_when = nullptr;
    RunsLabel *m_nothing = nullptr;
    QScrollArea *m_scroll = nullptr;
    FactSheet *m_facts = nullptr;
    RunsLabel *m_kept = nullptr;
    LevelSteps *m_levels = nullptr;
    ReadText *m_signed = nullptr;
    QWidget *m_foot = nullptr;
    QPushButton *m_elsewhere = nullptr;
    QPushButton *m_erase = nullptr;
    QPushButton *m_copyId = nullptr;
    QPushButton *m_copyHash = nullptr;
    QPushButton *m_showSigned = nullptr;
};

} // namespace astern::ui
