// SPDX-License-Identifier: GPL-3.0-or-later
// P5: from the instant in which an emergency is committed to its request leaving, while the rest of the company keeps
// the same process busy; against the durable write and the loopback round trip that it needs at least.
#include "companyhost.h"
#include "least.h"

#include <QEventLoop>

#include <random>
#include <thread>

namespace astern::bench {
namespace {

class EmergencyWork final : public Work {
public:
    explicit EmergencyWork(bool smoke)
        : m_rollouts(smoke ? 24 : 2000), m_quietOperations(smoke ? 3 : 15), m_busyOperations(smoke ? 3 : 40),
          m_company(m_rollouts), m_least(m_company.folder().file(QStringLiteral("raw")), m_company.port()),
          m_engine(m_company.makeEngine())
    {
        m_engine->start();
        if (!m_company.allSeen(*m_engine))
            m_wrong = QStringLiteral("not every rollout and signal was seen within a minute");
    }

    Round round(qsizetype size) override
    {
        Round round;
        m_table.quiet = true;
        turn(100);
        if (size == 0) {
            for (int i = 0; i < m_quietOperations; ++i) {
                round.anchor.append(m_least.once());
                round.ours.append(emergency(2));
            }
        } else {
            for (int i = 0; i < m_busyOperations; ++i)
                round.anchor.append(m_least.once());
        }
        m_table.quiet = false;
        if (size == 0)
            return round;
        turn(300); // what was held back is answered first
        const std::int64_t answers = m_table.answers;
        const std::int64_t events = m_table.events;
        const double took = microseconds([&] {
            for (int i = 0; i < m_busyOperations; ++i)
                round.ours.append(emergency(std::uniform_int_distribution(20, 60)(m_random)));
        });
        m_answers.append(double(m_table.answers - answers) / took * 1e6);
        m_events.append(double(m_table.events - events) / took * 1e6);
        return round;
    }

    QString prove() override
    {
        if (!m_least.good())
            return QStringLiteral("the anchor failed");
        if (!m_wrong.isEmpty())
            return m_wrong;
        if (m_rollouts >= 2000 && (median(m_answers) < 450 || median(m_events) < 1800))
            return QStringLiteral("only %1 answers and %2 changes a second")
                .arg(median(m_answers))
                .arg(median(m_events));
        // Each request that left has its intent in the log.
        QEventLoop loop;
        m_engine->journal().entries({.limit = 100'000}, [&](const Result<QList<JournalEntry>> &entries) {
            int intents = 0;
            for (const JournalEntry &entry : entries ? *entries : QList<JournalEntry>{})
                intents += entry.kind == QLatin1String("rollback.intent") ? 1 : 0;
            if (intents < m_committed)
                m_wrong = QStringLiteral("%1 intents in the log for %2 requests").arg(intents).arg(m_committed);
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        loop.exec();
        return m_wrong;
    }

private:
    // Microseconds from the commit to the arrival of its first changing request. The commit comes as an event from
    // outside, as the end of the hold does: where the main thread is busy, that counts.
    double emergency(int afterMs)
    {
        if (m_committed >= m_rollouts)
            return 0;
        const int index = m_committed++;
        Session &session = m_engine->session();
        const QString key = m_company.workspace().services.at(index).placements.first().key();
        const Result<Plan> plan = session.plan(PlanKind::Rollback, key);
        if (!plan) {
            m_wrong = plan.error().toString();
            return 0;
        }
        QEventLoop loop;
        std::int64_t begun = 0;
        std::thread person([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(afterMs));
            begun = monotonicNs();
            QMetaObject::invokeMethod(
                &loop,
                [&] {
                    if (const Result<Ok> done = session.commit(*plan, QStringLiteral("bench")); !done)
                        m_wrong = done.error().toString();
                },
                Qt::QueuedConnection);
            for (int i = 0; i < 5000 && m_table.patchedNs[index] == 0; ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        loop.exec();
        person.join();
        session.stop(plan->id); // its further steps are not measured
        const std::int64_t arrived = m_table.patchedNs[index];
        if (arrived == 0)
            m_wrong = QStringLiteral("no request left within five seconds");
        return double(arrived - begun) / 1000;
    }

    int m_rollouts;
    int m_quietOperations;
    int m_busyOperations;
    CompanyHost m_company;
    CompanyTable &m_table = m_company.table();
    Least m_least;
    std::unique_ptr<app::Engine> m_engine; // ends before the company does
    std::mt19937 m_random{1795446612};
    int m_committed = 0;
    QList<double> m_answers;
    QList<double> m_events;
    QString m_wrong;
};

} // namespace

void addEmergency(Suite &suite)
{
    suite.add({.id = QStringLiteral("P5"),
               .what = QStringLiteral("emergency commit until its request leaves, p99"),
               .against = QStringLiteral("one durable write and one loopback round trip, alone"),
               .unit = QStringLiteral("us"),
               .target = 4,
               .limit = 10'000,
               .figure = Bench::Figure::P99,
               .sizes = {QStringLiteral("nothing else going on"),
                         QStringLiteral("500 answers and 2000 changed rollouts a second")},
               .rounds = 12,
               .make = [](Scale scale) { return std::make_unique<EmergencyWork>(scale == Scale::Smoke); }});
}

} // namespace astern::bench
