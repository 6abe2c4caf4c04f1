// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/filesink/copyfile.h"
#include "connectors/filesink/filesink.h"
#include "tests/support/journalleaves.h"
#include "tests/support/smalldisk.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <sys/wait.h>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

using Kind = SinkAnswer::Kind;
bool g_mounts = false;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
void put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
        qFatal("cannot write");
}
// The entries that a copy holds; what is not as it must be is told as -1.
QList<qint64> indexesIn(const QByteArray &content, const QList<LoggedLeaf> &log)
{
    QList<qint64> found;
    const QList<QByteArray> lines = content.split('\n');
    for (qsizetype i = 1; i + 1 < lines.size(); ++i) {
        const QJsonObject line = QJsonDocument::fromJson(lines[i]).object();
        const qint64 index = line.value(QStringLiteral("index")).toInteger(-1);
        const bool good = index >= 0 && index < log.size() &&
                          lines[i].contains("{\"entry\":" + log[index].leaf + ',') &&
                          line.value(QStringLiteral("leaf")).toString() == toHex(log[index].leafHash);
        found.append(good ? index : -1);
    }
    return found;
}
QList<qint64> upTo(qint64 count)
{
    QList<qint64> all;
    for (qint64 i = 0; i < count; ++i)
        all.append(i);
    return all;
}

} // namespace

class TestCopyFile : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    int m_round = 0;
    QString m_path;

private Q_SLOTS:
    void init() { m_path = m_folder.filePath(QString::number(m_round++)); }

    void appendsAndGoesOn()
    {
        const QList<LoggedLeaf> log = leafLog(10);
        {
            CopyFile copy(m_path, Redaction::Pseudonym);
            QVERIFY(copy.append(log.mid(0, 4)).kind == Kind::Acknowledged);
            QVERIFY(copy.append(log.mid(2, 4)).kind == Kind::Acknowledged); // some of it twice
        }
        CopyFile copy(m_path, Redaction::Pseudonym);
        QVERIFY(copy.append(log.mid(6)).kind == Kind::Acknowledged);
        QVERIFY(copy.append(log.mid(6)).kind == Kind::Acknowledged);
        QCOMPARE(indexesIn(contentOf(m_path), log), upTo(10));
        QVERIFY(contentOf(m_path).startsWith("{\"astern\":\"journal-copy/v1\",\"journal\":\""));
        QVERIFY(!contentOf(m_path).contains("errors at 3 percent"));
        QCOMPARE(QFile::permissions(m_path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void redaction()
    {
        const QList<LoggedLeaf> log = leafLog(2);
        QVERIFY(CopyFile(m_path, Redaction::None).append(log).kind == Kind::Acknowledged);
        QVERIFY(contentOf(m_path).contains("\"openings\":{\"rationale\":\"errors at 3 percent\"}"));
        const QString other = m_path + QStringLiteral(".full");
        QVERIFY(CopyFile(other, Redaction::Full).append(log).kind == Kind::Acknowledged);
        QVERIFY(!contentOf(other).contains("payload"));
    }

    // Cut at every byte: what is torn goes, what is whole stays, and the rest is written behind it.
    void tornAnywhere()
    {
        const QList<LoggedLeaf> log = leafLog(3);
        QVERIFY(CopyFile(m_path, Redaction::Pseudonym).append(log).kind == Kind::Acknowledged);
        const QByteArray whole = contentOf(m_path);
        for (qsizetype size = 0; size <= whole.size(); ++size) {
            put(m_path, whole.left(size));
            CopyFile copy(m_path, Redaction::Pseudonym);
            const qsizetype lines = std::max<qsizetype>(0, whole.left(size).count('\n') - 1);
            // As a shipper does: first with what its cursor says, then with what the file asks for.
            SinkAnswer answer = copy.append(log.mid(2));
            if (lines < 2) {
                QVERIFY2(answer.kind == Kind::From, qPrintable(QString::number(size)));
                QCOMPARE(answer.from, quint64(lines));
                answer = copy.append(log.mid(lines));
            }
            QVERIFY2(answer.kind == Kind::Acknowledged, qPrintable(answer.error.message));
            QCOMPARE(contentOf(m_path), whole);
        }
    }

    void leavesOtherFilesAlone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("notes") << QByteArray("buy milk\n");
        QTest::newRow("a line without end") << QByteArray("buy milk");
        QTest::newRow("JSON") << QByteArray("{\"astern\":1}\n");
        QTest::newRow("another form") << QByteArray("{\"astern\":\"journal-copy/v2\",\"journal\":\"00\"}\n");
        QTest::newRow("spaces") << QByteArray("{\"astern\": \"journal-copy/v1\",\"journal\":\"00\"}\n");
        QTest::newRow("more in its first line")
            << QByteArray("{\"astern\":\"journal-copy/v1\",\"journal\":\"") + kLog.toLatin1() + "\",\"x\":1}\n";
        QTest::newRow("bytes") << QByteArray(9'000, '\0');
        QTest::newRow("a strange end") << QByteArray("{\"astern\":\"journal-copy/v1\",\"journal\":\"") +
                                              kLog.toLatin1() + "\"}\nhello\n";
        QTest::newRow("another log") << QByteArray("{\"astern\":\"journal-copy/v1\",\"journal\":\"") +
                                            QByteArray(64, 'a') + "\"}\n";
    }
    void leavesOtherFilesAlone()
    {
        QFETCH(QByteArray, content);
        put(m_path, content);
        const SinkAnswer answer = CopyFile(m_path, Redaction::Pseudonym).append(leafLog(2));
        QVERIFY(answer.kind == Kind::Later && answer.settings);
        QVERIFY(!answer.error.message.isEmpty() && !answer.error.hint.isEmpty());
        QCOMPARE(contentOf(m_path), content);
    }

    void aLinkIsNotFollowed()
    {
        const QString target = m_path + QStringLiteral(".target");
        put(target, {});
        QVERIFY(QFile::link(target, m_path));
        QVERIFY(CopyFile(m_path, Redaction::Pseudonym).append(leafLog(1)).kind == Kind::Later);
        QCOMPARE(contentOf(target), QByteArray());
    }

    void oneWriterOnly()
    {
        const QList<LoggedLeaf> log = leafLog(2);
        CopyFile first(m_path, Redaction::Pseudonym);
        QVERIFY(first.append(log.mid(0, 1)).kind == Kind::Acknowledged);
        QVERIFY(CopyFile(m_path, Redaction::Pseudonym).append(log).kind == Kind::Later);
        QVERIFY(first.append(log).kind == Kind::Acknowledged);
    }

    // The disk was taken out and an empty one put in while the program ran.
    void anEmptyMediumIsFilledAnew()
    {
        const QList<LoggedLeaf> log = leafLog(5);
        CopyFile copy(m_path, Redaction::Pseudonym);
        QVERIFY(copy.append(log.mid(0, 4)).kind == Kind::Acknowledged);
        QVERIFY(QFile::remove(m_path));
        const SinkAnswer answer = copy.append(log.mid(4));
        QVERIFY(answer.kind == Kind::From);
        QCOMPARE(answer.from, 0u);
        QVERIFY(copy.append(log).kind == Kind::Acknowledged);
        QCOMPARE(indexesIn(contentOf(m_path), log), upTo(5));
    }

    void aFullDiskLosesNothing()
    {
        if (!g_mounts)
            QSKIP("no mounts here");
        SmallDisk disk(256 << 10);
        QVERIFY(disk.isMounted());
        const QString path = disk.path(QStringLiteral("copy.ndjson"));
        const QList<LoggedLeaf> log = leafLog(60);
        CopyFile copy(path, Redaction::Pseudonym);
        QVERIFY(copy.append(log.mid(0, 20)).kind == Kind::Acknowledged);
        const QByteArray before = contentOf(path);
        disk.fill();
        const SinkAnswer full = copy.append(log.mid(20));
        QVERIFY(full.kind == Kind::Later);
        QVERIFY(!full.settings);
        QVERIFY2(full.error.hint.contains(QStringLiteral("room")), qPrintable(full.error.toString()));
        QCOMPARE(contentOf(path), before);
        disk.free();
        QVERIFY(copy.append(log.mid(20)).kind == Kind::Acknowledged);
        QCOMPARE(indexesIn(contentOf(path), log), upTo(60));
    }

    // Killed at any moment: what was acknowledged is there, and the file can be gone on with.
    void killed()
    {
        const QList<LoggedLeaf> log = leafLog(400);
        quint64 acked = 0;
        for (int round = 0; round < 12 && acked < 400; ++round) {
            int pipes[2];
            QVERIFY(::pipe(pipes) == 0);
            const pid_t child = ::fork();
            if (child == 0) {
                CopyFile copy(m_path, Redaction::Pseudonym);
                for (qsizetype at = qsizetype(acked); at < log.size(); ++at) {
                    SinkAnswer answer = copy.append({log[at]});
                    if (answer.kind != Kind::Acknowledged)
                        ::_exit(3);
                    const quint64 said = quint64(at) + 1;
                    if (::write(pipes[1], &said, sizeof said) != sizeof said)
                        ::_exit(4);
                }
                ::_exit(0);
            }
            ::close(pipes[1]);
            for (int i = 0; i < 3 + round * 2; ++i) {
                quint64 said = 0;
                if (::read(pipes[0], &said, sizeof said) != sizeof said)
                    break;
                acked = said;
            }
            ::kill(child, SIGKILL);
            quint64 said = 0;
            while (::read(pipes[0], &said, sizeof said) == sizeof said)
                acked = said;
            ::close(pipes[0]);
            int status = 0;
            ::waitpid(child, &status, 0);
            QVERIFY2(WIFSIGNALED(status) || WEXITSTATUS(status) == 0, qPrintable(QString::number(WEXITSTATUS(status))));
            QList<qint64> have = indexesIn(contentOf(m_path), log);
            QVERIFY(quint64(have.size()) >= acked);
            QCOMPARE(have, upTo(have.size()));
        }
        QVERIFY(acked > 50);
    }

    void theSinkAnswersOnItsThread()
    {
        SinkConfig config;
        config.path = m_path;
        const auto sink = makeFileSink(config);
        const QList<LoggedLeaf> log = leafLog(3);
        std::optional<SinkAnswer> answer;
        QThread *thread = nullptr;
        sink->send(log, [&](const SinkAnswer &is) {
            answer = is;
            thread = QThread::currentThread();
        });
        QVERIFY(!answer);
        QTRY_VERIFY(answer);
        QVERIFY(answer->kind == Kind::Acknowledged);
        QCOMPARE(thread, QThread::currentThread());
        QCOMPARE(indexesIn(contentOf(m_path), log), upTo(3));
    }
};

int main(int argc, char **argv)
{
    g_mounts = beginPrivateMounts();
    QCoreApplication app(argc, argv);
    TestCopyFile test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_copyfile.moc"
