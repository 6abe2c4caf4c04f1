// SPDX-License-Identifier: GPL-3.0-or-later
// P9: a second of the board with two thousand rollouts, against what the toolkit offers ready-made.
#include "bench.h"

#include "models/views/boardmodel.h"
#include "tests/support/clocks.h"
#include "tests/support/shop.h"
#include "ui/board/boardview.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTableView>

#include <algorithm>
#include <cmath>

namespace astern::bench {
namespace {

constexpr int kSignals = 6;
constexpr int kSparkPoints = 3600;
constexpr QSize kTable(1500, 50 * 34 + 30); // fifty rows

// A value that moves; one place in a hundred is over its limit for some seconds.
double valueAt(int place, int signal, qint64 second)
{
    const double wave = 1 + 0.3 * std::sin(double(second + place * 7 + signal) / 9.0);
    const bool ill = signal == 0 && (place + second / 7) % 100 == 0;
    switch (signal) {
    case 0:
        return ill ? 0.04 * wave : 0.002 * wave;
    case 1:
        return 0.012 * wave;
    case 2:
        return 52 * wave;
    case 3:
        return 40 * wave;
    default:
        return 300 * wave;
    }
}

// One line through every point, as a delegate does that does not think about it.
class PlainSpark final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QList<double> &values = *index.data(Qt::UserRole).value<const QList<double> *>();
        QPolygonF line;
        line.reserve(values.size());
        const auto [least, most] = std::minmax_element(values.cbegin(), values.cend());
        const double span = std::max(1e-9, *most - *least);
        for (qsizetype i = 0; i < values.size(); ++i)
            line.append({option.rect.left() + option.rect.width() * double(i) / double(values.size()),
                         option.rect.bottom() - option.rect.height() * (values.at(i) - *least) / span});
        painter->setRenderHint(QPainter::Antialiasing);
        painter->drawPolyline(line);
    }
};

class CountingView final : public ui::BoardView {
public:
    using BoardView::BoardView;
    [[nodiscard]] int paints() const { return m_paints; }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        ++m_paints;
        BoardView::paintEvent(event);
    }

private:
    int m_paints = 0;
};

class BoardWork final : public Work {
public:
    explicit BoardWork(bool smoke)
        : m_services(smoke ? 20 : 667), m_ticks(smoke ? 1 : 5),
          m_session(shop::manyServices(m_services, 40, shop::sixSignals()), {.clock = &m_clock})
    {
        shop::setHealth(m_session, "argo", true);
        shop::setHealth(m_session, "prom", true);
        m_places = m_session.workspace().placements();
        RolloutBatch seen{.backend = QStringLiteral("argo"), .complete = true, .changed = {}, .gone = {}};
        for (const Placement &place : std::as_const(m_places)) {
            Rollout rollout = samples::progressing();
            rollout.ref = place.object;
            seen.changed.append(rollout);
        }
        m_session.observe(seen);
        m_model = std::make_unique<BoardModel>(m_session);
        fillPast(smoke ? 60 : kSparkPoints);
        m_view = std::make_unique<CountingView>(m_session, *m_model);
        m_view->resize(kTable);
        m_view->show();
        makeStock(smoke ? 60 : kSparkPoints);
        (void)ourTick();
        (void)stockTick();
    }

    Round round(qsizetype) override
    {
        Round round;
        for (int i = 0; i < m_ticks; ++i) {
            round.ours.append(ourTick() / 1000);
            round.anchor.append(stockTick() / 1000);
        }
        return round;
    }

    // The order that is shown is the one that a stable sort of whole rows gives, and the numbers are the newest.
    QString prove() override
    {
        m_model->tick();
        m_model->applyMoves();
        QList<BoardRow> rows;
        for (const Placement &place : std::as_const(m_places))
            rows.append(makeBoardRow(m_session, place, m_clock.wallMs()));
        std::sort(rows.begin(), rows.end(), [](const BoardRow &a, const BoardRow &b) { return a.id() < b.id(); });
        std::stable_sort(rows.begin(), rows.end(), [](const BoardRow &a, const BoardRow &b) {
            if (a.rank() != b.rank() || !isUrgent(a.state))
                return a.rank() < b.rank();
            return a.sinceMs < b.sinceMs;
        });
        for (int row = 0; row < m_model->rowCount(); ++row) {
            if (m_model->rowAt(row).id() != rows.at(row).id())
                return QStringLiteral("row %1 is %2, a stable sort has %3")
                    .arg(row)
                    .arg(m_model->rowAt(row).id(), rows.at(row).id());
        }
        if (m_model->rowCount() != int(m_places.size()) || m_model->countOf(BoardState::OverLimit) == 0)
            return QStringLiteral("the board does not show every place and its trouble");
        return m_view->paints() > 0 ? QString() : QStringLiteral("nothing was painted");
    }

    // What the toolkit takes to paint as many rows of plain text, two of their columns empty.
    std::optional<Floor> floor() override
    {
        QStandardItemModel model(50, m_model->columnCount());
        for (int row = 0; row < model.rowCount(); ++row) {
            for (int column = 0; column < model.columnCount() - 2; ++column)
                model.setData(model.index(row, column), QStringLiteral("cell %1 of %2").arg(column).arg(row));
        }
        QTableView view;
        view.setModel(&model);
        view.verticalHeader()->setDefaultSectionSize(34);
        view.resize(kTable);
        view.show();
        QCoreApplication::processEvents();
        QList<double> all;
        for (int i = 0; i < 15; ++i)
            all.append(cpuMicroseconds([&] { view.viewport()->repaint(); }) / 1000);
        return Floor{QStringLiteral("a plain QTableView paints fifty rows of as many columns, without curves"),
                     median(all)};
    }

private:
    SampleBatch batchAt(qint64 second) const
    {
        SampleBatch batch{.backend = QStringLiteral("prom"), .arrivedMs = m_clock.wallMs(), .series = {}};
        batch.series.reserve(m_places.size() * kSignals);
        for (int place = 0; place < int(m_places.size()); ++place) {
            const ServiceConfig *service = m_session.workspace().service(m_places.at(place).service);
            for (int signal = 0; signal < kSignals; ++signal)
                batch.series.append({{m_keys.at(place), service->signalSpecs.at(signal).id, Role::New},
                                     {{m_clock.wallMs(), valueAt(place, signal, second)}}});
        }
        return batch;
    }

    // An hour of samples behind what is drawn, some minutes behind the rest.
    void fillPast(int points)
    {
        for (const Placement &place : std::as_const(m_places))
            m_keys.append(place.key());
        SampleBatch past{.backend = QStringLiteral("prom"), .arrivedMs = m_clock.wallMs(), .series = {}};
        for (int place = 0; place < int(m_places.size()); ++place) {
            const ServiceConfig *service = m_session.workspace().service(m_places.at(place).service);
            for (int signal = 0; signal < kSignals; ++signal) {
                QList<Sample> samples;
                for (int i = signal < 2 ? points : 60; i > 0; --i)
                    samples.append({m_clock.wallMs() - i * 1000, valueAt(place, signal, m_second - i)});
                past.series.append({{m_keys.at(place), service->signalSpecs.at(signal).id, Role::New}, samples});
            }
        }
        m_session.addSamples(past);
    }

    void makeStock(int points)
    {
        m_stock.setRowCount(int(m_places.size()));
        m_stock.setColumnCount(3 + kSignals);
        for (int i = 0; i < points; ++i)
            m_line.append(valueAt(1, 0, i));
        for (int row = 0; row < int(m_places.size()); ++row) {
            m_stock.setData(m_stock.index(row, 0), m_places.at(row).service);
            m_stock.setData(m_stock.index(row, 1), m_places.at(row).where());
            m_stock.setData(m_stock.index(row, 2), QStringLiteral("4.7.1 → 4.8.0"));
            for (int column = 3; column < 5; ++column)
                m_stock.setData(m_stock.index(row, column),
                                QVariant::fromValue(static_cast<const QList<double> *>(&m_line)), Qt::UserRole);
        }
        m_proxy.setSourceModel(&m_stock);
        m_proxy.sort(3, Qt::DescendingOrder);
        m_table.setModel(&m_proxy);
        m_table.setItemDelegateForColumn(3, &m_spark);
        m_table.setItemDelegateForColumn(4, &m_spark);
        m_table.verticalHeader()->setDefaultSectionSize(34);
        m_table.resize(kTable);
        m_table.show();
    }

    // From the samples to the picture.
    double ourTick()
    {
        m_clock.pass(1000);
        ++m_second;
        shop::setHealth(m_session, "argo", true);
        const SampleBatch batch = batchAt(m_second);
        const int paints = m_view->paints();
        const double used = cpuMicroseconds([&] {
            m_session.addSamples(batch);
            while (m_view->paints() == paints)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        });
        return used;
    }

    double stockTick()
    {
        return cpuMicroseconds([&] {
            for (int row = 0; row < int(m_places.size()); ++row) {
                for (int signal = 0; signal < kSignals; ++signal)
                    m_stock.setData(m_stock.index(row, 3 + signal), valueAt(row, signal, m_second));
            }
            QCoreApplication::processEvents();
            m_table.viewport()->repaint();
        });
    }

    int m_services;
    int m_ticks;
    ManualClock m_clock;
    Session m_session;
    QList<Placement> m_places;
    QStringList m_keys;
    qint64 m_second = 100'000;
    std::unique_ptr<BoardModel> m_model;
    std::unique_ptr<CountingView> m_view;
    QList<double> m_line;
    QStandardItemModel m_stock;
    QSortFilterProxyModel m_proxy;
    PlainSpark m_spark;
    QTableView m_table;
};

} // namespace

void addBoard(Suite &suite)
{
    suite.add({.id = QStringLiteral("P9"),
               .what = QStringLiteral("the board for one second of 2001 rollouts with 6 signals, painted"),
               .against = QStringLiteral("stock model and sorted proxy, one signal a cell, undecimated lines"),
               .unit = QStringLiteral("ms"),
               .target = 10,
               .faster = true,
               .limit = 3,
               .sizes = {QStringLiteral("2001 rollouts")},
               .rounds = 7,
               .make = [](Scale scale) { return std::make_unique<BoardWork>(scale == Scale::Smoke); }});
}

} // namespace astern::bench
