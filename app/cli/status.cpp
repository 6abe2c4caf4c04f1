// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/status.h"

#include "app/cli/act.h"
#include "app/cli/backends.h"
#include "app/cli/escalations.h"
#include "app/cli/gateparts.h"
#include "app/cli/json.h"
#include "app/cli/options.h"
#include "app/cli/table.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/unixsignals.h"
#include "models/base/format.h"
#include "models/views/backendsmodel.h"
#include "models/views/boardrow.h"
#include "models/views/logwords.h"
#include "models/workspace/backendtypes.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString progressWords(const BoardRow &row)
{
    if (!row.inProgress)
        return {};
    const QString percent = format::weight(std::round(row.percent));
    return row.steps > 0
               ? QStringLiteral("%1  %2/%3").arg(percent).arg(std::min(row.step + 1, row.steps)).arg(row.steps)
               : percent;
}

QString sentence(const QString &text)
{
    return text.isEmpty() || text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

QString connectionWords(const BackendRow &row, qint64 nowMs)
{
    const BackendHealth &health = row.health;
    QString line = tr("%1: %2").arg(row.id(), row.words);
    if (health.sinceMs > 0)
        line = tr("%1, for %2").arg(line, format::duration(std::max<qint64>(0, nowMs - health.sinceMs)));
    QStringList rest{sentence(health.reason), sentence(health.hint)};
    if (health.state == BackendHealth::State::Connecting && health.reason.isEmpty())
        rest = {tr("no answer yet."), tr("Check that it runs and can be reached, or wait longer with --timeout.")};
    if (row.stale)
        rest.prepend(tr("its last answer is %1 old.").arg(row.age));
    rest.removeAll(QString());
    return rest.isEmpty() ? line : line + QStringLiteral(": ") + rest.join(QLatin1Char(' '));
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
    const QList<QStringList> cells = statusCells(session);
    Table table(cells.first());
    for (const QStringList &row : cells.mid(1))
        table.add(row);
    streams.out << table.text();
    if (const QString elsewhere = ofNoPlaceWords(session.alertsOfNoPlace()); !elsewhere.isEmpty())
        streams.err << elsewhere << '\n';
    for (const QString &line : escalationLines(session.escalations(), session.nowMs()))
        streams.out << line << '\n';
    for (const QString &line : connectionLines(session))
        streams.err << line << '\n';
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

QList<QStringList> statusCells(const Session &session)
{
    const qint64 now = session.nowMs();
    // Only where somebody is asked for alerts.
    const QStringList &types = alertTypes();
    const QList<BackendConfig> &backends = session.workspace().backends;
    const bool alerts = std::any_of(backends.cbegin(), backends.cend(),
                                    [&types](const BackendConfig &config) { return types.contains(config.type); });
    QStringList titles{tr("service"), tr("env / cell"), tr("state"), tr("release"), tr("progress"), tr("age")};
    if (alerts)
        titles.append(tr("alerts"));
    QList<QStringList> cells{titles + QStringList{tr("why, and what is next")}};
    for (const Placement &placement : session.workspace().placements()) {
        const BoardRow row = makeBoardRow(session, placement, now);
        QStringList line{placement.service,  placement.where(),
                         words(row.state),   releaseWords(row),
                         progressWords(row), row.seen ? format::age(row.observedMs, now) : QString()};
        if (alerts)
            line.append(row.alerts.text);
        cells.append(line + QStringList{whyWords(row, now)});
    }
    return cells;
}

QStringList connectionLines(const Session &session)
{
    QStringList lines;
    const qint64 now = session.nowMs();
    for (const BackendHealth &health : session.backends()) {
        const BackendRow row = makeBackendRow(health, now);
        if (health.state != BackendHealth::State::Live || row.stale || !health.reason.isEmpty())
            lines.append(connectionWords(row, now));
    }
    if (const TeamWords team = teamWords(session.journalState().shared); !team.text.isEmpty())
        lines.append(QStringLiteral("%1. %2").arg(team.text, team.hint));
    return lines;
}

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
    if (!workspace->gates.isEmpty() && !gatesAreKnown(**engine, options, streams, exitCode))
        return exitCode;
    if (const auto known =
            wait<escalation::Sight>([&](Done<escalation::Sight> done) { (*engine)->escalations(std::move(done)); });
        known && *known)
        session.setEscalations(**known);
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
