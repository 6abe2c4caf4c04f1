// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubernetes.h"
#include "connectors/prometheus/prometheus.h"
#include "tests/connectors/kubernetes/guardedapi.h"
#include "tests/support/fakesecrets.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using State = BackendHealth::State;

namespace {

const QByteArray kFirst = "first-made-8d1f";
const QByteArray kSecond = "second-made-77ab";

Result<QString> nothingElse(const Secret &secret)
{
    return Error{.kind = Error::Kind::Unauthorized, .message = QStringLiteral("not here: ") + secret.text};
}

} // namespace

// Secrets of the keychain on their way into a connection.
class TestStoredCredentials : public QObject {
    Q_OBJECT
    FakeSecrets m_secrets;
    SystemClock m_clock;
    GuardedApi m_api;
    BackendHealth m_health;

    std::unique_ptr<DeliveryWatch> watch()
    {
        BackendConfig config = configFor(m_api.server, QStringLiteral("kubernetes"));
        config.bearer = {QStringLiteral("${keychain:eu.token}")};
        auto made = makeKubernetesWatch(config, {nothingElse, &m_secrets}, m_clock);
        if (!made)
            qFatal("%s", qPrintable(made.error().toString()));
        connect(made->get(), &DeliveryWatch::healthChanged, this,
                [this](const BackendHealth &health) { m_health = health; });
        return std::unique_ptr<DeliveryWatch>(made->release());
    }

private Q_SLOTS:
    void init()
    {
        m_secrets.kept = {{QStringLiteral("eu.token"), QString::fromLatin1(kFirst)}};
        m_secrets.asked.clear();
        m_secrets.failing.reset();
        m_secrets.silent = false;
        m_api.accept({kFirst});
        m_health = {};
    }
    void isAskedOnceAndKept()
    {
        const auto watching = watch();
        watching->start();
        QTRY_COMPARE(int(m_health.state), int(State::Live));
        QCOMPARE(m_api.lastToken(), kFirst);
        QCOMPARE(m_api.refused(), 0); // nothing left without it
        QCOMPARE(m_secrets.asked, QStringList{QStringLiteral("read eu.token")});
    }
    void aNewValueComesWithTheNextSignIn()
    {
        const auto watching = watch();
        watching->start();
        QTRY_COMPARE(int(m_health.state), int(State::Live));
        m_api.accept({kSecond});
        watching->refresh();
        m_api.server.dropConnections();
        QTRY_COMPARE(int(m_health.state), int(State::NeedsLogin));
        QVERIFY(!m_health.reason.contains(QString::fromLatin1(kFirst)));
        m_secrets.kept[QStringLiteral("eu.token")] = QString::fromLatin1(kSecond);
        watching->signInAgain();
        QTRY_COMPARE(int(m_health.state), int(State::Live));
        QCOMPARE(m_api.lastToken(), kSecond);
    }
    void whatIsMissingIsSaid()
    {
        m_secrets.kept.clear();
        const int before = m_api.asked();
        const auto watching = watch();
        watching->start();
        QTRY_COMPARE(int(m_health.state), int(State::NeedsLogin));
        QVERIFY2(m_health.reason.contains(QStringLiteral("no secret eu.token")), qPrintable(m_health.reason));
        QCOMPARE(m_api.asked(), before);
        QCOMPARE(m_secrets.asked.size(), 1); // a person may have been asked: not again by itself
        m_secrets.kept[QStringLiteral("eu.token")] = QString::fromLatin1(kFirst);
        watching->signInAgain();
        QTRY_COMPARE(int(m_health.state), int(State::Live));
    }
    void aSilentKeychainHoldsNobodyUp()
    {
        m_secrets.silent = true;
        const int before = m_api.asked();
        const auto watching = watch();
        watching->start();
        bool turned = false;
        QTimer::singleShot(50, this, [&turned] { turned = true; });
        QTRY_VERIFY(turned);
        QCOMPARE(m_api.asked(), before);
    }
    void prometheusSignsInTheSameWay()
    {
        FakeServer server;
        server.handle([](const FakeRequest &request) {
            return request.headers.value("authorization") == "Basic " + ("jo:" + kFirst).toBase64() &&
                           request.headers.value("x-scope-orgid") == "team"
                       ? FakeReply::json("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}")
                       : FakeReply::text(401, "no");
        });
        BackendConfig config;
        config.id = QStringLiteral("prom");
        config.type = QStringLiteral("prometheus");
        config.url = server.url(QString());
        config.basicUser = QStringLiteral("jo");
        config.basicPassword = {QStringLiteral("${keychain:eu.token}")};
        config.headers = {{QStringLiteral("X-Scope-OrgID"), {QStringLiteral("${env:TEAM}")}}};
        const auto source = makePrometheusSource(
            config, {[](const Secret &) -> Result<QString> { return QStringLiteral("team"); }, &m_secrets}, m_clock);
        BackendHealth health;
        connect(source.get(), &SignalSource::healthChanged, this, [&](const BackendHealth &now) { health = now; });
        SignalQuery query;
        query.id = {QStringLiteral("checkout@prod/eu-1"), QStringLiteral("errors"), Role::New};
        query.spec.id = QStringLiteral("errors");
        query.spec.kind = SignalSpec::Kind::Gauge;
        query.spec.total.series = QStringLiteral("up");
        source->setQueries({query});
        source->start();
        QTRY_COMPARE(int(health.state), int(State::Live));
        QVERIFY(!server.requests().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestStoredCredentials)
#include "tst_storedcredentials.moc"
