// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/rolespane.h"

#include "models/base/format.h"
#include "models/views/identitywords.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/widgets/controls.h"

#include <QVBoxLayout>

namespace astern::ui {

RolesPane::RolesPane(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_roles(session), m_gates(session)
{
    setObjectName(QStringLiteral("rolesPane"));
    using Sign = FactColumn::Sign;
    const Theme &theme = Theme::of(this);
    m_heading = new Heading(tr("Roles"), this);
    m_roleList =
        new FactsView({{RolesModel::RoleColumn, TextStyle::Medium, Tone::InkPrimary, 170, false, Sign::Tone,
                        RolesModel::ToneRole, false},
                       {RolesModel::MineColumn, TextStyle::Small, Tone::InkPrimary, 56, false, Sign::None, -1, false},
                       {RolesModel::MayColumn, TextStyle::Body, Tone::InkPrimary, 0, false, Sign::None, -1, false,
                        Qt::ElideRight, 0, RolesModel::DetailRole}},
                      this);
    m_roleList->setObjectName(QStringLiteral("permissionList"));
    m_roleList->setAccessibleName(tr("Roles, and what they may"));
    m_roleList->setModel(&m_roles);
    m_roleList->showHeader();
    m_roleList->setEmptyText(tr("The workspace names no roles. In astern.yaml, people.roles says who has one."));
    m_open = new RunsLabel(this);
    m_open->setObjectName(QStringLiteral("permissionWords"));
    m_gatesHeading = new Heading(tr("Gates"), this);
    m_gateList =
        new FactsView({{GatesModel::GateColumn, TextStyle::Medium, Tone::InkPrimary, 170, false, Sign::None, -1, false},
                       {GatesModel::WhenColumn, TextStyle::Body, Tone::InkPrimary, 200, false, Sign::None, -1, false,
                        Qt::ElideRight, 620},
                       {GatesModel::NeedsColumn, TextStyle::Body, Tone::InkPrimary, 0, false, Sign::None, -1, false,
                        Qt::ElideRight, 0, GatesModel::GlassRole},
                       {GatesModel::WhereColumn, TextStyle::Small, Tone::InkTertiary, 110, true, Sign::None, -1, false,
                        Qt::ElideMiddle, 520}},
                      this);
    m_gateList->setObjectName(QStringLiteral("gateList"));
    m_gateList->setAccessibleName(tr("Gates of this workspace"));
    m_gateList->setModel(&m_gates);
    m_gateList->showHeader();
    m_gateList->setEmptyText(tr("The workspace has no gate: nothing that goes forward waits for a person."));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(12));
    column->addWidget(m_heading);
    column->addWidget(m_open);
    column->addWidget(m_roleList, 3);
    column->addWidget(m_gatesHeading);
    column->addWidget(m_gateList, 3);
    connect(&session, &Session::workspaceChanged, this, &RolesPane::refresh);
    connect(&session, &Session::signedInChanged, this, &RolesPane::refresh);
    refresh();
}

void RolesPane::refresh()
{
    const Actor self = m_session.self();
    const QString who = self.name.isEmpty() ? self.ref : self.name;
    m_heading->setNote(self.roles.isEmpty() ? tr("you are %1, with none of them").arg(who)
                                            : tr("you are %1: %2").arg(who, self.roles.join(QStringLiteral(", "))));
    m_open->setRuns({{openWords(m_session.workspace()), Tone::InkSecondary, TextStyle::Body}});
    m_gatesHeading->setNote(format::plural(m_gates.rowCount(), tr("1 gate"), tr("%1 gates")));
}

} // namespace astern::ui
