// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/escalationstrip.h"

#include "models/base/format.h"
#include "models/escalation/message.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace astern::ui {
namespace {

constexpr qint64 kShownOverMs = 10 * 60'000; // how it ended stays readable so long

} // namespace

EscalationStrip::EscalationStrip(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("escalationStrip"));
    setAccessibleName(tr("Who was told"));
    const Theme &theme = Theme::of(this);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6));
    m_column->setSpacing(theme.px(4));
    m_refused = new RunsLabel(this);
    m_refused->hide();
    m_column->addWidget(m_refused);
    hide();
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &EscalationStrip::refresh);
    connect(&session, &Session::escalationsChanged, this, &EscalationStrip::refresh);
}

void EscalationStrip::setPlacement(const QString &key)
{
    if (m_key != key)
        m_refused->hide();
    m_key = key;
    refresh();
}

EscalationStrip::Row EscalationStrip::makeRow(const QString &id)
{
    Row row;
    row.id = id;
    row.widget = new QWidget(this);
    auto *line = new QHBoxLayout(row.widget);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(Theme::of(this).px(8));
    row.words = new RunsLabel(row.widget);
    row.words->setObjectName(QStringLiteral("escalationWords"));
    row.take = makeButton(tr("Take over"), nullptr, {}, row.widget);
    row.take->setObjectName(QStringLiteral("takeOver"));
    row.take->setToolTip(tr("Nobody further is told. It is recorded that you have it."));
    row.take->setAccessibleDescription(row.take->toolTip());
    connect(row.take, &QPushButton::clicked, this, [this, id] { takeOver(id); });
    line->addWidget(row.words, 1);
    line->addWidget(row.take, 0, Qt::AlignTop);
    m_column->insertWidget(m_column->count() - 1, row.widget);
    return row;
}

void EscalationStrip::takeOver(const QString &id)
{
    const Result<Ok> done = m_session.acknowledge(id);
    m_refused->setVisible(!done);
    if (!done)
        m_refused->setRuns({{done.error().toString(), Tone::CriticalText, TextStyle::Small}});
}

void EscalationStrip::fill(Row &row, const escalation::Shown &shown, qint64 nowMs)
{
    using escalation::Note;
    const escalation::Item &item = shown.item;
    QList<TextRun> runs{{escalation::whatWords(item.concern), item.isOpen() ? Tone::InkPrimary : Tone::InkSecondary,
                         TextStyle::Strong}};
    const auto say = [&runs](const QString &text, Tone tone) {
        runs.append({QStringLiteral("   ") + text, tone, TextStyle::Small});
    };
    for (const escalation::Rung &rung : item.rungs) {
        const Note::State state = rung.trigger.state;
        const bool lost = state == Note::State::Failed || state == Note::State::GivenUp;
        if (rung.round == item.round)
            say(escalation::rungWords(rung, nowMs), lost                         ? Tone::CriticalText
                                                    : state == Note::State::Told ? Tone::InkSecondary
                                                                                 : Tone::UnknownText);
    }
    if (item.rungs.isEmpty() && item.isOpen())
        say(escalation::stateWords(item, nowMs), Tone::WarningText);
    if (!item.isOpen() || item.acknowledgedMs > 0 || item.stopped)
        say(escalation::stateWords(item, nowMs),
            item.stopped && item.isOpen() && item.acknowledgedMs == 0 ? Tone::CriticalText : Tone::InkPrimary);
    else if (const QString next = escalation::nextWords(shown.next, nowMs); !next.isEmpty())
        say(next, Tone::InkPrimary);
    row.words->setRuns(runs);
    row.take->setVisible(item.isOpen() && item.acknowledgedMs == 0);
    row.take->setAccessibleName(tr("Take over: %1").arg(escalation::whatWords(item.concern)));
}

void EscalationStrip::refresh()
{
    const qint64 nowMs = m_session.nowMs();
    QList<escalation::Shown> all = m_session.escalations().of(m_key);
    all.removeIf(
        [nowMs](const escalation::Shown &one) { return !one.item.isOpen() && nowMs - one.item.overMs > kShownOverMs; });
    for (qsizetype i = m_rows.size() - 1; i >= 0; --i) {
        const bool there = std::any_of(all.cbegin(), all.cend(), [this, i](const escalation::Shown &one) {
            return one.item.concern.id == m_rows.at(i).id;
        });
        if (there)
            continue;
        m_rows.at(i).widget->hide();
        m_rows.at(i).widget->deleteLater();
        m_rows.removeAt(i);
    }
    for (const escalation::Shown &one : std::as_const(all)) {
        auto row = std::find_if(m_rows.begin(), m_rows.end(),
                                [&one](const Row &each) { return each.id == one.item.concern.id; });
        if (row == m_rows.end())
            row = m_rows.insert(m_rows.end(), makeRow(one.item.concern.id));
        fill(*row, one, nowMs);
    }
    setVisible(!all.isEmpty());
    if (all.isEmpty())
        m_tick.stop();
    else if (!m_tick.isActive())
        m_tick.start();
}

QString EscalationStrip::words() const
{
    QStringList all;
    for (const Row &row : m_rows)
        all.append(row.words->plainText());
    return all.join(QLatin1Char('\n'));
}

void EscalationStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    drawHLine(painter, 0, width(), 0, theme.colour(Tone::LineSubtle));
}

} // namespace astern::ui
