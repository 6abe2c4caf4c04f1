// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journalparts.h"
#include "app/cli/table.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/unixsignals.h"
#include "models/base/format.h"

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

int tail(const VerbOptions &options, const QString &folder, Streams streams)
{
    const std::unique_ptr<Journal> journal = openJournalIn(folder);
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

// Opens the backends, reads the target of every intent that a crash left open, and records what was found.
int recover(const VerbOptions &options, Streams streams)
{
    int exitCode = ExitDone;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    auto engine =
        Engine::create(*workspace, {.dataFolder = options.dataFolder(), .watch = false, .actor = {}, .signIn = false});
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

using Part = int (*)(const VerbOptions &, Streams);

int tailHere(const VerbOptions &options, Streams streams)
{
    int exitCode = ExitDone;
    const QString folder = journalFolder(options, streams, exitCode);
    return folder.isEmpty() ? exitCode : tail(options, folder, streams);
}

const QList<std::pair<QString, Part>> &parts()
{
    static const QList<std::pair<QString, Part>> all{
        {QStringLiteral("verify"), verifyJournal}, {QStringLiteral("tail"), tailHere},
        {QStringLiteral("recover"), recover},      {QStringLiteral("fsck"), repairJournal},
        {QStringLiteral("prove"), proveEntry},     {QStringLiteral("export"), exportEvidence},
        {QStringLiteral("tiles"), writeTiles},     {QStringLiteral("diff"), diffJournals},
        {QStringLiteral("card"), showCard},        {QStringLiteral("erase"), erasePerson},
        {QStringLiteral("hold"), holdPerson},      {QStringLiteral("key"), keepKeys},
        {QStringLiteral("gap"), recordGap}};
    return all;
}

void addOptions(VerbOptions &options)
{
    const struct {
        const char *name;
        QString what;
        const char *value;
    } all[] = {
        {"lines", tr("tail: how many entries (default 20)."), "N"},
        {"service", tr("tail: only entries of this service."), "S"},
        {"db", tr("verify, prove, tiles, card: this one SQLite file alone."), "FILE"},
        {"bundle", tr("verify: an evidence bundle."), "FILE"},
        {"genesis", tr("verify: the leaf hash that the first entry must have."), "HASH"},
        {"trust", tr("verify: a verifier key, the genesis in hex or in eight words, or a file of these."), "WHAT"},
        {"witness", tr("verify: a signed checkpoint that was kept elsewhere."), "NOTE"},
        {"since", tr("verify: signatures of entries before this one are not checked one by one."), "N"},
        {"full", tr("verify: every signature (the default)."), nullptr},
        {"rebuild-nodes", tr("fsck: draw the tree anew over the entries of the index."), nullptr},
        {"from-log", tr("fsck: make the index anew from the log."), nullptr},
        {"from-mirror", tr("fsck: write the log anew from this device's copy of the shared log."), nullptr},
        {"saga", tr("export: one operation, by its id or RB-… or by one of its entries."), "ID"},
        {"from", tr("export: entries from this time on."), "TIME"},
        {"all", tr("export: the whole log."), nullptr},
        {"with", tr("export: what people said that may leave, e.g. rationale; the rest is withheld."), "FIELDS"},
        {"samples", tr("export: with the samples that verdicts were computed from."), nullptr},
        {"configurations", tr("export: with the contents of configurations that were replaced or brought back."),
         nullptr},
        {"basis", tr("erase, hold: the legal basis."), "TEXT"},
        {"reason", tr("erase, hold, key rotate, key revoke: why."), "TEXT"},
        {"requested", tr("erase: who asked for it, and when."), "TEXT"},
        {"lift", tr("hold: end it, so that erasure is possible again."), nullptr},
        {"last-good", tr("key revoke: the last entry that the key itself signed."), "N"},
        {"to", tr("export: entries up to this time. key move: keychain or file."), "WHERE"},
        {"yes", tr("erase, key revoke: really."), nullptr},
    };
    for (const auto &one : all) {
        const QString name = QString::fromLatin1(one.name);
        const QString initial = name == QLatin1String("lines") ? QStringLiteral("20") : QString();
        options.add(one.value ? QCommandLineOption(name, one.what, QString::fromLatin1(one.value), initial)
                              : QCommandLineOption(name, one.what));
    }
    options.add({{QStringLiteral("o"), QStringLiteral("out")},
                 tr("prove, export, tiles: the file or folder to write."),
                 QStringLiteral("PATH")});
}

} // namespace

int runJournal(const QStringList &args, Streams streams)
{
    VerbOptions options(
        QStringLiteral("journal"),
        tr("Verifies, reads, proves, exports or repairs the decision log, keeps its keys, or resolves what a crash "
           "left open in it."),
        QStringLiteral("verify|tail|recover|fsck|prove|export|tiles|diff|card|erase|hold|key|gap [--workspace DIR] "
                       "[--data DIR] [--json] [options]"),
        QStringLiteral("asternctl journal export --saga RB-0191e2a4-7c1d -o rollback.astern-evidence.tar"));
    addOptions(options);
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const QString what = options.positional().value(0);
    for (const auto &[name, part] : parts()) {
        const bool takesMore = part == proveEntry || part == diffJournals || part == erasePerson ||
                               part == holdPerson || part == keepKeys || part == recordGap;
        if (name == what && (takesMore || options.positional().size() == 1))
            return part(options, streams);
    }
    QStringList names;
    for (const auto &[name, part] : parts())
        names.append(name);
    return options.usageError(streams, tr("say `journal` and one of: %1").arg(names.join(QStringLiteral(", "))));
}

} // namespace astern::app
