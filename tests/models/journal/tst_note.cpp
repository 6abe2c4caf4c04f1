// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/merkle.h"
#include "models/journal/note.h"
#include "vectors.h"

#include <QJsonArray>
#include <QTest>

using namespace astern;

namespace {

// The key of another name, type or bytes.
NoteKey changed(NoteKey key, const QString &name, NoteKey::Type type)
{
    key.name = name;
    key.type = type;
    return key;
}

} // namespace

// Signed notes against those that Go's x/mod opened.
class TestNote : public QObject {
    Q_OBJECT

    QJsonObject m_all;
    NoteKey m_log, m_witness;

    [[nodiscard]] QString text(const char *name) const { return m_all.value(QLatin1String(name)).toString(); }
    [[nodiscard]] QJsonArray list(const char *name) const { return m_all.value(QLatin1String(name)).toArray(); }
    [[nodiscard]] QByteArray note(qsizetype at) const
    {
        return list("checkpoints").at(at).toObject().value(QLatin1String("note")).toString().toUtf8();
    }
    // Whether log and witness both stand behind it.
    [[nodiscard]] bool isBelieved(const QByteArray &bytes) const
    {
        const auto opened = openCheckpoint(bytes, m_log, {m_witness});
        return opened && opened->signatures.size() == 2;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_all = test::loadVectors();
        const auto log = NoteKey::fromVkey(text("log_vkey"));
        const auto witness = NoteKey::fromVkey(text("witness_vkey"));
        QVERIFY(log.ok());
        QVERIFY(witness.ok());
        m_log = *log;
        m_witness = *witness;
    }

    void keys()
    {
        QCOMPARE(m_log.name, text("origin"));
        QVERIFY(m_log.type == NoteKey::Type::Ed25519);
        QVERIFY(m_witness.type == NoteKey::Type::Cosignature);
        QCOMPARE(QString::fromLatin1(toBase64(m_log.publicKey)), text("log_pk"));
        QCOMPARE(QString::fromLatin1(toBase64(m_witness.publicKey)), text("witness_pk"));
        QCOMPARE(m_log.vkey(), text("log_vkey"));
        QCOMPARE(m_witness.vkey(), text("witness_vkey"));
        QCOMPARE(test::vectorKey("vector seed log operator")->publicKey(), m_log.publicKey);
        QCOMPARE(test::vectorKey("vector seed witness B")->publicKey(), m_witness.publicKey);
        // The example of the specification, and one of Go's documentation.
        const QString go = QStringLiteral("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        QCOMPARE(NoteKey::fromVkey(go).value().vkey(), go);
    }

    void brokenKeys_data()
    {
        QTest::addColumn<QString>("vkey");
        QTest::newRow("empty") << QString();
        QTest::newRow("no hash") << QStringLiteral("a.example+ATn8FSKbqprWBX1r1fFeOwzNgvipeaY6wt8XbwAxRAmF");
        QTest::newRow("no name") << text("log_vkey").mid(text("origin").size());
        QTest::newRow("another name") << QStringLiteral("x") + text("log_vkey");
        QTest::newRow("space in the name") << QStringLiteral("a b+3fd3326f+AQ==");
        QTest::newRow("upper case hash")
            << text("log_vkey").replace(QLatin1String("3fd3326f"), QLatin1String("3FD3326F"));
        QTest::newRow("short key") << QStringLiteral("a+00000000+AQ==");
        QTest::newRow("unknown type") << changed(m_log, m_log.name, NoteKey::Type(2)).vkey();
        QTest::newRow("line break behind") << text("log_vkey") + QLatin1Char('\n');
        QTest::newRow("stray bits") << text("log_vkey").replace(text("log_vkey").size() - 1, 1, QLatin1String("G"));
    }
    void brokenKeys()
    {
        QFETCH(QString, vkey);
        QVERIFY2(!NoteKey::fromVkey(vkey).ok(), qPrintable(vkey));
    }

    void checkpoints()
    {
        const auto logKey = test::vectorKey("vector seed log operator");
        const auto witnessKey = test::vectorKey("vector seed witness B");
        QVERIFY(list("checkpoints").size() >= 4);
        for (qsizetype i = 0; i < list("checkpoints").size(); ++i) {
            const quint64 size = quint64(list("checkpoints").at(i).toObject().value(QLatin1String("size")).toInteger());
            const auto opened = openCheckpoint(note(i), m_log, {m_witness});
            QVERIFY2(opened.ok(), opened ? "" : qPrintable(opened.error().toString()));
            QCOMPARE(opened->checkpoint.origin, text("origin"));
            QCOMPARE(opened->checkpoint.size, size);
            QCOMPARE(opened->checkpoint.root, test::hashOf(list("roots").at(qsizetype(size))));
            QCOMPARE(opened->signatures.size(), 2);
            QVERIFY(opened->signatures.at(0).key == m_log);
            QVERIFY(opened->signatures.at(1).key == m_witness);
            QVERIFY(opened->signatures.at(1).atSeconds > 1'700'000'000);
            // Ed25519 has one signature for one message: signed again, the same bytes come out.
            SignedNote again = signCheckpoint(*logKey, opened->checkpoint);
            again.signatures.append(
                cosignNote(*witnessKey, m_witness.name, again.body, opened->signatures.at(1).atSeconds));
            QCOMPARE(again.text(), note(i));
        }
    }

    void everyBitCounts()
    {
        for (qsizetype i = 0; i < list("checkpoints").size(); ++i) {
            const QByteArray whole = note(i);
            QVERIFY(isBelieved(whole));
            for (qsizetype at = 0; at < whole.size(); ++at) {
                for (int bit = 0; bit < 8; ++bit) {
                    QByteArray bytes = whole;
                    bytes[at] = char(bytes.at(at) ^ (1 << bit));
                    QVERIFY2(!isBelieved(bytes), qPrintable(QStringLiteral("byte %1 bit %2").arg(at).arg(bit)));
                }
                QVERIFY(!isBelieved(whole.left(at)));
            }
            QVERIFY(!isBelieved(whole + '\n'));
            QVERIFY(!isBelieved(whole + 'x'));
        }
    }

    // What Go tolerates: two texts of one signature. Ours has one.
    void strayBitsOfASignature()
    {
        QByteArray bytes = note(3);
        const qsizetype padding = bytes.lastIndexOf("==\n");
        QVERIFY(padding > 0);
        QCOMPARE(bytes.at(padding - 1), 'Q');
        bytes[padding - 1] = 'R';
        QVERIFY(!SignedNote::parse(bytes).ok());
    }

    void unknownKeysCountForNothing()
    {
        const QByteArray bytes = note(3);
        const NoteKey stranger{m_log.name, NoteKey::Type::Ed25519, test::vectorKey("stranger")->publicKey()};
        const auto parsed = SignedNote::parse(bytes);
        QVERIFY(parsed.ok());
        QVERIFY(!verifyNote(*parsed, {stranger}).ok());
        QVERIFY(!verifyNote(*parsed, {}).ok());
        QCOMPARE(verifyNote(*parsed, {stranger, m_witness})->size(), 1);
        QVERIFY(!openCheckpoint(bytes, stranger).ok());
        QVERIFY(!openCheckpoint(bytes, m_witness).ok()); // another name than the origin
        // A cosignature alone is not the log's word, even under its name and key.
        const auto logKey = test::vectorKey("vector seed log operator");
        const SignedNote cosigned{parsed->body, {cosignNote(*logKey, m_log.name, parsed->body, 1'800'000'000)}};
        QVERIFY(!openCheckpoint(cosigned.text(), m_log).ok());
        QVERIFY(verifyNote(cosigned, {changed(m_log, m_log.name, NoteKey::Type::Cosignature)}).ok());
    }

    // The key hash is short; a line that names a known key and does not verify spoils the note.
    void falseLineOfAKnownKey()
    {
        auto parsed = SignedNote::parse(note(3));
        QVERIFY(parsed.ok());
        SignedNote wrong = *parsed;
        wrong.signatures[1].bytes[20] = char(wrong.signatures.at(1).bytes.at(20) ^ 1);
        QVERIFY(!verifyNote(wrong, {m_log, m_witness}).ok());
        QVERIFY(verifyNote(wrong, {m_log}).ok());
        SignedNote retimed = *parsed;
        retimed.signatures[1].bytes[7] = char(retimed.signatures.at(1).bytes.at(7) ^ 1);
        QVERIFY(!verifyNote(retimed, {m_witness}).ok());
    }

    void brokenNotes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray line = note(3).mid(note(3).indexOf("\n\n") + 2);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no signature") << QByteArray("a\n1\nb\n\n");
        QTest::newRow("no text") << QByteArray("\n" + line);
        QTest::newRow("carriage return") << QByteArray("a\r\n\n" + line);
        QTest::newRow("zero byte") << QByteArray("a\0b\n\n", 5) + line;
        QTest::newRow("not UTF-8") << QByteArray("a\xff\n\n") + line;
        QTest::newRow("hyphen for the dash") << QByteArray("a\n\n- a AAAAAAAA\n");
        QTest::newRow("two spaces") << QByteArray("a\n\n\xe2\x80\x94 a  AAAAAAAA\n");
        QTest::newRow("no name") << QByteArray("a\n\n\xe2\x80\x94  AAAAAAAA\n");
        QTest::newRow("plus in the name") << QByteArray("a\n\n\xe2\x80\x94 a+b AAAAAAAA\n");
        QTest::newRow("nothing but a key hash") << QByteArray("a\n\n\xe2\x80\x94 a AAAAAA==\n");
        QTest::newRow("something behind") << QByteArray("a\n\n\xe2\x80\x94 a AAAAAAAA \n");
        QTest::newRow("no line end") << QByteArray("a\n\n\xe2\x80\x94 a AAAAAAAA");
        QTest::newRow("101 signatures") << QByteArray("a\n\n") + QByteArray("\xe2\x80\x94 a AAAAAAAA\n").repeated(101);
        QTest::newRow("too large") << QByteArray(1'000'001, 'a');
    }
    void brokenNotes()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(!SignedNote::parse(bytes).ok());
    }

    void textWithEmptyLines()
    {
        const auto key = test::vectorKey("somebody");
        const QByteArray body("first\n\n\nlast\n");
        const SignedNote note{body, {signNote(*key, QStringLiteral("a.example/é"), body)}};
        const auto parsed = SignedNote::parse(note.text());
        QVERIFY(parsed.ok());
        QCOMPARE(parsed->body, body);
        QVERIFY(verifyNote(*parsed, {{QStringLiteral("a.example/é"), NoteKey::Type::Ed25519, key->publicKey()}}).ok());
    }

    void checkpointBodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("good");
        const QByteArray root = toBase64(viewOf(Merkle::emptyRoot()));
        QTest::newRow("good") << "a\n0\n" + root + "\n" << true;
        QTest::newRow("largest") << "a\n9223372036854775807\n" + root + "\n" << true;
        QTest::newRow("too large") << "a\n9223372036854775808\n" + root + "\n" << false;
        QTest::newRow("leading zero") << "a\n01\n" + root + "\n" << false;
        QTest::newRow("sign") << "a\n+1\n" + root + "\n" << false;
        QTest::newRow("negative") << "a\n-1\n" + root + "\n" << false;
        QTest::newRow("space") << "a\n1 \n" + root + "\n" << false;
        QTest::newRow("no size") << "a\n\n" + root + "\n" << false;
        QTest::newRow("no origin") << "\n1\n" + root + "\n" << false;
        QTest::newRow("plus in the origin") << "a+b\n1\n" + root + "\n" << false;
        QTest::newRow("extension line") << "a\n1\n" + root + "\nx\n" << false;
        QTest::newRow("two lines") << QByteArray("a\n1\n") << false;
        QTest::newRow("no line end") << "a\n1\n" + root << false;
        QTest::newRow("31 bytes") << "a\n1\n" + toBase64(QByteArray(31, 'x')) + "\n" << false;
        QTest::newRow("33 bytes") << "a\n1\n" + toBase64(QByteArray(33, 'x')) + "\n" << false;
        QTest::newRow("stray bits") << QByteArray("a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n") << false;
    }
    void checkpointBodies()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, good);
        const auto read = Checkpoint::fromBody(body);
        QCOMPARE(read.ok(), good);
        if (good)
            QCOMPARE(read->body(), body);
    }
};

QTEST_GUILESS_MAIN(TestNote)
#include "tst_note.moc"
