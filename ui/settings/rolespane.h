// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/gatesmodel.h"
#include "models/views/rolesmodel.h"

#include <QWidget>

namespace astern::ui {

class FactsView;
class Heading;
class RunsLabel;

// Who may what: the roles of the workspace, who has them and what each lets its people do, and the gates with their
// rules and where they are written. To be read; the workspace's file is where it is changed.
class RolesPane : public QWidget {
    Q_OBJECT
public:
    explicit RolesPane(Session &session, QWidget *parent = nullptr);

private:
    void refresh();

    Session &m_session;
    RolesModel m_roles;
    GatesModel m_gates;
    Heading *m_heading = nullptr;
    RunsLabel *m_open = nullptr;
    Heading *m_gatesHeading = nullptr;
    FactsView *m_roleList = nullptr;
    FactsView *m_gateList = nullptr;
};

} // namespace astern::ui
