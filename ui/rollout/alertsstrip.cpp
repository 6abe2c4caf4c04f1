// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/alertsstrip.h"

#include "models/base/format.h"
#include "models/views/alertsmodel.h"
#include "models/views/alertwords.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/linksrow.h"
#include "ui/rollout/runslabel.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QVBoxLayout>

#include <algorithm>

namespace astern::ui {
namespace {

constexpr int kMostRows = 4; // then it scrolls: pods and log keep their room

} // namespace

AlertsStrip::AlertsStrip(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    using Sign = FactColumn::Sign;
    setObjectName(QStringLiteral("alertsStrip"));
    const Theme &theme = Theme::of(this);
    m_model = new AlertsModel(session, this);
    m_view = new FactsView({{AlertsModel::NameColumn, TextStyle::SmallMedium, Tone::InkPrimary, 210, false, Sign::Tone,
                             AlertsModel::ToneRole, false, Qt::ElideRight},
                            {AlertsModel::SeverityColumn, TextStyle::Small, Tone::InkPrimary, 76, false, Sign::None, -1,
                             false, Qt::ElideRight},
                            {AlertsModel::SinceColumn, TextStyle::Small, Tone::InkTertiary, 76, true},
                            {AlertsModel::StateColumn, TextStyle::Small, Tone::InkSecondary, 76, false, Sign::None, -1,
                             false, Qt::ElideRight},
                            {AlertsModel::SummaryColumn, TextStyle::Small, Tone::InkSecondary, 0, false, Sign::None, -1,
                             false, Qt::ElideRight, 560}},
                           this);
    m_view->setObjectName(QStringLiteral("alertsView"));
    m_view->setAccessibleName(tr("Alerts, what needs a person first"));
    m_view->setModel(m_model);
    m_view->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_note = new RunsLabel(this);
    m_note->setObjectName(QStringLiteral("alertsNote"));
    m_note->setOneLine(true);
    m_note->setRightAligned(true);
    m_links = new LinksRow(this);
    auto *title = new RunsLabel(this);
    title->setOneLine(true);
    title->setRuns({{tr("Alerts"), Tone::InkPrimary, TextStyle::Strong}});
    auto *row = new QHBoxLayout;
    row->addStrut(theme.px(28));
    row->addWidget(title);
    row->addWidget(m_note, 1);
    row->addWidget(m_links);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(4));
    column->setSpacing(theme.px(2));
    column->addLayout(row);
    column->addWidget(m_view);
    connect(m_model, &AlertsModel::refreshed, this, &AlertsStrip::refresh);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AlertsStrip::showLinks);
    connect(m_links, &LinksRow::failed, this, &AlertsStrip::failed);
    connect(&session, &Session::workspaceChanged, m_model, &AlertsModel::tick);
    refresh();
}

void AlertsStrip::setPlacement(const QString &key)
{
    m_model->setPlacement(key);
    m_view->setCurrentIndex({});
    showLinks();
}

void AlertsStrip::tick() { m_model->tick(); }

void AlertsStrip::refresh()
{
    using Known = PlaceAlerts::Known;
    const PlaceAlerts &alerts = m_model->alerts();
    setVisible(alerts.known != Known::NoSource);
    const AlertWords words = alertWords(alerts, m_session.nowMs());
    const bool believed = alerts.known == Known::Now;
    QStringList counts;
    if (words.firing > 0)
        counts.append(tr("%1 firing").arg(format::count(words.firing)));
    if (words.muted > 0)
        counts.append(tr("%1 silenced").arg(format::count(words.muted)));
    // Nothing is only said where it is known.
    if (counts.isEmpty() && believed)
        counts.append(tr("none"));
    counts.append(alertsAsOf(alerts, m_session.nowMs()));
    const QString elsewhere = ofNoPlaceWords(m_session.alertsOfNoPlace());
    if (!elsewhere.isEmpty())
        counts.append(elsewhere);
    m_note->setRuns(
        {{counts.join(QStringLiteral("  ·  ")), believed ? Tone::InkTertiary : Tone::UnknownText, TextStyle::Caption}});
    m_note->setToolTip(elsewhere);
    const int rows = std::min(m_model->rowCount(), kMostRows);
    m_view->setVisible(rows > 0);
    m_view->setFixedHeight(rows * m_view->verticalHeader()->defaultSectionSize());
    showLinks();
}

void AlertsStrip::showLinks()
{
    // Of the one that is chosen; while none is, of the one that needs a person most.
    QModelIndex index = m_view->currentIndex();
    if (!index.isValid() && m_model->rowCount() > 0)
        index = m_model->index(0, 0);
    QMap<QString, QString> links;
    if (const QString page = index.data(AlertsModel::RunbookRole).toString(); !page.isEmpty())
        links.insert(tr("Runbook"), page);
    if (const QString page = index.data(AlertsModel::GeneratorRole).toString(); !page.isEmpty())
        links.insert(tr("Source"), page);
    m_links->setLinks(links);
}

} // namespace astern::ui
