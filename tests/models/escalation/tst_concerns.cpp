// SPDX-License-Identifier: GPL-3.0-or-later
#include "escalationfixture.h"

#include "models/escalation/concerns.h"
#include "models/escalation/message.h"

using namespace astern;
using namespace astern::escalation;
using namespace astern::escalation::test;
using guard::Act;
using guard::PlaceVerdict;
using guard::Recovery;
using policy::VerdictClass;

namespace {

Act act(const Act::What &what)
{
    Act one;
    one.key = s("key");
    one.what = what;
    one.cause = VerdictClass::Systemic;
    one.policyId = s("slo");
    one.dueMs = kStart;
    one.deadlineMs = kStart + 30 * kMinute;
    one.reasons = {s("slo/errors: confirmed")};
    return one;
}

PlaceVerdict verdict(VerdictClass is = VerdictClass::Systemic)
{
    PlaceVerdict one;
    one.place = s("pay@prod/eu-1");
    one.rollout = s("r-1");
    one.verdict = is;
    one.fresh = true;
    one.sinceMs = kStart - kMinute;
    one.tickMs = kStart + 5 * kMinute;
    one.judgedAtMs = one.tickMs;
    return one;
}

Item itemOf(const Concern &concern)
{
    Item item;
    item.concern = concern;
    item.raisedMs = kStart;
    return item;
}

} // namespace

class ConcernsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ofAPage()
    {
        PlaceVerdict now = verdict();
        now.coming = {{kStart + kMinute, s("notify"), s("slo"), {}},
                      {kStart + 2 * kMinute, s("rollback"), s("slo"), {}}};
        const Concern one = concernOf(now, act(policy::Page{s("oncall")}));
        QVERIFY(one.kind == Concern::Kind::Page);
        QCOMPARE(one.target, s("oncall"));
        QCOMPARE(one.service + one.environment + one.cell, s("payprodeu-1"));
        QCOMPARE(one.byItself, s("rollback")); // what tells people is nothing that happens
        QCOMPARE(one.byItselfMs, kStart + 2 * kMinute);
        QCOMPARE(one.sinceMs, kStart - kMinute);
        QCOMPARE(one.id, concernOf(verdict(VerdictClass::Healthy), act(policy::Page{s("oncall")})).id);
    }
    void ofAQuestion()
    {
        PlaceVerdict now = verdict();
        now.asks = {act(policy::Ask{s("release-manager"), 30 * kMinute, policy::Ask::Default::Rollback})};
        const QList<Concern> all = questionsOf(now);
        QCOMPARE(all.size(), 1);
        QVERIFY(all.first().kind == Concern::Kind::Question);
        QCOMPARE(all.first().byItself, s("rollback"));
        QCOMPARE(all.first().byItselfMs, kStart + 30 * kMinute);
    }
    void isOver_data()
    {
        QTest::addColumn<bool>("question");
        QTest::addColumn<bool>("taken");
        QTest::addColumn<int>("is");
        QTest::addColumn<int>("recovery");
        QTest::addColumn<bool>("ended");
        QTest::addColumn<bool>("other");
        QTest::addColumn<QString>("why");
        const auto row = [](const char *name, bool question, bool taken, VerdictClass is, Recovery recovery, bool ended,
                            bool other, const char *why) {
            QTest::newRow(name) << question << taken << int(is) << int(recovery) << ended << other << s(why);
        };
        using V = VerdictClass;
        row("still failing", false, false, V::Systemic, Recovery::None, false, false, "");
        row("healthy again", false, false, V::Healthy, Recovery::None, false, false, "healthy again");
        row("unknown is not healthy", false, false, V::Unknown, Recovery::None, false, false, "");
        row("rolled back, watched", false, false, V::Healthy, Recovery::Watching, false, false, "");
        row("recovered", false, false, V::Systemic, Recovery::Recovered, true, false,
            "rolled back, and recovered after 5\u00a0min");
        row("not recovered", false, false, V::Healthy, Recovery::Failed, true, false, "");
        row("not recovered, taken over", false, true, V::Healthy, Recovery::Failed, true, false,
            "the rollout has ended");
        row("ended, and nobody has it", false, false, V::Systemic, Recovery::None, true, false, "");
        row("ended, taken over", false, true, V::Systemic, Recovery::None, true, false, "the rollout has ended");
        row("another rollout", false, false, V::Healthy, Recovery::None, false, true, "");
        row("another rollout, taken over", false, true, V::Healthy, Recovery::None, false, true,
            "another rollout is on its way");
        row("answered", true, false, V::Systemic, Recovery::None, false, false,
            "the question is answered, or no longer asked");
    }
    void isOver()
    {
        QFETCH(const bool, question);
        QFETCH(const bool, taken);
        QFETCH(const int, is);
        QFETCH(const int, recovery);
        QFETCH(const bool, ended);
        QFETCH(const bool, other);
        QFETCH(const QString, why);
        const Act about = question ? act(policy::Ask{s("boss"), 1, {}}) : act(policy::Page{s("oncall")});
        Item item = itemOf(concernOf(verdict(), about));
        item.acknowledgedMs = taken ? kStart + 1 : 0;
        PlaceVerdict now = verdict(VerdictClass(is));
        now.recovery = Recovery(recovery);
        now.over = ended;
        if (other)
            now.rollout = s("r-2");
        QCOMPARE(whyOver(item, now).value_or(QString()), why);
    }
    void anOpenQuestionStaysOpen()
    {
        PlaceVerdict now = verdict(VerdictClass::Healthy);
        now.asks = {act(policy::Ask{s("boss"), 1, {}})};
        QVERIFY(!whyOver(itemOf(questionsOf(now).first()), now));
    }
    void says()
    {
        PlaceVerdict now = verdict();
        now.coming = {{kStart + 2 * kMinute, s("rollback"), s("slo"), {}}};
        const Item item = itemOf(concernOf(now, act(policy::Page{s("oncall")})));
        const Sending sending{
            .id = item.concern.id, .target = s("oncall"), .heldBack = 2, .heldWhere = {s("a@prod")}, .again = true};
        const Message message = messageOf(s("shop"), item, sending, NextRung{s("leads"), false, kStart + 10 * kMinute},
                                          kStart, QTimeZone("Europe/Berlin"));
        QCOMPARE(message.title, s("[shop] pay prod/eu-1: failing since 2025-11-24 16:59:00 +01:00"));
        const QString id = shortId(item.concern.id);
        QCOMPARE(message.lines.join(QLatin1Char('\n')),
                 s("Policy slo: slo/errors: confirmed.\nRollout r-1.\n"
                   "Unless somebody acts it rolls back by itself at 2025-11-24 17:02:00 +01:00.\n"
                   "Next to be told, unless somebody takes it over: leads, at 2025-11-24 17:10:00 +01:00.\n"
                   "Take it over: asternctl ack %1\n"
                   "2 more messages were held back since the last one: a@prod.\n"
                   "It may reach you twice: whether the first one arrived is not known.")
                     .arg(id));
    }
};

QTEST_APPLESS_MAIN(ConcernsTest)
#include "tst_concerns.moc"
