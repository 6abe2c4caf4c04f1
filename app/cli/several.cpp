// SPDX-License-Identifier: GPL-3.0-or-later
// Several cells of a service in one commit: a campaign of plans, each of them as `rollback` for one cell makes it.
#include "app/cli/act.h"
#include "app/cli/json.h"
#include "app/unixsignals.h"
#include "models/base/format.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString cellsOf(const VerbOptions &options) { return options.value(QStringLiteral("cell")); }

void printJson(const QJsonObject &object, Streams streams)
{
    streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
}

// The places that SERVICE, --environment and --cell name; every named cell has to be one.
Result<QList<Placement>> findPlacements(const Workspace &workspace, const QString &service, const QString &environment,
                                        const QString &cells)
{
    const ServiceConfig *config = workspace.service(service);
    if (!config)
        return findPlacement(workspace, service, environment, {}).error(); // it names the services that there are
    QStringList environments;
    for (const Placement &placement : config->placements) {
        if (!environments.contains(placement.environment))
            environments.append(placement.environment);
    }
    const QString chosen = environment.isEmpty() && environments.size() == 1 ? environments.constFirst() : environment;
    if (!environments.contains(chosen)) {
        return Error{.kind = Error::Kind::Invalid,
                     .message = chosen.isEmpty() ? tr("%1 runs in several environments").arg(service)
                                                 : tr("%1 does not run in %2").arg(service, chosen),
                     .hint = tr("Choose one of: --environment %1.").arg(environments.join(QStringLiteral(", ")))};
    }
    QList<Placement> there;
    QStringList known;
    for (const Placement &placement : config->placements) {
        if (placement.environment != chosen)
            continue;
        there.append(placement);
        known.append(placement.cell);
    }
    if (cells == QLatin1String("all"))
        return there;
    QList<Placement> found;
    for (const QString &part : cells.split(QLatin1Char(','))) {
        const QString cell = part.trimmed();
        const qsizetype at = known.indexOf(cell);
        if (at < 0) {
            return Error{.kind = Error::Kind::Invalid,
                         .message = tr("%1 does not run in %2/%3").arg(service, chosen, cell),
                         .hint = tr("It runs in: %1; or name \"all\".").arg(known.join(QStringLiteral(", ")))};
        }
        if (!std::any_of(found.cbegin(), found.cend(), [&](const Placement &p) { return p.cell == cell; }))
            found.append(there.at(at));
    }
    return found;
}

// Reads all places at once; those that answer are the session's. What did not answer comes back by placement key.
std::optional<QHash<QString, Error>> readAll(Engine &engine, const QList<Placement> &places)
{
    QHash<QString, Error> failed;
    QEventLoop loop;
    qsizetype left = places.size();
    for (const Placement &place : places) {
        engine.read(place.object, [&, place](const Result<Rollout> &now) {
            if (now)
                engine.session().observe(
                    {.backend = place.object.backend, .complete = false, .changed = {*now}, .gone = {}});
            else
                failed.insert(place.key(), now.error());
            if (--left == 0)
                loop.quit();
        });
    }
    if (left > 0)
        loop.exec();
    return left > 0 ? std::nullopt : std::optional(failed);
}

void printCampaign(Engine &engine, const Campaign &campaign, Streams streams)
{
    const bool waves = campaign.order == CampaignOrder::Waves;
    const qint64 nowMs = engine.session().nowMs();
    int number = 0;
    for (const QList<Plan> &wave : campaign.waves) {
        if (waves)
            streams.err << tr("Wave %1 of %2").arg(++number).arg(campaign.waves.size()) << '\n';
        for (const Plan &plan : wave)
            printPlan(plan, {}, nowMs, streams);
    }
    for (const LeftOut &left : campaign.leftOut)
        streams.err << tr("LEFT OUT %1: %2").arg(left.placementKey, left.why.toString()) << '\n';
    if (campaign.waves.size() < 2)
        streams.err << tr("All of them at once.") << '\n';
    else if (campaign.onRefusal == OnRefusal::Stop)
        streams.err << tr("One after the other; when a place is refused or fails, no further wave is begun.") << '\n';
    else
        streams.err << tr("One after the other; when a place is refused or fails, the next wave is begun all the same.")
                    << '\n';
    streams.err.flush();
}

int dryRun(Engine &engine, const Campaign &campaign, const VerbOptions &options, Streams streams)
{
    QJsonArray proofs;
    bool allAllowed = true;
    if (!options.json())
        printCampaign(engine, campaign, streams);
    for (const Plan &plan : campaign.plans()) {
        for (const Proof &proof : proofsOf(engine, plan)) {
            allAllowed = allAllowed && proof.permission.allowed;
            proofs.append(QJsonObject{{QStringLiteral("place"), plan.placementKey()},
                                      {QStringLiteral("step"), proof.step},
                                      {QStringLiteral("allowed"), proof.permission.allowed},
                                      {QStringLiteral("words"), proofWords(proof)}});
            if (!options.json())
                streams.err << "  " << plan.placementKey() << ' ' << proof.step << ": " << proofWords(proof)
                            << Qt::endl;
        }
    }
    if (options.json()) {
        QJsonObject object = campaignToJson(campaign);
        object.insert(QStringLiteral("proofs"), proofs);
        printJson(object, streams);
    }
    if (!allAllowed)
        return ExitNotPermitted;
    return campaign.leftOut.isEmpty() ? ExitDone : ExitIncomplete;
}

int follow(Engine &engine, const Campaign &campaign, const VerbOptions &options, Streams streams)
{
    Session &session = engine.session();
    CampaignRun last;
    QHash<QString, QList<StepRun>> shown;
    QEventLoop loop;
    QObject::connect(&session, &Session::campaignChanged, &loop, [&](const CampaignRun &run) {
        if (run.campaign.id != campaign.id)
            return;
        last = run;
        for (const PlaceRun &place : run.places) {
            const Plan &plan = place.run.plan;
            if (!options.json())
                printProgress(place.run, plan.environment + QLatin1Char('/') + plan.cell + QLatin1Char(' '),
                              shown[plan.id], streams);
        }
        if (run.isOver())
            loop.quit();
    });
    const Result<Ok> committed = session.commit(campaign, options.value(QStringLiteral("reason")));
    if (!committed)
        return fail(streams, committed.error(), options.json());
    loop.exec();
    if (options.json())
        printJson(campaignRunToJson(last), streams);
    if (!last.isOver()) {
        streams.err << tr("Interrupted: what was sent goes on, waves that have not begun are not begun. The next start "
                          "reads what became of it.")
                    << Qt::endl;
        return ExitIncomplete;
    }
    streams.err << summaryOf(last) << Qt::endl;
    return exitCodeOf(last);
}

} // namespace

bool namesSeveral(const VerbOptions &options)
{
    return cellsOf(options) == QLatin1String("all") || cellsOf(options).contains(QLatin1Char(','));
}

int exitCodeOf(const CampaignRun &run)
{
    if (run.state == CampaignRun::State::Succeeded)
        return ExitDone;
    if (!run.isOver() || run.count(PlaceRun::State::Done) > 0)
        return ExitIncomplete;
    std::optional<int> code; // the one that all places share
    for (const PlaceRun &place : run.places) {
        const int its = place.state == PlaceRun::State::NotBegun ? code.value_or(ExitRefused) : exitCodeOf(place.run);
        if (code && *code != its)
            return ExitRefused;
        code = its;
    }
    return code.value_or(ExitRefused);
}

int rollBackSeveral(const Workspace &workspace, const VerbOptions &options, Streams streams)
{
    const bool waves = options.isSet(QStringLiteral("waves"));
    if (waves && options.isSet(QStringLiteral("at-once")))
        return options.usageError(streams, tr("--waves or --at-once, not both"));
    if (options.isSet(QStringLiteral("to-revision")))
        return options.usageError(streams, tr("--to-revision is for one cell: revisions have other numbers elsewhere"));
    const QString policy = options.isSet(QStringLiteral("on-refusal")) ? options.value(QStringLiteral("on-refusal"))
                                                                       : toString(usualOnRefusal(PlanKind::Rollback));
    if (policy != toString(OnRefusal::Stop) && policy != toString(OnRefusal::GoOn))
        return options.usageError(streams, tr("--on-refusal takes stop or go-on, not \"%1\"").arg(policy));
    const OnRefusal onRefusal = policy == toString(OnRefusal::Stop) ? OnRefusal::Stop : OnRefusal::GoOn;
    const auto places = findPlacements(workspace, options.positional().constFirst(),
                                       options.value(QStringLiteral("environment")), cellsOf(options));
    if (!places) {
        fail(streams, places.error(), options.json());
        return ExitUsage;
    }
    const bool dry = options.isSet(QStringLiteral("dry-run"));
    auto created = Engine::create(
        workspace,
        {.dataFolder = options.dataFolder(), .watch = !dry, .recover = !dry, .readOnly = false, .actor = {}});
    if (!created)
        return fail(streams, created.error(), options.json());
    Engine &engine = **created;
    engine.start();
    const auto unread = readAll(engine, *places);
    if (!unread)
        return 128 + receivedUnixSignal();
    if (unread->size() == places->size())
        return fail(streams, unread->begin().value(), options.json());

    QStringList keys;
    for (const Placement &place : *places)
        keys.append(place.key());
    const auto make = [&] {
        return engine.session().campaign(PlanKind::Rollback, keys, waves ? CampaignOrder::Waves : CampaignOrder::AtOnce,
                                         onRefusal);
    };
    Result<Campaign> made = make();
    // "all" means all that have something to go back from; a cell that is named is taken at its word.
    const QStringList stay =
        made && cellsOf(options) == QLatin1String("all") ? alreadyBack(made->plans()) : QStringList();
    if (!stay.isEmpty()) {
        for (const QString &key : stay) {
            keys.removeAll(key);
            streams.err << tr("%1 stays: it serves what the others return to").arg(key) << Qt::endl;
        }
        made = make();
    }
    if (!made) {
        fail(streams, made.error(), options.json());
        return ExitRefused;
    }
    Campaign campaign = *made;
    for (LeftOut &left : campaign.leftOut)
        left.why = unread->value(left.placementKey, left.why); // why it was not seen, instead of that it was not
    if (dry)
        return dryRun(engine, campaign, options, streams);
    if (!options.json())
        printCampaign(engine, campaign, streams);
    // Nobody looks with --yes: who wants to stop at a refusal is not left with fewer places than were named.
    if (onRefusal == OnRefusal::Stop && !campaign.leftOut.isEmpty() && options.isSet(QStringLiteral("yes"))) {
        const LeftOut &left = campaign.leftOut.constFirst();
        return fail(streams,
                    {.kind = Error::Kind::Refused,
                     .message = tr("Nothing was sent: %1 would be left out").arg(left.placementKey),
                     .where = left.why.message,
                     .hint = tr("Name the other cells, or go on without it: --on-refusal go-on.")},
                    options.json());
    }
    int exitCode = ExitDone;
    if (!confirmed(options.positional().constFirst(), options, streams, exitCode))
        return exitCode;
    return follow(engine, campaign, options, streams);
}

} // namespace astern::app
