// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/backends.h"
#include "app/cli/json.h"
#include "app/cli/options.h"
#include "app/cli/table.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/unixsignals.h"
#include "models/base/format.h"
#include "models/rollout/podwords.h"
#include "models/session/placediagnosis.h"
#include "models/views/alertsmodel.h"
#include "models/views/alertwords.h"
#include "models/views/eventsmodel.h"
#include "models/views/podsmodel.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonDocument>
#include <QTimer>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString tableOf(const QAbstractItemModel &model)
{
    const auto row = [&model](const auto &text) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(text(column));
        return cells;
    };
    Table table(row([&](int c) { return model.headerData(c, Qt::Horizontal).toString(); }));
    for (int i = 0; i < model.rowCount(); ++i)
        table.add(row([&](int c) { return model.index(i, c).data().toString(); }));
    return table.text();
}

void printError(const QString &what, const std::optional<Error> &error, Streams streams)
{
    if (error)
        streams.err << what << ": " << error->toString() << '\n';
}

void printLog(const DiagnosisPart<LogTail> &log, qsizetype most, Streams streams)
{
    if (log.atMs == 0)
        return;
    streams.out << '\n' << logHeading(log.value) << '\n';
    for (const LogLine &line : log.value.lines.mid(std::max<qsizetype>(0, log.value.lines.size() - most)))
        streams.out << "  " << line.text << '\n';
    if (log.value.lines.isEmpty())
        streams.out << "  " << tr("it wrote nothing") << '\n';
}

void printAlerts(Session &session, const QString &key, Streams streams)
{
    AlertsModel model(session);
    model.setPlacement(key);
    const PlaceAlerts &alerts = model.alerts();
    if (alerts.known == PlaceAlerts::Known::NoSource)
        return;
    streams.out << '\n' << tr("alerts, %1").arg(alertsAsOf(alerts, session.nowMs())) << '\n';
    if (model.rowCount() > 0)
        streams.out << tableOf(model);
    else if (alerts.known == PlaceAlerts::Known::Now)
        streams.out << tr("none") << '\n';
    for (int i = 0; i < model.rowCount(); ++i) {
        const Alert &alert = model.rowAt(i).alert;
        for (const QString &page : {alert.runbookUrl, alert.generatorUrl}) {
            if (!page.isEmpty())
                streams.out << alert.name << ": " << page << '\n';
        }
    }
}

void print(Session &session, const PlaceDiagnosis &place, const ServiceConfig *service, qsizetype lines,
           Streams streams)
{
    const Diagnosis &now = place.diagnosis();
    const DiagnosisSummary summary = summaryOf(now);
    streams.out << summary.sentence << '\n';
    if (!summary.next.isEmpty())
        streams.out << summary.next << '\n';
    for (const WorkloadCondition &condition : now.conditions.value) {
        if (condition.bad())
            streams.out << condition.type << ": " << condition.reason << ": " << condition.message << '\n';
    }
    printAlerts(session, place.placement(), streams);
    const PodsModel pods(session, place);
    if (pods.rowCount() > 0)
        streams.out << '\n' << tableOf(pods);
    const EventsModel events(session, place);
    if (events.rowCount() > 0)
        streams.out << '\n' << tableOf(events);
    printLog(now.log, lines, streams);
    if (service && !service->links.isEmpty()) {
        streams.out << '\n';
        for (auto it = service->links.cbegin(); it != service->links.cend(); ++it)
            streams.out << it.key() << ": " << it.value() << '\n';
    }
    streams.out.flush();
    printError(tr("pods"), now.pods.error, streams);
    printError(tr("events"), now.events.error, streams);
    printError(tr("conditions"), now.conditions.error, streams);
    printError(tr("log"), now.log.error, streams);
    streams.err.flush();
}

// Until every part has answered, or nobody waits any longer.
void waitFor(PlaceDiagnosis &place, int timeoutMs)
{
    QEventLoop loop;
    QObject::connect(&place, &PlaceDiagnosis::changed, &loop, [&] {
        if (place.diagnosis().complete)
            loop.quit();
    });
    QTimer::singleShot(timeoutMs, &loop, &QEventLoop::quit);
    place.setWatched(true);
    loop.exec();
    place.setWatched(false);
}

int exitCodeOf(const Diagnosis &now)
{
    if (now.pods.atMs == 0)
        return now.pods.error ? exitCodeFor(*now.pods.error) : int(ExitUnreachable);
    // A pod that never ran has no log, and that is an answer.
    const bool logMissing = now.log.error && now.log.error->kind != Error::Kind::NotFound;
    return now.pods.error || now.events.error || now.conditions.error || logMissing ? ExitIncomplete : ExitDone;
}

} // namespace

int runWhy(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("why"),
                        tr("Says why a service does not come up: pods, events and the end of the log."),
                        QStringLiteral("SERVICE [--environment E] [--cell C] [--pod NAME] [--workspace DIR] [--json]"),
                        QStringLiteral("asternctl why checkout --workspace ./shop --environment prod --cell eu-1"));
    options.add({QStringLiteral("environment"), tr("Of the place."), QStringLiteral("E")});
    options.add({QStringLiteral("cell"), tr("Of the place."), QStringLiteral("C")});
    options.add(
        {QStringLiteral("pod"), tr("Whose log (default: the worst pod of the new version)."), QStringLiteral("NAME")});
    options.add({QStringLiteral("lines"), tr("How many lines of the log are printed (default 20, at most 100)."),
                 QStringLiteral("N"), QStringLiteral("20")});
    options.add({QStringLiteral("timeout"), tr("Give up waiting for backends after S seconds (default 10)."),
                 QStringLiteral("S"), QStringLiteral("10")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    if (options.positional().size() != 1)
        return options.usageError(streams, tr("one SERVICE is needed"));
    bool isNumber = false;
    const int lines = options.value(QStringLiteral("lines")).toInt(&isNumber);
    if (!isNumber || lines < 0)
        return options.usageError(streams,
                                  tr("--lines %1: a number from 0 on").arg(options.value(QStringLiteral("lines"))));
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    const Result<Placement> placement =
        findPlacement(*workspace, options.positional().constFirst(), options.value(QStringLiteral("environment")),
                      options.value(QStringLiteral("cell")));
    if (!placement)
        return fail(streams, placement.error(), options.json());
    auto engine = Engine::create(*workspace,
                                 {.dataFolder = options.dataFolder(), .recover = false, .readOnly = true, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    Session &session = (*engine)->session();
    const int timeoutMs = int(options.value(QStringLiteral("timeout")).toDouble() * 1000);
    startAndSettle(**engine, timeoutMs);
    if (receivedUnixSignal())
        return 128 + receivedUnixSignal();
    const BackendHealth *health = session.backend(placement->object.backend);
    if (!session.rollout(placement->object))
        return fail(
            streams,
            Error{.kind = Error::Kind::Unreachable,
                  .message = tr("%1 was not seen in %2").arg(placement->object.name, placement->where()),
                  .where = placement->object.backend,
                  .hint = health ? QString(health->reason + QLatin1Char(' ') + health->hint).trimmed() : QString()},
            options.json());
    PlaceDiagnosis place(session);
    place.setPlacement(placement->key());
    place.setLogPod(options.value(QStringLiteral("pod")));
    waitFor(place, timeoutMs);
    const ServiceConfig *service = workspace->service(placement->service);
    if (options.json()) {
        QJsonObject object =
            diagnosisToJson(*placement, place.diagnosis(), service ? service->links : QMap<QString, QString>());
        object.insert(QStringLiteral("alerts"), alertsToJson(session, placement->key()));
        streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
    } else
        print(session, place, service, lines, streams);
    return exitCodeOf(place.diagnosis());
}

} // namespace astern::app
