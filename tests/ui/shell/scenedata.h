// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/record.h"
#include "tests/support/alerts.h"
#include "tests/support/recordings.h"
#include "tests/support/shop.h"
#include "tests/support/verdicts.h"

// What the scenes show beyond the shop as it is.
namespace astern::scenes {

inline WorkspaceNews brokenNews()
{
    WorkspaceNews news;
    news.issues = {{.at = {QStringLiteral("astern.yaml"), 12, 1},
                    .code = QStringLiteral("W-KEY"),
                    .message = QStringLiteral("the key \"enviroments\" is not known in a workspace"),
                    .allowed = QStringLiteral("environments"),
                    .nearest = QStringLiteral("environments")},
                   {.at = {QStringLiteral("astern.yaml"), 19, 27}, .code = QStringLiteral("W-REF")}};
    news.sinceMs = samples::kNow - 130'000;
    return news;
}

// Two thousand places, some with names that no column has room for.
inline void crowd(Workspace &workspace)
{
    for (int i = 0; i < 655; ++i) {
        const QString number = QStringLiteral("%1").arg(i, 3, 10, QLatin1Char('0'));
        const QString name =
            (i % 7 == 0 ? QStringLiteral("audience-for-returning-customers-") : QStringLiteral("warehouse-")) + number;
        ServiceConfig service = shop::service(name, QStringLiteral("team-%1").arg(i % 40));
        service.signalSpecs = {shop::signal("errors", "Error ratio", SignalSpec::Kind::Events, "%", 0.01),
                               shop::signal("slow", "Slower than 300 ms", SignalSpec::Kind::Events, "%", 0.05)};
        workspace.services.append(service);
    }
}

// Of several places, one of them silenced, one of no place.
inline QList<Alert> someAlerts()
{
    const auto of = [](Alert alert, const char *service, const char *cell) {
        alert.fingerprint += QLatin1Char('-') + QLatin1String(service);
        alert.labels.insert(QStringLiteral("service"), QLatin1String(service));
        alert.labels.insert(QStringLiteral("cell"), QLatin1String(cell));
        return alert;
    };
    return {samples::alert("CheckoutErrorBudgetBurns", "critical", 95'000),
            samples::alert("CheckoutSlow", "warning", 720'000),
            samples::silenced(samples::alert("PodRestarts", "info", 7'200'000)),
            of(samples::alert("QueueGrows", "warning", 300'000), "payments", "us-1"),
            of(samples::silenced(samples::alert("DiskFills", "page", 300'000)), "search", "eu-1"),
            of(samples::alert("NodeDown", "critical", 60'000), "node", "eu-1")};
}

inline PlanRun runOf(const Plan &plan)
{
    PlanRun run;
    run.plan = plan;
    run.actor.name = QStringLiteral("jo");
    run.reason = QStringLiteral("Error ratio over its limit");
    run.startedMs = samples::kNow - 3'400;
    run.steps.resize(plan.steps.size());
    run.steps[0].state = StepRun::State::Confirming;
    run.steps[0].startedMs = samples::kNow - 3'300;
    run.steps[0].words = QStringLiteral("4.7.1 serves 88 %");
    run.steps[0].progress = 0.5;
    run.steps[0].intentIndex = 3;
    return run;
}

// Every verdict on a place of its own: failing, suspect, unknown with a question, not its fault, healthy; one is old.
inline void judge(Session &session, const guard::PlaceVerdict &checkout)
{
    session.setGuardState(samples::guardActs());
    RolloutBatch batch;
    batch.backend = QStringLiteral("argo");
    for (const char *name : {"cart", "catalog", "inventory", "accounts", "web-frontend", "notifications"}) {
        Rollout rollout = samples::progressing();
        rollout.ref = session.placement(QLatin1String(name) + QStringLiteral("@prod/us-1"))->object;
        batch.changed.append(rollout);
    }
    session.observe(batch);
    session.setVerdict(checkout);
    session.setVerdict(samples::suspectVerdict(QStringLiteral("cart@prod/us-1")));
    session.setVerdict(samples::askingVerdict(QStringLiteral("catalog@prod/us-1")));
    session.setVerdict(samples::externalVerdict(QStringLiteral("inventory@prod/us-1")));
    session.setVerdict(samples::wellVerdict(QStringLiteral("accounts@prod/us-1")));
    guard::PlaceVerdict old = samples::wellVerdict(QStringLiteral("web-frontend@prod/us-1"));
    old.tickMs = samples::kNow - 130'000;
    session.setVerdict(old);
    session.setVerdict(samples::wellVerdict(QStringLiteral("payments@prod/eu-1")));
}

// Four policies: in force, broken with what it said before, broken from the start, used by nobody; a rollout on its way
// and two that are over.
inline void equipPolicies(Workspace &workspace, const QString &folder, const QString &data)
{
    const QByteArray good = recordings::policyText();
    const auto of = [&good](const char *id) {
        return QByteArray(good).replace("id: checkout-slo", QByteArray("id: ") + id);
    };
    const QString payments = QStringLiteral("policies/payments.yaml");
    recordings::equip(workspace, folder,
                      {{QStringLiteral("policies/checkout.yaml"), good},
                       {payments, of("payments-slo")},
                       {QStringLiteral("policies/returns.yaml"), of("returns").replace("120s", "120")},
                       {QStringLiteral("policies/search.yaml"), of("search-slo-of-all-regions-and-cells")}});
    Workspace next = workspace;
    recordings::writePolicy(folder, payments, of("payments-slo").replace("above: 2%", "above: 2"));
    next.policies = readPolicies(readPolicyTexts(folder), next);
    keepPoliciesInForce(next, workspace.policies);
    workspace.policies = next.policies;
    workspace.unenforced.clear();
    recordings::record(data, good, samples::kNow - 90'000'000, 0.2);
    recordings::record(data, good, samples::kNow - 3'600'000);
    recordings::record(data, good, samples::kNow - 20'000, 0.05, "checkout@prod/us-1");
}

// The first wave is back, the second one is on its way.
inline CampaignRun campaignOf(const astern::Campaign &campaign)
{
    CampaignRun run = makeCampaignRun(campaign, {.ref = {}, .name = QStringLiteral("jo"), .role = {}},
                                      QStringLiteral("Error ratio over its limit"));
    run.startedMs = samples::kNow - 71'400;
    run.wave = 1;
    run.places[0].state = PlaceRun::State::Done;
    run.places[0].run.state = PlanRun::State::Succeeded;
    run.places[0].run.startedMs = run.startedMs;
    run.places[0].run.endedMs = samples::kNow - 3'400;
    run.places[0].run.summary = QStringLiteral("recovered after 4 s");
    run.places[0].run.steps[0].outcomeIndex = 4;
    run.places[1].state = PlaceRun::State::Running;
    run.places[1].run = runOf(run.places.at(1).run.plan);
    return run;
}

} // namespace astern::scenes
