// SPDX-License-Identifier: GPL-3.0-or-later
// What lies beside the entries of the shared log: encrypted openings, names, and their end.
#include "models/base/logging.h"
#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/outbox.h"
#include "models/journal/sharedlog.h"

#include <algorithm>

namespace astern {
namespace {

constexpr int kBatch = 64;
const QString kActorName = QStringLiteral("actor.name");

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
        QHash<QString, quint64> speakers; // by pseudonym: where each spoke last
        for (const LoggedLeaf &leaf : *leaves) {
            if (leaf.index >= m_next)
                break;
            for (const SealedOpening &opening : leaf.sealed) {
                if (auto done = m_options.store->putOpening(opening); !done)
                    return done;
                if (opening.field == kActorName)
                    speakers.insert(opening.subject, leaf.index);
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
        for (const quint64 index : std::as_const(speakers)) {
            const auto done = sayName(index);
            if (!done && !m_options.store->connected())
                return done;
            // For people's eyes: what cannot be said now is said with what they say next.
            if (!done)
                qCWarning(lcJournal).noquote() << done.error().toString();
        }
        if (auto done = m_mirror->keep(kBeside, m_beside); !done)
            return done;
    }
    return Ok{};
}

// As this device has it in clear of that entry; what was erased here it has no more.
Result<Ok> SharedLog::sayName(quint64 index)
{
    const JournalQuery one{.limit = 1, .after = index == 0 ? JournalQuery::kOldest : index - 1};
    const auto entries =
        ask<QList<JournalEntry>>([&](Done<QList<JournalEntry>> done) { m_journal.entries(one, std::move(done)); });
    if (!entries)
        return entries.error();
    if (entries->isEmpty() || entries->first().index != index)
        return Ok{};
    const JournalEntry &entry = entries->first();
    const QString name = entry.personal.value(kActorName).simplified();
    const QJsonObject actor = entry.payload.value(QLatin1String("actor")).toObject();
    const auto saidBefore = [&](const SaidName &said) {
        return said.writer == m_writer && said.ref == actor.value(QLatin1String("ref")).toString() &&
               said.person == actor.value(QLatin1String("person")).toString() && said.name == name;
    };
    const QList<SaidName> &said = m_names.said();
    if (!isName(name) || std::any_of(said.cbegin(), said.cend(), saidBefore))
        return Ok{};
    return m_options.store->sayName(entry.id, name);
}

// Whole each time. What its device erased is in none of it, whatever the store still has or has again.
Result<Ok> SharedLog::learnNames()
{
    const auto said = m_options.store->names();
    const auto erasures = m_mirror->erasures();
    if (!said || !erasures)
        return !said ? said.error() : erasures.error();
    QList<SaidName> left = *said;
    left.removeIf([&](const SaidName &one) {
        return std::any_of(erasures->cbegin(), erasures->cend(), [&one](const SharedMirror::Erased &gone) {
            return gone.writer == one.writer && gone.seq > one.seq &&
                   (gone.subject == one.ref || gone.subject == one.person);
        });
    });
    const Names now(std::move(left));
    const QString file = namesFile(m_options.mirrorFile);
    if (now == m_names)
        return Ok{};
    if (auto done = keepNames(file, now); !done)
        return done;
    m_names = now;
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
