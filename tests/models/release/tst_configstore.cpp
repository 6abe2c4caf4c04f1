// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/release/configstore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

ConfigState version(int number, const char *name = "checkout-config")
{
    ConfigState state;
    state.ref = {s("prod-eu"), s("shop"), QLatin1String(name)};
    state.content = *configContent({{s("RETRIES"), QString::number(number)}}, {});
    state.digest = configDigest(state.content);
    state.observedMs = 1'000 + number;
    return state;
}

} // namespace

class TestConfigStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    [[nodiscard]] QString path() const { return m_folder->filePath(s("configs")); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void theSameContentIsTheSameVersion()
    {
        // As the sandbox counts it, and anybody with sha256sum.
        QCOMPARE(configDigest(*configContent({{s("b"), s("2")}, {s("a"), s("1")}}, {})),
                 s("sha256:21f76dfbfe6dfe21f762080ef484112cf2952974cef30741fd1931e1c6d92112"));
        const Result<QByteArray> both = configContent({{s("a"), s("1")}}, {{s("b"), s("AA==")}});
        QVERIFY(both);
        const Result<ConfigData> back = configData(*both);
        QVERIFY(back);
        QCOMPARE(back->data, (QJsonObject{{s("a"), s("1")}}));
        QCOMPARE(back->binaryData, (QJsonObject{{s("b"), s("AA==")}}));
        // A key of that name is no outer form.
        const Result<ConfigData> odd = configData(*configContent({{s("binaryData"), s("x")}}, {}));
        QVERIFY(odd && odd->binaryData.isEmpty());
        QCOMPARE(odd->data.value(s("binaryData")).toString(), s("x"));
    }

    void whatWasSeenCanBeHadAgain()
    {
        ConfigStore store(path());
        QVERIFY(!QDir(path()).exists()); // nothing before something is kept
        const ConfigState first = version(1);
        const ConfigState second = version(2);
        QVERIFY(store.keep(first) && store.keep(second));
        QCOMPARE(store.before(second.ref, second.digest), first.digest);
        QCOMPARE(store.before(first.ref, s("sha256:unseen")), second.digest);
        ConfigStore other(path()); // another process
        QCOMPARE(other.versions(first.ref).size(), 2);
        const Result<QByteArray> content = other.content(first.digest);
        QVERIFY(content);
        QCOMPARE(*content, first.content);
        QCOMPARE(QFile(path() + s("/versions/") + first.digest.mid(7) + s(".json")).permissions() &
                     (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        QVERIFY(store.versions(version(1, "another").ref).isEmpty());
    }

    void aShortNameIsEnoughWhereItIsClear()
    {
        ConfigStore store(path());
        const ConfigState first = version(1);
        QVERIFY(store.keep(first) && store.keep(version(2)));
        for (const QString &name : {first.digest, first.digest.left(15), shortDigest(first.digest),
                                    QString(first.digest.left(15) + QChar(0x2026))}) {
            const Result<QString> found = store.find(first.ref, name);
            QVERIFY2(found, qPrintable(name));
            QCOMPARE(*found, first.digest);
        }
        const Result<QString> several = store.find(first.ref, s("sha256:"));
        QVERIFY(!several && several.error().kind == Error::Kind::Invalid);
        const Result<QString> none = store.find(first.ref, s("sha256:0000000000"));
        QVERIFY(!none && none.error().kind == Error::Kind::NotFound);
        QVERIFY(none.error().hint.contains(shortDigest(first.digest)));
    }

    void theOldestGoFirstAndPinnedOnesNever()
    {
        ConfigStore store(path());
        const ConfigState pinned = version(0);
        store.pin({pinned.digest.left(20)});
        for (int i = 0; i < int(ConfigStore::kVersionsEach) + 5; ++i)
            QVERIFY(store.keep(version(i)));
        QCOMPARE(store.versions(pinned.ref).size(), ConfigStore::kVersionsEach + 1);
        QVERIFY(store.content(pinned.digest));
        QVERIFY(!store.content(version(1).digest));
        QVERIFY(store.content(version(int(ConfigStore::kVersionsEach) + 4).digest));
    }

    void aDamagedVersionIsNotUsed()
    {
        ConfigStore store(path());
        const ConfigState state = version(1);
        QVERIFY(store.keep(state));
        QFile file(path() + s("/versions/") + state.digest.mid(7) + s(".json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"RETRIES\":\"999\"}");
        file.close();
        const Result<QByteArray> content = store.content(state.digest);
        QVERIFY(!content);
        QCOMPARE(content.error().code(), s("storage"));
    }
};

QTEST_GUILESS_MAIN(TestConfigStore)
#include "tst_configstore.moc"
