// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/act.h"
#include "app/cli/json.h"
#include "app/cli/table.h"
#include "app/cli/verbs.h"
#include "app/unixsignals.h"
#include "models/base/format.h"
#include "models/command/mitigationplanner.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

struct Known {
    ConfigOf config;
    Placement place; // the first one that has it
};

QList<Known> declared(const Workspace &workspace, const VerbOptions &options, const QString &id)
{
    const QString environment = options.value(QStringLiteral("environment"));
    const QString cell = options.value(QStringLiteral("cell"));
    QList<Known> all;
    const QList<Placement> places = workspace.placements();
    for (const Placement &place : places) {
        if ((!environment.isEmpty() && place.environment != environment) || (!cell.isEmpty() && place.cell != cell))
            continue;
        for (const ConfigOf &config : configsOf(workspace, place)) {
            const bool twice = std::any_of(all.cbegin(), all.cend(), [&config](const Known &known) {
                return known.config.ref == config.ref && known.config.use.id == config.use.id;
            });
            if (!twice && (id.isEmpty() || config.use.id == id))
                all.append({config, place});
        }
    }
    return all;
}

Result<ConfigState> readConfig(Engine &engine, const ConfigRef &ref)
{
    const auto answer = wait<Observation>(
        [&](Done<Observation> done) { engine.readTarget(ConfigCommand{ref, {}, {}}, std::move(done)); });
    if (!answer)
        return Error{.kind = Error::Kind::Cancelled, .message = tr("interrupted")};
    return answer->ok() ? Result<ConfigState>(std::get<ConfigState>(answer->value()))
                        : Result<ConfigState>(answer->error());
}

QJsonObject toJson(const Known &known, const Result<ConfigState> &state, const QList<ConfigVersion> &versions)
{
    QJsonArray kept;
    for (const ConfigVersion &version : versions)
        kept.append(QJsonObject{{QStringLiteral("version"), version.digest},
                                {QStringLiteral("first_seen_ms"), version.firstSeenMs},
                                {QStringLiteral("last_seen_ms"), version.lastSeenMs}});
    return {{QStringLiteral("id"), known.config.use.id},
            {QStringLiteral("backend"), known.config.ref.backend},
            {QStringLiteral("namespace"), known.config.ref.ns},
            {QStringLiteral("name"), known.config.ref.name},
            {QStringLiteral("environment"), known.place.environment},
            {QStringLiteral("cell"), known.place.cell},
            {QStringLiteral("safe"), known.config.use.safe},
            {QStringLiteral("version"), state ? QJsonValue(state->digest) : QJsonValue()},
            {QStringLiteral("keys"), state ? QJsonValue(QJsonArray::fromStringList(state->keys)) : QJsonValue()},
            {QStringLiteral("changed_by"), state ? QJsonValue(state->changedBy) : QJsonValue()},
            {QStringLiteral("changed_ms"), state && state->changedMs > 0 ? QJsonValue(state->changedMs) : QJsonValue()},
            {QStringLiteral("versions"), kept},
            {QStringLiteral("error"), state ? QJsonValue() : QJsonValue(state.error().message)}};
}

int list(Engine &engine, const QList<Known> &all, const VerbOptions &options, Streams streams)
{
    Table table({tr("CONFIG"), tr("WHERE"), tr("VERSION"), tr("KEPT"), tr("LAST CHANGE")});
    QJsonArray array;
    bool whole = true;
    for (const Known &known : all) {
        const Result<ConfigState> state = readConfig(engine, known.config.ref);
        if (receivedUnixSignal() != 0)
            return 128 + receivedUnixSignal();
        whole = whole && state;
        const QList<ConfigVersion> versions = engine.configs().versions(known.config.ref);
        array.append(toJson(known, state, versions));
        QStringList kept;
        for (const ConfigVersion &version : versions)
            kept.append(shortDigest(version.digest));
        table.add({known.config.use.id, known.place.where(),
                   state ? shortDigest(state->digest) : tr("not known: %1").arg(state.error().message),
                   kept.join(QLatin1Char(' ')),
                   state && state->changedMs > 0
                       ? QStringLiteral("%1, %2").arg(state->changedBy, format::stamp(state->changedMs))
                       : QString()});
    }
    if (options.json())
        streams.out << QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact)) << Qt::endl;
    else if (all.isEmpty())
        streams.err << tr("The workspace names no configuration sets there.") << Qt::endl;
    else
        streams.out << table.text() << Qt::flush;
    return whole ? ExitDone : ExitUnreachable;
}

// What is in a version: the present one, or one that is kept.
int show(Engine &engine, const Known &known, const QString &version, const VerbOptions &options, Streams streams)
{
    Result<QByteArray> content = QByteArray();
    if (version.isEmpty()) {
        const Result<ConfigState> now = readConfig(engine, known.config.ref);
        content = now ? Result<QByteArray>(now->content) : Result<QByteArray>(now.error());
    } else {
        const Result<QString> digest = engine.configs().find(known.config.ref, version);
        content = digest ? engine.configs().content(*digest) : Result<QByteArray>(digest.error());
    }
    const Result<ConfigData> data = content ? configData(*content) : Result<ConfigData>(content.error());
    if (!data)
        return fail(streams, data.error(), options.json());
    const QString digest = configDigest(*content);
    if (options.json()) {
        streams.out << QString::fromUtf8(QJsonDocument(QJsonObject{{QStringLiteral("id"), known.config.use.id},
                                                                   {QStringLiteral("version"), digest},
                                                                   {QStringLiteral("data"), data->data},
                                                                   {QStringLiteral("binary_data"), data->binaryData}})
                                             .toJson(QJsonDocument::Compact))
                    << Qt::endl;
        return ExitDone;
    }
    streams.out << digest << '\n';
    for (auto it = data->data.begin(); it != data->data.end(); ++it)
        streams.out << it.key() << ": " << it->toString() << '\n';
    for (auto it = data->binaryData.begin(); it != data->binaryData.end(); ++it)
        streams.out << it.key() << ": " << tr("%1 bytes").arg(QByteArray::fromBase64(it->toString().toLatin1()).size())
                    << '\n';
    streams.out.flush();
    return ExitDone;
}

int restore(Engine &engine, const Known &known, const QString &version, const VerbOptions &options, Streams streams)
{
    const Result<ConfigState> now = readConfig(engine, known.config.ref);
    if (!now)
        return fail(streams, now.error(), options.json());
    const Result<QString> digest = versionAskedFor(version, known.config.use, *now, engine.configs());
    const Result<Plan> plan =
        digest ? planConfig(*now, *digest, engine.session().planContext(known.place), known.place.object)
               : Result<Plan>(digest.error());
    if (!plan) {
        fail(streams, plan.error(), options.json());
        return ExitRefused;
    }
    return carryOut(engine, *plan, options, streams);
}

} // namespace

int runConfig(const QStringList &args, Streams streams)
{
    VerbOptions options(
        QStringLiteral("config"),
        tr("Configuration sets (ConfigMaps): the version that is there, the versions that were seen, and "
           "restoring one of them. A version is the digest of what is in it."),
        QStringLiteral("list | show ID [VERSION] | restore ID [VERSION] [--environment E] [--cell C] "
                       "[--reason TEXT] [--dry-run] [--yes] [--json]"),
        QStringLiteral("asternctl config restore checkout-config 9f31c0de --environment prod --cell eu-1"));
    options.addDeclaredOptions();
    options.add({{QStringLiteral("c"), QStringLiteral("cell")}, tr("Which cell of it."), QStringLiteral("C")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const QStringList words = options.positional();
    const QString verb = words.value(0);
    const bool isList = verb == QLatin1String("list") && words.size() == 1;
    const bool isOne =
        (verb == QLatin1String("show") || verb == QLatin1String("restore")) && (words.size() == 2 || words.size() == 3);
    if (!isList && !isOne)
        return options.usageError(streams, tr("say list, show ID [VERSION] or restore ID [VERSION]"));
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    const QList<Known> all = declared(*workspace, options, words.value(1));
    if (isOne && all.size() != 1) {
        QStringList choices;
        for (const Known &known : all)
            choices.append(QStringLiteral("--environment %1 --cell %2").arg(known.place.environment, known.place.cell));
        fail(streams,
             {.kind = Error::Kind::Invalid,
              .message = all.isEmpty() ? tr("No service declares a configuration set \"%1\" there").arg(words.at(1))
                                       : tr("%1 is in several places").arg(words.at(1)),
              .hint = all.isEmpty() ? tr("Name it under `config` of a service in the workspace.")
                                    : tr("Choose one of: %1.").arg(choices.join(QStringLiteral("; ")))},
             options.json());
        return ExitUsage;
    }
    const bool sends = verb == QLatin1String("restore") && !options.isSet(QStringLiteral("dry-run"));
    auto engine = Engine::create(
        *workspace,
        {.dataFolder = options.dataFolder(), .watch = false, .recover = sends, .readOnly = false, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    (*engine)->start();
    if (isList)
        return list(**engine, all, options, streams);
    if (verb == QLatin1String("show"))
        return show(**engine, all.constFirst(), words.value(2), options, streams);
    return restore(**engine, all.constFirst(), words.value(2), options, streams);
}

} // namespace astern::app
