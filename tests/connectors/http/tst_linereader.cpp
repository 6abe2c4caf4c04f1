// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/linereader.h"

#include <QRandomGenerator>
#include <QTest>

using astern::connectors::LineReader;

namespace {

struct Read {
    QList<QByteArray> lines;
    bool fits = true;
    qsizetype pending = 0;
};

Read readIn(const QList<QByteArray> &pieces, qsizetype max)
{
    LineReader reader(max);
    Read read;
    for (const QByteArray &piece : pieces) {
        read.fits = reader.feed(piece, [&](const QByteArray &line) {
            read.lines.append(line);
            return true;
        });
    }
    read.pending = reader.pending();
    return read;
}

} // namespace

class TestLineReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cuts_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QList<QByteArray>>("lines");
        QTest::addColumn<int>("pending");
        QTest::newRow("nothing") << QByteArray() << QList<QByteArray>() << 0;
        QTest::newRow("one") << QByteArray("a\n") << QList<QByteArray>{"a"} << 0;
        QTest::newRow("no end") << QByteArray("a\nbc") << QList<QByteArray>{"a"} << 2;
        QTest::newRow("cr lf") << QByteArray("a\r\nb\r\n") << QList<QByteArray>{"a", "b"} << 0;
        QTest::newRow("cr inside stays") << QByteArray("a\rb\n") << QList<QByteArray>{"a\rb"} << 0;
        QTest::newRow("empty lines") << QByteArray("\n\r\n\n") << QList<QByteArray>{"", "", ""} << 0;
        QTest::newRow("zero bytes") << QByteArray("a\0b\n", 4) << QList<QByteArray>{QByteArray("a\0b", 3)} << 0;
        QTest::newRow("utf-8") << QByteArray("\xc3\xa4\n\xe2\x82\xac\n")
                               << QList<QByteArray>{"\xc3\xa4", "\xe2\x82\xac"} << 0;
    }
    void cuts()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QList<QByteArray>, lines);
        QFETCH(int, pending);
        QRandomGenerator random(48213);
        for (int round = 0; round < 200; ++round) {
            QList<QByteArray> pieces;
            for (qsizetype at = 0; at < bytes.size();) {
                const qsizetype length = 1 + random.bounded(int(bytes.size()));
                pieces.append(bytes.mid(at, length));
                at += length;
            }
            const Read read = readIn(pieces, 1000);
            QVERIFY(read.fits);
            QCOMPARE(read.lines, lines);
            QCOMPARE(read.pending, pending);
        }
    }

    void limit_data()
    {
        QTest::addColumn<QList<QByteArray>>("pieces");
        QTest::addColumn<bool>("fits");
        QTest::addColumn<int>("lines");
        QTest::newRow("exactly") << QList<QByteArray>{"abcd\n"} << true << 1;
        QTest::newRow("exactly, cr lf") << QList<QByteArray>{"abcd\r\n"} << true << 1;
        QTest::newRow("exactly, cr and lf apart") << QList<QByteArray>{"abcd\r", "\n"} << true << 1;
        QTest::newRow("one over") << QList<QByteArray>{"abcde\n"} << false << 0;
        QTest::newRow("one over with cr") << QList<QByteArray>{"abcde\r\n"} << false << 0;
        QTest::newRow("no end in sight") << QList<QByteArray>{"abc", "def", "ghi"} << false << 0;
        QTest::newRow("after a good one") << QList<QByteArray>{"ab\nabcdefg", "\nab\n"} << false << 1;
    }
    void limit()
    {
        QFETCH(QList<QByteArray>, pieces);
        QFETCH(bool, fits);
        QFETCH(int, lines);
        const Read read = readIn(pieces, 4);
        QCOMPARE(read.fits, fits);
        QCOMPARE(read.lines.size(), lines);
        if (!fits)
            QCOMPARE(read.pending, 0); // nothing is hoarded
    }

    void stopsWhenToldTo()
    {
        LineReader reader(100);
        int seen = 0;
        QVERIFY(reader.feed(QByteArrayView("a\nb\nc\n"), [&](const QByteArray &) { return ++seen < 2; }));
        QCOMPARE(seen, 2);
    }
};

QTEST_GUILESS_MAIN(TestLineReader)
#include "tst_linereader.moc"
