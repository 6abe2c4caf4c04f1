// SPDX-License-Identifier: GPL-3.0-or-later
// Heads of the shared log: signed by its operator, cosigned by every device, counted as witnessed.
#include "models/journal/sharedlog.h"

#include "models/journal/envelope.h"

#include <algorithm>

namespace astern {
namespace {

QString cosignSecret() { return QStringLiteral("shared-cosign"); }
QString logSecret() { return QStringLiteral("shared-log"); }

} // namespace

Result<Ok> SharedLog::heads()
{
    if (m_mirror->size() == 0 || m_refusal || m_now.state == SharedLogState::State::Forked)
        return Ok{};
    const auto cosign = secret(cosignSecret());
    if (!cosign)
        return cosign.error();
    // Own entries that are not in the copy yet may hold the announcement already.
    const auto newest =
        m_next > 0 ? m_mirror->indexOf(m_writer, m_next - 1) : Result<std::optional<quint64>>(std::nullopt);
    if (!m_announced && newest && *newest) {
        // Told to others in the log itself, so that the key is bound to this device by its own signature.
        const QString name = QStringLiteral("%1/journal/w/%2").arg(m_options.domain, m_writer);
        const DeviceKey key(*cosign);
        if (auto done = announce(kCosignKind, name, key.publicKey(), QStringLiteral("cosignature/v1")); !done)
            return done;
        if (m_operator) {
            const auto log = secret(logSecret());
            if (!log)
                return log.error();
            if (auto done = announce(kLogKeyKind, origin(), DeviceKey(*log).publicKey(), QStringLiteral("ed25519"));
                !done)
                return done;
        }
        m_announced = true;
    }
    if (now() >= m_headAt) {
        if (auto done = signHead(); !done)
            return done;
        m_headAt = now() + m_options.headMs;
    }
    return readHeads();
}

Result<Ok> SharedLog::announce(const char *kind, const QString &name, const QByteArray &publicKey,
                               const QString &algorithm)
{
    const auto &known = m_mirror->chain().writers().value(m_writer).cosigner;
    const bool isLog = qstrcmp(kind, kLogKeyKind) == 0;
    const auto &logs = m_mirror->chain().logKeys();
    if (isLog ? std::any_of(logs.begin(), logs.end(),
                            [&](const NoteKey &key) { return key.publicKey == publicKey && key.name == name; })
              : known && known->publicKey == publicKey && known->name == name)
        return Ok{};
    Draft draft{.kind = QLatin1String(kind)};
    draft.fields.insert(QStringLiteral("key"),
                        QJsonObject{{QStringLiteral("alg"), algorithm},
                                    {QStringLiteral("name"), name},
                                    {QStringLiteral("public"), QString::fromLatin1(toBase64(publicKey))}});
    const auto logged = ask<Receipt>([&](Done<Receipt> done) { m_journal.append(draft, std::move(done)); });
    return logged ? Result<Ok>(Ok{}) : Result<Ok>(logged.error());
}

// Consistency, then the disk, then the signature.
Result<Ok> SharedLog::signHead()
{
    const quint64 size = m_mirror->size();
    for (const bool isLog : {true, false}) {
        if (isLog && !m_operator)
            continue;
        const QString role = isLog ? logSecret() : cosignSecret();
        const auto last = m_mirror->lastSigned(role);
        if (!last)
            return last.error();
        if (size == last->size && m_mirror->rootAt(size) == last->root)
            continue;
        if (size < last->size || m_mirror->rootAt(last->size) != last->root)
            continue; // contradicts what was signed, or is on its way back to it; the alarm is out already
        const Checkpoint checkpoint{origin(), size, m_mirror->rootAt(size)};
        const auto seed = secret(role);
        if (!seed)
            return seed.error();
        const DeviceKey key(*seed);
        if (auto done = m_mirror->setSigned(role, size, checkpoint.root, checkpoint.body()); !done)
            return done;
        SignedNote note = isLog ? signCheckpoint(key, checkpoint) : SignedNote{checkpoint.body(), {}};
        if (!isLog)
            note.signatures.append(cosignNote(key, QStringLiteral("%1/journal/w/%2").arg(m_options.domain, m_writer),
                                              note.body, m_options.clock->wallMs() / 1000));
        const auto done = isLog ? m_options.store->publishCheckpoint(size, note.text())
                                : m_options.store->publishCosignature(size, m_writer, note.text());
        if (!done)
            return done;
        m_notifyDue = true;
    }
    return Ok{};
}

Result<Ok> SharedLog::readHeads()
{
    const auto heads = m_options.store->heads(m_now.witnessed);
    if (!heads)
        return heads.error();
    quint64 witnessed = m_now.witnessed;
    for (const PublishedHead &head : *heads) {
        const auto note = SignedNote::parse(head.note);
        if (!note)
            continue; // whoever may write heads may write nonsense
        const auto checkpoint = Checkpoint::fromBody(note->body);
        if (!checkpoint || checkpoint->origin != origin())
            continue;
        const SharedChain::Writer writer = m_mirror->chain().writers().value(head.writer);
        const bool cosigned = !head.writer.isEmpty();
        const QList<NoteKey> keys =
            cosigned ? (writer.approved && writer.cosigner ? QList<NoteKey>{*writer.cosigner} : QList<NoteKey>{})
                     : m_mirror->chain().logKeys();
        if (keys.isEmpty() || !verifyNote(*note, keys))
            continue;
        const bool here = checkpoint->size <= m_mirror->size();
        if (here && m_mirror->rootAt(checkpoint->size) == checkpoint->root) {
            if (cosigned && head.writer != m_writer)
                witnessed = std::max(witnessed, checkpoint->size);
            continue;
        }
        if (!here && now() < m_checkAt && m_checkAt - now() > m_options.checkMs / 2)
            continue; // younger than what was read; the next check reads it
        const QString who = cosigned ? tr("device %1").arg(head.writer) : tr("the log's operator");
        if (here)
            raise({SharedAlarm::Kind::TwoHistories, checkpoint->size,
                   tr("The first %1 entries of the shared log are not those that %2 signed for")
                       .arg(checkpoint->size)
                       .arg(who),
                   tr("Two histories are shown to two devices. Compare their copies, and ask the database's "
                      "administrator"),
                   m_options.clock->wallMs()});
        else
            m_checkAt = 0;
    }
    if (witnessed > m_now.witnessed) {
        m_now.witnessed = witnessed;
        publish();
    }
    // Own entries lie in the log in their order: the last one below the witnessed size covers those before it.
    quint64 own = m_next;
    while (own > 0) {
        const auto index = m_mirror->indexOf(m_writer, own - 1);
        if (!index)
            return index.error();
        if (*index && **index < m_now.witnessed)
            break;
        --own;
    }
    m_journal.setReached(JournalLevel::Witnessed, own);
    return Ok{};
}

} // namespace astern
