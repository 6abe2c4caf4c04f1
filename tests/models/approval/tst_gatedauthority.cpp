// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/localauthority.h"
#include "tests/models/approval/gatefixture.h"
#include "tests/support/clocks.h"

#include <QTest>

using namespace astern;
using gatefixture::actor;
using gatefixture::s;

namespace {

constexpr qint64 kMinute = 60'000;

const ManualClock kClock;

const QList<PlanKind> kForward{PlanKind::Promote, PlanKind::PromoteFull, PlanKind::Resume,
                               PlanKind::Retry,   PlanKind::FlagOn,      PlanKind::FlagPercent};
const QList<PlanKind> kBack{PlanKind::Pause,    PlanKind::Abort,   PlanKind::Rollback,
                            PlanKind::Mitigate, PlanKind::FlagOff, PlanKind::RestoreConfig};

Plan planOf(PlanKind kind)
{
    Plan plan;
    plan.id = s("01920000-0000-7000-8000-000000000001");
    plan.kind = kind;
    plan.service = s("checkout");
    plan.environment = s("prod");
    plan.cell = s("eu-1");
    plan.target = {s("argo"), WorkloadKind::ArgoRollout, s("shop"), s("checkout")};
    plan.seen.ref = plan.target;
    plan.seen.desired.manifest.digest = s("sha256:48");
    plan.seen.desired.hash = s("abc");
    // 10 % now, 25 % behind this pause, 50 % behind the next.
    using Step = RolloutStep::Kind;
    plan.seen.control.steps = {{Step::SetWeight, 10, -1, {}}, {Step::Pause, 0, -1, {}},
                               {Step::SetWeight, 25, -1, {}}, {Step::Pause, 0, 5'000, {}},
                               {Step::SetWeight, 30, -1, {}}, {Step::Pause, 0, -1, {}},
                               {Step::SetWeight, 50, -1, {}}};
    plan.seen.control.currentStep = 1;
    PlanStep step;
    step.id = s("promote");
    step.command = DeliveryCommand{.action = DeliveryAction::Promote, .target = plan.target, .fromStep = 1};
    plan.steps = {step};
    return plan;
}

Workspace shop()
{
    Workspace workspace;
    workspace.timeZone = s("Europe/Berlin");
    workspace.environments.append({.id = s("prod"), .cells = {s("eu-1")}, .waves = {}, .isProtected = true, .at = {}});
    ServiceConfig service;
    service.id = s("checkout");
    service.owner = s("team-shop");
    workspace.services.append(service);
    return workspace;
}

ActRoles permission(GatedAct act, const char *role) { return {act, {s(role)}, {s("astern.yaml"), 40, 3}}; }

JournalEntry entryOf(const Draft &draft, quint64 index, qint64 wallMs)
{
    JournalEntry entry;
    entry.index = index;
    entry.id = s("01920000-0000-7000-8000-0000000000%1").arg(index + 10);
    entry.kind = draft.kind;
    entry.saga = draft.saga;
    entry.leafHash = QString(64, QLatin1Char('a'));
    entry.wallMs = wallMs;
    entry.payload = draft.fields;
    QJsonObject pd;
    for (auto it = draft.personal.begin(); it != draft.personal.end(); ++it)
        pd.insert(it.key(), s("hmac"));
    entry.payload.insert(s("pd"), pd);
    entry.personal = draft.personal;
    QJsonArray links;
    for (const EntryLink &link : draft.links)
        links.append(QJsonObject{{s("rel"), s("approves")}, {s("id"), link.id}, {s("leaf"), link.leaf}});
    entry.payload.insert(s("links"), links);
    return entry;
}

JournalEntry change(const char *plan, PlanKind kind, const char *environment, qint64 agoMs, quint64 index)
{
    JournalEntry entry;
    entry.index = index;
    entry.id = s("c-%1").arg(index);
    entry.kind = s("promotion.intent");
    entry.saga = s(plan);
    entry.wallMs = kClock.wallMs() - agoMs;
    entry.payload = {{s("decision"), QJsonObject{{s("plan"), toString(kind)}}},
                     {s("subject"), QJsonObject{{s("service"), s("checkout")}, {s("environment"), s(environment)}}}};
    return entry;
}

} // namespace

// The one place that answers: gates, permissions, pinned rules, calendars and budgets stop what goes forward, for the
// exact reason, and nothing that goes back.
class TestGatedAuthority : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingThatGoesBackWaits();
    void permissions_data();
    void permissions();
    void covered_data();
    void covered();
    void pinned_data();
    void pinned();
    void calendars_data();
    void calendars();
    void budgets_data();
    void budgets();
    void approved();
    void automation();
    void authors();
};

void TestGatedAuthority::nothingThatGoesBackWaits()
{
    Workspace workspace = shop();
    GateConfig gate = gatefixture::gate(s("2 rm"));
    gate.when.acts = gatedActs();
    workspace.gates = {gate};
    for (const GatedAct act : gatedActs())
        workspace.permissions.append(permission(act, "rm"));
    const qint64 now = kClock.wallMs();
    workspace.calendars = {{.id = s("peak"),
                            .environments = {},
                            .services = {},
                            .file = {},
                            .blocksStart = true,
                            .blocksPromote = true,
                            .spans = {{now - 1, now + 1, {}}},
                            .at = {}}};
    workspace.budgets = {
        {.id = s("none"), .environments = {}, .services = {}, .promotions = 1, .withinMs = kMinute, .at = {}}};
    workspace.journal.team.type = s("postgresql");
    workspace.rulesDigest = s("not pinned");
    const LocalAuthority authority(workspace, actor(s("mal")), kClock); // not even the log is there
    for (const PlanKind kind : kBack)
        QVERIFY2(authority.may(planOf(kind), authority.self()).allowed, qPrintable(toString(kind)));
    for (const PlanKind kind : kForward)
        QVERIFY2(!authority.may(planOf(kind), authority.self()).allowed, qPrintable(toString(kind)));
}

void TestGatedAuthority::permissions_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<int>("act");
    QTest::addColumn<QStringList>("may"); // what is allowed of all that goes forward
    const QStringList all{s("promote"), s("promote-full"), s("resume"), s("retry"), s("flag-on"), s("flag-percent")};
    const auto without = [all](const QStringList &gone) {
        QStringList left = all;
        for (const QString &one : gone)
            left.removeAll(one);
        return left;
    };
    QTest::newRow("no role") << s("mal") << int(GatedAct::Promote) << without({s("promote")});
    QTest::newRow("the role") << s("bob") << int(GatedAct::Promote) << all;
    QTest::newRow("flags") << s("mal") << int(GatedAct::FlagOn) << without({s("flag-on"), s("flag-percent")});
    QTest::newRow("all the way") << s("dan") << int(GatedAct::PromoteFull) << without({s("promote-full")});
    QTest::newRow("of keys") << s("mal") << int(GatedAct::KeyEnrol) << all;
}

void TestGatedAuthority::permissions()
{
    QFETCH(const QString, who);
    QFETCH(const int, act);
    QFETCH(const QStringList, may);
    Workspace workspace = shop();
    workspace.permissions = {permission(GatedAct(act), "rm")};
    const LocalAuthority authority(workspace, actor(who), kClock);
    QStringList allowed;
    for (const PlanKind kind : kForward) {
        const AuthorityAnswer answer = authority.may(planOf(kind), authority.self());
        if (answer.allowed)
            allowed.append(toString(kind));
        else
            QVERIFY2(answer.where.startsWith(s("astern.yaml:40: permissions.")) &&
                         answer.reason.contains(s("is for rm")),
                     qPrintable(answer.reason + answer.where));
    }
    QCOMPARE(allowed, may);
    // A role that is only claimed is none.
    Actor claims = actor(s("mal"));
    claims.role = s("rm");
    if (act == int(GatedAct::Promote))
        QVERIFY(!authority.may(planOf(PlanKind::Promote), claims).allowed);
}

void TestGatedAuthority::covered_data()
{
    QTest::addColumn<QStringList>("acts");
    QTest::addColumn<QString>("environment");
    QTest::addColumn<QString>("service");
    QTest::addColumn<double>("reach");
    QTest::addColumn<QStringList>("stopped");
    const QStringList releases{s("promote"), s("promote-full"), s("resume"), s("retry")};
    QTest::newRow("releases") << releases << QString() << QString() << -1.0 << releases;
    QTest::newRow("flags") << QStringList{s("flag-on")} << QString() << QString() << -1.0
                           << QStringList{s("flag-on"), s("flag-percent")};
    QTest::newRow("there") << releases << s("prod") << s("checkout") << -1.0 << releases;
    QTest::newRow("another environment") << releases << s("staging") << QString() << -1.0 << QStringList();
    QTest::newRow("another service") << releases << QString() << s("cart") << -1.0 << QStringList();
    // promote leads to 30 % (the timed pause holds nobody), the other releases to 100 %.
    QTest::newRow("above 30 %") << releases << QString() << QString() << 30.0
                                << QStringList{s("promote-full"), s("retry")};
    QTest::newRow("above 29 %") << releases << QString() << QString() << 29.0 << releases;
    QTest::newRow("above 99 %") << releases << QString() << QString() << 99.0
                                << QStringList{s("promote-full"), s("retry")};
}

void TestGatedAuthority::covered()
{
    QFETCH(const QStringList, acts);
    QFETCH(const QString, environment);
    QFETCH(const QString, service);
    QFETCH(const double, reach);
    QFETCH(const QStringList, stopped);
    Workspace workspace = shop();
    GateConfig gate = gatefixture::gate(s("1 rm"));
    gate.when = {};
    gate.when.acts.clear();
    for (const GatedAct act : gatedActs()) {
        if (acts.contains(toString(act)))
            gate.when.acts.append(act);
    }
    if (!environment.isEmpty())
        gate.when.environments = {environment};
    if (!service.isEmpty())
        gate.when.services = {service};
    gate.when.reachAbove = reach;
    workspace.gates = {gate};
    LocalAuthority authority(workspace, actor(s("ann")), kClock);
    ApprovalBook book;
    authority.setApprovals(&book);
    QStringList told;
    for (const PlanKind kind : kForward) {
        const AuthorityAnswer unread = authority.may(planOf(kind), authority.self());
        if (unread.allowed)
            continue;
        told.append(toString(kind));
        QVERIFY2(unread.reason.contains(s("not been read")) && !unread.waits, qPrintable(unread.reason));
    }
    QCOMPARE(told, stopped);
    book.setRead();
    for (const PlanKind kind : kForward) {
        const AuthorityAnswer answer = authority.may(planOf(kind), authority.self());
        QCOMPARE(answer.allowed, !stopped.contains(toString(kind)));
        QCOMPARE(answer.waits, !answer.allowed);
        if (!answer.allowed)
            QCOMPARE(answer.where, s("astern.yaml:58: gate into-production"));
    }
}

void TestGatedAuthority::pinned_data()
{
    QTest::addColumn<bool>("team");
    QTest::addColumn<QString>("rules");
    QTest::addColumn<QString>("pinned");
    QTest::addColumn<bool>("may");
    QTest::newRow("alone") << false << s("r-1") << QString() << true;
    QTest::newRow("alone, pinned otherwise") << false << s("r-1") << s("r-2") << true;
    QTest::newRow("a team that pins nothing") << true << s("r-1") << QString() << false;
    QTest::newRow("a team, as pinned") << true << s("r-1") << s("r-1") << true;
    QTest::newRow("a role claimed by editing the workspace") << true << s("r-2") << s("r-1") << false;
    QTest::newRow("a team without rules") << true << QString() << QString() << true;
}

void TestGatedAuthority::pinned()
{
    QFETCH(const bool, team);
    QFETCH(const QString, rules);
    QFETCH(const QString, pinned);
    QFETCH(const bool, may);
    Workspace workspace = shop();
    workspace.rulesDigest = rules;
    if (team)
        workspace.journal.team.type = s("postgresql");
    LocalAuthority authority(workspace, actor(s("bob")), kClock);
    ApprovalBook book;
    authority.setApprovals(&book);
    if (!pinned.isEmpty()) {
        book.pinRules(s("older"), 3);
        book.pinRules(pinned, 7);
        book.pinRules(s("older still"), 2); // told late
    }
    book.setRead();
    const AuthorityAnswer answer = authority.may(planOf(PlanKind::Promote), authority.self());
    QCOMPARE(answer.allowed, may);
    if (!may)
        QVERIFY2(answer.hint.contains(s("team rules --pin")), qPrintable(answer.hint));
}

void TestGatedAuthority::calendars_data()
{
    QTest::addColumn<QStringList>("blocks");
    QTest::addColumn<int>("from"); // minutes from now, for ten minutes
    QTest::addColumn<QString>("environment");
    QTest::addColumn<bool>("mayRetry");
    QTest::addColumn<bool>("mayPromote");
    const QStringList both{s("start"), s("promote")};
    QTest::newRow("of both") << both << -1 << QString() << false << false;
    QTest::newRow("of starts") << QStringList{s("start")} << -1 << QString() << false << true;
    QTest::newRow("of promotions") << QStringList{s("promote")} << -1 << QString() << true << false;
    QTest::newRow("begins now") << both << 0 << QString() << false << false;
    QTest::newRow("not yet") << both << 1 << QString() << true << true;
    QTest::newRow("over") << both << -10 << QString() << true << true;
    QTest::newRow("here") << both << -1 << s("prod") << false << false;
    QTest::newRow("elsewhere") << both << -1 << s("staging") << true << true;
}

void TestGatedAuthority::calendars()
{
    QFETCH(const QStringList, blocks);
    QFETCH(const int, from);
    QFETCH(const QString, environment);
    QFETCH(const bool, mayRetry);
    QFETCH(const bool, mayPromote);
    Workspace workspace = shop();
    const qint64 begins = kClock.wallMs() + from * kMinute;
    FreezeCalendar calendar;
    calendar.id = s("company");
    calendar.at = {s("astern.yaml"), 70, 5};
    if (!environment.isEmpty())
        calendar.environments = {environment};
    calendar.blocksStart = blocks.contains(s("start"));
    calendar.blocksPromote = blocks.contains(s("promote"));
    calendar.spans = {{begins, begins + 10 * kMinute, s("Black Friday")}};
    workspace.calendars = {calendar};
    const LocalAuthority authority(workspace, actor(s("bob")), kClock);
    QCOMPARE(authority.may(planOf(PlanKind::Retry), authority.self()).allowed, mayRetry);
    const AuthorityAnswer answer = authority.may(planOf(PlanKind::Promote), authority.self());
    QCOMPARE(answer.allowed, mayPromote);
    if (!mayPromote)
        QVERIFY2(answer.where == s("astern.yaml:70: calendar company") && answer.reason.contains(s("Black Friday")) &&
                     answer.reason.contains(s("+01:00")),
                 qPrintable(answer.reason + answer.where));
    QVERIFY(authority.may(planOf(PlanKind::Rollback), authority.self()).allowed);
}

void TestGatedAuthority::budgets_data()
{
    QTest::addColumn<QList<int>>("ago"); // promotions so many minutes ago
    QTest::addColumn<int>("most");
    QTest::addColumn<bool>("may");
    QTest::newRow("nothing spent") << QList<int>{} << 1 << true;
    QTest::newRow("all spent") << QList<int>{5} << 1 << false;
    QTest::newRow("too long ago") << QList<int>{60} << 1 << true;
    QTest::newRow("just within") << QList<int>{59} << 1 << false;
    QTest::newRow("some left") << QList<int>{5, 10, 70} << 3 << true;
    QTest::newRow("none left") << QList<int>{5, 10, 20} << 3 << false;
}

void TestGatedAuthority::budgets()
{
    QFETCH(const QList<int>, ago);
    QFETCH(const int, most);
    QFETCH(const bool, may);
    Workspace workspace = shop();
    ChangeBudget budget;
    budget.id = s("hourly");
    budget.environments = {s("prod")};
    budget.promotions = most;
    budget.withinMs = 60 * kMinute;
    workspace.budgets = {budget};
    LocalAuthority authority(workspace, actor(s("bob")), kClock);
    ApprovalBook book;
    authority.setApprovals(&book);
    QVERIFY(!authority.may(planOf(PlanKind::Promote), authority.self()).allowed); // nobody knows yet
    quint64 index = 0;
    for (const int minutes : ago)
        book.take(change(qPrintable(s("p-%1").arg(minutes)), PlanKind::Promote, "prod", minutes * kMinute, ++index));
    // Neither counts: elsewhere, only resumed, a second intent of the same plan, and this plan's own.
    book.take(change("p-elsewhere", PlanKind::Promote, "staging", 1, ++index));
    book.take(change("p-resumed", PlanKind::Resume, "prod", 1, ++index));
    if (!ago.isEmpty())
        book.take(change(qPrintable(s("p-%1").arg(ago.constFirst())), PlanKind::Promote, "prod",
                         ago.constFirst() * kMinute - 1, ++index));
    book.take(change("01920000-0000-7000-8000-000000000001", PlanKind::Promote, "prod", 1, ++index));
    book.setRead();
    const AuthorityAnswer answer = authority.may(planOf(PlanKind::Promote), authority.self());
    QVERIFY2(answer.allowed == may, qPrintable(answer.reason));
    if (!may)
        QVERIFY2(answer.reason.contains(s("hourly")) && answer.hint.contains(s("room again")), qPrintable(answer.hint));
    QVERIFY(authority.may(planOf(PlanKind::Resume), authority.self()).allowed);
}

// The whole way through the log's entries; and what is read freshly at dispatch must be what was signed for.
void TestGatedAuthority::approved()
{
    Workspace workspace = shop();
    workspace.gates = {gatefixture::gate(s("1 rm requester"))};
    LocalAuthority authority(workspace, actor(s("ann")), kClock);
    ApprovalBook book;
    authority.setApprovals(&book);
    book.setRead();
    const Plan plan = planOf(PlanKind::Promote);
    const QList<GateStanding> standings = authority.gates(plan);
    QCOMPARE(standings.size(), 1);
    const QString id = s("01920000-0000-7000-8000-00000000000a");
    const qint64 now = kClock.wallMs();
    book.take(entryOf(requestDraft(id, standings.constFirst().subject, actor(s("ann")), s("please look at it"),
                                   now + 60 * kMinute, {}),
                      1, now));
    QVERIFY(!authority.may(plan, authority.self()).allowed);
    const ApprovalRecord request = *book.request(id);
    book.take(entryOf(decisionDraft(request, ApprovalRecord::Verdict::Approve, actor(s("bob")), s("looks good"), 1, {}),
                      2, now));
    const AuthorityAnswer yes = authority.may(plan, authority.self());
    QVERIFY2(yes.allowed, qPrintable(yes.reason));
    // Pods come and go, the share that is measured moves: nobody signed for that.
    Rollout fresh = plan.seen;
    fresh.serving.shares = {{s("abc"), 2, 11.5, 3, 3}};
    fresh.resourceVersion = s("4711");
    fresh.observedMs = now;
    QVERIFY(authority.mayNow(plan, authority.self(), fresh).allowed);
    fresh.desired.manifest.digest = s("sha256:49");
    const AuthorityAnswer no = authority.mayNow(plan, authority.self(), fresh);
    QVERIFY(!no.allowed);
    QVERIFY2(no.reason.contains(s("the manifest: was sha256:48, is sha256:49")), qPrintable(no.reason));
    // The rule changed, the log is the same.
    workspace.gates[0].approvals.count = 2;
    authority.setWorkspace(workspace);
    QVERIFY(authority.may(plan, authority.self()).reason.contains(s("the rule of the gate")));
    workspace.gates[0].approvals.count = 1;
    authority.setWorkspace(workspace);
    QVERIFY(authority.may(plan, authority.self()).allowed);
}

// It lets go again what it held; everything else waits for the people that a gate asks for.
void TestGatedAuthority::automation()
{
    Workspace workspace = shop();
    GateConfig gate = gatefixture::gate(s("1 rm"));
    gate.when.acts = gatedActs();
    workspace.gates = {gate};
    LocalAuthority authority(workspace, actor(s("ann")), kClock);
    ApprovalBook book;
    authority.setApprovals(&book);
    book.setRead();
    for (const PlanKind kind : kForward)
        QCOMPARE(authority.may(planOf(kind), actor(s("guard"))).allowed, kind == PlanKind::Resume);
}

void TestGatedAuthority::authors()
{
    Manifest manifest;
    QCOMPARE(authorsOf(manifest), QStringList());
    manifest.podTemplate = R"({"metadata":{"annotations":{"astern.dev/author":" jo@shop.example , sam,"}}})";
    QCOMPARE(authorsOf(manifest), (QStringList{s("jo@shop.example"), s("sam")}));
}

QTEST_GUILESS_MAIN(TestGatedAuthority)
#include "tst_gatedauthority.moc"
