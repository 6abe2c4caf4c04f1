// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/identitypane.h"

#include "models/views/identitywords.h"
#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

using State = SignedIn::State;

QLineEdit *hiddenField(const char *name, const QString &words, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(QLatin1String(name));
    field->setEchoMode(QLineEdit::Password);
    field->setPlaceholderText(words);
    field->setAccessibleName(words);
    field->setMaxLength(kMostPin);
    return field;
}

} // namespace

IdentityPane::IdentityPane(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_inbox(this), m_roles(session), m_test(session)
{
    setObjectName(QStringLiteral("identityPane"));
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(12));
    buildWho();
    buildPin();
    using Sign = FactColumn::Sign;
    m_testHeading = new Heading(tr("Identity provider"), this);
    m_testButton = makeButton(tr("Test connection"), nullptr, {}, this);
    m_testButton->setObjectName(QStringLiteral("testIdentity"));
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.px(16));
    head->addWidget(m_testHeading, 1);
    head->addWidget(m_testButton);
    m_lines = new FactsView({{ConnectionModel::WhatColumn, TextStyle::Medium, Tone::InkPrimary, 170, false, Sign::Tone,
                              ConnectionModel::ToneRole, false},
                             {ConnectionModel::WordsColumn, TextStyle::Body, Tone::InkPrimary, 0, false, Sign::None, -1,
                              false, Qt::ElideRight, 0, ConnectionModel::HintRole}},
                            this);
    m_lines->setObjectName(QStringLiteral("identityLines"));
    m_lines->setAccessibleName(tr("What the test found"));
    m_lines->setModel(&m_test);
    m_lines->setEmptyText(tr(
        "The test asks whether the provider answers and has what signing in needs. Nobody is signed in or out by it."));
    column->addLayout(head);
    column->addWidget(m_lines, 3);
    setTabOrder(m_setPin, m_testButton);
    setTabOrder(m_testButton, m_lines);
    connect(m_testButton, &QPushButton::clicked, this,
            [this] { m_test.isRunning() ? m_test.cancel() : m_test.start(QLatin1String(kIdentityConnection)); });
    connect(&m_test, &ConnectionModel::changed, this, &IdentityPane::refresh);
    connect(&session, &Session::signedInChanged, this, &IdentityPane::refresh);
    connect(&session, &Session::workspaceChanged, this, &IdentityPane::refresh);
    refresh();
    refreshPin();
}

void IdentityPane::buildWho()
{
    const Theme &theme = Theme::of(this);
    m_whoHeading = new Heading(QString(), this);
    m_whoHeading->setObjectName(QStringLiteral("whoHeading"));
    m_who = new RunsLabel(this);
    m_who->setObjectName(QStringLiteral("whoSaid"));
    m_signIn = makeButton({}, "primary", {}, this);
    m_signIn->setObjectName(QStringLiteral("signIn"));
    m_signOut = makeButton(tr("Sign out"), nullptr, {}, this);
    m_signOut->setObjectName(QStringLiteral("signOut"));
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.px(8));
    head->addWidget(m_whoHeading, 1);
    head->addWidget(m_signOut);
    head->addWidget(m_signIn);
    using Sign = FactColumn::Sign;
    m_list =
        new FactsView({{RolesModel::RoleColumn, TextStyle::Medium, Tone::InkPrimary, 200, false, Sign::Tone,
                        RolesModel::ToneRole, false},
                       {RolesModel::MembersColumn, TextStyle::Body, Tone::InkSecondary, 0, false, Sign::None, -1, false,
                        Qt::ElideRight},
                       {RolesModel::MineColumn, TextStyle::Small, Tone::InkPrimary, 80, false, Sign::None, -1, false}},
                      this);
    m_list->setObjectName(QStringLiteral("roleList"));
    m_list->setAccessibleName(tr("Roles of this workspace"));
    m_list->setModel(&m_roles);
    m_list->showHeader();
    m_list->setEmptyText(tr("The workspace names no roles. In astern.yaml, people.roles says who has one."));
    auto *column = static_cast<QVBoxLayout *>(layout());
    column->addLayout(head);
    column->addWidget(m_who);
    column->addWidget(m_list, 2);
    setTabOrder(m_signOut, m_signIn);
    setTabOrder(m_signIn, m_list);
    connect(m_signIn, &QPushButton::clicked, this, [this] {
        const IdentityDoors &doors = m_session.doors().identity;
        if (m_session.signedIn().state == State::Asking && doors.cancel)
            doors.cancel();
        else if (doors.signIn)
            doors.signIn(IdentityProvider::Way::Browser, m_session.signedIn().state == State::In);
    });
    connect(m_signOut, &QPushButton::clicked, this, [this] {
        const IdentityDoors &doors = m_session.doors().identity;
        if (!doors.signOut)
            return;
        doors.signOut(m_inbox.wrap([this](const Result<Ok> &done) {
            done ? say(tr("Signed out, here and at the provider."), true)
                 : say(tr("Signed out here. The provider could not be told: %1").arg(done.error().toString()), false);
        }));
    });
}

void IdentityPane::buildPin()
{
    const Theme &theme = Theme::of(this);
    auto *heading = new Heading(tr("PIN of this device"), this);
    m_pinState = new RunsLabel(this);
    m_pinState->setObjectName(QStringLiteral("pinState"));
    m_oldPin = hiddenField("pinOld", tr("PIN as it is now"), this);
    m_newPin = hiddenField("pinNew", tr("New PIN"), this);
    m_setPin = makeButton(tr("Set PIN"), nullptr, {}, this);
    m_setPin->setObjectName(QStringLiteral("pinSet"));
    m_said = new RunsLabel(this);
    m_said->setObjectName(QStringLiteral("identitySaid"));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(8));
    row->addWidget(m_oldPin, 1);
    row->addWidget(m_newPin, 1);
    row->addWidget(m_setPin);
    auto *column = static_cast<QVBoxLayout *>(layout());
    column->addWidget(heading);
    column->addWidget(m_pinState);
    column->addLayout(row);
    column->addWidget(m_said);
    m_said->hide();
    setTabOrder(m_list, m_oldPin);
    setTabOrder(m_oldPin, m_newPin);
    setTabOrder(m_newPin, m_setPin);
    connect(m_oldPin, &QLineEdit::textChanged, this, &IdentityPane::refreshPin);
    connect(m_newPin, &QLineEdit::textChanged, this, &IdentityPane::refreshPin);
    connect(m_oldPin, &QLineEdit::returnPressed, m_newPin, [this] { m_newPin->setFocus(Qt::OtherFocusReason); });
    connect(m_newPin, &QLineEdit::returnPressed, this, &IdentityPane::setPin);
    connect(m_setPin, &QPushButton::clicked, this, &IdentityPane::setPin);
}

void IdentityPane::look()
{
    if (!m_session.doors().identity.lookAtPin)
        return;
    m_session.doors().identity.lookAtPin(m_inbox.wrap([this](const Result<PinState> &state) {
        m_pinKnown = state.ok();
        if (state)
            m_pin = *state;
        else
            say(state.error().toString(), false);
        refreshPin();
    }));
}

void IdentityPane::setPin()
{
    if (!m_setPin->isEnabled())
        return;
    m_busy = true;
    refreshPin();
    m_session.doors().identity.setPin(m_newPin->text(), m_oldPin->text(),
                                      m_inbox.wrap([this](const Result<PinState> &set) {
                                          m_busy = false;
                                          m_oldPin->clear();
                                          m_newPin->clear();
                                          if (set)
                                              m_pin = *set;
                                          say(set ? tr("The PIN is set.") : set.error().toString(), set.ok());
                                          look();
                                      }));
}

void IdentityPane::say(const QString &words, bool good)
{
    m_said->setRuns({{words, good ? Tone::InkSecondary : Tone::CriticalText, TextStyle::Body}});
    m_said->setVisible(!words.isEmpty());
}

void IdentityPane::refresh()
{
    const IdentityConfig &config = m_session.workspace().identity;
    const SignedIn &now = m_session.signedIn();
    const WhoWords words = whoWords(now, config, m_session.nowMs());
    const bool asking = now.state == State::Asking;
    m_whoHeading->setText(now.identity.name.isEmpty() ? tr("Who acts here") : now.identity.name);
    m_whoHeading->setNote(now.identity.roles.join(QStringLiteral(", ")));
    QList<TextRun> runs{{words.state, words.wants && !asking ? Tone::WarningText : Tone::InkPrimary, TextStyle::Body}};
    if (!words.problem.isEmpty())
        runs.append({QLatin1Char(' ') + words.problem, Tone::WarningText, TextStyle::Body});
    m_who->setRuns(runs);
    m_signIn->setVisible(config.isOidc());
    m_signIn->setText(asking ? tr("Cancel") : now.state == State::In ? tr("Sign in anew…") : tr("Sign in…"));
    m_signIn->setToolTip(asking ? QString() : tr("Opens the page of %1 in the browser.").arg(config.issuer.host()));
    m_signOut->setVisible(config.isOidc() && (now.state == State::In || now.state == State::Ended));
    m_testHeading->setText(config.isOidc() ? tr("Identity provider %1").arg(config.issuer.toString())
                                           : tr("Identity provider"));
    m_testHeading->setNote(config.isOidc() ? m_test.words() : tr("none: people are known as users of this machine"));
    m_testButton->setText(m_test.isRunning() ? tr("Cancel") : tr("Test connection"));
    m_testButton->setVisible(config.isOidc());
    m_lines->setVisible(config.isOidc());
}

void IdentityPane::refreshPin()
{
    const bool can = static_cast<bool>(m_session.doors().identity.setPin);
    const QString state = m_pinKnown ? pinWords(m_pin, m_session.nowMs()) : QString();
    m_pinState->setRuns(
        {{QStringList{
              state,
              tr("It is asked for before anything goes forward in a protected environment, never before a rollback.")}
              .join(QLatin1Char(' '))
              .trimmed(),
          Tone::InkSecondary, TextStyle::Body}});
    m_oldPin->setVisible(m_pin.set);
    m_oldPin->setEnabled(can && !m_busy);
    m_newPin->setEnabled(can && !m_busy);
    m_setPin->setText(m_pin.set ? tr("Change PIN") : tr("Set PIN"));
    m_setPin->setEnabled(can && !m_busy && m_newPin->text().size() >= kLeastPin &&
                         (!m_pin.set || !m_oldPin->text().isEmpty()));
    m_setPin->setToolTip(m_setPin->isEnabled() ? QString() : tr("At least %1 characters.").arg(kLeastPin));
}

} // namespace astern::ui
