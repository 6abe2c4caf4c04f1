// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/planstrip.h"

#include "models/base/format.h"
#include "ui/emergency/emergencywords.h"
#include "ui/emergency/steplist.h"
#include "ui/emergency/zonechip.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

namespace astern::ui {
namespace {

// Of what is switched for itself.
QString nameOf(const Plan &plan)
{
    if (plan.steps.isEmpty())
        return plan.service;
    const PlanCommand &command = plan.steps.constLast().command;
    if (const auto *flag = std::get_if<FlagCommand>(&command))
        return flag->target.name;
    const auto *config = std::get_if<ConfigCommand>(&command);
    return config ? config->target.name : plan.service;
}

// "promote checkout to 50 %", as it stands behind "Hold to".
QString deed(const Plan &plan)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("PlanStrip", text); };
    switch (plan.kind) {
    case PlanKind::Pause:
        return tr("pause %1").arg(plan.service);
    case PlanKind::Resume:
        return tr("resume %1").arg(plan.service);
    case PlanKind::Promote:
        return tr("promote %1").arg(plan.service);
    case PlanKind::PromoteFull:
        return tr("promote %1 to 100 %").arg(plan.service);
    case PlanKind::Abort:
        return tr("abort %1").arg(plan.service);
    case PlanKind::Retry:
        return tr("retry %1").arg(plan.service);
    case PlanKind::Rollback:
        return tr("roll back %1").arg(plan.service);
    case PlanKind::Mitigate:
        return tr("mitigate %1").arg(plan.service);
    case PlanKind::FlagOff:
        return tr("switch %1 off").arg(nameOf(plan));
    case PlanKind::FlagOn:
        return tr("switch %1 on").arg(nameOf(plan));
    case PlanKind::FlagPercent:
        return tr("set %1 to %2").arg(nameOf(plan), plan.toVersion);
    case PlanKind::RestoreConfig:
        return tr("restore %1 to %2").arg(nameOf(plan), plan.toVersion);
    }
    return {};
}

// One flag or configuration set for itself: somebody is asked why.
bool isSwitch(PlanKind kind)
{
    return kind == PlanKind::FlagOff || kind == PlanKind::FlagOn || kind == PlanKind::FlagPercent ||
           kind == PlanKind::RestoreConfig;
}

} // namespace

PlanStrip::PlanStrip(Session &session, QWidget *parent) : QWidget(parent), m_session(session), m_inbox(this)
{
    setObjectName(QStringLiteral("planStrip"));
    build();
    hide();
    m_tick.setInterval(200);
    connect(&m_tick, &QTimer::timeout, this, &PlanStrip::refresh);
    connect(&session, &Session::runChanged, this, &PlanStrip::takeRun);
    connect(&session, &Session::workspaceChanged, this, &PlanStrip::refresh);
    connect(&session, &Session::signedInChanged, this, &PlanStrip::refresh);
    connect(m_confirm, &HoldButton::committed, this, &PlanStrip::commit);
    connect(m_cancel, &QPushButton::clicked, this, &PlanStrip::dismiss);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_run)
            m_session.stop(m_run->plan.id);
    });
    connect(m_show, &QPushButton::clicked, this, [this] { Q_EMIT emergencyRequested(m_key, 0); });
    connect(m_steps, &StepList::entryActivated, this, &PlanStrip::entryRequested);
}

void PlanStrip::build()
{
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10));
    column->setSpacing(theme.px(8));
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.px(8));
    m_words = new RunsLabel(this);
    m_zone = new ZoneChip(this);
    m_stop = new QPushButton(tr("Stop here"), this);
    m_stop->setObjectName(QStringLiteral("stripStop"));
    m_stop->setToolTip(tr("Nothing further is sent. What was sent stays as it is."));
    m_show = new QPushButton(tr("Show in Emergency"), this);
    m_show->setObjectName(QStringLiteral("stripShow"));
    m_cancel = new QPushButton(this);
    m_cancel->setObjectName(QStringLiteral("stripCancel"));
    m_confirm = new HoldButton(m_session.clock(), this);
    m_confirm->setObjectName(QStringLiteral("stripConfirm"));
    head->addWidget(m_words, 1);
    head->addWidget(m_zone);
    head->addWidget(m_stop);
    head->addWidget(m_show);
    head->addWidget(m_cancel);
    head->addWidget(m_confirm);
    column->addLayout(head);
    m_more = new RunsLabel(this);
    column->addWidget(m_more);
    m_steps = new StepList(this);
    column->addWidget(m_steps);
    m_reason = new QLineEdit(this);
    m_reason->setObjectName(QStringLiteral("stripReason"));
    m_reason->setPlaceholderText(tr("why"));
    m_reason->setAccessibleName(tr("Why; kept in the log"));
    m_reason->setMaxLength(500);
    column->addWidget(m_reason);
    auto *pin = new QHBoxLayout;
    pin->setSpacing(theme.px(8));
    m_pin = new QLineEdit(this);
    m_pin->setObjectName(QStringLiteral("stripPin"));
    m_pin->setEchoMode(QLineEdit::Password);
    m_pin->setPlaceholderText(tr("your PIN"));
    m_pin->setAccessibleName(tr("Your PIN: this goes forward in production"));
    m_pin->setMaxLength(kMostPin);
    m_pin->setMaximumWidth(theme.px(220));
    m_pinSaid = new RunsLabel(this);
    m_pinSaid->setObjectName(QStringLiteral("stripPinSaid"));
    pin->addWidget(m_pin);
    pin->addWidget(m_pinSaid, 1);
    column->addLayout(pin);
    setTabOrder(m_reason, m_pin);
    setTabOrder(m_pin, m_cancel);
    setTabOrder(m_cancel, m_confirm);
    connect(m_reason, &QLineEdit::textChanged, this, &PlanStrip::refresh);
    connect(m_pin, &QLineEdit::textChanged, this, &PlanStrip::refresh);
    connect(m_pin, &QLineEdit::returnPressed, m_confirm, [this] { m_confirm->setFocus(Qt::OtherFocusReason); });
    connect(m_reason, &QLineEdit::returnPressed, m_confirm, [this] { m_confirm->setFocus(Qt::OtherFocusReason); });
}

void PlanStrip::setPlacement(const QString &key)
{
    if (m_key == key)
        return;
    m_key = key;
    m_plan.reset();
    m_run.reset();
    m_refusal.clear();
    if (const PlanRun *run = m_session.runFor(key))
        m_run = *run;
    refresh();
}

void PlanStrip::openPlan(const Make &make)
{
    const Result<Plan> plan = make();
    if (!plan)
        return;
    m_make = make;
    m_plan = *plan;
    m_ground = planGround(m_session.workspace(), m_key);
    m_refusal.clear();
    m_reason->clear();
    m_pin->clear();
    m_pinSaid->setRuns({});
    m_proving = false;
    m_confirm->hide(); // what was being held is let go
    m_session.askPermissions(*plan);
    refresh();
    if (asksPin() && !isSwitch(plan->kind))
        m_pin->setFocus(Qt::OtherFocusReason);
    else if (isSwitch(plan->kind))
        m_reason->setFocus(Qt::OtherFocusReason);
    else
        m_cancel->setFocus(Qt::OtherFocusReason); // the harmless one
}

QString PlanStrip::reasonMissing() const
{
    constexpr qsizetype kShortest = 10; // as the command line asks for it
    if (m_proving)
        return tr("The PIN is being checked.");
    if (asksPin() && m_pin->text().isEmpty())
        return tr("This goes forward in production: type your PIN first.");
    const bool needed = m_plan && isSwitch(m_plan->kind) && !isProtective(m_plan->kind);
    return needed && m_reason->text().trimmed().size() < kShortest
               ? tr("Say why first, in at least 10 characters: the log keeps it.")
               : QString();
}

void PlanStrip::commit()
{
    if (!m_plan)
        return;
    if (!reasonMissing().isEmpty())
        return;
    asksPin() ? prove() : commitNow(*m_plan);
}

bool PlanStrip::asksPin() const { return m_plan && m_session.may(*m_plan).presence; }

// The plan that stood there when the PIN was given, whatever the strip has made of it meanwhile.
void PlanStrip::prove()
{
    m_proving = true;
    m_session.provePresence(m_plan->id, m_pin->text(), m_inbox.wrap([this, plan = *m_plan](const Result<Ok> &right) {
        m_proving = false;
        m_pin->clear();
        const bool still = m_plan && m_refusal.isEmpty() && samePromise(*m_plan, plan);
        m_pinSaid->setRuns(
            {{right ? QString() : right.error().toString(), Tone::CriticalText, TextStyle::SmallMedium}});
        if (right && still)
            return commitNow(plan);
        refresh();
        if (still)
            m_pin->setFocus(Qt::OtherFocusReason);
    }));
    m_confirm->hide(); // shows again from nothing
    refresh();
}

void PlanStrip::commitNow(const Plan &plan)
{
    const Result<Ok> answer = m_session.commit(plan, isSwitch(plan.kind) ? m_reason->text() : QString());
    if (!answer) {
        m_refusal = answer.error().toString();
        m_confirm->hide(); // shows again, from nothing, with the next plan
    } else {
        m_plan.reset(); // the session has told of the run already
    }
    refresh();
}

void PlanStrip::takeRun(const PlanRun &run)
{
    if (run.plan.placementKey() != m_key)
        return;
    m_run = run;
    refresh();
}

void PlanStrip::dismiss()
{
    if (m_plan)
        m_plan.reset();
    else if (m_run && m_run->state != PlanRun::State::Running)
        m_dismissed = m_run->plan.id;
    m_refusal.clear();
    refresh();
}

void PlanStrip::refresh()
{
    const qint64 nowMs = m_session.nowMs();
    const bool run = m_run && m_run->plan.id != m_dismissed;
    const bool running = run && m_run->state == PlanRun::State::Running;
    if (m_plan && !running)
        showPlan(nowMs);
    else if (run)
        showRun(nowMs);
    setVisible(m_plan || run);
    if (running)
        m_tick.start();
    else
        m_tick.stop();
}

void PlanStrip::showPlan(qint64 nowMs)
{
    // What is confirmed is what stands here: a plan that has become another one is shown anew.
    if (const QString change = groundChange(m_ground, planGround(m_session.workspace(), m_key));
        !change.isEmpty() && m_refusal.isEmpty())
        m_refusal = tr("The workspace has changed: %1. Open the plan again.").arg(change);
    const Result<Plan> now = m_make();
    if (now && samePromise(*now, *m_plan)) {
        m_plan = *now;
    } else if (m_refusal.isEmpty()) {
        m_refusal = !now                     ? now.error().toString()
                    : isSwitch(m_plan->kind) ? tr("It is not as it was any more. Open the plan again.")
                                             : tr("The rollout has moved on. Open the plan again.");
    }
    const Placement *placement = m_session.placement(m_key);
    m_zone->setZone(placement ? zoneOf(m_session.workspace(), placement->environment) : Zone{});
    m_zone->show();
    m_words->setRuns({{tr("The plan") + QStringLiteral("   "), Tone::InkPrimary, TextStyle::Strong},
                      {placement ? placeName(*placement) : QString(), Tone::InkSecondary, TextStyle::Body},
                      {QStringLiteral("   ") + aboutTime(m_plan->expectedMs()), Tone::InkSecondary, TextStyle::Body}});
    QList<TextRun> more;
    if (!m_refusal.isEmpty())
        more.append({m_refusal, Tone::CriticalText, TextStyle::SmallStrong});
    for (const QString &warning : m_plan->warnings)
        more.append({(more.isEmpty() ? QString() : QStringLiteral("   ")) + warning, Tone::WarningText,
                     TextStyle::SmallMedium});
    for (const QString &stays : m_plan->stays)
        more.append(
            {(more.isEmpty() ? QString() : QStringLiteral("   ")) + stays, Tone::InkSecondary, TextStyle::Small});
    m_more->setRuns(more);
    m_more->setVisible(!more.isEmpty());
    m_steps->setLines(previewLines(m_session, *m_plan, nowMs));
    m_confirm->setHolding(m_plan->production);
    m_confirm->setWords(deed(*m_plan));
    m_reason->setVisible(isSwitch(m_plan->kind));
    const bool pin = asksPin() && m_refusal.isEmpty();
    m_pin->setVisible(pin);
    m_pin->setEnabled(!m_proving);
    m_pinSaid->setVisible(pin);
    const QString missing = reasonMissing();
    m_confirm->setEnabled(missing.isEmpty());
    m_confirm->setToolTip(missing);
    m_confirm->setVisible(m_refusal.isEmpty());
    m_cancel->setText(tr("Cancel"));
    m_cancel->show();
    m_stop->hide();
    m_show->hide();
}

void PlanStrip::showRun(qint64 nowMs)
{
    const bool running = m_run->state == PlanRun::State::Running;
    const RunWords words = runWords(*m_run, nowMs);
    const qint64 took = (m_run->endedMs > 0 ? m_run->endedMs : nowMs) - m_run->startedMs;
    m_words->setRuns({{words.title + QStringLiteral("   "),
                       words.status == Status::Failing ? Tone::CriticalText : Tone::InkPrimary, TextStyle::Strong},
                      {elapsedText(took) + QStringLiteral("   "), Tone::InkPrimary, TextStyle::Strong},
                      {running ? words.step : words.outcome, Tone::InkSecondary, TextStyle::Body}});
    m_more->setRuns({{words.next, Tone::InkPrimary, TextStyle::Small}});
    m_more->setVisible(!words.next.isEmpty());
    m_steps->setLines(runLines(*m_run, nowMs));
    m_zone->hide();
    m_reason->hide();
    m_pin->hide();
    m_pinSaid->hide();
    m_confirm->hide();
    m_stop->setVisible(running);
    m_show->setVisible(m_run->plan.kind == PlanKind::Rollback && running);
    m_cancel->setText(tr("Put away"));
    m_cancel->setVisible(!running);
}

QString PlanStrip::words() const { return m_words->plainText() + QLatin1Char(' ') + m_more->plainText(); }

void PlanStrip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_plan) {
        dismiss();
        return;
    }
    QWidget::keyPressEvent(event);
}

void PlanStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.colour(Tone::BgRaised));
    drawHLine(painter, 0, width(), 0, theme.colour(Tone::LineDefault));
    drawHLine(painter, 0, width(), height() - 1, theme.colour(Tone::LineDefault));
    fillSnapped(painter, QRectF(0, 0, 3, height()), theme.colour(Tone::AccentFill));
}

} // namespace astern::ui
