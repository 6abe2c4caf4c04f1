// SPDX-License-Identifier: GPL-3.0-or-later
// Of a book: what is due, and when.
#include "models/escalation/book.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace astern::escalation {
namespace {

constexpr qsizetype kNamed = 3; // places that a message names of what was held back

QString tr(const char *text) { return QCoreApplication::translate("Escalation", text); }

int reached(const Item &item)
{
    return int(std::count_if(item.rungs.cbegin(), item.rungs.cend(),
                             [&item](const Rung &rung) { return rung.round == item.round; }));
}

const Rung *lastOf(const Item &item)
{
    const Rung *last = nullptr;
    for (const Rung &rung : item.rungs) {
        if (rung.round == item.round && (!last || rung.rung > last->rung))
            last = &rung;
    }
    return last;
}

} // namespace

// Of one call: a target that something is on its way to takes nothing else.
struct Book::Due {
    qint64 nowMs = 0;
    QList<Event> events;
    QSet<QString> busy;
    template <class T>
    void add(T what)
    {
        events.append({nowMs, std::move(what)});
    }
    void send(const Sending &sending)
    {
        busy.insert(sending.target);
        add(sending);
    }
};

const NotifyLadder *Book::ladderOf(const Concern &concern) const
{
    const QString first = m_rules.target(concern.target) ? concern.target : m_rules.needsYou;
    const auto found = m_rules.ladders.constFind(first);
    return found == m_rules.ladders.cend() ? nullptr : &*found;
}

QStringList Book::climb(const Concern &concern) const
{
    const QString first = m_rules.target(concern.target) ? concern.target : m_rules.needsYou;
    if (!m_rules.target(first))
        return {};
    QStringList all{first};
    if (const NotifyLadder *ladder = ladderOf(concern)) {
        for (const NotifyLadder::Rung &rung : ladder->then)
            all.append(rung.to);
    }
    return all;
}

qint64 Book::climbMs(const Item &item) const
{
    const Rung *last = lastOf(item);
    if (!last)
        return item.roundMs;
    if (last->trigger.state == Note::State::GivenUp && !last->trigger.mayHaveArrived)
        return last->trigger.atMs; // nobody there heard of it
    const NotifyLadder *ladder = ladderOf(item.concern);
    return last->trigger.firstMs + (ladder ? ladder->then.value(last->rung).afterMs : 0);
}

std::optional<NextRung> Book::next(const Item &item) const
{
    const QStringList all = climb(item.concern);
    if (!item.climbs() || all.isEmpty())
        return std::nullopt;
    const int count = reached(item);
    if (count < all.size())
        return NextRung{all.at(count), false, climbMs(item)};
    const NotifyLadder *ladder = ladderOf(item.concern);
    const Rung *last = lastOf(item);
    // Where nobody on the ladder could be reached, who is told of the rest is.
    const bool heard = std::any_of(item.rungs.cbegin(), item.rungs.cend(), [&item](const Rung &rung) {
        return rung.round == item.round && (rung.trigger.mayHaveArrived || rung.trigger.state != Note::State::GivenUp);
    });
    if (last && !heard && count == all.size() && m_rules.target(m_rules.needsYou) && !all.contains(m_rules.needsYou))
        return NextRung{m_rules.needsYou, false, climbMs(item)};
    if (!ladder || ladder->checkpointMs == 0 || !last)
        return std::nullopt;
    return NextRung{
        {}, ladder->otherwise == NotifyLadder::Otherwise::Repeat, last->trigger.firstMs + ladder->checkpointMs};
}

bool Book::isSpent(const QString &target, qint64 nowMs) const
{
    const qint64 toldMs = m_targets.value(target).toldMs;
    // A clock that was set back silences nobody for longer than that.
    return toldMs > 0 && nowMs < toldMs + m_rules.budgetMs && nowMs > toldMs - m_rules.budgetMs;
}

// A message of its own, with what was held back before it.
void Book::trigger(const Item &item, const Rung &rung, Due &due) const
{
    Sending sending{.id = item.concern.id, .target = rung.target, .round = rung.round, .rung = rung.rung};
    sending.attempt = rung.trigger.attempts + 1;
    sending.again = rung.trigger.mayHaveArrived;
    const bool itself = rung.trigger.state == Note::State::HeldBack;
    sending.heldBack = std::max(0, m_targets.value(rung.target).held - (itself ? 1 : 0));
    for (const Item &other : m_items) {
        const bool held = std::any_of(other.rungs.cbegin(), other.rungs.cend(), [&rung](const Rung &one) {
            return one.target == rung.target && one.trigger.state == Note::State::HeldBack;
        });
        if (held && other.concern.id != item.concern.id && sending.heldWhere.size() < kNamed &&
            !sending.heldWhere.contains(other.concern.place) && !other.concern.place.isEmpty())
            sending.heldWhere.append(other.concern.place);
    }
    due.send(sending);
}

void Book::climbDue(const Item &item, Due &due) const
{
    const std::optional<NextRung> coming = next(item);
    if (!coming || coming->atMs > due.nowMs)
        return;
    if (coming->target.isEmpty())
        return due.add(Passed{item.concern.id, item.round, coming->repeats});
    if (due.busy.contains(coming->target))
        return;
    const Rung rung{coming->target, item.round, reached(item), {}, {}, {}};
    if (isSpent(rung.target, due.nowMs))
        return due.add(HeldBack{item.concern.id, rung.target, rung.round, rung.rung});
    trigger(item, rung, due);
}

void Book::retryDue(const Item &item, Due &due) const
{
    for (const Rung &rung : item.rungs) {
        const Note &note = rung.trigger;
        if (!item.climbs() || note.state != Note::State::Failed || note.retryMs > due.nowMs ||
            due.busy.contains(rung.target))
            continue;
        // What it may have used up itself does not hold it back.
        if (!note.mayHaveArrived && isSpent(rung.target, due.nowMs))
            due.add(HeldBack{item.concern.id, rung.target, rung.round, rung.rung});
        else
            trigger(item, rung, due);
    }
}

// Where a trigger arrived, what became of it follows: once for each target, however often it was told there.
void Book::followDue(const Item &item, Due &due) const
{
    QSet<QString> seen;
    for (const Rung &rung : item.rungs) {
        if (!rung.trigger.mayHaveArrived || rung.trigger.attempts == 0 || seen.contains(rung.target))
            continue;
        seen.insert(rung.target);
        const NotifyTarget *target = m_rules.target(rung.target);
        const bool over = !item.isOpen();
        if (!target || due.busy.contains(rung.target) ||
            (!over && (item.acknowledgedMs == 0 || target->channel != NotifyTarget::Channel::PagerDuty)))
            continue;
        const Note &note = over ? rung.resolve : rung.acknowledge;
        if (note.state != Note::State::None && (note.state != Note::State::Failed || note.retryMs > due.nowMs))
            continue;
        due.send({.id = item.concern.id,
                  .target = rung.target,
                  .round = rung.round,
                  .rung = rung.rung,
                  .deed = over ? Deed::Resolve : Deed::Acknowledge,
                  .attempt = note.attempts + 1,
                  .again = note.mayHaveArrived});
    }
}

// The time of a target is over, and what was held back still waits for somebody.
void Book::floodDue(Due &due) const
{
    for (auto target = m_targets.cbegin(); target != m_targets.cend(); ++target) {
        if (target->held == 0 || due.busy.contains(target.key()) || isSpent(target.key(), due.nowMs) ||
            !m_rules.target(target.key()))
            continue;
        for (const Item &item : m_items) {
            const auto rung = std::find_if(item.rungs.cbegin(), item.rungs.cend(), [&target](const Rung &one) {
                return one.target == target.key() && one.trigger.state == Note::State::HeldBack;
            });
            if (!item.climbs() || rung == item.rungs.cend())
                continue;
            trigger(item, *rung, due);
            break;
        }
    }
}

QList<Event> Book::due(qint64 nowMs) const
{
    Due due{nowMs, {}, {}};
    for (const Item &item : m_items) {
        for (const Rung &rung : item.rungs) {
            for (const Note *note : {&rung.trigger, &rung.acknowledge, &rung.resolve}) {
                if (note->state == Note::State::Sending)
                    due.busy.insert(rung.target);
            }
        }
    }
    for (const Item &item : m_items)
        followDue(item, due);
    for (const Item &item : m_items)
        retryDue(item, due);
    for (const Item &item : m_items)
        climbDue(item, due);
    floodDue(due);
    return due.events;
}

QList<Event> Book::leftOver(qint64 nowMs) const
{
    QList<Event> all;
    for (const Item &item : m_items) {
        for (const Rung &rung : item.rungs) {
            for (const Note *note : {&rung.trigger, &rung.acknowledge, &rung.resolve}) {
                if (note->state == Note::State::Sending)
                    all.append(
                        {nowMs, Sent{note->key, Delivery::Unknown, tr("the program ended before an answer came"), 0}});
            }
        }
    }
    return all;
}

std::optional<qint64> Book::nextMs(qint64 nowMs) const
{
    std::optional<qint64> soonest;
    const auto at = [&](qint64 ms) {
        if (ms > nowMs && (!soonest || ms < *soonest))
            soonest = ms;
    };
    for (const Item &item : m_items) {
        if (const std::optional<NextRung> coming = next(item))
            at(coming->atMs);
        for (const Rung &rung : item.rungs) {
            for (const Note *note : {&rung.trigger, &rung.acknowledge, &rung.resolve}) {
                if (note->state == Note::State::Failed)
                    at(note->retryMs);
            }
        }
    }
    for (const Target &target : m_targets) {
        if (target.held > 0)
            at(target.toldMs + m_rules.budgetMs);
    }
    return soonest;
}

} // namespace astern::escalation
