// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/podfacts.h"
#include "models/rollout/podwords.h"
#include "tests/fuzz/mutator.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;

class FuzzPods : public QObject {
    Q_OBJECT

    static bool isShowable(const QString &text)
    {
        for (const QChar c : text) {
            if ((c.unicode() < 0x20 && c != QLatin1Char('\t')) || (c.unicode() >= 0x7f && c.unicode() < 0xa0))
                return false;
        }
        return true;
    }

    // As the connector reads them; what is wrong with the result, or nothing.
    static QByteArray readItem(const JsonView &view)
    {
        const Pod pod = readPod(view, "rollouts-pod-template-hash");
        if (pod.restarts < 0 || pod.readyContainers > pod.containers)
            return "containers or restarts that cannot be";
        if (podWords(pod).isEmpty())
            return "a pod without a word";
        if (!isShowable(pod.message) || !isShowable(pod.reason) || !isShowable(pod.endMessage))
            return "control characters in a message";
        const ClusterEvent event = readEvent(view);
        if (event.count < 1 || event.lastMs < event.firstMs)
            return "an event that was seen less than once, or ends before it begins";
        Diagnosis diagnosis;
        diagnosis.pods = {{pod}, 1, {}};
        diagnosis.question.newHash = pod.hash;
        if (summaryOf(diagnosis).sentence.isEmpty())
            return "a summary without a sentence";
        return {};
    }

    static QByteArray readText(const QByteArray &input)
    {
        const QList<LogLine> lines = readLog(input, 100);
        if (lines.size() > 100)
            return "more lines than asked for";
        for (const LogLine &line : lines) {
            if (!isShowable(line.text) || line.text.size() > 4'000)
                return "a line that cannot be shown";
            if (line.text.contains(QLatin1String("hunter2")))
                return "a password gets through";
            (void)isComplaint(line.text);
        }
        return {};
    }

private Q_SLOTS:
    void mutations()
    {
        QList<QByteArray> corpus{fuzz::fileBytes("tests/data/captures/k8s-pods.json").left(20'000),
                                 fuzz::fileBytes("tests/data/captures/k8s-pods.json")};
        corpus.append(
            "{\"items\":[{\"metadata\":{\"name\":\"p\",\"uid\":\"u\",\"labels\":{\"rollouts-pod-template-hash\":\"h\"}}"
            ","
            "\"status\":{\"phase\":\"Running\",\"initContainerStatuses\":[],\"containerStatuses\":[{\"name\":\"c\","
            "\"ready\":false,\"restartCount\":7,\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}},"
            "\"lastState\":{\"terminated\":{\"exitCode\":1,\"reason\":\"Error\",\"message\":\"m\"}}}]}}]}");
        corpus.append(
            "{\"items\":[{\"metadata\":{\"uid\":\"e\"},\"type\":\"Warning\",\"reason\":\"BackOff\",\"message\":\"m\","
            "\"count\":3,\"firstTimestamp\":\"2026-11-23T15:36:20Z\",\"lastTimestamp\":\"2026-11-23T15:38:20Z\","
            "\"series\":{\"count\":4,\"lastObservedTime\":\"2026-11-23T15:40:30.000000Z\"}}]}");
        corpus.append("2026-11-23T15:40:00.123456789Z level=info url=postgres://shop:hunter2@db\n"
                      "2026-11-23T15:40:01Z \x1b[31mERROR\x1b[0m x\r\n-----BEGIN PRIVATE KEY-----\nabc\n");
        const fuzz::Mutator mutator(corpus, {"[",
                                             "]",
                                             "{",
                                             "}",
                                             "\"",
                                             ",",
                                             ":",
                                             "null",
                                             "true",
                                             "-1",
                                             "2147483648",
                                             "1e308",
                                             "[]",
                                             "{}",
                                             "\"x\"",
                                             "\\u0000",
                                             "\xff",
                                             "\x1b[",
                                             "\x1b]",
                                             "\r\n",
                                             "\n",
                                             "\"restartCount\":-5",
                                             "\"count\":-1",
                                             "\"reason\":",
                                             "\"state\":",
                                             "\"2026-11-23T15:36:20Z\"",
                                             "\"0000-00-00T99:99:99Z\"",
                                             "deletionTimestamp"});
        simdjson::dom::parser parser;
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            // A mutation may put the password elsewhere, where nothing says that it is one.
            QByteArray text = input;
            text.replace("://shop:hunter2@db", "\x01").replace("hunter2", "").replace("\x01", "://shop:hunter2@db");
            if (const QByteArray wrong = readText(text); !wrong.isEmpty())
                return wrong;
            simdjson::dom::element document;
            if (parser.parse(input.constData(), size_t(input.size())).get(document))
                return {};
            JsonReader reader(document);
            QByteArray wrong;
            reader.root()["items"].eachItem([&](const JsonView &item) {
                JsonReader one(item.element());
                if (wrong.isEmpty())
                    wrong = readItem(one.root());
            });
            return wrong;
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzPods)
#include "fuzz_pods.moc"
