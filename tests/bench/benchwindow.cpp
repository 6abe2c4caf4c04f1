// SPDX-License-Identifier: GPL-3.0-or-later
// P10: ten thousand rollouts, from the first list to a change on the screen. P13: whether the window stays alive while
// the company keeps it busy.
#include "companyhost.h"

#include "connectors/argo/argorollout.h"
#include "ui/board/boardpage.h"
#include "ui/board/boardview.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QEventLoop>
#include <QFile>
#include <QStandardItemModel>
#include <QTableView>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <ctime>
#include <unistd.h>

namespace astern::bench {
namespace {

constexpr double kFrameMs = 1000.0 / 60;
constexpr int kPiecesOfABoard = 120; // turns of the event loop in which the largest one is judged, with some to spare

// The times between the ticks of a 1 ms timer on this thread, in ms: what a person's click would have waited.
class Intervals final : public QObject {
public:
    Intervals()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_all.append(double(m_since.nsecsElapsed()) / 1e6);
            m_since.restart();
            const double cpu = threadCpuMs();
            m_mostCpu = std::max(m_mostCpu, cpu - std::exchange(m_cpu, cpu));
        });
        m_cpu = threadCpuMs();
        m_since.start();
        m_timer.start(1);
    }
    [[nodiscard]] const QList<double> &all() const { return m_all; }
    [[nodiscard]] double longest() const
    {
        return m_all.isEmpty() ? 0 : *std::max_element(m_all.cbegin(), m_all.cend());
    }

    // The most that the thread computed between two ticks: what of the longest interval is its own doing.
    [[nodiscard]] double mostCpu() const { return m_mostCpu; }

private:
    [[nodiscard]] static double threadCpuMs()
    {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
    }

    QTimer m_timer;
    QElapsedTimer m_since;
    QList<double> m_all;
    double m_cpu = 0;
    double m_mostCpu = 0;
};

// Seconds that the machine below this one kept its cores from it, since it was started; 0 where it has its own.
double stolenSeconds()
{
    QFile file(QStringLiteral("/proc/stat"));
    const QList<QByteArray> cpu =
        file.open(QIODevice::ReadOnly) ? file.readLine().simplified().split(' ') : QList<QByteArray>();
    constexpr int kSteal = 8; // proc(5): behind the name user, nice, system, idle, iowait, irq, softirq
    return cpu.value(kSteal).toDouble() / double(::sysconf(_SC_CLK_TCK));
}

// The same on a thread that has nothing else to do: when it waits, the machine made it wait, and no code of ours.
class IdleThread final {
public:
    IdleThread()
    {
        m_thread.start();
        m_context.moveToThread(&m_thread);
        QMetaObject::invokeMethod(
            &m_context, [this] { m_intervals = std::make_unique<Intervals>(); }, Qt::BlockingQueuedConnection);
    }
    // Ends it.
    [[nodiscard]] double longest()
    {
        double longest = 0;
        QMetaObject::invokeMethod(
            &m_context,
            [&] {
                longest = m_intervals->longest();
                m_intervals.reset();
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
        return longest;
    }

private:
    QThread m_thread;
    QObject m_context;
    std::unique_ptr<Intervals> m_intervals; // of that thread
};

// An engine with its window, as the cockpit has them.
class Cockpit final : public QObject {
public:
    explicit Cockpit(const CompanyHost &company) : m_engine(company.makeEngine())
    {
        m_theme.setMode(ui::Theme::Mode::Light);
        m_window = std::make_unique<ui::MainWindow>(m_engine->session(), m_theme);
        m_window->resize(1440, 900);
        m_window->show();
        view().viewport()->installEventFilter(this);
    }

    [[nodiscard]] app::Engine &engine() const { return *m_engine; }
    [[nodiscard]] ui::MainWindow &window() const { return *m_window; }
    [[nodiscard]] ui::BoardView &view() const { return m_window->boardPage().view(); }
    [[nodiscard]] int paints() const { return m_paints; }
    // The table painted once as it is, ms.
    [[nodiscard]] double paintMs()
    {
        QList<double> all;
        for (int i = 0; i < 15; ++i)
            all.append(microseconds([this] { view().viewport()->repaint(); }) / 1000);
        return median(all);
    }

    // Lets events pass until the table is painted while `done` holds; false: not within a minute.
    bool untilPainted(const std::function<bool()> &done)
    {
        QElapsedTimer waited;
        waited.start();
        m_done = done;
        while (m_done && waited.elapsed() < 60'000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        return !std::exchange(m_done, {});
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            ++m_paints;
            if (m_done && m_done())
                m_done = {};
        }
        return QObject::eventFilter(watched, event);
    }

private:
    std::unique_ptr<app::Engine> m_engine;
    ui::Theme m_theme;
    std::unique_ptr<ui::MainWindow> m_window;
    int m_paints = 0;
    std::function<bool()> m_done;
};

class AliveWork final : public Work {
public:
    AliveWork(Scale scale, bool longest)
        : m_longest(longest), m_busyMs(scale == Scale::Smoke  ? 200
                                       : scale >= Scale::Long ? 67'000
                                                              : 4'000),
          m_idleMs(std::min(m_busyMs, 4'000)), m_full(scale != Scale::Smoke), m_company(m_full ? 2000 : 24),
          m_cockpit(m_company)
    {
        m_cockpit.engine().start();
        if (!m_company.allSeen(m_cockpit.engine()))
            m_wrong = QStringLiteral("not every rollout and signal was seen within a minute");
    }

    Round round(qsizetype) override
    {
        CompanyTable &table = m_company.table();
        Round round;
        if (m_longest) {
            round.anchor.append(kFrameMs);
        } else {
            table.quiet = true;
            turn(1500); // what was under way ends
            Intervals idle;
            turn(m_idleMs);
            round.anchor = idle.all();
        }
        table.quiet = false;
        turn(1500);
        const std::int64_t answers = table.answers;
        const std::int64_t events = table.events;
        QElapsedTimer took;
        took.start();
        const double stolen = stolenSeconds();
        IdleThread nobody;
        Intervals busy;
        turn(m_busyMs);
        m_idleLongest = std::max(m_idleLongest, nobody.longest());
        m_ownCpu = std::max(m_ownCpu, busy.mostCpu());
        m_stolen += stolenSeconds() - stolen;
        m_late += std::count_if(busy.all().cbegin(), busy.all().cend(), [](double ms) { return ms > kFrameMs; });
        round.ours = m_longest ? QList<double>{busy.longest()} : busy.all();
        m_answers.append(double(table.answers - answers) * 1000 / double(took.elapsed()));
        m_events.append(double(table.events - events) * 1000 / double(took.elapsed()));
        return round;
    }

    QString prove() override
    {
        if (m_wrong.isEmpty() && m_full && (median(m_answers) < 450 || median(m_events) < 1800))
            m_wrong =
                QStringLiteral("only %1 answers and %2 changes a second").arg(median(m_answers)).arg(median(m_events));
        if (m_wrong.isEmpty() && m_cockpit.paints() == 0)
            m_wrong = QStringLiteral("nothing was painted");
        return m_wrong;
    }

    std::optional<Floor> floor() override
    {
        if (m_longest)
            return Floor{QStringLiteral("so long a thread that only ticks had to wait for a core; %1 frames were "
                                        "late; the main thread ran for at most %2 ms in one interval; %3 s of the "
                                        "cores were kept from this machine")
                             .arg(m_late)
                             .arg(m_ownCpu, 0, 'f', 1)
                             .arg(m_stolen, 0, 'f', 1),
                         m_idleLongest};
        m_company.table().quiet = true;
        turn(1500);
        return Floor{QStringLiteral("the table is painted once, while nothing else goes on"), m_cockpit.paintMs()};
    }

private:
    bool m_longest;
    int m_busyMs;
    int m_idleMs;
    bool m_full;
    CompanyHost m_company;
    Cockpit m_cockpit;
    QList<double> m_answers;
    QList<double> m_events;
    double m_idleLongest = 0;
    double m_ownCpu = 0; // the most that the main thread computed between two ticks
    double m_stolen = 0; // seconds
    qsizetype m_late = 0;
    QString m_wrong;
};

// Reading the same lists, page by page, and nothing else: what no cockpit can do without.
double decodeMilliseconds(const Folder &folder, int rollouts)
{
    const auto text = [&](const char *name) {
        QFile file(folder.file(QLatin1String(name)));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", name);
        return file.readAll().replace("@VERSION@", "1000");
    };
    constexpr int kPage = 500;
    const auto page = [&](const QByteArray &one) {
        QByteArray body = R"({"metadata":{},"items":[)";
        for (int i = 0; i < std::min(kPage, rollouts); ++i)
            body += (i > 0 ? "," : "") + QByteArray(one).replace("@NAME@", "svc-" + QByteArray::number(i));
        return body + "]}";
    };
    const QByteArray objects = page(text("live.json"));
    const QByteArray sets = page(text("sets.json"));
    const connectors::WorkloadKindInfo &argo = connectors::argoKind();
    simdjson::dom::parser parser;
    const auto read = [&](const QByteArray &body, const auto &each) {
        simdjson::dom::element document;
        if (parser.parse(body.constData(), size_t(body.size())).get(document))
            qFatal("The page cannot be read");
        connectors::JsonReader reader(document);
        reader.root()["items"].eachItem([&](const connectors::JsonView &item) {
            connectors::JsonReader one(item.element());
            each(one.root());
        });
    };
    qsizetype seen = 0;
    const double us = cpuMicroseconds([&] {
        for (int from = 0; from < rollouts; from += kPage) {
            read(objects, [&](const connectors::JsonView &item) { seen += argo.read(item).rollout.ref.name.size(); });
            read(sets, [&](const connectors::JsonView &item) {
                seen += connectors::readReplicaSet(item, argo).revision.hash.size();
            });
        }
    });
    return seen > 0 ? us / 1000 : 0;
}

class ListWork final : public Work {
public:
    ListWork(Scale scale, bool longest)
        : m_longest(longest), m_rollouts(scale == Scale::Smoke ? 24 : 10'000), m_company(m_rollouts)
    {
        m_company.table().quiet = true;
    }

    Round round(qsizetype) override
    {
        Cockpit cockpit(m_company);
        const QList<Placement> places = m_company.workspace().placements();
        const Session &session = cockpit.engine().session();
        const auto allSeen = [&] {
            while (m_seen < places.size() && session.rollout(places.at(m_seen).object))
                ++m_seen;
            return m_seen == places.size();
        };
        m_seen = 0;
        bool complete = false;
        const QObject watcher;
        // Connected after the board's own, so that the board has heard of it.
        QObject::connect(&session, &Session::changed, &watcher, [&] { complete = complete || allSeen(); });
        turn(200); // the window's own first second is P12's
        cockpit.engine().start();
        Intervals intervals;
        QElapsedTimer waited;
        waited.start();
        while (!complete && waited.elapsed() < 60'000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (!complete)
            m_wrong = QStringLiteral("%1 of %2 rollouts were seen within a minute").arg(m_seen).arg(places.size());
        // A board that looks the same already paints nothing for the last of them by itself.
        for (int i = 0; i < kPiecesOfABoard; ++i)
            QCoreApplication::processEvents();
        cockpit.view().viewport()->repaint();
        const double ms = double(monotonicNs() - m_company.table().listedNs) / 1e6;
        if (cockpit.window().board().rowCount() != m_rollouts)
            m_wrong = QStringLiteral("the board has %1 rows").arg(cockpit.window().board().rowCount());
        return m_longest ? Round{{intervals.longest()}, {kFrameMs}}
                         : Round{{ms}, {decodeMilliseconds(m_company.folder(), m_rollouts)}};
    }

    QString prove() override { return m_wrong; }

    // What a plain table takes to hear of a new order of as many rows, and to paint it.
    std::optional<Floor> floor() override
    {
        if (!m_longest)
            return std::nullopt;
        QStandardItemModel model(m_rollouts, 8);
        for (int row = 0; row < m_rollouts; ++row) {
            for (int column = 0; column < 8; ++column)
                model.setData(model.index(row, column), (row * 7919 + column) % m_rollouts);
        }
        QTableView view;
        view.setModel(&model);
        view.resize(1440, 900);
        view.show();
        QCoreApplication::processEvents();
        QList<double> all;
        for (int i = 0; i < 7; ++i)
            all.append(microseconds([&] {
                           model.sort(0, i % 2 ? Qt::AscendingOrder : Qt::DescendingOrder);
                           view.viewport()->repaint();
                       }) /
                       1000);
        return Floor{QStringLiteral("a plain QTableView takes a new order of a QStandardItemModel with as many rows"),
                     median(all)};
    }

private:
    bool m_longest;
    int m_rollouts;
    CompanyHost m_company;
    qsizetype m_seen = 0;
    QString m_wrong;
};

// The board with all its rows: what a person types, and what the company changes.
class BusyBoard {
public:
    explicit BusyBoard(bool smoke) : m_rollouts(smoke ? 240 : 10'000), m_company(m_rollouts), m_cockpit(m_company)
    {
        m_company.table().quiet = true;
        m_cockpit.engine().start();
        const QList<Placement> places = m_company.workspace().placements();
        const Session &session = m_cockpit.engine().session();
        if (!m_cockpit.untilPainted([&] {
                return std::all_of(places.cbegin(), places.cend(),
                                   [&](const Placement &place) { return session.rollout(place.object); });
            }))
            qFatal("Not every rollout was seen within a minute");
    }
    [[nodiscard]] Cockpit &cockpit() { return m_cockpit; }
    [[nodiscard]] CompanyHost &company() { return m_company; }

private:
    int m_rollouts;
    CompanyHost m_company;
    Cockpit m_cockpit;
};

class FilterWork final : public Work {
public:
    explicit FilterWork(Scale scale) : m_board(scale == Scale::Smoke) {}

    Round round(qsizetype) override
    {
        Round round;
        for (const char *typed : {"s", "sv", "svc", "svc-", "svc-0", "svc-01", "svc-012", ""}) {
            ui::MainWindow &window = m_board.cockpit().window();
            round.ours.append(microseconds([&] {
                                  window.board().setFilter(QLatin1String(typed));
                                  m_board.cockpit().view().viewport()->repaint();
                              }) /
                              1000);
            round.anchor.append(kFrameMs);
            int wanted = 0;
            for (const Placement &place : m_board.company().workspace().placements())
                wanted += place.service.contains(QLatin1String(typed)) ? 1 : 0;
            if (window.board().rowCount() != wanted)
                m_wrong = QStringLiteral("\"%1\" shows %2 rows, not %3")
                              .arg(QLatin1String(typed))
                              .arg(window.board().rowCount())
                              .arg(wanted);
        }
        return round;
    }

    QString prove() override { return m_wrong; }

private:
    BusyBoard m_board;
    QString m_wrong;
};

class ChangeWork final : public Work {
public:
    explicit ChangeWork(Scale scale) : m_board(scale == Scale::Smoke)
    {
        m_board.cockpit().window().board().setFilter(QStringLiteral("svc-01"));
        turn(3000); // what belongs to the first list ends
    }

    Round round(qsizetype) override
    {
        Round round;
        for (int i = 0; i < 12; ++i) {
            round.ours.append(change(m_next++));
            round.anchor.append(kFrameMs);
        }
        return round;
    }

    QString prove() override { return m_wrong; }

private:
    // From the moment the company tells it until the table that shows it has been painted.
    double change(int index)
    {
        CompanyTable &table = m_board.company().table();
        const QString key = m_board.company().workspace().services.at(index).placements.first().key();
        const BoardModel &model = m_board.cockpit().window().board();
        if (!m_board.cockpit().view().select(key)) // and so scrolled to: what is not on the screen is not painted
            m_wrong = QStringLiteral("%1 is not on the board").arg(key);
        turn(20 + index % 7 * 13);
        table.wanted = index + 1;
        if (!m_board.cockpit().untilPainted([&] {
                const int row = model.rowOf(key);
                return row >= 0 && model.rowAt(row).state == BoardState::RolledBack;
            }))
            m_wrong = QStringLiteral("%1 never showed its change").arg(key);
        return double(monotonicNs() - table.changedNs) / 1e6;
    }

    BusyBoard m_board;
    int m_next = 100;
    QString m_wrong;
};

} // namespace

void addWindow(Suite &suite)
{
    suite.add({.id = QStringLiteral("P10a"),
               .what = QStringLiteral("10 000 rollouts on the board, from the list's last byte"),
               .against = QStringLiteral("decoding the same lists, alone"),
               .unit = QStringLiteral("ms"),
               .target = 3,
               .limit = 1000,
               .sizes = {QStringLiteral("10 000 rollouts, 30 000 objects")},
               .rounds = 7,
               .make = [](Scale scale) { return std::make_unique<ListWork>(scale, false); }});
    suite.add({.id = QStringLiteral("P10b"),
               .what = QStringLiteral("longest time without the window meanwhile, p99"),
               .against = QStringLiteral("one frame"),
               .unit = QStringLiteral("ms"),
               .target = 1,
               .figure = Bench::Figure::P99,
               .sizes = {QStringLiteral("10 000 rollouts")},
               .rounds = 7,
               .make = [](Scale scale) { return std::make_unique<ListWork>(scale, true); }});
    suite.add({.id = QStringLiteral("P10c"),
               .what = QStringLiteral("the board of 10 000 rollouts after a key in its filter, p99"),
               .against = QStringLiteral("one frame"),
               .unit = QStringLiteral("ms"),
               .target = 3,
               .limit = 50,
               .figure = Bench::Figure::P99,
               .sizes = {QStringLiteral("10 000 rollouts")},
               .rounds = 9,
               .make = [](Scale scale) { return std::make_unique<FilterWork>(scale); }});
    suite.add({.id = QStringLiteral("P10d"),
               .what = QStringLiteral("a change of one of 10 000 rollouts until it is painted, p99"),
               .against = QStringLiteral("one frame"),
               .unit = QStringLiteral("ms"),
               .target = 7.2,
               .limit = 120,
               .figure = Bench::Figure::P99,
               .sizes = {QStringLiteral("10 000 rollouts")},
               .rounds = 8,
               .make = [](Scale scale) { return std::make_unique<ChangeWork>(scale); }});
    suite.add({.id = QStringLiteral("P13a"),
               .what = QStringLiteral("ticks of a 1 ms timer under 500 answers and 2000 changes a second, p99"),
               .against = QStringLiteral("the same window idle"),
               .unit = QStringLiteral("ms"),
               .target = 1.5,
               .figure = Bench::Figure::P99,
               .sizes = {QStringLiteral("2000 rollouts")},
               .rounds = 9,
               .make = [](Scale scale) { return std::make_unique<AliveWork>(scale, false); }});
    suite.add({.id = QStringLiteral("P13b"),
               .what = QStringLiteral("longest time without the window meanwhile, p99; --long: in ten minutes"),
               .against = QStringLiteral("one frame"),
               .unit = QStringLiteral("ms"),
               .target = 1,
               .figure = Bench::Figure::P99,
               .sizes = {QStringLiteral("2000 rollouts")},
               .rounds = 9,
               .make = [](Scale scale) { return std::make_unique<AliveWork>(scale, true); }});
}

} // namespace astern::bench
