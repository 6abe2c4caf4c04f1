// SPDX-License-Identifier: GPL-3.0-or-later
// The shared log against this device's copy of it.
#include "models/journal/outbox.h"
#include "models/journal/sharedlog.h"

#include <QCoreApplication>

namespace astern {
namespace {

constexpr int kRowsAtOnce = 500;

QString tr(const char *text) { return QCoreApplication::translate("SharedLog", text); }

QString restoreHint()
{
    return tr("Every device that follows the log sends its own entries again. Ask the database's administrator what "
              "happened: a failover to a copy that was behind, a restored backup, or somebody's hand. What was lost is "
              "kept in this device's copy");
}

} // namespace

Result<Ok> SharedLog::check(bool audits)
{
    const auto head = m_options.store->head();
    if (!head)
        return head.error();
    if (head->size < m_mirror->size()) {
        // Gone from the end, or other entries in their place: what is left says which.
        if (m_mirror->subtrees(head->size) != head->roots) {
            if (auto done = locate(0, head->size, *head); !done)
                return done;
        } else if (auto done = lose(SharedAlarm::Kind::Truncated, head->size,
                                    tr("The last %1 entries of the shared log are gone: %2 are left of %3")
                                        .arg(m_mirror->size() - head->size)
                                        .arg(head->size)
                                        .arg(m_mirror->size()),
                                    *head);
                   !done) {
            return done;
        }
    }
    if (auto done = follow(*head); !done)
        return done;
    if (auto done = compare(*head, audits); !done)
        return done;
    if (auto done = catchUpOwn(); !done)
        return done;
    updateLosses();
    forgetOldNews();
    if (audits)
        lookForUnacknowledged();
    // For people's eyes: the log does not wait for it. That nothing is left of somebody is said when it is so.
    if (learnNames())
        (void)acknowledge(); // with the next check, where it cannot be recorded now
    m_now.checkedMs = m_options.clock->wallMs();
    if (m_mirror->size() > 0)
        m_journal.setSeen({{QStringLiteral("origin"), origin()},
                           {QStringLiteral("size"), qint64(m_mirror->size())},
                           {QStringLiteral("root"), toHex(m_mirror->rootAt(m_mirror->size()))}});
    publish();
    return Ok{};
}

// How far the store has the own chain. Behind what was filed: it lost some, which is sent again.
Result<Ok> SharedLog::catchUpOwn()
{
    const auto next = m_options.store->nextSeq(m_writer);
    if (!next)
        return next.error();
    m_beside = std::min(m_beside, *next);
    if (*next <= m_next) {
        m_next = *next;
        return Ok{};
    }
    // The chain ties everything before to the last of them: when that is ours, so are all.
    const auto last = ask<QList<LoggedLeaf>>(
        [&](Done<QList<LoggedLeaf>> done) { m_journal.outbox()->leaves(*next - 1, 1, std::move(done)); });
    const auto index = m_mirror->indexOf(m_writer, *next - 1);
    if (!last || !index)
        return !last ? last.error() : index.error();
    if (!*index)
        return Ok{}; // newer than what was read
    const auto row = m_mirror->rows(**index, **index + 1);
    if (!row)
        return row.error();
    if (last->isEmpty() || row->isEmpty() || last->first().leafHash != row->first().leafHash)
        forked(*next - 1, tr("it goes on where the journal here does not"));
    else
        m_next = *next;
    return Ok{};
}

// Takes what is new.
Result<Ok> SharedLog::follow(const SharedHead &head)
{
    while (m_mirror->size() < head.size) {
        const quint64 before = m_mirror->size();
        const auto rows = m_options.store->rows(before, int(std::min<quint64>(kRowsAtOnce, head.size - before)));
        if (!rows)
            return rows.error();
        const auto taken = m_mirror->take(*rows, m_options.clock->wallMs());
        if (!taken)
            return taken.error();
        for (const SharedAlarm &alarm : taken->alarms)
            raise(alarm);
        if (taken->stopped || m_mirror->size() == before) {
            // It may go on from other entries than those that are here.
            const auto theirs = m_options.store->digest(0, m_mirror->size());
            const auto ours = m_mirror->digest(0, m_mirror->size());
            if (!theirs || !ours)
                return !theirs ? theirs.error() : ours.error();
            if (*theirs != *ours)
                return locate(0, m_mirror->size(), head);
            SharedAlarm alarm = taken->stopped.value_or(
                SharedAlarm{SharedAlarm::Kind::Changed,
                            before,
                            tr("Entry %1 of the shared log is missing, though the log says that it goes on to %2")
                                .arg(before)
                                .arg(head.size),
                            {},
                            m_options.clock->wallMs()});
            alarm.hint =
                tr("Nothing behind it is believed. The database's administrator must take the log back to entry "
                   "%1; every device then sends its own entries again")
                    .arg(alarm.index);
            raise(alarm);
            m_tampered = true;
            return Error{.kind = Error::Kind::Malformed, .message = alarm.words, .hint = alarm.hint};
        }
        publish();
    }
    return Ok{};
}

// The tree as the store has it, and what its rows say now: somebody may have changed a row that was read long ago.
Result<Ok> SharedLog::compare(const SharedHead &head, bool audits)
{
    if (m_mirror->subtrees(head.size) != head.roots)
        return locate(0, head.size, head);
    if (!audits)
        return Ok{};
    if (m_bad) {
        if (auto done = audit(m_bad->first, std::min(m_bad->second, head.size)); !done)
            return done;
        m_bad.reset();
    }
    const quint64 newest = head.size > m_options.auditRows ? head.size - m_options.auditRows : 0;
    if (auto done = audit(newest, head.size); !done)
        return done;
    m_sweepTo = newest;
    m_sweeping = newest > 0;
    m_sweepSpent = 0;
    if (newest == 0)
        heal(SharedAlarm::Kind::Changed);
    return Ok{};
}

// Every old row is read again behind each check, in pieces that let what is new through.
Result<Ok> SharedLog::sweep()
{
    const qint64 began = now();
    const quint64 to = std::min(m_sweepAt + m_options.sweepRows, m_sweepTo);
    if (auto done = audit(std::min(m_sweepAt, to), to); !done)
        return done;
    m_sweepAt = to;
    m_sweepSpent += now() - began;
    if (m_sweepAt >= m_sweepTo) {
        m_sweeping = false;
        m_sweepAt = 0;
        heal(SharedAlarm::Kind::Changed);
    } else if (m_sweepSpent > m_options.sweepMs) {
        m_sweeping = false;
    }
    return Ok{};
}

Result<Ok> SharedLog::audit(quint64 from, quint64 to)
{
    const auto theirs = m_options.store->digest(from, to);
    const auto ours = ownDigest(from, to);
    if (!theirs || !ours)
        return !theirs ? theirs.error() : ours.error();
    if (*theirs == *ours)
        return Ok{};
    m_sweeping = false;
    m_bad = {from, to};
    const auto head = m_options.store->head();
    return head ? locate(from, to, *head) : Result<Ok>(head.error());
}

// What this copy says of a whole piece does not change.
Result<Hash> SharedLog::ownDigest(quint64 from, quint64 to)
{
    const bool whole = from % m_options.sweepRows == 0 && to - from == m_options.sweepRows;
    if (whole && m_digests.contains(from))
        return m_digests.value(from);
    const auto digest = m_mirror->digest(from, to);
    if (digest && whole)
        m_digests.insert(from, *digest);
    return digest;
}

// Finds the first row that differs, and says how.
Result<Ok> SharedLog::locate(quint64 from, quint64 to, const SharedHead &head)
{
    for (quint64 at = from; at < to; at += kRowsAtOnce) {
        const quint64 end = std::min<quint64>(at + kRowsAtOnce, to);
        const auto theirs = m_options.store->rows(at, int(end - at));
        const auto ours = m_mirror->rows(at, end);
        if (!theirs || !ours)
            return !theirs ? theirs.error() : ours.error();
        for (qsizetype i = 0; i < ours->size(); ++i) {
            if (i < theirs->size() && theirs->at(i) == ours->at(i))
                continue;
            const quint64 index = ours->at(i).index;
            // Other entries, whole in themselves, are another history; a row that does not fit its own hash is a
            // changed one.
            const bool isEntry = i < theirs->size() && theirs->at(i).index == index &&
                                 theirs->at(i).leafHash != ours->at(i).leafHash &&
                                 sha256(QByteArray(1, '\0'), theirs->at(i).leaf) == theirs->at(i).leafHash;
            if (isEntry)
                return lose(
                    SharedAlarm::Kind::Replaced, index,
                    tr("From entry %1 on, other entries stand in the shared log than those that were there").arg(index),
                    head);
            const QString words = tr("Entry %1 of the shared log was changed in the database: it is not what %2 signed")
                                      .arg(index)
                                      .arg(ours->at(i).writer);
            const QString hint =
                tr("This device's copy has it as it was signed. The database's administrator must put the "
                   "row back, or take the log back to entry %1, from where every device sends its own again")
                    .arg(index);
            m_tampered = true;
            raise({SharedAlarm::Kind::Changed, index, words, hint, m_options.clock->wallMs()});
            return Error{.kind = Error::Kind::Malformed, .message = words, .hint = hint};
        }
    }
    const QString words = tr("The tree of the shared log was changed in the database: its entries are as they were");
    const QString hint = tr("The database's administrator must rebuild the table node");
    m_tampered = true;
    raise({SharedAlarm::Kind::Changed, to, words, hint, m_options.clock->wallMs()});
    return Error{.kind = Error::Kind::Malformed, .message = words, .hint = hint};
}

Result<Ok> SharedLog::lose(SharedAlarm::Kind kind, quint64 from, const QString &words, const SharedHead &head)
{
    // The alarm first: it must be heard even where this device's disk is full.
    raise({kind, from, words, restoreHint(), m_options.clock->wallMs()});
    if (auto done = m_mirror->rewind(from, m_options.clock->wallMs()); !done)
        return done;
    m_turnSince = 0;
    m_digests.clear();
    m_bad.reset();
    m_sweeping = false;
    m_sweepAt = 0;
    return follow(head);
}

void SharedLog::updateLosses()
{
    const auto losses = m_mirror->losses();
    if (!losses)
        return;
    const bool whole = std::all_of(losses->begin(), losses->end(),
                                   [this](const SharedMirror::Loss &loss) { return loss.isWhole(*m_mirror); });
    if (whole) {
        heal(SharedAlarm::Kind::Truncated);
        heal(SharedAlarm::Kind::Replaced);
        return;
    }
    for (const SharedMirror::Loss &loss : *losses) {
        if (loss.isWhole(*m_mirror))
            continue;
        bool known = false;
        for (SharedAlarm &alarm : m_now.alarms) {
            if (alarm.healedMs != 0 || alarm.index != loss.from)
                continue;
            known = true;
            if (loss.missing == 0)
                alarm.hint =
                    tr("All lost entries are back, in another order: this log is not the one that was witnessed, "
                       "and no head of it is cosigned by this device any more");
        }
        if (!known)
            raise({SharedAlarm::Kind::Truncated, loss.from,
                   tr("Entries of the shared log were lost from entry %1 on; %2 are missing")
                       .arg(loss.from)
                       .arg(loss.missing),
                   restoreHint(), m_options.clock->wallMs()});
    }
}

} // namespace astern
