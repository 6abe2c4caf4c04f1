// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspage.h"

#include "ui/rollout/runslabel.h"
#include "ui/settings/appearancepane.h"
#include "ui/settings/backendspane.h"
#include "ui/settings/identitypane.h"
#include "ui/settings/notifypane.h"
#include "ui/settings/rolespane.h"
#include "ui/settings/secretspane.h"
#include "ui/settings/workspacepane.h"
#include "ui/theme/paint.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace astern::ui {

SettingsPage::SettingsPage(Session &session, BackendsModel &backends, Theme &theme, QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("settingsPage"));
    auto *title = new RunsLabel(this);
    title->setOneLine(true);
    title->setRuns({{tr("Settings"), Tone::InkPrimary, TextStyle::Title}});
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("settingsTabs"));
    m_tabs->setAccessibleName(tr("Sections of the settings"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString &text : {tr("Appearance"), tr("Backends"), tr("Secrets"), tr("Notifications"), tr("Workspace"),
                                tr("Identity"), tr("Roles")}) // as Section
        m_tabs->addTab(text);
    m_stack = new QStackedWidget(this);
    m_appearance = new AppearancePane(theme, m_stack);
    m_backends = new BackendsPane(session, backends, m_stack);
    m_secrets = new SecretsPane(session, m_stack);
    m_notify = new NotifyPane(session, m_stack);
    m_identity = new IdentityPane(session, m_stack);
    for (QWidget *pane :
         {static_cast<QWidget *>(m_appearance), static_cast<QWidget *>(m_backends), static_cast<QWidget *>(m_secrets),
          static_cast<QWidget *>(m_notify), static_cast<QWidget *>(new WorkspacePane(session, m_stack)),
          static_cast<QWidget *>(m_identity), static_cast<QWidget *>(new RolesPane(session, m_stack))})
        m_stack->addWidget(pane);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(theme.px(16), theme.px(10), theme.px(16), 0);
    head->addWidget(title);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(theme.px(8), 0, theme.px(16), 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    auto *body = new QVBoxLayout;
    body->setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(12));
    m_stack->setMaximumWidth(theme.px(960)); // lines that long are read no better
    body->addWidget(m_stack);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addLayout(tabs);
    column->addLayout(body, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int section) {
        m_stack->setCurrentIndex(section);
        if (isVisible())
            look();
        update();
    });
    connect(m_appearance, &AppearancePane::themeChosen, this, &SettingsPage::themeChosen);
    connect(m_appearance, &AppearancePane::languageChosen, this, &SettingsPage::languageChosen);
    connect(&theme, &Theme::changed, this, [this, &theme] { m_stack->setMaximumWidth(theme.px(960)); });
}

void SettingsPage::showSection(Section section) { m_tabs->setCurrentIndex(section); }

SettingsPage::Section SettingsPage::section() const { return Section(m_tabs->currentIndex()); }

void SettingsPage::focusTabs() { m_tabs->setFocus(Qt::OtherFocusReason); }

void SettingsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    look();
}

void SettingsPage::look()
{
    if (section() == SecretsSection)
        m_secrets->look();
    else if (section() == IdentitySection)
        m_identity->look();
}

void SettingsPage::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Tone::BgSurface));
    drawHLine(painter, 0, width(), m_tabs->geometry().bottom(), theme.colour(Tone::LineDefault));
}

} // namespace astern::ui
