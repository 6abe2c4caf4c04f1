// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/policytexts.h"
#include "models/guard/recorded.h"
#include "models/guard/recordedevidence.h"
#include "models/journal/digest.h"
#include "models/policy/canonicalform.h"
#include "models/policy/reader.h"
#include "models/policy/store/recordstore.h"
#include "tests/support/places.h"

#include <QFile>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

QJsonObject verdict(const QString &digest, const char *rollout)
{
    return {{s("verdict"), QJsonObject{{s("digest"), digest}, {s("rollout"), s(rollout)}}}};
}

} // namespace

// What verdicts of the log rest on, found where the guard keeps it.
class TestRecordedEvidence : public QObject {
    Q_OBJECT
    QTemporaryDir m_data;
    QString m_digest;

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(test::sourcePath("tests/data/policy/every-rule.yaml"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray yaml = file.readAll();
        const auto reading = policy::readText(yaml, s("every-rule.yaml"));
        QVERIFY(reading.policy);
        m_digest = policy::digestOf(*reading.policy);
        policy::RecordStore store(guard::samplesFolder(m_data.path()));
        policy::RecordGround ground;
        ground.service = s("checkout");
        ground.rollout.id = s("one");
        ground.policies = {{reading.policy->id, 1, m_digest, yaml}, {s("broken"), 1, s("0"), "no policy"}};
        QVERIFY(store.begin(ground).ok());
        QVERIFY(store.sync().ok());
    }
    void thePolicyIsWhatItsDigestIsOf()
    {
        guard::RecordedEvidence kept(m_data.path(), false);
        const auto named = kept.of(verdict(m_digest, "one"));
        QCOMPARE(named.size(), 1);
        QCOMPARE(named.first().sha256, m_digest);
        QVERIFY(named.first().bytes);
        QCOMPARE(toHex(sha256(QByteArrayView(*named.first().bytes))), m_digest);
    }
    void samplesOnlyWhereTheyAreWanted()
    {
        guard::RecordedEvidence kept(m_data.path(), true);
        const auto named = kept.of(verdict(m_digest, "one"));
        QCOMPARE(named.size(), 2);
        QCOMPARE(named.last().what, s("samples"));
        QFile file(policy::RecordStore(guard::samplesFolder(m_data.path())).pathOf(s("one")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(*named.last().bytes, file.readAll());
        QCOMPARE(named.last().sha256, toHex(sha256(QByteArrayView(*named.last().bytes))));
    }
    void whatIsNotKeptIsNamed()
    {
        guard::RecordedEvidence kept(m_data.path(), true);
        const auto other = kept.of(verdict(s("abcd"), "one"));
        QVERIFY(!other.first().bytes);
        const auto gone = kept.of(verdict(m_digest, "removed long ago"));
        QCOMPARE(gone.size(), 1);
        // The policy is known by its digest, whichever rollout it judged.
        QVERIFY(gone.first().bytes);
        QVERIFY(kept.of({{s("subject"), s("x")}}).isEmpty());
    }
    void anEditIsFromOneTextToAnother()
    {
        const QByteArray before = "revision: 1\n";
        const QByteArray after = "revision: 2\n";
        QVERIFY(guard::keepPolicyText(m_data.path(), before));
        QVERIFY(guard::keepPolicyText(m_data.path(), before)); // once more
        const auto hashOf = [](const QByteArray &text) { return toHex(sha256(QByteArrayView(text))); };
        QJsonObject edit{
            {s("file"), s("policies/a.yaml")}, {s("from_sha256"), hashOf(before)}, {s("to_sha256"), hashOf(after)}};
        const auto entry = [&edit](const char *kind = "policy.edit") {
            return QJsonObject{{s("kind"), s(kind)}, {s("policy"), edit}};
        };
        auto named = guard::editEvidence(m_data.path(), entry());
        QCOMPARE(named.size(), 2);
        QCOMPARE(named.at(0).bytes, std::optional(before));
        QCOMPARE(named.at(0).sha256, hashOf(before));
        QVERIFY(!named.at(1).bytes); // not kept, and said so
        QVERIFY(guard::keepPolicyText(m_data.path(), after));
        named = guard::editEvidence(m_data.path(), entry());
        QCOMPARE(named.at(1).bytes, std::optional(after));
        QVERIFY(guard::editEvidence(m_data.path(), entry("policy.verdict")).isEmpty());
        // Nothing rests on what was not written, and no entry chooses what file is read.
        edit.insert(s("unwritten"), s("the disk is full"));
        QVERIFY(guard::editEvidence(m_data.path(), entry()).isEmpty());
        edit = {{s("from_sha256"), s("../drafts/x")}};
        QVERIFY(guard::editEvidence(m_data.path(), entry()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRecordedEvidence)
#include "tst_recordedevidence.moc"
