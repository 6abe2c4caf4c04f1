// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/issue.h"
#include "models/guard/act.h"
#include "models/policy/policy.h"
#include "models/policy/simulation/signalfeed.h"

namespace astern::guard {

// A file of cases beside a policy: what comes in, and which class or act is expected when (docs/policies.md).
struct PolicyTest {
    // The same in every tick for a while; absent: nothing comes.
    struct Stretch {
        qint64 forMs = 0;
        std::optional<statistics::ArmCounts> fresh; // of the new version
        std::optional<statistics::ArmCounts> stable;
        bool operator==(const Stretch &) const = default;
    };
    struct Expectation {
        enum class Kind {
            At,    // the class of the tick in which that time lies
            By,    // the class, or the act, at that time at the latest
            Never, // the class, or the act, at no time
        };
        Kind kind = Kind::At;
        qint64 ms = 0;                               // since the rollout's start
        std::optional<policy::VerdictClass> verdict; // absent: an act
        QString act;                                 // "rollback"
        SourcePosition at;
        bool operator==(const Expectation &) const = default;
    };
    struct Case {
        QString name;
        QString samples; // a file; empty: the counts
        QString signal;  // whose counts; empty: the first of kind events
        QList<Stretch> counts;
        QList<Expectation> expect;
        SourcePosition at;
        bool operator==(const Case &) const = default;
    };
    QString policyFile;
    policy::JudgedRollout rollout;
    QList<Case> cases;
    bool operator==(const PolicyTest &) const = default;
};

struct PolicyTestReading {
    std::optional<PolicyTest> test; // absent when there was an error
    QList<DocumentIssue> issues;    // with the codes of policies
    bool unreadable = false;
};
// Names of files stand against the folder of `file`. Pure.
[[nodiscard]] PolicyTestReading readPolicyTest(const QByteArray &text, const QString &file);
[[nodiscard]] PolicyTestReading readPolicyTestFile(const QString &path);

struct CaseFound {
    QString name;
    QStringList failures; // sentences, each with its place; empty: as expected
};
// Reads the samples that a case names. An error is one of the file's, not of what was expected.
[[nodiscard]] Result<CaseFound> runCase(const PolicyTest &test, const PolicyTest::Case &one,
                                        const policy::Policy &policy);

} // namespace astern::guard
