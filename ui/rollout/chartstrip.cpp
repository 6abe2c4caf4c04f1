// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/chartstrip.h"

#include "ui/rollout/chartsource.h"
#include "ui/rollout/healthchart.h"
#include "ui/theme/paint.h"

#include <QPainter>

#include <algorithm>

namespace astern::ui {
namespace {

constexpr int kAcross = 4; // charts in one row

int rowsFor(qsizetype charts) { return int((charts + kAcross - 1) / kAcross); }

} // namespace

ChartStrip::ChartStrip(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("chartStrip"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ChartStrip::setPlacement(const QString &key)
{
    m_key = key;
    refresh();
}

void ChartStrip::setSpan(qint64 ms)
{
    m_spanMs = ms;
    refresh();
}

void ChartStrip::setMarkers(const QList<std::pair<qint64, QString>> &markers)
{
    if (m_markers == markers)
        return;
    m_markers = markers;
    refresh();
}

void ChartStrip::rebuild(const QStringList &signalIds)
{
    if (m_signals == signalIds)
        return;
    m_signals = signalIds;
    while (m_charts.size() > signalIds.size())
        delete m_charts.takeLast();
    while (m_charts.size() < signalIds.size()) {
        auto *chart = new HealthChart(m_session.series(), this);
        connect(chart, &HealthChart::cursorMoved, this, &ChartStrip::setCursorOf);
        connect(chart, &HealthChart::openRequested, this,
                [this, chart] { Q_EMIT chartRequested(chart->source().spec.id); });
        chart->show();
        m_charts.append(chart);
    }
    arrange();
    updateGeometry();
}

void ChartStrip::refresh()
{
    const Placement *placement = m_session.placement(m_key);
    const ServiceConfig *service = placement ? m_session.workspace().service(placement->service) : nullptr;
    QStringList ids;
    if (service) {
        for (const SignalSpec &spec : service->signalSpecs)
            ids.append(spec.id);
    }
    rebuild(ids);
    if (!service)
        return;
    const Rollout *seen = m_session.rollout(placement->object);
    const Rollout rollout = seen ? *seen : Rollout{};
    const qint64 nowMs = m_session.nowMs();
    const QList<VerdictBand> bands = bandsOf(m_session, *placement, rollout, nowMs - m_spanMs, nowMs);
    QList<ChartMarker> marks;
    for (const auto &[at, text] : m_markers)
        marks.append({at, text});
    for (qsizetype i = 0; i < m_charts.size(); ++i) {
        const HealthChart::Source source = chartSource(m_session, *placement, service->signalSpecs.at(i), rollout);
        if (i == 0) {
            m_freshName = source.freshName;
            m_stableName = source.stable ? stableLabel(rollout) : QString();
        }
        m_charts.at(i)->setSource(source);
        m_charts.at(i)->setBands(bands);
        m_charts.at(i)->setMarkers(marks);
        m_charts.at(i)->setWindow(nowMs - m_spanMs, nowMs);
    }
}

void ChartStrip::setCursorOf(std::optional<qint64> atMs)
{
    for (HealthChart *chart : m_charts)
        chart->setCursor(atMs);
}

QSize ChartStrip::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(1200), theme.px(240) * std::max(1, rowsFor(m_charts.size()))};
}

void ChartStrip::arrange()
{
    if (m_charts.isEmpty())
        return;
    const Theme &theme = Theme::of(this);
    const int across = std::min(kAcross, int(m_charts.size()));
    const int rows = rowsFor(m_charts.size());
    const int margin = theme.px(16);
    const int gap = theme.px(24);
    const int wide = (width() - 2 * margin - (across - 1) * gap) / across;
    const int high = (height() - (rows - 1) * theme.px(8)) / rows;
    for (int i = 0; i < m_charts.size(); ++i)
        m_charts.at(i)->setGeometry(margin + (i % across) * (wide + gap), (i / across) * (high + theme.px(8)), wide,
                                    high);
}

void ChartStrip::resizeEvent(QResizeEvent *) { arrange(); }

void ChartStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(this);
    if (m_charts.isEmpty()) {
        drawText(
            painter, theme, QRectF(rect()).adjusted(theme.px(16), 0, -theme.px(16), 0), TextStyle::Body,
            theme.colour(Tone::InkSecondary),
            tr("No signals are named for this service in the workspace, so nothing can be said about its health."));
        return;
    }
    const int across = std::min(kAcross, int(m_charts.size()));
    for (int i = 1; i < across && i < m_charts.size(); ++i)
        drawVLine(painter, m_charts.at(i)->x() - theme.px(12), 0, height() - theme.px(16),
                  theme.colour(Tone::LineSubtle));
}

} // namespace astern::ui
