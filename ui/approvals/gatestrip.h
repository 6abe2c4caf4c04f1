// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/views/gatesight.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace astern::ui {

class HoldButton;
class RunsLabel;

// On a rollout's screen, while a gate is shut before its next step: what it waits for, and the way on. Asks for
// approval, opens the request, or, for roles that may, goes past the gate: that is recorded as an override and opens a
// review with a deadline. Going back needs none of it.
class GateStrip : public QWidget {
    Q_OBJECT
public:
    explicit GateStrip(Session &session, QWidget *parent = nullptr);
    void setPlacement(const QString &key);
    void refresh();
    [[nodiscard]] QString words() const; // empty: no gate is shut

Q_SIGNALS:
    void requestOpened(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Deed { None, Ask, Glass };
    void build();
    void buildConfirm();
    void refreshConfirm();
    void open(Deed deed);
    void close(const QString &said, bool failed);
    void commit();
    void ask(QList<GateStanding> left, const QString &first);
    void prove();
    void breakGlass(QList<GateStanding> left, const Actor &actor);
    [[nodiscard]] QString missing() const; // by the person's own hand
    [[nodiscard]] bool asksPin() const;
    [[nodiscard]] std::optional<Plan> planNow() const;

    Session &m_session;
    Inbox m_inbox;
    QString m_key;
    QString m_request; // that stands open; empty: none
    Deed m_deed = Deed::None;
    std::optional<Plan> m_plan; // that goes past the gate
    bool m_busy = false;
    bool m_failed = false;
    QString m_said;
    RunsLabel *m_words = nullptr;
    QPushButton *m_askButton = nullptr;
    QPushButton *m_openButton = nullptr;
    QPushButton *m_glassButton = nullptr;
    QWidget *m_confirmRow = nullptr;
    RunsLabel *m_what = nullptr;
    QLineEdit *m_reason = nullptr;
    QLineEdit *m_pin = nullptr;
    QPushButton *m_cancel = nullptr;
    HoldButton *m_confirm = nullptr;
    RunsLabel *m_answer = nullptr;
};

} // namespace astern::ui
