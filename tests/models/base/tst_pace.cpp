// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/pace.h"

#include <QList>
#include <QTest>

using namespace astern;

class TestPace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void passesOn_data()
    {
        QTest::addColumn<QList<qint64>>("comes");
        QTest::addColumn<QList<qint64>>("goes");
        QTest::newRow("one goes at once") << QList<qint64>{5000} << QList<qint64>{5000};
        QTest::newRow("three follow closely, the fourth waits")
            << QList<qint64>{0, 0, 0, 0} << QList<qint64>{0, 20, 40, 100};
        QTest::newRow("a flood goes once in a hundred")
            << QList<qint64>(7, 0) << QList<qint64>{0, 20, 40, 100, 200, 300, 400};
        QTest::newRow("a short silence saves one")
            << QList<qint64>{0, 0, 0, 0, 300, 300, 300} << QList<qint64>{0, 20, 40, 100, 300, 320, 400};
        QTest::newRow("a long silence saves no more than three")
            << QList<qint64>{0, 9000, 9000, 9000, 9000, 9000} << QList<qint64>{0, 9000, 9020, 9040, 9100, 9200};
    }
    void passesOn()
    {
        QFETCH(QList<qint64>, comes);
        QFETCH(QList<qint64>, goes);
        Pace pace(100, 3, 20);
        QList<qint64> went;
        for (const qint64 at : comes) {
            const qint64 now = std::max(at, went.isEmpty() ? at : went.last());
            went.append(now + pace.waitMs(now));
            pace.wentAt(went.last());
        }
        QCOMPARE(went, goes);
    }

    void neverWaitsLongerThanItsPace()
    {
        Pace pace(100, 3, 20);
        for (int i = 0; i < 50; ++i)
            pace.wentAt(7); // a clock that stands still
        QCOMPARE(pace.waitMs(7), 100);
        QCOMPARE(pace.waitMs(107), 0);
    }
};

QTEST_GUILESS_MAIN(TestPace)
#include "tst_pace.moc"
