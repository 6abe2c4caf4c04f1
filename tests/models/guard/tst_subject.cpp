// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/subject.h"

#include <QTest>

using namespace astern;
using namespace astern::guard;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

Workspace workspaceWithPolicy()
{
    auto policy = std::make_shared<policy::Policy>();
    policy->id = s("checkout-slo");
    policy->appliesTo = {s("checkout"), {s("prod")}, {policy::Strategy::Canary}};
    Workspace workspace;
    ServiceConfig service;
    service.id = s("checkout");
    service.policies = {policy->id};
    workspace.services = {service};
    workspace.policies = {
        {.name = s("policies/checkout.yaml"), .text = {}, .digest = s("00"), .policy = policy, .issues = {}}};
    return workspace;
}

Placement place()
{
    Placement placement;
    placement.service = s("checkout");
    placement.environment = s("prod");
    placement.cell = s("eu-1");
    return placement;
}

Rollout canary()
{
    Rollout rollout;
    rollout.desired.hash = s("bb");
    rollout.stableHash = s("aa");
    rollout.control.strategy = s("canary");
    rollout.startedMs = rollout.startedStampMs = 1'795'000'000'000;
    return rollout;
}

} // namespace

class TestSubject : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isOneRolloutWhateverOurClockSays()
    {
        const std::optional<Subject> before = subjectOf(workspaceWithPolicy(), place(), canary());
        QVERIFY(before && before->onItsWay);
        Rollout later = canary();
        later.startedMs -= 7'000; // our clock was corrected
        const std::optional<Subject> after = subjectOf(workspaceWithPolicy(), place(), later);
        QCOMPARE(after->id, before->id);
        QCOMPARE(after->judged.startMs, later.startedMs); // ages are by our clock
        later.startedStampMs += 1'000;
        QVERIFY(subjectOf(workspaceWithPolicy(), place(), later)->id != before->id);
        QVERIFY(!before->newHash.isEmpty());
        QCOMPARE(hashOfRollout(before->id), before->newHash);
    }
    void ends_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"complete", "aborted", "no start known"})
            QTest::newRow(what) << s(what);
    }
    void ends()
    {
        QFETCH(QString, what);
        Rollout rollout = canary();
        if (what == s("complete"))
            rollout.stableHash = rollout.desired.hash;
        else if (what == s("aborted"))
            rollout.control.aborted = true;
        else
            rollout.startedMs = 0;
        QVERIFY(!subjectOf(workspaceWithPolicy(), place(), rollout)->onItsWay);
    }
    void underNoPolicy()
    {
        Rollout rolling = canary();
        rolling.control.strategy = s("rolling");
        QVERIFY(!subjectOf(workspaceWithPolicy(), place(), rolling));
        Placement staging = place();
        staging.environment = s("staging");
        QVERIFY(!subjectOf(workspaceWithPolicy(), staging, canary()));
        Workspace unnamed = workspaceWithPolicy();
        unnamed.services.first().policies.clear();
        QVERIFY(!subjectOf(unnamed, place(), canary()));
    }
};

QTEST_GUILESS_MAIN(TestSubject)
#include "tst_subject.moc"
