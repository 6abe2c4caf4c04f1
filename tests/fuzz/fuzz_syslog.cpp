// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/otlp/otlprecords.h"
#include "connectors/syslog/syslogwriter.h"
#include "models/journal/digest.h"
#include "tests/fuzz/mutator.h"
#include "tests/support/journalleaves.h"
#include "tests/support/otlpschema.h"
#include "tests/support/syslogreader.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;

// Whatever is in an entry, what is made of it is one message and one record.
class FuzzSyslog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mutations()
    {
        const fuzz::Mutator mutator(
            {"rollback.intent", "a\"] [x@1 b=\"c", "line\nline", "\xef\xbb\xbfü \xf0\x9f\x9a\x80"},
            {"\"", "]", "\\", "=", " ", "\n", "\r", "\x01", "\x7f", "[", "<13>1 ", "\xc2\x85", "\xed\xa0\x80", "\xff",
             "\xe2\x80\xa8", "%1"});
        int round = 0;
        const quint64 done = fuzz::run(mutator, [&round](const QByteArray &input) -> QByteArray {
            const QString text = QString::fromUtf8(input);
            LoggedLeaf leaf = test::leafOf(quint64(round), text, text);
            leaf.personal = {{text, text}};
            if (round % 3 == 0)
                leaf.leaf = input; // no entry at all
            const SyslogSource source{text, round, 1 + round, 300 + 100 * (round % 100)};
            const auto redaction = Redaction(round++ % 3);
            const QByteArray message = syslogMessage(leaf, redaction, source);
            if (const QString trouble = test::syslogTrouble(message); !trouble.isEmpty())
                return trouble.toUtf8();
            if (message.size() > source.maxMessage && source.maxMessage >= 500)
                return "longer than allowed";
            if (message.contains('\n') || message.contains('\0'))
                return "more than a line";
            if (const QString trouble = test::otlpTrouble(otlpRequest({leaf}, redaction, round)); !trouble.isEmpty())
                return trouble.toUtf8();
            return {};
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzSyslog)
#include "fuzz_syslog.moc"
