// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/guard/act.h"

#include <QJsonObject>

#include <memory>

namespace astern {
class Database;
}

namespace astern::guard {

// Automation is held: everything is judged and shown, nothing is done by itself.
struct AutomationHold {
    QString place; // Placement::key(); empty: everywhere
    qint64 untilMs = 0;
    QString reason;
    QString by;
    bool operator==(const AutomationHold &) const = default;
};

// What guards and people tell each other, beside the journal: how far a rollout's ladder has been climbed, who holds
// automation, what was answered. Shared by all processes on one data folder; what was *done* is the journal's alone.
// One thread; blocks on the disk.
class GuardStore {
public:
    // Makes the file where there is none.
    [[nodiscard]] static Result<std::unique_ptr<GuardStore>> open(const QString &folder);
    ~GuardStore();

    struct Climb {
        QString rollout;
        QString place;
        QJsonObject ladder;
        QStringList digests; // of the policies that it began with
        qint64 savedMs = 0;
        bool over = false;
    };
    [[nodiscard]] Result<Ok> save(const Climb &climb);
    [[nodiscard]] Result<std::optional<Climb>> climbOf(const QString &rollout);
    [[nodiscard]] Result<QList<Climb>> unfinished(); // not over
    // Automatic rollbacks of a service in an environment since then, of any rollout.
    [[nodiscard]] Result<Ok> noteRollback(const QString &service, const QString &environment, qint64 atMs);
    [[nodiscard]] Result<QList<qint64>> rollbacksSince(const QString &service, const QString &environment, qint64 ms);

    struct RolledBack {
        QString service;
        QString environment;
        qint64 atMs = 0;
        bool operator==(const RolledBack &) const = default;
    };
    // The last one of each service and environment, by these; none that is older.
    [[nodiscard]] Result<QList<RolledBack>> lastRollbacks(qint64 sinceMs);

    // A hold of the same place replaces the one before; one that has ended is forgotten.
    [[nodiscard]] Result<Ok> hold(const AutomationHold &hold);
    [[nodiscard]] Result<QList<AutomationHold>> holds(qint64 nowMs);

    [[nodiscard]] Result<Ok> answer(const Answer &answer);
    [[nodiscard]] Result<QList<Answer>> takeAnswers(); // and forgets them

    // Whoever acts says so now and then: others can tell that it lives.
    struct Leader {
        QString who; // "asternctl guard on ops-2"
        qint64 aliveMs = 0;
        bool operator==(const Leader &) const = default;
    };
    [[nodiscard]] Result<Ok> sayAlive(const Leader &leader);
    [[nodiscard]] Result<std::optional<Leader>> leader();

    // Whether a place may go forward, for processes that do not judge.
    struct Promotion {
        QString refused; // why not; empty: it may
        qint64 goodUntilMs = 0;
    };
    [[nodiscard]] Result<Ok> notePromotion(const QString &place, const Promotion &promotion);
    [[nodiscard]] Result<std::optional<Promotion>> promotion(const QString &place);

private:
    explicit GuardStore(std::unique_ptr<Database> db);
    std::unique_ptr<Database> m_db;
};

} // namespace astern::guard
