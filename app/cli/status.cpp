// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/backends.h"
#include "app/cli/json.h"
#include "app/cli/options.h"
#include "app/cli/table.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/unixsignals.h"
#include "models/base/format.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString stateWords(const Rollout *rollout)
{
    if (!rollout)
        return tr("unknown: not seen");
    if (!rollout->unknownReason.isEmpty())
        return tr("unknown: %1").arg(rollout->unknownReason);
    const Control &control = rollout->control;
    if (rollout->rolledBack())
        return tr("rolled back");
    if (!control.failure.isEmpty())
        return tr("failing to progress: %1").arg(control.failure);
    if (control.pausedByPerson)
        return tr("held");
    if (control.waitsForPerson)
        return tr("waits for you");
    if (rollout->finished())
        return tr("serving");
    return control.aborted ? tr("aborted") : tr("running");
}

QStringList row(const Session &session, const Placement &placement)
{
    const Rollout *rollout = session.rollout(placement.object);
    QString release;
    QString progress;
    QString age;
    if (rollout) {
        const Revision *stable = rollout->revisionByHash(rollout->stableHash);
        const QString wanted = rollout->desired.manifest.version();
        release = stable && stable->hash != rollout->desired.hash
                      ? QStringLiteral("%1 → %2").arg(stable->manifest.version(), wanted)
                      : wanted;
        progress = QStringLiteral("%1 %").arg(qRound(rollout->newPercent()));
        if (!rollout->control.steps.isEmpty()) {
            progress += QStringLiteral("  %1/%2")
                            .arg(qMin(qsizetype(rollout->control.currentStep + 1), rollout->control.steps.size()))
                            .arg(rollout->control.steps.size());
        }
        age = format::duration(session.nowMs() - rollout->observedMs);
    }
    QStringList cells{placement.service, placement.where(), stateWords(rollout), release, progress, age};
    return cells;
}

void print(const Session &session, bool json, Streams streams)
{
    if (json) {
        QJsonArray all;
        for (const Placement &placement : session.workspace().placements())
            all.append(statusToJson(session, placement));
        streams.out << QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact)) << Qt::endl;
        return;
    }
    Table table({tr("service"), tr("env / cell"), tr("state"), tr("release"), tr("progress"), tr("age")});
    for (const Placement &placement : session.workspace().placements())
        table.add(row(session, placement));
    streams.out << table.text();
    for (const BackendHealth &health : session.backends()) {
        if (health.state != BackendHealth::State::Live)
            streams.err << health.backend << ": " << health.reason
                        << (health.hint.isEmpty() ? QString() : QLatin1Char(' ') + health.hint) << '\n';
    }
    streams.out.flush();
    streams.err.flush();
}

bool anyRolloutSeen(const Session &session)
{
    for (const Placement &placement : session.workspace().placements()) {
        if (session.rollout(placement.object))
            return true;
    }
    return session.workspace().placements().isEmpty();
}

} // namespace

int runStatus(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("status"), tr("Shows every service of the workspace."),
                        QStringLiteral("[--workspace DIR] [--watch] [--json]"),
                        QStringLiteral("asternctl status --workspace ./shop --watch"));
    options.add({QStringLiteral("watch"), tr("Print again after every change until interrupted.")});
    options.add({QStringLiteral("timeout"), tr("Give up waiting for backends after S seconds (default 10)."),
                 QStringLiteral("S"), QStringLiteral("10")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    // Looking needs no journal of its own: nothing is recorded, nothing recovered.
    auto engine = Engine::create(*workspace,
                                 {.dataFolder = options.dataFolder(), .recover = false, .readOnly = true, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    Session &session = (*engine)->session();

    startAndSettle(**engine, int(options.value(QStringLiteral("timeout")).toDouble() * 1000));
    if (receivedUnixSignal())
        return 128 + receivedUnixSignal();
    print(session, options.json(), streams);
    if (options.isSet(QStringLiteral("watch"))) {
        QEventLoop watching; // of its own: the one before ends as soon as every backend has answered
        QObject::connect(&session, &Session::changed, &watching, [&] { print(session, options.json(), streams); });
        QObject::connect(&session, &Session::backendsChanged, &watching,
                         [&] { print(session, options.json(), streams); });
        return watching.exec();
    }
    return anyRolloutSeen(session) ? ExitDone : ExitUnreachable;
}

} // namespace astern::app
