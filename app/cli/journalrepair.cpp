// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journalparts.h"
#include "app/engine/journalopening.h"
#include "app/unixsignals.h"
#include "connectors/keychain/systemkeychain.h"
#include "connectors/local/devicekeys.h"
#include "models/journal/localjournal.h"
#include "models/journal/repair.h"
#include "models/journal/restore.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

namespace astern::app {
namespace {

constexpr int kKeychainMs = 10'000; // somebody may have to unlock it

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

verify::Report judge(const QString &folder)
{
    return verify::run({.log = QDir(folder).filePath(QStringLiteral("log")),
                        .database = QDir(folder).filePath(QStringLiteral("journal.db")),
                        .mark = folder + QStringLiteral(".mark")});
}

void say(Streams streams, const verify::Report &report)
{
    for (const verify::Finding &finding : report.findings)
        streams.out << "  " << finding.where << ": " << finding.what << '\n';
    streams.out << tr("%1 passed, %2 failed").arg(report.passed).arg(report.failed()) << Qt::endl;
}

QStringList wordsOfFindings(const verify::Report &report)
{
    QStringList words;
    for (const verify::Finding &finding : report.findings.mid(0, 20))
        words.append(QStringLiteral("%1: %2").arg(finding.where, finding.what));
    return words;
}

// The repair is an entry, too: what was found, what was done, where the old file lies.
int record(const QString &folder, const QStringList &found, const QString &done, const QString &aside, Streams streams,
           bool json)
{
    const std::unique_ptr<Journal> journal = openJournalIn(folder);
    Draft draft{.kind = QStringLiteral("journal.verify-failed")};
    draft.fields.insert(QStringLiteral("found"), QJsonArray::fromStringList(found));
    draft.fields.insert(QStringLiteral("repair"), QJsonObject{{QStringLiteral("done"), done},
                                                              {QStringLiteral("aside"), QFileInfo(aside).fileName()}});
    QObject owner;
    const auto receipt =
        answerOf<Receipt>(owner, [&](Done<Receipt> answered) { journal->append(draft, std::move(answered)); });
    if (!receipt)
        return 128 + receivedUnixSignal();
    if (!receipt->ok())
        return fail(streams, receipt->error(), json);
    // A question brings the index up to the log, so that what is verified next is all of it.
    const auto newest = answerOf<QList<JournalEntry>>(
        owner, [&](Done<QList<JournalEntry>> answered) { journal->entries({.limit = 1}, std::move(answered)); });
    if (newest && !newest->ok())
        return fail(streams, newest->error(), json);
    return ExitDone;
}

Result<Repair::Restored> restore(const QString &folder, const QString &stamp)
{
    connectors::DeviceKeys keys({.path = folder + QStringLiteral(".keys"),
                                 .passphrase = keyPassphrase(),
                                 .keychain = std::make_shared<connectors::SystemKeychain>(),
                                 .waitMs = kKeychainMs});
    const auto device = keys.load(QStringLiteral("device"));
    if (!device)
        return device.error();
    return Repair::fromMirror(folder, mirrorBeside(folder), DeviceKey(*device).publicKey(), stamp);
}

} // namespace

// Looks, and with an order makes what is derived anew. Never in silence, and never without keeping the old file.
int repairJournal(const VerbOptions &options, Streams streams)
{
    const bool nodes = options.isSet(QStringLiteral("rebuild-nodes"));
    const bool fromLog = options.isSet(QStringLiteral("from-log"));
    const bool fromMirror = options.isSet(QStringLiteral("from-mirror"));
    if (int(nodes) + int(fromLog) + int(fromMirror) > 1)
        return options.usageError(streams, tr("choose one of --rebuild-nodes, --from-log and --from-mirror"));
    int exitCode = ExitDone;
    const QString folder = journalFolder(options, streams, exitCode);
    if (folder.isEmpty())
        return exitCode;
    const verify::Report before = judge(folder);
    streams.out << tr("found:") << '\n';
    say(streams, before);
    if (!nodes && !fromLog && !fromMirror) {
        if (before.exitCode() != 0)
            streams.out
                << tr("Nothing was changed. --rebuild-nodes draws the tree anew over the index, --from-log makes the "
                      "index anew from the log, --from-mirror the log from this device's copy of the shared log; each "
                      "keeps the old files.")
                << Qt::endl;
        return before.exitCode();
    }
    QString aside;
    {
        const auto lock = takeJournal(folder, options, streams, exitCode);
        if (!lock)
            return exitCode;
        const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz'Z'"));
        if (fromMirror) {
            const auto restored = restore(folder, stamp);
            if (!restored)
                return fail(streams, restored.error(), options.json());
            aside = restored->aside;
            streams.out << tr("%1 entries of the shared log were written as this device's log").arg(restored->entries)
                        << '\n';
        } else {
            const auto kept = nodes ? Repair::rebuildNodes(folder, stamp) : Repair::setIndexAside(folder, stamp);
            if (!kept)
                return fail(streams, kept.error(), options.json());
            aside = *kept;
        }
    }
    streams.out << tr("The index as it was lies in %1").arg(aside) << Qt::endl;
    exitCode = record(folder, wordsOfFindings(before),
                      nodes     ? QStringLiteral("rebuilt the nodes of the tree")
                      : fromLog ? QStringLiteral("rebuilt the index from the log")
                                : QStringLiteral("wrote the log from the copy of the shared log"),
                      aside, streams, options.json());
    if (exitCode != ExitDone)
        return exitCode;
    const verify::Report after = judge(folder);
    streams.out << tr("now:") << '\n';
    say(streams, after);
    return after.exitCode();
}

} // namespace astern::app
