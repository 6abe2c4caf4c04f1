// SPDX-License-Identifier: GPL-3.0-or-later
// team revoke: how a device goes out of a team.
#include "app/cli/teamrevoke.h"

#include "app/cli/gateparts.h"
#include "app/cli/journalparts.h"
#include "app/cli/teamenrol.h"
#include "app/engine/secrets.h"
#include "app/engine/teamfollower.h"
#include "app/unixsignals.h"
#include "connectors/postgres/teamsetup.h"
#include "models/base/format.h"
#include "models/journal/keylist.h"
#include "models/journal/teamdevices.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace astern::app {
namespace {

using connectors::PgConnection;
using connectors::PgWaker;
using connectors::TeamSetup;
using Device = TeamDevices::Device;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

constexpr qsizetype kShortestReason = 10;

// With the address that is given, which may be an administrator's; else as this device's own login, which may look.
Result<std::unique_ptr<PgConnection>> connectionOf(const VerbOptions &options, const Workspace &workspace,
                                                   PgWaker &waker)
{
    const bool given = options.isSet(QStringLiteral("store")) || !qEnvironmentVariable("ASTERN_TEAM_STORE").isEmpty();
    const auto where = given ? teamStore(options)
                             : teamOptions(workspace.journal.team, connectors::SecretResolver(&resolveSecret, nullptr));
    return where ? PgConnection::open(*where, waker) : Result<std::unique_ptr<PgConnection>>(where.error());
}

std::optional<Error> whyNot(const TeamDevices &devices, const QString &own, const Device &device)
{
    const QList<Device> all = devices.devices();
    const auto may = [](const Device &one) { return one.mayRevoke(); };
    if (const auto refused =
            whyNoAdmin(devices, own, tr("Only an administrator's device may revoke, and this one is none")))
        return refused;
    if (device.lastGood)
        return Error{.kind = Error::Kind::Conflict,
                     .message = tr("The device %1 was revoked already, behind its entry %2")
                                    .arg(device.id, format::entry(qint64(*device.lastGood)))};
    if (device.id == own && std::count_if(all.cbegin(), all.cend(), may) == 1)
        return Error{
            .kind = Error::Kind::Refused,
            .message = tr("This is the team's last administrator: nobody could take a device in or out any more"),
            .where = own,
            .hint = tr("Where its key was stolen, rotate it first (`asternctl journal key rotate`), then revoke the "
                       "old one (`asternctl journal key revoke`).")};
    return std::nullopt;
}

Result<quint64> lastGoodOf(const Device &device, const VerbOptions &options)
{
    if (device.entries == 0)
        return Error{.kind = Error::Kind::Invalid, .message = tr("The device %1 has written nothing").arg(device.id)};
    if (!options.isSet(QStringLiteral("after")))
        return device.entries - 1;
    bool isNumber = false;
    const quint64 number = options.value(QStringLiteral("after")).toULongLong(&isNumber);
    if (isNumber && number < device.entries)
        return number;
    return Error{.kind = Error::Kind::Invalid,
                 .message = tr("--after takes the number of one of its entries: 0 to %1").arg(device.entries - 1)};
}

QString briefKey(const QString &key) { return key.left(16); }

void sayWhatFollows(const DeviceRevocation &what, const QString &login, bool byDefault, Streams streams)
{
    QTextStream &out = streams.err;
    const QString number = format::entry(qint64(what.lastGood));
    out << (login.isEmpty() ? tr("The device %1:").arg(what.device)
                            : tr("The device %1, login %2:").arg(what.device, login))
        << '\n'
        << "  "
        << (byDefault ? tr("It is believed up to its entry %1, the newest that is here.").arg(number)
                      : tr("It is believed up to its entry %1.").arg(number))
        << '\n'
        << "  "
        << (what.disputed == 0
                ? tr("Nothing that is here is disputed; what it writes from now on is, wherever it comes from.")
                : format::plural(int(what.disputed), tr("1 entry behind that is disputed, and stays in the log."),
                                 tr("%1 entries behind that are disputed, and stay in the log.")))
        << '\n';
    for (const QString &key : what.enrolled)
        out << "  " << tr("The key %1, which it enrolled behind that, counts no more.").arg(briefKey(key)) << '\n';
    for (const QString &request : what.approvals)
        out << "  " << tr("Its approval of %1 counts no more.").arg(shortRequest(request)) << '\n';
    out << "  " << tr("Its cosignatures count no more. There is no way back: it can only be enrolled anew.")
        << Qt::endl;
}

// The keys that are still to be revoked, one entry each; the answer is their numbers in this device's log.
std::optional<Result<QJsonArray>> record(Session &session, const DeviceRevocation &what, const QString &reason)
{
    QJsonArray entries;
    for (const QString &key : what.keys) {
        const Actor self = session.self();
        Draft draft = revocationDraft(key, what.lastGood, actorJson(self), reason, what.device);
        if (!self.name.isEmpty())
            draft.personal.insert(QStringLiteral("actor.name"), self.name);
        const auto logged = waitHome<Receipt>(
            [&](Done<Receipt> done) { session.journal()->append(draft, JournalLevel::Shared, std::move(done)); });
        if (!logged)
            return std::nullopt;
        if (!logged->ok())
            return Result<QJsonArray>(logged->error());
        entries.append(qint64(logged->value().index));
    }
    return Result<QJsonArray>(entries);
}

// As the log says it now, read out of this device's verified copy.
bool isRevokedNow(TeamDevices &devices, const QString &mirror, const DeviceRevocation &what)
{
    return readBack([&] {
        const auto read = devices.readOn(mirror);
        const std::optional<Device> now = read ? devices.device(what.device) : std::nullopt;
        return now && now->lastGood && devices.revocation(*now, what.lastGood).keys.isEmpty();
    });
}

// Whether no login writes for it any more; where that is another's to do, what that is.
bool takeRight(PgConnection &connection, const QString &device, const QString &login, Streams streams)
{
    const auto taken = TeamSetup(connection).disown(device);
    if (taken) {
        streams.err << (taken->isEmpty() ? tr("No login could write for it.")
                                         : tr("%1 may no longer write for it.").arg(taken->join(QStringLiteral(", "))))
                    << Qt::endl;
        return true;
    }
    streams.err << tr("Its right to write is the database's, and this login may not take it away: %1")
                       .arg(taken.error().message)
                << '\n'
                << tr("The owner of the database does it: %1").arg(TeamSetup::disownStatement(device, login))
                << Qt::endl;
    return false;
}

} // namespace

int revokeDevice(const VerbOptions &options, Streams streams)
{
    const QString reason = options.value(QStringLiteral("reason"));
    const QString wanted = options.value(QStringLiteral("device"));
    if (wanted.isEmpty() || reason.trimmed().size() < kShortestReason)
        return options.usageError(streams, tr("revoke needs --device ID and --reason TEXT, of at least 10 characters"));
    int exitCode = ExitDone;
    const QString folder = journalFolder(options, streams, exitCode);
    const auto engine = folder.isEmpty() ? nullptr : engineOfTeam(options, streams, exitCode);
    if (!engine)
        return exitCode;
    Session &session = engine->session();
    const QString mirror = mirrorBeside(folder);
    TeamDevices devices;
    const auto own = writerOf(folder);
    const auto read = own ? devices.readOn(mirror) : Result<Ok>(own.error());
    if (!read)
        return fail(streams, read.error(), options.json());
    PgWaker waker;
    const auto connection = connectionOf(options, session.workspace(), waker);
    const auto logins =
        connection ? TeamSetup(**connection).logins() : Result<QHash<QString, QString>>(connection.error());
    if (!logins)
        return fail(streams, logins.error(), options.json());
    const auto device = devices.deviceLike(wanted, *logins);
    if (!device)
        return fail(streams, device.error(), options.json());
    if (const auto refused = whyNot(devices, *own, *device)) {
        // That it was done already is no refusal, and to look leaves no trace.
        if (refused->kind != Error::Kind::Conflict && !options.isSet(QStringLiteral("dry-run")))
            recordRefusal(session, QStringLiteral("key-revoke"), device->id, *refused);
        return fail(streams, *refused, options.json());
    }
    const auto lastGood = lastGoodOf(*device, options);
    if (!lastGood)
        return fail(streams, lastGood.error(), options.json());
    const DeviceRevocation what = devices.revocation(*device, *lastGood);
    const QString login = logins->value(device->id);
    sayWhatFollows(what, login, !options.isSet(QStringLiteral("after")), streams);
    if (options.isSet(QStringLiteral("dry-run")))
        return ExitDone;
    if (!confirmed(login.isEmpty() ? device->id.left(8) : login, options, streams, exitCode))
        return exitCode;
    const auto recorded = record(session, what, reason);
    if (!recorded || !recorded->ok())
        return recorded ? fail(streams, recorded->error(), options.json()) : 128 + receivedUnixSignal();
    const bool taken = takeRight(**connection, device->id, login, streams);
    const bool seen = isRevokedNow(devices, mirror, what);
    if (!seen)
        streams.err
            << tr("It is in the log; this device's copy does not show it yet. `asternctl team status` says when.")
            << Qt::endl;
    else if (!options.json())
        streams.out << tr("Revoked: the team's log believes the device %1 up to its entry %2.")
                           .arg(device->id, format::entry(qint64(what.lastGood)))
                    << Qt::endl;
    if (options.json())
        streams.out << QString::fromUtf8(
                           QJsonDocument(
                               QJsonObject{{QStringLiteral("device"), device->id},
                                           {QStringLiteral("login"), login},
                                           {QStringLiteral("last_good_seq"), qint64(what.lastGood)},
                                           {QStringLiteral("keys"), QJsonArray::fromStringList(what.keys)},
                                           {QStringLiteral("entries"), recorded->value()},
                                           {QStringLiteral("disputed"), qint64(what.disputed)},
                                           {QStringLiteral("approvals"), QJsonArray::fromStringList(what.approvals)},
                                           {QStringLiteral("right_taken"), taken},
                                           {QStringLiteral("revoked"), seen}})
                               .toJson(QJsonDocument::Compact))
                    << Qt::endl;
    return seen && taken ? ExitDone : ExitIncomplete;
}

} // namespace astern::app
