// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of this device: opened, out of reach, followed by others, revoked.
#include "models/base/crashpoint.h"
#include "models/base/uuid7.h"
#include "models/journal/canonical.h"
#include "models/journal/keylist.h"
#include "models/journal/ledger.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>

namespace astern {
namespace {

using State = JournalState::State;

constexpr qsizetype kShortestReason = 10;
const QString kDevice = QStringLiteral("device");

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

QString textOf(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

Error invalid(const QString &message, const QString &field)
{
    return {.kind = Error::Kind::Invalid, .message = message, .where = field};
}

} // namespace

QJsonObject Ledger::publicPart(const DeviceKey &key)
{
    return {{QStringLiteral("alg"), QStringLiteral("ed25519")},
            {QStringLiteral("keyid"), key.id()},
            {QStringLiteral("public"), QString::fromLatin1(toBase64(key.publicKey()))}};
}

Result<QByteArray> Ledger::secret(const QString &name, bool make)
{
    auto secret = m_options.keys->load(name);
    if (secret || !make || secret.error().kind != Error::Kind::NotFound)
        return secret;
    const QByteArray fresh = randomBytes(32);
    if (auto done = m_options.keys->store(name, fresh); !done)
        return done.error();
    return fresh;
}

// A rotation that was cut short: recorded, it is finished; not recorded, it never was.
Result<Ok> Ledger::settleRotation(QByteArray &device)
{
    const auto next = m_options.keys->load(kNextName);
    if (!next)
        return next.error().kind == Error::Kind::NotFound ? Result<Ok>(Ok{}) : Result<Ok>(next.error());
    if (!m_chain.counts(DeviceKey(*next).id(), m_state.size)) {
        (void)m_options.keys->forget(kNextName); // signed nothing: a leftover is harmless
        return Ok{};
    }
    device = *next;
    m_rotationDue = true;
    finishRotation();
    return Ok{};
}

void Ledger::finishRotation()
{
    ASTERN_CRASH_POINT("key.before-replace");
    if (m_options.keys->replace(kDevice, kNextName))
        m_rotationDue = false;
    ASTERN_CRASH_POINT("key.after-replace");
}

Ledger::Chore Ledger::rotationChore() const
{
    return [keys = m_options.keys] { return keys->replace(kDevice, kNextName); };
}

Result<Ok> Ledger::loadSecrets(bool make)
{
    auto device = secret(kDevice, make);
    if (!device)
        return device.error();
    const auto wrapping = secret(QStringLiteral("wrapping"), make);
    if (!wrapping)
        return wrapping.error();
    // A key of its own for heads; made later for a journal that had none, and named by an entry.
    const auto log = secret(QStringLiteral("log"), true);
    if (!log)
        return log.error();
    if (auto done = settleRotation(device.value()); !done)
        return done;
    auto key = std::make_unique<DeviceKey>(*device);
    if (m_state.size > 0 && !m_chain.counts(key->id(), m_state.size))
        return Error{.kind = Error::Kind::NotPermitted,
                     .message = m_chain.keys.contains(key->id())
                                    ? tr("The key of this device was followed by another, or revoked")
                                    : tr("The key of this device is not enrolled in this journal"),
                     .where = key->id(),
                     .hint = tr("Restore the key that the journal was made with, or the newest that followed it")};
    auto subjects = SubjectKeys::open(m_options.folder + QStringLiteral("/subjects.db"), *wrapping);
    if (!subjects)
        return subjects.error();
    m_key = std::move(key);
    m_logKey = std::make_unique<DeviceKey>(*log);
    m_subjects = std::move(subjects).value();
    return Ok{};
}

Ledger::Step Ledger::openKeys()
{
    const bool isNew = m_state.size == 0;
    if (auto done = loadSecrets(isNew); !done)
        return standIn(done.error());
    return std::nullopt;
}

// An emergency must not wait for a keychain: a key of its own signs it, which is always at hand and may do nothing
// else.
Ledger::Step Ledger::standIn(Error why)
{
    const auto secret = m_options.keys->load(kStandInName);
    if (secret && m_state.size > 0) {
        auto key = std::make_unique<DeviceKey>(*secret);
        if (m_chain.counts(key->id(), m_state.size)) {
            m_key = std::move(key);
            m_locked = why;
            m_state.locked = why.toString();
            return std::nullopt;
        }
    }
    if (why.kind == Error::Kind::NotFound) {
        why.message = tr("The key that this journal was signed with is not on this device");
        why.hint = tr("Restore the key file, or move the journal and its mark away to begin a new one");
    }
    return Trouble{State::Refused, why};
}

bool Ledger::mayPart() const
{
    return m_state.state == State::Open && !m_locked &&
           std::any_of(m_chain.keys.cbegin(), m_chain.keys.cend(), [this](const Chain::Key &key) {
               return key.standsIn && m_state.size >= key.from && m_state.size <= key.last;
           });
}

// The enrolments that are missing: of the log's own key, and of the one that stands in.
QList<Ledger::Wanted> Ledger::dueOfKeys()
{
    QList<Wanted> due;
    const auto rows = m_index->entries({.limit = 10'000, .kinds = {QStringLiteral("key.enrol")}});
    const bool announced = !rows || std::any_of(rows->begin(), rows->end(), [this](const FiledEntry &row) {
        const auto opened = Envelope::open(row.leaf);
        const QJsonObject payload = opened ? QJsonDocument::fromJson(opened->payload).object() : QJsonObject();
        return textOf(payload.value(QLatin1String("log")).toObject(), "vkey") == logKey().vkey();
    });
    if (!announced || m_state.size == 1) {
        Draft enrol{.kind = QStringLiteral("key.enrol")};
        enrol.fields = {{QStringLiteral("key"), publicPart(*m_key)},
                        {QStringLiteral("log"),
                         QJsonObject{{QStringLiteral("origin"), origin()}, {QStringLiteral("vkey"), logKey().vkey()}}}};
        due.append({Uuid7::next(), enrol});
    }
    if (!m_options.keys->mayLock())
        return due;
    const auto standIn = secret(kStandInName, true);
    if (!standIn)
        return due; // with the next start
    const DeviceKey key(*standIn);
    if (m_chain.keys.contains(key.id()))
        return due;
    QJsonObject part = publicPart(key);
    part.insert(QStringLiteral("role"), kStandInName);
    Draft enrol{.kind = QStringLiteral("key.enrol")};
    enrol.fields.insert(QStringLiteral("key"), part);
    due.append({Uuid7::next(), enrol});
    return due;
}

QList<Ledger::Logged> Ledger::unlock()
{
    QList<Logged> told;
    if (!m_locked)
        return told;
    if (auto done = loadSecrets(false); !done) {
        m_locked = done.error();
        m_state.locked = done.error().toString();
        return told;
    }
    m_locked.reset();
    m_state.locked.clear();
    QList<Wanted> due = dueOfKeys();
    for (const auto &[draft, receipt] : std::exchange(m_unsaid, {})) {
        Draft late{.kind = QStringLiteral("rationale.late"), .saga = draft.saga};
        late.links = {{EntryLink::Rel::Corrects, receipt.id, receipt.leafHash}};
        late.fields.insert(QStringLiteral("actor"), draft.fields.value(QLatin1String("actor")));
        late.personal = draft.personal;
        due.append({Uuid7::next(), late});
    }
    for (const Wanted &one : std::as_const(due)) {
        if (const auto logged = append({one}).first())
            told.append(*logged);
    }
    (void)recordFound();
    (void)finishErasures();
    return told;
}

// From the next entry on: what an entry says of keys counts once it is on disk, whoever brought it there.
void Ledger::adoptKeys(const FiledGroup &filed)
{
    for (const FiledEntry &entry : filed.entries) {
        if (!Chain::concerns(entry.kind))
            continue;
        const auto opened = Envelope::open(entry.leaf);
        const auto payload = opened ? fromCanonical(opened->payload) : Result<QJsonObject>(opened.error());
        if (!payload || !m_chain.adopt(entry, *payload))
            continue; // made here a moment ago: it can be read
        if (entry.kind == QLatin1String("key.rotate") && m_nextKey && !m_chain.counts(m_key->id(), entry.index + 1)) {
            m_key = std::move(m_nextKey);
            m_rotationDue = true;
        }
    }
}

Result<Ledger::Logged> Ledger::changeKey(const KeyChange &change)
{
    if (change.by.isEmpty() || change.reason.trimmed().size() < kShortestReason)
        return invalid(tr("Give the reason in at least 10 characters"), QStringLiteral("reason"));
    if (m_locked)
        return *m_locked;
    if (const auto known = find(change.id); known && *known)
        return Logged{**known, {}, false};
    return change.what == KeyChange::What::Rotate ? rotate(change) : revoke(change);
}

// The new secret is durable before an entry names it; the old one is destroyed after that entry is.
Result<Ledger::Logged> Ledger::rotate(const KeyChange &change)
{
    if (m_rotationDue)
        finishRotation();
    if (m_rotationDue || m_stuck)
        return Error{.kind = Error::Kind::Storage,
                     .message = tr("The rotation before is not finished: the key store cannot be written"),
                     .hint = tr("Make room, or the key file writable, then try again")};
    if (auto done = m_options.keys->forget(kNextName); !done)
        return done.error();
    const QByteArray fresh = randomBytes(32);
    if (auto done = m_options.keys->store(kNextName, fresh); !done)
        return done.error();
    ASTERN_CRASH_POINT("key.next-stored");
    m_nextKey = std::make_unique<DeviceKey>(fresh);
    Draft draft{.kind = kRotateKind};
    draft.fields = {{QStringLiteral("key"), publicPart(*m_nextKey)},
                    {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), change.by}}}};
    draft.personal = {{QStringLiteral("rationale"), change.reason.trimmed()}};
    m_changesKey = true;
    const auto logged = append({{change.id, draft}}).first();
    m_changesKey = false;
    if (!logged) {
        if (!m_stuck) { // else these bytes are still on their way, and name it
            m_nextKey.reset();
            (void)m_options.keys->forget(kNextName);
        }
        return logged.error();
    }
    ASTERN_CRASH_POINT("key.rotated");
    finishRotation();
    return logged;
}

Result<Ledger::Logged> Ledger::revoke(const KeyChange &change)
{
    const auto key = m_chain.keys.constFind(change.keyId);
    if (key == m_chain.keys.constEnd())
        return Error{.kind = Error::Kind::NotFound,
                     .message = tr("No key of this journal has this id"),
                     .where = change.keyId,
                     .hint = tr("`asternctl journal key list` shows them all")};
    if (change.keyId == m_key->id())
        return Error{.kind = Error::Kind::Refused,
                     .message = tr("This is the key that signs here: nothing could be recorded any more"),
                     .where = change.keyId,
                     .hint = tr("Rotate it first (`asternctl journal key rotate`), then revoke it")};
    if (key->lastGood)
        return Error{.kind = Error::Kind::Conflict,
                     .message = tr("This key was revoked already, behind entry %1").arg(*key->lastGood),
                     .where = change.keyId};
    if (!m_chain.keys.value(m_key->id()).isAdmin)
        return Error{.kind = Error::Kind::NotPermitted,
                     .message = tr("Only an administrator's key may revoke, and this device's is none")};
    if (change.lastGood >= m_state.size)
        return invalid(tr("The last good entry is one of those that are recorded: 0 to %1").arg(m_state.size - 1),
                       QStringLiteral("last_good_seq"));
    const Draft draft =
        revocationDraft(change.keyId, change.lastGood, QJsonObject{{QStringLiteral("ref"), change.by}}, change.reason);
    return append({{change.id, draft}}).first();
}

} // namespace astern
