// SPDX-License-Identifier: GPL-3.0-or-later
#include "forge.h"
#include "journalfixture.h"

#include "models/journal/chain.h"
#include "models/journal/keylist.h"

#include <QtTest>

using namespace astern;
using namespace astern::test;

namespace {

// A store whose secrets may be out of reach, and whose writing may fail.
class TriedKeys final : public KeyStore {
public:
    std::atomic<bool> locked = false;
    std::atomic<bool> locks = false;
    std::atomic<bool> replaces = true;
    std::atomic<int> settled = 0;

    Result<QByteArray> load(const QString &name) override
    {
        if (locked && name != kStandInName)
            return Error{.kind = Error::Kind::TimedOut, .message = QStringLiteral("the keychain is silent")};
        return m_keys.load(name);
    }
    Result<Ok> store(const QString &name, const QByteArray &secret) override { return m_keys.store(name, secret); }
    Result<Ok> replace(const QString &name, const QString &from) override
    {
        if (!replaces)
            return Error{.kind = Error::Kind::Storage, .message = QStringLiteral("the disk says no")};
        return m_keys.replace(name, from);
    }
    Result<Ok> forget(const QString &name) override { return m_keys.forget(name); }
    Result<QByteArray> recall(const QString &name) override { return m_keys.recall(name); }
    Result<Ok> remember(const QString &name, const QByteArray &value) override { return m_keys.remember(name, value); }
    [[nodiscard]] bool mayLock() const override { return locks; }
    Result<Ok> settle() override
    {
        ++settled;
        return Ok{};
    }

private:
    MemoryKeys m_keys;
};

Draft said(const char *kind)
{
    Draft draft{.kind = QString::fromLatin1(kind), .saga = Uuid7::next()};
    draft.fields = {{QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-1")}}}};
    draft.personal = {{QStringLiteral("rationale"), QStringLiteral("the errors climb")}};
    return draft;
}

Result<Receipt> change(Journal &journal, const KeyChange &what)
{
    return await<Receipt>([&](Done<Receipt> done) { journal.changeKey(what, JournalLevel::Local, std::move(done)); });
}

KeyChange rotation()
{
    return {.what = KeyChange::What::Rotate,
            .id = Uuid7::next(),
            .keyId = {},
            .reason = QStringLiteral("the laptop was lent"),
            .by = QStringLiteral("psn-1")};
}

KeyChange revocation(const QString &key, quint64 lastGood)
{
    KeyChange change = rotation();
    change.what = KeyChange::What::Revoke;
    change.keyId = key;
    change.lastGood = lastGood;
    return change;
}

QString keyIn(KeyStore &keys, const char *name = "device")
{
    const auto secret = keys.load(QString::fromLatin1(name));
    return secret ? DeviceKey(*secret).id() : QString();
}

} // namespace

class TestKeys : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_round = 0;
    QString m_folder;
    std::shared_ptr<TriedKeys> m_keys;

    [[nodiscard]] std::unique_ptr<LocalJournal> open(std::shared_ptr<KeyStore> keys = {}) const
    {
        return openedJournal({.folder = m_folder, .keys = keys ? keys : m_keys, .checkAfterMs = -1});
    }
    [[nodiscard]] verify::Report judged() const
    {
        return verify::run({.log = m_folder + QStringLiteral("/log"),
                            .database = m_folder + QStringLiteral("/journal.db"),
                            .mark = m_folder + QStringLiteral(".mark")});
    }
    [[nodiscard]] QString signerOf(quint64 index) const
    {
        auto reader = JournalReader::open(m_folder + QStringLiteral("/journal.db"));
        const auto entry = reader ? (*reader)->entry(index) : Result<JournalReader::Entry>(reader.error());
        const auto opened = entry ? Envelope::open(entry->leaf) : Result<Envelope::Opened>(entry.error());
        return opened ? opened->keyId : QString();
    }
    [[nodiscard]] QList<KeyFacts> listed() const
    {
        auto reader = JournalReader::open(m_folder + QStringLiteral("/journal.db"));
        const auto keys = reader ? listKeys(**reader) : Result<QList<KeyFacts>>(reader.error());
        return keys ? *keys : QList<KeyFacts>();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = m_dir.filePath(QStringLiteral("k%1/journal").arg(m_round++));
        m_keys = std::make_shared<TriedKeys>();
    }

    void aRotatedKeyIsFollowed()
    {
        QString first, second;
        quint64 at = 0;
        {
            auto journal = open();
            QVERIFY(append(*journal, said("promotion.intent")).ok());
            first = keyIn(*m_keys);
            const KeyChange wanted = rotation();
            const auto rotated = change(*journal, wanted);
            QVERIFY2(rotated.ok(), rotated ? "" : qPrintable(rotated.error().toString()));
            at = rotated->index;
            second = keyIn(*m_keys);
            QVERIFY(!second.isEmpty() && second != first);
            QCOMPARE(keyIn(*m_keys, "device.next"), QString()); // gone
            const auto again = change(*journal, wanted);        // an answer that was lost: asked again, done once
            QVERIFY(again.ok());
            QCOMPARE(again->index, at);
            QCOMPARE(keyIn(*m_keys), second);
            QVERIFY(append(*journal, said("promotion.outcome")).ok());
            QVERIFY(entries(*journal).ok());
        }
        QCOMPARE(signerOf(at), first); // the old key names the new one
        QCOMPARE(signerOf(at + 1), second);
        QVERIFY2(judged().exitCode() == 0, qPrintable(words(judged())));
        {
            auto journal = open();
            QCOMPARE(state(*journal)->state, JournalState::State::Open);
            QVERIFY(append(*journal, said("promotion.intent")).ok());
            QVERIFY(change(*journal, rotation()).ok());
            QVERIFY(append(*journal, said("promotion.intent")).ok());
        }
        QVERIFY2(judged().exitCode() == 0, qPrintable(words(judged())));
        const auto keys = listed();
        QCOMPARE(keys.size(), 3);
        QCOMPARE(keys.at(0).id, first);
        QCOMPARE(keys.at(0).followedBy, second);
        QCOMPARE(keys.at(0).last, std::optional<quint64>(at));
        QVERIFY(keys.at(2).isAdmin && !keys.at(2).last);
    }

    // What a start verifies again may be from before the rotation, by the key of then.
    void aStartAfterARotationReadsWhatCameBefore()
    {
        {
            auto journal = open();
            for (int i = 0; i < 3; ++i)
                QVERIFY(append(*journal, said("rollback.attempt")).ok());
            QVERIFY(change(*journal, rotation()).ok());
            QVERIFY(append(*journal, said("rollback.attempt")).ok());
        }
        runSql(m_folder + QStringLiteral("/journal.db"), "DELETE FROM checked");
        auto journal = open();
        QCOMPARE(state(*journal)->state, JournalState::State::Open);
        QVERIFY2(state(*journal)->words.isEmpty(), qPrintable(state(*journal)->words));
        QVERIFY(append(*journal, said("rollback.attempt")).ok());
        QVERIFY(await<Ok>([&](Done<Ok> done) { journal->verifyNow(std::move(done)); }).ok());
        QTRY_VERIFY(state(*journal)->checkedMs > 0);
        QCOMPARE(state(*journal)->finding, QString());
    }

    // The secret is there before the entry, and the old one after it: a cut between ends either way.
    void aRotationThatWasCutShort_data()
    {
        QTest::addColumn<bool>("recorded");
        QTest::newRow("before the entry: it never was") << false;
        QTest::newRow("behind the entry: it is finished") << true;
    }
    void aRotationThatWasCutShort()
    {
        QFETCH(const bool, recorded);
        QString old;
        {
            auto journal = open();
            QVERIFY(append(*journal, said("promotion.intent")).ok());
            old = keyIn(*m_keys);
            if (recorded) {
                m_keys->replaces = false;
                QVERIFY(change(*journal, rotation()).ok());
                QVERIFY(append(*journal, said("promotion.outcome")).ok()); // goes on with the new key all the same
            } else {
                QVERIFY(m_keys->store(kNextName, QByteArray(32, 'n')).ok());
            }
        }
        QCOMPARE(keyIn(*m_keys), old);
        const QString next = keyIn(*m_keys, "device.next");
        QVERIFY(!next.isEmpty());
        m_keys->replaces = true;
        auto journal = open();
        QVERIFY(append(*journal, said("promotion.intent")).ok());
        QCOMPARE(keyIn(*m_keys), recorded ? next : old);
        QCOMPARE(keyIn(*m_keys, "device.next"), QString());
        journal.reset();
        QVERIFY2(judged().exitCode() == 0, qPrintable(words(judged())));
    }

    // Whoever kept the old secret cannot go on with it, here or by hand.
    void theOldKeyIsRefused()
    {
        const auto thief = std::make_shared<TriedKeys>();
        {
            auto journal = open();
            QVERIFY(append(*journal, said("promotion.intent")).ok());
            for (const char *name : {"device", "wrapping", "log"})
                QVERIFY(thief->store(QString::fromLatin1(name), *m_keys->load(QString::fromLatin1(name))).ok());
            QVERIFY(change(*journal, rotation()).ok());
        }
        auto journal = open(thief);
        QTRY_COMPARE(state(*journal)->state, JournalState::State::Refused);
        QVERIFY2(state(*journal)->words.contains(QStringLiteral("followed by another")),
                 qPrintable(state(*journal)->words));
        QCOMPARE(append(*journal, said("rollback.intent")).error().kind, Error::Kind::Storage);
    }

    void aRotationIsTheJournalsOwn()
    {
        auto journal = open();
        const auto refused = append(*journal, Draft{.kind = QStringLiteral("key.rotate")});
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().kind, Error::Kind::Refused);
        KeyChange unsaid = rotation();
        unsaid.reason = QStringLiteral("short");
        QCOMPARE(change(*journal, unsaid).error().kind, Error::Kind::Invalid);
        QVERIFY(append(*journal, said("promotion.intent")).ok());
    }

    // Entries of a stolen key are disputed from a place on, and never removed.
    void aRevokedKeyIsDisputed()
    {
        QString stolen;
        auto journal = open();
        for (int i = 0; i < 4; ++i)
            QVERIFY(append(*journal, said("promotion.intent")).ok());
        stolen = keyIn(*m_keys);
        const quint64 lastGood = 3;
        const auto own = change(*journal, revocation(stolen, lastGood));
        QCOMPARE(own.error().kind, Error::Kind::Refused);
        QVERIFY(own.error().hint.contains(QStringLiteral("key rotate")));
        QVERIFY(change(*journal, rotation()).ok());
        QCOMPARE(change(*journal, revocation(QStringLiteral("ed25519:00"), 1)).error().kind, Error::Kind::NotFound);
        QCOMPARE(change(*journal, revocation(stolen, 4'000)).error().kind, Error::Kind::Invalid);
        const auto revoked = change(*journal, revocation(stolen, lastGood));
        QVERIFY2(revoked.ok(), revoked ? "" : qPrintable(revoked.error().toString()));
        QCOMPARE(change(*journal, revocation(stolen, 2)).error().kind, Error::Kind::Conflict);
        QVERIFY(append(*journal, said("promotion.intent")).ok());
        journal.reset();
        const auto report = judged();
        QVERIFY2(report.exitCode() == 2, qPrintable(words(report))); // incomplete, not tampered with
        QVERIFY2(words(report).contains(QStringLiteral("disput")), qPrintable(words(report)));
        QCOMPARE(listed().first().lastGood, std::optional<quint64>(lastGood));
        journal = open();
        QCOMPARE(state(*journal)->state, JournalState::State::Open);
        QCOMPARE(entries(*journal)->size(), 9); // genesis, enrolment, 4, rotation, revocation, 1
    }

    // A keychain that is locked or hangs: emergencies go on under a key that stands in, everything else waits for it.
    void emergenciesNeedNoKeychain()
    {
        m_keys->locks = true;
        {
            auto journal = open();
            QVERIFY(append(*journal, said("promotion.intent")).ok());
            QTRY_COMPARE(m_keys->settled.load(), 1); // secrets may go now
        }
        const QString device = keyIn(*m_keys);
        const QString standIn = keyIn(*m_keys, "standin");
        QVERIFY(!standIn.isEmpty());
        m_keys->locked = true;
        auto journal = open();
        QCOMPARE(state(*journal)->state, JournalState::State::Open);
        QVERIFY2(state(*journal)->locked.contains(QStringLiteral("silent")), qPrintable(state(*journal)->locked));
        const auto refused = append(*journal, said("promotion.intent"));
        QCOMPARE(refused.error().kind, Error::Kind::TimedOut);
        QVERIFY2(refused.error().message.contains(QStringLiteral("Only emergencies")),
                 qPrintable(refused.error().message));
        QVERIFY(!change(*journal, rotation()).ok());
        const auto receipt = append(*journal, said("rollback.intent"));
        QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
        const auto entry = entries(*journal, {.limit = 1})->first();
        QCOMPARE(entry.id, receipt->id);
        const QJsonObject degraded = entry.payload.value(QLatin1String("degraded")).toObject();
        QCOMPARE(degraded.value(QLatin1String("key")).toString(), QStringLiteral("standin"));
        QCOMPARE(degraded.value(QLatin1String("unsaid")).toArray(), QJsonArray{QStringLiteral("rationale")});
        QCOMPARE(signerOf(receipt->index), standIn);

        m_keys->locked = false;
        QTRY_COMPARE(state(*journal)->locked, QString());
        const auto late = entries(*journal, {.limit = 1})->first();
        QCOMPARE(late.kind, QStringLiteral("rationale.late")); // what could not be sealed then
        QCOMPARE(late.personal.value(QStringLiteral("rationale")), QStringLiteral("the errors climb"));
        QCOMPARE(late.saga, entry.saga);
        const auto forward = append(*journal, said("promotion.intent"));
        QVERIFY(forward.ok());
        QVERIFY(entries(*journal).ok());
        QCOMPARE(signerOf(forward->index), device);
        journal.reset();
        QVERIFY2(judged().exitCode() == 0, qPrintable(words(judged())));
    }

    // Without a key that stands in nothing can be promised, and that is said.
    void aLockedKeyWithoutAStandIn()
    {
        {
            QVERIFY(append(*open(), said("promotion.intent")).ok());
        }
        m_keys->locked = true;
        auto journal = open();
        QCOMPARE(state(*journal)->state, JournalState::State::Refused);
        QVERIFY(state(*journal)->words.contains(QStringLiteral("silent")));
    }

    // Stolen with the file it lies in, the key that stands in is worth emergencies and nothing more.
    void aStandInSignsNothingElse_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("good");
        for (const char *kind : {"rollback.intent", "rollback.outcome", "guard.rollback", "clock.step"})
            QTest::newRow(kind) << QString::fromLatin1(kind) << true;
        for (const char *kind : {"promotion.intent", "approval.decided", "key.enrol", "key.rotate", "policy.edit"})
            QTest::newRow(kind) << QString::fromLatin1(kind) << false;
    }
    void aStandInSignsNothingElse()
    {
        QFETCH(const QString, kind);
        QFETCH(const bool, good);
        Forge forge;
        QJsonObject key = Forge::keyOf(forge.b);
        key.insert(QStringLiteral("role"), kStandInName);
        forge.extra = {{{QStringLiteral("kind"), QStringLiteral("key.enrol")}, {QStringLiteral("key"), key}},
                       {{QStringLiteral("kind"), kind}, {QStringLiteral("key"), Forge::keyOf(forge.c)}}};
        forge.signer = [&forge](int index) { return index == 6 ? &forge.b : nullptr; };
        forge.write(m_folder);
        const auto report = verify::run({.log = m_folder + QStringLiteral("/log")});
        QCOMPARE(words(report).contains(QStringLiteral("signs emergencies only")), !good);
        QCOMPARE(report.exitCode() == 1, !good);
        // The journal that reads it again judges the same.
        Chain chain;
        Hash prev{};
        Result<Ok> read = Ok{};
        for (int i = 0; i < forge.size() && read; ++i) {
            const QByteArray &leaf = forge.envelopes().at(i);
            const auto payload = chain.check(quint64(i), leaf, prev);
            read = payload ? chain.adopt(describe(quint64(i), leaf, *payload), *payload) : Result<Ok>(payload.error());
            prev = Merkle::leafHash(leaf);
        }
        QCOMPARE(read.ok(), good);
    }
};

QTEST_GUILESS_MAIN(TestKeys)
#include "tst_keys.moc"
