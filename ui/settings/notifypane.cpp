// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/notifypane.h"

#include "models/base/format.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/widgets/controls.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QVBoxLayout>

namespace astern::ui {

NotifyPane::NotifyPane(Session &session, QWidget *parent) : QWidget(parent), m_session(session), m_model(session)
{
    using Sign = FactColumn::Sign;
    setObjectName(QStringLiteral("notifyPane"));
    const Theme &theme = Theme::of(this);
    m_list = new FactsView({{TargetsModel::NameColumn, TextStyle::Medium, Tone::InkPrimary, 180, false, Sign::Tone,
                             TargetsModel::ToneRole, false},
                            {TargetsModel::ChannelColumn, TextStyle::Body, Tone::InkPrimary, 0, false, Sign::None, -1,
                             false, Qt::ElideRight},
                            {TargetsModel::ThenColumn, TextStyle::Small, Tone::InkSecondary, 0, false, Sign::None, -1,
                             false, Qt::ElideRight, 560},
                            {TargetsModel::StateColumn, TextStyle::Small, Tone::InkPrimary, 0, false, Sign::None, -1,
                             false, Qt::ElideRight}},
                           this);
    m_list->setObjectName(QStringLiteral("targetList"));
    m_list->setAccessibleName(tr("Who is told"));
    m_list->setModel(&m_model);
    m_list->showHeader();
    m_list->setEmptyText(
        tr("The workspace names nobody. Declare people.notify in astern.yaml: until then policies tell "
           "this screen and the log alone."));
    m_button = makeButton(tr("Send a test"), "primary", {}, this);
    m_button->setObjectName(QStringLiteral("testTarget"));
    m_rules = new RunsLabel(this);
    m_rules->setObjectName(QStringLiteral("notifyRules"));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(16));
    row->addWidget(m_rules, 1);
    row->addWidget(m_button, 0, Qt::AlignTop);
    m_shown = new QCheckBox(tr("Show on this desktop what needs a person, what fails, and how plans end"), this);
    m_shown->setObjectName(QStringLiteral("desktopShown"));
    m_sound = new QCheckBox(tr("With a sound"), this);
    m_sound->setObjectName(QStringLiteral("desktopSound"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(12));
    column->addWidget(m_list, 1);
    column->addLayout(row);
    column->addSpacing(theme.px(8));
    column->addWidget(new Heading(tr("This desktop"), this));
    column->addWidget(m_shown);
    column->addWidget(m_sound);
    setTabOrder(m_list, m_button);
    setTabOrder(m_button, m_shown);
    setTabOrder(m_shown, m_sound);
    const auto choose = [this] {
        m_sound->setEnabled(m_shown->isChecked());
        Q_EMIT desktopChosen(m_shown->isChecked(), m_sound->isChecked());
    };
    connect(m_shown, &QCheckBox::clicked, this, choose);
    connect(m_sound, &QCheckBox::clicked, this, choose);
    connect(m_button, &QPushButton::clicked, this, [this] { m_model.test(chosen()); });
    connect(m_list, &FactsView::activated, this, [this] { m_model.test(chosen()); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &NotifyPane::refresh);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &NotifyPane::refresh);
    connect(&session, &Session::workspaceChanged, this, &NotifyPane::refresh);
    const auto first = [this] {
        if (!m_list->currentIndex().isValid() && m_model.rowCount() > 0)
            m_list->setCurrentIndex(m_model.index(0, TargetsModel::NameColumn));
        refresh();
    };
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, first);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, first);
    setDesktop(true, true);
    first();
}

void NotifyPane::setDesktop(bool shown, bool sound)
{
    m_shown->setChecked(shown);
    m_sound->setChecked(sound);
    m_sound->setEnabled(shown);
}

QString NotifyPane::chosen() const
{
    const int row = m_list->currentIndex().row();
    return row < 0 || row >= m_model.rowCount() ? QString() : m_model.rowAt(row).target;
}

void NotifyPane::refresh()
{
    const NotifyConfig &notify = m_session.workspace().notify;
    const QString target = chosen();
    m_button->setEnabled(!target.isEmpty() && !m_model.isTesting(target));
    m_button->setToolTip(target.isEmpty() ? tr("Choose a target first.")
                                          : tr("Sends one message to %1 and says what came of it.").arg(target));
    m_button->setAccessibleDescription(m_button->toolTip());
    QString words = tr("Each of them gets one message in %1; what is held back is counted in the next one.")
                        .arg(format::duration(notify.budgetMs));
    if (!notify.needsYou.isEmpty())
        words += QLatin1Char(' ') + tr("%1 is told of what names nobody here.").arg(notify.needsYou);
    m_rules->setRuns({{words, Tone::InkSecondary, TextStyle::Small}});
    m_rules->setVisible(!notify.targets.isEmpty());
}

} // namespace astern::ui
