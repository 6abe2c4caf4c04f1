// SPDX-License-Identifier: GPL-3.0-or-later
// P11: one frame of the eight live charts of a rollout, canary and stable, against the toolkit's own charts.
#include "bench.h"

#include "tests/support/clocks.h"
#include "tests/support/shop.h"
#include "ui/rollout/chartstrip.h"
#include "ui/rollout/healthchart.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QChartView>
#include <QGridLayout>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>

#include <cmath>

namespace astern::bench {
namespace {

constexpr int kCharts = 8;
constexpr QSize kWindow(1600, 1000);

double valueAt(int chart, Role role, qint64 second)
{
    const double wave = std::sin(double(second + chart * 17) / 40.0) + 0.4 * std::sin(double(second) * 1.7);
    return (role == Role::New ? 0.004 : 0.003) * (2 + wave);
}

Workspace workspace()
{
    Workspace all = shop::ground();
    ServiceConfig service = shop::service(QStringLiteral("checkout"), QStringLiteral("team-checkout"));
    for (int i = 0; i < kCharts; ++i)
        service.signalSpecs.append(shop::signal(qPrintable(QStringLiteral("signal-%1").arg(i)), "Error ratio",
                                                SignalSpec::Kind::Events, "%", 0.01));
    all.services.append(service);
    return all;
}

// As somebody would build it who reads the manual: a view a chart, every point handed over each second.
class StockCharts final : public QWidget {
public:
    StockCharts()
    {
        auto *grid = new QGridLayout(this);
        for (int i = 0; i < kCharts; ++i) {
            auto *chart = new QChart;
            auto *time = new QValueAxis(chart);
            auto *value = new QValueAxis(chart);
            value->setRange(0, 0.016);
            chart->addAxis(time, Qt::AlignBottom);
            chart->addAxis(value, Qt::AlignLeft);
            chart->legend()->hide();
            for (QLineSeries *&line : m_lines[i]) {
                line = new QLineSeries(chart);
                chart->addSeries(line);
                line->attachAxis(time);
                line->attachAxis(value);
            }
            m_times[i] = time;
            auto *view = new QChartView(chart);
            view->setRenderHint(QPainter::Antialiasing);
            grid->addWidget(view, i / 4, i % 4);
        }
        resize(kWindow);
    }

    void take(int chart, int line, const QList<QPointF> &points)
    {
        m_lines[chart][line]->replace(points);
        m_times[chart]->setRange(points.first().x(), points.last().x());
    }
    [[nodiscard]] QPointF last(int chart, int line) const { return m_lines[chart][line]->points().last(); }

private:
    std::array<std::array<QLineSeries *, 2>, kCharts> m_lines{};
    std::array<QValueAxis *, kCharts> m_times{};
};

// The same curves with two points for each column of pixels, and nothing else: no axis, no text, no state.
class BareCurves final : public QWidget {
public:
    explicit BareCurves(int points) : m_points(points)
    {
        resize(kWindow);
        const int wide = width() / 4;
        const int high = height() / 2;
        for (int chart = 0; chart < kCharts; ++chart) {
            for (const Role role : {Role::Stable, Role::New})
                m_curves.append(curve(chart, role, {(chart % 4) * wide, (chart / 4) * high, wide, high}));
        }
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), Qt::white);
        painter.setRenderHint(QPainter::Antialiasing);
        for (qsizetype i = 0; i < m_curves.size(); ++i) {
            painter.setPen(QPen(i % 2 ? Qt::blue : Qt::gray, 1.75, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
            painter.drawPolyline(m_curves.at(i));
        }
    }

private:
    [[nodiscard]] QPolygonF curve(int chart, Role role, const QRect &cell) const
    {
        QPolygonF line;
        line.reserve(2 * cell.width());
        for (int x = 0; x < cell.width(); ++x) {
            double least = 1;
            double most = 0;
            const int to = (x + 1) * m_points / cell.width();
            for (int second = x * m_points / cell.width(); second <= to; ++second) {
                const double value = valueAt(chart, role, second) / 0.016;
                least = std::min(least, value);
                most = std::max(most, value);
            }
            for (const double value : {least, most})
                line.append({double(cell.left() + x), cell.bottom() - value * cell.height()});
        }
        return line;
    }

    int m_points;
    QList<QPolygonF> m_curves;
};

class RolloutWork final : public Work {
public:
    explicit RolloutWork(bool smoke)
        : m_points(smoke ? 60 : 3600), m_frames(smoke ? 1 : 10), m_session(workspace(), {.clock = &m_clock})
    {
        shop::setHealth(m_session, "argo", true);
        shop::setHealth(m_session, "prom", true);
        const Placement place = m_session.workspace().placements().constFirst();
        Rollout rollout = samples::progressing();
        rollout.ref = place.object;
        m_session.observe({.backend = QStringLiteral("argo"), .complete = false, .changed = {rollout}, .gone = {}});
        m_key = place.key();
        for (int i = m_points; i > 0; --i)
            addSecond();
        m_strip.resize(kWindow);
        m_strip.setSpan(m_points * 1000);
        m_strip.setPlacement(m_key);
        m_strip.show();
        m_stock.show();
        QCoreApplication::processEvents(); // a window is painted only once it has been exposed
        m_drawn = m_strip.charts().constFirst()->redraws();
        (void)ourFrame();
        (void)stockFrame();
    }

    Round round(qsizetype) override
    {
        Round round;
        for (int i = 0; i < m_frames; ++i) {
            round.ours.append(ourFrame() / 1000);
            round.anchor.append(stockFrame() / 1000);
        }
        return round;
    }

    // Each chart was drawn anew for each frame, and says the newest value.
    QString prove() override
    {
        for (int i = 0; i < kCharts; ++i) {
            const ui::HealthChart *chart = m_strip.charts().at(i);
            if (chart->redraws() < m_drawn)
                return QStringLiteral("chart %1 was drawn %2 times for %3 frames")
                    .arg(i)
                    .arg(chart->redraws())
                    .arg(m_drawn);
            const double newest = valueAt(i, Role::New, m_second);
            const QString said = chart->header().value.together();
            if (said != ui::valueText(chart->source().spec, newest).together())
                return QStringLiteral("chart %1 says %2").arg(i).arg(said);
            if (!qFuzzyCompare(m_stock.last(i, 0).y(), newest))
                return QStringLiteral("the toolkit's chart %1 is behind").arg(i);
        }
        return {};
    }

    // The picture of such curves is most of it; what is handed to the painter is made beforehand.
    std::optional<Floor> floor() override
    {
        BareCurves bare(m_points);
        bare.show();
        QCoreApplication::processEvents();
        QList<double> all;
        for (int i = 0; i < 15; ++i)
            all.append(cpuMicroseconds([&] { bare.repaint(); }) / 1000);
        return Floor{QStringLiteral("QPainter strokes the same 16 curves, two points a column, and nothing else"),
                     median(all)};
    }

private:
    void addSecond()
    {
        m_clock.pass(1000);
        ++m_second;
        SampleBatch batch{.backend = QStringLiteral("prom"), .arrivedMs = m_clock.wallMs(), .series = {}};
        for (int i = 0; i < kCharts; ++i) {
            for (const Role role : {Role::New, Role::Stable}) {
                const double value = valueAt(i, role, m_second);
                batch.series.append({{m_key, QStringLiteral("signal-%1").arg(i), role}, {{m_clock.wallMs(), value}}});
                QList<QPointF> &line = m_all[size_t(i)][role == Role::New ? 0 : 1];
                line.append({double(m_second), value});
                if (line.size() > m_points)
                    line.removeFirst();
            }
        }
        m_session.addSamples(batch);
    }

    double ourFrame()
    {
        addSecond();
        ++m_drawn;
        return cpuMicroseconds([this] {
            m_strip.refresh();
            m_strip.repaint();
            for (ui::HealthChart *chart : m_strip.charts())
                chart->repaint();
        });
    }

    double stockFrame()
    {
        return cpuMicroseconds([this] {
            for (int i = 0; i < kCharts; ++i) {
                for (int line = 0; line < 2; ++line)
                    m_stock.take(i, line, m_all[size_t(i)][size_t(line)]);
            }
            for (QChartView *view : m_stock.findChildren<QChartView *>())
                view->viewport()->repaint();
        });
    }

    int m_points;
    int m_frames;
    ManualClock m_clock;
    Session m_session;
    QString m_key;
    qint64 m_second = 0;
    int m_drawn = 0;
    std::array<std::array<QList<QPointF>, 2>, kCharts> m_all; // what the toolkit is given
    ui::ChartStrip m_strip{m_session, nullptr};
    StockCharts m_stock;
};

} // namespace

void addRollout(Suite &suite)
{
    suite.add({.id = QStringLiteral("P11"),
               .what = QStringLiteral("a frame of 8 live charts, canary and stable, 3600 points each, antialiased"),
               .against = QStringLiteral("eight QChartViews with the same points"),
               .unit = QStringLiteral("ms"),
               .target = 10,
               .faster = true,
               .limit = 6,
               .sizes = {QStringLiteral("16 x 3600 points")},
               .rounds = 7,
               .make = [](Scale scale) { return std::make_unique<RolloutWork>(scale == Scale::Smoke); }});
}

} // namespace astern::bench
