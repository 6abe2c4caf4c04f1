// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/connectionmodel.h"
#include "models/views/rolesmodel.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace astern::ui {

class FactsView;
class Heading;
class RunsLabel;

// Who acts here and how that is known, which roles that proves, the PIN of this device, and a test of the provider.
class IdentityPane : public QWidget {
    Q_OBJECT
public:
    IdentityPane(Session &session, QWidget *parent = nullptr);
    void look(); // a person is here: how it stands with the PIN
    [[nodiscard]] ConnectionModel &test() { return m_test; }

private:
    void buildWho();
    void buildPin();
    void refresh();
    void refreshPin();
    void setPin();
    void say(const QString &words, bool good);

    Session &m_session;
    Inbox m_inbox;
    RolesModel m_roles;
    ConnectionModel m_test;
    PinState m_pin;
    bool m_pinKnown = false;
    bool m_busy = false; // the PIN is being set
    Heading *m_whoHeading = nullptr;
    RunsLabel *m_who = nullptr;
    QPushButton *m_signIn = nullptr;
    QPushButton *m_signOut = nullptr;
    FactsView *m_list = nullptr;
    RunsLabel *m_pinState = nullptr;
    QLineEdit *m_oldPin = nullptr;
    QLineEdit *m_newPin = nullptr;
    QPushButton *m_setPin = nullptr;
    RunsLabel *m_said = nullptr;
    Heading *m_testHeading = nullptr;
    QPushButton *m_testButton = nullptr;
    FactsView *m_lines = nullptr;
};

} // namespace astern::ui
