// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/inflate.h"
#include "tests/support/gzip.h"

#include <QTest>

using astern::connectors::Inflater;
using State = Inflater::State;
using astern::test::gzip;

class TestInflate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void decodes_data()
    {
        QTest::addColumn<QByteArray>("packed");
        QTest::addColumn<QByteArray>("plain");
        QByteArray large;
        for (int i = 0; i < 200000; ++i)
            large += QByteArray::number(i * 7919 % 104729);
        QTest::newRow("nothing in it") << gzip("") << QByteArray();
        QTest::newRow("short") << gzip("hello") << QByteArray("hello");
        QTest::newRow("large") << gzip(large) << large;
        QTest::newRow("fills the buffer exactly") << gzip(QByteArray(64 * 1024, 'x')) << QByteArray(64 * 1024, 'x');
        QTest::newRow("two members") << gzip("one ") + gzip("two") << QByteArray("one two");
    }
    void decodes()
    {
        QFETCH(QByteArray, packed);
        QFETCH(QByteArray, plain);
        for (const qsizetype step : {qsizetype(1), qsizetype(7), qsizetype(4096), packed.size()}) {
            if (packed.size() / step > 20000)
                continue;
            Inflater inflater;
            QByteArray out;
            for (qsizetype at = 0; at < packed.size(); at += step)
                inflater.feed(QByteArrayView(packed).sliced(at, std::min(step, packed.size() - at)), out, plain.size());
            QCOMPARE(inflater.state(), State::Complete);
            QCOMPARE(out, plain);
        }
    }

    void bomb()
    {
        const QByteArray packed = gzip(QByteArray(256 << 20, '\0'));
        QVERIFY(packed.size() < (2 << 20));
        Inflater inflater;
        QByteArray out;
        QCOMPARE(inflater.feed(packed, out, 1 << 20), State::TooLarge);
        QVERIFY(out.size() <= 1 << 20);
        QVERIFY(out.capacity() < 4 << 20);
        QCOMPARE(inflater.feed("more", out, 1 << 20), State::TooLarge);
    }

    void oneByteOverTheLimit()
    {
        Inflater inflater;
        QByteArray out;
        QCOMPARE(inflater.feed(gzip("hello"), out, 4), State::TooLarge);
    }

    void damaged_data()
    {
        QTest::addColumn<QByteArray>("packed");
        QTest::addColumn<int>("state");
        QByteArray wrongSum = gzip("hello hello hello");
        wrongSum[wrongSum.size() - 6] = char(wrongSum[wrongSum.size() - 6] ^ 1);
        QTest::newRow("plain text") << QByteArray("hello") << int(State::Malformed);
        QTest::newRow("wrong check sum") << wrongSum << int(State::Malformed);
        QTest::newRow("cut short") << gzip("hello hello hello").chopped(4) << int(State::More);
        QTest::newRow("rubbish behind") << gzip("hello") + "rubbish" << int(State::Malformed);
    }
    void damaged()
    {
        QFETCH(QByteArray, packed);
        QFETCH(int, state);
        Inflater inflater;
        QByteArray out;
        inflater.feed(packed, out, 1000);
        QCOMPARE(int(inflater.state()), state);
    }
};

QTEST_GUILESS_MAIN(TestInflate)
#include "tst_inflate.moc"
