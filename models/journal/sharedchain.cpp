// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/sharedchain.h"

#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/merkle.h"

#include <QCoreApplication>
#include <QJsonArray>

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
    Writer &writer = m_writers[row.writer];
    if (row.seq == 0 || (row.seq == 1 && row.kind == QLatin1String("key.enrol")))
        m_firstLeaves.insert(toHex(row.leafHash), row.writer);
    const QJsonObject key = payload.value(QLatin1String("key")).toObject();
    if (row.kind == QLatin1String("key.enrol") || row.kind == QLatin1String("key.rotate")) {
        if (const auto bytes = keyIn(key))
            writer.keys.insert(textOf(key, "keyid"), *bytes);
    } else if (row.kind == QLatin1String(kCosignKind) || row.kind == QLatin1String(kLogKeyKind)) {
        const auto bytes = fromBase64(textOf(key, "public").toLatin1());
        if (!bytes || !NoteKey::isName(textOf(key, "name")))
            return;
        const bool cosigns = row.kind == QLatin1String(kCosignKind);
        const NoteKey made{textOf(key, "name"), cosigns ? NoteKey::Type::Cosignature : NoteKey::Type::Ed25519, *bytes};
        if (cosigns)
            writer.cosigner = made;
        else if (writer.approved && !m_logKeys.contains(made))
            m_logKeys.append(made);
    } else if (row.kind == QLatin1String("approval.decided") && writer.approved && m_adminKeys.contains(keyId)) {
        approve(payload);
    }
}

void SharedChain::approve(const QJsonObject &payload)
{
    if (textOf(payload.value(QLatin1String("decision")).toObject(), "verdict") != QLatin1String("approve"))
        return;
    for (const auto value : payload.value(QLatin1String("links")).toArray()) {
        const QJsonObject link = value.toObject();
        const QString writer = m_firstLeaves.value(textOf(link, "leaf"));
        if (textOf(link, "rel") == QLatin1String("approves") && !writer.isEmpty())
            m_writers[writer].approved = true;
    }
}

} // namespace astern
