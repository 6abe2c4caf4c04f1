// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/status.h"
#include "app/engine/engine.h"
#include "connectors/sandbox/host.h"
#include "connectors/sandbox/workspacewriter.h"
#include "models/views/boardrow.h"
#include "tests/support/sandboxorders.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::app;
namespace sandbox = astern::connectors::sandbox;
using State = BackendHealth::State;

namespace {

constexpr int kPatienceMs = 90'000; // a silent stream is given half a minute before it is called dead

QString s(const char *text) { return QString::fromUtf8(text); }

const QString kHealthy = s("prod-eu-1-rollouts");
const QString kHanging = s("prod-us-1-rollouts");
const QString kRefusing = s("staging-eu-1-rollouts");

// The company's checkout in its three cells, each behind a connection of its own. Without signals a rollback ends with
// its last command.
Workspace checkoutOnly(const Workspace &all)
{
    Workspace some = all;
    some.backends.removeIf([](const BackendConfig &backend) {
        return backend.id != kHealthy && backend.id != kHanging && backend.id != kRefusing;
    });
    some.services.removeIf([](const ServiceConfig &service) { return service.id != s("checkout"); });
    some.services.first().signalSpecs.clear();
    return some;
}

} // namespace

// The whole composition on three real connections: what goes wrong on two of them is said there and stays there.
class TestEngine : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::unique_ptr<sandbox::Host> m_host;
    std::unique_ptr<Engine> m_engine;

    void order(const QJsonObject &what);
    void breakOff(const QString &cluster);
    [[nodiscard]] Session &session() { return m_engine->session(); }
    [[nodiscard]] BackendHealth health(const QString &id) { return *session().backend(id); }
    [[nodiscard]] const Rollout *rollout(const char *key)
    {
        return session().rollout(session().placement(s(key))->object);
    }
    [[nodiscard]] BoardRow row(const char *key)
    {
        return makeBoardRow(session(), *session().placement(s(key)), session().nowMs());
    }
    [[nodiscard]] QString lineOf(const QString &backend)
    {
        return connectionLines(session()).filter(backend + QLatin1Char(':')).join(QLatin1Char('\n'));
    }

private Q_SLOTS:
    void initTestCase();
    void theRestStaysLive();
    void cleanupTestCase();
};

void TestEngine::order(const QJsonObject &what)
{
    const sandbox::ApiResponse answer = test::orderOf(*m_host, what);
    QVERIFY2(answer.status == 200, answer.body.constData());
}

// Streams that are open would go on as they are.
void TestEngine::breakOff(const QString &cluster) { order({{s("op"), s("drop")}, {s("api"), cluster}}); }

void TestEngine::initTestCase()
{
    sandbox::Host::Options options;
    options.world.story = false;
    options.world.speed = 30;
    options.world.startWallMs = SystemClock().wallMs();
    m_host = std::make_unique<sandbox::Host>(options);
    QCOMPARE(m_host->start(), QString());
    sandbox::WorkspaceFacts facts;
    for (const QString &name : m_host->clusterNames())
        facts.clusters.append({name, m_host->clusterUrl(name)});
    facts.prometheus = m_host->url(s("prometheus"));
    facts.adminToken = m_host->adminToken();
    facts.viewerToken = m_host->viewerToken();
    facts.services = m_host->world().services();
    facts.scrapeMs = m_host->world().scrapeMs();
    QCOMPARE(sandbox::writeWorkspace(m_folder.path(), facts), QString());
    const WorkspaceReading reading = readWorkspace(m_folder.path());
    QVERIFY(reading.workspace);
    auto engine = Engine::create(checkoutOnly(*reading.workspace),
                                 {.dataFolder = m_folder.filePath(s("data")), .actor = {.ref = s("p-1")}});
    QVERIFY2(engine, qPrintable(engine ? QString() : engine.error().toString()));
    m_engine.reset(engine->release());
}

void TestEngine::cleanupTestCase()
{
    m_engine.reset();
    m_host.reset();
}

void TestEngine::theRestStaysLive()
{
    const char *const here = "checkout@prod/eu-1";
    const char *const hung = "checkout@prod/us-1";
    const char *const locked = "checkout@staging/eu-1";
    m_engine->start();
    for (const QString &id : {kHealthy, kHanging, kRefusing})
        QTRY_COMPARE_WITH_TIMEOUT(health(id).state, State::Live, kPatienceMs);
    for (const char *key : {here, hung, locked})
        QTRY_VERIFY_WITH_TIMEOUT(rollout(key), kPatienceMs);

    // Two of three go bad.
    const qint64 troubleMs = session().nowMs();
    order({{s("op"), s("hang")}, {s("api"), s("prod-us-1")}});
    order({{s("op"), s("fail")}, {s("api"), s("staging-eu-1")}, {s("status"), 401}});
    breakOff(s("prod-us-1"));
    breakOff(s("staging-eu-1"));
    QTRY_COMPARE_WITH_TIMEOUT(health(kRefusing).state, State::NeedsLogin, kPatienceMs);
    const BackendHealth needsLogin = health(kRefusing);
    QVERIFY2(needsLogin.reason.contains(s("does not accept the credentials")), qPrintable(needsLogin.reason));
    QVERIFY2(needsLogin.hint.contains(s("missing, expired")), qPrintable(needsLogin.hint));
    QVERIFY(needsLogin.sinceMs >= troubleMs);
    QCOMPARE(needsLogin.nextTryMs, 0); // refused credentials are not shown again

    // Meanwhile a version comes to the third: it arrives, and goes on.
    QSignalSpy changed(&session(), &Session::changed);
    order({{s("op"), s("deploy")},
           {s("service"), s("checkout")},
           {s("cluster"), s("prod-eu-1")},
           {s("tag"), s("4.8.0")}});
    QTRY_VERIFY_WITH_TIMEOUT(rollout(here)->inProgress(), kPatienceMs);
    QCOMPARE(rollout(here)->desired.manifest.version(), s("4.8.0"));
    QTRY_VERIFY_WITH_TIMEOUT(rollout(here)->newPercent() > 0, kPatienceMs);
    const double first = rollout(here)->newPercent();
    QTRY_VERIFY_WITH_TIMEOUT(rollout(here)->newPercent() > first, kPatienceMs);
    QVERIFY(changed.size() >= 2);

    // The one that hangs is found out by its silence, and everything is said: what, since when, what to do.
    QTRY_COMPARE_WITH_TIMEOUT(health(kHanging).state, State::Retrying, kPatienceMs);
    const BackendHealth retrying = health(kHanging);
    QVERIFY2(retrying.reason.contains(s("did not answer")), qPrintable(retrying.reason));
    QVERIFY(!retrying.hint.isEmpty());
    QVERIFY(retrying.sinceMs >= troubleMs && retrying.nextTryMs > retrying.sinceMs);
    for (const auto &[id, key] : {std::pair(kHanging, hung), std::pair(kRefusing, locked)}) {
        const QString line = lineOf(id);
        QVERIFY2(line.contains(s(", for ")) && line.contains(health(id).reason) && line.contains(health(id).hint),
                 qPrintable(line));
        // What was known stays on screen, and is called what it is.
        QVERIFY(rollout(key));
        QTRY_VERIFY_WITH_TIMEOUT(row(key).state == BoardState::Unknown, kPatienceMs);
        QVERIFY2(row(key).stateReason.startsWith(s("last seen ")), qPrintable(row(key).stateReason));
    }
    QCOMPARE(lineOf(kHealthy), QString());

    // And the third can still be rolled back, to the end.
    const Result<Plan> plan = session().plan(PlanKind::Rollback, s(here));
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    const Result<Ok> committed = session().commit(*plan, s("errors at 3 %"));
    QVERIFY2(committed, qPrintable(committed ? QString() : committed.error().toString()));
    const auto run = [this, here] { return session().runFor(s(here)); };
    QTRY_VERIFY_WITH_TIMEOUT(run() && run()->state != PlanRun::State::Running, kPatienceMs);
    QVERIFY2(run()->state == PlanRun::State::Succeeded, qPrintable(run()->summary));
    for (const StepRun &step : run()->steps)
        QVERIFY(step.state == StepRun::State::Found || step.outcomeIndex > step.intentIndex); // recorded
    QTRY_VERIFY_WITH_TIMEOUT(rollout(here)->finished(), kPatienceMs);
    QVERIFY(rollout(here)->desired.manifest.version() == plan->toVersion && plan->toVersion != s("4.8.0"));
    QVERIFY(row(here).state == BoardState::Serving);
    QCOMPARE(health(kHealthy).state, State::Live);
    QCOMPARE(health(kHanging).state, State::Retrying);
    QCOMPARE(health(kHanging).sinceMs, retrying.sinceMs); // one trouble, however often it was tried
    QCOMPARE(health(kRefusing).sinceMs, needsLogin.sinceMs);

    // Another trouble is another sentence, with a beginning of its own.
    order({{s("op"), s("fail")}, {s("api"), s("staging-eu-1")}, {s("status"), 500}});
    session().signInAgain(kRefusing);
    QTRY_COMPARE_WITH_TIMEOUT(health(kRefusing).state, State::Retrying, kPatienceMs);
    QVERIFY2(health(kRefusing).reason.contains(s("the sandbox was told to fail")),
             qPrintable(health(kRefusing).reason));
    QVERIFY(!health(kRefusing).hint.isEmpty());
    QVERIFY(health(kRefusing).sinceMs > needsLogin.sinceMs);

    order({{s("op"), s("calm")}});
    for (const QString &id : {kHealthy, kHanging, kRefusing})
        QTRY_COMPARE_WITH_TIMEOUT(health(id).state, State::Live, kPatienceMs);
    for (const char *key : {here, hung, locked})
        QTRY_VERIFY_WITH_TIMEOUT(row(key).state == BoardState::Serving, kPatienceMs);
    QVERIFY(connectionLines(session()).isEmpty());
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
