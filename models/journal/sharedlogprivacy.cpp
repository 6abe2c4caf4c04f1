// SPDX-License-Identifier: GPL-3.0-or-later
// What lies beside the entries of the shared log: encrypted openings, and their end.
#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/outbox.h"
#include "models/journal/sharedlog.h"

#include <algorithm>

namespace astern {
namespace {

constexpr int kBatch = 64;

} // namespace

// Behind the entries, in their order: what an erasure takes is there before it, or never comes.
Result<Ok> SharedLog::beside()
{
    while (m_beside < m_next) {
        const auto leaves = ask<QList<LoggedLeaf>>(
            [this](Done<QList<LoggedLeaf>> done) { m_journal.outbox()->leaves(m_beside, kBatch, std::move(done)); });
        if (!leaves)
            return leaves.error();
        if (leaves->isEmpty())
            return Ok{};
        for (const LoggedLeaf &leaf : *leaves) {
            if (leaf.index >= m_next)
                break;
            for (const SealedOpening &opening : leaf.sealed) {
                if (auto done = m_options.store->putOpening(opening); !done)
                    return done;
            }
            const auto opened = Envelope::open(leaf.leaf);
            const auto payload = opened ? fromCanonical(opened->payload) : Result<QJsonObject>(opened.error());
            if (!payload)
                return payload.error();
            if (payload->value(QLatin1String("kind")).toString() == QLatin1String("privacy.erase")) {
                const auto gone = m_options.store->eraseOpenings(payload->value(QLatin1String("id")).toString());
                if (!gone)
                    return gone.error();
            }
            m_beside = leaf.index + 1;
        }
        if (auto done = m_mirror->keep(kBeside, m_beside); !done)
            return done;
    }
    return Ok{};
}

// Another device erased what somebody said. This copy never had it in clear, and openings are not copied; that this is
// so is said once for each erasure, so that whoever has to prove it can.
Result<Ok> SharedLog::acknowledge()
{
    const auto erasures = m_mirror->erasures();
    if (!erasures)
        return erasures.error();
    for (const SharedMirror::Erased &one : *erasures) {
        if (one.writer == m_writer || one.acknowledged.contains(m_writer) || m_acknowledged.contains(one.leafHash))
            continue;
        Draft draft{.kind = QStringLiteral("privacy.acknowledged")};
        draft.fields.insert(QStringLiteral("erase"), QJsonObject{{QStringLiteral("subject"), one.subject},
                                                                 {QStringLiteral("entry"), one.entry},
                                                                 {QStringLiteral("leaf"), one.leafHash}});
        const auto logged = ask<Receipt>([&](Done<Receipt> done) { m_journal.append(draft, std::move(done)); });
        if (!logged)
            return logged.error();
        m_acknowledged.insert(one.leafHash);
    }
    return Ok{};
}

void SharedLog::lookForUnacknowledged()
{
    const auto erasures = m_mirror->erasures();
    if (!erasures)
        return;
    const qint64 now = m_options.clock->wallMs();
    const auto &writers = m_mirror->chain().writers();
    for (const SharedMirror::Erased &one : *erasures) {
        QStringList silent;
        for (auto it = writers.cbegin(); it != writers.cend(); ++it) {
            if (it->approved && it.key() != one.writer && !one.acknowledged.contains(it.key()))
                silent.append(it.key());
        }
        if (one.writer != m_writer || now - one.atMs < m_options.acknowledgeMs)
            continue;
        const auto known = std::find_if(m_now.alarms.begin(), m_now.alarms.end(), [&one](const SharedAlarm &alarm) {
            return alarm.kind == SharedAlarm::Kind::Unacknowledged && alarm.index == one.index && alarm.healedMs == 0;
        });
        if (known != m_now.alarms.end() && silent.isEmpty())
            known->healedMs = now;
        silent.sort();
        if (known == m_now.alarms.end() && !silent.isEmpty())
            raise({SharedAlarm::Kind::Unacknowledged, one.index,
                   tr("What %1 said was erased, and %2 has not acknowledged it")
                       .arg(one.subject, silent.join(QStringLiteral(", "))),
                   tr("Start Astern on that device, or destroy its copy and take its login away"), now});
    }
}

} // namespace astern
