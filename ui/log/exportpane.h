// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/journal/evidence.h"
#include "models/views/logmodel.h"
#include "ui/log/logform.h"

class QCheckBox;
class QPushButton;

namespace astern::ui {

class ChoiceList;

// Evidence leaves the house: which entries, what of people's words, and where to.
class ExportPane : public LogForm {
    Q_OBJECT
public:
    ExportPane(Session &session, QWidget *parent = nullptr);
    // Who makes it; it outlives this. nullptr: nothing can be exported here.
    void setDoor(EvidenceDoor *door) { m_door = door; }
    // What can be chosen: an entry and its operation, what the search shows, a span, all of it.
    void open(const std::optional<JournalEntry> &chosen, const LogModel &model);
    [[nodiscard]] bool isRunning() const { return m_running; }

protected:
    void leave() override;

private:
    void offer(const LogModel &model);
    void refresh();
    void press();
    void run();
    void chooseFile();
    void ended(const Result<EvidenceWritten> &written);
    [[nodiscard]] EvidenceQuestion::What what() const;
    [[nodiscard]] Result<EvidenceQuestion> question() const;
    [[nodiscard]] QString suggestedName() const;

    Session &m_session;
    Inbox m_inbox;
    EvidenceDoor *m_door = nullptr;
    std::optional<JournalEntry> m_chosen;
    QList<quint64> m_found; // what the search shows
    QList<EvidenceQuestion::What> m_offered;
    QList<bool> m_isSearch; // of each row: what the search shows
    ChoiceList *m_what = nullptr;
    QWidget *m_span = nullptr;
    QLineEdit *m_from = nullptr;
    QLineEdit *m_to = nullptr;
    QCheckBox *m_reasons = nullptr;
    QCheckBox *m_names = nullptr;
    QCheckBox *m_samples = nullptr;
    QCheckBox *m_configs = nullptr;
    QLineEdit *m_file = nullptr;
    QPushButton *m_choose = nullptr;
    QPushButton *m_export = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_show = nullptr; // the entry that says so
    QString m_suggested;           // so that a name that a person typed is kept
    QString m_sureOf;              // a file that is there and may be replaced
    std::optional<quint64> m_entry;
    bool m_running = false;
};

} // namespace astern::ui
