// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/canonical.h"
#include "models/journal/commitment.h"
#include "models/journal/envelope.h"
#include "models/journal/merkle.h"
#include "models/journal/verify/entry.h"
#include "models/journal/verify/json.h"
#include "models/journal/verify/tree.h"
#include "vectors.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

using namespace astern;
using test::hashOf;

namespace {

QList<Hash> path(const QJsonValue &list)
{
    QList<Hash> hashes;
    for (const auto one : list.toArray())
        hashes.append(hashOf(one));
    return hashes;
}

Hash flipped(Hash hash, size_t byte = 5, int bit = 2)
{
    hash[byte] = static_cast<unsigned char>(hash[byte] ^ (1 << bit));
    return hash;
}

QString hex(const Hash &hash) { return toHex(hash); }

// What other tests read: notes (tst_note), proofs (tst_proof), erasure (tst_verifykeys).
const QSet<QString> kElsewhere{
    QStringLiteral("checkpoints"), QStringLiteral("tlog_proof_rollback_outcome"),
    QStringLiteral("log_pk"),      QStringLiteral("log_vkey"),
    QStringLiteral("witness_pk"),  QStringLiteral("witness_vkey"),
    QStringLiteral("origin"),
};
const QSet<QString> kNegativesElsewhere{
    QStringLiteral("checkpoint, any byte of the three body lines flipped"),
    QStringLiteral("checkpoint, non-canonical trailing base64 bits in a signature line"),
    QStringLiteral("opening absent and an erasure entry names it"),
};
const QSet<QString> kDescriptive{QStringLiteral("format"), QStringLiteral("verified_by"), QStringLiteral("key_seeds")};
const QSet<QString> kTested{
    QStringLiteral("anchor_rfc6962"), QStringLiteral("leaf_hashes"),       QStringLiteral("roots"),
    QStringLiteral("inclusion"),      QStringLiteral("consistency"),       QStringLiteral("entries"),
    QStringLiteral("device_keys"),    QStringLiteral("payload_type"),      QStringLiteral("openings"),
    QStringLiteral("negative"),       QStringLiteral("rollback_event_id"),
};
const QSet<QString> kTestedNegatives{
    QStringLiteral("inclusion, leaf hash bit 2 of byte 5 flipped"),
    QStringLiteral("inclusion, index off by one"),
    QStringLiteral("opening with wrong salt or value"),
};

} // namespace

// Bytes, hashes, proofs and signatures that other people's programs (Go's x/mod, sigstore, openssl) agree on.
class TestVectors : public QObject {
    Q_OBJECT

    QJsonObject m_all;
    QByteArray m_type;
    std::vector<std::vector<Hash>> m_levels; // of the tree over leaf_hashes, drawn by hand

    [[nodiscard]] QJsonArray list(const char *name) const { return m_all.value(QLatin1String(name)).toArray(); }
    [[nodiscard]] Hash leaf(qsizetype index) const { return hashOf(list("leaf_hashes").at(index)); }
    [[nodiscard]] Hash root(qsizetype size) const { return hashOf(list("roots").at(size)); }
    [[nodiscard]] Merkle::NodeSource nodes() const
    {
        return [this](int level, quint64 pos) { return m_levels.at(size_t(level)).at(pos); };
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_all = test::loadVectors();
        m_type = m_all.value(QLatin1String("payload_type")).toString().toLatin1();
        QVERIFY(!m_type.isEmpty());
        m_levels.emplace_back();
        for (const auto one : list("leaf_hashes"))
            m_levels.front().push_back(hashOf(one));
        while (m_levels.back().size() > 1) {
            const std::vector<Hash> &below = m_levels.back();
            std::vector<Hash> above;
            for (size_t i = 0; i + 1 < below.size(); i += 2)
                above.push_back(sha256(QByteArrayView("\x01", 1), viewOf(below[i]), viewOf(below[i + 1])));
            m_levels.push_back(above);
        }
    }

    void everyKindIsTestedOrNamed()
    {
        const QStringList keys = m_all.keys();
        QCOMPARE(QSet<QString>(keys.cbegin(), keys.cend()), kTested + kElsewhere + kDescriptive);
        QSet<QString> negatives;
        for (const auto one : list("negative"))
            negatives.insert(one.toObject().value(QLatin1String("what")).toString());
        QCOMPARE(negatives, kTestedNegatives + kNegativesElsewhere);
    }

    void anchor()
    {
        const QJsonObject anchor = m_all.value(QLatin1String("anchor_rfc6962")).toObject();
        const QJsonArray leaves = anchor.value(QLatin1String("leaves_hex")).toArray();
        const QJsonArray roots = anchor.value(QLatin1String("roots_hex")).toArray();
        QCOMPARE(roots.size(), leaves.size() + 1);
        QCOMPARE(hex(Merkle::emptyRoot()), roots.first().toString());
        Merkle::Frontier tree;
        verify::Tree second;
        for (qsizetype i = 0; i < leaves.size(); ++i) {
            const QByteArray bytes = QByteArray::fromHex(leaves.at(i).toString().toLatin1());
            tree.append(Merkle::leafHash(bytes));
            second.add(verify::leafDigest({bytes.constData(), size_t(bytes.size())}));
            QCOMPARE(hex(tree.root()), roots.at(i + 1).toString());
            QCOMPARE(QString::fromStdString(verify::hexOf(verify::viewOf(second.root()))), roots.at(i + 1).toString());
        }
    }

    void roots()
    {
        QCOMPARE(list("roots").size(), list("leaf_hashes").size() + 1);
        QCOMPARE(Merkle::emptyRoot(), root(0));
        Merkle::Frontier tree;
        verify::Tree second;
        for (qsizetype i = 0; i < list("leaf_hashes").size(); ++i) {
            tree.append(leaf(i), [&](int level, quint64 pos, const Hash &hash) {
                QCOMPARE(hash, m_levels.at(size_t(level)).at(pos));
            });
            second.add(leaf(i));
            QCOMPARE(tree.root(), root(i + 1));
            QCOMPARE(second.root(), root(i + 1));
            QCOMPARE(Merkle::rootAt(quint64(i + 1), nodes()), root(i + 1));
            QCOMPARE(Merkle::Frontier(quint64(i + 1), nodes()).root(), root(i + 1)); // as after a restart
        }
    }

    void inclusion()
    {
        for (const auto value : list("inclusion")) {
            const QJsonObject one = value.toObject();
            const auto index = quint64(one.value(QLatin1String("index")).toInteger());
            const auto size = quint64(one.value(QLatin1String("size")).toInteger());
            const QList<Hash> proof = path(one.value(QLatin1String("path")));
            const Hash known = leaf(qsizetype(index));
            const Hash top = root(qsizetype(size));
            QCOMPARE(Merkle::inclusionPath(index, size, nodes()), proof);
            QVERIFY(Merkle::verifyInclusion(index, size, known, proof, top));
            QVERIFY(!Merkle::verifyInclusion(index, size, flipped(known), proof, top));
            QVERIFY(!Merkle::verifyInclusion(index + 1, size, known, proof, top));
            QVERIFY(index == 0 || !Merkle::verifyInclusion(index - 1, size, known, proof, top));
            QVERIFY(!Merkle::verifyInclusion(size, size, known, proof, top));
            QVERIFY(!Merkle::verifyInclusion(index, size, known, proof, flipped(top)));
            QVERIFY(!Merkle::verifyInclusion(index, size, known, proof + QList<Hash>{top}, top));
            if (!proof.isEmpty())
                QVERIFY(!Merkle::verifyInclusion(index, size, known, proof.first(proof.size() - 1), top));
            for (qsizetype i = 0; i < proof.size(); ++i) {
                QList<Hash> wrong = proof;
                wrong[i] = flipped(wrong.at(i));
                QVERIFY(!Merkle::verifyInclusion(index, size, known, wrong, top));
            }
        }
    }

    void consistency()
    {
        for (const auto value : list("consistency")) {
            const QJsonObject one = value.toObject();
            const auto from = quint64(one.value(QLatin1String("old")).toInteger());
            const auto to = quint64(one.value(QLatin1String("new")).toInteger());
            const QList<Hash> proof = path(one.value(QLatin1String("path")));
            const Hash before = root(qsizetype(from));
            const Hash after = root(qsizetype(to));
            QCOMPARE(Merkle::consistencyPath(from, to, nodes()), proof);
            QVERIFY(Merkle::verifyConsistency(from, to, before, after, proof));
            QVERIFY(!Merkle::verifyConsistency(from, to, flipped(before), after, proof));
            QVERIFY(!Merkle::verifyConsistency(from, to, before, flipped(after), proof));
            QVERIFY(!Merkle::verifyConsistency(to + 1, from, before, after, proof));
            QVERIFY(!Merkle::verifyConsistency(from, to, before, after, proof + QList<Hash>{after}));
            if (!proof.isEmpty())
                QVERIFY(!Merkle::verifyConsistency(from, to, before, after, proof.first(proof.size() - 1)));
            for (qsizetype i = 0; i < proof.size(); ++i) {
                QList<Hash> wrong = proof;
                wrong[i] = flipped(wrong.at(i));
                QVERIFY(!Merkle::verifyConsistency(from, to, before, after, wrong));
            }
        }
    }

    void entries()
    {
        const QJsonObject keys = m_all.value(QLatin1String("device_keys")).toObject();
        const DeviceKey devices[] = {DeviceKey(viewOf(sha256(QByteArrayView("vector seed device A")))),
                                     DeviceKey(viewOf(sha256(QByteArrayView("vector seed device B"))))};
        QCOMPARE(keys.size(), 2);
        for (const DeviceKey &device : devices)
            QCOMPARE(QString::fromLatin1(toBase64(device.publicKey())), keys.value(device.id()).toString());
        for (const auto value : list("entries")) {
            const QJsonObject one = value.toObject();
            const QByteArray bytes = one.value(QLatin1String("leaf_data")).toString().toUtf8();
            const QByteArray payload = one.value(QLatin1String("payload_jcs")).toString().toUtf8();
            QCOMPARE(Merkle::leafHash(bytes), hashOf(one.value(QLatin1String("leaf_hash"))));
            QCOMPARE(Merkle::leafHash(bytes), leaf(qsizetype(one.value(QLatin1String("index")).toInteger())));
            const auto opened = Envelope::open(bytes, m_type.constData());
            QVERIFY2(opened.ok(), opened ? "" : qPrintable(opened.error().toString()));
            QCOMPARE(opened->payload, payload);
            const auto key = fromBase64(keys.value(opened->keyId).toString().toLatin1());
            QVERIFY(key);
            QVERIFY(Envelope::verify(*opened, *key, m_type.constData()));
            // Ed25519 has one signature for one message: sealed again, the same bytes come out.
            const DeviceKey &device = devices[0].id() == opened->keyId ? devices[0] : devices[1];
            QCOMPARE(Envelope::seal(device, payload, m_type.constData()), bytes);
            const DeviceKey &other = devices[0].id() == opened->keyId ? devices[1] : devices[0];
            QVERIFY(!Envelope::verify(*opened, other.publicKey(), m_type.constData()));
            QVERIFY(!Envelope::open(bytes).ok()); // of another type of entry
            Envelope::Opened changed = *opened;
            changed.payload.replace("\"v\":1", "\"v\":2");
            QVERIFY(!Envelope::verify(changed, *key, m_type.constData()));
        }
    }

    void canonicalForm()
    {
        for (const auto value : list("entries")) {
            const QByteArray payload = value.toObject().value(QLatin1String("payload_jcs")).toString().toUtf8();
            const auto read = fromCanonical(payload);
            QVERIFY2(read.ok(), qPrintable(QString::fromUtf8(payload)));
            QCOMPARE(*toCanonical(QJsonValue(*read)), payload);
            std::string why;
            const std::string_view bytes(payload.constData(), size_t(payload.size()));
            QVERIFY2(verify::parseCanonical(bytes, why), why.c_str());
            QVERIFY(!fromCanonical(payload + '\n').ok());
            QVERIFY(!fromCanonical(QJsonDocument(*read).toJson(QJsonDocument::Indented)).ok());
            QVERIFY(!verify::parseCanonical(std::string(bytes) + ' ', why));
        }
    }

    // What cannot be read says nothing: neither its own first half, nor what was read before it.
    void readsNothingOfWhatIsBroken()
    {
        const QByteArray payload =
            list("entries").at(0).toObject().value(QLatin1String("payload_jcs")).toString().toUtf8();
        verify::JsonDocument document;
        std::string why;
        for (qsizetype size = 0; size < payload.size(); ++size) {
            QVERIFY(!document.parse({payload.constData(), size_t(size)}, why));
            QVERIFY(document.root().kind() == verify::Json::Kind::Null);
        }
        const auto leafOf = [](const QByteArray &bytes) {
            return "{\"payload\":\"" + bytes.toBase64() +
                   "\",\"payloadType\":\"t\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"" +
                   QByteArray(64, 's').toBase64() + "\"}]}";
        };
        const QByteArray good = leafOf(payload);
        verify::Entry entry;
        for (const QByteArray &broken :
             {QByteArray("{}"), leafOf(payload.chopped(1)), leafOf(QByteArray(40'000, ' '))}) {
            entry.read({good.constData(), size_t(good.size())}, "t");
            QVERIFY(entry.isRead && !entry.at("id").text().empty());
            entry.read({broken.constData(), size_t(broken.size())}, "t");
            QVERIFY(!entry.isRead);
            QVERIFY(entry.at("id").kind() == verify::Json::Kind::Null);
        }
    }

    void chain()
    {
        QHash<QString, QString> leafOf; // "writer seq" -> leaf hash
        QSet<QString> rollback;
        int links = 0;
        for (const auto value : list("entries")) {
            const QJsonObject one = value.toObject();
            const auto payload = fromCanonical(one.value(QLatin1String("payload_jcs")).toString().toUtf8());
            const QJsonObject writer = payload->value(QLatin1String("writer")).toObject();
            const QString id = writer.value(QLatin1String("id")).toString();
            const qint64 seq = writer.value(QLatin1String("seq")).toInteger();
            const QString prev = writer.value(QLatin1String("prev")).toString();
            const auto key = [&](qint64 number) { return QStringLiteral("%1 %2").arg(id).arg(number); };
            if (seq == 0)
                QCOMPARE(prev, QString(64, QLatin1Char('0')));
            if (leafOf.contains(key(seq - 1))) {
                QCOMPARE(prev, leafOf.value(key(seq - 1)));
                ++links;
            }
            leafOf.insert(key(seq), hex(Merkle::leafHash(one.value(QLatin1String("leaf_data")).toString().toUtf8())));
            if (payload->value(QLatin1String("kind")).toString().startsWith(QLatin1String("rollback.")))
                rollback.insert(payload->value(QLatin1String("saga")).toString());
        }
        QVERIFY(links >= 10);
        QCOMPARE(rollback, QSet<QString>{m_all.value(QLatin1String("rollback_event_id")).toString()});
    }

    void commitments()
    {
        for (const auto value : list("openings")) {
            const QJsonObject opening = value.toObject();
            const qint64 index = opening.value(QLatin1String("entry")).toInteger();
            QJsonObject payload;
            for (const auto entry : list("entries")) {
                if (entry.toObject().value(QLatin1String("index")).toInteger() == index)
                    payload = *fromCanonical(entry.toObject().value(QLatin1String("payload_jcs")).toString().toUtf8());
            }
            const QString field = opening.value(QLatin1String("field")).toString();
            const QString signedFor = payload.value(QLatin1String("pd")).toObject().value(field).toString();
            const auto salt = fromBase64(opening.value(QLatin1String("salt")).toString().toLatin1());
            const QString text = opening.value(QLatin1String("value")).toString();
            QVERIFY(salt);
            QVERIFY2(!signedFor.isEmpty(), qPrintable(field));
            QCOMPARE(Commitment::commit(*salt, text), signedFor);
            QByteArray wrong = *salt;
            wrong[0] = char(wrong.at(0) ^ 1);
            QVERIFY(Commitment::commit(wrong, text) != signedFor);
            QVERIFY(Commitment::commit(*salt, text + QLatin1Char(' ')) != signedFor);
        }
    }

    void strictBase64_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("stray bits") << QByteArray("AB==");
        QTest::newRow("no padding") << QByteArray("AA");
        QTest::newRow("line break") << QByteArray("AAAA\nAAAA");
        QTest::newRow("url alphabet") << QByteArray("-_==");
        QTest::newRow("padding within") << QByteArray("AA==AAAA");
        QTest::newRow("space") << QByteArray("AAAA ");
    }
    void strictBase64()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!fromBase64(text));
        QVERIFY(!verify::decodeBase64({text.constData(), size_t(text.size())}));
        QCOMPARE(fromBase64("AA==").value_or("?"), QByteArray(1, '\0'));
    }
};

QTEST_GUILESS_MAIN(TestVectors)
#include "tst_vectors.moc"
