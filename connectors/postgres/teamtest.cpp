// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/postgres/teamtest.h"

#include "models/base/format.h"
#include "models/base/inbox.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <array>
#include <thread>

namespace astern::connectors {
namespace {

using State = ConnectionLine::State;

QString tr(const char *text) { return QCoreApplication::translate("Postgres", text); }

QList<ConnectionLine> waitingLines(const PgOptions &options)
{
    return {{State::Good, QStringLiteral("address"), tr("Address"), options.where(), {}},
            {State::Waiting, QStringLiteral("answer"), tr("Answer"), {}, {}},
            {State::Waiting, QStringLiteral("round-trip"), tr("Round trip"), {}, {}},
            {State::Waiting, QStringLiteral("log"), tr("Shared log"), {}, {}},
            {State::Waiting, QStringLiteral("may-write"), tr("May file entries"), {}, {}}};
}

void say(ConnectionLine &line, State state, const QString &words, const QString &hint = {})
{
    line.state = state;
    line.words = words;
    line.hint = hint;
}

Result<qint64> roundTripMs(PgConnection &connection)
{
    std::array<qint64, 3> times{};
    for (qint64 &time : times) {
        QElapsedTimer timer;
        timer.start();
        if (auto done = connection.query("SELECT 1"); !done)
            return done.error();
        time = timer.elapsed();
    }
    std::sort(times.begin(), times.end());
    return times[1];
}

// By the lines of waitingLines().
void look(PgConnection &connection, QList<ConnectionLine> &lines)
{
    const int version = connection.serverVersion();
    say(lines[1], State::Good, tr("PostgreSQL %1.%2").arg(version / 10'000).arg(version % 10'000));
    if (const auto time = roundTripMs(connection))
        say(lines[2], State::Good, tr("%1 ms, the median of 3").arg(*time));
    const auto log = connection.query("SELECT (SELECT size FROM journal.head), (SELECT count(*) FROM journal.fork)");
    if (!log) {
        const bool none = log.error().kind == Error::Kind::NotFound;
        return say(lines[3], State::Wrong, none ? tr("this database holds no team journal") : log.error().message,
                   none ? tr("Prepare it with `asternctl team init`") : tr("The login needs the role journal_reader"));
    }
    const qint64 forks = log->integer(0, 1);
    say(lines[3], forks > 0 ? State::Note : State::Good,
        forks > 0
            ? tr("%1 entries, and %2 that contradict them").arg(format::count(log->integer(0, 0)), format::count(forks))
            : tr("%1 entries").arg(format::count(log->integer(0, 0))),
        forks > 0 ? tr("`asternctl team status` says more") : QString());
    const auto may =
        connection.query("SELECT pg_catalog.has_function_privilege(session_user, 'journal.append(bytea)', 'EXECUTE'), "
                         "EXISTS (SELECT 1 FROM journal.writer_role WHERE role = session_user)");
    const bool writes = may && may->integer(0, 0) != 0 && may->integer(0, 1) != 0;
    say(lines[4], writes ? State::Good : State::Wrong,
        writes ? tr("yes")
        : may  ? tr("no: this login was enrolled for no device")
               : may.error().message,
        writes ? QString() : tr("Ask for `asternctl team enrol` with the card that `asternctl team card` prints here"));
}

class TeamTest final : public ConnectionTest {
public:
    TeamTest(QString name, PgOptions options) : m_name(std::move(name)), m_options(std::move(options)), m_inbox(this) {}
    ~TeamTest() override
    {
        m_waker.cancel();
        if (m_thread.joinable())
            m_thread.join();
    }
    void start(Told told) override
    {
        QList<ConnectionLine> lines = waitingLines(m_options);
        told({m_name, QStringLiteral("postgresql"), lines, false});
        const auto done = m_inbox.wrap([this, told](const QList<ConnectionLine> &found) {
            told({m_name, QStringLiteral("postgresql"), found, true});
        });
        m_thread = std::thread([this, lines, done]() mutable {
            auto connection = PgConnection::open(m_options, m_waker);
            if (connection)
                look(**connection, lines);
            else
                say(lines[1], State::Wrong, connection.error().message, connection.error().hint);
            for (ConnectionLine &line : lines) {
                if (line.state == State::Waiting)
                    say(line, State::Unknown, tr("not known, because of what is said above"));
            }
            done(lines);
        });
    }

private:
    const QString m_name;
    const PgOptions m_options;
    PgWaker m_waker;
    std::thread m_thread;
    Inbox m_inbox;
};

} // namespace

std::unique_ptr<ConnectionTest> makeTeamTest(const QString &name, const PgOptions &options)
{
    return std::make_unique<TeamTest>(name, options);
}

} // namespace astern::connectors
