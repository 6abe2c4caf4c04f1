// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/ship.h"

#include <functional>

namespace astern {

struct ShipRules {
    int mostEntries = 100;
    qint64 mostBytes = 1 << 20;
    qint64 firstWaitMs = 1'000;
    qint64 mostWaitMs = 5 * 60'000;
    quint64 amberDue = 1'000; // more than these
    quint64 redDue = 10'000;
    qint64 amberAgeMs = 15 * 60'000;
    qint64 redAgeMs = 4 * 3'600'000;
};

// What one sink gets and when: a value, without threads, time or a network of its own. In index order, one batch at a
// time; only what was acknowledged moves the cursor. A batch of which something was refused is sent again entry by
// entry, so that the one that is refused is known by its number, and those behind it go on.
class ShipQueue {
public:
    // 0 ≤ jitter() < 1; half of every pause is left to it, so that many desktops do not come back at once.
    ShipQueue(SinkState is, SinkCursor cursor, std::function<double()> jitter, ShipRules rules = {});

    void setSize(quint64 size) { m_size = size; }

    enum class Do { Nothing, Wait, Load, Note };
    struct Next {
        Do what = Do::Nothing;
        qint64 waitMs = 0; // of Wait
        quint64 from = 0;  // of Load: these entries are to be loaded and given to take()
        int most = 0;
    };
    [[nodiscard]] Next next(qint64 monoMs) const;
    // What was loaded: cut to what one batch may hold; at least one entry. `recordedMs`: when the first was recorded.
    [[nodiscard]] QList<LoggedLeaf> take(const QList<LoggedLeaf> &loaded, qint64 recordedMs);
    void notLoaded(const Error &why, qint64 monoMs);
    void answered(const SinkAnswer &answer, qint64 wallMs, qint64 monoMs);
    // Of Do::Note: made durable before anything else is sent, and answered with noted().
    [[nodiscard]] const SinkCursor &cursor() const { return m_cursor; }
    void noted(const Result<Ok> &done, qint64 monoMs);
    [[nodiscard]] int failures() const { return m_failures; } // in a row
    // Somebody changed something: the next try is now.
    void tryNow();

    [[nodiscard]] SinkState state(qint64 wallMs, qint64 monoMs) const;
    // Entries that were rejected by the answers since the last call, for the alarm.
    [[nodiscard]] QList<quint64> takeRejected() { return std::exchange(m_newRejected, {}); }

private:
    void moveTo(quint64 position, const QByteArray &proof, qint64 wallMs);
    void backOff(const Error &why, bool settings, qint64 monoMs);

    SinkState m_is; // what does not change of it
    SinkCursor m_cursor;
    std::function<double()> m_jitter;
    ShipRules m_rules;
    quint64 m_size = 0;
    quint64 m_position;     // the next one to send: behind the cursor only where the sink asked for it
    quint64 m_singlyTo = 0; // below this one by one
    QList<quint64> m_under; // indexes of the batch under way
    bool m_note = false;
    int m_failures = 0;
    qint64 m_tryMs = 0; // monotonic: not before
    bool m_settings = false;
    bool m_tried = false;
    Error m_error;
    quint64 m_oldestIndex = 0; // whose time m_oldestMs is
    qint64 m_oldestMs = 0;
    QList<quint64> m_newRejected;
};

} // namespace astern
