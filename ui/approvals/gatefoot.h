// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/views/gatewords.h"

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QPushButton;

namespace astern {
class TeamSight;
}

namespace astern::ui {

class RunsLabel;

// What a person says to one line of the inbox: why, the PIN where their presence has to be proved, and the buttons. One
// that may not be pressed says exactly why, on itself and in the line above. What is signed is what was shown: anything
// that changed while the PIN was looked at has to be looked at again.
class GateFoot : public QWidget {
    Q_OBJECT
public:
    explicit GateFoot(Session &session, QWidget *parent = nullptr);
    // What is shown above; another line starts with an empty reason.
    void setSight(const GateSight &sight, const GateDetail &detail);
    // Goes to what is missing for it: the reason, the PIN, or the button itself.
    void begin(ApprovalRecord::Verdict verdict);
    [[nodiscard]] QString whyWords() const; // the visible line
    void setTeam(const TeamSight *team);

Q_SIGNALS:
    void decided(const QString &said); // something was recorded

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    enum class Deed { Approve, Reject, TakeBack, Countersign, Ask, HandOn };
    void build();
    void refresh();
    void refreshWhy();
    [[nodiscard]] const GateMove &moveOf(Deed deed) const;
    [[nodiscard]] QPushButton *buttonOf(Deed deed) const;
    [[nodiscard]] QString missingFor(Deed deed) const; // by the person's own hand
    [[nodiscard]] bool asksReason() const;
    [[nodiscard]] std::optional<Deed> mainDeed() const;
    void press(Deed deed);
    void choosePerson(); // and hands it to them
    void prove(Deed deed);
    void carryOut(Deed deed, const Actor &actor);
    void tell(quint64 turn, const Result<Ok> &done, const QString &said);
    void goOn(); // Enter in a field

    Session &m_session;
    Inbox m_inbox;
    GateSight m_sight;
    QPointer<const TeamSight> m_team;
    NamedPerson m_handTo;
    QString m_signsText;
    QString m_said; // what became of the last one
    bool m_failed = false;
    bool m_busy = false;
    quint64 m_turn = 0;            // another one for each line: an answer finds only its own
    Deed m_wanted = Deed::Approve; // what A or R began
    RunsLabel *m_signs = nullptr;
    RunsLabel *m_why = nullptr;
    QLineEdit *m_reason = nullptr;
    QLineEdit *m_pin = nullptr;
    QList<QPushButton *> m_buttons; // in the order of Deed
};

} // namespace astern::ui
