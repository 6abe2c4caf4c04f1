// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/postgres/teamsetup.h"

#include "models/base/uuid7.h"
#include "models/journal/canonical.h"
#include "models/journal/digest.h"
#include "models/journal/envelope.h"
#include "models/journal/merkle.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace astern::connectors {
namespace {

constexpr int kOldestServer = 150'000;

QString tr(const char *text) { return QCoreApplication::translate("Postgres", text); }

struct Migration {
    int version = 0;
    QString file;
};

QList<Migration> migrations()
{
    QList<Migration> list;
    const QDir folder(QStringLiteral(":/astern/team"));
    for (const QString &name : folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name))
        list.append({name.left(3).toInt(), folder.filePath(name)});
    return list;
}

QString quoted(QString name)
{
    return QLatin1Char('"') + name.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

QString takeBack(const QString &role)
{
    return QStringLiteral("REVOKE journal_writer, journal_operator FROM %1").arg(quoted(role));
}

// What the bytes on a card say; false: not what stands beside them, or another key signed them.
bool readSigned(TeamSetup::Card &card)
{
    const auto opened = Envelope::open(card.enrolment);
    const auto payload = opened ? fromCanonical(opened->payload) : Result<QJsonObject>(opened.error());
    if (!payload)
        return false;
    const auto text = [&payload](const char *object, const char *key) {
        return payload->value(QLatin1String(object)).toObject().value(QLatin1String(key)).toString();
    };
    const auto key = fromBase64(text("key", "public").toLatin1());
    card.journal = payload->value(QLatin1String("journal")).toString();
    card.origin = text("log", "origin");
    return key && keyIdOf(*key) == card.keyId && opened->keyId == card.keyId && text("key", "keyid") == card.keyId &&
           Envelope::verify(*opened, *key) && toHex(Merkle::leafHash(card.enrolment)) == card.enrolLeaf &&
           payload->value(QLatin1String("kind")) == QLatin1String("key.enrol") &&
           payload->value(QLatin1String("id")).toString() == card.enrolId && text("writer", "id") == card.writer;
}

Error refused(const QString &message, const QString &hint)
{
    return {.kind = Error::Kind::Refused, .message = message, .hint = hint};
}

} // namespace

Result<TeamSetup::Plan> TeamSetup::plan()
{
    if (m_connection.serverVersion() < kOldestServer)
        return refused(
            tr("The server speaks as PostgreSQL %1; 15 or newer is needed").arg(m_connection.serverVersion() / 10'000),
            tr("Use a newer server"));
    const auto facts = m_connection.query(
        "SELECT r.rolsuper, EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'journal'), "
        "to_regclass('journal.version') IS NOT NULL, "
        "(SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'journal') AND n.nspname NOT LIKE 'pg\\_toast%' "
        " AND n.nspname NOT LIKE 'pg\\_temp%'), pg_catalog.current_setting('server_encoding'), "
        "pg_catalog.current_database() "
        "FROM pg_catalog.pg_roles r WHERE r.rolname = current_user");
    if (!facts)
        return facts.error();
    const bool hasSchema = facts->integer(0, 1) != 0;
    const bool isOurs = facts->integer(0, 2) != 0;
    if (hasSchema != isOurs || facts->integer(0, 3) > 0)
        return refused(tr("The database %1 holds something else").arg(facts->text(0, 5)),
                       tr("Give the team's journal a database of its own: createdb astern"));
    if (facts->text(0, 4) != QLatin1String("UTF8"))
        return refused(tr("The database is not in UTF8"), tr("Make one with createdb --encoding=UTF8"));
    const QList<Migration> all = migrations();
    Plan plan{0, all.isEmpty() ? 0 : all.last().version, {}};
    if (isOurs) {
        const auto version = m_connection.query("SELECT coalesce(max(version), 0)::bigint FROM journal.version");
        if (!version)
            return version.error();
        plan.installed = int(version->integer(0, 0));
    }
    if (plan.installed > plan.wanted)
        return refused(tr("The database was prepared by a newer Astern (version %1; this one knows %2)")
                           .arg(plan.installed)
                           .arg(plan.wanted),
                       tr("Use that Astern"));
    if (plan.installed == plan.wanted)
        return plan;
    if (facts->integer(0, 0) == 0)
        return Error{.kind = Error::Kind::NotPermitted,
                     .message = tr("Only a superuser of the server can prepare the database"),
                     .hint = tr("Connect as one, e.g. postgresql://postgres@%2Frun%2Fpostgresql/astern")};
    if (plan.installed == 0)
        plan.steps = {
            tr("make the roles journal_owner, journal_writer, journal_reader, journal_operator and journal_privacy, "
               "none of which can log in"),
            tr("make the schema journal with its tables, triggers and functions"),
            tr("take away what everybody may do in this database by default")};
    else
        plan.steps = {tr("bring the schema journal from version %1 to %2").arg(plan.installed).arg(plan.wanted)};
    return plan;
}

Result<Ok> TeamSetup::apply(const Plan &plan)
{
    // Two that run at once: the second waits, and then finds everything there.
    QByteArray sql = "BEGIN; SELECT pg_catalog.pg_advisory_xact_lock(4846791580151137091);\n";
    for (const Migration &migration : migrations()) {
        if (migration.version <= plan.installed)
            continue;
        QFile file(migration.file);
        if (!file.open(QIODevice::ReadOnly))
            return Error{
                .kind = Error::Kind::Internal, .message = tr("A part of Astern is missing"), .where = migration.file};
        sql += file.readAll() + "\nRESET ROLE;\nINSERT INTO journal.version (version) VALUES (" +
               QByteArray::number(migration.version) + ");\n";
    }
    if (plan.installed == 0)
        sql += "REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n"
               "DO $$ BEGIN EXECUTE pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', "
               "pg_catalog.current_database()); "
               "EXECUTE pg_catalog.format('GRANT CONNECT ON DATABASE %I TO journal_writer, journal_reader, "
               "journal_operator, "
               "journal_privacy', pg_catalog.current_database()); END $$;\n";
    auto done = m_connection.run(sql + "COMMIT;");
    if (!done && m_connection.usable())
        (void)m_connection.run("ROLLBACK");
    return done;
}

QJsonObject TeamSetup::Card::toJson() const
{
    QJsonObject object{{QStringLiteral("writer"), writer},
                       {QStringLiteral("keyid"), keyId},
                       {QStringLiteral("entry"), enrolId},
                       {QStringLiteral("leaf"), enrolLeaf}};
    if (isSigned())
        object.insert(QStringLiteral("enrolment"), QString::fromLatin1(toBase64(enrolment)));
    return object;
}

Result<TeamSetup::Card> TeamSetup::Card::fromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto text = [&](const char *key) { return object.value(QLatin1String(key)).toString(); };
    Card card{text("writer"), text("entry"), text("leaf"), text("keyid"), {}, {}, {}};
    if (card.writer.isEmpty() || !Uuid7::isValid(card.enrolId) || !hashFromHex(card.enrolLeaf) ||
        !card.keyId.startsWith(QLatin1String("ed25519:")))
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("This is not a device's card"),
                     .hint = tr("Write it on that device: asternctl team card > card.json")};
    if (!object.contains(QLatin1String("enrolment")))
        return card;
    card.enrolment = fromBase64(text("enrolment").toLatin1()).value_or(QByteArray());
    if (!readSigned(card))
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("The card says otherwise than what its key signed"),
                     .where = card.writer,
                     .hint = tr("Have it written anew on that device: asternctl team card > card.json")};
    return card;
}

Result<bool> TeamSetup::enrol(const Card &card, const QString &role, bool signsHeads)
{
    const auto facts = m_connection.query(
        "SELECT (SELECT rolcanlogin FROM pg_catalog.pg_roles WHERE rolname = $1::text), "
        "(SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = $1::text), "
        "EXISTS (SELECT 1 FROM journal.writer_role WHERE writer = $2::text AND role = $1::text), "
        "(SELECT string_agg(role, ', ') FROM journal.writer_role WHERE writer = $2::text AND role <> $1::text)",
        {role, card.writer});
    if (!facts)
        return facts.error();
    if (facts->isNull(0, 0) || facts->integer(0, 0) == 0)
        return Error{.kind = Error::Kind::NotFound,
                     .message = tr("The server knows no login %1").arg(role),
                     .hint = tr("Make it first: CREATE ROLE … LOGIN; its certificate must carry this name")};
    if (facts->integer(0, 1) != 0)
        return refused(tr("%1 is a superuser").arg(role),
                       tr("Give each device a login of its own without any other right"));
    if (!facts->isNull(0, 3))
        return refused(tr("The device %1 already writes as %2").arg(card.writer, facts->text(0, 3)),
                       tr("A device has one login. Take the other away first: DELETE FROM journal.writer_role …"));
    if (auto done = m_connection.query("INSERT INTO journal.writer_role (writer, role) VALUES ($1::text, $2::text) "
                                       "ON CONFLICT DO NOTHING",
                                       {card.writer, role});
        !done)
        return done.error();
    const QString roles = QStringLiteral("journal_writer, journal_reader") +
                          (signsHeads ? QStringLiteral(", journal_operator") : QString());
    if (auto done = m_connection.run(QStringLiteral("GRANT %1 TO %2").arg(roles, quoted(role)).toUtf8()); !done)
        return done.error();
    return facts->integer(0, 2) == 0;
}

Result<QHash<QString, QString>> TeamSetup::logins()
{
    const auto rows =
        m_connection.query("SELECT writer, string_agg(role, ', ') FROM journal.writer_role GROUP BY writer");
    if (!rows)
        return rows.error();
    QHash<QString, QString> logins;
    for (int row = 0; row < rows->size(); ++row)
        logins.insert(rows->text(row, 0), rows->text(row, 1));
    return logins;
}

Result<QStringList> TeamSetup::disown(const QString &writer)
{
    const auto rows =
        m_connection.query("DELETE FROM journal.writer_role WHERE writer = $1::text RETURNING role::text", {writer});
    if (!rows)
        return rows.error();
    QStringList roles;
    for (int row = 0; row < rows->size(); ++row) {
        roles.append(rows->text(row, 0));
        const auto others =
            m_connection.query("SELECT count(*) FROM journal.writer_role WHERE role = $1::text", {roles.constLast()});
        if (!others)
            return others.error();
        if (others->integer(0, 0) > 0)
            continue;
        if (auto done = m_connection.run(takeBack(roles.constLast()).toUtf8()); !done)
            return done.error();
    }
    return roles;
}

QString TeamSetup::disownStatement(const QString &writer, const QString &login)
{
    QString literal = writer;
    literal.replace(QLatin1Char('\''), QLatin1String("''"));
    const QString remove = QStringLiteral("DELETE FROM journal.writer_role WHERE writer = '%1';").arg(literal);
    return login.isEmpty() ? remove : QString(remove + QLatin1Char(' ') + takeBack(login) + QLatin1Char(';'));
}

} // namespace astern::connectors
