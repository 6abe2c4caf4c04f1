// SPDX-License-Identifier: GPL-3.0-or-later
// team card and team enrol: how a device comes into a team.
#include "app/cli/teamenrol.h"

#include "app/cli/gateparts.h"
#include "app/cli/journalparts.h"
#include "app/unixsignals.h"
#include "connectors/postgres/teamsetup.h"
#include "models/approval/deviceenrol.h"
#include "models/approval/gateanswer.h"
#include "models/approval/sharedapprovals.h"
#include "models/base/format.h"
#include "models/journal/reader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace astern::app {
namespace {

using connectors::PgConnection;
using connectors::TeamSetup;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

template <class T, class Ask>
Result<T> told(Ask ask)
{
    QObject owner;
    const auto answer = answerOf<T>(owner, std::move(ask));
    return answer ? *answer : Result<T>(Error{.kind = Error::Kind::Cancelled, .message = tr("Interrupted")});
}

Error stillEmpty()
{
    return {.kind = Error::Kind::NotFound, .message = tr("The journal of this device is still empty")};
}

Result<std::unique_ptr<JournalReader>> readerOf(const QString &folder)
{
    return JournalReader::open(QDir(folder).filePath(QStringLiteral("journal.db")));
}

Result<TeamSetup::Card> cardOf(Journal &journal, const QString &folder)
{
    JournalQuery query;
    query.kinds = {QStringLiteral("key.enrol")};
    query.after = JournalQuery::kOldest;
    query.limit = 1;
    const auto entries =
        told<QList<JournalEntry>>([&](Done<QList<JournalEntry>> done) { journal.entries(query, std::move(done)); });
    if (!entries)
        return entries.error();
    if (entries->isEmpty())
        return stillEmpty();
    const JournalEntry &entry = entries->first();
    const auto text = [&entry](const char *object, const char *key) {
        return entry.payload.value(QLatin1String(object)).toObject().value(QLatin1String(key)).toString();
    };
    TeamSetup::Card card{text("writer", "id"), entry.id, entry.leafHash, text("key", "keyid"), {}, {}, {}};
    // Its bytes, so that who reads the card need not believe it.
    const auto reader = readerOf(folder);
    if (!reader)
        return reader.error();
    const auto written = (*reader)->entry(entry.index);
    if (!written)
        return written.error();
    card.enrolment = written->leaf;
    return card;
}

DeviceEnrolment enrolmentOf(const TeamSetup::Card &card, const QString &login, bool signsHeads)
{
    return {.device = card.writer,
            .journal = card.journal,
            .origin = card.origin,
            .key = card.keyId,
            .entry = card.enrolId,
            .leaf = card.enrolLeaf,
            .login = login,
            .signsHeads = signsHeads};
}

Error error(const AuthorityAnswer &answer)
{
    return {.kind = Error::Kind::NotPermitted, .message = answer.reason, .where = answer.where, .hint = answer.hint};
}

// The workspace that is named, if any is: without one, nobody here knows a rule.
bool readRules(const VerbOptions &options, Streams streams, std::optional<Workspace> &workspace, int &exitCode)
{
    if (!options.dataFolder().isEmpty() &&
        !QFile::exists(QDir(options.workspaceFolder()).filePath(QLatin1String(kWorkspaceFile))))
        return true;
    workspace = loadWorkspace(options, streams, exitCode);
    return workspace.has_value();
}

// By this device's copy of the team's log, as far as that goes.
std::optional<Error> refusedAsRevoked(const QString &mirror, const QString &device)
{
    TeamDevices devices;
    if (const auto read = devices.readOn(mirror); !read)
        return read.error();
    const std::optional<TeamDevices::Device> known = devices.device(device);
    if (!known || !known->lastGood)
        return std::nullopt;
    return Error{
        .kind = Error::Kind::Refused,
        .message =
            tr("The device %1 was revoked behind its entry %2").arg(device, format::entry(qint64(*known->lastGood))),
        .hint = tr("A revoked device comes back with a journal, and so a card, of its own.")};
}

// A workspace without the gate that an administrator pinned, or none at all, is no way round it.
std::optional<Error> refusedByPin(const QString &mirror, const std::optional<Workspace> &workspace)
{
    ApprovalBook book;
    if (const auto read = SharedApprovals(book, mirror).catchUp(); !read)
        return read.error();
    if (book.pinnedRules().isEmpty() || (workspace && workspace->rulesDigest == book.pinnedRules()))
        return std::nullopt;
    return Error{.kind = Error::Kind::NotPermitted,
                 .message = tr("The team's rules are pinned, and are not what is said here about people and gates"),
                 .where = QStringLiteral("astern.yaml"),
                 .hint = tr("Name the team's workspace with --workspace, or pin what it says: `asternctl team rules "
                            "--pin`.")};
}

bool grant(PgConnection &connection, const TeamSetup::Card &card, const DeviceEnrolment &wanted,
           const VerbOptions &options, Streams streams, int &exitCode)
{
    const auto fresh = TeamSetup(connection).enrol(card, wanted.login, wanted.signsHeads);
    if (!fresh) {
        exitCode = fail(streams, fresh.error(), options.json());
        return false;
    }
    streams.out << (*fresh ? tr("%1 may now write for the device %2.")
                           : tr("%1 could already write for the device %2."))
                       .arg(wanted.login, wanted.device)
                << Qt::endl;
    return true;
}

// Through people: asked, or used up before the database is told.
int enrolByRules(const Workspace &workspace, PgConnection &connection, const TeamSetup::Card &card,
                 const DeviceEnrolment &wanted, const VerbOptions &options, Streams streams)
{
    if (!card.isSigned())
        return fail(streams,
                    {.kind = Error::Kind::Invalid,
                     .message = tr("The card does not carry the entry that it is about: nobody could look at that"),
                     .hint = tr("Have it written anew on that device: asternctl team card > card.json")},
                    options.json());
    int exitCode = ExitDone;
    const auto engine = engineOfTeam(workspace, options, streams, exitCode);
    if (!engine)
        return exitCode;
    Session &session = engine->session();
    const AuthorityAnswer answer = engine->mayEnrol(wanted);
    const QList<GateStanding> gates = enrolmentGates(session.workspace(), wanted, session.approvals(), session.nowMs());
    if (!answer.allowed)
        return answer.waits ? askForApproval(*engine, gates, options, streams)
                            : fail(streams, error(answer), options.json());
    if (!wereUsedBy(wanted.use().id, gates, session.approvals())) {
        const auto passed = waitHome<QJsonArray>([&](Done<QJsonArray> done) {
            session.doors().approvalDesk->pass(gates, wanted.use(), session.self(), std::move(done));
        });
        if (!passed || !passed->ok())
            return passed ? fail(streams, passed->error(), options.json()) : 128 + receivedUnixSignal();
    }
    if (!grant(connection, card, wanted, options, streams, exitCode))
        return exitCode;
    const auto logged = waitHome<Receipt>([&](Done<Receipt> done) {
        session.journal()->append(enrolmentDraft(wanted, gates), JournalLevel::Shared, std::move(done));
    });
    if (!logged || !logged->ok())
        return logged ? fail(streams, logged->error(), options.json()) : 128 + receivedUnixSignal();
    streams.out << tr("Approved in the team's log: it counts.") << Qt::endl;
    return ExitDone;
}

// The right to write is the database's; that its entries count is said in the log, by an administrator's own device.
int enrolNow(PgConnection &connection, const TeamSetup::Card &card, const DeviceEnrolment &wanted,
             const QString &folder, const VerbOptions &options, Streams streams)
{
    int exitCode = ExitDone;
    if (!grant(connection, card, wanted, options, streams, exitCode))
        return exitCode;
    const auto journal = openJournalIn(folder);
    const auto logged =
        told<Receipt>([&](Done<Receipt> done) { journal->append(enrolmentDraft(wanted, {}), std::move(done)); });
    if (!logged)
        return fail(streams, logged.error(), options.json());
    streams.out << tr("Approved in this device's journal, entry %1. It counts once this device's Astern has sent it.")
                       .arg(logged->index)
                << Qt::endl;
    return ExitDone;
}

} // namespace

Result<connectors::PgOptions> teamStore(const VerbOptions &options)
{
    const QString given = options.value(QStringLiteral("store"));
    return connectors::PgOptions::parse(given.isEmpty() ? qEnvironmentVariable("ASTERN_TEAM_STORE") : given);
}

Result<QString> writerOf(const QString &journalFolder)
{
    const auto reader = readerOf(journalFolder);
    if (!reader)
        return reader.error();
    if ((*reader)->size() == 0)
        return stillEmpty();
    const auto genesis = (*reader)->entry(0);
    const auto payload = genesis ? genesis->payload() : Result<QJsonObject>(genesis.error());
    if (!payload)
        return payload.error();
    return payload->value(QLatin1String("writer")).toObject().value(QLatin1String("id")).toString();
}

std::optional<Error> whyNoAdmin(const TeamDevices &devices, const QString &own, const QString &message)
{
    const QList<TeamDevices::Device> all = devices.devices();
    const auto may = [](const TeamDevices::Device &one) { return one.mayRevoke(); };
    if (const auto self = devices.device(own); self && may(*self))
        return std::nullopt;
    const auto admin = std::find_if(all.cbegin(), all.cend(), may);
    return Error{.kind = Error::Kind::NotPermitted,
                 .message = message,
                 .where = own,
                 .hint = admin == all.cend() ? tr("The team has none any more: begin a new log.")
                                             : tr("Say it on the device %1.").arg(admin->id)};
}

int printCard(const VerbOptions &options, Streams streams)
{
    int exitCode = ExitDone;
    const QString folder = journalFolder(options, streams, exitCode);
    if (folder.isEmpty())
        return exitCode;
    const auto made = cardOf(*openJournalIn(folder), folder);
    if (!made)
        return fail(streams, made.error(), options.json());
    streams.out << QString::fromUtf8(QJsonDocument(made->toJson()).toJson()) << Qt::flush;
    // Apart from the card: who approves it has these by another way.
    streams.err << tr("Its key, to be read aloud: %1").arg(spokenKey(made->keyId)) << Qt::endl;
    return ExitDone;
}

int enrolDevice(const VerbOptions &options, PgConnection &connection, Streams streams)
{
    QFile file(options.value(QStringLiteral("card")));
    const QString login = options.value(QStringLiteral("login"));
    if (login.isEmpty() || !file.open(QIODevice::ReadOnly))
        return options.usageError(streams, tr("enrol needs --card FILE, which can be read, and --login ROLE"));
    const auto card = TeamSetup::Card::fromJson(file.readAll());
    if (!card)
        return fail(streams, card.error(), options.json());
    int exitCode = ExitDone;
    const QString folder = journalFolder(options, streams, exitCode);
    if (folder.isEmpty())
        return exitCode;
    const auto own = writerOf(folder);
    if (!own)
        return fail(streams, own.error(), options.json());
    const DeviceEnrolment wanted = enrolmentOf(*card, login, options.isSet(QStringLiteral("operator")));
    if (card->writer == *own) {
        // No gate: it may write, and counts by nobody's word but that it is the first.
        if (grant(connection, *card, wanted, options, streams, exitCode))
            streams.out << tr("It is this device: where it is the first in the log, it is the team's administrator.")
                        << Qt::endl;
        return exitCode;
    }
    std::optional<Workspace> workspace;
    if (!readRules(options, streams, workspace, exitCode))
        return exitCode;
    const QString mirror = mirrorBeside(folder);
    if (const auto refused = refusedAsRevoked(mirror, wanted.device))
        return fail(streams, *refused, options.json());
    if (workspace && rulesEnrolments(*workspace))
        return enrolByRules(*workspace, connection, *card, wanted, options, streams);
    if (const auto refused = refusedByPin(mirror, workspace))
        return fail(streams, *refused, options.json());
    return enrolNow(connection, *card, wanted, folder, options, streams);
}

} // namespace astern::app
