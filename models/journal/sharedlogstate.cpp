// SPDX-License-Identifier: GPL-3.0-or-later
// What the shared log's thread tells of it: to the journal, and to whoever asks.
#include "models/journal/sharedlog.h"

#include <algorithm>

namespace astern {
namespace {

constexpr qsizetype kMostAlarms = 100;
constexpr qint64 kGateLostMs = 3'600'000; // by then it is news no more; the log of this device keeps it

} // namespace

SharedLogState SharedLog::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

// Appends that need the store are refused at once while it is away, rather than after their deadline; whoever is
// refused finds the state that says why.
void SharedLog::away(const Error &error)
{
    if (error.kind == Error::Kind::Cancelled)
        return;
    m_now.trouble = error.message;
    if (m_now.state != SharedLogState::State::Forked)
        setState(SharedLogState::State::Away, error.toString());
    cannot(error);
}

void SharedLog::cannot(const Error &why)
{
    m_now.trouble = why.message;
    m_journal.setUnreachable(JournalLevel::Shared, why);
}

void SharedLog::can(quint64 upTo)
{
    m_now.trouble.clear();
    m_journal.setReached(JournalLevel::Shared, upTo);
}

void SharedLog::finish(int ms)
{
    const auto now = ask<JournalState>([this](Done<JournalState> done) { m_journal.state(std::move(done)); });
    if (!now || !m_journal.outbox())
        return;
    m_options.store->wake();
    for (int waited = 0; waited < ms; waited += 10) {
        const SharedLogState state = this->state();
        if (state.state != SharedLogState::State::Following || !state.trouble.isEmpty() || state.sent >= now->size)
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

void SharedLog::raise(SharedAlarm alarm)
{
    for (const SharedAlarm &known : m_now.alarms) {
        if (known.kind == alarm.kind && known.index == alarm.index && known.healedMs == 0)
            return;
    }
    m_now.alarms.append(alarm);
    // Whoever runs for months keeps what is still so, and what was lately.
    const auto old = std::find_if(m_now.alarms.begin(), m_now.alarms.end(),
                                  [](const SharedAlarm &known) { return known.healedMs != 0; });
    if (m_now.alarms.size() > kMostAlarms && old != m_now.alarms.end())
        m_now.alarms.erase(old);
    publish();
    Q_EMIT this->alarm(alarm);
}

void SharedLog::heal(SharedAlarm::Kind kind)
{
    bool changed = false;
    for (SharedAlarm &known : m_now.alarms) {
        if (known.kind == kind && known.healedMs == 0) {
            known.healedMs = m_options.clock->wallMs();
            changed = true;
        }
    }
    if (changed)
        publish();
}

void SharedLog::setState(SharedLogState::State state, const QString &words)
{
    m_now.state = state;
    m_now.words = words;
    publish();
}

void SharedLog::publish()
{
    if (m_mirror) {
        m_now.size = m_mirror->size();
        m_now.root = toHex(m_mirror->rootAt(m_mirror->size()));
        m_now.origin = origin();
        const auto &writers = m_mirror->chain().writers();
        m_now.pendingWriters =
            int(std::count_if(writers.begin(), writers.end(), [](const auto &w) { return !w.approved; }));
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_state == m_now)
            return;
        m_state = m_now;
    }
    m_journal.setShared(m_now);
    Q_EMIT stateChanged(m_now);
}

QString SharedLog::origin() const
{
    return m_mirror && !m_mirror->chain().journal().isEmpty()
               ? QStringLiteral("%1/journal/%2").arg(m_options.domain, m_mirror->chain().journal())
               : QString();
}

void SharedLog::forgetOldNews()
{
    for (SharedAlarm &known : m_now.alarms) {
        const qint64 now = m_options.clock->wallMs();
        if (known.kind == SharedAlarm::Kind::GateLost && known.healedMs == 0 && now - known.atMs > kGateLostMs)
            known.healedMs = now;
    }
}

} // namespace astern
