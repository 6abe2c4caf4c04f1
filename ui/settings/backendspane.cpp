// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/backendspane.h"

#include "ui/rollout/factsview.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QVBoxLayout>

namespace astern::ui {

BackendsPane::BackendsPane(Session &session, BackendsModel &backends, QWidget *parent)
    : QWidget(parent), m_backends(backends), m_test(session)
{
    setObjectName(QStringLiteral("backendsPane"));
    const Theme &theme = Theme::of(this);
    using Sign = FactColumn::Sign;
    m_list = new FactsView(
        {{BackendsModel::NameColumn, TextStyle::Medium, Tone::InkPrimary, 170, false, Sign::Tone,
          BackendsModel::ToneRole, false},
         {BackendsModel::StateColumn, TextStyle::Body, Tone::InkPrimary, 150, false, Sign::None, -1, false},
         {BackendsModel::AgeColumn, TextStyle::Small, Tone::InkTertiary, 84, true, Sign::None, -1, false},
         {BackendsModel::ReasonColumn, TextStyle::Small, Tone::InkSecondary, 0, false, Sign::None, -1, false,
          Qt::ElideRight, 480}},
        this);
    m_list->setObjectName(QStringLiteral("backendList"));
    m_list->setAccessibleName(tr("Connections"));
    m_list->setModel(&backends);
    m_list->showHeader();
    m_list->setEmptyText(tr("The workspace has no backend."));
    m_lines = new FactsView({{ConnectionModel::WhatColumn, TextStyle::Medium, Tone::InkPrimary, 170, false, Sign::Tone,
                              ConnectionModel::ToneRole, false},
                             {ConnectionModel::WordsColumn, TextStyle::Body, Tone::InkPrimary, 0, false, Sign::None, -1,
                              false, Qt::ElideRight, 0, ConnectionModel::HintRole}},
                            this);
    m_lines->setObjectName(QStringLiteral("connectionLines"));
    m_lines->setAccessibleName(tr("What the test found"));
    m_lines->setModel(&m_test);
    m_lines->setEmptyText(tr("The test asks who answers there, how fast, and what the credentials may do. It changes "
                             "nothing."));
    m_button = makeButton(tr("Test connection"), "primary", {}, this);
    m_button->setObjectName(QStringLiteral("testConnection"));
    m_heading = new Heading(QString(), this);
    m_heading->setObjectName(QStringLiteral("testHeading"));
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.px(16));
    head->addWidget(m_heading, 1);
    head->addWidget(m_button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(12));
    column->addWidget(m_list, 2);
    column->addLayout(head);
    column->addWidget(m_lines, 5);
    setTabOrder(m_list, m_button);
    setTabOrder(m_button, m_lines);
    connect(m_button, &QPushButton::clicked, this, &BackendsPane::toggle);
    connect(m_list, &FactsView::activated, this, [this] {
        if (!m_test.isRunning())
            toggle();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (chosen() != m_test.report().backend)
            m_test.clear();
        refresh();
    });
    const auto first = [this] {
        if (!m_list->currentIndex().isValid() && m_backends.rowCount() > 0)
            m_list->setCurrentIndex(m_backends.index(0, BackendsModel::NameColumn));
        refresh();
    };
    connect(&backends, &QAbstractItemModel::rowsInserted, this, first);
    connect(&backends, &QAbstractItemModel::rowsRemoved, this, first);
    connect(&m_test, &ConnectionModel::changed, this, &BackendsPane::refresh);
    first();
}

void BackendsPane::focusList() { m_list->setFocus(Qt::OtherFocusReason); }

QString BackendsPane::chosen() const
{
    const int row = m_list->currentIndex().row();
    return row < 0 || row >= m_backends.rowCount() ? QString() : m_backends.rowAt(row).id();
}

void BackendsPane::toggle()
{
    if (m_test.isRunning())
        m_test.cancel();
    else
        m_test.start(chosen());
}

void BackendsPane::refresh()
{
    const QString id = chosen();
    m_heading->setText(id.isEmpty() ? tr("Test connection") : tr("Connection to %1").arg(id));
    m_heading->setNote(m_test.words());
    m_heading->setAccessibleDescription(m_test.words());
    m_button->setText(m_test.isRunning() ? tr("Cancel") : tr("Test connection"));
    m_button->setEnabled(!id.isEmpty());
    m_button->setToolTip(id.isEmpty() ? tr("Choose a connection first.") : QString());
}

} // namespace astern::ui
