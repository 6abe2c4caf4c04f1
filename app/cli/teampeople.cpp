// SPDX-License-Identifier: GPL-3.0-or-later
// team who and team handover: the people of a team.
#include "app/cli/teampeople.h"

#include "app/cli/gateparts.h"
#include "app/cli/json.h"
#include "app/cli/table.h"
#include "app/engine/secrets.h"
#include "app/engine/teamfollower.h"
#include "app/unixsignals.h"
#include "connectors/postgres/pgpresence.h"
#include "connectors/postgres/pgstore.h"
#include "models/base/format.h"
#include "models/session/handover.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

Result<TeamPresence> presenceOf(const Workspace &workspace)
{
    const auto options = teamOptions(workspace.journal.team, connectors::SecretResolver(&resolveSecret, nullptr));
    if (!options)
        return options.error();
    connectors::PgWaker waker;
    const auto connection = connectors::PgConnection::open(*options, waker);
    if (!connection)
        return connection.error();
    Result<TeamPresence> now = connectors::readPresence(**connection, leaseName(workspace));
    const auto said = now ? connectors::readSaidNames(**connection) : Result<QList<SaidName>>(now.error());
    if (!said)
        return said.error();
    now->names = Names(*said);
    return now;
}

QString named(const QString &name, const QString &person) { return name.isEmpty() ? person : name; }

QJsonObject toJson(const OnCall &now)
{
    return {{QStringLiteral("person"), now.person.isEmpty() ? QJsonValue() : QJsonValue(now.person)},
            {QStringLiteral("name"), now.name.isEmpty() ? QJsonValue() : QJsonValue(now.name)},
            {QStringLiteral("before"), now.before.isEmpty() ? QJsonValue() : QJsonValue(now.before)},
            {QStringLiteral("entry"), now.entry.isEmpty() ? QJsonValue() : QJsonValue(now.entry)},
            {QStringLiteral("since_ms"), now.sinceMs > 0 ? QJsonValue(now.sinceMs) : QJsonValue()}};
}

QJsonObject toJson(const Present &one)
{
    return {{QStringLiteral("person"), one.person},
            {QStringLiteral("name"), one.name},
            {QStringLiteral("login"), one.login},
            {QStringLiteral("program"), one.program},
            {QStringLiteral("service"), one.looksAt.service},
            {QStringLiteral("environment"), one.looksAt.environment},
            {QStringLiteral("cell"), one.looksAt.cell},
            {QStringLiteral("since_ms"), one.sinceMs}};
}

void print(const TeamPresence &now, const OnCall &onCall, qint64 nowMs, Streams streams)
{
    Table table({tr("who"), tr("program"), tr("login"), tr("looks at"), tr("since")});
    for (const Present &one : now.present)
        table.add({one.person.isEmpty() ? tr("nobody") : named(one.name, one.person), one.program, one.login,
                   QStringList{one.looksAt.service, one.looksAt.environment, one.looksAt.cell}
                       .join(QLatin1Char(' '))
                       .trimmed(),
                   format::age(one.sinceMs, nowMs)});
    streams.out << table.text();
    streams.out
        << tr("acts by policies: %1")
               .arg(now.automation.isEmpty() ? tr("nobody")
                                             : QStringLiteral("%1 (%2)").arg(now.automation, now.automationLogin))
        << '\n'
        << tr("on call: %1").arg(onCall.person.isEmpty() ? tr("nobody said") : named(onCall.name, onCall.person))
        << Qt::endl;
}

// The one person that a text means: a pseudonym, or a name or login of who is there.
Result<Present> personLike(const TeamPresence &now, const QString &text)
{
    Present exact;
    exact.person = text;
    exact.name = now.nameOf(text);
    if (text.startsWith(QLatin1String("person-")))
        return exact;
    QList<Present> found;
    for (const Present &one : now.present) {
        const bool like = one.name.startsWith(text, Qt::CaseInsensitive) || one.login == text;
        const bool known = std::any_of(found.cbegin(), found.cend(),
                                       [&one](const Present &other) { return other.person == one.person; });
        if (like && !known && !one.person.isEmpty())
            found.append(one);
    }
    if (found.size() == 1)
        return found.constFirst();
    return Error{.kind = Error::Kind::Invalid,
                 .message = found.isEmpty() ? tr("Nobody called %1 is there").arg(text)
                                            : tr("%1 may mean several people").arg(text),
                 .hint = tr("`asternctl team who` lists them; a pseudonym (person-…) works for everybody.")};
}

} // namespace

int runTeamWho(const VerbOptions &options, Streams streams)
{
    int exitCode = ExitDone;
    const auto engine = engineOfTeam(options, streams, exitCode);
    if (!engine)
        return exitCode;
    const Session &session = engine->session();
    const Result<TeamPresence> now = presenceOf(session.workspace());
    if (!now)
        return fail(streams, now.error(), options.json());
    OnCall onCall = onCallOf(session);
    if (onCall.name.isEmpty())
        onCall.name = now->nameOf(onCall.person);
    if (!options.json()) {
        print(*now, onCall, session.nowMs(), streams);
        return ExitDone;
    }
    QJsonArray present;
    for (const Present &one : now->present)
        present.append(toJson(one));
    const QJsonObject object{{QStringLiteral("present"), present},
                             {QStringLiteral("automation"), now->automation},
                             {QStringLiteral("automation_login"), now->automationLogin},
                             {QStringLiteral("on_call"), toJson(onCall)}};
    streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
    return ExitDone;
}

int runTeamHandOver(const VerbOptions &options, Streams streams)
{
    const QString to = options.value(QStringLiteral("to"));
    const bool takes = options.isSet(QStringLiteral("take"));
    if (takes != to.isEmpty())
        return options.usageError(streams, tr("say --to WHO, or --take"));
    int exitCode = ExitDone;
    const auto engine = engineOfTeam(options, streams, exitCode);
    if (!engine)
        return exitCode;
    Session &session = engine->session();
    const Actor self = session.self();
    Present next;
    next.person = self.person;
    next.name = self.name;
    if (!takes) {
        const Result<TeamPresence> now = presenceOf(session.workspace());
        const Result<Present> found = now ? personLike(*now, to) : Result<Present>(now.error());
        if (!found)
            return fail(streams, found.error(), options.json());
        next = *found;
    }
    const auto done = waitHome<Receipt>([&](const Done<Receipt> &answer) {
        handOver(session, next.person, next.name, options.value(QStringLiteral("reason")), answer);
    });
    if (!done)
        return 128 + receivedUnixSignal();
    if (!done->ok()) {
        Error error = done->error();
        if (error.kind == Error::Kind::NotPermitted)
            error.hint = tr("`asternctl team who` says who is on call.");
        return fail(streams, error, options.json());
    }
    streams.err << tr("%1 is on call.").arg(named(next.name, next.person)) << Qt::endl;
    return ExitDone;
}

} // namespace astern::app
