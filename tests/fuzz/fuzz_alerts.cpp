// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alertmanager/alertdecode.h"
#include "tests/fuzz/mutator.h"

#include <QTest>

#include <algorithm>

using namespace astern;
using namespace astern::connectors;

namespace {

QList<QByteArray> answers(); // below: moc takes a raw string for the end of the file

} // namespace

class FuzzAlerts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mutations()
    {
        const fuzz::Mutator mutator(answers(), {"[",
                                                "]",
                                                "{",
                                                "}",
                                                "\"",
                                                ",",
                                                ":",
                                                "null",
                                                "true",
                                                "-1",
                                                "1e308",
                                                "[]",
                                                "{}",
                                                "\"\"",
                                                "\\ud800",
                                                "\\u0000",
                                                "\xff",
                                                "\"0001-01-01T00:00:00Z\"",
                                                "\"9999-99-99T99:99:99Z\"",
                                                "\"labels\":",
                                                "\"annotations\":",
                                                "\"status\":",
                                                "\"state\":",
                                                "\"silencedBy\":",
                                                "\"suppressed\"",
                                                "\"fingerprint\":",
                                                "\"startsAt\":",
                                                "\"alertname\":"});
        const quint64 done = fuzz::run(mutator, [](const QByteArray &input) -> QByteArray {
            const Result<QList<Alert>> read = decodeAlerts(input, QStringLiteral("am"));
            if (!read)
                return read.error().message.isEmpty() || read.error().hint.isEmpty()
                           ? QByteArray("an error without words")
                           : QByteArray();
            for (const Alert &alert : *read) {
                if (alert.fingerprint.isEmpty() || alert.labels.isEmpty() || alert.sinceMs < 0)
                    return "half an alert";
                if (alert.name.contains(QLatin1Char('\n')) || alert.summary.size() > 500)
                    return "a line that is none";
            }
            return std::is_sorted(read->cbegin(), read->cend(), isBefore) ? QByteArray() : QByteArray("out of order");
        });
        QVERIFY(done > 0);
    }
};

namespace {

QList<QByteArray> answers()
{
    return {
        R"([{"annotations":{"runbook_url":"https://x","summary":"op hold"},"endsAt":"2026-11-26T16:06:27.309Z","fingerprint":"55c9ed5bf2de09ae","receivers":[{"name":"hook"}],"startsAt":"2026-11-26T16:01:27.309Z","status":{"inhibitedBy":[],"silencedBy":[],"state":"active"},"updatedAt":"2026-11-26T16:01:27.309Z","generatorURL":"http://127.0.0.1/x","labels":{"alertname":"ManualHold","service":"checkout","severity":"page"}}])",
        R"([{"annotations":{},"fingerprint":"1","startsAt":"2026-11-26T16:01:27+01:00","status":{"inhibitedBy":["2"],"silencedBy":["5c8c3858-92cd-4d23-b3a6-911b5f4df1ab"],"state":"suppressed"},"labels":{"alertname":"é\n"}},{"annotations":{"description":"a\nb"},"fingerprint":"2","startsAt":"0001-01-01T00:00:00Z","status":{"state":"unprocessed"},"labels":{"a":"b"}}])",
        "[]"};
}

} // namespace

QTEST_GUILESS_MAIN(FuzzAlerts)
#include "fuzz_alerts.moc"
