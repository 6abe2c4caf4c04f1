// SPDX-License-Identifier: GPL-3.0-or-later
// P5a: from the instant in which an emergency is committed to its request leaving, while the rest of the company keeps
// the same process busy; against the durable write and the loopback round trip that it needs at least. P5b: the same
// while what a rollback does not need hangs or is gone.
#include "companyhost.h"
#include "least.h"

#include "tests/support/silentpeer.h"

#include <QEventLoop>
#include <QFile>

#include <cstring>
#include <random>
#include <sys/un.h>
#include <thread>

namespace astern::bench {
namespace {

// The cockpit of a company, where one rollback after the other is committed, each of another service.
class Cockpit {
public:
    Cockpit(CompanyHost &company, int rollouts)
        : m_company(company), m_rollouts(rollouts), m_engine(company.makeEngine())
    {
        m_engine->start();
    }
    [[nodiscard]] app::Engine &engine() { return *m_engine; }

    // Microseconds from the commit to the arrival of its first changing request. The commit comes as an event from
    // outside, as the end of the hold does: where the main thread is busy, that counts.
    double rollBack(int afterMs)
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
        const auto &patchedNs = m_company.table().patchedNs[index];
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
            for (int i = 0; i < 5000 && patchedNs == 0; ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        loop.exec();
        person.join();
        session.stop(plan->id); // its further steps are not measured
        if (patchedNs == 0)
            m_wrong = QStringLiteral("no request left within five seconds");
        return double(patchedNs - begun) / 1000;
    }

    // Each request that left has its intent in the log.
    QString prove()
    {
        if (!m_wrong.isEmpty())
            return m_wrong;
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
    CompanyHost &m_company;
    int m_rollouts;
    int m_committed = 0;
    QString m_wrong;
    std::unique_ptr<app::Engine> m_engine;
};

class EmergencyWork final : public Work {
public:
    explicit EmergencyWork(bool smoke)
        : m_rollouts(smoke ? 24 : 2000), m_quietOperations(smoke ? 3 : 15), m_busyOperations(smoke ? 3 : 40),
          m_company(m_rollouts), m_least(m_company.folder().file(QStringLiteral("raw")), m_company.port()),
          m_cockpit(m_company, m_rollouts)
    {
        if (!m_company.allSeen(m_cockpit.engine()))
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
                round.ours.append(m_cockpit.rollBack(2));
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
                round.ours.append(m_cockpit.rollBack(std::uniform_int_distribution(20, 60)(m_random)));
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
        return m_cockpit.prove();
    }

private:
    int m_rollouts;
    int m_quietOperations;
    int m_busyOperations;
    CompanyHost m_company;
    CompanyTable &m_table = m_company.table();
    Least m_least;
    Cockpit m_cockpit; // ends before the company does
    std::mt19937 m_random{1795446612};
    QList<double> m_answers;
    QList<double> m_events;
    QString m_wrong;
};

// What does not answer. A server that was stopped keeps its connections; packets to one behind a broken path vanish.
enum class Outage { Provider, Database, Sinks, Metrics, All };
constexpr int kOutages = int(Outage::All) + 1;

// A session bus where nobody answers, as a locked or stopped keyring's looks to who asks.
class SilentBus {
public:
    explicit SilentBus(const QString &path)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray name = QFile::encodeName(path);
        if (name.size() >= qsizetype(sizeof address.sun_path))
            qFatal("%s is too long for a socket", name.constData());
        memcpy(address.sun_path, name.constData(), size_t(name.size()));
        m_socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::bind(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 ||
            ::listen(m_socket, 16) != 0)
            qFatal("no listener at %s", name.constData());
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + name);
    }
    ~SilentBus()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_before);
        ::close(m_socket);
    }
    SilentBus(const SilentBus &) = delete;
    SilentBus &operator=(const SilentBus &) = delete;

private:
    QByteArray m_before = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    int m_socket = -1;
};

// A company under one outage from its first moment on.
class Stricken {
public:
    Stricken(Outage outage, int rollouts) : m_company(rollouts)
    {
        const auto hit = [outage](Outage each) { return outage == each || outage == Outage::All; };
        Workspace &workspace = m_company.workspace();
        if (hit(Outage::Provider)) {
            workspace.identity = {.type = IdentityConfig::Type::Oidc,
                                  .issuer = QUrl(urlOf(m_hangs)),
                                  .clientId = QStringLiteral("astern")};
        }
        if (hit(Outage::Database)) {
            workspace.journal.team = {.type = QStringLiteral("postgresql"),
                                      .host = QStringLiteral("127.0.0.1"),
                                      .port = m_vanishes.port(),
                                      .database = QStringLiteral("astern"),
                                      .user = QStringLiteral("bench")};
        }
        if (hit(Outage::Sinks)) {
            SinkConfig otlp{.id = QStringLiteral("collector"), .type = QStringLiteral("otlp-http"), .required = true};
            otlp.connection.id = otlp.id;
            otlp.connection.url = QUrl(urlOf(m_hangs));
            SinkConfig syslog{.id = QStringLiteral("syslog"), .type = QStringLiteral("syslog-tls")};
            syslog.connection.id = syslog.id;
            syslog.host = QStringLiteral("127.0.0.1");
            syslog.port = m_vanishes.port();
            workspace.journal.sinks = {otlp, syslog};
        }
        if (hit(Outage::Metrics))
            workspace.backends.last().url = QUrl(urlOf(m_vanishes));
        if (outage == Outage::All)
            m_bus = std::make_unique<SilentBus>(m_company.folder().file(QStringLiteral("bus")));
        m_cockpit = std::make_unique<Cockpit>(m_company, rollouts);
        if (!m_company.rolloutsSeen(m_cockpit->engine()))
            m_wrong = QStringLiteral("not every rollout was seen within a minute");
        // Somebody tries to sign in, and waits.
        if (const auto &signIn = m_cockpit->engine().session().doors().identity.signIn; hit(Outage::Provider) && signIn)
            signIn(IdentityProvider::Way::Device, false);
    }

    [[nodiscard]] const CompanyHost &company() const { return m_company; }
    [[nodiscard]] Cockpit &cockpit() { return *m_cockpit; }
    [[nodiscard]] QString prove() { return m_wrong.isEmpty() ? m_cockpit->prove() : m_wrong; }

private:
    static QString urlOf(const test::SilentPeer &peer)
    {
        return QStringLiteral("http://127.0.0.1:%1").arg(peer.port());
    }

    test::SilentPeer m_hangs{test::SilentPeer::Way::Hangs};
    test::SilentPeer m_vanishes{test::SilentPeer::Way::Vanishes};
    CompanyHost m_company;
    std::unique_ptr<SilentBus> m_bus;
    std::unique_ptr<Cockpit> m_cockpit; // ends before the company does
    QString m_wrong;
};

class OutageWork final : public Work {
public:
    explicit OutageWork(bool smoke) : m_operations(smoke ? 1 : 12)
    {
        for (int i = 0; i < kOutages; ++i)
            m_stricken.push_back(std::make_unique<Stricken>(Outage(i), smoke ? 8 : 120));
        const CompanyHost &company = m_stricken.front()->company();
        m_least = std::make_unique<Least>(company.folder().file(QStringLiteral("raw")), company.port());
    }

    Round round(qsizetype size) override
    {
        Round round;
        for (int i = 0; i < m_operations; ++i) {
            round.anchor.append(m_least->once());
            round.ours.append(m_stricken.at(size_t(size))->cockpit().rollBack(20));
        }
        return round;
    }

    QString prove() override
    {
        if (!m_least->good())
            return QStringLiteral("the anchor failed");
        for (const std::unique_ptr<Stricken> &each : m_stricken) {
            if (const QString wrong = each->prove(); !wrong.isEmpty())
                return wrong;
        }
        return {};
    }

private:
    int m_operations;
    std::vector<std::unique_ptr<Stricken>> m_stricken;
    std::unique_ptr<Least> m_least;
};

} // namespace

void addEmergency(Suite &suite)
{
    suite.add({.id = QStringLiteral("P5a"),
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
    suite.add({.id = QStringLiteral("P5b"),
               .what = QStringLiteral("emergency commit until its request leaves, while others hang or are gone, p99"),
               .against = QStringLiteral("one durable write and one loopback round trip"),
               .unit = QStringLiteral("us"),
               .target = 4,
               .limit = 10'000,
               .figure = Bench::Figure::P99,
               .sizes = {QStringLiteral("the provider of sign-ins"), QStringLiteral("the team's database"),
                         QStringLiteral("every sink"), QStringLiteral("the metrics"),
                         QStringLiteral("all of them, the keyring too")},
               .rounds = 9,
               .make = [](Scale scale) { return std::make_unique<OutageWork>(scale == Scale::Smoke); }});
}

} // namespace astern::bench
