// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/document/yamltree.h"
#include "models/guard/policydraft.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::guard;

// Files of policies as the Policies screen reads and writes them.
class TestPolicyDraft : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isReadWholeOrNotAtAll_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<bool>("opens");
        QTest::newRow("the largest") << qint64(2 * kMaxDocumentBytes) << true;
        QTest::newRow("one more") << qint64(2 * kMaxDocumentBytes + 1) << false;
    }
    void isReadWholeOrNotAtAll()
    {
        QFETCH(qint64, bytes);
        QFETCH(bool, opens);
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("p.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(QByteArray(bytes, '#')), bytes);
        file.close();
        const Result<PolicyOnDisk> read = readPolicyFile(folder.path(), {}, QStringLiteral("p.yaml"));
        QCOMPARE(read.ok(), opens);
        if (opens)
            QCOMPARE(read->text.size(), bytes);
        else
            QVERIFY(read.error().hint.contains(QStringLiteral("larger")));
        // Nor is it written over by what somebody has of it.
        if (!opens)
            QVERIFY(!savePolicyFile(folder.path(), {}, QStringLiteral("p.yaml"), "new", QByteArray(bytes - 1, '#')));
    }
};

QTEST_GUILESS_MAIN(TestPolicyDraft)
#include "tst_policydraft.moc"
