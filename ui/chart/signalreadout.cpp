// SPDX-License-Identifier: GPL-3.0-or-later
// What the window of a signal says in words: what it is, how old, and how much.
#include "models/base/format.h"
#include "ui/chart/curvelegend.h"
#include "ui/chart/signalplot.h"
#include "ui/chart/signalwindow.h"
#include "ui/rollout/runslabel.h"

#include <QDateTime>
#include <QPushButton>

#include <cmath>

namespace astern::ui {

void SignalWindow::refresh()
{
    const qint64 nowMs = m_session.nowMs();
    // What the workspace no longer has goes; the first one stays and says so.
    for (qsizetype i = m_subjects.size() - 1; i > 0; --i) {
        if (!specOf(m_session, m_subjects.at(i)))
            m_subjects.removeAt(i);
    }
    m_curves = curvesOf(m_session, m_subjects);
    m_shown.clear();
    for (const Curve &curve : std::as_const(m_curves))
        m_shown.append(!m_hidden.contains({m_subjects.at(curve.subject), curve.stable}));
    const TimeSpan shown = span();
    m_legend->setCurves(m_curves, m_shown);
    m_plot->setCurves(m_curves, m_shown);
    m_plot->setSpan(shown, nowMs);
    refreshHead(nowMs);
    refreshReadout(nowMs);
    refreshButtons(shown, nowMs);
}

void SignalWindow::refreshHead(qint64 nowMs)
{
    const SignalSpec *spec = specOf(m_session, subject());
    const QString title = !spec ? subject().signal : spec->title.isEmpty() ? spec->id : spec->title;
    const QString place = placeText(m_session, subject().place);
    setWindowTitle(tr("%1 – %2").arg(title, place)); // the platform adds the program's name
    m_title->setRuns({{title + QStringLiteral("   "), Tone::InkPrimary, TextStyle::Title},
                      {place, Tone::InkSecondary, TextStyle::Body}});
    m_plot->setAccessibleName(tr("%1 of %2").arg(title, place));
    if (!spec) {
        m_age->setRuns({{tr("The workspace no longer has this signal."), Tone::UnknownText, TextStyle::Medium}});
        return;
    }
    // Of the first line, whichever of them are shown: that is what the chart was opened for.
    const SeriesStore::View view = m_session.series().view(m_curves.first().id);
    if (view.isEmpty())
        m_age->setRuns({{tr("no data yet"), Tone::UnknownText, TextStyle::Medium}});
    else if (nowMs - view.last().atMs > spec->staleAfterMs())
        m_age->setRuns({{tr("stale: no data for %1").arg(format::duration(nowMs - view.last().atMs)), Tone::UnknownText,
                         TextStyle::Medium}});
    else
        m_age->setRuns(
            {{nowMs - view.last().atMs < 1000 ? tr("now") : tr("%1 old").arg(format::age(view.last().atMs, nowMs)),
              Tone::InkTertiary, TextStyle::Body}});
}

// Both sides at one time: now, or where the cursor is.
void SignalWindow::refreshReadout(qint64 nowMs)
{
    const std::optional<qint64> cursor = m_plot->cursor();
    const TimeSpan shown = span();
    const qint64 at = cursor.value_or(shown.toMs);
    const QString when = cursor                 ? tr("at %1").arg(format::clock(at, nowMs))
                         : m_range.followsNow() ? tr("now")
                                                : tr("at the end, %1").arg(format::clock(at, nowMs));
    QList<TextRun> runs{{when, Tone::InkTertiary, TextStyle::Small}};
    for (int i = 0; i < m_curves.size(); ++i) {
        if (!m_shown.at(i))
            continue;
        const Curve &curve = m_curves.at(i);
        runs.append(
            {QStringLiteral("     ") + curve.name + QStringLiteral("  "), Tone::InkSecondary, TextStyle::Small});
        const std::optional<Sample> sample = sampleAt(m_session.series().view(curve.id), at, curve.spec.staleAfterMs());
        if (!sample) {
            runs.append({tr("no data"), Tone::UnknownText, TextStyle::Strong});
            continue;
        }
        const std::optional<LimitValue> limit = limitOf(curve.spec);
        const bool beyond = limit && limit->isBeyond(sample->value);
        QString text = exactText(curve.spec, sample->value);
        if (beyond)
            text += limit->beyondIsUp ? tr(" over the limit") : tr(" under the limit");
        runs.append({text, beyond ? Tone::CriticalText : Tone::InkPrimary, TextStyle::Strong});
    }
    m_readout->setRuns(runs);
    m_plot->setAccessibleDescription(m_readout->plainText());
}

void SignalWindow::refreshButtons(const TimeSpan &shown, qint64 nowMs)
{
    for (int i = 0; i < m_lengths.size(); ++i)
        m_lengths.at(i)->setChecked(m_range.lengthMs() == kLengths[size_t(i)]);
    m_live->setChecked(m_range.followsNow());
    const QString offset = format::stamp(shown.toMs).section(QLatin1Char(' '), -1);
    m_when->setRuns(
        {{tr("%1 – %2 %3").arg(format::clock(shown.fromMs, nowMs), format::clock(shown.toMs, nowMs), offset),
          Tone::InkSecondary, TextStyle::Small},
         {m_range.followsNow() ? QString() : tr("   stands still"), Tone::AccentText, TextStyle::Small}});
}

} // namespace astern::ui
