// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/canonicalform.h"
#include "models/policy/explain.h"
#include "models/policy/reader.h"
#include "tests/fuzz/mutator.h"

#include <QTest>

using namespace astern;

class FuzzPolicy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mutations()
    {
        const fuzz::Mutator mutator({fuzz::fileBytes("tests/data/policy/every-rule.yaml"),
                                     fuzz::fileBytes("resources/policies/canary-compare.yaml"),
                                     fuzz::fileBytes("resources/policies/quorum-ladder.yaml"),
                                     fuzz::fileBytes("resources/policies/low-traffic-freeze.yaml")},
                                    fuzz::yamlWords() + QList<QByteArray>{"off",
                                                                          ".nan",
                                                                          "0",
                                                                          "1",
                                                                          "100%",
                                                                          "99.9999999%",
                                                                          "0.0000000001",
                                                                          "1000000000000000",
                                                                          "0ms",
                                                                          "1ms",
                                                                          "366d",
                                                                          "999999999d",
                                                                          "99999999999h",
                                                                          "{role}",
                                                                          "result < ",
                                                                          "not ",
                                                                          "((",
                                                                          "\xc3\xa4",
                                                                          "rules:",
                                                                          "signals:",
                                                                          "critical: null, ",
                                                                          "type: quorum, of: [q, q], need: 1",
                                                                          "lower_is_bad",
                                                                          "below: ",
                                                                          "window: ",
                                                                          "tick: 5m",
                                                                          "max_duration: 1s"});
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            const policy::Reading reading = policy::readText(input, QStringLiteral("p.yaml"));
            if (reading.policy.has_value() == hasErrors(reading.issues))
                return reading.policy ? "a policy in spite of errors" : "no policy, and no error";
            const int lines = int(input.count('\n') + input.count('\r')) + 1;
            for (const DocumentIssue &issue : reading.issues) {
                if (issue.at.line < 1 || issue.at.line > lines + 1 || issue.at.column < 1 || issue.message.isEmpty())
                    return "an issue without a place: " + issue.toString().toUtf8();
            }
            if (!reading.policy)
                return {};
            if (policy::canonicalText(*reading.policy).isEmpty())
                return "a policy without a canonical form";
            for (const policy::Rule &rule : reading.policy->rules) {
                if (const auto *threshold = std::get_if<policy::Threshold>(&rule.body)) {
                    if (threshold->above.has_value() == threshold->below.has_value() || threshold->windowMs <= 0 ||
                        threshold->windowMs % reading.policy->time.tickMs != 0)
                        return "a threshold that cannot be judged";
                }
            }
            return policy::explain(*reading.policy).isEmpty() ? "a policy without a meaning" : QByteArray();
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzPolicy)
#include "fuzz_policy.moc"
