// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/promlexer.h"

#include <QRegularExpression>
#include <QStringList>

#include <memory>
#include <vector>

namespace astern::connectors::sandbox {

enum class PromType { Scalar, Vector, Matrix, String };
[[nodiscard]] QString typeName(PromType type); // "instant vector"

struct PromMatcher {
    enum class Op { Equal, NotEqual, Regex, NotRegex };
    QString label;
    Op op = Op::Equal;
    QString value;
    QRegularExpression pattern; // anchored at both ends
    [[nodiscard]] bool matches(const QString &text) const;
};

// One node of a parsed query. A plain value tree: the evaluator looks at `kind`.
struct PromExpr {
    enum class Kind { Number, String, Selector, Call, Aggregate, Binary, Negate };
    Kind kind = Kind::Number;
    PromType type = PromType::Scalar;
    qsizetype at = 0;

    double number = 0;                 // Number
    QString name;                      // Selector: metric; Call, Aggregate, Binary: what; String: its value
    std::vector<PromMatcher> matchers; // Selector
    qint64 rangeMs = 0;                // Selector: > 0 makes it a range
    qint64 offsetMs = 0;
    std::vector<PromExpr> args; // operands and arguments; of an Aggregate its parameter comes last
    QStringList grouping;       // Aggregate: by/without; Binary: on/ignoring
    bool without = false;       // Aggregate: without; Binary: ignoring
    bool matchingGiven = false; // Binary: on() or ignoring() was written
    bool boolean = false;       // Binary: bool
    enum class Card { OneToOne, ManyToOne, OneToMany } card = Card::OneToOne;
    QStringList include; // group_left(labels)
};

// The part of PromQL that dashboards and release tools use. What it does not know is an error with its place,
// never a number.
[[nodiscard]] bool parsePromQL(const QString &query, PromExpr &expr, PromError &error);

// Argument types of a function; nullptr: there is none of that name.
struct PromFunction {
    const char *name;
    std::vector<PromType> args;
    int optional = 0; // of the last ones
    PromType result = PromType::Vector;
};
[[nodiscard]] const PromFunction *promFunction(const QString &name);

} // namespace astern::connectors::sandbox
