// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/guardstore.h"

#include "models/journal/sqlite.h"

#include <QDir>
#include <QJsonDocument>

namespace astern::guard {
namespace {

constexpr int kBusyMs = 2'000;

constexpr auto kSchema = R"(
CREATE TABLE IF NOT EXISTS climb(rollout TEXT PRIMARY KEY, place TEXT NOT NULL, ladder TEXT NOT NULL,
    digests TEXT NOT NULL, saved_ms INTEGER NOT NULL, over INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rollback(service TEXT NOT NULL, environment TEXT NOT NULL, at_ms INTEGER NOT NULL,
    PRIMARY KEY(service, environment, at_ms)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hold(place TEXT PRIMARY KEY, until_ms INTEGER NOT NULL, reason TEXT NOT NULL,
    by TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answer(id INTEGER PRIMARY KEY, ask TEXT NOT NULL, choice INTEGER NOT NULL,
    by TEXT NOT NULL, at_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS promotion(place TEXT PRIMARY KEY, refused TEXT NOT NULL,
    good_until_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS leader(one INTEGER PRIMARY KEY CHECK(one = 1), who TEXT NOT NULL,
    alive_ms INTEGER NOT NULL);
)";

// Runs one statement that gives no rows; `bind` fills it in.
template <class F>
Result<Ok> run(Database &db, const char *sql, F bind)
{
    Result<Statement> statement = db.prepare(QLatin1String(sql));
    if (!statement)
        return statement.error();
    bind(statement.value());
    return statement.value().run();
}

// Each row as `take` reads it.
template <class T, class B, class F>
Result<QList<T>> rows(Database &db, const char *sql, B bind, F take)
{
    Result<Statement> statement = db.prepare(QLatin1String(sql));
    if (!statement)
        return statement.error();
    bind(statement.value());
    QList<T> all;
    for (;;) {
        const Result<bool> more = statement.value().step();
        if (!more)
            return more.error();
        if (!*more)
            return all;
        all.append(take(statement.value()));
    }
}

template <class T>
Result<std::optional<T>> first(const Result<QList<T>> &all)
{
    if (!all)
        return all.error();
    return all->isEmpty() ? std::optional<T>() : std::optional<T>(all->constFirst());
}

const auto kNothing = [](Statement &) {};

GuardStore::Climb climbFrom(const Statement &row)
{
    return {.rollout = row.text(0),
            .place = row.text(1),
            .ladder = QJsonDocument::fromJson(row.text(2).toUtf8()).object(),
            .digests = row.text(3).split(u' ', Qt::SkipEmptyParts),
            .savedMs = row.integer(4),
            .over = row.integer(5) != 0};
}

} // namespace

GuardStore::GuardStore(std::unique_ptr<Database> db) : m_db(std::move(db)) {}
GuardStore::~GuardStore() = default;

Result<std::unique_ptr<GuardStore>> GuardStore::open(const QString &folder)
{
    QDir().mkpath(folder);
    Result<std::unique_ptr<Database>> db =
        Database::open(QDir(folder).filePath(QStringLiteral("guard.db")), Database::Mode::ReadWrite, kBusyMs);
    if (!db)
        return db.error();
    for (const char *sql : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", kSchema}) {
        if (const Result<Ok> done = db.value()->exec(sql); !done)
            return done.error();
    }
    return std::unique_ptr<GuardStore>(new GuardStore(std::move(db.value())));
}

Result<Ok> GuardStore::save(const Climb &climb)
{
    return run(*m_db, "INSERT OR REPLACE INTO climb VALUES(?,?,?,?,?,?)", [&](Statement &to) {
        to.bind(1, climb.rollout)
            .bind(2, climb.place)
            .bind(3, QString::fromUtf8(QJsonDocument(climb.ladder).toJson(QJsonDocument::Compact)))
            .bind(4, climb.digests.join(u' '))
            .bind(5, climb.savedMs)
            .bind(6, qint64(climb.over));
    });
}

Result<std::optional<GuardStore::Climb>> GuardStore::climbOf(const QString &rollout)
{
    return first(rows<Climb>(
        *m_db, "SELECT rollout, place, ladder, digests, saved_ms, over FROM climb WHERE rollout = ?",
        [&](Statement &to) { to.bind(1, rollout); }, climbFrom));
}

Result<QList<GuardStore::Climb>> GuardStore::unfinished()
{
    return rows<Climb>(*m_db, "SELECT rollout, place, ladder, digests, saved_ms, over FROM climb WHERE over = 0",
                       kNothing, climbFrom);
}

Result<Ok> GuardStore::noteRollback(const QString &service, const QString &environment, qint64 atMs)
{
    return run(*m_db, "INSERT OR IGNORE INTO rollback VALUES(?,?,?)",
               [&](Statement &to) { to.bind(1, service).bind(2, environment).bind(3, atMs); });
}

Result<QList<qint64>> GuardStore::rollbacksSince(const QString &service, const QString &environment, qint64 ms)
{
    return rows<qint64>(
        *m_db, "SELECT at_ms FROM rollback WHERE service = ? AND environment = ? AND at_ms >= ? ORDER BY at_ms",
        [&](Statement &to) { to.bind(1, service).bind(2, environment).bind(3, ms); },
        [](const Statement &row) { return row.integer(0); });
}

Result<QList<GuardStore::RolledBack>> GuardStore::lastRollbacks(qint64 sinceMs)
{
    return rows<RolledBack>(
        *m_db,
        "SELECT service, environment, max(at_ms) FROM rollback WHERE at_ms >= ? GROUP BY service, environment "
        "ORDER BY service, environment",
        [&](Statement &to) { to.bind(1, sinceMs); },
        [](const Statement &row) {
            return RolledBack{.service = row.text(0), .environment = row.text(1), .atMs = row.integer(2)};
        });
}

Result<Ok> GuardStore::hold(const AutomationHold &hold)
{
    return run(*m_db, "INSERT OR REPLACE INTO hold VALUES(?,?,?,?)", [&](Statement &to) {
        // Not null: an empty place is every place.
        to.bind(1, hold.place.isNull() ? QStringLiteral("") : hold.place)
            .bind(2, hold.untilMs)
            .bind(3, hold.reason.isNull() ? QStringLiteral("") : hold.reason)
            .bind(4, hold.by.isNull() ? QStringLiteral("") : hold.by);
    });
}

Result<QList<AutomationHold>> GuardStore::holds(qint64 nowMs)
{
    return rows<AutomationHold>(
        *m_db, "SELECT place, until_ms, reason, by FROM hold WHERE until_ms > ? ORDER BY place",
        [&](Statement &to) { to.bind(1, nowMs); },
        [](const Statement &row) {
            return AutomationHold{
                .place = row.text(0), .untilMs = row.integer(1), .reason = row.text(2), .by = row.text(3)};
        });
}

Result<Ok> GuardStore::answer(const Answer &answer)
{
    return run(*m_db, "INSERT INTO answer(ask, choice, by, at_ms) VALUES(?,?,?,?)", [&](Statement &to) {
        to.bind(1, answer.key)
            .bind(2, qint64(answer.choice))
            .bind(3, answer.by.isNull() ? QStringLiteral("") : answer.by)
            .bind(4, answer.atMs);
    });
}

Result<QList<Answer>> GuardStore::takeAnswers()
{
    const auto all = [this] {
        return rows<Answer>(*m_db, "SELECT ask, choice, by, at_ms FROM answer ORDER BY id", kNothing,
                            [](const Statement &row) {
                                return Answer{.key = row.text(0),
                                              .choice = Answer::Choice(row.integer(1)),
                                              .by = row.text(2),
                                              .atMs = row.integer(3)};
                            });
    };
    // Looked at several times a second: nobody is locked out for nothing.
    const Result<QList<Answer>> there = all();
    if (!there || there->isEmpty())
        return there;
    Transaction transaction(*m_db);
    if (const Result<Ok> begun = transaction.begin(); !begun)
        return begun.error();
    const Result<QList<Answer>> taken = all();
    if (!taken)
        return taken;
    if (const Result<Ok> done = run(*m_db, "DELETE FROM answer", kNothing); !done)
        return done.error();
    if (const Result<Ok> done = transaction.commit(); !done)
        return done.error();
    return taken;
}

Result<Ok> GuardStore::sayAlive(const Leader &leader)
{
    return run(*m_db, "INSERT OR REPLACE INTO leader VALUES(1,?,?)",
               [&](Statement &to) { to.bind(1, leader.who).bind(2, leader.aliveMs); });
}

Result<std::optional<GuardStore::Leader>> GuardStore::leader()
{
    return first(rows<Leader>(*m_db, "SELECT who, alive_ms FROM leader", kNothing, [](const Statement &row) {
        return Leader{.who = row.text(0), .aliveMs = row.integer(1)};
    }));
}

Result<Ok> GuardStore::notePromotion(const QString &place, const Promotion &promotion)
{
    return run(*m_db, "INSERT OR REPLACE INTO promotion VALUES(?,?,?)", [&](Statement &to) {
        to.bind(1, place)
            .bind(2, promotion.refused.isNull() ? QStringLiteral("") : promotion.refused)
            .bind(3, promotion.goodUntilMs);
    });
}

Result<std::optional<GuardStore::Promotion>> GuardStore::promotion(const QString &place)
{
    return first(rows<Promotion>(
        *m_db, "SELECT refused, good_until_ms FROM promotion WHERE place = ?",
        [&](Statement &to) { to.bind(1, place); },
        [](const Statement &row) { return Promotion{.refused = row.text(0), .goodUntilMs = row.integer(1)}; }));
}

} // namespace astern::guard
