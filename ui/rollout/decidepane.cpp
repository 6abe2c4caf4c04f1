// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/decidepane.h"

#include "models/base/format.h"
#include "ui/rollout/holdbutton.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace astern::ui {
namespace {

using Choice = guard::Answer::Choice;
constexpr qint64 kMinuteMs = 60'000;

QList<TextRun> small(const QString &text, Tone tone) { return {{text, tone, TextStyle::Small}}; }

} // namespace

DecidePane::DecidePane(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("decidePane"));
    const Theme &theme = Theme::of(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8));
    column->setSpacing(theme.px(6));
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(theme.px(6));
    column->addLayout(m_rows);
    buildHold(column);
    buildConfirm(column);
    m_answer = new RunsLabel(this);
    m_answer->setObjectName(QStringLiteral("decisionSaid"));
    column->addWidget(m_answer);
}

void DecidePane::buildHold(QBoxLayout *column)
{
    const Theme &theme = Theme::of(this);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(8));
    m_held = new RunsLabel(this);
    m_held->setObjectName(QStringLiteral("automationState"));
    m_hold = new QPushButton(tr("Hold automation…"), this);
    m_hold->setObjectName(QStringLiteral("holdAutomation"));
    m_hold->setProperty("glyph", QStringLiteral("pause"));
    m_goOn = new QPushButton(tr("Let it act again…"), this);
    m_goOn->setObjectName(QStringLiteral("releaseAutomation"));
    m_goOn->setProperty("glyph", QStringLiteral("play"));
    connect(m_hold, &QPushButton::clicked, this, [this] { open(Deed::Hold); });
    connect(m_goOn, &QPushButton::clicked, this, [this] { open(Deed::GoOn); });
    row->addWidget(m_held, 1);
    row->addWidget(m_hold);
    row->addWidget(m_goOn);
    column->addLayout(row);
}

void DecidePane::buildConfirm(QBoxLayout *column)
{
    const Theme &theme = Theme::of(this);
    m_confirmRow = new QWidget(this);
    m_confirmRow->setObjectName(QStringLiteral("decisionRow"));
    auto *row = new QHBoxLayout(m_confirmRow);
    row->setContentsMargins(0, theme.px(6), 0, theme.px(6));
    row->setSpacing(theme.px(8));
    m_what = new RunsLabel(m_confirmRow);
    m_span = new QComboBox(m_confirmRow);
    m_span->setObjectName(QStringLiteral("holdSpan"));
    m_span->setAccessibleName(tr("For how long"));
    for (const int minutes : {10, 30, 60, 240})
        m_span->addItem(format::duration(minutes * kMinuteMs), minutes);
    m_reason = new QLineEdit(m_confirmRow);
    m_reason->setObjectName(QStringLiteral("holdReason"));
    m_reason->setPlaceholderText(tr("why"));
    m_reason->setAccessibleName(tr("Why automation is held"));
    m_reason->setMaxLength(500);
    m_cancel = new QPushButton(tr("Cancel"), m_confirmRow);
    m_cancel->setObjectName(QStringLiteral("decisionCancel"));
    m_confirm = new HoldButton(m_session.clock(), m_confirmRow);
    m_confirm->setObjectName(QStringLiteral("decisionConfirm"));
    connect(m_reason, &QLineEdit::textChanged, this, &DecidePane::refreshConfirm);
    connect(m_reason, &QLineEdit::returnPressed, m_confirm, [this] { m_confirm->setFocus(Qt::OtherFocusReason); });
    connect(m_span, &QComboBox::currentIndexChanged, this, &DecidePane::refreshConfirm);
    connect(m_cancel, &QPushButton::clicked, this, [this] { close({}); });
    connect(m_confirm, &HoldButton::committed, this, &DecidePane::commit);
    row->addWidget(m_what, 1);
    row->addWidget(m_span);
    row->addWidget(m_reason, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_confirm);
    column->addWidget(m_confirmRow);
    m_confirmRow->hide();
}

void DecidePane::setPlacement(const QString &key)
{
    if (m_key == key)
        return;
    m_key = key;
    close({});
}

DecidePane::Question DecidePane::makeQuestion(const guard::Act &ask)
{
    const Theme &theme = Theme::of(this);
    Question made;
    made.key = ask.key;
    made.row = new QWidget(this);
    auto *row = new QHBoxLayout(made.row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme.px(8));
    made.words = new RunsLabel(made.row);
    row->addWidget(made.words, 1);
    const auto add = [&](const char *name, const QString &text, Choice choice, const char *kind) {
        auto *button = new QPushButton(text, made.row);
        button->setObjectName(QLatin1String(name));
        if (*kind != 0)
            button->setProperty("kind", QLatin1String(kind));
        connect(button, &QPushButton::clicked, this,
                [this, key = ask.key, choice] { open(Deed::Answer, key, choice); });
        row->addWidget(button);
        made.buttons.append(button);
    };
    add("answerHold", tr("Keep it held…"), Choice::Hold, "");
    add("answerFreeze", tr("Freeze…"), Choice::Freeze, "");
    add("answerContinue", tr("Continue…"), Choice::Continue, "");
    add("answerRollback", tr("Roll back…"), Choice::Rollback, "dangerline");
    m_rows->addWidget(made.row);
    return made;
}

void DecidePane::refresh()
{
    const qint64 nowMs = m_session.nowMs();
    const guard::PlaceVerdict *verdict = m_session.verdict(m_key);
    const AuthorityAnswer may = m_session.mayDecide(m_key);
    refreshQuestions(verdict, may, nowMs);
    refreshHold(may, nowMs);
    refreshConfirm();
}

void DecidePane::refreshQuestions(const guard::PlaceVerdict *verdict, const AuthorityAnswer &may, qint64 nowMs)
{
    const QList<guard::Act> asks = verdict ? verdict->asks : QList<guard::Act>{};
    const auto isOpen = [&asks](const QString &key) {
        return std::any_of(asks.cbegin(), asks.cend(), [&key](const guard::Act &ask) { return ask.key == key; });
    };
    if (m_deed == Deed::Answer && !isOpen(m_ask)) {
        m_refused = true;
        close(tr("The question is no longer open."));
        return;
    }
    for (qsizetype i = m_questions.size() - 1; i >= 0; --i) {
        if (isOpen(m_questions.at(i).key))
            continue;
        m_questions.at(i).row->hide();
        m_questions.at(i).row->deleteLater();
        m_questions.removeAt(i);
    }
    for (const guard::Act &act : asks) {
        auto question = std::find_if(m_questions.begin(), m_questions.end(),
                                     [&act](const Question &one) { return one.key == act.key; });
        if (question == m_questions.end())
            question = m_questions.insert(m_questions.end(), makeQuestion(act));
        const auto *ask = std::get_if<policy::Ask>(&act.what);
        const QString otherwise = !ask || ask->otherwise == policy::Ask::Default::Hold ? tr("it stays held")
                                  : ask->otherwise == policy::Ask::Default::Rollback   ? tr("it rolls back")
                                                                                       : tr("it is frozen");
        const QString left = act.deadlineMs > nowMs
                                 ? tr("Without an answer %1 in %2.")
                                       .arg(otherwise, format::duration((act.deadlineMs - nowMs) / 1000 * 1000))
                                 : tr("The time for an answer is over.");
        question->words->setRuns(
            {{tr("%1 is asked what to do.").arg(ask ? ask->to : QString()), Tone::AccentText, TextStyle::Strong},
             {QLatin1Char(' ') + left, Tone::InkPrimary, TextStyle::Body}});
        for (QPushButton *button : std::as_const(question->buttons)) {
            button->setEnabled(may.allowed);
            button->setToolTip(may.allowed ? tr("Shows what it will do first. Nothing is sent by this.") : may.reason);
            button->setAccessibleDescription(button->toolTip());
        }
    }
}

void DecidePane::refreshHold(const AuthorityAnswer &may, qint64 nowMs)
{
    const guard::AutomationHold *hold = m_session.guardState().holdOf(m_key, nowMs);
    if (hold) {
        QString words = tr("Automation is held until %1").arg(format::clock(hold->untilMs, nowMs));
        if (!hold->reason.isEmpty())
            words = tr("%1: %2").arg(words, hold->reason);
        m_held->setRuns({{words, Tone::WarningText, TextStyle::SmallStrong}});
    } else {
        m_held->setRuns(small(tr("The policies act by themselves."), Tone::InkSecondary));
    }
    m_hold->setVisible(!hold);
    m_goOn->setVisible(hold != nullptr);
    const bool here = hold && hold->place == m_key;
    m_hold->setEnabled(may.allowed);
    m_goOn->setEnabled(may.allowed && here);
    m_hold->setToolTip(may.allowed ? tr("Everything is judged on, and nothing is done by itself.") : may.reason);
    m_goOn->setToolTip(!may.allowed ? may.reason
                       : here       ? tr("What is due by then is done at once.")
                                    : tr("It is held for all places, not for this one alone."));
    for (QPushButton *button : {m_hold, m_goOn})
        button->setAccessibleDescription(button->toolTip());
}

QString DecidePane::deedWords() const
{
    const Placement *placement = m_session.placement(m_key);
    const QString service = placement ? placement->service : QString();
    switch (m_deed) {
    case Deed::Hold:
        return tr("hold automation");
    case Deed::GoOn:
        return tr("let it act again");
    case Deed::Answer:
        switch (m_choice) {
        case Choice::Rollback:
            return tr("roll back %1").arg(service);
        case Choice::Freeze:
            return tr("freeze %1").arg(service);
        case Choice::Continue:
            return tr("continue %1").arg(service);
        case Choice::Hold:
            return tr("keep %1 held").arg(service);
        }
        break;
    case Deed::None:
        break;
    }
    return {};
}

bool DecidePane::isGrave() const
{
    return m_deed == Deed::GoOn ||
           (m_deed == Deed::Answer && (m_choice == Choice::Rollback || m_choice == Choice::Continue));
}

bool DecidePane::isProduction() const
{
    const Placement *placement = m_session.placement(m_key);
    const EnvironmentConfig *environment =
        placement ? m_session.workspace().environment(placement->environment) : nullptr;
    return environment && environment->isProtected;
}

void DecidePane::open(Deed deed, const QString &askKey, Choice choice)
{
    m_deed = deed;
    m_ask = askKey;
    m_choice = choice;
    m_said.clear();
    m_refused = false;
    m_reason->clear();
    m_confirmRow->hide(); // shows again from nothing: what was being held is let go
    refresh();
    (deed == Deed::Hold ? static_cast<QWidget *>(m_reason) : m_cancel)->setFocus(Qt::OtherFocusReason);
}

void DecidePane::close(const QString &said)
{
    const bool hadFocus = m_confirmRow->isAncestorOf(focusWidget()) && m_confirmRow->isVisible();
    m_deed = Deed::None;
    m_said = said;
    refresh();
    if (hadFocus) // not lost with the row
        (m_hold->isVisible() ? m_hold : m_goOn)->setFocus(Qt::OtherFocusReason);
}

void DecidePane::commit()
{
    const qint64 nowMs = m_session.nowMs();
    Result<Ok> done = Ok{};
    QString said;
    switch (m_deed) {
    case Deed::None:
        return;
    case Deed::Answer:
        done = m_session.answer(m_key, m_ask, m_choice);
        said = tr("Answered. Whoever acts carries it out.");
        break;
    case Deed::Hold:
        done = m_session.holdAutomation(m_key, nowMs + m_span->currentData().toInt() * kMinuteMs, m_reason->text());
        break;
    case Deed::GoOn:
        done = m_session.holdAutomation(m_key, nowMs, {});
        break;
    }
    m_refused = !done;
    close(done ? said : done.error().toString());
}

void DecidePane::refreshConfirm()
{
    if (m_deed != Deed::None) {
        QString what;
        const Result<Plan> plan = m_session.plan(PlanKind::Rollback, m_key);
        if (m_deed == Deed::Hold)
            what = tr("Nothing is done by itself here, whatever the policies find.");
        else if (m_deed == Deed::GoOn)
            what = tr("The policies act by themselves again. What is due by then is done at once.");
        else if (m_choice == Choice::Rollback)
            what = plan ? tr("All traffic goes back to %1, as the ladder of the policy says.").arg(plan->toVersion)
                        : tr("It goes back, as the ladder of the policy says.");
        else if (m_choice == Choice::Freeze)
            what = tr("It stays as it is, and nothing is promoted until a person lifts that.");
        else if (m_choice == Choice::Continue)
            what = tr("The hold ends, and the rollout goes on.");
        else
            what = tr("It stays as it is; the policy asks no more about this.");
        m_what->setRuns({{what, Tone::InkPrimary, TextStyle::Body}});
        m_confirm->setHolding(isGrave() && isProduction());
        m_confirm->setWords(deedWords());
        m_confirm->setEnabled(m_deed != Deed::Hold || !m_reason->text().trimmed().isEmpty());
        m_confirm->setToolTip(m_confirm->isEnabled() ? QString() : tr("Say why first: the log keeps it."));
    }
    m_span->setVisible(m_deed == Deed::Hold);
    m_reason->setVisible(m_deed == Deed::Hold);
    m_confirmRow->setVisible(m_deed != Deed::None);
    m_answer->setRuns(small(m_said, m_refused ? Tone::CriticalText : Tone::InkSecondary));
    m_answer->setVisible(!m_said.isEmpty());
    update();
}

QString DecidePane::pendingWords() const { return m_deed == Deed::None ? QString() : m_what->plainText(); }

void DecidePane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_deed != Deed::None) {
        close({});
        return;
    }
    QWidget::keyPressEvent(event);
}

void DecidePane::paintEvent(QPaintEvent *)
{
    if (m_deed == Deed::None && m_questions.isEmpty())
        return;
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.colour(Tone::BgRaised));
    drawHLine(painter, 0, width(), height() - 1, theme.colour(Tone::LineDefault));
    fillSnapped(painter, QRectF(0, 0, 3, height()), theme.colour(Tone::AccentFill));
}

} // namespace astern::ui
