// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/shipqueue.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Ship", text); }

} // namespace

QString toString(Redaction redaction)
{
    switch (redaction) {
    case Redaction::None:
        return QStringLiteral("none");
    case Redaction::Pseudonym:
        return QStringLiteral("pseudonym");
    case Redaction::Full:
        return QStringLiteral("full");
    }
    return {};
}

QString toString(SinkState::State state)
{
    switch (state) {
    case SinkState::State::Waiting:
        return QStringLiteral("waiting");
    case SinkState::State::Current:
        return QStringLiteral("current");
    case SinkState::State::Sending:
        return QStringLiteral("sending");
    case SinkState::State::Retrying:
        return QStringLiteral("retrying");
    case SinkState::State::Refused:
        return QStringLiteral("refused");
    }
    return {};
}

QString toString(SinkState::Pressure pressure)
{
    switch (pressure) {
    case SinkState::Pressure::None:
        return QStringLiteral("none");
    case SinkState::Pressure::Amber:
        return QStringLiteral("amber");
    case SinkState::Pressure::Red:
        return QStringLiteral("red");
    }
    return {};
}

const SinkState *ShippingState::sink(const QString &name) const
{
    const auto found =
        std::find_if(sinks.cbegin(), sinks.cend(), [&name](const SinkState &one) { return one.name == name; });
    return found == sinks.cend() ? nullptr : &*found;
}

ShipQueue::ShipQueue(SinkState is, SinkCursor cursor, std::function<double()> jitter, ShipRules rules)
    : m_is(std::move(is)), m_cursor(std::move(cursor)), m_jitter(std::move(jitter)), m_rules(rules),
      m_position(m_cursor.acked)
{
}

ShipQueue::Next ShipQueue::next(qint64 monoMs) const
{
    if (!m_under.isEmpty() || (m_position >= m_size && !m_note))
        return {};
    if (monoMs < m_tryMs)
        return {.what = Do::Wait, .waitMs = m_tryMs - monoMs};
    if (m_note)
        return {.what = Do::Note};
    return {.what = Do::Load, .from = m_position, .most = m_position < m_singlyTo ? 1 : m_rules.mostEntries};
}

QList<LoggedLeaf> ShipQueue::take(const QList<LoggedLeaf> &loaded, qint64 recordedMs)
{
    QList<LoggedLeaf> batch;
    qint64 bytes = 0;
    const qsizetype most = m_position < m_singlyTo ? 1 : m_rules.mostEntries;
    for (const LoggedLeaf &leaf : loaded) {
        bytes += leaf.leaf.size();
        if (batch.size() == most || (!batch.isEmpty() && bytes > m_rules.mostBytes))
            break;
        batch.append(leaf);
        m_under.append(leaf.index);
    }
    if (!batch.isEmpty()) {
        m_oldestIndex = batch.constFirst().index;
        m_oldestMs = recordedMs;
    }
    return batch;
}

void ShipQueue::notLoaded(const Error &why, qint64 monoMs)
{
    Error error = why;
    error.message = tr("the log cannot be read: %1").arg(why.message);
    backOff(error, false, monoMs);
}

void ShipQueue::answered(const SinkAnswer &answer, qint64 wallMs, qint64 monoMs)
{
    if (m_under.isEmpty())
        return; // of a batch that was given up
    const QList<quint64> under = std::exchange(m_under, {});
    m_tried = true;
    switch (answer.kind) {
    case SinkAnswer::Kind::Acknowledged:
    case SinkAnswer::Kind::HandedOver:
        return moveTo(under.constLast() + 1, answer.proof, wallMs);
    case SinkAnswer::Kind::From:
        // Asked for what comes later than what it was just sent, it would never get that.
        if (answer.from >= under.constFirst())
            return backOff(answer.error, true, monoMs);
        m_position = answer.from;
        return;
    case SinkAnswer::Kind::Rejected:
        if (under.size() > 1) {
            m_singlyTo = under.constLast() + 1;
            m_error = answer.error;
            m_tryMs = monoMs + answer.error.retryAfterMs;
            return;
        }
        m_error = answer.error;
        if (!m_cursor.rejected.contains(under.constFirst())) {
            m_cursor.rejected.append(under.constFirst());
            m_newRejected.append(under.constFirst());
            m_note = true;
        }
        return moveTo(under.constFirst() + 1, m_cursor.proof, m_cursor.atMs);
    case SinkAnswer::Kind::Later:
        return backOff(answer.error, answer.settings, monoMs);
    }
}

void ShipQueue::moveTo(quint64 position, const QByteArray &proof, qint64 wallMs)
{
    m_failures = 0;
    m_tryMs = 0;
    m_settings = false;
    m_position = position;
    if (position <= m_cursor.acked)
        return; // asked for once more
    m_cursor.acked = position;
    m_cursor.proof = proof;
    m_cursor.atMs = wallMs;
    m_note = true;
}

void ShipQueue::noted(const Result<Ok> &done, qint64 monoMs)
{
    if (done) {
        m_note = false;
        return;
    }
    Error error = done.error();
    error.message = tr("what it acknowledged cannot be noted: %1").arg(error.message);
    backOff(error, false, monoMs);
}

void ShipQueue::backOff(const Error &why, bool settings, qint64 monoMs)
{
    m_error = why;
    m_settings = settings;
    const int doublings = std::min(m_failures++, 20);
    const qint64 whole = std::min(m_rules.mostWaitMs, m_rules.firstWaitMs << doublings);
    const qint64 pause = whole / 2 + qint64(double(whole - whole / 2) * m_jitter());
    m_tryMs = monoMs + std::max(pause, why.retryAfterMs);
}

void ShipQueue::tryNow()
{
    m_tryMs = 0;
    m_failures = 0;
    m_settings = false;
}

SinkState ShipQueue::state(qint64 wallMs, qint64 monoMs) const
{
    using State = SinkState::State;
    using Pressure = SinkState::Pressure;
    SinkState now = m_is;
    now.acked = m_cursor.acked;
    now.lastAckMs = m_cursor.atMs;
    now.rejected = m_cursor.rejected;
    now.due = m_size > m_position ? m_size - m_position : 0;
    // Of the first one that is due; an older one's time would be too early.
    now.oldestMs = now.due > 0 && m_oldestIndex == m_position ? m_oldestMs : 0;
    const bool failing = m_failures > 0;
    now.state = failing       ? (m_settings ? State::Refused : State::Retrying)
                : now.due > 0 ? (m_tried || !m_under.isEmpty() ? State::Sending : State::Waiting)
                              : (m_tried || m_cursor.acked > 0 ? State::Current : State::Waiting);
    if (m_tryMs > monoMs)
        now.nextTryMs = wallMs + (m_tryMs - monoMs);
    const qint64 age = now.oldestMs > 0 ? std::max<qint64>(0, wallMs - now.oldestMs) : 0;
    if (now.due > m_rules.redDue || age > m_rules.redAgeMs)
        now.pressure = Pressure::Red;
    else if (now.due > m_rules.amberDue || age > m_rules.amberAgeMs)
        now.pressure = Pressure::Amber;
    QStringList words;
    if (failing)
        words.append(m_error.message);
    if (!now.rejected.isEmpty())
        words.append(format::plural(now.rejected.size(), tr("refuses 1 entry, kept here only"),
                                    tr("refuses %1 entries, kept here only")));
    if (!now.proves && now.acked > 0)
        words.append(tr("handed over, not acknowledged"));
    now.words = words.join(QStringLiteral("; "));
    now.hint = failing ? m_error.hint : QString();
    return now;
}

} // namespace astern
