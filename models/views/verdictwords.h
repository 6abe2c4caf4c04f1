// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/placeverdict.h"

// What a policy says of a place, and what will be done about it, in plain words. Pure functions of values, any thread.
namespace astern {

// "confirmed", "not ready in time"; empty: nothing is wrong.
[[nodiscard]] QString causeWords(policy::Why why);
// What an act does: "rolls back", "asks people", for the name that `do` has.
[[nodiscard]] QString actWords(const QString &name);
// What became of it: "done", "not possible".
[[nodiscard]] QString resultWords(guard::Outcome::Result result);

// Whether a rule has a part in the class that its policy says.
[[nodiscard]] bool carries(const guard::PlaceVerdict::OfPolicy &policy, qsizetype rule);
// "errors-vs-stable: confirmed for 38 s, and 2 more": the first of the gravest policy's rules that say so, and since
// when. Empty: healthy.
[[nodiscard]] QString reasonWords(const guard::PlaceVerdict &verdict, qint64 nowMs);

// Why nothing is done here whatever the policies say: "nobody acts: …", "automation held until 15:20:00: …". Empty:
// somebody does.
[[nodiscard]] QString inactionWords(const guard::GuardState &guard, const QString &place, qint64 nowMs);

// "cools down after its rollback: nothing starts by itself before 14:32:10". Empty: it does not.
[[nodiscard]] QString coolDownWords(const guard::GuardState &guard, const QString &service, const QString &environment,
                                    qint64 nowMs);

struct VerdictNext {
    QString words;   // "rolls back"; empty: the policies do nothing further
    qint64 atMs = 0; // wall clock; 0: no time is known
    QString policy;  // id of the one that does it; empty: it is not an act of a policy
    bool operator==(const VerdictNext &) const = default;
};
// What is done next unless somebody acts. Of a verdict that is stale, and where nobody acts, never an act.
[[nodiscard]] VerdictNext nextOf(const guard::PlaceVerdict &verdict, const guard::GuardState &guard, qint64 nowMs);
// The same for one rule: what happens if it goes on as it is.
[[nodiscard]] VerdictNext nextOfRule(const guard::PlaceVerdict &verdict, const QString &policyId, const QString &ruleId,
                                     qint64 nowMs);

// Who acts, for the last line of the window: "guard: leader on ops-2". Empty: nothing is judged.
struct GuardWords {
    QString text;
    bool wrong = false; // nobody acts, or its store cannot be written
    bool operator==(const GuardWords &) const = default;
};
[[nodiscard]] GuardWords guardWords(const guard::GuardState &guard, qint64 nowMs);

} // namespace astern
