// SPDX-License-Identifier: GPL-3.0-or-later
// Who may write in the shared log: by position, whoever says what when.
#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/sharedchain.h"
#include "tests/support/testwriter.h"

#include <QTest>

using namespace astern;
using namespace astern::test;
using Kind = SharedChain::Verdict::Kind;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

std::shared_ptr<const DeviceKey> newKey() { return std::make_shared<const DeviceKey>(randomBytes(32)); }

// The shared log as its readers take it.
struct Log {
    SharedChain chain;
    QList<Kind> verdicts;

    QByteArray add(const QByteArray &leaf)
    {
        verdicts.append(chain.take(sharedRow(chain.size(), leaf)).kind);
        return leaf;
    }
    // Genesis and enrolment, as each journal begins.
    void begin(TestWriter &writer)
    {
        add(writer.next());
        enrolments.insert(writer.id,
                          toHex(Merkle::leafHash(add(writer.next(s("key.enrol"), {{s("key"), writer.keyObject()}})))));
    }
    void approve(TestWriter &admin, const TestWriter &newcomer)
    {
        add(admin.next(s("approval.decided"), {{s("decision"), QJsonObject{{s("verdict"), s("approve")}}}},
                       {{EntryLink::Rel::Approves, Uuid7::next(), enrolments.value(newcomer.id)}}));
    }
    void revoke(TestWriter &admin, const QString &keyId, qint64 lastGood)
    {
        add(admin.next(s("key.revoke"),
                       {{s("revoke"), QJsonObject{{s("keyid"), keyId}, {s("last_good_seq"), lastGood}}}}));
    }
    // The writer goes on with another key, which the one before names.
    void rotate(TestWriter &writer, const std::shared_ptr<const DeviceKey> &to)
    {
        add(writer.next(s("key.rotate"), {{s("key"), keyObject(*to)}}));
        writer.key = to;
    }
    [[nodiscard]] static QJsonObject keyObject(const DeviceKey &key)
    {
        return {{s("alg"), s("ed25519")},
                {s("keyid"), key.id()},
                {s("public"), QString::fromLatin1(toBase64(key.publicKey()))}};
    }
    [[nodiscard]] Kind last() const { return verdicts.last(); }
    [[nodiscard]] bool approved(const TestWriter &writer) const { return chain.writers().value(writer.id).approved; }
    QHash<QString, QString> enrolments; // writer -> leaf hash
};

} // namespace

class TestSharedChain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_log = {};
        m_admin = {};
        m_anna = {};
        m_log.begin(m_admin);
        m_log.begin(m_anna);
        m_log.approve(m_admin, m_anna);
        QVERIFY(m_log.approved(m_anna));
        QCOMPARE(int(m_log.last()), int(Kind::Good));
    }

    void entriesBehindTheLastGoodNumberAreDisputed()
    {
        m_log.add(m_anna.next()); // 2
        m_log.revoke(m_admin, m_anna.key->id(), 2);
        m_log.add(m_anna.next()); // 3
        QCOMPARE(int(m_log.last()), int(Kind::Disputed));
        QVERIFY(m_log.chain.counts(m_anna.key->id(), 2));
        QVERIFY(!m_log.chain.counts(m_anna.key->id(), 3));
        QVERIFY(m_log.approved(m_anna)); // what she said before counts
    }

    // The administrator's chain: genesis, enrolment, approval of anna, rotation; then approval and revocation.
    void anApprovalByARevokedKeyDoesNotCount_data()
    {
        QTest::addColumn<bool>("before"); // the approval stands before the revocation
        QTest::addColumn<qint64>("lastGood");
        QTest::addColumn<bool>("counts");
        QTest::newRow("approved, then revoked from before it on") << true << qint64(3) << false;
        QTest::newRow("approved, then revoked from behind it on") << true << qint64(4) << true;
        QTest::newRow("revoked, then approved") << false << qint64(4) << false;
    }
    void anApprovalByARevokedKeyDoesNotCount()
    {
        QFETCH(bool, before);
        QFETCH(qint64, lastGood);
        QFETCH(bool, counts);
        m_log.rotate(m_admin, newKey());
        TestWriter thief;
        m_log.begin(thief);
        if (before) {
            m_log.approve(m_admin, thief);
            QVERIFY(m_log.approved(thief));
        }
        m_log.revoke(m_admin, m_admin.key->id(), lastGood); // by its owner, who lost it
        if (!before) {
            m_log.approve(m_admin, thief);
            QCOMPARE(int(m_log.last()), int(Kind::Disputed));
        }
        QCOMPARE(m_log.approved(thief), counts);
        m_log.add(thief.next());
        QCOMPARE(int(m_log.last()), int(counts ? Kind::Good : Kind::Pending));
        QVERIFY(m_log.approved(m_anna)); // by the key before, which is not revoked
    }

    // Its administrator lets a device write and approves it in one go; its first entries come after that.
    void anApprovalMayStandBeforeWhatItApproves()
    {
        TestWriter bert;
        const QByteArray genesis = bert.next();
        const QByteArray enrolment = bert.next(s("key.enrol"), {{s("key"), bert.keyObject()}});
        m_log.enrolments.insert(bert.id, toHex(Merkle::leafHash(enrolment)));
        m_log.approve(m_admin, bert);
        m_log.add(genesis);
        QCOMPARE(int(m_log.last()), int(Kind::Pending));
        m_log.add(enrolment);
        QCOMPARE(int(m_log.last()), int(Kind::Good));
        QVERIFY(m_log.approved(bert));
        // Taken back with the key that gave it.
        TestWriter carl;
        const QByteArray first = carl.next();
        m_log.enrolments.insert(carl.id, toHex(Merkle::leafHash(first)));
        const qint64 last = qint64(m_admin.seq) - 1;
        m_log.rotate(m_admin, newKey());
        const QString second = m_admin.key->id();
        m_log.approve(m_admin, carl);
        m_log.revoke(m_admin, second, last + 1);
        m_log.add(first);
        QVERIFY(!m_log.approved(carl));
        QVERIFY(m_log.approved(bert));
    }

    void aRotatedKeyIsFollowed()
    {
        const TestWriter old = m_anna;
        m_log.rotate(m_anna, newKey());
        m_log.add(m_anna.next());
        QCOMPARE(int(m_log.last()), int(Kind::Good));
        // Whoever kept the old key signs for nobody.
        TestWriter thief = m_anna;
        thief.key = old.key;
        m_log.add(thief.next());
        QCOMPARE(int(m_log.last()), int(Kind::Void));
    }

    void anAdministratorStaysOneBehindARotation()
    {
        m_log.rotate(m_admin, newKey());
        TestWriter bert;
        m_log.begin(bert);
        QCOMPARE(int(m_log.last()), int(Kind::Pending));
        m_log.approve(m_admin, bert);
        QVERIFY(m_log.approved(bert));
    }

    // A thief who rotates to a key of the own is not rid of the revocation.
    void whatADisputedEntryEnrolledIsDisputedToo()
    {
        const QString stolen = m_anna.key->id();
        m_log.rotate(m_anna, newKey()); // 2
        m_log.add(m_anna.next());
        QCOMPARE(int(m_log.last()), int(Kind::Good));
        m_log.revoke(m_admin, stolen, 1);
        m_log.add(m_anna.next());
        QCOMPARE(int(m_log.last()), int(Kind::Disputed));
    }

    void aWitnessWhoseKeyIsRevokedIsNone()
    {
        const DeviceKey cosigns(randomBytes(32));
        m_log.add(
            m_anna.next(QLatin1String(kCosignKind),
                        {{s("key"), QJsonObject{{s("alg"), s("cosignature/v1")},
                                                {s("name"), s("shop.example/journal/w/") + m_anna.id},
                                                {s("public"), QString::fromLatin1(toBase64(cosigns.publicKey()))}}}}));
        QVERIFY(m_log.chain.writers().value(m_anna.id).cosigner.has_value());
        m_log.revoke(m_admin, m_anna.key->id(), 2);
        QVERIFY(!m_log.chain.writers().value(m_anna.id).cosigner.has_value());
    }

    void onlyAnAdministratorRevokes_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("which");
        QTest::addColumn<qint64>("lastGood");
        QTest::addColumn<bool>("counts");
        QTest::newRow("an administrator") << s("admin") << s("anna") << qint64(1) << true;
        QTest::newRow("a device that is not one") << s("anna") << s("admin") << qint64(1) << false;
        QTest::newRow("a key that nobody knows") << s("admin") << s("nobody") << qint64(1) << false;
        QTest::newRow("without a number") << s("admin") << s("anna") << qint64(-1) << false;
    }
    void onlyAnAdministratorRevokes()
    {
        QFETCH(QString, who);
        QFETCH(QString, which);
        QFETCH(qint64, lastGood);
        QFETCH(bool, counts);
        const DeviceKey nobody(randomBytes(32));
        const QString key = which == s("admin")  ? m_admin.key->id()
                            : which == s("anna") ? m_anna.key->id()
                                                 : nobody.id();
        m_log.revoke(who == s("admin") ? m_admin : m_anna, key, lastGood);
        QCOMPARE(int(m_log.last()), int(Kind::Good)); // said in the log all the same
        QCOMPARE(m_log.chain.revoked().contains(key), counts);
    }

    void saidTwiceTheEarlierNumberHolds()
    {
        m_log.revoke(m_admin, m_anna.key->id(), 3);
        m_log.revoke(m_admin, m_anna.key->id(), 7);
        QCOMPARE(m_log.chain.revoked().value(m_anna.key->id()), quint64(3));
        m_log.revoke(m_admin, m_anna.key->id(), 1);
        QCOMPARE(m_log.chain.revoked().value(m_anna.key->id()), quint64(1));
    }

private:
    Log m_log;
    TestWriter m_admin;
    TestWriter m_anna;
};

QTEST_GUILESS_MAIN(TestSharedChain)
#include "tst_sharedchain.moc"
