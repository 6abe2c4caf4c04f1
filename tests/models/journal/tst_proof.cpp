// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/proof.h"
#include "models/journal/tiles.h"
#include "vectors.h"

#include <QJsonArray>
#include <QMap>
#include <QTest>
#include <QtEndian>

using namespace astern;

namespace {

// A tree over numbers, drawn by the frontier as the log draws it.
struct Drawn {
    QMap<QPair<int, quint64>, Hash> nodes;
    Merkle::Frontier tree;

    void grow(const Hash &leaf)
    {
        nodes.insert({0, tree.size()}, leaf);
        tree.append(leaf, [this](int level, quint64 pos, const Hash &hash) { nodes.insert({level, pos}, hash); });
    }
    [[nodiscard]] Tiles::Source source() const
    {
        return {tree.size(),
                [this](int level, quint64 pos) -> Result<Hash> {
                    const auto found = nodes.constFind({level, pos});
                    if (found == nodes.constEnd())
                        return Error{.message = QStringLiteral("no node %1/%2").arg(level).arg(pos)};
                    return *found;
                },
                [](quint64 first, int count) -> Result<QList<QByteArray>> {
                    QList<QByteArray> leaves;
                    for (int i = 0; i < count; ++i)
                        leaves.append(QByteArray::number(first + quint64(i)));
                    return leaves;
                }};
    }
};

QMap<QString, QByteArray> tilesOf(const Tiles::Source &source)
{
    QMap<QString, QByteArray> files;
    const auto done = Tiles::write(source, [&files](const QString &path, const QByteArray &bytes) -> Result<Ok> {
        if (files.contains(path))
            return Error{.message = QStringLiteral("twice: ") + path};
        files.insert(path, bytes);
        return Ok{};
    });
    return done ? files : QMap<QString, QByteArray>{{done.error().message, {}}};
}

} // namespace

// Proof files against one that Go's x/mod verified, and the tiles of a log.
class TestProof : public QObject {
    Q_OBJECT

    QJsonObject m_all;
    QByteArray m_text;
    NoteKey m_log, m_witness;
    Hash m_leaf{};

    [[nodiscard]] bool isBelieved(const QByteArray &text) const
    {
        const auto proof = LogProof::parse(text);
        if (!proof)
            return false;
        const auto opened = verifyProof(*proof, m_leaf, m_log, {m_witness});
        return opened && opened->signatures.size() == 2;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_all = test::loadVectors();
        m_text = m_all.value(QLatin1String("tlog_proof_rollback_outcome")).toString().toUtf8();
        m_log = NoteKey::fromVkey(m_all.value(QLatin1String("log_vkey")).toString()).value();
        m_witness = NoteKey::fromVkey(m_all.value(QLatin1String("witness_vkey")).toString()).value();
        m_leaf = test::hashOf(m_all.value(QLatin1String("leaf_hashes")).toArray().at(11));
    }

    void knownProof()
    {
        const auto proof = LogProof::parse(m_text);
        QVERIFY2(proof.ok(), proof ? "" : qPrintable(proof.error().toString()));
        QCOMPARE(proof->index, quint64(11));
        QVERIFY(proof->extra.isEmpty());
        QCOMPARE(proof->text(), m_text);
        const auto opened = verifyProof(*proof, m_leaf, m_log, {m_witness});
        QVERIFY(opened.ok());
        QCOMPARE(opened->checkpoint.size, quint64(300));
        QVERIFY(!verifyProof(*proof, sha256("another"), m_log).ok());
        QVERIFY(!verifyProof(*proof, m_leaf, m_witness).ok());
        LogProof moved = *proof;
        moved.index = 12;
        QVERIFY(!verifyProof(moved, m_leaf, m_log).ok());
    }

    void everyBitCounts()
    {
        QVERIFY(isBelieved(m_text));
        for (qsizetype at = 0; at < m_text.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                QByteArray bytes = m_text;
                bytes[at] = char(bytes.at(at) ^ (1 << bit));
                QVERIFY2(!isBelieved(bytes), qPrintable(QStringLiteral("byte %1 bit %2").arg(at).arg(bit)));
            }
            QVERIFY(!isBelieved(m_text.left(at)));
        }
        QVERIFY(!isBelieved(m_text + '\n'));
    }

    void extraDataIsCarried()
    {
        LogProof proof = LogProof::parse(m_text).value();
        proof.extra = QByteArray("anything\0at all", 15);
        const auto again = LogProof::parse(proof.text());
        QVERIFY(again.ok());
        QCOMPARE(again->extra, proof.extra);
        QVERIFY(verifyProof(*again, m_leaf, m_log).ok());
    }

    void brokenProofs_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("another version") << QByteArray("proof@v1") << QByteArray("proof@v2");
        QTest::newRow("no index") << QByteArray("index 11\n") << QByteArray();
        QTest::newRow("leading zero") << QByteArray("index 11") << QByteArray("index 011");
        QTest::newRow("sign") << QByteArray("index 11") << QByteArray("index +11");
        QTest::newRow("space") << QByteArray("index 11") << QByteArray("index  11");
        QTest::newRow("stray bits") << QByteArray("Xs=\n") << QByteArray("Xt=\n");
        QTest::newRow("short hash") << QByteArray("IrrrwDEP6V8vyZPRA9f0DW/JyIu6UEsrJI5UJX7PRXs=") << QByteArray("AAAA");
        QTest::newRow("carriage return") << QByteArray("index 11\n") << QByteArray("index 11\r\n");
        QTest::newRow("empty extra") << QByteArray("index 11\n") << QByteArray("extra \nindex 11\n");
        QTest::newRow("extra behind the index") << QByteArray("index 11\n") << QByteArray("index 11\nextra AAAA\n");
        QTest::newRow("two indexes") << QByteArray("index 11\n") << QByteArray("index 11\nindex 11\n");
    }
    void brokenProofs()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QByteArray text = m_text;
        QVERIFY(text.contains(from));
        text.replace(text.indexOf(from), from.size(), to);
        QVERIFY(!LogProof::parse(text).ok());
    }
    void tooLongPathIsRefused()
    {
        const QByteArray line = m_text.split('\n').at(2) + '\n';
        const qsizetype at = m_text.indexOf(line);
        QVERIFY(!LogProof::parse(QByteArray(m_text).insert(at, line.repeated(64))).ok());
    }

    void tilePaths()
    {
        QCOMPARE(Tiles::path(QStringLiteral("0"), 0), QStringLiteral("tile/0/000"));
        QCOMPARE(Tiles::path(QStringLiteral("0"), 1234067), QStringLiteral("tile/0/x001/x234/067"));
        QCOMPARE(Tiles::path(QStringLiteral("2"), 1000, 17), QStringLiteral("tile/2/x001/000.p/17"));
        QCOMPARE(Tiles::path(QStringLiteral("entries"), 999, 1), QStringLiteral("tile/entries/999.p/1"));
    }

    // The examples of the specification, and the sizes where tiles begin and end.
    void tilesOfASize_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<QStringList>("some");
        QTest::addColumn<int>("count");
        QTest::newRow("empty") << 0 << QStringList() << 0;
        QTest::newRow("one") << 1
                             << QStringList{QStringLiteral("tile/0/000.p/1"), QStringLiteral("tile/entries/000.p/1")}
                             << 2;
        QTest::newRow("255") << 255
                             << QStringList{QStringLiteral("tile/0/000.p/255"),
                                            QStringLiteral("tile/entries/000.p/255")}
                             << 2;
        QTest::newRow("256") << 256
                             << QStringList{QStringLiteral("tile/0/000"), QStringLiteral("tile/1/000.p/1"),
                                            QStringLiteral("tile/entries/000")}
                             << 3;
        QTest::newRow("257") << 257
                             << QStringList{QStringLiteral("tile/0/000"), QStringLiteral("tile/0/001.p/1"),
                                            QStringLiteral("tile/1/000.p/1"), QStringLiteral("tile/entries/001.p/1")}
                             << 5;
        QTest::newRow("70000") << 70'000 << QStringList{QStringLiteral("tile/0/273.p/112"),
                                                        QStringLiteral("tile/1/000"),
                                                        QStringLiteral("tile/1/001.p/17"),
                                                        QStringLiteral("tile/2/000.p/1"),
                                                        QStringLiteral("tile/entries/272"),
                                                        QStringLiteral("tile/entries/273.p/112")}
                               << 274 + 2 + 1 + 274;
    }
    void tilesOfASize()
    {
        QFETCH(int, size);
        QFETCH(QStringList, some);
        QFETCH(int, count);
        Drawn drawn;
        for (int i = 0; i < size; ++i)
            drawn.grow(Merkle::leafHash(QByteArray::number(i)));
        const QMap<QString, QByteArray> files = tilesOf(drawn.source());
        QCOMPARE(files.size(), count);
        for (const QString &path : some)
            QVERIFY2(files.contains(path), qPrintable(path));
        // From the tiles alone the root comes out, and every bundle hashes to its tile.
        QByteArray row;
        for (int i = 0; i * Tiles::kWidth < size; ++i) {
            const int width = std::min(Tiles::kWidth, size - i * Tiles::kWidth);
            row += files.value(Tiles::path(QStringLiteral("0"), quint64(i), width));
            QByteArray entries = files.value(Tiles::path(QStringLiteral("entries"), quint64(i), width));
            for (int k = 0; k < width; ++k) {
                const auto length = qFromBigEndian<quint16>(entries.constData());
                const Hash hash = Merkle::leafHash(entries.mid(2, length));
                QCOMPARE(row.mid((i * Tiles::kWidth + k) * 32, 32), viewOf(hash).toByteArray());
                entries.remove(0, 2 + length);
            }
            QVERIFY(entries.isEmpty());
        }
        Merkle::Frontier again;
        for (qsizetype at = 0; at < row.size(); at += 32)
            again.append(*hashFromBytes(QByteArrayView(row).sliced(at, 32)));
        QCOMPARE(again.size(), quint64(size));
        QCOMPARE(again.root(), drawn.tree.root());
    }
    void tileWithoutItsNodeIsAnError()
    {
        Drawn drawn;
        for (int i = 0; i < 300; ++i)
            drawn.grow(Merkle::leafHash(QByteArray::number(i)));
        drawn.nodes.remove({8, 0});
        QVERIFY(tilesOf(drawn.source()).firstKey().startsWith(QLatin1String("no node")));
    }
};

QTEST_GUILESS_MAIN(TestProof)
#include "tst_proof.moc"
