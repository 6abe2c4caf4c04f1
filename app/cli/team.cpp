// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journalparts.h"
#include "app/cli/options.h"
#include "app/cli/table.h"
#include "app/cli/teamenrol.h"
#include "app/cli/teampeople.h"
#include "app/cli/teamrevoke.h"
#include "app/cli/teamrules.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/unixsignals.h"
#include "connectors/postgres/pgstore.h"
#include "connectors/postgres/teamsetup.h"
#include "models/base/format.h"
#include "models/journal/merkle.h"
#include "models/journal/sharedmirror.h"
#include "models/journal/teamdevices.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

namespace astern::app {
namespace {

using connectors::PgConnection;
using connectors::PgOptions;
using connectors::PgWaker;
using connectors::TeamSetup;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

int init(const VerbOptions &options, PgConnection &connection, Streams streams)
{
    TeamSetup setup(connection);
    const auto plan = setup.plan();
    if (!plan)
        return fail(streams, plan.error(), options.json());
    if (plan->steps.isEmpty()) {
        streams.out << tr("The database is prepared already, version %1: nothing to do.").arg(plan->installed)
                    << Qt::endl;
        return ExitDone;
    }
    streams.out << tr("In this database:") << '\n';
    for (const QString &step : plan->steps)
        streams.out << "  " << step << '\n';
    if (!options.isSet(QStringLiteral("yes")) || options.isSet(QStringLiteral("dry-run"))) {
        streams.out << tr("Nothing was changed. Say --yes to do it.") << Qt::endl;
        return options.isSet(QStringLiteral("dry-run")) ? ExitDone : ExitIncomplete;
    }
    if (auto done = setup.apply(*plan); !done)
        return fail(streams, done.error(), options.json());
    streams.out << tr("Done: version %1.").arg(plan->wanted) << Qt::endl;
    return ExitDone;
}

struct Found {
    QList<SharedAlarm> alarms;
    quint64 size = 0;
    QString root;
    bool sameRoot = true;
    TeamDevices devices;
};

QString stateOf(const TeamDevices::Device &device)
{
    if (device.lastGood)
        return tr("revoked, good to entry %1").arg(format::entry(qint64(*device.lastGood)));
    return !device.approved ? tr("not approved") : device.admin ? tr("administrator") : tr("approved");
}

// The whole log from the bytes in the store, with a copy that is thrown away: works beside a running Astern.
Result<Found> readAll(connectors::PgStore &store, SharedMirror &mirror)
{
    Found found;
    const auto head = store.head();
    if (!head)
        return head.error();
    found.size = head->size;
    while (mirror.size() < head->size) {
        const auto rows = store.rows(mirror.size(), int(std::min<quint64>(500, head->size - mirror.size())));
        if (!rows)
            return rows.error();
        const quint64 before = mirror.size();
        const auto taken = mirror.take(*rows, 0);
        if (!taken)
            return taken.error();
        found.alarms += taken->alarms;
        for (const SharedRow &row : *rows) {
            if (row.index < mirror.size())
                found.devices.take(row);
        }
        if (taken->stopped || mirror.size() == before) {
            found.alarms.append(taken->stopped.value_or(
                SharedAlarm{SharedAlarm::Kind::Changed, before, tr("Entry %1 is missing").arg(before), {}}));
            break;
        }
    }
    found.root = toHex(mirror.rootAt(mirror.size()));
    found.sameRoot = mirror.size() == head->size && mirror.subtrees(head->size) == head->roots;
    if (mirror.size() == head->size && !found.sameRoot)
        found.alarms.append(
            {SharedAlarm::Kind::Changed, head->size, tr("The tree in the database is not that of its entries"), {}});
    return found;
}

int status(const VerbOptions &options, const PgOptions &where, PgConnection &connection, Streams streams)
{
    const auto facts = connection.query(
        "SELECT (SELECT max(version)::bigint FROM journal.version), (SELECT count(*) FROM journal.fork), "
        "coalesce((SELECT max(size) FROM journal.checkpoint), 0), coalesce((SELECT max(size) FROM "
        "journal.cosignature), 0), "
        "(SELECT count(DISTINCT writer) FROM journal.cosignature)");
    const auto logins = TeamSetup(connection).logins();
    if (!facts || !logins)
        return fail(streams, !facts ? facts.error() : logins.error(), options.json());
    QTemporaryDir folder;
    connectors::PgStore store(where);
    auto mirror = SharedMirror::open(folder.filePath(QStringLiteral("copy.db")));
    if (!mirror)
        return fail(streams, mirror.error(), options.json());
    if (auto done = store.connect(); !done)
        return fail(streams, done.error(), options.json());
    const auto found = readAll(store, **mirror);
    if (!found)
        return fail(streams, found.error(), options.json());

    const auto &chain = (*mirror)->chain();
    Table table({tr("device"), tr("login"), tr("entries"), tr("state")});
    QJsonArray list;
    int pending = 0;
    for (const TeamDevices::Device &device : found->devices.devices()) {
        pending += !device.approved;
        table.add({device.id, logins->value(device.id), QString::number(device.entries), stateOf(device)});
        list.append(QJsonObject{
            {QStringLiteral("device"), device.id},
            {QStringLiteral("login"), logins->value(device.id)},
            {QStringLiteral("entries"), qint64(device.entries)},
            {QStringLiteral("approved"), device.approved},
            {QStringLiteral("administrator"), device.admin},
            {QStringLiteral("last_good_seq"), device.lastGood ? QJsonValue(qint64(*device.lastGood)) : QJsonValue()}});
    }
    const qint64 forks = facts->integer(0, 1);
    const qint64 behind = qint64(found->size) - std::max(facts->integer(0, 2), facts->integer(0, 3));
    const int exitCode = !found->alarms.isEmpty() || forks > 0 ? ExitRefused : pending > 0 ? ExitIncomplete : ExitDone;
    if (options.json()) {
        QJsonArray alarms;
        for (const SharedAlarm &alarm : found->alarms)
            alarms.append(QJsonObject{{QStringLiteral("kind"), toString(alarm.kind)},
                                      {QStringLiteral("index"), qint64(alarm.index)},
                                      {QStringLiteral("words"), alarm.words}});
        const QJsonObject object{{QStringLiteral("version"), facts->integer(0, 0)},
                                 {QStringLiteral("journal"), chain.journal()},
                                 {QStringLiteral("size"), qint64(found->size)},
                                 {QStringLiteral("root"), found->root},
                                 {QStringLiteral("forks"), forks},
                                 {QStringLiteral("checkpoint"), facts->integer(0, 2)},
                                 {QStringLiteral("cosigned"), facts->integer(0, 3)},
                                 {QStringLiteral("writers"), list},
                                 {QStringLiteral("alarms"), alarms}};
        streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
        return exitCode;
    }
    for (const SharedAlarm &alarm : found->alarms)
        streams.out << tr("ALARM") << ": " << alarm.words << '\n';
    if (forks > 0)
        streams.out << tr("ALARM: %1 entries contradict the chain of their writer (table fork)").arg(forks) << '\n';
    streams.out << tr("journal %1").arg(chain.journal()) << '\n'
                << tr("root    %1 over %2 entries").arg(found->root, format::count(qint64(found->size))) << '\n'
                << tr("heads   signed at %1, cosigned at %2 by %3 devices, %4 entries behind")
                       .arg(facts->integer(0, 2))
                       .arg(facts->integer(0, 3))
                       .arg(facts->integer(0, 4))
                       .arg(behind)
                << '\n'
                << table.text() << Qt::flush;
    return exitCode;
}

} // namespace

int runTeam(const QStringList &args, Streams streams)
{
    VerbOptions options(
        QStringLiteral("team"),
        tr("Prepares the database that a team shares its journal in, takes devices in and out, and says how it is. "
           "The address comes from --store or ASTERN_TEAM_STORE."),
        QStringLiteral("init|card|enrol|revoke|status|rules|who|handover [--store URL] [--card FILE] [--login ROLE] "
                       "[--operator] [--device ID] [--after N] [--pin] [--to WHO | --take] [--reason TEXT] "
                       "[--workspace DIR] [--data DIR] [--dry-run] [--yes] [--json]"),
        QStringLiteral("asternctl team init --store 'postgresql://postgres@%2Frun%2Fpostgresql/astern' --yes"));
    options.add({QStringLiteral("store"), tr("The database; a password is never part of it."), QStringLiteral("URL")});
    options.add(
        {QStringLiteral("card"), tr("enrol: what `team card` printed on that device."), QStringLiteral("FILE")});
    options.add({QStringLiteral("login"), tr("enrol: the device's login in the database."), QStringLiteral("ROLE")});
    options.add({QStringLiteral("operator"), tr("enrol: it signs the log's heads (a guard).")});
    options.add({QStringLiteral("device"), tr("revoke: whose key is believed no longer; its id or its login."),
                 QStringLiteral("ID")});
    options.add({QStringLiteral("after"),
                 tr("revoke: the number of its last entry that is believed (default: the newest that is here)."),
                 QStringLiteral("N")});
    options.add({QStringLiteral("dry-run"), tr("init, revoke: only say what would be done.")});
    options.add({QStringLiteral("yes"), tr("init: do it; rules, revoke: do not ask.")});
    options.add({QStringLiteral("pin"), tr("rules: an administrator stands behind what the workspace says now.")});
    options.add({QStringLiteral("to"), tr("handover: who is on call from now on; a name, a login or a pseudonym."),
                 QStringLiteral("WHO")});
    options.add({QStringLiteral("take"), tr("handover: this person is.")});
    options.add({{QStringLiteral("r"), QStringLiteral("reason")},
                 tr("enrol, revoke, rules, handover: why; kept in the log."),
                 QStringLiteral("TEXT")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const QString what = options.positional().value(0);
    static const QStringList known{QStringLiteral("init"),   QStringLiteral("card"),    QStringLiteral("enrol"),
                                   QStringLiteral("revoke"), QStringLiteral("status"),  QStringLiteral("rules"),
                                   QStringLiteral("who"),    QStringLiteral("handover")};
    if (options.positional().size() != 1 || !known.contains(what))
        return options.usageError(
            streams, tr("say `team init`, `team card`, `team enrol`, `team revoke`, `team status`, `team rules`, `team "
                        "who` or `team handover`"));
    if (what == QLatin1String("rules"))
        return runTeamRules(options, streams);
    if (what == QLatin1String("who"))
        return runTeamWho(options, streams);
    if (what == QLatin1String("handover"))
        return runTeamHandOver(options, streams);
    if (what == QLatin1String("card"))
        return printCard(options, streams);
    if (what == QLatin1String("revoke"))
        return revokeDevice(options, streams);
    const auto where = teamStore(options);
    if (!where)
        return fail(streams, where.error(), options.json());
    PgWaker waker;
    const auto connection = PgConnection::open(*where, waker);
    if (!connection)
        return fail(streams, connection.error(), options.json());
    if (what == QLatin1String("init"))
        return init(options, **connection, streams);
    return what == QLatin1String("enrol") ? enrolDevice(options, **connection, streams)
                                          : status(options, *where, **connection, streams);
}

} // namespace astern::app
