// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/escalation.h"
#include "models/workspace/notifyconfig.h"

#include <QMap>

namespace astern::escalation {

// How one message to one target is going.
struct Note {
    enum class State { None, Sending, Told, Failed, GivenUp, HeldBack };
    State state = State::None;
    int attempts = 0;
    bool mayHaveArrived = false; // told, or not known
    qint64 firstMs = 0;          // when it was tried, or held back, first
    qint64 atMs = 0;             // of the last change
    qint64 retryMs = 0;          // of Failed: not before
    QString key;                 // of Sending
    QString words;               // of the last answer
    bool operator==(const Note &) const = default;
};

// A rung of a ladder that was reached.
struct Rung {
    QString target;
    int round = 0;
    int rung = 0;
    Note trigger;
    Note acknowledge; // what followed, where the channel has it
    Note resolve;
    bool operator==(const Rung &) const = default;
};

struct Item {
    Concern concern;
    qint64 raisedMs = 0;
    QList<Rung> rungs; // in the order in which they were reached
    int round = 0;
    qint64 roundMs = 0;   // since when it is climbed in this round
    bool stopped = false; // the deadline has passed, and nobody more is told
    qint64 stoppedMs = 0;
    QString acknowledgedBy;
    qint64 acknowledgedMs = 0; // 0: nobody has
    QString overWords;
    qint64 overMs = 0; // 0: it is open
    [[nodiscard]] bool isOpen() const { return overMs == 0; }
    [[nodiscard]] bool climbs() const { return isOpen() && acknowledgedMs == 0 && !stopped; }
    bool operator==(const Item &) const = default;
};

// What comes next of an item unless somebody acknowledges it.
struct NextRung {
    QString target; // empty: the default is taken
    bool repeats = false;
    qint64 atMs = 0;
    bool operator==(const NextRung &) const = default;
};

// The state machine behind notifications: a value that follows from recorded events and the workspace's rules. It reads
// no clock and sends nothing. Whoever sends asks what is due, records it, applies it, and only then does it; whoever
// only looks applies what others recorded. A book that is built anew from the same events says the same.
//
// - A target is sent one message at a time, and gets one in `budgetMs`. What would have been another is held back, and
//   counted; once the time is over and one of those still waits for somebody, one message tells of all of them. Only
//   messages that (may have) arrived count; what follows on one that did (acknowledged, over) does not.
// - A message that failed is tried again `retries` times, 15 s later, 30 s, 1 min…, or when the other side says.
//   Then, or when it is refused for good, the next rung is due at once; behind the last one, where nobody heard of it,
//   who is told of what names nobody.
// - One that may have arrived is sent again as well, and marked: silence would be worse than to hear it twice. Where
// the
//   other side knows it by its key, it is one and the same there.
// - Acknowledged: nobody more is told. Over: those who were told hear of it.
class Book {
public:
    explicit Book(NotifyConfig rules = {}) : m_rules(std::move(rules)) {}
    void setRules(const NotifyConfig &rules) { m_rules = rules; }
    [[nodiscard]] const NotifyConfig &rules() const { return m_rules; }

    void apply(const Event &event);
    // To be recorded now, and applied when it is. Asked again before that, the answer is the same.
    [[nodiscard]] QList<Event> due(qint64 nowMs) const;
    // Of a process that ended while it sent: nobody knows what became of these.
    [[nodiscard]] QList<Event> leftOver(qint64 nowMs) const;
    // When due() may have something next; absent: not by time alone.
    [[nodiscard]] std::optional<qint64> nextMs(qint64 nowMs) const;

    [[nodiscard]] const QList<Item> &items() const { return m_items; } // oldest first
    [[nodiscard]] const Item *find(const QString &id) const;
    [[nodiscard]] const Item *sending(const QString &key) const; // whose message is under way
    [[nodiscard]] std::optional<NextRung> next(const Item &item) const;
    // The targets in order that an item climbs through; empty: nobody outside is told.
    [[nodiscard]] QStringList climb(const Concern &concern) const;
    [[nodiscard]] int heldBack(const QString &target) const { return m_targets.value(target).held; }
    // Forgets what is over since before then and settled.
    void forget(qint64 beforeMs);
    bool operator==(const Book &) const;

private:
    struct Target {
        qint64 toldMs = 0; // the last message that (may have) arrived
        int held = 0;      // since then
        bool operator==(const Target &) const = default;
    };
    struct Due;

    [[nodiscard]] Item *item(const QString &id);
    [[nodiscard]] Rung *rungOf(Item &item, int round, int rung);
    [[nodiscard]] Note *noteOf(const QString &key, Rung **rung = nullptr);
    void take(const Sending &sending, qint64 atMs);
    void take(const Sent &sent, qint64 atMs);
    void take(const HeldBack &held, qint64 atMs);
    [[nodiscard]] qint64 climbMs(const Item &item) const; // when the next rung is due
    [[nodiscard]] bool isSpent(const QString &target, qint64 nowMs) const;
    [[nodiscard]] const NotifyLadder *ladderOf(const Concern &concern) const;
    void climbDue(const Item &item, Due &due) const;
    void retryDue(const Item &item, Due &due) const;
    void followDue(const Item &item, Due &due) const;
    void floodDue(Due &due) const;
    void trigger(const Item &item, const Rung &rung, Due &due) const;

    NotifyConfig m_rules;
    QList<Item> m_items;
    QMap<QString, Target> m_targets;
};

} // namespace astern::escalation
