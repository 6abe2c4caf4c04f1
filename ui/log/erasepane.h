// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/session/session.h"
#include "ui/log/logform.h"

class QPushButton;

namespace astern::ui {

class RunsLabel;

// Why what people said cannot be erased from here; empty: it can.
[[nodiscard]] QString erasureRefused(const Session &session);

// What a person said is erased for good, or held against erasure: whose, by which law, on whose request, why. It says
// what goes and what stays, and wants the pseudonym typed before anything happens.
class ErasePane : public LogForm {
    Q_OBJECT
public:
    ErasePane(Session &session, QWidget *parent = nullptr);
    // Of the person who made this entry; absent: of whoever is typed.
    void open(const std::optional<JournalEntry> &chosen);

private:
    void refresh();
    void lookForHold();
    void erase();
    void hold();
    void ended(const Result<Receipt> &receipt, const QString &words);
    [[nodiscard]] QString whose() const;

    Session &m_session;
    Inbox m_inbox;
    QString m_name;                  // of whom the form was opened for
    QString m_subject;               // and the pseudonym
    std::optional<quint64> m_heldBy; // the entry that holds it
    bool m_everybody = false;        // it holds what everybody said
    std::optional<quint64> m_entry;  // the one that says what was done
    quint64 m_asked = 0;             // answers of older questions are dropped
    bool m_running = false;
    QLineEdit *m_whose = nullptr;
    RunsLabel *m_known = nullptr;
    RunsLabel *m_held = nullptr;
    QLineEdit *m_basis = nullptr;
    QLineEdit *m_requested = nullptr;
    QLineEdit *m_reason = nullptr;
    QLineEdit *m_typed = nullptr;
    QPushButton *m_erase = nullptr;
    QPushButton *m_hold = nullptr;
    QPushButton *m_show = nullptr;
};

} // namespace astern::ui
