// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"
#include "app/cli/table.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/unixsignals.h"
#include "connectors/local/openjournal.h"
#include "models/base/format.h"
#include "models/base/inbox.h"
#include "models/journal/verify/verify.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QJsonObject entryToJson(const JournalEntry &entry)
{
    QJsonObject personal;
    for (auto it = entry.personal.cbegin(); it != entry.personal.cend(); ++it)
        personal.insert(it.key(), it.value());
    return {{QStringLiteral("index"), qint64(entry.index)}, {QStringLiteral("id"), entry.id},
            {QStringLiteral("kind"), entry.kind},           {QStringLiteral("saga"), entry.saga},
            {QStringLiteral("leaf"), entry.leafHash},       {QStringLiteral("wall_ms"), entry.wallMs},
            {QStringLiteral("payload"), entry.payload},     {QStringLiteral("personal"), personal}};
}

QStringList rowOf(const JournalEntry &entry)
{
    const auto text = [&entry](const char *object, const char *key) {
        return entry.payload.value(QLatin1String(object)).toObject().value(QLatin1String(key)).toString();
    };
    const QString service = text("subject", "service");
    const QString place =
        service.isEmpty()
            ? QString()
            : QStringLiteral("%1 %2/%3").arg(service, text("subject", "environment"), text("subject", "cell"));
    QString what = text("decision", "title");
    if (what.isEmpty() && !text("outcome", "result").isEmpty())
        what = QStringLiteral("%1: %2").arg(text("outcome", "result"), text("outcome", "observed"));
    const QString why = entry.personal.value(QStringLiteral("rationale"));
    return {format::entry(qint64(entry.index)), format::stamp(entry.wallMs), entry.kind, place, what, why};
}

// Asks the journal and waits; absent: interrupted.
template <class T, class Ask>
std::optional<Result<T>> answerOf(QObject &owner, Ask ask)
{
    const Inbox inbox(&owner);
    std::optional<Result<T>> answer;
    QEventLoop loop;
    ask(Done<T>(inbox.wrap([&](const Result<T> &result) {
        answer = result;
        loop.quit();
    })));
    loop.exec();
    return answer;
}

int tail(const VerbOptions &options, const QString &folder, Streams streams)
{
    const std::unique_ptr<Journal> journal = connectors::openJournal(folder);
    bool isNumber = false;
    const int lines = options.value(QStringLiteral("lines")).toInt(&isNumber);
    if (!isNumber || lines < 1 || lines > 100'000)
        return options.usageError(streams, tr("--lines takes a number from 1 to 100 000"));
    JournalQuery query;
    query.limit = lines;
    query.service = options.value(QStringLiteral("service"));
    QObject owner;
    const auto entries = answerOf<QList<JournalEntry>>(
        owner, [&](Done<QList<JournalEntry>> done) { journal->entries(query, std::move(done)); });
    if (!entries)
        return 128 + receivedUnixSignal();
    if (!entries->ok())
        return fail(streams, entries->error(), options.json());
    QList<JournalEntry> oldestFirst = entries->value();
    std::reverse(oldestFirst.begin(), oldestFirst.end());
    if (options.json()) {
        for (const JournalEntry &entry : oldestFirst)
            streams.out << QString::fromUtf8(QJsonDocument(entryToJson(entry)).toJson(QJsonDocument::Compact)) << '\n';
    } else {
        Table table({tr("entry"), tr("when"), tr("kind"), tr("where"), tr("what"), tr("why")});
        for (const JournalEntry &entry : oldestFirst)
            table.add(rowOf(entry));
        streams.out << table.text();
    }
    streams.out.flush();
    return ExitDone;
}

QString wordOf(verify::Finding::Kind kind)
{
    switch (kind) {
    case verify::Finding::Kind::Tampered:
        return tr("TAMPERED");
    case verify::Finding::Kind::Incomplete:
        return tr("incomplete");
    case verify::Finding::Kind::Unreadable:
        return tr("unreadable");
    }
    return {};
}

// From the bytes alone: works while another process owns the journal, and on a copy that somebody sent.
int verifyFolder(const VerbOptions &options, const QString &folder, Streams streams)
{
    verify::Sources sources;
    if (options.isSet(QStringLiteral("db"))) {
        sources.database = options.value(QStringLiteral("db"));
    } else {
        sources.log = QDir(folder).filePath(QStringLiteral("log"));
        sources.database = QDir(folder).filePath(QStringLiteral("journal.db"));
        sources.mark = folder + QStringLiteral(".mark");
    }
    sources.genesis = options.value(QStringLiteral("genesis"));
    const verify::Report report = verify::run(sources);
    if (options.json()) {
        QJsonArray findings;
        for (const verify::Finding &finding : report.findings)
            findings.append(QJsonObject{{QStringLiteral("kind"), wordOf(finding.kind).toLower()},
                                        {QStringLiteral("where"), finding.where},
                                        {QStringLiteral("what"), finding.what}});
        const QJsonObject object{
            {QStringLiteral("journal"), report.journal},         {QStringLiteral("root"), report.root},
            {QStringLiteral("entries"), qint64(report.entries)}, {QStringLiteral("passed"), qint64(report.passed)},
            {QStringLiteral("failed"), qint64(report.failed())}, {QStringLiteral("findings"), findings}};
        streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
        return report.exitCode();
    }
    for (const verify::Finding &finding : report.findings)
        streams.out << wordOf(finding.kind) << ": " << finding.where << ": " << finding.what << '\n';
    streams.out << tr("journal %1").arg(report.journal) << '\n'
                << tr("root    %1 over %2 entries").arg(report.root, format::count(qint64(report.entries))) << '\n'
                << tr("%1 passed, %2 failed").arg(report.passed).arg(report.failed()) << Qt::endl;
    return report.exitCode();
}

// Opens the backends, reads the target of every intent that a crash left open, and records what was found.
int recover(const VerbOptions &options, Streams streams)
{
    int exitCode = ExitDone;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    auto engine = Engine::create(*workspace, {.dataFolder = options.dataFolder(), .watch = false, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    QEventLoop loop;
    int resolved = -1;
    int open = 0;
    QObject::connect(engine->get(), &Engine::recovered, &loop, [&](int done, int left) {
        resolved = done;
        open = left;
        loop.quit();
    });
    std::optional<Error> unread;
    QObject::connect(engine->get(), &Engine::recoveryFailed, &loop, [&](const Error &error) {
        unread = error;
        loop.quit();
    });
    (*engine)->start();
    loop.exec();
    if (unread)
        return fail(streams, *unread, options.json());
    if (resolved < 0)
        return 128 + receivedUnixSignal();
    streams.out << tr("%1 resolved, %2 still open").arg(resolved).arg(open) << Qt::endl;
    return open > 0 ? ExitIncomplete : ExitDone;
}

} // namespace

int runJournal(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("journal"),
                        tr("Verifies or reads the decision log, or resolves what a crash left open in it."),
                        QStringLiteral("verify|tail|recover [--workspace DIR] [--data DIR] [--db FILE] [--genesis "
                                       "HASH] [--lines N] [--service S] [--json]"),
                        QStringLiteral("asternctl journal verify --workspace ./shop"));
    options.add(
        {QStringLiteral("lines"), tr("How many entries (default 20)."), QStringLiteral("N"), QStringLiteral("20")});
    options.add({QStringLiteral("service"), tr("Only entries of this service."), QStringLiteral("S")});
    options.add({QStringLiteral("db"), tr("verify: judge this one SQLite file alone."), QStringLiteral("FILE")});
    options.add({QStringLiteral("genesis"), tr("verify: the leaf hash that the first entry must have."),
                 QStringLiteral("HASH")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const QString what = options.positional().value(0);
    static const QStringList known{QStringLiteral("verify"), QStringLiteral("tail"), QStringLiteral("recover")};
    if (options.positional().size() != 1 || !known.contains(what))
        return options.usageError(streams, tr("say `journal verify`, `journal tail` or `journal recover`"));
    if (what == QLatin1String("verify") && options.isSet(QStringLiteral("db")))
        return verifyFolder(options, {}, streams);
    if (what == QLatin1String("recover"))
        return recover(options, streams);
    QString data = options.dataFolder();
    if (data.isEmpty()) {
        const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
        if (!workspace)
            return exitCode;
        data = defaultDataFolder(*workspace);
    }
    const QString folder = QDir(data).filePath(QStringLiteral("journal"));
    if (!QFileInfo::exists(folder)) {
        return fail(streams,
                    Error{.kind = Error::Kind::NotFound,
                          .message = tr("There is no journal here"),
                          .where = folder,
                          .hint = tr("Name its folder with --data DIR.")},
                    options.json());
    }
    return what == QLatin1String("verify") ? verifyFolder(options, folder, streams) : tail(options, folder, streams);
}

} // namespace astern::app
