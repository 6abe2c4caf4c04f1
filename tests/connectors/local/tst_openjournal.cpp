// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../models/journal/journalfixture.h"

#include "connectors/local/filekeystore.h"
#include "connectors/local/openjournal.h"
#include "connectors/local/wire.h"
#include "models/base/uuid7.h"

#include <QFile>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QtEndian>
#include <QtTest>

#include <algorithm>
#include <sys/stat.h>
#include <unistd.h>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

Draft note(int i)
{
    Draft draft{.kind = QStringLiteral("rollback.attempt"), .saga = Uuid7::next()};
    draft.fields = {{QStringLiteral("nth"), i}};
    draft.personal = {{QStringLiteral("rationale"), QStringLiteral("because of %1").arg(i)}};
    return draft;
}

} // namespace

class TestOpenJournal : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_round = 0;
    QString m_folder;

    [[nodiscard]] std::unique_ptr<Journal> open(int answerWithinMs = 15'000) const
    {
        return openJournal(m_folder, {.segmentBytes = 256 * 1024, .answerWithinMs = answerWithinMs});
    }
    [[nodiscard]] QString doorPath() const
    {
        QFile file(wire::doorFile(m_folder));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

private Q_SLOTS:
    void init() { m_folder = m_dir.filePath(QStringLiteral("j%1/journal").arg(m_round++)); }

    void clientsRecordThroughTheOwner()
    {
        auto owner = open();
        QVERIFY(append(*owner, note(0)).ok());
        QTRY_VERIFY(!doorPath().isEmpty());
        auto client = open(); // flock is of the open file, so a second one in this process is a stranger too
        QSignalSpy heard(client.get(), &Journal::appended);
        QSignalSpy heardByOwner(owner.get(), &Journal::appended);
        const auto receipt = append(*client, note(1));
        QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
        QCOMPARE(receipt->index, quint64(3));
        const auto now = state(*client);
        QVERIFY(now.ok());
        QVERIFY(!now->owner);
        QVERIFY(state(*owner)->owner);
        QCOMPARE(now->root, state(*owner)->root);
        // What was recorded just before it came may be told to it, too.
        const auto times = [&heard](const QString &leafHash) {
            return std::ranges::count(heard, leafHash, [](const QList<QVariant> &told) {
                return told.first().value<JournalEntry>().leafHash;
            });
        };
        QTRY_COMPARE(times(receipt->leafHash), 1);
        QCOMPARE(heard.last().first().value<JournalEntry>().leafHash, receipt->leafHash);
        QTRY_VERIFY(!heardByOwner.isEmpty() &&
                    heardByOwner.last().first().value<JournalEntry>().leafHash == receipt->leafHash);
        const auto read = entries(*client, {.limit = 1});
        QCOMPARE(read->first().id, receipt->id);
        QCOMPARE(read->first().personal.value(QStringLiteral("rationale")), QStringLiteral("because of 1"));
        const auto refused = append(*client, Draft{.kind = QStringLiteral("nonsense")});
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().kind, Error::Kind::Invalid);
        QVERIFY(append(*owner, note(2)).ok());
        QTRY_COMPARE(heard.size(), 2);
    }

    // What the owner is asked in full passes the door: both ways of paging, text, times, kinds, levels.
    void clientsAskAsTheOwner()
    {
        auto owner = open();
        for (int i = 0; i < 5; ++i)
            QVERIFY(append(*owner, note(i)).ok());
        auto client = open();
        const auto now = state(*client);
        QVERIFY(now.ok());
        QVERIFY(owner->outbox());
        QVERIFY(!client->outbox());
        const auto ids = [](const Result<QList<JournalEntry>> &found) {
            QStringList all;
            for (const JournalEntry &entry : *found)
                all.append(entry.id);
            return all;
        };
        const qint64 lastMs = entries(*owner, {.limit = 1})->first().wallMs;
        for (const JournalQuery &query :
             {JournalQuery{.limit = 2, .after = JournalQuery::kOldest}, JournalQuery{.limit = 2, .after = 3},
              JournalQuery{.text = QStringLiteral("because 3")}, JournalQuery{.toMs = lastMs + 1},
              JournalQuery{.fromMs = lastMs + 1},
              JournalQuery{.kinds = {QStringLiteral("key."), QStringLiteral("journal.genesis")}}})
            QCOMPARE(ids(entries(*client, query)), ids(entries(*owner, query)));
        QCOMPARE(entries(*client, {.text = QStringLiteral("beca")})->size(), 5);
        QCOMPARE(entries(*client, {.text = QStringLiteral("because nothing")})->size(), 0);
        QCOMPARE(entries(*client, {.limit = 2, .after = JournalQuery::kOldest})->first().index, quint64(0));
        std::promise<Result<Receipt>> promise;
        auto future = promise.get_future();
        client->append(note(5), JournalLevel::Shared,
                       [&](const Result<Receipt> &receipt) { promise.set_value(receipt); });
        QTRY_COMPARE(state(*client)->size, quint64(8)); // recorded, not shared
        QVERIFY(future.wait_for(std::chrono::seconds(0)) != std::future_status::ready);
        owner->setReached(JournalLevel::Shared, 8);
        const auto receipt = future.get();
        QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
        QCOMPARE(receipt->level, JournalLevel::Shared);
        QCOMPARE(state(*client)->levels.shared, quint64(8));
    }

    // A command that knows no workspace opens the log under the name that it has.
    void theLogKeepsItsName()
    {
        const auto origins = [&](const QString &domain) {
            const auto journal = openJournal(m_folder, {.domain = domain});
            QStringList said;
            const auto enrolments = entries(*journal, {.kinds = {QStringLiteral("key.enrol")}});
            for (const JournalEntry &entry : *enrolments) {
                const QJsonValue log = entry.payload[QStringLiteral("log")]; // the stand-in key names none
                if (log.isObject())
                    said.prepend(log[QStringLiteral("origin")].toString().section(QLatin1Char('/'), 0, 0));
            }
            return said;
        };
        const QString shop = QStringLiteral("shop.example");
        QCOMPARE(origins(shop), QStringList{shop});
        QCOMPARE(origins({}), QStringList{shop});
        const QString other = QStringLiteral("other.example");
        QCOMPARE(origins(other), (QStringList{shop, other})); // another name, and an entry that says so
        QCOMPARE(origins({}), (QStringList{shop, other}));
        m_folder += QStringLiteral("2");
        QCOMPARE(origins({}), QStringList{QStringLiteral("astern.local")});
    }

    // How the team's log is: every process of the device plans by it.
    void theSharedLogIsToldThroughTheDoor()
    {
        auto owner = open();
        auto client = open();
        QVERIFY(state(*client).ok());
        SharedLogState told{.state = SharedLogState::State::Away,
                            .size = 12,
                            .root = QStringLiteral("ab"),
                            .origin = QStringLiteral("shop.example/journal/x"),
                            .sent = 3,
                            .waiting = 4,
                            .witnessed = 11,
                            .pendingWriters = 2,
                            .checkedMs = 5,
                            .words = QStringLiteral("why"),
                            .trouble = QStringLiteral("connection refused")};
        for (int kind = 0; kind <= int(kLastAlarmKind); ++kind)
            told.alarms.append({SharedAlarm::Kind(kind), quint64(kind), QStringLiteral("wrong %1").arg(kind),
                                QStringLiteral("do"), 7, kind % 2});
        owner->setShared(told);
        QTRY_COMPARE(state(*client)->shared.alarms.size(), told.alarms.size());
        QVERIFY(state(*client)->shared == told);
        client->setShared({}); // only the owner says it
        QVERIFY(state(*owner)->shared == told);
        owner->setShared({});
        QTRY_VERIFY(state(*client)->shared == SharedLogState());
    }

    void takesOver()
    {
        auto owner = open();
        QVERIFY(append(*owner, note(0)).ok());
        auto client = open();
        QVERIFY(append(*client, note(1)).ok());
        owner.reset();
        const auto receipt = append(*client, note(2));
        QVERIFY2(receipt.ok(), receipt ? "" : qPrintable(receipt.error().toString()));
        QTRY_VERIFY(state(*client)->owner);
        QCOMPARE(state(*client)->size, quint64(5));
        auto third = open();
        QVERIFY(append(*third, note(3)).ok());
        QCOMPARE(entries(*third)->size(), 6);
    }

    void longFolder()
    {
        m_folder = m_dir.filePath(QString(120, QLatin1Char('d')) + QStringLiteral("/journal"));
        auto owner = open();
        QVERIFY(append(*owner, note(0)).ok());
        auto client = open();
        QVERIFY(append(*client, note(1)).ok());
    }

    void badClientsAreCutOff_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QByteArray huge(4, '\0');
        qToBigEndian(quint32(0x7fffffff), huge.data());
        QTest::newRow("claims 2 GiB") << huge;
        QTest::newRow("not JSON") << QByteArray("\0\0\0\3abc", 7);
        QTest::newRow("not an object") << QByteArray("\0\0\0\2[]", 6);
    }
    void badClientsAreCutOff()
    {
        QFETCH(QByteArray, bytes);
        auto owner = open();
        QVERIFY(append(*owner, note(0)).ok());
        QTRY_VERIFY(!doorPath().isEmpty());
        QLocalSocket socket;
        socket.connectToServer(doorPath());
        QVERIFY(socket.waitForConnected(5000));
        socket.write(bytes);
        QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
        QVERIFY(append(*owner, note(1)).ok());
    }

    void unknownRequestIsAnswered()
    {
        auto owner = open();
        QVERIFY(append(*owner, note(0)).ok());
        QTRY_VERIFY(!doorPath().isEmpty());
        QLocalSocket socket;
        socket.connectToServer(doorPath());
        QVERIFY(socket.waitForConnected(5000));
        socket.write(wire::frame({{QStringLiteral("n"), 7}, {QStringLiteral("op"), QStringLiteral("sing")}}));
        wire::Reader reader(wire::kMaxAnswer);
        std::optional<QJsonObject> answer;
        const auto arrived = [&] {
            reader.add(socket.readAll());
            while (!answer || answer->contains(QLatin1String("event"))) {
                answer = reader.next();
                if (!answer)
                    return false;
            }
            return true;
        };
        QTRY_VERIFY(arrived());
        QCOMPARE(answer->value(QLatin1String("n")).toInt(), 7);
        QCOMPARE(wire::errorFrom(answer->value(QLatin1String("error")).toObject()).kind, Error::Kind::Unsupported);
    }

    void onlyTheUserMayLook()
    {
        auto owner = open();
        QVERIFY(append(*owner, note(0)).ok());
        QTRY_VERIFY(!doorPath().isEmpty());
        const QStringList names{m_folder,
                                m_folder + QStringLiteral("/journal.db"),
                                m_folder + QStringLiteral("/journal.db-wal"),
                                m_folder + QStringLiteral("/subjects.db"),
                                m_folder + QStringLiteral("/log/00000000.seg"),
                                m_folder + QStringLiteral("/journal.lock"),
                                m_folder + QStringLiteral(".keys"),
                                doorPath()};
        for (const QString &name : names) {
            struct stat info{};
            QVERIFY2(::stat(QFile::encodeName(name).constData(), &info) == 0, qPrintable(name));
            QVERIFY2((info.st_mode & 077) == 0, qPrintable(name));
        }
    }

    void keyFile()
    {
        const QString path = m_dir.filePath(QStringLiteral("keys/device"));
        const QByteArray secret(32, 'k');
        QCOMPARE(FileKeyStore(path).load(QStringLiteral("device")).error().kind, Error::Kind::NotFound);
        QVERIFY(FileKeyStore(path, QStringLiteral("open sesame")).store(QStringLiteral("device"), secret).ok());
        QCOMPARE(FileKeyStore(path).store(QStringLiteral("device"), secret).error().kind, Error::Kind::Conflict);
        QCOMPARE(*FileKeyStore(path, QStringLiteral("open sesame")).load(QStringLiteral("device")), secret);
        QCOMPARE(FileKeyStore(path, QStringLiteral("wrong")).load(QStringLiteral("device")).error().kind,
                 Error::Kind::Unauthorized);
        QVERIFY(FileKeyStore(path).store(QStringLiteral("plain"), secret).ok());
        QCOMPARE(*FileKeyStore(path).load(QStringLiteral("plain")), secret);
        QVERIFY(QFile::setPermissions(path, QFile::permissions(path) | QFile::ReadGroup));
        QCOMPARE(FileKeyStore(path).load(QStringLiteral("plain")).error().kind, Error::Kind::NotPermitted);
    }

    void lostKeyIsRefused()
    {
        {
            auto owner = open();
            QVERIFY(append(*owner, note(0)).ok());
        }
        QVERIFY(QFile::remove(m_folder + QStringLiteral(".keys")));
        auto owner = open();
        QTRY_COMPARE(state(*owner)->state, JournalState::State::Refused);
        const auto answer = append(*owner, note(1));
        QVERIFY(!answer.ok());
        QVERIFY(answer.error().toString().contains(QLatin1String("key")));
        QCOMPARE(entries(*owner)->size(), 3); // still readable
    }
};

QTEST_GUILESS_MAIN(TestOpenJournal)
#include "tst_openjournal.moc"
