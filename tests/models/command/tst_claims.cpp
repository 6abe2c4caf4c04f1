// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/uuid7.h"
#include "models/command/claims.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace astern;

namespace {

enum class Taken { Mine, Theirs, Failed };

Taken take(Claims &claims, const QString &plan)
{
    const Result<bool> taken = claims.take(plan);
    return !taken ? Taken::Failed : *taken ? Taken::Mine : Taken::Theirs;
}

} // namespace

class TestClaims : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;

private Q_SLOTS:
    void init() { m_file = m_folder.filePath(Uuid7::next() + QStringLiteral("/journal.claims")); }

    void oneHasIt()
    {
        Claims here(m_file);
        Claims there(m_file);
        const QString plan = Uuid7::next();
        QVERIFY(take(here, plan) == Taken::Mine);
        QVERIFY(take(here, plan) == Taken::Mine);
        QVERIFY(take(there, plan) == Taken::Theirs);
        QVERIFY(take(there, Uuid7::next()) == Taken::Mine); // another plan is another plan
        there.release(plan);                                // not theirs to give
        QVERIFY(take(there, plan) == Taken::Theirs);
        here.release(plan);
        QVERIFY(take(there, plan) == Taken::Mine);
        QCOMPARE(QFileInfo(m_file).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        QCOMPARE(QFileInfo(m_file).size(), 0);
    }
    void endsWithItsHolder()
    {
        auto here = std::make_unique<Claims>(m_file);
        Claims there(m_file);
        const QString plan = Uuid7::next();
        QVERIFY(take(*here, plan) == Taken::Mine);
        { // Another one comes and goes: a lock of the process would be lost now.
            Claims passing(m_file);
            QVERIFY(take(passing, plan) == Taken::Theirs);
        }
        QVERIFY(take(there, plan) == Taken::Theirs);
        here.reset();
        QVERIFY(take(there, plan) == Taken::Mine);
    }
    void endsWithItsProcess()
    {
        Claims here(m_file);
        const QString plan = Uuid7::next();
        int ready[2];
        QCOMPARE(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::alarm(60); // should this test fail, it ends by itself
            Claims there(m_file);
            const char taken = take(there, plan) == Taken::Mine ? 'y' : 'n';
            (void)!::write(ready[1], &taken, 1);
            for (;;)
                ::pause();
        }
        char taken = 0;
        QCOMPARE(::read(ready[0], &taken, 1), 1);
        QCOMPARE(taken, 'y');
        QVERIFY(take(here, plan) == Taken::Theirs);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(take(here, plan) == Taken::Mine);
    }
    void saysWhyNot()
    {
        Claims claims(m_folder.path()); // a folder
        const auto taken = claims.take(Uuid7::next());
        QVERIFY(!taken);
        QCOMPARE(int(taken.error().kind), int(Error::Kind::Storage));
        QCOMPARE(taken.error().where, m_folder.path());
    }
};

QTEST_GUILESS_MAIN(TestClaims)
#include "tst_claims.moc"
