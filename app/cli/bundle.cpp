// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bundle.h"

#include "app/cli/json.h"
#include "app/cli/redactworkspace.h"
#include "app/cli/tarball.h"
#include "app/engine/secrets.h"
#include "connectors/http/http.h"
#include "connectors/kubernetes/kubeconfig.h"
#include "models/base/format.h"
#include "models/workspace/backendtypes.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSslSocket>
#include <QStandardPaths>
#include <QSysInfo>
#include <QTimeZone>

#include <sodium.h>
#include <sqlite3.h>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QByteArray pretty(const QJsonValue &value)
{
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return document.toJson(QJsonDocument::Indented);
}

QJsonObject versions()
{
    QJsonObject all{{QStringLiteral("astern"), QCoreApplication::applicationVersion()},
                    {QStringLiteral("qt_built_with"), QStringLiteral(QT_VERSION_STR)},
                    {QStringLiteral("qt_runs_with"), QString::fromLatin1(qVersion())},
                    {QStringLiteral("tls"), QSslSocket::sslLibraryVersionString()},
                    {QStringLiteral("sqlite"), QString::fromLatin1(sqlite3_libversion())},
                    {QStringLiteral("libsodium"), QString::fromLatin1(sodium_version_string())},
                    {QStringLiteral("system"), QSysInfo::prettyProductName()},
                    {QStringLiteral("kernel"), QSysInfo::kernelType() + QLatin1Char(' ') + QSysInfo::kernelVersion()},
                    {QStringLiteral("cpu"), QSysInfo::currentCpuArchitecture()},
                    {QStringLiteral("abi"), QSysInfo::buildAbi()}};
    return all;
}

// Only names that say how the program is shown; an environment as a whole is full of secrets.
QJsonObject platform()
{
    QJsonObject environment;
    for (const char *name : {"QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI",
                             "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "LANG", "LC_ALL", "TZ"}) {
        if (qEnvironmentVariableIsSet(name))
            environment.insert(QLatin1String(name), qEnvironmentVariable(name));
    }
    for (const char *name : {"KUBECONFIG", "ASTERN_WORKSPACE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy",
                             "https_proxy", "no_proxy", "DISPLAY", "WAYLAND_DISPLAY"})
        environment.insert(QLatin1String(name),
                           qEnvironmentVariableIsSet(name) ? QStringLiteral("set") : QStringLiteral("not set"));
    const QDateTime now = QDateTime::currentDateTime();
    return {{QStringLiteral("environment"), environment},
            {QStringLiteral("locale"), QLocale::system().name()},
            {QStringLiteral("time_zone"), QString::fromLatin1(QTimeZone::systemTimeZoneId())},
            {QStringLiteral("time_zones_known"), QTimeZone::availableTimeZoneIds().size()},
            {QStringLiteral("utc_offset_s"), now.offsetFromUtc()},
            {QStringLiteral("utc"), now.toUTC().toString(Qt::ISODateWithMs)}};
}

QJsonArray backends(const QList<BackendHealth> &all)
{
    QJsonArray list;
    for (const BackendHealth &health : all) {
        list.append(QJsonObject{{QStringLiteral("backend"), health.backend},
                                {QStringLiteral("type"), health.type},
                                {QStringLiteral("state"), connectionWord(health.state)},
                                {QStringLiteral("since_ms"), health.sinceMs},
                                {QStringLiteral("last_answer_ms"), health.lastAnswerMs},
                                {QStringLiteral("reason"), health.reason},
                                {QStringLiteral("hint"), health.hint}});
    }
    return list;
}

QString authKind(const connectors::KubeUser &user)
{
    if (user.exec)
        return QStringLiteral("exec ") + user.exec->command.section(QLatin1Char('/'), -1);
    if (!user.authProvider.isEmpty())
        return QStringLiteral("auth-provider ") + user.authProvider;
    if (!user.token.isEmpty() || !user.tokenFile.isEmpty())
        return QStringLiteral("token");
    if (!user.certFile.isEmpty() || !user.certData.isEmpty())
        return QStringLiteral("client certificate");
    return user.basicUser.isEmpty() ? QStringLiteral("none") : QStringLiteral("basic");
}

// Of a kubeconfig only what says how a context connects: where to, and by which kind of credentials.
QJsonArray kubeconfigs(const Workspace &workspace)
{
    QJsonArray list;
    for (const BackendConfig &backend : workspace.backends) {
        if (!deliveryTypes().contains(backend.type) || !backend.url.isEmpty())
            continue;
        QJsonObject about{{QStringLiteral("backend"), backend.id}};
        const Result<connectors::Kubeconfig> read =
            connectors::readKubeconfig(connectors::kubeconfigFiles(backend.kubeconfig));
        if (read) {
            const QString name = backend.context.isEmpty() ? read->currentContext : backend.context;
            const connectors::KubeContext context = read->contexts.value(name);
            const connectors::KubeCluster cluster = read->clusters.value(context.cluster);
            about.insert(QStringLiteral("context"), name);
            about.insert(QStringLiteral("contexts"), read->contexts.size());
            about.insert(QStringLiteral("server"), bareAddress(cluster.server));
            about.insert(QStringLiteral("proxy"), !cluster.proxyUrl.isEmpty());
            about.insert(QStringLiteral("insecure"), cluster.insecure);
            about.insert(QStringLiteral("credentials"), authKind(read->users.value(context.user)));
        } else {
            about.insert(QStringLiteral("error"), read.error().toString());
        }
        list.append(about);
    }
    return list;
}

QString journalWord(JournalState::State state)
{
    switch (state) {
    case JournalState::State::Opening:
        return QStringLiteral("opening");
    case JournalState::State::Open:
        return QStringLiteral("open");
    case JournalState::State::Refused:
        return QStringLiteral("refused");
    case JournalState::State::Truncated:
        return QStringLiteral("truncated");
    case JournalState::State::Damaged:
        return QStringLiteral("damaged");
    }
    return {};
}

QJsonObject journal(const BundleFacts &facts)
{
    QJsonArray files;
    const QDir folder(facts.dataFolder);
    QDirIterator walk(folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    QStringList paths;
    while (walk.hasNext() && paths.size() < 10'000)
        paths.append(walk.next());
    paths.sort();
    for (const QString &path : std::as_const(paths))
        files.append(QJsonObject{{QStringLiteral("file"), folder.relativeFilePath(path)},
                                 {QStringLiteral("bytes"), QFileInfo(path).size()}});
    return {{QStringLiteral("state"), journalWord(facts.journal.state)},
            {QStringLiteral("size"), qint64(facts.journal.size)},
            {QStringLiteral("head"), facts.journal.root},
            {QStringLiteral("verified_to"), qint64(facts.journal.verifiedTo)},
            {QStringLiteral("owner"), facts.journal.owner},
            {QStringLiteral("words"), facts.journal.words},
            {QStringLiteral("files"), files}};
}

// The payloads hold pseudonyms and commitments; the openings of what is personal stay at home.
QByteArray entries(const QList<JournalEntry> &all)
{
    QByteArray lines;
    for (const JournalEntry &entry : all)
        lines += QJsonDocument(QJsonObject{{QStringLiteral("index"), qint64(entry.index)},
                                           {QStringLiteral("leaf"), entry.leafHash},
                                           {QStringLiteral("payload"), entry.payload}})
                     .toJson(QJsonDocument::Compact) +
                 '\n';
    return lines;
}

QByteArray issues(const WorkspaceReading &reading)
{
    QByteArray lines;
    for (const WorkspaceIssue &issue : reading.issues)
        // Not the message: it repeats what was found, and that may be anything.
        lines +=
            (issue.at.toString() + QStringLiteral(": ") + issue.code + QStringLiteral("; allowed: ") + issue.allowed)
                .toUtf8() +
            '\n';
    return lines.isEmpty() ? QByteArray("none\n") : lines;
}

// Every secret that is reachable from here, to look for in what is about to leave.
QList<QByteArray> secretsOf(const Workspace &workspace)
{
    QList<QByteArray> all;
    const auto add = [&all](const QByteArray &secret) {
        const QByteArray text = secret.trimmed();
        if (text.size() >= 4)
            all << text << text.toBase64();
    };
    const auto resolve = [&add](const Secret &secret) {
        if (const Result<QString> text = resolveSecret(secret); text && !secret.isEmpty())
            add(text->toUtf8());
    };
    for (const BackendConfig &backend : workspace.backends) {
        resolve(backend.bearer);
        resolve(backend.token);
        resolve(backend.basicPassword);
        for (const Secret &header : backend.headers)
            resolve(header);
        if (!deliveryTypes().contains(backend.type))
            continue;
        const Result<connectors::Kubeconfig> read =
            connectors::readKubeconfig(connectors::kubeconfigFiles(backend.kubeconfig));
        if (!read)
            continue;
        for (const connectors::KubeUser &user : read->users) {
            add(user.token.toUtf8());
            add(user.basicPassword.toUtf8());
            add(user.keyData);
        }
    }
    return all;
}

QByteArray cleaned(QByteArray text, const QList<QByteArray> &secrets)
{
    for (const QByteArray &secret : secrets)
        text.replace(secret, "***");
    QString clean = connectors::HttpClient::redact(QString::fromUtf8(text));
    const QString home = QDir::homePath(); // its name is a person's
    if (home.size() > 1)
        clean.replace(home, QStringLiteral("~"));
    return clean.toUtf8();
}

constexpr auto kReadMe =
    "What `asternctl doctor --bundle` gathers for whoever helps you. Read it before you send it.\n\n"
    "versions.json    Astern and the libraries it runs with, system, processor\n"
    "platform.json    how it is shown, language, time zone, clock\n"
    "workspace.yaml   the workspace: keys all, values only where they are harmless, else ***\n"
    "issues.txt       what the reader says about it: places and codes\n"
    "backends.json    state and last error of each connection\n"
    "kubeconfigs.json where each context goes and by which kind of credentials\n"
    "journal.json     state, size, head and files of the log, not its content\n"
    "findings.json    what `asternctl doctor` found\n"
    "entries.ndjson   entries of the log; only with --with-log\n\n"
    "No token, key, password, header or environment of a command is in it, nor what people wrote.\n";

} // namespace

Result<Ok> writeBundle(const QString &path, const BundleFacts &facts)
{
    const Workspace workspace = facts.reading.workspace.value_or(Workspace{});
    QList<TarFile> files{
        {"README.txt", kReadMe},
        {"versions.json", pretty(versions())},
        {"platform.json", pretty(platform())},
        {"workspace.yaml", redactedWorkspace(facts.workspaceText)},
        {"issues.txt", issues(facts.reading)},
        {"backends.json", pretty(backends(facts.backends))},
        {"kubeconfigs.json", pretty(kubeconfigs(workspace))},
        {"journal.json", pretty(journal(facts))},
        {"findings.json", pretty(facts.findings)},
    };
    if (facts.withEntries)
        files.append({"entries.ndjson", entries(facts.entries)});
    const QList<QByteArray> secrets = secretsOf(workspace);
    for (TarFile &file : files) {
        file.bytes = cleaned(file.bytes, secrets);
        file.name.prepend("astern-doctor/");
    }
    const Result<QByteArray> packed = makeTarGz(files, QDateTime::currentSecsSinceEpoch());
    if (!packed)
        return packed.error();
    QFile file(path);
    const bool there = file.exists();
    if (there || !file.open(QIODevice::WriteOnly | QIODevice::NewOnly) ||
        !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
        file.write(*packed) != packed->size() || !file.flush()) {
        return Error{.kind = there ? Error::Kind::Refused : Error::Kind::Storage,
                     .message = there ? tr("The file is there already, and is not overwritten")
                                      : tr("The bundle cannot be written: %1").arg(file.errorString()),
                     .where = path,
                     .hint = tr("Name another file with --bundle.")};
    }
    return Ok{};
}

} // namespace astern::app
