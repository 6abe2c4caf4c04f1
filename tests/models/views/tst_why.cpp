// SPDX-License-Identifier: GPL-3.0-or-later
// Why a place is as it is: when it is asked, what becomes of the answers, and the tables and sentences over them.
#include "models/rollout/podwords.h"
#include "models/views/eventsmodel.h"
#include "models/views/podsmodel.h"
#include "tests/models/views/shop.h"
#include "tests/support/diagnoses.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace astern;
using Level = DiagnosisSummary::Level;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;
const QString kCheckout = QStringLiteral("checkout@prod/eu-1");

QString s(const char *text) { return QString::fromUtf8(text); }

// checkout is on its way; the cluster answers when the test says so.
struct Ground {
    ManualClock clock;
    FakeAuthority authority;
    FakeJournal journal;
    samples::FakeCluster cluster;
    Session session{
        small::workspace(),
        Session::Doors{.clock = &clock,
                       .authority = &authority,
                       .journal = &journal,
                       .diagnose = [this](const DiagnosisQuestion &question,
                                          DiagnosisSource::Told told) { return cluster.ask(question, told); },
                       .endDiagnosis = [this](quint64 ticket, const QString &) { cluster.end(ticket); }}};
    PlaceDiagnosis place{session};

    void observe(const QString &key = kCheckout)
    {
        Rollout rollout = samples::progressing();
        rollout.ref = session.placement(key)->object;
        session.observe({.backend = s("argo"), .complete = false, .changed = {rollout}, .gone = {}});
    }
    void look(const QString &key = kCheckout)
    {
        observe(key);
        place.setPlacement(key);
        place.setWatched(true);
    }
    [[nodiscard]] DiagnosisQuestion question() const { return cluster.open.last().asked; }
    void tell(const Diagnosis &diagnosis) { cluster.open.last().told(diagnosis); }
};

Diagnosis of(const QList<Pod> &pods)
{
    Diagnosis made;
    made.question.newHash = s("new");
    made.question.stableHash = s("old");
    made.pods.value = pods;
    sortPods(made.pods.value, made.question.newHash);
    made.pods.atMs = samples::kNow;
    return made;
}

} // namespace

class TestWhy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(s(".*"))); }

    void nobodyLooksNobodyIsAsked()
    {
        Ground ground;
        ground.observe();
        ground.place.setPlacement(kCheckout);
        QTest::qWait(150); // Session::changed comes
        QCOMPARE(ground.cluster.tickets, 0U);
        ground.place.setWatched(true);
        QCOMPARE(ground.cluster.open.size(), 1);
        QVERIFY(ground.place.isLoading());
        QCOMPARE(ground.question().newHash, s("new"));
        QCOMPARE(ground.question().newSet, s("checkout-new"));
        QCOMPARE(ground.question().stableSet, s("checkout-old"));
        ground.place.setWatched(false);
        QVERIFY(ground.cluster.open.isEmpty());
        QCOMPARE(ground.cluster.ended, QList<quint64>{1});
    }

    void itIsAskedAgainAfterEachAnswer()
    {
        Ground ground;
        ground.place.setInterval(20);
        ground.look();
        ground.tell(samples::crash(ground.question()));
        QTRY_COMPARE(ground.cluster.tickets, 2U); // and not before the first answer was complete
        QVERIFY(!ground.place.isLoading());
        QCOMPARE(ground.place.diagnosis().pods.value.size(), 11);
        ground.place.setWatched(false);
        QTest::qWait(60);
        QCOMPARE(ground.cluster.tickets, 2U);
    }

    void anAnswerInPartsIsShownInParts()
    {
        Ground ground;
        ground.place.setInterval(20);
        ground.look();
        Diagnosis part = samples::crash(ground.question());
        const Diagnosis whole = part;
        part.log = {};
        part.complete = false;
        ground.tell(part);
        QTRY_COMPARE(ground.place.diagnosis().pods.value.size(), 11);
        QVERIFY(!ground.place.diagnosis().log.answered());
        QTest::qWait(60);
        QCOMPARE(ground.cluster.tickets, 1U);
        ground.tell(whole);
        QTRY_COMPARE(ground.place.diagnosis().log.value.lines.size(), 11);
    }

    // What was known stays, with its age and why there is nothing newer.
    void aFailedQuestionKeepsWhatWasKnown()
    {
        Ground ground;
        ground.look();
        ground.tell(samples::crash(ground.question()));
        QTRY_VERIFY(ground.place.diagnosis().complete);
        ground.place.askNow();
        Diagnosis failed;
        failed.question = ground.question();
        failed.pods.error = failed.events.error = failed.conditions.error = failed.log.error =
            Error{.kind = Error::Kind::TimedOut, .message = s("no answer")};
        failed.complete = true;
        ground.tell(failed);
        QTRY_VERIFY(ground.place.diagnosis().pods.error.has_value());
        QCOMPARE(ground.place.diagnosis().pods.value.size(), 11);
        QCOMPARE(ground.place.diagnosis().log.value.lines.size(), 11);
        QVERIFY(!ground.place.isStale());
        ground.clock.pass(60'000);
        QVERIFY(ground.place.isStale());
    }

    void answersToOldQuestionsComeTooLate()
    {
        Ground ground;
        ground.look();
        const samples::FakeCluster::Question old = ground.cluster.open.last();
        ground.observe(s("cart@prod/eu-1"));
        ground.place.setPlacement(s("cart@prod/eu-1"));
        QCOMPARE(ground.cluster.ended, QList<quint64>{1});
        old.told(samples::crash(old.asked));
        QTest::qWait(20);
        QVERIFY(ground.place.diagnosis().pods.value.isEmpty());
    }

    // A new version gets its pods asked for at once, not after the next interval.
    void aPlaceThatIsSeenLaterIsAskedThen()
    {
        Ground ground;
        ground.place.setPlacement(kCheckout);
        ground.place.setWatched(true);
        QCOMPARE(ground.cluster.tickets, 0U);
        QCOMPARE(summaryOf(ground.place.diagnosis()).sentence, s("Nothing was seen of this place yet"));
        ground.observe();
        QTRY_COMPARE(ground.cluster.tickets, 1U);
        ground.tell(samples::crash(ground.question()));
        QTRY_VERIFY(ground.place.diagnosis().complete);
        QVERIFY(!ground.place.diagnosis().pods.error);
    }

    void anotherPodsLog()
    {
        Ground ground;
        ground.look();
        ground.tell(samples::crash(ground.question()));
        QTRY_VERIFY(ground.place.diagnosis().complete);
        ground.place.setLogPod(s("checkout-old-4t9c4"));
        QVERIFY(!ground.place.diagnosis().log.answered()); // not the other pod's under this name
        QCOMPARE(ground.question().logPod, s("checkout-old-4t9c4"));
        ground.tell(samples::crash(ground.question()));
        QTRY_COMPARE(ground.place.diagnosis().log.value.pod, s("checkout-old-4t9c4"));
    }

    void podsKeepTheirSelection()
    {
        Ground ground;
        PodsModel model(ground.session, ground.place);
        const QAbstractItemModelTester tester(&model, kFatal);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        ground.look();
        const Diagnosis first = samples::crash(ground.question());
        ground.tell(first);
        QTRY_COMPARE(model.rowCount(), 11);
        QCOMPARE(model.index(0, PodsModel::StateColumn).data().toString(), s("CrashLoopBackOff, exit code 1"));
        QCOMPARE(model.index(0, PodsModel::RestartsColumn).data().toString(), s("7"));
        QCOMPARE(model.index(0, PodsModel::VersionColumn).data().toString(), s("4.8.0"));
        QCOMPARE(model.index(10, PodsModel::VersionColumn).data().toString(), s("4.7.1"));
        QCOMPARE(model.index(0, 0).data(PodsModel::ToneRole).toInt(), 2);
        const QPersistentModelIndex chosen = model.index(2, 0);
        const QString name = chosen.data().toString();
        // It becomes the worst; one is gone, one came.
        Diagnosis next = first;
        next.pods.value.removeAt(0);
        for (Pod &pod : next.pods.value) {
            if (pod.name == name)
                pod.restarts = 20;
        }
        next.pods.value.append(samples::pod("zzzzz", "new", PodHealth::Starting));
        sortPods(next.pods.value, s("new"));
        ground.place.askNow();
        ground.tell(next);
        QTRY_COMPARE(chosen.row(), 0);
        QCOMPARE(chosen.data().toString(), name);
        QCOMPARE(model.rowCount(), 11);
        QVERIFY(resets.isEmpty());
        ground.place.setPlacement(s("cart@prod/eu-1"));
        QCOMPARE(model.rowCount(), 0);
    }

    void eventsNewestFirst()
    {
        Ground ground;
        EventsModel model(ground.session, ground.place);
        const QAbstractItemModelTester tester(&model, kFatal);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        ground.look();
        Diagnosis now = samples::crash(ground.question());
        ground.tell(now);
        QTRY_COMPARE(model.rowCount(), 6);
        QCOMPARE(model.index(0, EventsModel::ReasonColumn).data().toString(), s("BackOff"));
        QCOMPARE(model.index(0, EventsModel::CountColumn).data().toString(), s("×24"));
        QCOMPARE(model.index(0, 0).data(EventsModel::ToneRole).toInt(), 2);
        QCOMPARE(model.index(0, EventsModel::AgeColumn).data().toString(), s("6\u00a0s"));
        const QPersistentModelIndex kept = model.index(1, 0);
        now.events.value.prepend(samples::event("e0", "Killing", "Stopping container checkout", 1'000));
        ground.place.askNow();
        ground.tell(now);
        QTRY_COMPARE(kept.row(), 2);
        QVERIFY(resets.isEmpty());
    }

    void sentences_data()
    {
        QTest::addColumn<Diagnosis>("diagnosis");
        QTest::addColumn<int>("level");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("next");
        const auto row = [](const char *name, const Diagnosis &diagnosis, Level level, const char *sentence,
                            const char *next = "") {
            QTest::newRow(name) << diagnosis << int(level) << s(sentence) << s(next);
        };
        using samples::crashing;
        using samples::pod;
        const QList<Pod> stable{pod("a", "old"), pod("b", "old")};
        row("three of five", samples::crash(of({}).question), Level::Bad,
            "3 of 5 new pods crash: CrashLoopBackOff, exit code 1, 7 restarts");
        row("one of two", of(stable + QList<Pod>{crashing("x", 1), pod("y", "new")}), Level::Bad,
            "1 of 2 new pods crashes: CrashLoopBackOff, exit code 1, 1 restart");
        row("the only one", of(stable + QList<Pod>{crashing("x", 2)}), Level::Bad,
            "The only new pod crashes: CrashLoopBackOff, exit code 1, 2 restarts");
        Pod oom = crashing("x", 2);
        oom.exitCode = 137;
        oom.endReason = s("OOMKilled");
        oom.endMessage = s("ran out of memory");
        row("killed for its memory", of({oom}), Level::Bad,
            "The only new pod crashes: CrashLoopBackOff, exit code 137, OOMKilled, 2 restarts", "ran out of memory");
        Pod image = pod("x", "new", PodHealth::CannotStart);
        image.reason = s("ImagePullBackOff");
        image.message = s("manifest unknown");
        row("no image", of({image, pod("y", "new", PodHealth::Starting)}), Level::Bad,
            "1 of 2 new pods cannot start: ImagePullBackOff", "manifest unknown");
        row("crash before image", of({image, crashing("y", 1)}), Level::Bad,
            "1 of 2 new pods crashes: CrashLoopBackOff, exit code 1, 1 restart");
        row("not ready", of({pod("x", "new", PodHealth::NotReady)}), Level::Doubt,
            "The only new pod runs but is not ready", "Its readiness probe fails: the events say how.");
        row("all well", of(stable + QList<Pod>{pod("x", "new"), pod("y", "new"), pod("z", "new")}), Level::Calm,
            "All 3 new pods are ready");
        Pod again = pod("x", "new");
        again.restarts = 3;
        again.exitCode = 137;
        again.endReason = s("OOMKilled");
        row("well again", of({again, pod("y", "new")}), Level::Doubt,
            "Both new pods are ready, after 3 restarts: exit code 137, OOMKilled");
        row("the stable one breaks", of({pod("x", "new"), oom, crashing("y", 9)}), Level::Bad,
            "2 of 3 new pods crash: CrashLoopBackOff, exit code 1, 9 restarts");
        Pod broken = crashing("s", 4);
        broken.hash = s("old");
        row("only the stable one breaks", of({pod("x", "new"), broken}), Level::Bad,
            "The only stable pod crashes: CrashLoopBackOff, exit code 1, 4 restarts");
        row("both break", of({crashing("x", 1), broken}), Level::Bad,
            "The only new pod crashes: CrashLoopBackOff, exit code 1, 1 restart",
            "The only stable pod crashes: CrashLoopBackOff, exit code 1, 4 restarts.");
        row("pods that go do not count", of({pod("x", "new"), pod("y", "new", PodHealth::Ending)}), Level::Calm,
            "The only new pod is ready");
        row("given up", of(stable), Level::Calm, "The new version has no pods", "Both stable pods are ready.");
        Diagnosis quota = of(stable);
        quota.conditions.value = {{s("ReplicaFailure"), s("True"), s("FailedCreate"), s("exceeded quota: pods"), 1}};
        row("no room for pods", quota, Level::Bad, "The new version has no pods", "exceeded quota: pods");
        Diagnosis errors = of({pod("x", "new")});
        errors.log.value.lines = {{1, s("level=info msg=\"ok\"")},
                                  {2, s("level=error msg=\"pool exhausted, 20 of 20 in use\" status=503")}};
        errors.log.atMs = 1;
        row("the log complains", errors, Level::Doubt, "The only new pod is ready",
            "1 of the last 2 lines of its log complain: pool exhausted, 20 of 20 in use");
        errors.log.value.lines.removeLast();
        row("the log is content", errors, Level::Calm, "The only new pod is ready",
            "Kubernetes sees nothing wrong, and the log does not complain.");
        row("not asked yet", Diagnosis{}, Level::Unknown, "Asking the cluster…");
        Diagnosis refused;
        refused.pods.error = samples::refusal("list pods");
        row("refused", refused, Level::Unknown, "User \"viewer\" cannot list pods in the namespace \"shop\"",
            "The credentials of argo need the right to list pods in namespace shop; the role \"view\" has it.");
        Diagnosis one = of({crashing("x", 1)});
        one.question.stableHash = one.question.newHash;
        row("nothing on its way", one, Level::Bad, "The only pod crashes: CrashLoopBackOff, exit code 1, 1 restart");
    }
    void sentences()
    {
        QFETCH(const Diagnosis, diagnosis);
        QFETCH(const int, level);
        QFETCH(const QString, sentence);
        QFETCH(const QString, next);
        const DiagnosisSummary summary = summaryOf(diagnosis);
        QCOMPARE(summary.sentence, sentence);
        QCOMPARE(summary.next, next);
        QCOMPARE(int(summary.level), level);
    }

    void complaints_data()
    {
        QTest::addColumn<bool>("is");
        for (const char *line :
             {"level=error msg=x", "{\"time\":1,\"level\":\"ERROR\"}", "{\"severity\": \"critical\"}", "ERROR no db",
              "2026-11-23 15:40:00 ERROR no db", "[FATAL] x", "panic: x", "Traceback (most recent call last):",
              "java.lang.NullPointerException: x", "Caused by: x", "ValueError: x"})
            QTest::newRow(line) << true;
        for (const char *line : {"level=info msg=\"0 errors\"", "GET /errors 200", "errors=0", "no ERROR here at all",
                                 "{\"level\":\"info\",\"error\":null}", "fatality rate 0", ""})
            QTest::newRow(*line ? line : "nothing") << false;
    }
    void complaints()
    {
        QFETCH(const bool, is);
        const QString line = QString::fromUtf8(QTest::currentDataTag());
        QCOMPARE(isComplaint(line == QLatin1String("nothing") ? QString() : line), is);
    }
};

QTEST_GUILESS_MAIN(TestWhy)
#include "tst_why.moc"
