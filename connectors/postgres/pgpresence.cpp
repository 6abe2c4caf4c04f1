// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/postgres/pgpresence.h"

#include "models/base/uuid7.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::connectors {
namespace {

constexpr int kAnswerMs = 3'000;
constexpr int kEndMs = 500;
constexpr auto kRetry = std::chrono::seconds(5);
constexpr qsizetype kLongest = 200; // characters of what is for people

QString tr(const char *text) { return QCoreApplication::translate("Postgres", text); }

QByteArray saidOf(const QString &person, const QString &name, const QString &program, const Whereabouts &at)
{
    const QJsonObject said{{QStringLiteral("person"), person},
                           {QStringLiteral("name"), name.left(kLongest)},
                           {QStringLiteral("program"), program.left(kLongest)},
                           {QStringLiteral("service"), at.service.left(kLongest)},
                           {QStringLiteral("environment"), at.environment.left(kLongest)},
                           {QStringLiteral("cell"), at.cell.left(kLongest)}};
    return QJsonDocument(said).toJson(QJsonDocument::Compact);
}

Present presentOf(const PgRows &rows, int row, const QString &self)
{
    const QJsonObject said = QJsonDocument::fromJson(rows.text(row, 2).toUtf8()).object();
    const auto text = [&said](const char *key) { return said.value(QLatin1String(key)).toString(); };
    return {.session = rows.text(row, 0),
            .login = rows.text(row, 1),
            .person = text("person"),
            .name = text("name"),
            .program = text("program"),
            .looksAt = {text("service"), text("environment"), text("cell")},
            .sinceMs = rows.integer(row, 3),
            .self = rows.text(row, 0) == self};
}

} // namespace

Result<TeamPresence> readPresence(PgConnection &connection, const QString &leaderName, const QString &session)
{
    const auto rows = connection.query(
        "SELECT session, db_user::text, said::text, (extract(epoch FROM since) * 1000)::bigint FROM journal.presence "
        "WHERE until > clock_timestamp() ORDER BY since, session");
    if (!rows) {
        if (rows.error().kind != Error::Kind::NotFound)
            return rows.error();
        return Error{.kind = Error::Kind::Unsupported,
                     .message = tr("The team's database does not keep who is there"),
                     .hint = tr("Bring it up with `asternctl team init --yes`, as its administrator")};
    }
    const auto leader = connection.query(
        "SELECT who, db_user::text FROM journal.leader WHERE name = $1::text AND until > clock_timestamp()",
        {leaderName});
    if (!leader)
        return leader.error();
    TeamPresence now;
    now.known = true;
    for (int row = 0; row < rows->size(); ++row)
        now.present.append(presentOf(*rows, row, session));
    if (leader->size() == 1) {
        now.automation = leader->text(0, 0);
        now.automationLogin = leader->text(0, 1);
    }
    return now;
}

PgPresence::PgPresence(PresenceOptions options, QObject *parent)
    : Presence(parent), m_options(std::move(options)), m_session(Uuid7::next())
{
    qRegisterMetaType<TeamPresence>();
    m_options.store.connectMs = kAnswerMs;
    m_options.store.answerMs = kAnswerMs;
    m_thread = std::thread([this] { run(); });
}

PgPresence::~PgPresence()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    wake();
    {
        // A store that stands still does not hold up the end: the row runs out by itself.
        std::unique_lock lock(m_mutex);
        if (!m_wake.wait_for(lock, std::chrono::milliseconds(kEndMs), [this] { return m_ended; }))
            m_waker.cancel();
    }
    m_thread.join();
}

void PgPresence::wake()
{
    m_wake.notify_all();
    m_waker.wake();
}

void PgPresence::setSelf(const QString &person, const QString &name)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_person == person && m_name == name)
            return;
        m_person = person;
        m_name = name;
    }
    wake();
}

void PgPresence::look(const Whereabouts &place)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_whereabouts == place)
            return;
        m_whereabouts = place;
    }
    wake();
}

TeamPresence PgPresence::now() const
{
    const std::lock_guard lock(m_mutex);
    return m_now;
}

void PgPresence::run()
{
    const auto stops = [this] {
        const std::lock_guard lock(m_mutex);
        return m_stop;
    };
    while (!stops())
        round();
    if (m_connection && m_connection->usable())
        (void)m_connection->query("SELECT journal.gone($1::text)", {m_session});
    m_connection.reset();
    const std::lock_guard lock(m_mutex);
    m_ended = true;
    m_wake.notify_all();
}

void PgPresence::round()
{
    auto done = connect();
    if (done)
        done = sayHere();
    auto found =
        done ? readPresence(*m_connection, m_options.leaderName, m_session) : Result<TeamPresence>(done.error());
    if (found) {
        publish(*found);
        const auto noticed = m_connection->waitForNotice(m_options.renewMs);
        if (noticed)
            return;
        found = noticed.error();
    }
    TeamPresence last = now();
    last.trouble = found.error().message;
    publish(last);
    if (m_connection && !m_connection->usable())
        m_connection.reset();
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, kRetry, [this] { return m_stop; });
}

Result<Ok> PgPresence::connect()
{
    if (m_connection && m_connection->usable())
        return Ok{};
    m_connection.reset();
    auto connection = PgConnection::open(m_options.store, m_waker);
    if (!connection)
        return connection.error();
    m_connection = std::move(connection).value();
    return m_connection->run("LISTEN journal_presence");
}

Result<Ok> PgPresence::sayHere()
{
    QByteArray said;
    {
        const std::lock_guard lock(m_mutex);
        said = saidOf(m_person, m_name, m_options.program, m_whereabouts);
    }
    const auto done = m_connection->query("SELECT journal.here($1::text, $2::jsonb, $3::bigint)",
                                          {m_session, QString::fromUtf8(said), qint64(m_options.goodMs)});
    return done ? Result<Ok>(Ok{}) : Result<Ok>(done.error());
}

void PgPresence::publish(const TeamPresence &found)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_now == found)
            return;
        m_now = found;
    }
    Q_EMIT changed(found);
}

} // namespace astern::connectors

#include "moc_pgpresence.cpp"
