// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/act.h"
#include "app/cli/escalations.h"
#include "app/cli/options.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/unixsignals.h"
#include "models/base/format.h"
#include "models/document/yamltree.h"
#include "models/escalation/message.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

void printJson(const QJsonValue &value, Streams streams)
{
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    streams.out << QString::fromUtf8(document.toJson(QJsonDocument::Compact)) << Qt::endl;
}

int list(const Workspace &workspace, bool json, Streams streams)
{
    QJsonArray all;
    for (const NotifyTarget &target : workspace.notify.targets) {
        const NotifyLadder ladder = workspace.notify.ladders.value(target.id);
        QStringList then;
        for (const NotifyLadder::Rung &rung : ladder.then)
            then.append(tr("%1 after %2").arg(rung.to, format::duration(rung.afterMs)));
        if (json)
            all.append(QJsonObject{{QStringLiteral("target"), target.id},
                                   {QStringLiteral("channel"), toString(target.channel)},
                                   {QStringLiteral("then"), QJsonArray::fromStringList(then)}});
        else
            streams.out << target.id << "  " << toString(target.channel)
                        << (then.isEmpty() ? QString() : tr(", then %1").arg(then.join(QStringLiteral(", ")))) << '\n';
    }
    if (json)
        printJson(all, streams);
    else if (workspace.notify.targets.isEmpty())
        streams.out << tr("The workspace knows nobody to tell: people.notify is empty.") << '\n';
    streams.out.flush();
    return ExitDone;
}

int test(const Workspace &workspace, const QString &target, const VerbOptions &options, Streams streams)
{
    const QStringList known = workspace.notify.ids();
    if (!known.contains(target)) {
        const QString nearest = nearestText(target, known);
        return fail(streams,
                    Error{.kind = Error::Kind::NotFound,
                          .message = tr("people.notify has no \"%1\"").arg(target.left(60)),
                          .where = {},
                          .hint = !nearest.isEmpty() ? tr("Did you mean %1?").arg(nearest)
                                  : known.isEmpty()  ? tr("Declare one in astern.yaml.")
                                                     : tr("There are %1.").arg(known.join(QStringLiteral(", ")))},
                    options.json());
    }
    auto engine = Engine::create(workspace, {.dataFolder = options.dataFolder(), .watch = false, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    const auto came = wait<escalation::Answer>(
        [&](Done<escalation::Answer> done) { (*engine)->testTarget(target, std::move(done)); });
    if (!came)
        return 128 + receivedUnixSignal();
    if (!*came)
        return fail(streams, came->error(), options.json());
    const escalation::Answer &answer = **came;
    const bool told = answer.delivery == escalation::Delivery::Told;
    if (options.json())
        printJson(QJsonObject{{QStringLiteral("target"), target},
                              {QStringLiteral("result"), toString(answer.delivery)},
                              {QStringLiteral("words"), answer.words}},
                  streams);
    else if (told)
        streams.out << tr("%1 took the message.").arg(target) << Qt::endl;
    else
        streams.err << tr("%1 was not told for sure: %2").arg(target, answer.words) << Qt::endl;
    return told ? ExitDone : ExitUnreachable;
}

} // namespace

int runNotify(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("notify"),
                        tr("Says whom the workspace knows to tell, or sends a test to one of them."),
                        QStringLiteral("list | test TARGET [--workspace DIR] [--json]"),
                        QStringLiteral("asternctl notify test release-room --workspace ./shop"));
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const QStringList words = options.positional();
    const bool tests = words.value(0) == QLatin1String("test") && words.size() == 2;
    if (!tests && words != QStringList{QStringLiteral("list")})
        return options.usageError(streams, tr("say `notify list` or `notify test TARGET`"));
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    return tests ? test(*workspace, words.at(1), options, streams) : list(*workspace, options.json(), streams);
}

int runAck(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("ack"), tr("Takes over what people were told of: nobody further is told."),
                        QStringLiteral("ID [--workspace DIR] [--json]"),
                        QStringLiteral("asternctl ack ES-0192f3a1-9c2b --workspace ./shop"));
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    if (options.positional().size() != 1)
        return options.usageError(streams, tr("say which one: `asternctl status` names what is open"));
    const QString id = options.positional().constFirst();
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    auto engine = Engine::create(*workspace, {.dataFolder = options.dataFolder(), .watch = false, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    const auto done = wait<Ok>([&](Done<Ok> answer) { (*engine)->acknowledge(id, std::move(answer)); });
    if (!done)
        return 128 + receivedUnixSignal();
    if (!*done)
        return fail(streams, done->error(), options.json());
    if (options.json())
        printJson(QJsonObject{{QStringLiteral("acknowledged"), id}}, streams);
    else
        streams.out << tr("%1 is yours: nobody further is told.").arg(id) << Qt::endl;
    return ExitDone;
}

QStringList escalationLines(const escalation::Sight &sight, qint64 nowMs)
{
    QStringList lines;
    for (const escalation::Shown &one : sight.items) {
        if (!one.item.isOpen())
            continue;
        const escalation::Concern &concern = one.item.concern;
        QStringList parts{escalation::whatWords(concern), escalation::stateWords(one.item, nowMs)};
        if (const QString next = escalation::nextWords(one.next, nowMs); !next.isEmpty())
            parts.append(next);
        lines.append(
            QStringLiteral("%1  %2: %3").arg(escalation::shortId(concern.id), concern.place, parts.join(tr("; "))));
    }
    if (!sight.trouble.isEmpty())
        lines.append(tr("Nobody can be told: %1").arg(sight.trouble));
    return lines;
}

QJsonArray escalationsToJson(const escalation::Sight &sight, const QString &place)
{
    QJsonArray all;
    for (const escalation::Shown &one : sight.items) {
        const escalation::Item &item = one.item;
        if (!item.isOpen() || item.concern.place != place)
            continue;
        QJsonArray told;
        for (const escalation::Rung &rung : item.rungs)
            told.append(QJsonObject{{QStringLiteral("target"), rung.target},
                                    {QStringLiteral("told"), rung.trigger.state == escalation::Note::State::Told},
                                    {QStringLiteral("at_ms"), rung.trigger.atMs},
                                    {QStringLiteral("tries"), rung.trigger.attempts},
                                    {QStringLiteral("words"), rung.trigger.words}});
        all.append(QJsonObject{
            {QStringLiteral("id"), item.concern.id},
            {QStringLiteral("kind"), toString(item.concern.kind)},
            {QStringLiteral("raised_ms"), item.raisedMs},
            {QStringLiteral("told"), told},
            {QStringLiteral("acknowledged_by"),
             item.acknowledgedMs > 0 ? QJsonValue(item.acknowledgedBy) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("next"), one.next ? QJsonValue(one.next->target) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("next_at_ms"), one.next ? QJsonValue(one.next->atMs) : QJsonValue(QJsonValue::Null)}});
    }
    return all;
}

} // namespace astern::app
