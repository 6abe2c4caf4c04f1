// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/campaign.h"
#include "models/command/campaignrecord.h"
#include "models/command/claims.h"
#include "models/command/dispatcher.h"
#include "models/command/planner.h"
#include "tests/support/fakedoors.h"
#include "tests/support/samples.h"
#include "tests/support/shop.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

Error forbidden() { return {.kind = Error::Kind::NotPermitted, .message = s("403: you may not")}; }

// What Argo does, at once.
void obey(const DeliveryCommand &command, Rollout &now)
{
    if (command.action == DeliveryAction::Abort) {
        now.control.aborted = true;
        now.serving.shares = {{s("old"), 8, 100, 12, 12}};
    } else if (command.action == DeliveryAction::Undo) {
        now.control.aborted = false;
        now.desired.hash = s("old");
        now.desired.manifest = samples::manifest(s("4.7.1"));
    }
}

// prod with the cells a b c d; waves as given.
Workspace company(const QList<QStringList> &waves)
{
    Workspace all;
    all.environments = {
        {.id = s("prod"), .cells = {s("a"), s("b"), s("c"), s("d")}, .waves = waves, .isProtected = true}};
    return all;
}

Rollout canaryIn(const QString &cell)
{
    Rollout now = samples::canary();
    now.ref.backend = cell;
    return now;
}

Plan planIn(const QString &cell, const QString &service = s("checkout"))
{
    Rollout now = canaryIn(cell);
    now.ref.name = service;
    const auto plan =
        planRollback(now, {.service = service, .environment = s("prod"), .cell = cell, .production = true});
    if (!plan)
        qFatal("no plan: %s", qPrintable(plan.error().toString()));
    return *plan;
}

QList<Plan> plansIn(const QString &cells)
{
    QList<Plan> plans;
    for (const QChar cell : cells)
        plans.append(planIn(cell));
    return plans;
}

// "ab|c": cells by wave.
QString shape(const Campaign &campaign)
{
    QStringList waves;
    for (const QList<Plan> &wave : campaign.waves) {
        QString cells;
        for (const Plan &plan : wave)
            cells += plan.cell;
        waves.append(cells);
    }
    return waves.join(QLatin1Char('|'));
}

// A backend of its own for every cell, so that each can be told how to behave.
struct World {
    FakeJournal journal;
    FakeAuthority authority;
    SystemClock clock;
    std::map<QString, FakeBackend> backends;
    QStringList sentIn; // cells, in the order in which requests left
    Dispatcher dispatcher{{.backend = [this](const QString &id) { return &backends.at(id); },
                           .journal = &journal,
                           .authority = &authority,
                           .clock = &clock,
                           .underLimitsSince = {}}};
    CampaignRun last;
    QList<CampaignRun> told;

    explicit World(const QString &cells = s("abcd"))
    {
        for (const QChar letter : cells) {
            const QString cell(letter);
            FakeBackend &backend = backends[cell];
            backend.now = canaryIn(cell);
            backend.journal = &journal;
            backend.effect = [this, cell](const DeliveryCommand &command, Rollout &now) {
                sentIn.append(cell);
                obey(command, now);
            };
        }
        QObject::connect(&dispatcher, &Dispatcher::campaignProgressed, &dispatcher, [this](const CampaignRun &run) {
            last = run;
            told.append(run);
        });
    }
    void run(const Campaign &campaign) { dispatcher.runCampaign(campaign, {.ref = s("p-1")}, s("errors at 3 %")); }
    [[nodiscard]] bool over() const { return !last.campaign.id.isEmpty() && last.isOver(); }
    // "a:succeeded b:refused"
    [[nodiscard]] QString places() const
    {
        QStringList all;
        for (const PlaceRun &place : last.places)
            all.append(place.run.plan.cell + QLatin1Char(':') + toString(place.state));
        return all.join(QLatin1Char(' '));
    }
    [[nodiscard]] JournalEntry entry(const char *kind) const
    {
        for (const JournalEntry &entry : journal.log) {
            if (entry.kind == QLatin1String(kind))
                return entry;
        }
        return {};
    }
};

Campaign campaignOf(const QString &cells, const QList<QStringList> &waves, OnRefusal policy,
                    CampaignOrder order = CampaignOrder::Waves)
{
    const Result<Campaign> made = makeCampaign(plansIn(cells), company(waves), order, policy);
    if (!made)
        qFatal("no campaign: %s", qPrintable(made.error().toString()));
    return *made;
}

const QList<QStringList> kOneByOne{{s("a")}, {s("b")}, {s("c")}, {s("d")}};

} // namespace

class TestCampaign : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void order_data()
    {
        QTest::addColumn<QString>("chosen");
        QTest::addColumn<QList<QStringList>>("waves");
        QTest::addColumn<bool>("inWaves");
        QTest::addColumn<QString>("shape");
        const QList<QStringList> pairs{{s("a"), s("b")}, {s("c")}};
        QTest::newRow("at once") << s("cab") << pairs << false << s("cab");
        QTest::newRow("as the workspace says") << s("cab") << pairs << true << s("ab|c");
        QTest::newRow("in no wave: last") << s("dac") << pairs << true << s("a|c|d");
        QTest::newRow("no empty wave") << s("c") << pairs << true << s("c");
        QTest::newRow("no waves declared") << s("ba") << QList<QStringList>{} << true << s("ba");
    }
    void order()
    {
        QFETCH(QString, chosen);
        QFETCH(QList<QStringList>, waves);
        QFETCH(bool, inWaves);
        const Campaign made =
            campaignOf(chosen, waves, OnRefusal::GoOn, inWaves ? CampaignOrder::Waves : CampaignOrder::AtOnce);
        QTEST(shape(made), "shape");
        int wave = 0;
        for (const QList<Plan> &plans : made.waves) {
            for (const Plan &plan : plans)
                QVERIFY(plan.campaign == (CampaignPart{made.id, wave, int(made.waves.size()), OnRefusal::GoOn}));
            ++wave;
        }
    }
    void refusedCampaigns_data()
    {
        QTest::addColumn<QList<Plan>>("plans");
        QTest::addColumn<QString>("words");
        Plan pause = planIn(s("b"));
        pause.kind = PlanKind::Pause;
        QList<Plan> many;
        for (int i = 0; i <= kMaxCampaignPlaces; ++i)
            many.append(planIn(s("a"), s("service-%1").arg(i)));
        QTest::newRow("nothing") << QList<Plan>{} << s("No place");
        QTest::newRow("different things") << QList<Plan>{planIn(s("a")), pause} << s("the same everywhere");
        QTest::newRow("twice the same") << QList<Plan>{planIn(s("a")), planIn(s("a"))} << s("same object");
        QTest::newRow("too many") << many << s("201 places");
    }
    void refusedCampaigns()
    {
        QFETCH(QList<Plan>, plans);
        QFETCH(QString, words);
        const auto made = makeCampaign(plans, company({}), CampaignOrder::AtOnce, OnRefusal::GoOn);
        QVERIFY(!made);
        QVERIFY2(made.error().message.contains(words), qPrintable(made.error().message));
    }
    // A canary is bad in a; b still serves what a returns to, and would lose it.
    void alreadyBackPlaces()
    {
        Plan serves = planIn(s("b"));
        serves.fromVersion = s("4.7.1");
        serves.toVersion = s("4.7.0");
        Plan otherService = planIn(s("c"), s("search"));
        otherService.fromVersion = s("4.7.1");
        otherService.toVersion = s("4.6.0");
        Plan sameVersion = planIn(s("d")); // only its configuration is another one
        sameVersion.fromVersion = sameVersion.toVersion;
        const QList<Plan> plans{planIn(s("a")), serves, otherService, sameVersion};
        QCOMPARE(alreadyBack(plans), QStringList{serves.placementKey()});
        QVERIFY(alreadyBack(plansIn(s("abc"))).isEmpty());
        const auto made = makeCampaign(plans, company({}), CampaignOrder::AtOnce, OnRefusal::GoOn);
        QVERIFY(made.ok());
        for (const Plan &plan : made->plans())
            QCOMPARE(plan.warnings.join(QLatin1Char(' ')).contains(s("further back")), plan.cell == s("b"));
    }
    void usualPolicy()
    {
        QVERIFY(usualOnRefusal(PlanKind::Rollback) == OnRefusal::GoOn);
        QVERIFY(usualOnRefusal(PlanKind::Abort) == OnRefusal::GoOn);
        QVERIFY(usualOnRefusal(PlanKind::Promote) == OnRefusal::Stop);
    }

    // Which places are back when some cells refuse, by order and policy.
    void policy_data()
    {
        QTest::addColumn<QList<QStringList>>("waves");
        QTest::addColumn<bool>("goOn");
        QTest::addColumn<QString>("refusing");
        QTest::addColumn<QString>("places");
        const QList<QStringList> pairs{{s("a"), s("b")}, {s("c"), s("d")}};
        QTest::newRow("all well, stop") << pairs << false << s("")
                                        << s("a:succeeded b:succeeded c:succeeded d:succeeded");
        QTest::newRow("all well, go on") << pairs << true << s("")
                                         << s("a:succeeded b:succeeded c:succeeded d:succeeded");
        QTest::newRow("one of the first, stop")
            << pairs << false << s("a") << s("a:failed b:succeeded c:not-begun d:not-begun");
        QTest::newRow("one of the first, go on")
            << pairs << true << s("a") << s("a:failed b:succeeded c:succeeded d:succeeded");
        QTest::newRow("one of the last, stop")
            << pairs << false << s("d") << s("a:succeeded b:succeeded c:succeeded d:failed");
        QTest::newRow("all, go on") << pairs << true << s("abcd") << s("a:failed b:failed c:failed d:failed");
        QTest::newRow("one by one, the second, stop")
            << kOneByOne << false << s("b") << s("a:succeeded b:failed c:not-begun d:not-begun");
        QTest::newRow("one by one, the second, go on")
            << kOneByOne << true << s("b") << s("a:succeeded b:failed c:succeeded d:succeeded");
        QTest::newRow("one wave, stop") << QList<QStringList>{} << false << s("a")
                                        << s("a:failed b:succeeded c:succeeded d:succeeded");
    }
    void policy()
    {
        QFETCH(QList<QStringList>, waves);
        QFETCH(bool, goOn);
        QFETCH(QString, refusing);
        QFETCH(QString, places);
        World w;
        for (const QChar cell : refusing)
            w.backends.at(cell).answers = {forbidden()};
        w.run(campaignOf(s("abcd"), waves, goOn ? OnRefusal::GoOn : OnRefusal::Stop));
        QTRY_VERIFY(w.over());
        QCOMPARE(w.places(), places);
        QCOMPARE(w.last.state == CampaignRun::State::Succeeded, refusing.isEmpty());
        for (const auto &[cell, backend] : w.backends) {
            const bool begun = !places.contains(cell + s(":not-begun"));
            QCOMPARE(backend.sent.isEmpty(), !begun);
        }
        QVERIFY(w.journal.open().isEmpty());
        QCOMPARE(summaryOf(w.last).startsWith(s("%1 of 4 places are back.").arg(places.count(s(":succeeded")))), true);
        QCOMPARE(summaryOf(w.last).contains(s("403: you may not")), !refusing.isEmpty());
        QCOMPARE(summaryOf(w.last).contains(s("stopped it before the next wave")), places.contains(s("not-begun")));
    }
    // Nothing of a wave leaves before all of the one before it has ended.
    void oneWaveAfterTheOther()
    {
        World w;
        w.run(campaignOf(s("abcd"), {{s("d")}, {s("b"), s("c")}, {s("a")}}, OnRefusal::GoOn));
        QTRY_VERIFY(w.over());
        QStringList turns = w.sentIn; // abort and restore in each
        QCOMPARE(turns.size(), 8);
        QCOMPARE(turns.mid(0, 2), QStringList(2, s("d")));
        QCOMPARE(turns.mid(6, 2), QStringList(2, s("a")));
        for (const CampaignRun &run : std::as_const(w.told)) {
            for (const PlaceRun &place : run.places)
                QCOMPARE(place.state == PlaceRun::State::Waiting, place.wave > run.wave);
        }
    }
    void stopsBeforeTheNextWave()
    {
        World w;
        const Campaign campaign = campaignOf(s("ab"), kOneByOne, OnRefusal::GoOn);
        QObject::connect(&w.dispatcher, &Dispatcher::progressed, &w.dispatcher, [&](const PlanRun &) {
            w.dispatcher.stopCampaign(campaign.id); // the first one is under way: it goes on to its end
        });
        w.run(campaign);
        QTRY_VERIFY(w.over());
        QCOMPARE(w.places(), s("a:succeeded b:not-begun"));
        QVERIFY(w.backends.at(s("b")).sent.isEmpty());
        QVERIFY2(summaryOf(w.last).contains(s("a person stopped it")), qPrintable(summaryOf(w.last)));
    }

    // Every plan stays one of its own in the log, and every entry of it names the campaign.
    void recorded()
    {
        World w;
        w.backends.at(s("b")).answers = {forbidden()};
        const Campaign campaign = campaignOf(s("abc"), kOneByOne, OnRefusal::Stop);
        w.run(campaign);
        QTRY_VERIFY(w.over());
        QCOMPARE(w.journal.log.first().kind, s("campaign.intent"));
        QCOMPARE(w.journal.log.last().kind, s("campaign.outcome"));
        QSet<QString> sagas;
        for (const JournalEntry &entry : std::as_const(w.journal.log)) {
            QCOMPARE(entry.payload[s("campaign")][s("id")].toString(), campaign.id);
            if (entry.kind == s("rollback.intent"))
                QCOMPARE(entry.payload[s("campaign")][s("on_refusal")].toString(), s("stop"));
            sagas.insert(entry.saga);
        }
        QCOMPARE(sagas.size(), 3); // the campaign, a and b
        const JournalEntry intent = w.entry("campaign.intent");
        QCOMPARE(intent.payload[s("decision")][s("on_refusal")].toString(), s("stop"));
        QCOMPARE(intent.payload[s("decision")][s("order")].toString(), s("waves"));
        QCOMPARE(intent.personal.value(s("rationale")), s("errors at 3 %"));
        QCOMPARE(campaignPlaces(intent).size(), 3);
        const JournalEntry outcome = w.entry("campaign.outcome");
        QCOMPARE(outcome.payload[s("outcome")][s("result")].toString(), s("failed"));
        QCOMPARE(outcome.payload[s("campaign")][s("places")][2][s("result")].toString(), s("not-begun"));
        QSet<QString> keys;
        for (const auto &[cell, backend] : w.backends)
            keys.unite(QSet<QString>(backend.keys.cbegin(), backend.keys.cend()));
        QCOMPARE(keys.size(), 3); // abort and restore of a, abort of b
    }
    // A log that cannot take the campaign's own entry holds nothing up; the plans' intents decide.
    void unrecordedCampaignGoesOn()
    {
        World w;
        w.journal.failAt = 0;
        w.run(campaignOf(s("ab"), kOneByOne, OnRefusal::GoOn));
        QTRY_VERIFY(w.over());
        QCOMPARE(w.places(), s("a:succeeded b:succeeded"));
        QCOMPARE(w.journal.kinds().count(s("campaign.outcome")), 0);
    }

    // What a start finds of a campaign whose process died after the first wave: nothing more is begun, and it says so.
    void recoveryBeginsNothing_data()
    {
        QTest::addColumn<int>("died"); // with so many entries written
        QTest::addColumn<QString>("results");
        QTest::newRow("before the first plan") << 1 << s("not-begun not-begun");
        QTest::newRow("with an intent open") << 2 << s("unknown not-begun");
        QTest::newRow("after the first step") << 3 << s("unknown not-begun");
        QTest::newRow("between the waves") << 5 << s("succeeded not-begun");
        QTest::newRow("after the last one") << 9 << s("succeeded succeeded");
    }
    void recoveryBeginsNothing()
    {
        QFETCH(int, died);
        QFETCH(QString, results);
        World w;
        w.run(campaignOf(s("ab"), kOneByOne, OnRefusal::GoOn));
        QTRY_VERIFY(w.over());
        QCOMPARE(w.journal.log.size(), 10);

        FakeJournal left; // what the dead one had written until then
        for (int i = 0; i < died; ++i) {
            const JournalEntry &entry = w.journal.log.at(i);
            Draft draft{.kind = entry.kind, .saga = entry.saga, .fields = entry.payload};
            if (entry.kind == s("rollback.outcome"))
                draft.links = {{EntryLink::Rel::OutcomeOf, left.log.last().id, left.log.last().leafHash}};
            left.append(draft, [](const Result<Receipt> &) {});
        }
        const qsizetype sent = w.sentIn.size();
        Dispatcher next({.backend = [&w](const QString &id) { return &w.backends.at(id); },
                         .journal = &left,
                         .authority = &w.authority,
                         .clock = &w.clock,
                         .underLimitsSince = {}});
        QSignalSpy spy(&next, &Dispatcher::recovered);
        QSignalSpy told(&next, &Dispatcher::campaignInterrupted);
        next.recoverUnresolved();
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(spy.first().last().toInt(), 0);
        QVERIFY(left.open().isEmpty());
        QCOMPARE(told.size(), 1);
        const auto cut = told.first().first().value<InterruptedCampaign>();
        QCOMPARE(cut.outcomeIndex, left.log.constLast().index + 1);
        QCOMPARE(cut.succeeded, results.count(s("succeeded")));
        QCOMPARE(cut.notBegun.size(), results.count(s("not-begun")));
        QCOMPARE(cut.succeeded + cut.notBegun.size() + cut.notSeen.size(), cut.places);
        QCOMPARE(w.sentIn.size(), sent);
        const JournalEntry &said = left.log.constLast();
        QCOMPARE(said.kind, s("campaign.outcome"));
        QCOMPARE(said.payload[s("outcome")][s("resolved_by")].toString(), s("recovery"));
        QStringList found;
        for (const QJsonValue &place : said.payload[s("campaign")][s("places")].toArray())
            found.append(place[s("result")].toString());
        QCOMPARE(found.join(QLatin1Char(' ')), results);
        const QString observed = said.payload[s("outcome")][s("observed")].toString();
        QCOMPARE(observed.contains(s("not begun: ")), results.contains(s("not-begun")));
    }
    // A campaign that another process is at is no leftover, between its waves either.
    void leavesAloneWhatIsUnderWay()
    {
        const QTemporaryDir folder;
        Claims mine(folder.filePath(s("claims")));
        Claims other(folder.filePath(s("claims")));
        World w;
        const auto doors = [&](Claims &claims) {
            return Dispatcher::Doors{.backend = [&w](const QString &id) { return &w.backends.at(id); },
                                     .journal = &w.journal,
                                     .authority = &w.authority,
                                     .clock = &w.clock,
                                     .claims = &claims,
                                     .underLimitsSince = {}};
        };
        Dispatcher first(doors(mine));
        Dispatcher second(doors(other));
        QSignalSpy spy(&second, &Dispatcher::recovered);
        CampaignRun last;
        QObject::connect(&first, &Dispatcher::campaignProgressed, &first, [&](const CampaignRun &run) {
            if (run.wave == 1 && last.wave == 0)
                second.recoverUnresolved(); // nothing of the second wave is in the log yet
            last = run;
        });
        first.runCampaign(campaignOf(s("ab"), kOneByOne, OnRefusal::GoOn), {.ref = s("p-1")}, {});
        QTRY_VERIFY(last.isOver());
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(w.journal.kinds().count(s("campaign.outcome")), 1);
        QVERIFY(last.state == CampaignRun::State::Succeeded);
        QTRY_VERIFY(other.take(last.campaign.id).ok() && *other.take(last.campaign.id)); // and let go of at the end
    }
};

QTEST_GUILESS_MAIN(TestCampaign)
#include "tst_campaign.moc"
