// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/identity/userlock.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace astern;

class TestUserLock : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneAtATime();
    void refuses_data();
    void refuses();
};

void TestUserLock::oneAtATime()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("new/lock"));
    UserLock one(path);
    UserLock other(path);
    QVERIFY(one.take().value());
    QVERIFY(one.take().value());
    QVERIFY(!other.take().value());
    one.release();
    QVERIFY(other.take().value());
    QVERIFY(!one.take().value());
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
}

void TestUserLock::refuses_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"link", "dangling link", "second name", "folder", "pipe", "writable by others"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

// What would lock something else than everybody believes; the target is left as it was.
void TestUserLock::refuses()
{
    QFETCH(QString, what);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("lock"));
    const QString target = folder.filePath(QStringLiteral("target"));
    const QByteArray name = QFile::encodeName(path);
    QFile file(target);
    if (what != QLatin1String("dangling link")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("kept");
        file.close();
    }
    if (what.contains(QLatin1String("link")))
        QCOMPARE(::symlink(QFile::encodeName(target).constData(), name.constData()), 0);
    else if (what == QLatin1String("second name"))
        QCOMPARE(::link(QFile::encodeName(target).constData(), name.constData()), 0);
    else if (what == QLatin1String("folder"))
        QVERIFY(QDir().mkpath(path));
    else if (what == QLatin1String("pipe"))
        QCOMPARE(::mkfifo(name.constData(), 0600), 0);
    else
        QVERIFY(QFile::rename(target, path) &&
                QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::WriteOther));
    UserLock lock(path);
    const Result<bool> taken = lock.take();
    QVERIFY(!taken);
    QCOMPARE(taken.error().where, path);
    QVERIFY(!lock.isMine());
    QCOMPARE(QFile::exists(target),
             what != QLatin1String("dangling link") && !what.startsWith(QLatin1String("writable")));
    UserLock again(path); // and it locked nobody out
    QVERIFY(!again.take());
}

QTEST_GUILESS_MAIN(TestUserLock)
#include "tst_userlock.moc"
