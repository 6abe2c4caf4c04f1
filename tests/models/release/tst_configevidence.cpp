// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/digest.h"
#include "models/release/configevidence.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

ConfigState version(int number)
{
    ConfigState state;
    state.ref = {s("prod-eu"), s("shop"), s("checkout-config")};
    state.content = *configContent({{s("RETRIES"), QString::number(number)}}, {});
    state.digest = configDigest(state.content);
    state.observedMs = 1'000 + number;
    return state;
}

// As an intent says it; docs/log.md.
QJsonObject intent(const char *kind, const QString &now, const QString &wanted)
{
    return {{s("command"), QJsonObject{{s("kind"), s(kind)}, {s("digest"), wanted}}},
            {s("precondition"), QJsonObject{{s("digest"), now}}}};
}

} // namespace

class TestConfigEvidence : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ConfigStore m_store{m_folder.filePath(s("configs"))};
    const ConfigState m_bad = version(1);
    const ConfigState m_good = version(2);

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_store.keep(m_bad) && m_store.keep(m_good)); }

    void bothContentsAreWhatTheirDigestsSay()
    {
        const auto named = configEvidence(m_store, intent("configmap", m_bad.digest, m_good.digest));
        QCOMPARE(named.size(), 2);
        QCOMPARE(named.at(0).bytes, std::optional(m_bad.content));
        QCOMPARE(named.at(1).bytes, std::optional(m_good.content));
        for (const Bundle::Evidence &one : named) {
            QCOMPARE(one.sha256, toHex(sha256(QByteArrayView(*one.bytes))));
            QCOMPARE(one.what, s("configuration"));
        }
    }
    void whatIsNotKeptIsNamed()
    {
        const ConfigState unseen = version(3);
        const auto named = configEvidence(m_store, intent("configmap", unseen.digest, m_good.digest));
        QCOMPARE(named.size(), 2);
        QVERIFY(!named.at(0).bytes);
        QCOMPARE(s("sha256:") + named.at(0).sha256, unseen.digest);
    }
    // Damaged where it is kept: nothing is passed on as what it is not.
    void whatIsKeptWronglyIsNotPassedOn()
    {
        QTemporaryDir other;
        ConfigStore store(other.path());
        QVERIFY(store.keep(m_good));
        QFile file(other.filePath(s("versions/") + m_good.digest.mid(7) + s(".json")));
        QVERIFY(file.open(QIODevice::Append));
        file.write(" ");
        file.close();
        const auto named = configEvidence(store, intent("configmap", m_good.digest, m_good.digest));
        QVERIFY(!named.at(0).bytes);
    }
    void otherEntriesNameNone()
    {
        QVERIFY(configEvidence(m_store, intent("rollout", m_bad.digest, m_good.digest)).isEmpty());
        QVERIFY(configEvidence(m_store, {}).isEmpty());
        // No entry chooses what file is read.
        QVERIFY(configEvidence(m_store, intent("configmap", s("sha256:../sets/x"), s("../../journal.keys"))).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestConfigEvidence)
#include "tst_configevidence.moc"
