// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/localauthority.h"

#include "models/policy/policy.h"
#include "tests/support/clocks.h"
#include "tests/support/places.h"

#include <QTest>

using namespace astern;

class TestLocalAuthority : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void may_data();
    void may();
    void nobody();
    void systemUser();
    void follows();
    void whatIsCommittedGoesOn();
    void freezes_data();
    void freezes();
    void sample_data();
    void sample();
};

namespace {

const ManualClock kClock;

Unenforced gate(const char *environment, const char *service)
{
    return {QStringLiteral("gate into-production"),
            {QStringLiteral("astern.yaml"), 58, 5},
            QString::fromLatin1(environment),
            QString::fromLatin1(service)};
}

Plan planOf(PlanKind kind)
{
    Plan plan;
    plan.kind = kind;
    plan.service = QStringLiteral("checkout");
    plan.environment = QStringLiteral("prod");
    return plan;
}

} // namespace

void TestLocalAuthority::may_data()
{
    QTest::addColumn<QString>("environment"); // of the gate; "-": no gate
    QTest::addColumn<QString>("service");
    QTest::addColumn<bool>("readOnly");
    QTest::addColumn<bool>("forward");    // promote, promote-full, resume, retry are allowed
    QTest::addColumn<bool>("protective"); // pause, abort, rollback are allowed
    QTest::newRow("nothing declared") << QStringLiteral("-") << QString() << false << true << true;
    QTest::newRow("gate everywhere") << QString() << QString() << false << false << true;
    QTest::newRow("gate of this environment") << QStringLiteral("prod") << QString() << false << false << true;
    QTest::newRow("gate of another environment") << QStringLiteral("staging") << QString() << false << true << true;
    QTest::newRow("gate of this service") << QString() << QStringLiteral("checkout") << false << false << true;
    QTest::newRow("gate of another service") << QString() << QStringLiteral("cart") << false << true << true;
    QTest::newRow("read-only") << QStringLiteral("-") << QString() << true << false << false;
}

void TestLocalAuthority::may()
{
    QFETCH(QString, environment);
    QFETCH(QString, service);
    QFETCH(bool, readOnly);
    QFETCH(bool, forward);
    QFETCH(bool, protective);
    Workspace workspace;
    workspace.readOnly = readOnly;
    if (environment != QLatin1String("-"))
        workspace.unenforced.append(gate(environment.toLatin1().constData(), service.toLatin1().constData()));
    const LocalAuthority authority(workspace, LocalAuthority::systemUser(), kClock);
    for (PlanKind kind : {PlanKind::Pause, PlanKind::Resume, PlanKind::Promote, PlanKind::PromoteFull, PlanKind::Abort,
                          PlanKind::Retry, PlanKind::Rollback}) {
        const bool goesBack = kind == PlanKind::Pause || kind == PlanKind::Abort || kind == PlanKind::Rollback;
        const AuthorityAnswer answer = authority.may(planOf(kind), authority.self());
        QVERIFY2(answer.allowed == (goesBack ? protective : forward),
                 qPrintable(toString(kind) + QStringLiteral(": ") + answer.reason));
        if (answer.allowed)
            continue;
        QVERIFY(!answer.reason.isEmpty() && !answer.hint.isEmpty());
        if (!readOnly)
            QCOMPARE(answer.where, QStringLiteral("astern.yaml:58: gate into-production"));
    }
}

void TestLocalAuthority::nobody()
{
    const LocalAuthority authority({}, Actor(), kClock);
    QVERIFY(!authority.may(planOf(PlanKind::Rollback), Actor()).allowed);
}

void TestLocalAuthority::systemUser()
{
    const Actor actor = LocalAuthority::systemUser("salt");
    QVERIFY(!actor.name.isEmpty());
    QVERIFY(actor.ref.startsWith(QStringLiteral("os-")) && !actor.ref.contains(actor.name));
    QCOMPARE(actor.auth, QStringLiteral("os"));
    QVERIFY(!actor.automation);
    QCOMPARE(LocalAuthority::systemUser("salt"), actor);
    QVERIFY(LocalAuthority::systemUser("pepper").ref != actor.ref);
}

void TestLocalAuthority::follows()
{
    Workspace workspace;
    LocalAuthority authority(workspace, LocalAuthority::systemUser(), kClock);
    QVERIFY(authority.may(planOf(PlanKind::Promote), authority.self()).allowed);
    workspace.unenforced.append(gate("", ""));
    authority.setWorkspace(workspace);
    QVERIFY(!authority.may(planOf(PlanKind::Promote), authority.self()).allowed);
    authority.setReadOnly(true);
    QVERIFY(!authority.may(planOf(PlanKind::Rollback), authority.self()).allowed);
}

void TestLocalAuthority::whatIsCommittedGoesOn()
{
    LocalAuthority authority({}, LocalAuthority::systemUser(), kClock);
    Plan committed = planOf(PlanKind::Promote);
    committed.id = QStringLiteral("committed");
    Plan later = committed;
    later.id = QStringLiteral("later");
    Workspace guarded;
    guarded.unenforced.append(gate("", ""));
    authority.setWorkspace(guarded, {committed.id});
    guarded.readOnly = true;
    authority.setWorkspace(guarded, {committed.id}); // once more: still judged as at its commit
    QVERIFY(authority.may(committed, authority.self()).allowed);
    QVERIFY(!authority.may(later, authority.self()).allowed);
    authority.setWorkspace(guarded, {}); // it has ended
    QVERIFY(!authority.may(committed, authority.self()).allowed);
}

void TestLocalAuthority::freezes_data()
{
    QTest::addColumn<bool>("start"); // what it blocks
    QTest::addColumn<bool>("promote");
    QTest::addColumn<int>("fromMs"); // relative to now, until a second later
    QTest::addColumn<bool>("observed");
    QTest::addColumn<bool>("named"); // by the service
    QTest::addColumn<bool>("mayRetry");
    QTest::addColumn<bool>("mayPromote");
    QTest::newRow("of starts") << true << false << 0 << false << true << false << true;
    QTest::newRow("of promotions") << false << true << 0 << false << true << true << false;
    QTest::newRow("of both") << true << true << -999 << false << true << false << false;
    QTest::newRow("not yet") << true << true << 1 << false << true << true << true;
    QTest::newRow("over") << true << true << -1000 << false << true << true << true;
    QTest::newRow("of a policy that only observes") << true << true << 0 << true << true << true << true;
    QTest::newRow("of a policy that the service does not name") << true << true << 0 << false << false << true << true;
}

// Nothing goes forward while a freeze is on; going back and automation's own release of a hold are never blocked by it.
void TestLocalAuthority::freezes()
{
    QFETCH(bool, start);
    QFETCH(bool, promote);
    QFETCH(int, fromMs);
    QFETCH(bool, observed);
    QFETCH(bool, named);
    QFETCH(bool, mayRetry);
    QFETCH(bool, mayPromote);
    auto policy = std::make_shared<policy::Policy>();
    policy->id = QStringLiteral("checkout-slo");
    policy->mode = observed ? policy::Mode::Observe : policy::Mode::Enforce;
    policy->appliesTo = {QStringLiteral("checkout"), {QStringLiteral("prod")}, {policy::Strategy::Canary}};
    const qint64 from = kClock.wallMs() + fromMs;
    policy->freezes = {{QStringLiteral("peak"), policy::FreezeSpan{from, from + 1000}, start, promote}};
    Workspace workspace;
    workspace.timeZone = QStringLiteral("Europe/Berlin");
    workspace.services.append(ServiceConfig());
    workspace.services.last().id = QStringLiteral("checkout");
    if (named)
        workspace.services.last().policies = {policy->id};
    workspace.policies = {
        {.name = QStringLiteral("policies/checkout.yaml"), .digest = QStringLiteral("00"), .policy = policy}};
    const LocalAuthority authority(workspace, LocalAuthority::systemUser(), kClock);
    const auto may = [&authority](PlanKind kind) {
        Plan plan = planOf(kind);
        plan.seen.control.strategy = QStringLiteral("canary");
        return authority.may(plan, authority.self());
    };
    QCOMPARE(may(PlanKind::Retry).allowed, mayRetry);
    for (const PlanKind kind : {PlanKind::Promote, PlanKind::PromoteFull, PlanKind::Resume})
        QCOMPARE(may(kind).allowed, mayPromote);
    for (const PlanKind kind : {PlanKind::Pause, PlanKind::Abort, PlanKind::Rollback, PlanKind::Mitigate})
        QVERIFY(may(kind).allowed);
    if (mayPromote)
        return;
    QCOMPARE(may(PlanKind::Promote).where, QStringLiteral("policies/checkout.yaml: freeze peak"));
    QVERIFY2(may(PlanKind::Promote).reason.contains(QStringLiteral("+01:00")),
             qPrintable(may(PlanKind::Promote).reason));
    Actor guard = authority.self();
    guard.automation = true;
    QVERIFY(authority.may(planOf(PlanKind::Resume), guard).allowed);
}

void TestLocalAuthority::sample_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("environment");
    QTest::addColumn<QString>("refusedBy"); // empty: promotion is allowed
    QTest::newRow("gate") << QStringLiteral("checkout") << QStringLiteral("prod")
                          << QStringLiteral("gate into-production");
    QTest::newRow("before the gate") << QStringLiteral("checkout") << QStringLiteral("staging") << QString();
    QTest::newRow("policy") << QStringLiteral("catalogue") << QStringLiteral("staging")
                            << QStringLiteral("policy slow-burn of catalogue");
}

// What the sample promises in its first lines.
void TestLocalAuthority::sample()
{
    QFETCH(QString, service);
    QFETCH(QString, environment);
    QFETCH(QString, refusedBy);
    const WorkspaceReading reading = readWorkspace(test::sourcePath("resources/workspaces/protected"));
    QVERIFY(reading.workspace);
    const LocalAuthority authority(*reading.workspace, LocalAuthority::systemUser(), kClock);
    Plan plan = planOf(PlanKind::Promote);
    plan.service = service;
    plan.environment = environment;
    const AuthorityAnswer forward = authority.may(plan, authority.self());
    QCOMPARE(forward.allowed, refusedBy.isEmpty());
    QVERIFY2(forward.where.contains(refusedBy), qPrintable(forward.where));
    plan.kind = PlanKind::Rollback;
    QVERIFY(authority.may(plan, authority.self()).allowed);
}

QTEST_GUILESS_MAIN(TestLocalAuthority)
#include "tst_localauthority.moc"
