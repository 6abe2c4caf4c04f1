// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

// Who is told of what needs a person, who comes next, and who took it over. Values, any thread; all times are
// milliseconds UTC.
namespace astern::escalation {

// What needs a person. The same cause has the same id, however often it is raised and by whom.
struct Concern {
    enum class Kind { Page, Notice, Question, Gate, Review, Overdue };
    QString id; // UUIDv7 (idOf): the saga of all its entries
    Kind kind = Kind::Page;
    QString cause;  // an act's key, a plan's id…
    QString target; // who is told first; not among the known ones or empty: who is told of what names nobody
    QString place;  // Placement::key(); empty: of no place
    QString service;
    QString environment;
    QString cell;
    QString rollout; // empty: of none
    QString policy;
    QString verdict; // the word of its class; empty: it is not about a verdict
    qint64 sinceMs = 0;
    QString words;         // why, in a sentence without its stop
    QString byItself;      // what happens by itself unless somebody acts: "rollback"; empty: nothing
    qint64 byItselfMs = 0; // and when; 0: not known
    bool operator==(const Concern &) const = default;
};
[[nodiscard]] QString toString(Concern::Kind kind); // "page"
[[nodiscard]] bool isOfGate(Concern::Kind kind);    // not of a policy
// A UUIDv7 of that time that follows from the cause alone.
[[nodiscard]] QString idOf(const QString &cause, qint64 startMs);

// What a message does at its target. Only the first one asks for anybody's attention.
enum class Deed { Trigger, Acknowledge, Resolve };
[[nodiscard]] QString toString(Deed deed); // "trigger"

// What came of one try.
enum class Delivery {
    Told,
    Failed,  // for sure: it may be tried again
    Refused, // for sure, and trying again is of no use
    Unknown, // it may have arrived
};
[[nodiscard]] QString toString(Delivery delivery); // "told"

struct Answer {
    Delivery delivery = Delivery::Unknown;
    QString words; // never holds a secret
    qint64 retryAfterMs = 0;
    bool operator==(const Answer &) const = default;
};

// What happened, as the log has it. A book (book.h) is nothing but what was recorded, in order.
struct Raised {
    Concern concern;
    bool operator==(const Raised &) const = default;
};
struct Sending { // the intent: nothing leaves before it is recorded
    QString id;
    QString target;
    int round = 0; // of the ladder, from 0
    int rung = 0;
    Deed deed = Deed::Trigger;
    int attempt = 1;
    int heldBack = 0;      // messages to this target that were held back since the last one, this one not counted
    QStringList heldWhere; // where, the first few
    bool again = false;    // an earlier try may have arrived
    [[nodiscard]] QString key() const; // "<id>:<round>.<rung>:<deed>:<attempt>"
    bool operator==(const Sending &) const = default;
};
struct Sent {
    QString key; // of the Sending
    Delivery delivery = Delivery::Unknown;
    QString words;
    qint64 retryAfterMs = 0; // as the other side asks; 0: it does not say
    bool operator==(const Sent &) const = default;
};
struct HeldBack { // the target's budget is spent: told with the next message to it
    QString id;
    QString target;
    int round = 0;
    int rung = 0;
    bool operator==(const HeldBack &) const = default;
};
struct Passed { // nobody acknowledged by the deadline: the ladder's default is taken
    QString id;
    int round = 0;
    bool repeats = false;
    bool operator==(const Passed &) const = default;
};
struct Acknowledged {
    QString id;
    QString by;
    bool operator==(const Acknowledged &) const = default;
};
struct Resolved {
    QString id;
    QString why; // "recovered after 41 s"
    bool operator==(const Resolved &) const = default;
};
struct Event {
    qint64 atMs = 0;
    std::variant<Raised, Sending, Sent, HeldBack, Passed, Acknowledged, Resolved> what;
    bool operator==(const Event &) const = default;
};

} // namespace astern::escalation
