// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/argo/argorollout.h"
#include "connectors/kubernetes/kubeaccess.h"
#include "connectors/kubernetes/workload.h"
#include "tests/fuzz/mutator.h"

#include <QTest>

using namespace astern;
using namespace astern::connectors;

class FuzzKubernetes : public QObject {
    Q_OBJECT

    // As the watch and the commands read: a list's items, or an event's object.
    static QByteArray readWith(const WorkloadKindInfo &info, const JsonView &object, JsonReader &reader,
                               const QList<KubeReplicaSet> &history)
    {
        const WorkloadFacts facts = info.read(object);
        const KubeReplicaSet set = readReplicaSet(object, info);
        const Rollout rollout = info.complete(facts, history + QList<KubeReplicaSet>{set});
        if (!reader.ok() && reader.problem().isEmpty())
            return "wrong without a word";
        for (const Serving::Share &share : rollout.serving.shares) {
            if (!(share.percent >= 0 && share.percent <= 100) && reader.ok())
                return "a share of " + QByteArray::number(share.percent) + " %";
        }
        return {};
    }

private Q_SLOTS:
    void mutations()
    {
        QList<QByteArray> corpus{fuzz::fileBytes("tests/data/captures/k8s-deployments.json"),
                                 fuzz::fileBytes("tests/data/captures/argo-rollouts.json"),
                                 fuzz::fileBytes("tests/data/captures/k8s-replicasets.json")};
        const QList<QByteArray> lines = fuzz::fileBytes("tests/data/captures/argo-rollouts-watch.ndjson").split('\n');
        for (qsizetype i = 0; i < lines.size(); i += 7) {
            if (!lines.at(i).isEmpty())
                corpus.append(lines.at(i));
        }
        const fuzz::Mutator mutator(corpus, {"[",
                                             "]",
                                             "{",
                                             "}",
                                             "\"",
                                             ",",
                                             ":",
                                             "null",
                                             "true",
                                             "false",
                                             "\"\"",
                                             "-1",
                                             "0",
                                             "2147483648",
                                             "99999999999999999999",
                                             "1e308",
                                             "-0.5",
                                             "[]",
                                             "{}",
                                             "\"x\"",
                                             "\\ud800",
                                             "\\u0000",
                                             "\xff",
                                             "\"status\":",
                                             "\"spec\":",
                                             "\"metadata\":",
                                             "\"weights\":",
                                             "\"steps\":",
                                             "\"setWeight\":120",
                                             "\"replicas\":",
                                             "\"pause\":{\"duration\":\"99999999h\"}",
                                             "\"2026-11-23T15:36:20Z\"",
                                             "\"0000-00-00T99:99:99Z\"",
                                             "\"rollout.argoproj.io/revision\":\"-7\"",
                                             "\"currentStepIndex\":"});
        simdjson::dom::parser parser;
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            HttpResponse answer;
            answer.status = 422;
            answer.body = input;
            if (kubeError({}, answer, QStringLiteral("b")).message.isEmpty() && !input.trimmed().isEmpty())
                return "an error without a word";
            simdjson::dom::element document;
            if (parser.parse(input.constData(), size_t(input.size())).get(document))
                return {};
            for (const WorkloadKindInfo *info : {&argoKind(), &deploymentKind()}) {
                JsonReader reader(document);
                QList<KubeReplicaSet> history;
                QByteArray wrong;
                reader.root()["items"].eachItem([&](const JsonView &item) {
                    JsonReader one(item.element());
                    const JsonView view = one.root();
                    const QByteArray trouble = readWith(*info, view, one, history);
                    if (wrong.isEmpty())
                        wrong = trouble;
                    history.append(readReplicaSet(view, *info));
                });
                const JsonView object = reader.root()["object"];
                if (wrong.isEmpty() && object.isObject()) {
                    JsonReader one(object.element());
                    const JsonView view = one.root();
                    wrong = readWith(*info, view, one, {});
                }
                if (!wrong.isEmpty())
                    return wrong;
            }
            return {};
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzKubernetes)
#include "fuzz_kubernetes.moc"
