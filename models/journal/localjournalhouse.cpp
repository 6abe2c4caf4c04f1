// SPDX-License-Identifier: GPL-3.0-or-later
// What LocalJournal's thread does when nobody waits: the index, the full text, the mark, heads, room for later.
#include "models/journal/ledger.h"
#include "models/journal/localjournal.h"

namespace astern {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr qsizetype kMostUnfiled = 64;
constexpr int kTextsAtOnce = 32; // a few milliseconds: an append waits no longer
constexpr auto kSealEvery = 5min;

} // namespace

// Whether the index has what the log has. One that cannot take it is made again, as a start does.
bool LocalJournal::fileIndex()
{
    const auto filed = m_ledger->catchUp();
    if (!filed && isDamage(filed.error()) && !m_choreRuns && !m_checkRuns)
        openAnew();
    return filed.ok();
}

// Brings the index up to the log, and then the full text, when nobody waits.
void LocalJournal::keepIndex(bool waiting)
{
    const auto now = Steady::now();
    if (m_ledger->behind() > 0 && ((!waiting && now >= m_fileAt) || m_ledger->behind() >= kMostUnfiled)) {
        if (!fileIndex()) {
            m_fileAt = now + 100ms;
            return;
        }
    }
    if (!m_textsWanted || waiting || m_ledger->behind() > 0 || now < m_textsAt)
        return;
    const auto more = m_ledger->fileTexts(kTextsAtOnce);
    m_textsWanted = more && *more; // an index that is locked is tried again behind the next entry
    const auto done = Steady::now();
    m_textsAt = done + 2 * (done - now); // the thread is free most of the time, however much there is to file
}

void LocalJournal::keepHouse()
{
    if (!m_ledger)
        return;
    bool waiting = false;
    {
        const std::lock_guard lock(m_mutex);
        waiting = !m_waiting.empty();
    }
    keepIndex(waiting);
    if (!m_ledger) // made anew, and its folder is gone
        return;
    const auto now = Steady::now();
    if (m_checkAt != Steady::time_point{} && now >= m_checkAt && !m_checkRuns)
        startCheck(false);
    if (m_ledger->sealDue() && now >= m_sealAt && !m_markWanted) {
        m_markWanted = m_sealWanted = true;
        m_markAt = now;
    }
    keepKeys();
    if (m_choreRuns)
        return;
    if (m_ledger->spareDue() && now >= m_spareAt) {
        const quint32 number = m_ledger->spareNumber();
        startChore(m_ledger->spareChore(), [this, number](const Result<Ok> &done) {
            if (done)
                m_ledger->spareMade(number);
            else
                m_spareAt = Steady::now() + 1s; // a full disk is not filled again and again
        });
    } else if (m_markWanted && now >= m_markAt) {
        if (!fileIndex()) {
            m_markAt = now + 100ms;
            return;
        }
        if (!waiting)
            (void)m_ledger->checkpoint();
        startMark();
    } else if (m_ledger->reserveDue() && now >= m_reserveAt) {
        startReserve();
    }
}

void LocalJournal::startReserve()
{
    startChore(m_ledger->reserveChore(), [this](const Result<Ok> &done) {
        m_reserveAt = Steady::now() + 1s;
        if (!done)
            return; // looked for again: recording goes on by itself when there is room
        const bool wasFull = m_ledger->state().diskFull;
        m_ledger->reserveMade();
        if (wasFull)
            tellState();
    });
}

// The mark, and with it a head when one is due; the index is synced by both.
void LocalJournal::startMark()
{
    m_markWanted = false;
    std::optional<Ledger::Seal> seal;
    if (m_sealWanted && m_ledger->sealDue())
        seal = m_ledger->sealChore();
    const auto head = seal ? std::optional(seal->head) : std::nullopt;
    startChore(seal ? seal->chore : m_ledger->markChore(),
               [this, head, synced = std::exchange(m_syncWaits, {})](const Result<Ok> &done) {
                   if (!done) {
                       m_syncWaits = synced + m_syncWaits; // the disk said no: tried again
                       m_markWanted = true;
                       m_markAt = Steady::now() + 1s;
                       return;
                   }
                   for (const auto &one : synced)
                       one(done);
                   if (!head)
                       return;
                   m_sealAt = Steady::now() + kSealEvery;
                   m_sealWanted = m_ledger->state().size > head->size && m_sealWanted;
                   if (m_ledger->sealed(*head)) {
                       answerLevels();
                       tellState();
                   } else {
                       m_sealWanted = true; // the index is locked: with the next mark
                   }
               });
}

void LocalJournal::startChore(Chore chore, ChoreEnd finished)
{
    if (m_chore)
        m_chore->join();
    m_choreRuns = true;
    m_chore.emplace([this, chore = std::move(chore), finished = std::move(finished)] {
        const auto done = chore();
        post([this, finished, done] {
            m_choreRuns = false;
            finished(done);
        });
    });
}

} // namespace astern
