// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/sharedchain.h"

#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/merkle.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace astern {
namespace {

using Kind = SharedChain::Verdict::Kind;

QString tr(const char *text) { return QCoreApplication::translate("SharedLog", text); }
QString textOf(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

// The key in `object`, where its id is that of its bytes.
std::optional<QByteArray> keyIn(const QJsonObject &object)
{
    const auto bytes = fromBase64(textOf(object, "public").toLatin1());
    return bytes && keyIdOf(*bytes) == textOf(object, "keyid") ? bytes : std::nullopt;
}

SharedRow described(quint64 index, const QByteArray &leaf, const QJsonObject &payload)
{
    const QJsonObject writer = payload.value(QLatin1String("writer")).toObject();
    return {.index = index,
            .leaf = leaf,
            .leafHash = Merkle::leafHash(leaf),
            .writer = textOf(writer, "id"),
            .seq = quint64(writer.value(QLatin1String("seq")).toInteger(-1)),
            .id = textOf(payload, "id"),
            .kind = textOf(payload, "kind"),
            .saga = textOf(payload, "saga"),
            .gate = textOf(payload, "gate"),
            .gateGen = payload.value(QLatin1String("gate_gen")).toInteger()};
}

} // namespace

QByteArray SharedRow::digestBytes() const
{
    QByteArray bytes = viewOf(Merkle::leafHash(leaf)).toByteArray();
    bytes += viewOf(leafHash);
    const QStringList fields{QString::number(index),
                             writer,
                             QString::number(seq),
                             id,
                             kind,
                             saga,
                             gate,
                             QString::number(gateGen),
                             gateWon ? QStringLiteral("1") : QStringLiteral("0")};
    return bytes + fields.join(QChar(0x1f)).toUtf8();
}

SharedChain::Verdict SharedChain::take(const SharedRow &row, bool checkSignature)
{
    Verdict verdict;
    const auto tampered = [&](const QString &words) {
        verdict.kind = Kind::Tampered;
        verdict.words = tr("Entry %1 of the shared log: %2").arg(row.index).arg(words);
        return verdict;
    };
    if (row.index != m_size)
        return tampered(tr("entry %1 should stand here").arg(m_size));
    const auto opened = Envelope::open(row.leaf);
    if (!opened)
        return tampered(opened.error().toString());
    const auto payload = fromCanonical(opened->payload);
    if (!payload)
        return tampered(tr("it is not in its canonical form"));
    verdict.payload = *payload;
    SharedRow said = described(row.index, row.leaf, *payload);
    said.gateWon = row.gateWon; // said by the order alone
    if (said.leafHash != row.leafHash)
        return tampered(tr("its bytes do not have the hash that it is filed under"));
    if (said != row)
        return tampered(tr("it is filed under other names than those that were signed"));
    Writer writer = m_writers.value(row.writer);
    const QString prev = textOf(payload->value(QLatin1String("writer")).toObject(), "prev");
    if (row.seq != writer.nextSeq || prev != toHex(writer.last))
        return tampered(tr("it does not continue the chain of its writer %1").arg(row.writer));

    const QString leafHash = toHex(row.leafHash);
    if (row.seq == 0) {
        writer.first = leafHash;
        for (const auto value : payload->value(QLatin1String("admins")).toArray()) {
            if (const auto key = keyIn(value.toObject()))
                writer.keys.insert(textOf(value.toObject(), "keyid"), *key);
        }
        if (const QJsonObject key = payload->value(QLatin1String("key")).toObject(); keyIn(key))
            writer.keys.insert(textOf(key, "keyid"), *keyIn(key));
    }
    const QByteArray key = writer.keys.value(opened->keyId);
    const QString journal = textOf(*payload, "journal");
    const bool ours =
        row.seq == 0 ? journal.isEmpty() || journal == m_journal : journal == writer.first || journal == m_journal;
    if (key.isEmpty() || (checkSignature && !Envelope::verify(*opened, key)) || !ours) {
        verdict.kind = Kind::Void;
        verdict.words = tr("Entry %1 of the shared log names %2 as its writer and is not signed by it: it counts for "
                           "nothing")
                            .arg(row.index)
                            .arg(row.writer);
    } else if (!counts(opened->keyId, row.seq)) {
        verdict.kind = Kind::Disputed;
        verdict.words =
            tr("Entry %1 of the shared log is disputed: its key was revoked from before it on").arg(row.index);
    }
    if (m_size == 0) {
        if (verdict.kind != Kind::Good || row.kind != QLatin1String("journal.genesis"))
            return tampered(tr("the log does not begin with a genesis"));
        m_journal = leafHash;
        writer.approved = true;
        writer.admin = true;
        const QStringList admins = writer.keys.keys();
        m_adminKeys = {admins.begin(), admins.end()};
    }
    ++writer.nextSeq;
    writer.last = row.leafHash;
    m_writers.insert(row.writer, writer);
    ++m_size;
    if (verdict.kind == Kind::Good) {
        learn(row, *payload, opened->keyId);
        if (!m_writers.value(row.writer).approved) {
            verdict.kind = Kind::Pending;
            verdict.words = tr("The writer %1 was not approved by an administrator").arg(row.writer);
        }
    }
    return verdict;
}

void SharedChain::learn(const SharedRow &row, const QJsonObject &payload, const QString &keyId)
{
    if (row.seq == 0 || (row.seq == 1 && row.kind == QLatin1String("key.enrol"))) {
        const QString leaf = toHex(row.leafHash);
        m_firstLeaves.insert(leaf, row.writer);
        if (isApproved(leaf))
            m_writers[row.writer].approved = true;
    }
    const QJsonObject key = payload.value(QLatin1String("key")).toObject();
    const bool isAdmin = m_writers.value(row.writer).approved && m_adminKeys.contains(keyId);
    if (row.kind == QLatin1String("key.enrol") || row.kind == QLatin1String("key.rotate"))
        learnKey(row, key, keyId, row.kind == QLatin1String("key.rotate"));
    else if (row.kind == QLatin1String(kCosignKind) || row.kind == QLatin1String(kLogKeyKind))
        learnNoteKey(row, key, keyId);
    else if (row.kind == QLatin1String("approval.decided") && isAdmin)
        approve(row, payload, keyId);
    else if (row.kind == QLatin1String("key.revoke") && isAdmin)
        revoke(payload);
}

void SharedChain::learnKey(const SharedRow &row, const QJsonObject &key, const QString &signer, bool follows)
{
    const auto bytes = keyIn(key);
    const QString id = textOf(key, "keyid");
    // Keys for heads sign no entries; one that was revoked or followed does not come back.
    if (!bytes || textOf(key, "role") == QLatin1String("log") || textOf(key, "role") == QLatin1String("witness") ||
        m_revoked.contains(id) || m_ended.contains(id))
        return;
    Writer &writer = m_writers[row.writer];
    writer.keys.insert(id, *bytes);
    if (id == signer)
        return;
    m_keyGrounds.insert(id, {signer, row.seq});
    if (!follows)
        return;
    writer.keys.remove(signer);
    m_ended.insert(signer);
    if (m_adminKeys.remove(signer))
        m_adminKeys.insert(id);
}

void SharedChain::learnNoteKey(const SharedRow &row, const QJsonObject &key, const QString &signer)
{
    const auto bytes = fromBase64(textOf(key, "public").toLatin1());
    if (!bytes || !NoteKey::isName(textOf(key, "name")))
        return;
    const bool cosigns = row.kind == QLatin1String(kCosignKind);
    const NoteKey made{textOf(key, "name"), cosigns ? NoteKey::Type::Cosignature : NoteKey::Type::Ed25519, *bytes};
    if (!cosigns && (!m_writers.value(row.writer).approved || m_logKeys.contains(made)))
        return;
    m_noteKeys.append({row.writer, made, {signer, row.seq}});
    if (cosigns)
        m_writers[row.writer].cosigner = made;
    else
        m_logKeys.append(made);
}

void SharedChain::approve(const SharedRow &row, const QJsonObject &payload, const QString &keyId)
{
    if (textOf(payload.value(QLatin1String("decision")).toObject(), "verdict") != QLatin1String("approve"))
        return;
    for (const auto value : payload.value(QLatin1String("links")).toArray()) {
        const QJsonObject link = value.toObject();
        const QString leaf = textOf(link, "leaf");
        if (textOf(link, "rel") != QLatin1String("approves") || leaf.isEmpty())
            continue;
        m_approvals[leaf].append({keyId, row.seq});
        // Often the approval is there first: a device may only write once its administrator has let it.
        if (const QString writer = m_firstLeaves.value(leaf); !writer.isEmpty())
            m_writers[writer].approved = true;
    }
}

bool SharedChain::isApproved(const QString &leaf) const
{
    const QList<Ground> grounds = m_approvals.value(leaf);
    return std::any_of(grounds.cbegin(), grounds.cend(),
                       [this](const Ground &ground) { return counts(ground.keyId, ground.seq); });
}

bool SharedChain::counts(const QString &keyId, quint64 seq) const
{
    QString key = keyId;
    quint64 at = seq;
    for (qsizetype depth = 0; depth <= m_keyGrounds.size(); ++depth) {
        if (const auto last = m_revoked.constFind(key); last != m_revoked.constEnd() && at > *last)
            return false;
        const auto ground = m_keyGrounds.constFind(key);
        if (ground == m_keyGrounds.constEnd())
            return true;
        key = ground->keyId;
        at = ground->seq;
    }
    return false;
}

// Said twice, the earlier number holds: what was disputed once does not become good again.
void SharedChain::revoke(const QJsonObject &payload)
{
    const QJsonObject said = payload.value(QLatin1String("revoke")).toObject();
    const QString id = textOf(said, "keyid");
    const qint64 last = said.value(QLatin1String("last_good_seq")).toInteger(-1);
    const bool known = std::any_of(m_writers.cbegin(), m_writers.cend(),
                                   [&id](const Writer &writer) { return writer.keys.contains(id); });
    if (last < 0 || (!known && !m_ended.contains(id)))
        return;
    m_revoked.insert(id, std::min(quint64(last), m_revoked.value(id, quint64(last))));
    judgeAgain();
}

void SharedChain::judgeAgain()
{
    for (Writer &writer : m_writers) {
        writer.approved = writer.admin;
        writer.cosigner.reset();
    }
    for (auto it = m_firstLeaves.cbegin(); it != m_firstLeaves.cend(); ++it) {
        if (isApproved(it.key()))
            m_writers[it.value()].approved = true;
    }
    m_logKeys.clear();
    for (const Named &named : std::as_const(m_noteKeys)) {
        const Writer &writer = m_writers[named.writer];
        // Who may sign no entry any more is no witness either.
        const bool alive = std::any_of(writer.keys.keyBegin(), writer.keys.keyEnd(),
                                       [this](const QString &id) { return !m_revoked.contains(id) && counts(id, 0); });
        if (!alive || !counts(named.ground.keyId, named.ground.seq))
            continue;
        if (named.key.type == NoteKey::Type::Cosignature)
            m_writers[named.writer].cosigner = named.key;
        else if (writer.approved && !m_logKeys.contains(named.key))
            m_logKeys.append(named.key);
    }
}

} // namespace astern
