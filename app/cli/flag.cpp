// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/act.h"
#include "app/cli/json.h"
#include "app/cli/table.h"
#include "app/cli/verbs.h"
#include "app/unixsignals.h"
#include "models/base/format.h"
#include "models/command/mitigationplanner.h"
#include "models/flag/flagbook.h"
#include "models/views/flagsmodel.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

// A flag, and the places that it is declared for.
struct Known {
    FlagRef ref;
    QString environment; // of the workspace
    QList<Placement> places;
};

QList<Known> declared(const Workspace &workspace, const VerbOptions &options, const QString &name)
{
    const QString service = options.value(QStringLiteral("service"));
    const QString environment = options.value(QStringLiteral("environment"));
    QList<Known> all;
    const QList<Placement> places = workspace.placements();
    for (const Placement &place : places) {
        if ((!service.isEmpty() && place.service != service) ||
            (!environment.isEmpty() && place.environment != environment))
            continue;
        for (const FlagRef &ref : flagsOf(workspace, place)) {
            if (!name.isEmpty() && ref.name != name)
                continue;
            const auto known = std::find_if(all.begin(), all.end(), [&](const Known &k) {
                return k.ref == ref && k.environment == place.environment;
            });
            if (known != all.end())
                known->places.append(place);
            else
                all.append({ref, place.environment, {place}});
        }
    }
    return all;
}

FlagState readFlag(Engine &engine, const FlagRef &ref)
{
    const auto answer = wait<Observation>(
        [&](Done<Observation> done) { engine.readTarget(FlagCommand{FlagAction::Off, ref, -1}, std::move(done)); });
    if (answer && answer->ok())
        return std::get<FlagState>(answer->value());
    FlagState state;
    state.ref = ref;
    state.unknownReason = answer ? answer->error().message : tr("interrupted");
    return state;
}

// As the last release of each place found it, where it is another one now.
struct Drifted {
    Placement place;
    FlagGround ground;
};
QList<Drifted> drifted(const FlagBook &book, const Known &known, const FlagState &state)
{
    QList<Drifted> all;
    for (const Placement &place : known.places) {
        const std::optional<FlagGround> ground = book.find(place.key());
        if (ground && !wasThen(*ground, state).isEmpty())
            all.append({place, *ground});
    }
    return all;
}

QString driftLine(const Drifted &one, const FlagState &state)
{
    return tr("%1 %2: %3, %4")
        .arg(one.place.service, one.place.where(), driftWords(one.ground, state), format::stamp(one.ground.startedMs));
}

QJsonArray driftJson(const QList<Drifted> &all, const FlagState &state)
{
    QJsonArray drift;
    for (const Drifted &one : all)
        drift.append(QJsonObject{{QStringLiteral("service"), one.place.service},
                                 {QStringLiteral("environment"), one.place.environment},
                                 {QStringLiteral("cell"), one.place.cell},
                                 {QStringLiteral("version"), one.ground.version},
                                 {QStringLiteral("started_ms"), one.ground.startedMs},
                                 {QStringLiteral("was"), wasThen(one.ground, state)}});
    return drift;
}

QJsonObject toJson(const Known &known, const FlagState &state, const QList<Drifted> &drift)
{
    QStringList services;
    for (const Placement &place : known.places)
        services.append(place.service);
    services.removeDuplicates();
    const bool isKnown = state.unknownReason.isEmpty();
    QJsonValue last;
    if (state.lastChange)
        last = QJsonObject{{QStringLiteral("what"), state.lastChange->what},
                           {QStringLiteral("by"), state.lastChange->by},
                           {QStringLiteral("at_ms"), state.lastChange->atMs}};
    return {{QStringLiteral("flag"), state.ref.name},
            {QStringLiteral("backend"), state.ref.backend},
            {QStringLiteral("project"), state.ref.project},
            {QStringLiteral("environment"), known.environment},
            {QStringLiteral("server_environment"), state.ref.environment},
            {QStringLiteral("services"), QJsonArray::fromStringList(services)},
            {QStringLiteral("on"), isKnown ? QJsonValue(state.on) : QJsonValue()},
            {QStringLiteral("percent"), isKnown && state.percent ? QJsonValue(*state.percent) : QJsonValue()},
            {QStringLiteral("decides"), state.decides},
            {QStringLiteral("archived"), state.archived},
            {QStringLiteral("digest"), state.digest},
            {QStringLiteral("last_change"), last},
            {QStringLiteral("drift"), driftJson(drift, state)},
            {QStringLiteral("observed_ms"), state.observedMs > 0 ? QJsonValue(state.observedMs) : QJsonValue()},
            {QStringLiteral("error"), isKnown ? QJsonValue() : QJsonValue(state.unknownReason)}};
}

int list(Engine &engine, const QList<Known> &all, const VerbOptions &options, Streams streams)
{
    Table table(
        {tr("FLAG"), tr("ENVIRONMENT"), tr("SERVICES"), tr("STATE"), tr("LAST CHANGE"), tr("SINCE THE RELEASE BEGAN")});
    QJsonArray array;
    bool whole = true;
    for (const Known &known : all) {
        const FlagState state = readFlag(engine, known.ref);
        if (receivedUnixSignal() != 0)
            return 128 + receivedUnixSignal();
        whole = whole && state.unknownReason.isEmpty();
        const QList<Drifted> drift = drifted(engine.flags(), known, state);
        const QJsonObject object = toJson(known, state, drift);
        array.append(object);
        QStringList services;
        for (const QJsonValue &service : object.value(QLatin1String("services")).toArray())
            services.append(service.toString());
        QStringList lines;
        for (const Drifted &one : drift)
            lines.append(driftLine(one, state));
        table.add({known.ref.name, known.environment, services.join(QLatin1Char(',')), flagWords(state),
                   state.lastChange ? changeWords(*state.lastChange) : QString(), lines.join(QStringLiteral("; "))});
    }
    if (options.json())
        streams.out << QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact)) << Qt::endl;
    else if (all.isEmpty())
        streams.err << tr("The workspace names no flags there.") << Qt::endl;
    else
        streams.out << table.text() << Qt::flush;
    return whole ? ExitDone : ExitUnreachable;
}

int show(Engine &engine, const Known &known, const VerbOptions &options, Streams streams)
{
    const FlagState state = readFlag(engine, known.ref);
    const QList<Drifted> drift = drifted(engine.flags(), known, state);
    if (options.json()) {
        streams.out << QString::fromUtf8(QJsonDocument(toJson(known, state, drift)).toJson(QJsonDocument::Compact))
                    << Qt::endl;
    } else {
        streams.out
            << known.ref.name << ": " << flagWords(state) << '\n'
            << tr("on %1, project %2, environment %3").arg(known.ref.backend, known.ref.project, known.ref.environment)
            << '\n';
        if (state.lastChange)
            streams.out << changeWords(*state.lastChange) << '\n';
        for (const Drifted &one : drift)
            streams.out << driftLine(one, state) << '\n';
        for (const Placement &place : known.places)
            streams.out << tr("behind it: %1 in %2").arg(place.service, place.where()) << '\n';
        streams.out.flush();
    }
    return state.unknownReason.isEmpty() ? ExitDone : ExitUnreachable;
}

int change(Engine &engine, PlanKind kind, const Known &known, int percent, const VerbOptions &options, Streams streams)
{
    const auto now = wait<Observation>([&](Done<Observation> done) {
        engine.readTarget(FlagCommand{FlagAction::Off, known.ref, -1}, std::move(done));
    });
    if (!now)
        return 128 + receivedUnixSignal();
    if (!now->ok())
        return fail(streams, now->error(), options.json());
    const Placement &place = known.places.constFirst();
    const Result<Plan> plan =
        planFlag(kind, std::get<FlagState>(now->value()), percent, engine.session().planContext(place), place.object);
    if (!plan) {
        fail(streams, plan.error(), options.json());
        return ExitRefused;
    }
    return carryOut(engine, *plan, options, streams);
}

// The one flag that the arguments name.
Result<Known> theOne(const Workspace &workspace, const VerbOptions &options, const QString &name)
{
    const QList<Known> all = declared(workspace, options, name);
    if (all.size() == 1)
        return all.constFirst();
    QStringList choices;
    for (const Known &known : all)
        choices.append(QStringLiteral("--environment ") + known.environment);
    return Error{.kind = Error::Kind::Invalid,
                 .message = all.isEmpty() ? tr("No service declares a flag \"%1\" there").arg(name)
                                          : tr("%1 is in several environments").arg(name),
                 .hint = all.isEmpty() ? tr("Name it under `flags` of a service in the workspace.")
                                       : tr("Choose one of: %1.").arg(choices.join(QStringLiteral("; ")))};
}

// -1: it is not a whole number from 0 to 100.
int percentOf(const QString &text)
{
    bool good = false;
    const int percent = text.toInt(&good);
    return good && checkPercent(percent) ? percent : -1;
}

} // namespace

int runFlag(const QStringList &args, Streams streams)
{
    VerbOptions options(
        QStringLiteral("flag"),
        tr("Feature flags: who is let in, who changed it last, and switching them by the same plans as "
           "everything else. on, off and set need --reason where they let in more users."),
        QStringLiteral("list | show FLAG | on FLAG [--percent N] | off FLAG | set FLAG N "
                       "[--environment E] [--service S] [--reason TEXT] [--dry-run] [--yes] [--json]"),
        QStringLiteral("asternctl flag off new-checkout-flow --environment prod --reason \"errors at 3 %\""));
    options.addDeclaredOptions();
    options.add({QStringLiteral("service"), tr("Only flags of this service."), QStringLiteral("S")});
    options.add({QStringLiteral("percent"), tr("on: of users; set before it goes on."), QStringLiteral("N")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const QStringList words = options.positional();
    const QString verb = words.value(0);
    static const QHash<QString, qsizetype> verbsAndWords{{QStringLiteral("list"), 1},
                                                         {QStringLiteral("show"), 2},
                                                         {QStringLiteral("on"), 2},
                                                         {QStringLiteral("off"), 2},
                                                         {QStringLiteral("set"), 3}};
    if (words.size() != verbsAndWords.value(verb, -1))
        return options.usageError(streams, tr("say list, show FLAG, on FLAG, off FLAG or set FLAG N"));
    const bool changes = verb != QLatin1String("list") && verb != QLatin1String("show");
    const bool dryRun = options.isSet(QStringLiteral("dry-run"));
    const QString share = verb == QLatin1String("set") ? words.at(2) : options.value(QStringLiteral("percent"));
    const int percent = percentOf(share);
    if (percent < 0 && !share.isEmpty())
        return options.usageError(streams, tr("\"%1\" is no percentage: a whole number from 0 to 100").arg(share));
    if (changes && verb != QLatin1String("off") && !dryRun &&
        options.value(QStringLiteral("reason")).trimmed().size() < 10)
        return options.usageError(streams, tr("say why with --reason, in at least 10 characters"));
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    Known known;
    if (verb != QLatin1String("list")) {
        const Result<Known> one = theOne(*workspace, options, words.at(1));
        if (!one) {
            fail(streams, one.error(), options.json());
            return ExitUsage;
        }
        known = *one;
    }
    auto engine = Engine::create(*workspace, {.dataFolder = options.dataFolder(),
                                              .watch = false,
                                              .recover = changes && !dryRun,
                                              .readOnly = false,
                                              .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    (*engine)->start();
    if (verb == QLatin1String("list"))
        return list(**engine, declared(*workspace, options, {}), options, streams);
    if (verb == QLatin1String("show"))
        return show(**engine, known, options, streams);
    const PlanKind kind = verb == QLatin1String("off")  ? PlanKind::FlagOff
                          : verb == QLatin1String("on") ? PlanKind::FlagOn
                                                        : PlanKind::FlagPercent;
    return change(**engine, kind, known, percent, options, streams);
}

void readMitigations(Engine &engine, const Placement &placement, Streams streams)
{
    Session &session = engine.session();
    for (const FlagRef &ref : flagsOf(session.workspace(), placement)) {
        const FlagState state = readFlag(engine, ref);
        if (!state.unknownReason.isEmpty())
            streams.err << tr("The flag %1 is left out: %2").arg(ref.name, state.unknownReason) << Qt::endl;
        session.setFlags({ref.backend, {state}});
    }
    for (const ConfigOf &config : configsOf(session.workspace(), placement)) {
        const auto answer = wait<Observation>(
            [&](Done<Observation> done) { engine.readTarget(ConfigCommand{config.ref, {}, {}}, std::move(done)); });
        if (answer && answer->ok())
            session.setConfigs({config.ref.backend, {std::get<ConfigState>(answer->value())}});
        else
            streams.err << tr("The configuration %1 is left out: %2")
                               .arg(config.ref.name, answer ? answer->error().message : tr("interrupted"))
                        << Qt::endl;
    }
}

} // namespace astern::app
