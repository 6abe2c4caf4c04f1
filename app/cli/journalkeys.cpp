// SPDX-License-Identifier: GPL-3.0-or-later
// `asternctl journal key`: which keys sign, another one, one that was stolen, where they are kept.
#include "app/cli/journalparts.h"
#include "app/cli/table.h"
#include "app/engine/engine.h"
#include "app/engine/journalopening.h"
#include "app/unixsignals.h"
#include "connectors/keychain/systemkeychain.h"
#include "connectors/local/devicekeys.h"
#include "models/approval/localauthority.h"
#include "models/base/format.h"
#include "models/base/uuid7.h"
#include "models/journal/keylist.h"
#include "models/journal/localjournal.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString roleWord(const KeyFacts &key)
{
    switch (key.role) {
    case KeyFacts::Role::Entries:
        return key.isAdmin ? tr("entries, administrator") : tr("entries");
    case KeyFacts::Role::StandIn:
        return tr("emergencies");
    case KeyFacts::Role::Heads:
        return tr("heads");
    case KeyFacts::Role::Waiting:
        return tr("waits for approval");
    }
    return {};
}

QString fateWord(const KeyFacts &key)
{
    if (key.lastGood)
        return tr("revoked, good to entry %1").arg(format::entry(qint64(*key.lastGood)));
    if (!key.followedBy.isEmpty())
        return tr("followed, to entry %1").arg(format::entry(qint64(*key.last)));
    return tr("in force");
}

QJsonObject toJson(const KeyFacts &key)
{
    QJsonObject object{{QStringLiteral("keyid"), key.id},
                       {QStringLiteral("role"), toString(key.role)},
                       {QStringLiteral("admin"), key.isAdmin},
                       {QStringLiteral("from"), qint64(key.from)}};
    if (key.last)
        object.insert(QStringLiteral("last"), qint64(*key.last));
    if (key.lastGood)
        object.insert(QStringLiteral("last_good_seq"), qint64(*key.lastGood));
    if (!key.followedBy.isEmpty())
        object.insert(QStringLiteral("followed_by"), key.followedBy);
    return object;
}

int list(const VerbOptions &options, const QString &folder, Streams streams)
{
    const auto reader = JournalReader::open(QDir(folder).filePath(QStringLiteral("journal.db")));
    if (!reader)
        return fail(streams, reader.error(), options.json());
    const auto keys = listKeys(**reader);
    if (!keys)
        return fail(streams, keys.error(), options.json());
    if (options.json()) {
        QJsonArray all;
        for (const KeyFacts &key : *keys)
            all.append(toJson(key));
        streams.out << QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact)) << Qt::endl;
        return ExitDone;
    }
    Table table({tr("key"), tr("signs"), tr("from entry"), tr("state")});
    for (const KeyFacts &key : *keys)
        table.add({key.id, roleWord(key), format::entry(qint64(key.from)), fateWord(key)});
    streams.out << table.text();
    streams.out << tr("This device's key is %1.").arg(keyWords(folder).words) << Qt::endl;
    return ExitDone;
}

int tell(const std::optional<Result<Receipt>> &answer, const VerbOptions &options, Streams streams)
{
    if (!answer)
        return 128 + receivedUnixSignal();
    if (!answer->ok())
        return fail(streams, answer->error(), options.json());
    const Receipt &receipt = answer->value();
    if (options.json())
        streams.out << QString::fromUtf8(QJsonDocument(QJsonObject{{QStringLiteral("index"), qint64(receipt.index)},
                                                                   {QStringLiteral("id"), receipt.id},
                                                                   {QStringLiteral("leaf"), receipt.leafHash}})
                                             .toJson(QJsonDocument::Compact))
                    << Qt::endl;
    else
        streams.out << tr("recorded as entry %1").arg(format::entry(qint64(receipt.index))) << Qt::endl;
    return ExitDone;
}

// Through an engine, since a key may have to be known elsewhere before it counts, and only an engine ships.
int change(const VerbOptions &options, const KeyChange &change, Streams streams)
{
    int exitCode = ExitDone;
    QObject owner;
    if (!options.dataFolder().isEmpty() &&
        !QFile::exists(QDir(options.workspaceFolder()).filePath(QLatin1String(kWorkspaceFile)))) {
        const QString folder = journalFolder(options, streams, exitCode);
        if (folder.isEmpty())
            return exitCode;
        const auto journal = openJournalIn(folder);
        return tell(
            answerOf<Receipt>(
                owner, [&](Done<Receipt> done) { journal->changeKey(change, JournalLevel::Local, std::move(done)); }),
            options, streams);
    }
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    auto engine =
        Engine::create(*workspace, {.dataFolder = options.dataFolder(), .watch = false, .recover = false, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    (*engine)->start();
    return tell(answerOf<Receipt>(owner, [&](Done<Receipt> done) { (*engine)->changeKey(change, std::move(done)); }),
                options, streams);
}

// The one who moves keys is the one who owns the journal, so that nobody uses them meanwhile.
int move(const VerbOptions &options, const QString &folder, Streams streams)
{
    const QString to = options.value(QStringLiteral("to"));
    if (to != QLatin1String("keychain") && to != QLatin1String("file"))
        return options.usageError(streams, tr("journal key move takes --to keychain or --to file"));
    const bool isOut = to == QLatin1String("file");
    const auto keychain = std::make_shared<connectors::SystemKeychain>();
    const auto keys =
        std::make_shared<connectors::DeviceKeys>(connectors::DeviceKeyOptions{.path = folder + QStringLiteral(".keys"),
                                                                              .passphrase = keyPassphrase(),
                                                                              .keychain = keychain,
                                                                              .preferKeychain = !isOut});
    int exitCode = ExitDone;
    auto lock = takeJournal(folder, options, streams, exitCode);
    if (!lock)
        return exitCode;
    if (!isOut) {
        // Opened once, so that a key that stands in is enrolled before the others may be out of reach.
        LocalJournal journal({.folder = folder, .keys = keys, .checkAfterMs = -1}, std::move(*lock));
        QObject owner;
        const auto state =
            answerOf<JournalState>(owner, [&](Done<JournalState> done) { journal.state(std::move(done)); });
        if (!state)
            return 128 + receivedUnixSignal();
        if (state->value().state != JournalState::State::Open || !state->value().locked.isEmpty())
            return fail(streams,
                        Error{.kind = Error::Kind::Storage,
                              .message = tr("The journal cannot be opened"),
                              .where = folder,
                              .hint = state->value().words + state->value().locked},
                        options.json());
        if (auto done = keys->moveToKeychain(); !done)
            return fail(streams, done.error(), options.json());
    } else if (auto done = keys->moveToFile(); !done) {
        return fail(streams, done.error(), options.json());
    }
    streams.out << tr("This device's key is %1.").arg(keyWords(folder).words) << Qt::endl;
    return ExitDone;
}

} // namespace

int keepKeys(const VerbOptions &options, Streams streams)
{
    const QString what = options.positional().value(1);
    const qsizetype most = what == QLatin1String("revoke") ? 3 : 2;
    if (options.positional().size() != most || !QStringList({QStringLiteral("list"), QStringLiteral("rotate"),
                                                             QStringLiteral("revoke"), QStringLiteral("move")})
                                                    .contains(what))
        return options.usageError(
            streams, tr("say `journal key` and one of: list; rotate --reason TEXT; revoke KEYID --last-good N --reason "
                        "TEXT --yes; move --to keychain|file"));
    if (what == QLatin1String("list") || what == QLatin1String("move")) {
        int exitCode = ExitDone;
        const QString folder = journalFolder(options, streams, exitCode);
        if (folder.isEmpty())
            return exitCode;
        return what == QLatin1String("list") ? list(options, folder, streams) : move(options, folder, streams);
    }
    KeyChange wanted{.what = what == QLatin1String("revoke") ? KeyChange::What::Revoke : KeyChange::What::Rotate,
                     .id = Uuid7::next(),
                     .keyId = options.positional().value(2),
                     .reason = options.value(QStringLiteral("reason")),
                     .by = LocalAuthority::systemUser().ref};
    if (wanted.reason.trimmed().size() < 10)
        return options.usageError(streams, tr("say why with --reason, in at least 10 characters"));
    if (wanted.what == KeyChange::What::Revoke) {
        bool isNumber = false;
        wanted.lastGood = options.value(QStringLiteral("last-good")).toULongLong(&isNumber);
        if (!isNumber)
            return options.usageError(streams, tr("--last-good takes the number of an entry"));
        if (!options.isSet(QStringLiteral("yes")))
            return options.usageError(streams,
                                      tr("what the key signed behind entry %1 is disputed from now on; say --yes")
                                          .arg(format::entry(qint64(wanted.lastGood))));
    }
    return change(options, wanted, streams);
}

} // namespace astern::app
