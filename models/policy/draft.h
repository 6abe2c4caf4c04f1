// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/fields.h"

// The parts of the reader (reader.h): a policy while it is read.
namespace astern::policy {

inline constexpr Dialect kDialect{
    .yaml = "P-YAML",
    .encoding = "P-ENCODING",
    .tooLarge = "P-TOO-LARGE",
    .manyDocuments = "P-MULTI-DOC",
    .alias = "P-ALIAS",
    .tag = "P-ALIAS",
    .duplicateKey = "P-DUPLICATE-KEY",
    .type = "P-TYPE",
    .unknownKey = "P-UNKNOWN-KEY",
    .missingKey = "P-MISSING-KEY",
    .value = "P-RANGE",
    .reference = "P-UNKNOWN-REF",
    .duration = "P-DURATION",
    .range = "P-RANGE",
    .id = "P-RANGE",
    .itself = QT_TRANSLATE_NOOP("Workspace", "a policy"),
    .firstLine = "policy: astern/v1",
    .missingAtFirstKey = true,
};

// What is declared is known before what refers to it is read, in whatever order the file says it, and also when the
// declaration itself is wrong: one mistake is one error.
struct Draft {
    ReadingContext &context;
    Policy policy;
    QMap<QString, QString> signalKinds; // declared id -> kind as written
    QMap<QString, QString> ruleTypes;   // declared id -> type as written
    QList<const YamlNode *> ruleNodes;  // of policy.rules, same order
    QStringList usedSignals;
};

void readSignals(Draft &draft, const YamlNode &node);
void readRules(Draft &draft, const YamlNode &node);
void readGuards(Draft &draft, const YamlNode &node);
void readFreezes(Draft &draft, const YamlNode &node);
void readLadder(Draft &draft, const YamlNode &node);
// What only the whole can tell: cycles, no rule that enforces, no rule for missing data, signals nobody uses…
void checkTogether(Draft &draft, const YamlNode &root);

// A span that can end before the planned duration does; else P-UNREACHABLE.
void checkReachable(const Draft &draft, Fields &fields, const char *key, qint64 ms);
// A window is a whole number of ticks; else P-WINDOW-GRID.
void checkGrid(const Draft &draft, Fields &fields, const char *key, qint64 ms);
[[nodiscard]] QString durationText(qint64 ms); // as the format writes it: "90s"

} // namespace astern::policy
