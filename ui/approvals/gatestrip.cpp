// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/approvals/gatestrip.h"

#include "models/approval/approvaldesk.h"
#include "models/approval/ballot.h"
#include "models/base/format.h"
#include "models/identity/personrule.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/theme/status.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace astern::ui {
namespace {

constexpr qsizetype kShortest = 10; // as the command line asks for it

} // namespace

GateStrip::GateStrip(Session &session, QWidget *parent) : QWidget(parent), m_session(session), m_inbox(this)
{
    setObjectName(QStringLiteral("gateStrip"));
    setAccessibleName(tr("What the next step waits for"));
    build();
    buildConfirm();
    hide();
    connect(&session, &Session::approvalsChanged, this, &GateStrip::refresh);
}

void GateStrip::build()
{
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(16), theme.px(6), theme.px(12), theme.px(6));
    column->setSpacing(theme.px(6));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(8));
    m_words = new RunsLabel(this);
    m_words->setObjectName(QStringLiteral("gateStripWords"));
    m_words->setIndent(20);
    m_glassButton = makeButton(tr("Go past the gate…"), "quiet", QStringLiteral("zap"), this);
    m_glassButton->setObjectName(QStringLiteral("gateGlass"));
    m_openButton = makeButton({}, nullptr, QStringLiteral("arrow-up-right"), this);
    m_openButton->setObjectName(QStringLiteral("gateOpen"));
    m_askButton = makeButton(tr("Ask for approval…"), "primary", QStringLiteral("hand"), this);
    m_askButton->setObjectName(QStringLiteral("gateAskStrip"));
    row->addWidget(m_words, 1, Qt::AlignVCenter);
    row->addWidget(m_glassButton);
    row->addWidget(m_openButton);
    row->addWidget(m_askButton);
    column->addLayout(row);
    connect(m_askButton, &QPushButton::clicked, this, [this] { open(Deed::Ask); });
    connect(m_glassButton, &QPushButton::clicked, this, [this] { open(Deed::Glass); });
    connect(m_openButton, &QPushButton::clicked, this, [this] { Q_EMIT requestOpened(m_request); });
}

void GateStrip::buildConfirm()
{
    const Theme &theme = Theme::of(this);
    m_confirmRow = new QWidget(this);
    auto *column = new QVBoxLayout(m_confirmRow);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(6));
    m_what = new RunsLabel(m_confirmRow);
    m_what->setObjectName(QStringLiteral("gateStripWhat"));
    column->addWidget(m_what);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(8));
    m_reason = new QLineEdit(m_confirmRow);
    m_reason->setObjectName(QStringLiteral("gateStripReason"));
    m_reason->setPlaceholderText(tr("why"));
    m_reason->setAccessibleName(tr("Why; kept in the log"));
    m_reason->setMaxLength(500);
    m_pin = new QLineEdit(m_confirmRow);
    m_pin->setObjectName(QStringLiteral("gateStripPin"));
    m_pin->setEchoMode(QLineEdit::Password);
    m_pin->setPlaceholderText(tr("your PIN"));
    m_pin->setAccessibleName(tr("Your PIN: this goes forward in production"));
    m_pin->setMaxLength(kMostPin);
    m_pin->setMaximumWidth(theme.px(140));
    m_cancel = new QPushButton(tr("Cancel"), m_confirmRow);
    m_cancel->setObjectName(QStringLiteral("gateStripCancel"));
    m_confirm = new HoldButton(m_session.clock(), m_confirmRow);
    m_confirm->setObjectName(QStringLiteral("gateStripConfirm"));
    row->addWidget(m_reason, 1);
    row->addWidget(m_pin);
    row->addWidget(m_cancel);
    row->addWidget(m_confirm);
    column->addLayout(row);
    m_answer = new RunsLabel(this);
    m_answer->setObjectName(QStringLiteral("gateStripSaid"));
    layout()->addWidget(m_confirmRow);
    layout()->addWidget(m_answer);
    for (QLineEdit *field : {m_reason, m_pin}) {
        connect(field, &QLineEdit::textEdited, this, &GateStrip::refreshConfirm);
        connect(field, &QLineEdit::returnPressed, this, [this] {
            (m_pin->isVisible() && m_pin->text().isEmpty() ? static_cast<QWidget *>(m_pin) : m_confirm)
                ->setFocus(Qt::OtherFocusReason);
        });
    }
    connect(m_cancel, &QPushButton::clicked, this, [this] { close({}, false); });
    connect(m_confirm, &HoldButton::committed, this, &GateStrip::commit);
    m_confirmRow->hide();
    m_answer->hide();
}

void GateStrip::setPlacement(const QString &key)
{
    if (m_key == key)
        return;
    m_key = key;
    close({}, false);
}

std::optional<Plan> GateStrip::planNow() const
{
    const Placement *place = m_session.placement(m_key);
    const Rollout *rollout = place ? m_session.rollout(place->object) : nullptr;
    if (!rollout)
        return std::nullopt;
    const Result<Plan> plan = m_session.plan(opensPause(*rollout).value_or(PlanKind::Promote), m_key);
    return plan ? std::optional(*plan) : std::nullopt;
}

void GateStrip::refresh()
{
    const Placement *place = m_session.placement(m_key);
    const std::optional<GateRow> row = place ? gateBefore(m_session, *place) : std::nullopt;
    const bool shut = row && !row->gate.isEmpty();
    if (!shut && m_deed != Deed::None && !m_busy)
        return close({}, false); // it has opened meanwhile
    setVisible(shut || !m_said.isEmpty() || m_busy);
    m_words->setVisible(shut);
    m_askButton->setVisible(shut);
    m_openButton->setVisible(shut);
    m_glassButton->setVisible(shut);
    if (!shut)
        return refreshConfirm();
    const bool isVoid = row->decision.state == Decision::State::Void;
    m_request = row->request;
    m_words->setRuns(
        {{tr("Gate %1 is shut.").arg(row->gate), Tone::InkPrimary, TextStyle::Strong},
         {QLatin1Char(' ') + row->words, isVoid ? Tone::CriticalText : Tone::InkPrimary, TextStyle::Body}});
    m_words->setToolTip(row->rule);
    m_openButton->setVisible(!m_request.isEmpty());
    m_openButton->setText(m_request.isEmpty() ? QString() : tr("Open %1").arg(shortRequest(m_request)));
    const bool asked = !m_request.isEmpty() && row->decision.state == Decision::State::Waiting;
    QString nothing = m_session.doors().approvalDesk ? m_session.doors().readOnly : tr("This session can only look.");
    if (nothing.isEmpty())
        nothing = whySilent(m_session, place->object.backend);
    m_askButton->setVisible(row->decision.asksPeople && !asked);
    m_askButton->setText(isVoid ? tr("Ask again…") : tr("Ask for approval…"));
    m_askButton->setEnabled(nothing.isEmpty());
    m_askButton->setToolTip(nothing.isEmpty() ? tr("Opens a request that others sign. Nothing is sent by this.")
                                              : nothing);
    const std::optional<Plan> plan = planNow();
    const QString noGlass = plan ? whyNoGlass(m_session, *plan) : tr("There is nothing to do here now.");
    m_glassButton->setEnabled(noGlass.isEmpty());
    m_glassButton->setToolTip(
        noGlass.isEmpty() ? tr("Loud: recorded as an override, and a second person has to look at it.") : noGlass);
    m_glassButton->setAccessibleDescription(m_glassButton->toolTip());
    refreshConfirm();
}

bool GateStrip::asksPin() const
{
    return m_deed == Deed::Glass && m_plan &&
           knownWellEnough(m_session.workspace().identity, m_session.signedIn(), *m_plan, m_session.self(),
                           m_session.nowMs())
               .presence;
}

QString GateStrip::missing() const
{
    if (m_busy)
        return tr("It is being recorded.");
    if (m_reason->text().trimmed().size() < kShortest)
        return tr("Say why first, in at least 10 characters: the log keeps it.");
    if (asksPin() && m_pin->text().isEmpty())
        return tr("This goes forward in production: type your PIN first.");
    return {};
}

void GateStrip::refreshConfirm()
{
    m_confirmRow->setVisible(m_deed != Deed::None);
    m_answer->setRuns({{m_said, m_failed ? Tone::CriticalText : Tone::InkSecondary, TextStyle::SmallMedium}});
    m_answer->setVisible(!m_said.isEmpty());
    if (m_deed == Deed::None)
        return;
    const QString why = missing();
    QList<TextRun> runs;
    if (m_deed == Deed::Ask) {
        runs.append({tr("Opens a request that others sign. What they sign is exactly the plan as it is now."),
                     Tone::InkPrimary, TextStyle::Small});
        m_confirm->setWords(tr("ask for approval"));
    } else if (m_plan) {
        qint64 within = 0;
        for (const GateStanding &standing : shutGates(m_session, *m_plan))
            within = within == 0 ? standing.gate.breakGlass.countersignWithinMs
                                 : std::min(within, standing.gate.breakGlass.countersignWithinMs);
        runs.append({tr("Goes forward past the gate at once. It is recorded as an override in your name, and a second "
                        "person has to countersign it within %1.")
                         .arg(format::duration(within)),
                     Tone::CriticalText, TextStyle::SmallStrong});
        m_confirm->setWords(tr("go past the gate"));
    }
    if (!why.isEmpty())
        runs.append({QLatin1Char(' ') + why, Tone::InkSecondary, TextStyle::Small});
    m_what->setRuns(runs);
    m_reason->setEnabled(!m_busy);
    m_pin->setVisible(asksPin());
    m_pin->setEnabled(!m_busy);
    m_confirm->setHolding(m_deed == Deed::Glass && m_plan && m_plan->production);
    m_confirm->setEnabled(why.isEmpty());
    m_confirm->setToolTip(why);
    update();
}

void GateStrip::open(Deed deed)
{
    m_deed = deed;
    m_said.clear();
    m_reason->clear();
    m_pin->clear();
    m_plan = planNow();
    m_confirmRow->hide(); // shows again from nothing: what was being held is let go
    refresh();
    m_reason->setFocus(Qt::OtherFocusReason);
}

void GateStrip::close(const QString &said, bool failed)
{
    const bool hadFocus = m_confirmRow->isVisible() && m_confirmRow->isAncestorOf(focusWidget());
    m_deed = Deed::None;
    m_busy = false;
    m_plan.reset();
    m_said = said;
    m_failed = failed;
    refresh();
    if (hadFocus) // not lost with the row
        for (QPushButton *button : {m_openButton, m_askButton, m_glassButton}) {
            if (button->isVisible() && button->isEnabled())
                return button->setFocus(Qt::OtherFocusReason);
        }
}

void GateStrip::commit()
{
    if (!m_plan || !m_session.doors().approvalDesk || !missing().isEmpty())
        return;
    const QList<GateStanding> shut = shutGates(m_session, *m_plan);
    m_said.clear();
    if (m_deed == Deed::Glass) {
        if (const QString why = whyNoGlass(m_session, *m_plan); !why.isEmpty())
            return close(why, true);
    }
    m_busy = true;
    refreshConfirm();
    if (m_deed == Deed::Ask)
        ask(shut, {});
    else if (asksPin())
        prove();
    else
        breakGlass(shut, m_session.self());
}

// One request a gate: each is signed for itself.
void GateStrip::ask(QList<GateStanding> left, const QString &first)
{
    while (!left.isEmpty() && !left.constFirst().decision.asksPeople)
        left.removeFirst();
    if (left.isEmpty()) {
        close(first.isEmpty() ? tr("There is nobody to ask: the gate waits for something else.")
                              : tr("Asked: %1. Others sign it under Approvals.").arg(shortRequest(first)),
              first.isEmpty());
        return;
    }
    const GateStanding next = left.takeFirst();
    m_session.doors().approvalDesk->request(next, m_session.self(), m_reason->text().trimmed(),
                                            m_inbox.wrap([this, left, first, key = m_key](const Result<QString> &id) {
                                                if (key != m_key)
                                                    return; // another place is shown: what was recorded is in the inbox
                                                if (!id)
                                                    return close(id.error().toString(), true);
                                                ask(left, first.isEmpty() ? *id : first);
                                            }));
}

void GateStrip::prove()
{
    const Actor who = m_session.self();
    m_session.provePresence(m_plan->id, m_pin->text(), m_inbox.wrap([this, who, key = m_key](const Result<Ok> &right) {
        if (key != m_key || !m_plan)
            return;
        m_pin->clear();
        if (!right || !samePerson(who, m_session.self())) {
            m_busy = false;
            m_failed = true;
            m_said = right ? tr("Another person signed in meanwhile.") : right.error().toString();
            refreshConfirm();
            m_pin->setFocus(Qt::OtherFocusReason);
            return;
        }
        Actor present = m_session.self();
        present.auth = QLatin1String(kPinAuth);
        breakGlass(shutGates(m_session, *m_plan), present);
    }));
}

// Every override is recorded before anything is sent; then the plan goes on its way like any other.
void GateStrip::breakGlass(QList<GateStanding> left, const Actor &actor)
{
    if (left.isEmpty()) {
        const Plan plan = *m_plan;
        const Result<Ok> sent = m_session.commit(plan, m_reason->text().trimmed());
        return sent
                   ? close(tr("Past the gate, on its way. The review waits under Approvals."), false)
                   : close(tr("The override is recorded, and nothing was sent: %1").arg(sent.error().toString()), true);
    }
    const GateStanding next = left.takeFirst();
    m_session.doors().approvalDesk->breakGlass(next, *m_plan, actor, m_reason->text().trimmed(),
                                               m_inbox.wrap([this, left, actor, key = m_key](const Result<Ok> &broken) {
                                                   if (key != m_key || !m_plan)
                                                       return;
                                                   if (!broken)
                                                       return close(broken.error().toString(), true);
                                                   breakGlass(left, actor);
                                               }));
}

QString GateStrip::words() const { return m_words->isHidden() ? QString() : m_words->plainText(); }

void GateStrip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_deed != Deed::None) {
        close({}, false);
        return;
    }
    QWidget::keyPressEvent(event);
}

void GateStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    if (m_deed != Deed::None)
        painter.fillRect(rect(), theme.colour(Tone::BgRaised));
    drawHLine(painter, 0, width(), 0, theme.colour(Tone::LineSubtle));
    if (m_words->isHidden())
        return;
    const qreal side = theme.px(14);
    const QRect at = m_words->geometry();
    const qreal line = std::min<qreal>(at.height(), theme.line(TextStyle::Body));
    const bool one = at.height() < 2 * theme.line(TextStyle::Body); // centred in its height, several start at the top
    drawStatus(painter, theme,
               QRectF(at.left(), one ? at.center().y() - side / 2 : at.top() + (line - side) / 2, side, side),
               Status::Held);
}

} // namespace astern::ui
