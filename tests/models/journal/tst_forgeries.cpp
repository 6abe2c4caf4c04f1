// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/commitment.h"
#include "models/journal/note.h"
#include "models/journal/verify/entry.h"
#include "tests/models/journal/forge.h"

#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

using namespace astern;
using namespace astern::test;

namespace {

QJsonObject of(const char *kind, const QJsonObject &fields = {})
{
    QJsonObject object = fields;
    object.insert(QStringLiteral("kind"), QString::fromLatin1(kind));
    return object;
}
QJsonObject key(const DeviceKey &device) { return {{QStringLiteral("key"), Forge::keyOf(device)}}; }
QJsonObject revocation(const DeviceKey &device, int lastGood)
{
    return {{QStringLiteral("revoke"), QJsonObject{{QStringLiteral("keyid"), device.id()},
                                                   {QStringLiteral("last_good_seq"), lastGood},
                                                   {QStringLiteral("reason"), QStringLiteral("lost")}}}};
}
void put(QJsonObject &object, const char *outer, const char *inner, const QJsonValue &value)
{
    QJsonObject part = object.value(QLatin1String(outer)).toObject();
    part.insert(QLatin1String(inner), value);
    object.insert(QLatin1String(outer), part);
}
// Makes a changed group hash right again.
void rehash(QByteArray &bytes, qsizetype size)
{
    qToBigEndian(quint32(size), bytes.data() + 8);
    const Hash self = sha256(bytes.left(64), QByteArray(32, '\0'), bytes.mid(96, size - 96));
    bytes.replace(64, 32, viewOf(self).toByteArray());
}

struct Case {
    const char *name;
    const char *finding; // what every finding says: nothing else is wrong
    int exitCode;
    std::function<void(Forge &)> spoil;
};

QList<Case> envelopeCases()
{
    return {
        {"a space in the envelope", "envelope is not canonical", 1,
         [](Forge &f) {
             f.envelope = [](int i, QByteArray &bytes) {
                 if (i == 3)
                     bytes.append(' ');
             };
         }},
        {"a fourth member", "envelope has other members", 1,
         [](Forge &f) {
             f.envelope = [](int i, QByteArray &bytes) {
                 if (i == 3)
                     bytes.chop(1), bytes.append(R"(,"z":1})");
             };
         }},
        {"two signatures", "envelope has other members", 1,
         [](Forge &f) {
             f.envelope = [](int i, QByteArray &bytes) {
                 const QByteArray list = bytes.mid(bytes.indexOf("[") + 1).chopped(2);
                 if (i == 3)
                     bytes.chop(2), bytes.append(',' + list + "]}");
             };
         }},
        {"another payload type", "payload type is ", 1,
         [](Forge &f) {
             f.envelope = [](int i, QByteArray &bytes) {
                 if (i == 3)
                     bytes.replace("entry.v1+json", "entry.v2+json");
             };
         }},
        {"stray bits in the payload's base64", "base64 is not strict", 1,
         [](Forge &f) {
             f.payload = [](int i, QJsonObject &o) {
                 if (i == 3)
                     o.insert(QStringLiteral("pad"), QString());
             };
             f.payloadBytes = [](int i, QByteArray &bytes) {
                 while (i == 3 && bytes.size() % 3 != 1)
                     bytes.insert(bytes.indexOf("\"pad\":\"") + 7, 'x');
             };
             f.envelope = [](int i, QByteArray &bytes) {
                 if (i == 3)
                     bytes[bytes.indexOf("==\"") - 1] = char(bytes.at(bytes.indexOf("==\"") - 1) + 1);
             };
         }},
        {"payload of 33 KiB", "payload larger than 32 KiB", 1,
         [](Forge &f) {
             f.payload = [](int i, QJsonObject &o) {
                 if (i == 3)
                     o.insert(QStringLiteral("large"), QString(33 * 1024, QLatin1Char('x')));
             };
         }},
        {"signed payload with a space", "payload is not canonical", 1,
         [](Forge &f) {
             f.payloadBytes = [](int i, QByteArray &bytes) {
                 if (i == 4)
                     bytes.insert(1, ' ');
             };
         }},
        {"one bit of a signature", "the signature does not belong to these bytes", 1,
         [](Forge &f) {
             f.envelope = [](int i, QByteArray &bytes) {
                 const qsizetype at = bytes.indexOf("\"sig\":\"") + 9;
                 if (i == 3)
                     bytes[at] = bytes.at(at) == 'A' ? 'B' : 'A';
             };
         }},
        {"one bit of the enrolment's signature", "the signature does not belong to these bytes", 1,
         [](Forge &f) {
             f.envelope = [](int i, QByteArray &bytes) {
                 const qsizetype at = bytes.indexOf("\"sig\":\"") + 9;
                 if (i == 1)
                     bytes[at] = bytes.at(at) == 'A' ? 'B' : 'A';
             };
         }},
    };
}

// Changes the payload of one entry before it is signed.
Case payloadCase(const char *name, const char *finding, int index, std::function<void(Forge &, QJsonObject &)> change)
{
    return {name, finding, 1, [index, change](Forge &f) {
                f.payload = [&f, index, change](int i, QJsonObject &o) {
                    if (i == index)
                        change(f, o);
                };
            }};
}

QList<Case> chainCases()
{
    return {
        payloadCase("no genesis", "the log does not begin with its genesis", 0,
                    [](Forge &, QJsonObject &o) { o.insert(QStringLiteral("kind"), QStringLiteral("journal.adopt")); }),
        payloadCase("genesis that names a journal", "a genesis names no journal", 0,
                    [](Forge &, QJsonObject &o) { o.insert(QStringLiteral("journal"), QStringLiteral("x")); }),
        payloadCase("another writer", "another writer", 3,
                    [](Forge &, QJsonObject &o) { put(o, "writer", "id", QStringLiteral("somebody")); }),
        payloadCase(
            "another journal", "belongs to another journal", 3,
            [](Forge &, QJsonObject &o) { o.insert(QStringLiteral("journal"), QString(64, QLatin1Char('a'))); }),
        payloadCase("another number", "its number is not 3", 3,
                    [](Forge &, QJsonObject &o) { put(o, "writer", "seq", 4); }),
        payloadCase("another entry before it", "does not follow the entry before it", 3,
                    [](Forge &f, QJsonObject &o) { put(o, "writer", "prev", f.leafOf(1)); }),
        payloadCase("no version", "has no version", 3, [](Forge &, QJsonObject &o) { o.remove(QStringLiteral("v")); }),
        payloadCase("no kind", "has no kind", 3,
                    [](Forge &, QJsonObject &o) { o.insert(QStringLiteral("kind"), QString()); }),
        payloadCase("no time", "has no time", 3, [](Forge &, QJsonObject &o) { o.remove(QStringLiteral("time")); }),
        payloadCase("time that falls", "its monotonic time is before", 3,
                    [](Forge &, QJsonObject &o) { put(o, "time", "mono_ms", 1); }),
        payloadCase("id of another form", "its id is not a UUIDv7", 3,
                    [](Forge &, QJsonObject &o) { o.insert(QStringLiteral("id"), QStringLiteral("3")); }),
        payloadCase("id used before", "its id was used before", 3,
                    [](Forge &f, QJsonObject &o) { o.insert(QStringLiteral("id"), f.idOf(2)); }),
        payloadCase("link to other bytes", "links to other bytes", 4,
                    [](Forge &f, QJsonObject &o) {
                        o.insert(QStringLiteral("links"),
                                 QJsonArray{QJsonObject{{QStringLiteral("id"), f.idOf(2)},
                                                        {QStringLiteral("leaf"), f.leafOf(3)},
                                                        {QStringLiteral("rel"), QStringLiteral("corrects")}}});
                    }),
        payloadCase("key under another id", "enrols a key under another id", 1,
                    [](Forge &f, QJsonObject &o) { put(o, "key", "keyid", f.b.id()); }),
        payloadCase("verifier key of another key", "enrols a verifier key that is of another key", 1,
                    [](Forge &f, QJsonObject &o) {
                        put(o, "key", "vkey",
                            NoteKey{QStringLiteral("x"), NoteKey::Type::Ed25519, f.b.publicKey()}.vkey());
                    }),
    };
}

// B signs entry `index` of the log.
void signedByB(Forge &f, int index)
{
    f.signer = [&f, index](int i) { return i == index ? &f.b : nullptr; };
}
void approveLast(Forge &f, int enrolment, const DeviceKey *approver)
{
    f.payload = [&f, enrolment](int i, QJsonObject &o) {
        if (i == enrolment + 1)
            o.insert(QStringLiteral("links"),
                     QJsonArray{QJsonObject{{QStringLiteral("id"), f.idOf(enrolment)},
                                            {QStringLiteral("leaf"), f.leafOf(enrolment)},
                                            {QStringLiteral("rel"), QStringLiteral("approves")}}});
    };
    f.signer = [&f, enrolment, approver](int i) {
        return i == enrolment || i == enrolment + 2 ? &f.b : i == enrolment + 1 ? approver : nullptr;
    };
}
const QJsonObject kApproval{
    {QStringLiteral("decision"), QJsonObject{{QStringLiteral("verdict"), QStringLiteral("approve")}}}};

QList<Case> keyCases()
{
    return {
        {"a stranger's key", "which is not enrolled here", 1, [](Forge &f) { signedByB(f, 3); }},
        {"a key before its enrolment", "which is not enrolled here", 1,
         [](Forge &f) {
             f.extra = {of("key.enrol", key(f.b)), of("observation.slo")};
             signedByB(f, 4);
         }},
        {"a new key that nobody approved", "which is not enrolled here", 1,
         [](Forge &f) {
             f.extra = {of("key.enrol", key(f.b)), of("observation.slo"), of("observation.slo")};
             f.signer = [&f](int i) { return i == 5 || i == 7 ? &f.b : nullptr; };
         }},
        {"a new key that was turned down", "which is not enrolled here", 1,
         [](Forge &f) {
             QJsonObject refusal = kApproval;
             put(refusal, "decision", "verdict", QStringLiteral("reject"));
             f.extra = {of("key.enrol", key(f.b)), of("approval.decided", refusal), of("observation.slo")};
             approveLast(f, 5, nullptr);
         }},
        {"a new key approved by one who is no admin", "which is not enrolled here", 1,
         [](Forge &f) {
             f.extra = {of("key.enrol", key(f.c)), of("key.enrol", key(f.b)), of("approval.decided", kApproval),
                        of("observation.slo")};
             approveLast(f, 6, &f.c);
         }},
        {"a key that another followed", "which another key has followed", 1,
         [](Forge &f) { f.extra = {of("key.rotate", key(f.b)), of("observation.slo")}; }},
        {"a followed key enrolled again", "enrols a key that does not count any more", 1,
         [](Forge &f) {
             f.extra = {of("key.rotate", key(f.b)), of("key.enrol", key(f.a))};
             signedByB(f, 6);
         }},
        {"a key after its revocation", "", 1, // "revoked before", and that it is disputed
         [](Forge &f) {
             f.extra = {of("key.enrol", key(f.b)), of("key.revoke", revocation(f.b, 5)), of("observation.slo")};
             signedByB(f, 7);
         }},
        {"revocation by one who is no admin", "revokes what it may not", 1,
         [](Forge &f) {
             f.extra = {of("key.enrol", key(f.b)), of("key.revoke", revocation(f.a, 5))};
             signedByB(f, 6);
         }},
        {"revocation of an unknown key", "revokes what it may not", 1,
         [](Forge &f) { f.extra = {of("key.revoke", revocation(f.b, 5))}; }},
        {"entries of a key that was revoked from before them on", "disputed", 2,
         [](Forge &f) {
             f.extra = {of("key.enrol", key(f.b)), of("observation.slo"), of("key.revoke", revocation(f.b, 5))};
             signedByB(f, 6);
         }},
    };
}

QList<Case> groupCases()
{
    return {
        {"another group number", "the group has another number than its place", 1,
         [](Forge &f) { f.group = [](int i, Group &g) { g.number += i == 4 ? 1 : 0; }; }},
        {"another first entry", "the group begins at another entry than its place", 1,
         [](Forge &f) { f.group = [](int i, Group &g) { g.first += i == 4 ? 1 : 0; }; }},
        {"another group before it", "the group does not follow the one before it", 1,
         [](Forge &f) { f.group = [](int i, Group &g) { g.prev[0] = i == 4 ? g.prev[0] ^ 1U : g.prev[0]; }; }},
        {"padding with something in it", "the padding of the group is not empty", 1,
         [](Forge &f) {
             f.groupBytes = [](int i, QByteArray &bytes) {
                 if (i == 3)
                     bytes.back() = 'x';
             };
         }},
        {"a byte too many in the last group", "the frames of the group do not fill it", 1,
         [](Forge &f) {
             f.groupBytes = [](int i, QByteArray &bytes) {
                 if (i == 4)
                     rehash(bytes, qFromBigEndian<quint32>(bytes.constData() + 8) + 1);
             };
         }},
        {"a group that was cut off", "an unfinished write stands at the end", 2,
         [](Forge &f) {
             f.groupBytes = [](int i, QByteArray &bytes) {
                 if (i == 4)
                     bytes[200] = char(bytes.at(200) ^ 1);
             };
         }},
        {"a changed group with others behind it", "a group is damaged, and others follow it", 1,
         [](Forge &f) {
             f.groupBytes = [](int i, QByteArray &bytes) {
                 if (i == 3)
                     bytes[200] = char(bytes.at(200) ^ 1);
             };
         }},
        {"bytes behind the end", "bytes stand behind the end of the log", 1,
         [](Forge &f) { f.segment = [](QByteArray &bytes) { bytes.back() = 'x'; }; }},
        {"an opening that is gone", "the opening of rationale is missing", 2,
         [](Forge &f) {
             f.payload = [](int i, QJsonObject &o) {
                 if (i == 3)
                     put(o, "pd", "rationale", QStringLiteral("hmac-sha256:00"));
             };
         }},
    };
}

} // namespace

// One forgery for each thing that the verifier looks at, right in everything else: whoever drops a check finds that
// what it caught is taken for whole.
class TestForgeries : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_folder;

    [[nodiscard]] verify::Sources sources() const { return {.log = m_folder + QStringLiteral("/log")}; }

private Q_SLOTS:
    void init()
    {
        static int round = 0;
        m_folder = m_dir.filePath(QString::number(round++));
    }

    void whatIsRightIsWhole()
    {
        Forge plain;
        plain.write(m_folder);
        const verify::Report report = verify::run(sources());
        QVERIFY2(report.exitCode() == 0, qPrintable(words(report)));
        QCOMPARE(report.entries, quint64(5));
        QCOMPARE(report.root, toHex(plain.rootAt(5)));
        QCOMPARE(report.journal, plain.leafOf(0));
    }
    // New keys: enrolled by an admin, approved by one, following another; a revocation that disputes nothing.
    void keysThatCountAreTaken()
    {
        Forge f;
        f.extra = {of("key.enrol", key(f.b)), of("approval.decided", kApproval),
                   of("observation.slo"),     of("key.enrol", key(f.c)),
                   of("observation.slo"),     of("key.revoke", revocation(f.c, 9)),
                   of("key.rotate", key(f.b))};
        approveLast(f, 5, &f.a);
        const auto before = f.signer;
        f.signer = [&f, before](int i) { return i == 9 ? &f.c : before(i); };
        f.extra.removeLast();
        f.write(m_folder);
        const verify::Report report = verify::run(sources());
        QVERIFY2(report.exitCode() == 0, qPrintable(words(report)));
        QCOMPARE(report.entries, quint64(11));
    }

    // Of a device of the team, whose key this log does not know: that is for the shared log to judge.
    void anotherDevicesKeyMayBeRevoked_data()
    {
        QTest::addColumn<bool>("own"); // it says that the key is of this device
        QTest::newRow("another device") << false;
        QTest::newRow("this device, which has no such key") << true;
    }
    void anotherDevicesKeyMayBeRevoked()
    {
        QFETCH(bool, own);
        Forge f;
        QJsonObject fields = revocation(f.b, 5);
        put(fields, "revoke", "device", own ? Forge::writer() : QStringLiteral("another"));
        f.extra = {of("key.revoke", fields)};
        f.write(m_folder);
        const verify::Report report = verify::run(sources());
        QCOMPARE(report.exitCode(), own ? 1 : 0);
        QCOMPARE(words(report).contains(QStringLiteral("revokes what it may not")), own);
    }

    void forgeries_data()
    {
        QTest::addColumn<int>("at");
        const QList<Case> all = cases();
        for (qsizetype i = 0; i < all.size(); ++i)
            QTest::newRow(all.at(i).name) << int(i);
    }
    void forgeries()
    {
        QFETCH(int, at);
        const Case one = cases().at(at);
        Forge forge;
        one.spoil(forge);
        forge.write(m_folder);
        const verify::Report report = verify::run(sources());
        QVERIFY2(report.exitCode() == one.exitCode, qPrintable(words(report)));
        for (const verify::Finding &finding : report.findings)
            QVERIFY2(finding.what.contains(QLatin1String(one.finding)), qPrintable(words(report)));
    }

    void anotherGenesis()
    {
        Forge().write(m_folder);
        verify::Sources trusted = sources();
        trusted.genesis = QString(64, QLatin1Char('0'));
        const verify::Report report = verify::run(trusted);
        QCOMPARE(report.exitCode(), 1);
        QCOMPARE(report.findings.size(), 1);
    }
    // No frame of the log can be so long, a row of the index could.
    void envelopeThatIsTooLarge()
    {
        verify::Entry entry;
        const std::string large(65'536, 'x');
        entry.read(large, kEntryType);
        QCOMPARE(QString::fromStdString(entry.wrong.front()), QStringLiteral("envelope larger than 65,535 bytes"));
    }
    void segmentThatIsMissing()
    {
        Forge().write(m_folder);
        QVERIFY(QFile::copy(m_folder + QStringLiteral("/log/00000000.seg"),
                            m_folder + QStringLiteral("/log/00000002.seg")));
        const verify::Report report = verify::run(sources());
        QCOMPARE(report.exitCode(), 1);
        QVERIFY2(words(report).contains(QStringLiteral("a segment before it is missing")), qPrintable(words(report)));
        QCOMPARE(report.findings.size(), 1);
    }
    // A short segment that another one follows is damage, even with one group behind it.
    void tornSegmentThatIsNotTheLast()
    {
        Forge f;
        f.segment = [](QByteArray &bytes) { bytes[4096 * 4 + 200] = char(bytes.at(4096 * 4 + 200) ^ 1); };
        f.write(m_folder);
        QCOMPARE(verify::run(sources()).exitCode(), 2);
        QVERIFY(QFile::copy(m_folder + QStringLiteral("/log/00000000.seg"),
                            m_folder + QStringLiteral("/log/00000001.seg")));
        const verify::Report report = verify::run(sources());
        QCOMPARE(report.exitCode(), 1);
        QVERIFY(words(report).contains(QStringLiteral("others follow it")));
    }
    void openingThatWasErased()
    {
        const QJsonObject erasure{
            {QStringLiteral("erase"), QJsonObject{{QStringLiteral("subject"), QStringLiteral("psn-1")}}}};
        for (const bool isOther : {false, true}) {
            init();
            Forge f;
            f.extra = {of("privacy.erase", erasure)};
            f.payload = [isOther](int i, QJsonObject &o) {
                if (i != 3)
                    return;
                put(o, "pd", "rationale", QStringLiteral("hmac-sha256:00"));
                put(o, "actor", "ref", isOther ? QStringLiteral("psn-2") : QStringLiteral("psn-1"));
            };
            f.write(m_folder);
            const verify::Report report = verify::run(sources());
            QCOMPARE(report.exitCode(), isOther ? 2 : 0);
            QCOMPARE(report.erased.size(), isOther ? 0 : 1);
        }
    }
    void openingThatIsThere()
    {
        Forge f;
        f.payload = [&f](int i, QJsonObject &o) {
            if (i != 3)
                return;
            put(o, "pd", "rationale", QStringLiteral("hmac-sha256:00"));
            f.openings = {
                SealedOpening{f.idOf(3), QStringLiteral("rationale"), QStringLiteral("psn-1"), "box"}.frame()};
        };
        f.write(m_folder);
        QCOMPARE(verify::run(sources()).exitCode(), 0);
    }

    void heads_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("finding");
        QTest::newRow("whole") << QStringLiteral("good") << 0 << QString();
        QTest::newRow("cosigned only by a trusted witness") << QStringLiteral("cosigned") << 0 << QString();
        QTest::newRow("other root") << QStringLiteral("root") << 1 << QStringLiteral("belongs to another history");
        QTest::newRow("longer log") << QStringLiteral("longer") << 1 << QStringLiteral("TRUNCATED");
        QTest::newRow("other log") << QStringLiteral("origin") << 1 << QStringLiteral("is a checkpoint of another log");
        QTest::newRow("false signature") << QStringLiteral("false") << 1 << QStringLiteral("does not belong to it");
        QTest::newRow("stranger's signature") << QStringLiteral("stranger") << 2 << QStringLiteral("no trusted key");
        QTest::newRow("no note") << QStringLiteral("text") << 1 << QStringLiteral("is no signed checkpoint");
        QTest::newRow("extension line") << QStringLiteral("extension") << 1
                                        << QStringLiteral("is no signed checkpoint");
        QTest::newRow("no file") << QStringLiteral("nothing") << 4 << QString();
    }
    void heads()
    {
        QFETCH(QString, what);
        QFETCH(int, exitCode);
        QFETCH(QString, finding);
        Forge f;
        f.write(m_folder);
        const QString origin = QStringLiteral("a.example/journal/w/") + Forge::writer();
        Checkpoint head{what == QLatin1String("origin") ? QStringLiteral("other.example/journal/w/x") : origin, 4,
                        f.rootAt(what == QLatin1String("root") ? 3 : 4)};
        if (what == QLatin1String("longer"))
            head.size = 6;
        const QByteArray body = head.body() + (what == QLatin1String("extension") ? "x\n" : "");
        SignedNote note{body, {signNote(what == QLatin1String("stranger") ? f.c : f.a, head.origin, body)}};
        if (what == QLatin1String("cosigned"))
            note.signatures = {cosignNote(f.b, QStringLiteral("b.example"), body, 1'800'000'000)};
        if (what == QLatin1String("false"))
            note.signatures[0].bytes[5] = char(note.signatures.at(0).bytes.at(5) ^ 1);
        const QString file = m_folder + QStringLiteral("/note");
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(what == QLatin1String("text") ? QByteArray("text\n") : note.text());
        out.close();
        if (what == QLatin1String("nothing"))
            QVERIFY(QFile::remove(file));
        verify::Sources all = sources();
        all.witness = QStringList{file};
        all.trust =
            QStringList{NoteKey{origin, NoteKey::Type::Ed25519, f.a.publicKey()}.vkey(),
                        NoteKey{QStringLiteral("b.example"), NoteKey::Type::Cosignature, f.b.publicKey()}.vkey()};
        const verify::Report report = verify::run(all);
        QVERIFY2(report.exitCode() == exitCode, qPrintable(words(report)));
        QCOMPARE(report.findings.size(), exitCode == 0 ? 0 : 1);
        QVERIFY2(words(report).contains(finding), qPrintable(words(report)));
        QCOMPARE(report.vouched, quint64(exitCode == 0 ? 4 : 0));
        // A checkpoint that holds stands for the signatures of what lies below it, and for no more.
        all.since = 4;
        QCOMPARE(verify::run(all).exitCode(), exitCode == 0 ? 0
                                              : std::max(exitCode == 4 ? 4 : 1, exitCode) == 4 ? 4
                                                                                               : exitCode);
        if (exitCode == 0) {
            all.since = 5;
            QCOMPARE(verify::run(all).exitCode(), 2);
        }
    }
    // Below a signed checkpoint the hashes are enough: this is what --since leaves out.
    void sinceLeavesSignaturesOut()
    {
        Forge f;
        f.envelope = [](int i, QByteArray &bytes) {
            const qsizetype at = bytes.indexOf("\"sig\":\"") + 9;
            if (i == 3)
                bytes[at] = bytes.at(at) == 'A' ? 'B' : 'A';
        };
        f.write(m_folder);
        verify::Sources all = sources();
        all.since = 3;
        QCOMPARE(verify::run(all).exitCode(), 1);
        all.since = 4;
        QCOMPARE(verify::run(all).exitCode(), 2); // no checkpoint covers it
    }

    void marks_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("finding");
        QTest::newRow("good") << QByteArray(R"({"journal":"%J","root":"%4","size":4})") << QString();
        QTest::newRow("longer") << QByteArray(R"({"journal":"%J","root":"%4","size":9})")
                                << QStringLiteral("TRUNCATED");
        QTest::newRow("root") << QByteArray(R"({"journal":"%J","root":"%3","size":4})")
                              << QStringLiteral("another history");
        QTest::newRow("journal") << QByteArray(R"({"journal":"x","root":"%4","size":4})")
                                 << QStringLiteral("another history");
        QTest::newRow("text") << QByteArray("?") << QStringLiteral("cannot be read");
        QTest::newRow("negative") << QByteArray(R"({"journal":"%J","root":"%4","size":-1})")
                                  << QStringLiteral("cannot be read");
    }
    void marks()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, finding);
        Forge f;
        f.write(m_folder);
        text.replace("%J", f.leafOf(0).toLatin1());
        text.replace("%4", toHex(f.rootAt(4)).toLatin1()).replace("%3", toHex(f.rootAt(3)).toLatin1());
        const QString file = m_folder + QStringLiteral("/mark");
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) == text.size());
        out.close();
        verify::Sources all = sources();
        all.mark = file;
        const verify::Report report = verify::run(all);
        QCOMPARE(report.exitCode(), finding.isEmpty() ? 0 : 1);
        QVERIFY2(words(report).contains(finding), qPrintable(words(report)));
    }

private:
    static QList<Case> cases() { return envelopeCases() + chainCases() + keyCases() + groupCases(); }
};

QTEST_GUILESS_MAIN(TestForgeries)
#include "tst_forgeries.moc"
