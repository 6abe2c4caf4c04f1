// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/guard.h"

#include <algorithm>

// The part of the guard (guard.h) that its files share: one rollout that is judged.
namespace astern::guard {

// The world changes by it; its outcome is read back.
[[nodiscard]] inline bool isCarriedOutByPlan(const Act &act)
{
    return std::holds_alternative<policy::Hold>(act.what) || std::holds_alternative<Release>(act.what) ||
           std::holds_alternative<policy::Rollback>(act.what) || std::holds_alternative<policy::Mitigate>(act.what);
}

struct Guard::Watched {
    explicit Watched(const Subject &of)
        : subject(of), judge(of), ladder(of.id, policiesOf(of)), lastStep(of.rollout.control.currentStep)
    {
    }
    static QList<policy::Policy> policiesOf(const Subject &of)
    {
        QList<policy::Policy> all;
        for (const PolicyFile &file : of.policies)
            all.append(*file.policy);
        return all;
    }

    // An act is on its way, and be it that the journal has not said yet whether it was begun before.
    [[nodiscard]] bool isBusy() const
    {
        return std::any_of(shown.sent.cbegin(), shown.sent.cend(),
                           [](const PlaceVerdict::Sent &sent) { return !sent.result && isCarriedOutByPlan(sent.act); });
    }

    // Another version than the judged one is wanted there now.
    [[nodiscard]] bool hasLeft(const Rollout &now) const
    {
        return now.unknownReason.isEmpty() && !now.desired.hash.isEmpty() && !subject.newHash.isEmpty() &&
               now.desired.hash != subject.newHash;
    }

    Subject subject;
    RolloutJudge judge;
    Ladder ladder;
    PlaceVerdict shown;
    QMap<QString, policy::VerdictClass> classes; // by policy: what the journal knows
    QHash<QString, QString> plans;               // plan id -> act key
    QList<Act> turns;                            // pauses and their ends that wait for the one before them
    QStringList leaving;                         // keys of rollbacks of which only the traffic is waited for
    Recovery recovery = Recovery::None;          // what the journal knows of it
    int lastStep = -1;
    bool gone = false;
    bool over = false; // and nothing is left to do
    qint64 goneMs = 0;
    QJsonObject saved;                          // by whoever acts
    LadderState savedState;                     // withoutTime()
    bool stored = false;                        // its file is open
    std::optional<policy::RecordReader> others; // as far as it has been read, where another process appends
    QString told;                               // to other processes: why it may not go forward
    qint64 toldMs = 0;
};

} // namespace astern::guard
