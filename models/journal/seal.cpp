// SPDX-License-Identifier: GPL-3.0-or-later
// The log's own checkpoints: which head may be signed, and when.
#include "models/base/crashpoint.h"
#include "models/journal/canonical.h"
#include "models/journal/ledger.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

} // namespace

QString Ledger::origin() const { return QStringLiteral("%1/journal/w/%2").arg(m_options.domain, m_chain.writer); }

// Of whoever opens a log without its workspace: the name that it has already.
QString Ledger::domainSaid() const
{
    const auto rows = m_index->entries({.limit = 100, .kinds = {QStringLiteral("key.enrol")}});
    for (qsizetype i = 0; rows && i < rows->size(); ++i) {
        const auto opened = Envelope::open(rows->at(i).leaf);
        const QJsonObject payload = opened ? QJsonDocument::fromJson(opened->payload).object() : QJsonObject();
        const QString said = payload.value(QLatin1String("log")).toObject().value(QLatin1String("origin")).toString();
        if (const qsizetype end = said.indexOf(QLatin1String("/journal/w/")); end > 0)
            return said.first(end);
    }
    return QStringLiteral("astern.local");
}

NoteKey Ledger::logKey() const
{
    return {origin(), NoteKey::Type::Ed25519, m_logKey ? m_logKey->publicKey() : QByteArray()};
}

// What was signed once stays true: a log that is shorter, or another one, must not go on under the same name, even when
// folder and mark were put back together.
Ledger::Step Ledger::checkSigned()
{
    if (m_state.size == 0)
        return std::nullopt;
    const auto kept = m_options.keys->recall(QStringLiteral("head.") + m_chain.writer);
    if (!kept && kept.error().kind == Error::Kind::NotFound)
        return std::nullopt;
    const auto body = kept ? Checkpoint::fromBody(*kept) : Result<Checkpoint>(kept.error());
    if (!body)
        return Trouble{JournalState::State::Refused, body.error()};
    m_signed = *body;
    Error error{.kind = Error::Kind::Storage, .where = m_options.folder, .hint = verifyHint()};
    if (m_signed.size > m_state.size) {
        error.message = tr("The journal is shorter than it was: %1 entries are here, a head of %2 was signed")
                            .arg(m_state.size)
                            .arg(m_signed.size);
        return Trouble{JournalState::State::Truncated, error};
    }
    const auto root = m_index->rootAt(m_signed.size);
    if (!root)
        return Trouble{JournalState::State::Refused, root.error()};
    if (*root != m_signed.root) {
        error.message =
            tr("The journal is not the one whose head was signed: its first %1 entries differ").arg(m_signed.size);
        return Trouble{JournalState::State::Truncated, error};
    }
    return std::nullopt;
}

Ledger::Seal Ledger::sealChore()
{
    const Checkpoint head{origin(), m_state.size, m_tree.root()};
    return {head,
            [mark = markChore(), keys = m_options.keys, name = QString(QStringLiteral("head.") + m_chain.writer),
             body = head.body()]() -> Result<Ok> {
                if (auto done = mark(); !done)
                    return done;
                ASTERN_CRASH_POINT("journal.before-seal");
                return keys->remember(name, body);
            }};
}

Result<Ok> Ledger::sealed(const Checkpoint &head)
{
    // Remembered now, so it may be said: nothing that contradicts it will be signed by this device.
    if (head.size < m_signed.size || (head.size == m_signed.size && head.root != m_signed.root))
        return Error{.kind = Error::Kind::Conflict, .message = tr("A newer head was signed")};
    m_signed = head;
    const SignedNote note = signCheckpoint(*m_logKey, head);
    if (auto done = m_index->setNote({head.origin, head.size, head.root, note.text(), m_options.clock->wallMs()});
        !done)
        return done;
    (void)setReached(JournalLevel::Sealed, head.size);
    return Ok{};
}

} // namespace astern
