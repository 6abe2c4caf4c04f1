// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/oidc/idtoken.h"

#include "models/base/clock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QTest>

#include <cjose/cjose.h>

using namespace astern;
using namespace astern::connectors;

namespace {

constexpr qint64 kNow = 1'795'000'000'000;
const QString kIssuer = QStringLiteral("https://login.shop.example");
const QString kClient = QStringLiteral("astern");

QByteArray coded(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

// A key pair of the test, and its public half as a provider shows it.
struct TestKey {
    cjose_jwk_t *jwk = nullptr;
    QByteArray id;
    explicit TestKey(const QByteArray &name, bool rsa, size_t bits = 2048) : id(name)
    {
        cjose_err error{};
        const QByteArray e = QByteArray::fromHex("010001");
        jwk = rsa ? cjose_jwk_create_RSA_random(bits, reinterpret_cast<const uint8_t *>(e.constData()), 3, &error)
                  : cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error);
        if (!jwk || !cjose_jwk_set_kid(jwk, id.constData(), size_t(id.size()), &error))
            qFatal("no key: %s", error.message);
    }
    TestKey(const TestKey &) = delete;
    TestKey &operator=(const TestKey &) = delete;
    ~TestKey() { cjose_jwk_release(jwk); }
    QJsonObject shown(bool secret = false) const
    {
        cjose_err error{};
        char *text = cjose_jwk_to_json(jwk, secret, &error);
        const QJsonObject object = QJsonDocument::fromJson(QByteArray(text)).object();
        free(text);
        return object;
    }
    QByteArray sign(const QJsonObject &claims, const char *algorithm, const QJsonObject &more = {}) const
    {
        cjose_err error{};
        cjose_header_t *header = cjose_header_new(&error);
        cjose_header_set(header, CJOSE_HDR_ALG, algorithm, &error);
        cjose_header_set(header, CJOSE_HDR_KID, id.constData(), &error);
        for (auto it = more.begin(); it != more.end(); ++it)
            cjose_header_set_raw(header, it.key().toLatin1().constData(),
                                 QJsonDocument(it.value().toArray()).toJson(QJsonDocument::Compact).constData(),
                                 &error);
        const QByteArray text = QJsonDocument(claims).toJson(QJsonDocument::Compact);
        cjose_jws_t *jws = cjose_jws_sign(jwk, header, reinterpret_cast<const uint8_t *>(text.constData()),
                                          size_t(text.size()), &error);
        const char *compact = nullptr;
        if (!jws || !cjose_jws_export(jws, &compact, &error))
            qFatal("not signed: %s", error.message);
        const QByteArray token(compact);
        cjose_jws_release(jws);
        cjose_header_release(header);
        return token;
    }
};

QByteArray shownKeys(const QList<QJsonObject> &keys)
{
    QJsonArray array;
    for (const QJsonObject &key : keys)
        array.append(key);
    return QJsonDocument(QJsonObject{{QStringLiteral("keys"), array}}).toJson();
}

QJsonObject goodClaims()
{
    return {{QStringLiteral("iss"), kIssuer},
            {QStringLiteral("aud"), kClient},
            {QStringLiteral("sub"), QStringLiteral("alice")},
            {QStringLiteral("name"), QStringLiteral("Alice Ang")},
            {QStringLiteral("email"), QStringLiteral("alice@shop.example")},
            {QStringLiteral("groups"), QJsonArray{QStringLiteral("a"), QStringLiteral("b"), 7}},
            {QStringLiteral("nonce"), QStringLiteral("n-1")},
            {QStringLiteral("iat"), kNow / 1000},
            {QStringLiteral("exp"), kNow / 1000 + 300}};
}

} // namespace

class TestIdToken : public QObject {
    Q_OBJECT
    const TestKey m_rsa{"rsa-1", true};
    const TestKey m_ec{"ec-1", false};
    const TestKey m_other{"rsa-1", true}; // another key that claims the same name
    const TestKey m_weak{"weak", true, 1024};
    KeySet m_keys;

    IdExpectation expected() const
    {
        return {
            .issuer = kIssuer, .clientId = kClient, .nonce = QStringLiteral("n-1"), .nowMs = kNow, .skewMs = 60'000};
    }
private Q_SLOTS:
    void initTestCase();
    void algorithms_data();
    void algorithms();
    void forged_data();
    void forged();
    void claims_data();
    void claims();
    void says();
    void keySets_data();
    void keySets();
};

void TestIdToken::initTestCase()
{
    const Result<KeySet> read = KeySet::read(shownKeys({m_rsa.shown(), m_ec.shown()}));
    QVERIFY(read);
    QCOMPARE(read->keys().size(), 2);
    m_keys = *read;
}

void TestIdToken::algorithms_data()
{
    QTest::addColumn<QByteArray>("token");
    for (const char *name : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
        QTest::newRow(name) << m_rsa.sign(goodClaims(), name);
    QTest::newRow("ES256") << m_ec.sign(goodClaims(), "ES256");
}

void TestIdToken::algorithms()
{
    QFETCH(QByteArray, token);
    const Result<IdClaims> claims = verifyIdToken(token, m_keys, expected());
    QVERIFY2(claims, claims ? "" : qPrintable(claims.error().toString()));
    QCOMPARE(claims->subject, QStringLiteral("alice"));
    // One letter less of anything, and it is none.
    for (const int part : {0, 1, 2}) {
        QList<QByteArray> parts = token.split('.');
        parts[part].replace(parts.at(part).size() / 2, 1,
                            parts.at(part).at(parts.at(part).size() / 2) == 'A' ? "B" : "A");
        QVERIFY(!verifyIdToken(parts.join('.'), m_keys, expected()));
    }
}

void TestIdToken::forged_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QString>("code");
    const QByteArray payload = coded(QJsonDocument(goodClaims()).toJson(QJsonDocument::Compact));
    const auto unsignedBy = [&payload](const QByteArray &header, const QByteArray &signature = {}) {
        return coded(header) + '.' + payload + '.' + signature;
    };
    QTest::newRow("none") << unsignedBy(R"({"alg":"none"})") << QStringLiteral("unauthorized");
    QTest::newRow("None") << unsignedBy(R"({"alg":"None"})") << QStringLiteral("unauthorized");
    QTest::newRow("no algorithm") << unsignedBy(R"({"kid":"rsa-1"})") << QStringLiteral("unauthorized");
    QTest::newRow("algorithm, no signature")
        << unsignedBy(R"({"alg":"RS256","kid":"rsa-1"})") << QStringLiteral("unauthorized");
    // The public key as if it were a secret that both sides share.
    for (const QByteArray &secret : {QJsonDocument(m_rsa.shown()).toJson(QJsonDocument::Compact),
                                     m_rsa.shown().value(QLatin1String("n")).toString().toLatin1(), QByteArray()}) {
        const QByteArray head = coded(R"({"alg":"HS256","kid":"rsa-1"})") + '.' + payload;
        QTest::addRow("HS256 of %d bytes", int(secret.size()))
            << head + '.' + coded(QMessageAuthenticationCode::hash(head, secret, QCryptographicHash::Sha256))
            << QStringLiteral("unauthorized");
    }
    QTest::newRow("another key of the same name")
        << m_other.sign(goodClaims(), "RS256") << QStringLiteral("unauthorized");
    QTest::newRow("key of another name") << TestKey("rsa-9", true).sign(goodClaims(), "RS256")
                                         << QStringLiteral("not-found");
    QTest::newRow("key that is too short") << m_weak.sign(goodClaims(), "RS256") << QStringLiteral("not-found");
    QTest::newRow("asks for more") << m_rsa.sign(goodClaims(), "RS256",
                                                 {{QStringLiteral("crit"), QJsonArray{QStringLiteral("exp")}}})
                                   << QStringLiteral("unauthorized");
    const QByteArray good = m_rsa.sign(goodClaims(), "RS256");
    QTest::newRow("signature of another token")
        << good.left(good.lastIndexOf('.')) + m_rsa.sign({{QStringLiteral("a"), 1}}, "RS256")
                                                  .mid(m_rsa.sign({{QStringLiteral("a"), 1}}, "RS256").lastIndexOf('.'))
        << QStringLiteral("unauthorized");
    QTest::newRow("four parts") << good + ".AAAA" << QStringLiteral("unauthorized");
    QTest::newRow("two parts") << good.left(good.lastIndexOf('.')) << QStringLiteral("unauthorized");
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("unauthorized");
    QTest::newRow("garbage") << QByteArray("a.b.c") << QStringLiteral("unauthorized");
    QTest::newRow("too long") << good + QByteArray(kMostTokenBytes, 'A') << QStringLiteral("unauthorized");
}

void TestIdToken::forged()
{
    QFETCH(QByteArray, token);
    QFETCH(QString, code);
    const Result<IdClaims> claims = verifyIdToken(token, m_keys, expected());
    QVERIFY(!claims);
    QCOMPARE(claims.error().code(), code);
    QVERIFY(token.isEmpty() || !claims.error().toString().contains(QString::fromLatin1(token)));
}

void TestIdToken::claims_data()
{
    QTest::addColumn<QJsonObject>("changed"); // null: taken out
    QTest::addColumn<QString>("reason");      // part of it; empty: good
    const auto row = [](const char *name, const QJsonObject &changed, const char *reason) {
        QTest::newRow(name) << changed << QString::fromLatin1(reason);
    };
    const qint64 now = kNow / 1000;
    const auto is = [](const char *key, const QJsonValue &value) { return QJsonObject{{QLatin1String(key), value}}; };
    row("as it should be", {}, "");
    row("another issuer", is("iss", QStringLiteral("https://login.evil.example")), "another provider");
    row("issuer with a slash", is("iss", kIssuer + QLatin1Char('/')), "another provider");
    row("no issuer", is("iss", QJsonValue()), "another provider");
    row("nobody", is("sub", QString()), "another provider");
    row("for another program", is("aud", QStringLiteral("other")), "for another program");
    row("for nobody", is("aud", QJsonValue()), "for another program");
    row("for us alone, as a list", is("aud", QJsonArray{kClient}), "");
    row("for two, and nobody says whose", is("aud", QJsonArray{kClient, QStringLiteral("other")}),
        "for another program");
    row("for two, ours",
        {{QStringLiteral("aud"), QJsonArray{kClient, QStringLiteral("other")}}, {QStringLiteral("azp"), kClient}}, "");
    row("for two, the other's",
        {{QStringLiteral("aud"), QJsonArray{kClient, QStringLiteral("other")}},
         {QStringLiteral("azp"), QStringLiteral("other")}},
        "for another program");
    row("ours, for another's use", is("azp", QStringLiteral("other")), "for another program");
    row("azp that is no text", is("azp", 7), "for another program");
    row("another nonce", is("nonce", QStringLiteral("n-2")), "another question");
    row("no nonce", is("nonce", QJsonValue()), "another question");
    row("ended", is("exp", now - 61), "ended");
    row("ended within the tolerance", is("exp", now - 59), "");
    row("ends never", is("exp", QJsonValue()), "does not say when");
    row("ends as text", is("exp", QStringLiteral("9999999999")), "does not say when");
    row("made never", is("iat", QJsonValue()), "does not say when");
    row("from the future", is("iat", now + 61), "clock is 1 min 1 s behind");
    row("from the future within the tolerance", is("iat", now + 60), "");
    row("huge time", is("exp", 1e300), "does not say when");
}

void TestIdToken::claims()
{
    QFETCH(QJsonObject, changed);
    QFETCH(QString, reason);
    QJsonObject claims = goodClaims();
    for (auto it = changed.begin(); it != changed.end(); ++it) {
        if (it.value().isNull())
            claims.remove(it.key());
        else
            claims.insert(it.key(), it.value());
    }
    const Result<IdClaims> read = verifyIdToken(m_ec.sign(claims, "ES256"), m_keys, expected());
    QCOMPARE(read.ok(), reason.isEmpty());
    QString said = read ? QString() : read.error().message;
    said.replace(QChar(0x00a0), QLatin1Char(' '));
    QVERIFY2(said.contains(reason), qPrintable(said));
}

void TestIdToken::says()
{
    IdExpectation any = expected();
    any.nonce.reset();
    any.subject = QStringLiteral("alice");
    const Result<IdClaims> read = verifyIdToken(m_rsa.sign(goodClaims(), "RS256"), m_keys, any);
    QVERIFY(read);
    QCOMPARE(read->name, QStringLiteral("Alice Ang"));
    QCOMPARE(read->mail, QStringLiteral("alice@shop.example"));
    QCOMPARE(read->groups, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    QCOMPARE(read->endsMs, kNow + 300'000);
    any.subject = QStringLiteral("bob");
    QVERIFY(!verifyIdToken(m_rsa.sign(goodClaims(), "RS256"), m_keys, any));
    QCOMPARE(unprovenClaims(m_rsa.sign(goodClaims(), "RS256")).name, QStringLiteral("Alice Ang"));
    QCOMPARE(unprovenClaims("nothing"), IdClaims());
}

void TestIdToken::keySets_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("kept"); // -1: refused
    QJsonObject encryption = m_rsa.shown();
    encryption.insert(QStringLiteral("use"), QStringLiteral("enc"));
    QTest::newRow("two kinds") << shownKeys({m_rsa.shown(), m_ec.shown()}) << 2;
    QTest::newRow("for encryption") << shownKeys({encryption}) << 0;
    QTest::newRow("short") << shownKeys({m_weak.shown()}) << 0;
    QTest::newRow("secret") << shownKeys({m_rsa.shown(true), m_ec.shown(true)}) << 0;
    QTest::newRow("shared secret") << QByteArray(R"({"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"rsa-1"}]})") << 0;
    QTest::newRow("unknown kind") << QByteArray(R"({"keys":[{"kty":"XYZ"}, 7, null, "a"]})") << 0;
    QTest::newRow("none") << QByteArray(R"({"keys":[]})") << 0;
    QTest::newRow("no set") << QByteArray(R"({"key":[]})") << -1;
    QTest::newRow("no list") << QByteArray(R"({"keys":{}})") << -1;
    QTest::newRow("no JSON") << QByteArray("<html>") << -1;
    QTest::newRow("too many") << shownKeys(QList<QJsonObject>(51, m_ec.shown())) << -1;
}

void TestIdToken::keySets()
{
    QFETCH(QByteArray, json);
    QFETCH(int, kept);
    const Result<KeySet> read = KeySet::read(json);
    QCOMPARE(read ? int(read->keys().size()) : -1, kept);
}

QTEST_GUILESS_MAIN(TestIdToken)
#include "tst_idtoken.moc"
