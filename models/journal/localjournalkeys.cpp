// SPDX-License-Identifier: GPL-3.0-or-later
// LocalJournal's keys: changed when somebody asks, looked for again while they are out of reach.
#include "models/journal/ledger.h"
#include "models/journal/localjournal.h"

namespace astern {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto kKeysAgain = 500ms;
constexpr auto kRotateAgain = 30s;

} // namespace

void LocalJournal::changeKey(const KeyChange &change, JournalLevel level, Done<Receipt> done)
{
    ask([this, change, level, done = std::move(done)](Ledger *ledger, bool) {
        if (!ledger || ledger->state().state != JournalState::State::Open) {
            done(notOpen());
            return true;
        }
        if (const auto refused = refusedLevel(level)) {
            done(*refused);
            return true;
        }
        const auto logged = ledger->changeKey(change);
        if (!logged) {
            done(logged.error());
            return true;
        }
        Waiting waiting;
        waiting.level = level;
        waiting.done = done;
        answerReceipt(logged->receipt, waiting);
        if (logged->fresh)
            tellAppended(logged->entry);
        tellState();
        return true;
    });
}

// Secrets that were out of reach are asked for again; those that may go elsewhere go when nobody waits for them.
void LocalJournal::keepKeys()
{
    const auto now = Steady::now();
    if (now < m_keysAt)
        return;
    if (m_ledger->isLocked()) {
        m_keysAt = now + kKeysAgain;
        const QString before = m_ledger->state().locked;
        const auto recorded = m_ledger->unlock();
        for (const Ledger::Logged &logged : recorded)
            tellAppended(logged.entry);
        if (m_ledger->state().locked != before)
            tellState();
        return;
    }
    if (m_ledger->rotationDue() && !m_choreRuns) {
        m_keysAt = now + kRotateAgain;
        startChore(m_ledger->rotationChore(), [this](const Result<Ok> &done) {
            if (done)
                m_ledger->rotationFinished();
        });
    }
    if (m_choreRuns || !m_settleWanted || !m_ledger->mayPart())
        return;
    m_settleWanted = false; // what does not go today goes with the next start
    startChore([keys = m_options.keys] { return keys->settle(); }, [](const Result<Ok> &) {});
}

} // namespace astern
