// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubernetes.h"
#include "tests/connectors/kubernetes/fakeapi.h"
#include "tests/support/fakedoors.h"

#include <QTemporaryDir>

using namespace astern;
using namespace astern::test;

namespace {

const QString kPath = QStringLiteral("/api/v1/namespaces/shop/configmaps/checkout-config");
QString s(const char *text) { return QString::fromUtf8(text); }

QJsonObject configMap(const char *retries, bool annotated = false)
{
    QJsonObject metadata{{s("name"), s("checkout-config")}, {s("namespace"), s("shop")}};
    if (annotated)
        metadata.insert(s("annotations"), QJsonObject{{s("team"), s("payments")}});
    metadata.insert(s("managedFields"),
                    QJsonArray{QJsonObject{{s("manager"), s("kubectl-edit")},
                                           {s("time"), s("2026-11-26T16:00:00Z")},
                                           {s("fieldsV1"), QJsonObject{{s("f:data"), QJsonObject()}}}},
                               QJsonObject{{s("manager"), s("labeller")},
                                           {s("time"), s("2026-11-26T17:00:00Z")},
                                           {s("fieldsV1"), QJsonObject{{s("f:metadata"), QJsonObject()}}}}});
    return {{s("kind"), s("ConfigMap")},
            {s("metadata"), metadata},
            {s("data"), QJsonObject{{s("RETRIES"), QLatin1String(retries)}}}};
}

} // namespace

// What a cluster makes of reading and restoring ConfigMaps, its refusals too.
class TestConfigMaps : public QObject {
    Q_OBJECT

    SystemClock m_clock;
    FakeJournal m_journal;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeApi> m_api;
    std::unique_ptr<ConfigStore> m_store;
    std::unique_ptr<ConfigBackend> m_maps;
    const ConfigRef m_ref{s("prod-eu"), s("shop"), s("checkout-config")};

    [[nodiscard]] ConfigState read()
    {
        const auto answer = answerOf<ConfigState>([&](auto done) { m_maps->read(m_ref, done); }, 10'000);
        if (answer && answer->ok())
            return answer->value();
        ConfigState none;
        none.unknownReason = answer ? answer->error().toString() : s("no answer");
        return none;
    }
    [[nodiscard]] Result<Accepted> restore(const QString &digest, const QString &version = {})
    {
        const auto key = answerOf<LoggedIntent>(
            [&](auto done) { m_journal.appendIntent({.kind = s("rollback.intent")}, s("saga:config:1"), done); },
            5'000);
        const auto answer =
            answerOf<Accepted>([&](auto done) { m_maps->apply(**key, {m_ref, digest, version}, done); }, 60'000);
        return answer ? *answer : Result<Accepted>(Error{.message = s("no answer")});
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_api = std::make_unique<FakeApi>();
        m_api->put(kPath, configMap("3"));
        m_store = std::make_unique<ConfigStore>(m_folder->filePath(s("configs")));
        auto made = connectors::makeConfigMaps(configFor(m_api->server), {}, *m_store, m_clock);
        QVERIFY(made);
        m_maps.reset(made->release());
    }
    void cleanup()
    {
        m_maps.reset();
        m_api.reset();
    }

    void whatIsReadIsKeptAndSaysWhoChangedIt()
    {
        const ConfigState state = read();
        QVERIFY2(state.unknownReason.isEmpty(), qPrintable(state.unknownReason));
        QCOMPARE(state.content, QByteArray("{\"RETRIES\":\"3\"}"));
        QCOMPARE(state.digest, configDigest("{\"RETRIES\":\"3\"}"));
        QCOMPARE(state.keys, QStringList{s("RETRIES")});
        QCOMPARE(state.changedBy, s("kubectl-edit")); // and not who only labelled it
        QVERIFY(m_store->content(state.digest));
    }

    void anOlderVersionIsRestored_data()
    {
        QTest::addColumn<bool>("annotated");
        QTest::newRow("without annotations") << false;
        QTest::newRow("with annotations") << true;
    }
    void anOlderVersionIsRestored()
    {
        QFETCH(bool, annotated);
        const QString good = read().digest;
        QJsonObject bad = configMap("999", annotated);
        bad.insert(s("binaryData"), QJsonObject{{s("blob"), s("AAEC")}});
        m_api->put(kPath, bad);
        const ConfigState now = read();
        QVERIFY(now.digest != good);
        const Result<Accepted> answer = restore(good, now.resourceVersion);
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().toString()));
        QCOMPARE(read().digest, good);
        QCOMPARE(m_api->patches().size(), 1);
        QCOMPARE(m_api->patches().first().headers.value("astern-intent"), QByteArray("saga:config:1"));
        const QJsonObject annotations = m_api->object(kPath)[s("metadata")][s("annotations")].toObject();
        QCOMPARE(annotations.value(s("astern.dev/intent")).toString(), s("saga:config:1"));
        QCOMPARE(annotations.contains(s("team")), annotated);
        // What was there can be gone back to, too.
        QVERIFY(restore(now.digest));
        QCOMPARE(read().digest, now.digest);
        const Result<Accepted> again = restore(now.digest);
        QVERIFY(again && again->changedNothing);
        QCOMPARE(m_api->patches().size(), 2);
    }

    void somebodyElseInBetweenIsNotWrittenOver()
    {
        const QString good = read().digest;
        m_api->put(kPath, configMap("999"));
        const QString looked = read().resourceVersion;
        m_api->put(kPath, configMap("7"));
        const Result<Accepted> before = restore(good, looked);
        QVERIFY(!before);
        QCOMPARE(before.error().code(), s("conflict"));
        QVERIFY(before.error().notSent);
        QVERIFY(m_api->patches().isEmpty());
        m_api->meddle(1); // right before the request arrives
        const Result<Accepted> meanwhile = restore(good);
        QVERIFY(!meanwhile);
        QCOMPARE(meanwhile.error().code(), s("conflict"));
        QCOMPARE(m_api->patches().size(), 1);
        QVERIFY(read().digest != good);
    }

    void whatIsNotKeptIsNotSent()
    {
        (void)read();
        const Result<Accepted> answer = restore(s("sha256:") + QString(64, QLatin1Char('0')));
        QVERIFY(!answer && answer.error().notSent);
        QVERIFY(m_api->patches().isEmpty());
    }

    void aLostAnswerIsSentOnce()
    {
        const QString good = read().digest;
        m_api->put(kPath, configMap("999"));
        m_api->loseAnswers = 1;
        const Result<Accepted> answer = restore(good);
        QVERIFY(!answer && !answer.error().notSent);
        QCOMPARE(m_api->patches().size(), 1);
        QCOMPARE(read().digest, good); // it had arrived
    }

    void immutableOnesStay()
    {
        QJsonObject fixed = configMap("3");
        fixed.insert(s("immutable"), true);
        m_api->put(kPath, fixed);
        QVERIFY(m_maps->capability(read()).support == Support::Impossible);
    }

    void refusalsAreSaid_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("kind");
        QTest::newRow("403") << 403 << s("not-permitted");
        QTest::newRow("500") << 500 << s("unavailable");
        QTest::newRow("truncated") << 200 << s("malformed");
    }
    void refusalsAreSaid()
    {
        QFETCH(int, code);
        QFETCH(QString, kind);
        m_api->intercept = [code](const FakeRequest &) {
            return code == 200 ? FakeReply::json("{\"metadata\":{\"name\":\"chec")
                               : FakeReply::json(status(code, "Reason", "said by the server"), code);
        };
        const auto answer = answerOf<ConfigState>([&](auto done) { m_maps->read(m_ref, done); }, 60'000);
        QVERIFY(answer && !answer->ok());
        QCOMPARE(answer->error().code(), kind);
    }

    void theSourceKeepsEachVersionThatItSees()
    {
        auto made = connectors::makeConfigMapSource(configFor(m_api->server), {}, *m_store, m_clock);
        QVERIFY(made);
        const std::unique_ptr<ConfigSource> source(made->release());
        QList<ConfigBatch> batches;
        connect(source.get(), &ConfigSource::told, this, [&](const ConfigBatch &batch) { batches.append(batch); });
        ConfigRef absent = m_ref;
        absent.name = s("absent");
        source->watch({absent, m_ref});
        source->start();
        QTRY_COMPARE_WITH_TIMEOUT(batches.size(), 1, 20'000);
        QVERIFY(!batches.first().configs.first().unknownReason.isEmpty());
        QVERIFY(m_store->content(batches.first().configs.last().digest));
    }
};

QTEST_GUILESS_MAIN(TestConfigMaps)
#include "tst_configmaps.moc"
