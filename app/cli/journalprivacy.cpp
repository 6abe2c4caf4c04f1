// SPDX-License-Identifier: GPL-3.0-or-later
// What people said in person: erased, or held against every erasure.
#include "app/cli/journalparts.h"
#include "app/engine/engine.h"
#include "app/unixsignals.h"
#include "models/approval/localauthority.h"
#include "models/base/format.h"
#include "models/session/privacyholds.h"

#include <QDir>
#include <QFile>

namespace astern::app {
namespace {

constexpr qsizetype kShortestReason = 10;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

// `words` has a %1 for the entry.
int tell(const std::optional<Result<Receipt>> &receipt, const QString &words, const VerbOptions &options,
         Streams streams)
{
    if (!receipt)
        return 128 + receivedUnixSignal();
    if (!receipt->ok())
        return fail(streams, receipt->error(), options.json());
    streams.out << words.arg(format::entry(qint64(receipt->value().index))) << Qt::endl;
    return ExitDone;
}

// Through an engine where there is a workspace: what it asks of overrides may have to be reached elsewhere.
std::optional<Result<Receipt>> hold(const PrivacyHold &wanted, const VerbOptions &options, Streams streams,
                                    int &exitCode)
{
    QObject owner;
    if (!options.dataFolder().isEmpty() &&
        !QFile::exists(QDir(options.workspaceFolder()).filePath(QLatin1String(kWorkspaceFile)))) {
        const QString folder = journalFolder(options, streams, exitCode);
        if (folder.isEmpty())
            return std::nullopt;
        const std::unique_ptr<Journal> journal = openJournalIn(folder);
        return answerOf<Receipt>(owner, [&](Done<Receipt> done) { journal->hold(wanted, std::move(done)); });
    }
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return std::nullopt;
    auto engine =
        Engine::create(*workspace, {.dataFolder = options.dataFolder(), .watch = false, .recover = false, .actor = {}});
    if (!engine)
        return Result<Receipt>(engine.error());
    (*engine)->start();
    return answerOf<Receipt>(owner,
                             [&](Done<Receipt> done) { holdWords((*engine)->session(), wanted, std::move(done)); });
}

} // namespace

int erasePerson(const VerbOptions &options, Streams streams)
{
    Erasure erasure{.subject = options.positional().value(1),
                    .basis = options.value(QStringLiteral("basis")),
                    .reason = options.value(QStringLiteral("reason")),
                    .requested = options.value(QStringLiteral("requested")),
                    .by = LocalAuthority::systemUser().ref};
    if (options.positional().size() != 2 || erasure.basis.isEmpty() || erasure.reason.isEmpty())
        return options.usageError(streams, tr("journal erase takes the pseudonym of a person, --basis and --reason"));
    if (!options.isSet(QStringLiteral("yes")))
        return options.usageError(streams, tr("what is erased cannot be read again by anybody; say --yes"));
    int exitCode = ExitDone;
    const QString folder = journalFolder(options, streams, exitCode);
    if (folder.isEmpty())
        return exitCode;
    const std::unique_ptr<Journal> journal = openJournalIn(folder);
    QObject owner;
    const auto receipt =
        answerOf<Receipt>(owner, [&](Done<Receipt> done) { journal->erase(erasure, std::move(done)); });
    return tell(receipt, tr("erased; recorded as entry %1"), options, streams);
}

int holdPerson(const VerbOptions &options, Streams streams)
{
    const PrivacyHold wanted{.subject = options.positional().value(1),
                             .lifted = options.isSet(QStringLiteral("lift")),
                             .basis = options.value(QStringLiteral("basis")),
                             .reason = options.value(QStringLiteral("reason")),
                             .by = LocalAuthority::systemUser().ref};
    if (options.positional().size() != 2 || wanted.basis.isEmpty() || wanted.reason.trimmed().size() < kShortestReason)
        return options.usageError(streams, tr("journal hold takes the pseudonym of a person, or '*' for everybody, "
                                              "--basis, and --reason in at least 10 characters"));
    int exitCode = ExitDone;
    const auto receipt = hold(wanted, options, streams, exitCode);
    if (exitCode != ExitDone)
        return exitCode;
    return tell(receipt, wanted.lifted ? tr("lifted; recorded as entry %1") : tr("held; recorded as entry %1"), options,
                streams);
}

} // namespace astern::app
