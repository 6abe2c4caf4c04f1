// SPDX-License-Identifier: GPL-3.0-or-later
// P14: a day of the whole window, time-compressed: nothing may be kept that is not needed any more.
#include "bench.h"

#include "tests/support/clocks.h"
#include "tests/support/shop.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QFile>

#include <cmath>
#include <malloc.h>

namespace astern::bench {
namespace {

constexpr int kRounds = 9;
constexpr int kHour = 3600;

// What a process holds, as the kernel counts it.
struct Held {
    double mebibytes = 0; // resident, of its own
    qsizetype handles = 0;
    qsizetype threads = 0;
    qsizetype widgets = 0;
    int rows = 0;
};

double residentMebibytes()
{
    ::malloc_trim(0); // what is free but not given back is no leak
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The kernel does not say what this process holds");
    double kibibytes = 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("Private_Dirty:"))
            kibibytes = line.mid(14).trimmed().split(' ').constFirst().toDouble();
    }
    return kibibytes / 1024;
}

class DayWork final : public Work {
public:
    explicit DayWork(bool smoke)
        : m_secondsPerRound(smoke ? 30 : 24 * kHour / kRounds),
          m_session(shop::manyServices(smoke ? 4 : 34, 12, shop::sixSignals()), {.clock = &m_clock})
    {
        shop::setHealth(m_session, "argo", true);
        shop::setHealth(m_session, "prom", true);
        m_places = m_session.workspace().placements();
        m_theme.setMode(ui::Theme::Mode::Light);
        m_window = std::make_unique<ui::MainWindow>(m_session, m_theme);
        m_window->resize(1440, 900);
        m_window->show();
        for (int i = 0; i < (smoke ? 30 : kHour); ++i)
            second();
        m_first = held();
    }

    Round round(qsizetype) override
    {
        for (int i = 0; i < m_secondsPerRound; ++i)
            second();
        m_last = held();
        return {{m_last.mebibytes}, {m_first.mebibytes}};
    }

    QString prove() override
    {
        if (m_last.handles != m_first.handles || m_last.threads != m_first.threads || m_last.rows != m_first.rows)
            return QStringLiteral("%1 handles, %2 threads, %3 rows after the first hour; %4, %5, %6 in the end")
                .arg(m_first.handles)
                .arg(m_first.threads)
                .arg(m_first.rows)
                .arg(m_last.handles)
                .arg(m_last.threads)
                .arg(m_last.rows);
        if (m_last.widgets > m_first.widgets)
            return QStringLiteral("%1 widgets have become %2").arg(m_first.widgets).arg(m_last.widgets);
        return {};
    }

private:
    [[nodiscard]] Held held() const
    {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        const auto entries = [](const QString &folder) {
            return QDir(folder).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size();
        };
        return {residentMebibytes(), entries(QStringLiteral("/proc/self/fd")),
                entries(QStringLiteral("/proc/self/task")), QApplication::allWidgets().size(),
                m_window->board().rowCount()};
    }

    // One second of the company: every signal has a value, some rollouts move, once in a while a person looks at one.
    void second()
    {
        m_clock.pass(1000);
        ++m_second;
        SampleBatch batch{.backend = QStringLiteral("prom"), .arrivedMs = m_clock.wallMs(), .series = {}};
        for (int i = 0; i < int(m_places.size()); ++i) {
            const ServiceConfig *service = m_session.service(m_places.at(i).service);
            for (int signal = 0; signal < int(service->signalSpecs.size()); ++signal) {
                const double wave = 1 + 0.3 * std::sin(double(m_second + i * 7 + signal) / 9.0);
                const bool ill = signal == 0 && (i + m_second / 60) % 40 == 0;
                batch.series.append({{m_places.at(i).key(), service->signalSpecs.at(signal).id, Role::New},
                                     {{m_clock.wallMs(), (ill ? 0.04 : 0.002) * wave}}});
            }
        }
        m_session.addSamples(batch);
        if (m_second % 10 == 0) {
            shop::setHealth(m_session, "argo", true);
            observeSome();
            addEntry();
            QCoreApplication::processEvents();
        }
        if (m_second % 300 == 0)
            look();
    }

    void observeSome()
    {
        RolloutBatch seen{.backend = QStringLiteral("argo"), .complete = false, .changed = {}, .gone = {}};
        for (int i = 0; i < 5; ++i) {
            const qsizetype at = (m_second / 10 * 5 + i) % m_places.size();
            Rollout rollout = (m_second / 900 + at) % 3 == 0 ? samples::progressing()
                              : at % 2 == 0                  ? samples::canary()
                                                             : samples::finished();
            rollout.ref = m_places.at(at).object;
            rollout.observedMs = m_clock.wallMs();
            seen.changed.append(rollout);
        }
        m_session.observe(seen);
    }

    void addEntry()
    {
        JournalEntry entry;
        entry.index = quint64(m_second / 10);
        entry.id = QStringLiteral("0196f5a0-0000-7000-8000-%1").arg(entry.index, 12, 10, QLatin1Char('0'));
        entry.kind = QStringLiteral("rollback.intent");
        entry.wallMs = m_clock.wallMs();
        m_session.addEntry(entry);
    }

    void look()
    {
        const qint64 turn = m_second / 300;
        switch (turn % 4) {
        case 0:
            m_window->openRollout(m_places.at(turn % m_places.size()).key());
            break;
        case 1:
            m_window->showPage(ui::MainWindow::LogScreen);
            break;
        case 2:
            m_window->board().setFilter(turn % 8 == 2 ? QStringLiteral("prod") : QString());
            break;
        default:
            m_window->board().setFilter({});
            m_window->showPage(ui::MainWindow::BoardScreen);
        }
        QCoreApplication::processEvents();
    }

    int m_secondsPerRound;
    ManualClock m_clock;
    Session m_session;
    QList<Placement> m_places;
    ui::Theme m_theme;
    std::unique_ptr<ui::MainWindow> m_window;
    qint64 m_second = 0;
    Held m_first;
    Held m_last;
};

} // namespace

void addDay(Suite &suite)
{
    suite.add({.id = QStringLiteral("P14"),
               .what = QStringLiteral("memory of the window through a simulated day: 102 rollouts with 6 signals"),
               .against = QStringLiteral("its memory after the first hour"),
               .unit = QStringLiteral("MiB"),
               .target = 1.05,
               .figure = Bench::Figure::P99,
               .sizes = {QStringLiteral("24 hours")},
               .rounds = kRounds,
               .make = [](Scale scale) { return std::make_unique<DayWork>(scale == Scale::Smoke); }});
}

} // namespace astern::bench
