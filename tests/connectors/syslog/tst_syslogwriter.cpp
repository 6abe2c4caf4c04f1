// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/syslog/syslogwriter.h"
#include "tests/support/journalleaves.h"
#include "tests/support/syslogreader.h"

#include <QtTest>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;

namespace {

const SyslogSource kSource{QStringLiteral("ws1"), 4242, 32'473, 8'192};

} // namespace

class TestSyslogWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aMessage()
    {
        const LoggedLeaf leaf = leafOf(7, QStringLiteral("rollback.intent"), QStringLiteral("saga-1"));
        const QByteArray message = syslogMessage(leaf, Redaction::Pseudonym, kSource);
        const QByteArray head =
            "<109>1 2026-11-16T00:46:40.123Z ws1 astern 4242 rollback.intent [journal@32473 origin=\"" +
            kLog.toLatin1() + "\" idx=\"7\" writer=\"w-1\" wseq=\"7\" id=\"";
        QVERIFY2(message.startsWith(head), message.left(200).constData());
        QVERIFY(message.endsWith("\"] \xef\xbb\xbf" + leaf.leaf));
        QVERIFY(message.contains(" saga=\"saga-1\" leaf=\"" + toHex(leaf.leafHash).toLatin1() + "\"]"));
        QCOMPARE(syslogTrouble(message), QString());
        QCOMPARE(syslogFrame(message), QByteArray::number(message.size()) + ' ' + message);
        QVERIFY(!message.contains("errors at 3 percent"));
        QVERIFY(syslogMessage(leaf, Redaction::None, kSource)
                    .contains("[openings@32473 rationale=\"errors at 3 percent\"]"));
        QVERIFY(!syslogMessage(leaf, Redaction::Full, kSource).contains("payload"));
    }

    void whatIsLoudIsSevere()
    {
        const LoggedLeaf leaf =
            leafOf(7, QStringLiteral("rollback.intent"), QStringLiteral("s"),
                   {{QStringLiteral("degraded"), QJsonObject{{QStringLiteral("reason"), QStringLiteral("x")}}}});
        QVERIFY(syslogMessage(leaf, Redaction::Pseudonym, kSource).startsWith("<107>1 "));
    }

    // Never longer than the collector takes: the rest of a longer one would be a message of its own.
    void longOnesAreCut()
    {
        const LoggedLeaf leaf = leafOf(9, QStringLiteral("promotion.intent"), QStringLiteral("s"),
                                       {{QStringLiteral("note"), QString(20'000, QLatin1Char('x'))}});
        const QByteArray message = syslogMessage(leaf, Redaction::Pseudonym, kSource);
        QVERIFY(message.size() < 1'000);
        QVERIFY(message.contains(" leaf=\"" + toHex(leaf.leafHash).toLatin1() + "\" cut=\"1\"]"));
        QCOMPARE(syslogTrouble(message), QString());
        SyslogSource tight = kSource;
        tight.host = QString(255, QLatin1Char('h'));
        tight.maxMessage = 480;
        const LoggedLeaf odd = leafOf(9, QString(60, QLatin1Char('k')), QString(900, QLatin1Char('s')));
        const QByteArray least = syslogMessage(odd, Redaction::Pseudonym, tight);
        QVERIFY2(least.size() <= 480, qPrintable(QString::number(least.size())));
        QVERIFY(least.contains(toHex(odd.leafHash).toLatin1()));
    }

    // What an entry says must not become a field, a line or a message.
    void nothingEscapes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("quote") << QStringLiteral("a\"] [journal@32473 idx=\"1\"");
        QTest::newRow("backslash") << QStringLiteral("a\\");
        QTest::newRow("line") << QStringLiteral("a\n<13>1 - root su - - - hello");
        QTest::newRow("null") << QStringLiteral("a%1b").arg(QChar(0));
        QTest::newRow("space") << QStringLiteral("rollback intent");
        QTest::newRow("not ASCII") << QStringLiteral("ü\u202e\u0085");
        QTest::newRow("empty") << QString();
    }
    void nothingEscapes()
    {
        QFETCH(QString, text);
        LoggedLeaf leaf = leafOf(3, text, text);
        leaf.personal = {{text, text}};
        SyslogSource source = kSource;
        source.host = text;
        for (const Redaction redaction : {Redaction::None, Redaction::Pseudonym, Redaction::Full}) {
            const QByteArray message = syslogMessage(leaf, redaction, source);
            QCOMPARE(syslogTrouble(message), QString());
            QVERIFY(!message.contains('\n') && !message.contains('\0'));
        }
    }

    void whatIsNoEntryGoesAllTheSame()
    {
        const LoggedLeaf odd{7, "\x01\xff no envelope\n", sha256("x"), {}, {}};
        const QByteArray message = syslogMessage(odd, Redaction::Pseudonym, kSource);
        QVERIFY2(message.startsWith("<109>1 - ws1 astern 4242 - [journal@32473 idx=\"7\""), message.constData());
        QCOMPARE(syslogTrouble(message), QString());
    }

    void digest()
    {
        const QByteArray message = syslogDigest(kLog, QStringLiteral("w-1"), 48'213, QStringLiteral("ab").repeated(32),
                                                1'794'790'000'000, kSource);
        QVERIFY(message.contains(" journal.digest [digest@32473 origin=\""));
        QVERIFY(message.contains(" size=\"48213\" root=\"abab"));
        QCOMPARE(syslogTrouble(message), QString());
    }
};

QTEST_GUILESS_MAIN(TestSyslogWriter)
#include "tst_syslogwriter.moc"
