// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"
#include "app/cli/verbs.h"
#include "app/engine/secrets.h"
#include "app/unixsignals.h"
#include "connectors/kubernetes/kubeconfig.h"
#include "connectors/kubernetes/kubeinventory.h"
#include "connectors/prometheus/prominventory.h"
#include "models/document/section.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

using namespace connectors;

// Starts `what` and waits for its one answer. Absent: interrupted.
template <class T, class What>
std::optional<Result<T>> answerOf(What &what)
{
    std::optional<Result<T>> answer;
    QEventLoop loop;
    what.start([&](Result<T> result) {
        answer = std::move(result);
        loop.quit();
    });
    loop.exec();
    return answer;
}

Result<QStringList> contextsOf(const Kubeconfig &config, const QStringList &wanted)
{
    const QStringList known = config.contexts.keys();
    for (const QString &context : wanted) {
        if (known.contains(context))
            continue;
        const QString nearest = connectors::nearestText(context, known);
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("There is no context \"%1\"").arg(context),
                     .where = config.files.join(QLatin1Char(':')),
                     .hint = nearest.isEmpty() ? tr("It has: %1.").arg(known.join(QStringLiteral(", ")))
                                               : tr("Did you mean \"%1\"?").arg(nearest)};
    }
    return wanted.isEmpty() ? known : wanted;
}

// Never over a file that is there, not even over one that came while the backends were asked.
Result<Ok> writeNew(const QString &path, const QByteArray &bytes)
{
    const auto failed = [&path](const QFile &file) {
        return Error{.kind = file.exists() ? Error::Kind::Refused : Error::Kind::Storage,
                     .message = file.exists() ? tr("The file is there already, and is not overwritten")
                                              : tr("The file cannot be written: %1").arg(file.errorString()),
                     .where = path,
                     .hint = tr("Name another folder with --output.")};
    };
    QFile file(path);
    if (file.exists() || !QDir().mkpath(QFileInfo(path).path()) ||
        !file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return failed(file);
    if (file.write(bytes) != bytes.size() || !file.flush()) {
        file.remove();
        return failed(file);
    }
    return Ok{};
}

struct Looked {
    Found found;
    QStringList missing; // what could not be looked at
    std::optional<Error> last;
    bool interrupted = false;
};

void lookAtClusters(Looked &looked, const QString &kubeconfig, const QStringList &contexts, Streams streams)
{
    for (const QString &context : contexts) {
        if (streams.terminal)
            streams.err << tr("looking at %1…").arg(context) << Qt::endl;
        BackendConfig config;
        config.id = context;
        config.kubeconfig = kubeconfig;
        config.context = context;
        const Result<KubeAccess> access = openKubeAccess(config, resolveSecret);
        std::optional<Result<Inventory>> answer;
        if (access) {
            KubeInventory inventory(*access, context);
            answer = answerOf<Inventory>(inventory);
            if (!answer) {
                looked.interrupted = true;
                return;
            }
        } else {
            answer = Result<Inventory>(access.error());
        }
        if (!answer->ok()) {
            looked.last = answer->error();
            looked.missing.append(tr("%1: nothing could be read: %2").arg(context, answer->error().toString()));
            continue;
        }
        const Inventory &inventory = answer->value();
        looked.found.contexts.append(inventory.found);
        looked.missing += inventory.doubts;
        if (!inventory.rolloutsServed)
            looked.missing.append(tr("%1: Argo Rollouts is not installed there.").arg(context));
    }
}

void lookAtPrometheus(Looked &looked, const QUrl &address)
{
    PromInventory inventory(address, {.name = QStringLiteral("prom")});
    const auto answer = answerOf<QList<FoundMetric>>(inventory);
    if (!answer) {
        looked.interrupted = true;
    } else if (answer->ok()) {
        looked.found.metrics = answer->value();
        looked.found.prometheusType = inventory.type();
        if (looked.found.metrics.isEmpty())
            looked.missing.append(
                tr("prom: has samples of none of: %1.").arg(knownMetrics().join(QStringLiteral(", "))));
    } else {
        looked.missing.append(tr("prom: not asked for signals: %1").arg(answer->error().toString()));
    }
}

int tell(const Looked &looked, const FirstWorkspace &first, const QString &path, bool json, Streams streams)
{
    const QStringList doubts = looked.missing + first.doubts;
    if (json) {
        const QJsonObject object{{QStringLiteral("file"), path},
                                 {QStringLiteral("services"), first.services},
                                 {QStringLiteral("places"), first.places},
                                 {QStringLiteral("measured"), first.measured},
                                 {QStringLiteral("not_found"), QJsonArray::fromStringList(doubts)}};
        streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
    } else {
        streams.out << tr("%1: %2 services in %3 places, %4 of them with signals")
                           .arg(path)
                           .arg(first.services)
                           .arg(first.places)
                           .arg(first.measured)
                    << '\n';
        for (const QString &doubt : doubts)
            streams.out << tr("not found: %1").arg(doubt) << '\n';
        streams.out << tr("Environments are guesses: look for CHECK in the file, then `asternctl workspace check`.")
                    << Qt::endl;
    }
    return first.services == 0 || looked.last ? ExitIncomplete : ExitDone;
}

} // namespace

int runDiscover(const QStringList &args, Streams streams)
{
    VerbOptions options(
        QStringLiteral("discover"),
        tr("Writes a first workspace from what the backends say. Only reads there; never overwrites a file."),
        QStringLiteral("--kubeconfig FILE [--context C]... [--prometheus URL] --output DIR [--json]"),
        QStringLiteral("asternctl discover --kubeconfig ~/.kube/config --context prod-eu --output ./shop"));
    options.add({QStringLiteral("kubeconfig"), tr("The kubeconfig to read."), QStringLiteral("FILE")});
    options.add({QStringLiteral("context"), tr("A context of it; may be said again. Default: every one."),
                 QStringLiteral("C")});
    options.add({QStringLiteral("prometheus"),
                 tr("Where metrics are (Prometheus, VictoriaMetrics); asked for signals."), QStringLiteral("URL")});
    options.add({QStringLiteral("output"), tr("Folder of the new workspace."), QStringLiteral("DIR")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    if (!options.positional().isEmpty())
        return options.usageError(streams, tr("takes no argument \"%1\"").arg(options.positional().constFirst()));
    for (const char *needed : {"kubeconfig", "output"}) {
        if (options.value(QLatin1String(needed)).isEmpty())
            return options.usageError(streams, tr("--%1 is missing").arg(QLatin1String(needed)));
    }
    const QUrl prometheus(options.value(QStringLiteral("prometheus")), QUrl::StrictMode);
    if (options.isSet(QStringLiteral("prometheus")) &&
        (!prometheus.isValid() || prometheus.host().isEmpty() || !prometheus.userInfo().isEmpty()))
        return options.usageError(streams, tr("--prometheus takes https://host[:port][/path], without a password"));

    const QDir folder(QDir::current().absoluteFilePath(options.value(QStringLiteral("output"))));
    const QString path = folder.filePath(QLatin1String(kWorkspaceFile));
    if (QFile::exists(path)) {
        return fail(streams,
                    Error{.kind = Error::Kind::Refused,
                          .message = tr("There is a workspace already, and it is not overwritten"),
                          .where = path,
                          .hint = tr("Name another folder with --output.")},
                    options.json());
    }
    const QString kubeconfig = QDir::current().absoluteFilePath(options.value(QStringLiteral("kubeconfig")));
    const Result<Kubeconfig> config = readKubeconfig({kubeconfig});
    if (!config)
        return fail(streams, config.error(), options.json());
    const Result<QStringList> contexts = contextsOf(*config, options.values(QStringLiteral("context")));
    if (!contexts) {
        fail(streams, contexts.error(), options.json());
        return ExitUsage;
    }

    Looked looked;
    looked.found.name = isPlainId(folder.dirName()) ? folder.dirName() : QStringLiteral("discovered");
    looked.found.kubeconfig = kubeconfig;
    looked.found.prometheus = prometheus.toString(QUrl::FullyEncoded);
    lookAtClusters(looked, kubeconfig, *contexts, streams);
    if (!prometheus.isEmpty() && !looked.interrupted)
        lookAtPrometheus(looked, prometheus);
    if (looked.interrupted)
        return 128 + receivedUnixSignal();
    if (looked.found.contexts.isEmpty()) {
        for (const QString &line : std::as_const(looked.missing))
            streams.err << line << '\n';
        return fail(streams,
                    looked.last.value_or(Error{.kind = Error::Kind::NotFound,
                                               .message = tr("The kubeconfig has no context"),
                                               .where = kubeconfig,
                                               .hint = {}}),
                    options.json());
    }
    const FirstWorkspace first = firstWorkspace(looked.found);
    // What is written is read by the same reader before anybody else does.
    const WorkspaceReading reading = readWorkspaceText(first.yaml, folder.path());
    if (!reading.workspace) {
        return fail(streams,
                    Error{.kind = Error::Kind::Internal,
                          .message = tr("What was found does not make a workspace: %1")
                                         .arg(reading.issues.isEmpty() ? QString() : reading.issues.first().toString()),
                          .where = path,
                          .hint = tr("Nothing was written. Please report it, with this line.")},
                    options.json());
    }
    if (const Result<Ok> written = writeNew(path, first.yaml); !written)
        return fail(streams, written.error(), options.json());
    return tell(looked, first, path, options.json(), streams);
}

} // namespace astern::app
