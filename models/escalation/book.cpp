// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/escalation/book.h"

#include <algorithm>

namespace astern::escalation {
namespace {

constexpr qint64 kFirstWaitMs = 15'000;
constexpr qint64 kMostWaitMs = 5 * 60'000;

qint64 waitAfter(int attempts) { return std::min(kMostWaitMs, kFirstWaitMs << std::min(attempts - 1, 6)); }

Note *noteFor(Rung &rung, Deed deed)
{
    switch (deed) {
    case Deed::Trigger:
        return &rung.trigger;
    case Deed::Acknowledge:
        return &rung.acknowledge;
    case Deed::Resolve:
        return &rung.resolve;
    }
    return nullptr;
}

} // namespace

Item *Book::item(const QString &id)
{
    const auto found =
        std::find_if(m_items.begin(), m_items.end(), [&id](const Item &one) { return one.concern.id == id; });
    return found == m_items.end() ? nullptr : &*found;
}

const Item *Book::find(const QString &id) const { return const_cast<Book *>(this)->item(id); }

Rung *Book::rungOf(Item &item, int round, int rung)
{
    const auto found = std::find_if(item.rungs.begin(), item.rungs.end(),
                                    [round, rung](const Rung &one) { return one.round == round && one.rung == rung; });
    return found == item.rungs.end() ? nullptr : &*found;
}

Note *Book::noteOf(const QString &key, Rung **of)
{
    Item *one = item(key.section(QLatin1Char(':'), 0, 0));
    if (!one)
        return nullptr;
    for (Rung &rung : one->rungs) {
        for (Note *note : {&rung.trigger, &rung.acknowledge, &rung.resolve}) {
            if (note->state != Note::State::Sending || note->key != key)
                continue;
            if (of)
                *of = &rung;
            return note;
        }
    }
    return nullptr;
}

void Book::apply(const Event &event)
{
    const qint64 at = event.atMs;
    if (const auto *raised = std::get_if<Raised>(&event.what)) {
        if (find(raised->concern.id))
            return;
        Item one;
        one.concern = raised->concern;
        one.raisedMs = one.roundMs = at;
        m_items.append(one);
    } else if (const auto *sending = std::get_if<Sending>(&event.what)) {
        take(*sending, at);
    } else if (const auto *sent = std::get_if<Sent>(&event.what)) {
        take(*sent, at);
    } else if (const auto *held = std::get_if<HeldBack>(&event.what)) {
        take(*held, at);
    } else if (const auto *passed = std::get_if<Passed>(&event.what)) {
        Item *one = item(passed->id);
        if (!one || !one->climbs() || one->round != passed->round)
            return;
        if (passed->repeats) {
            ++one->round;
            one->roundMs = at;
        } else {
            one->stopped = true;
            one->stoppedMs = at;
        }
    } else if (const auto *acknowledged = std::get_if<Acknowledged>(&event.what)) {
        Item *one = item(acknowledged->id);
        if (!one || !one->isOpen() || one->acknowledgedMs > 0)
            return;
        one->acknowledgedBy = acknowledged->by;
        one->acknowledgedMs = at;
    } else if (const auto *resolved = std::get_if<Resolved>(&event.what)) {
        Item *one = item(resolved->id);
        if (!one || !one->isOpen())
            return;
        one->overWords = resolved->why;
        one->overMs = at;
    }
}

void Book::take(const Sending &sending, qint64 atMs)
{
    Item *one = item(sending.id);
    if (!one)
        return;
    Rung *rung = rungOf(*one, sending.round, sending.rung);
    if (!rung) {
        one->rungs.append({sending.target, sending.round, sending.rung, {}, {}, {}});
        rung = &one->rungs.last();
    }
    Note &note = *noteFor(*rung, sending.deed);
    if (sending.attempt <= note.attempts)
        return;                              // known
    if (note.state == Note::State::HeldBack) // it is told of itself now
        m_targets[rung->target].held = std::max(0, m_targets[rung->target].held - 1);
    note.state = Note::State::Sending;
    note.attempts = sending.attempt;
    note.key = sending.key();
    note.atMs = atMs;
    if (note.firstMs == 0)
        note.firstMs = atMs;
}

void Book::take(const Sent &sent, qint64 atMs)
{
    Rung *rung = nullptr;
    Note *note = noteOf(sent.key, &rung);
    if (!note)
        return;
    note->atMs = atMs;
    note->words = sent.words;
    const bool arrived = sent.delivery == Delivery::Told || sent.delivery == Delivery::Unknown;
    note->mayHaveArrived = note->mayHaveArrived || arrived;
    const bool again =
        sent.delivery != Delivery::Told && sent.delivery != Delivery::Refused && note->attempts <= m_rules.retries;
    note->state = sent.delivery == Delivery::Told ? Note::State::Told
                  : again                         ? Note::State::Failed
                                                  : Note::State::GivenUp;
    note->retryMs = again ? atMs + std::max(waitAfter(note->attempts), sent.retryAfterMs) : 0;
    if (note != &rung->trigger || !arrived)
        return;
    // One that may have arrived has tired somebody all the same; what it told of those held back is only known when it
    // did arrive.
    Target &target = m_targets[rung->target];
    target.toldMs = atMs;
    if (sent.delivery != Delivery::Told)
        return;
    target.held = 0;
    for (Item &one : m_items) {
        for (Rung &each : one.rungs) {
            if (each.target != rung->target || each.trigger.state != Note::State::HeldBack)
                continue;
            each.trigger.state = Note::State::Told;
            each.trigger.atMs = atMs;
        }
    }
}

void Book::take(const HeldBack &held, qint64 atMs)
{
    Item *one = item(held.id);
    if (!one)
        return;
    Rung *rung = rungOf(*one, held.round, held.rung);
    if (!rung) {
        one->rungs.append({held.target, held.round, held.rung, {}, {}, {}});
        rung = &one->rungs.last();
    }
    Note &note = rung->trigger;
    if (note.state == Note::State::HeldBack)
        return;
    note.state = Note::State::HeldBack;
    note.atMs = atMs;
    if (note.firstMs == 0)
        note.firstMs = atMs;
    ++m_targets[held.target].held;
}

const Item *Book::sending(const QString &key) const
{
    return const_cast<Book *>(this)->noteOf(key) ? find(key.section(QLatin1Char(':'), 0, 0)) : nullptr;
}

void Book::forget(qint64 beforeMs)
{
    m_items.removeIf([beforeMs](const Item &one) {
        const bool busy = std::any_of(one.rungs.cbegin(), one.rungs.cend(), [](const Rung &rung) {
            return rung.trigger.state == Note::State::Sending || rung.acknowledge.state == Note::State::Sending ||
                   rung.resolve.state == Note::State::Sending;
        });
        return !one.isOpen() && one.overMs < beforeMs && !busy;
    });
}

bool Book::operator==(const Book &other) const
{
    return m_rules == other.m_rules && m_items == other.m_items && m_targets == other.m_targets;
}

} // namespace astern::escalation
