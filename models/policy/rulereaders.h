// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/draft.h"

// The parts of the reader (reader.h): the keys of each type of rule, without its id, type, mode and severity.
namespace astern::policy {

[[nodiscard]] CompareRatio readCompareRatio(Draft &draft, Fields &fields);
[[nodiscard]] Budget readBudget(Draft &draft, Fields &fields);
[[nodiscard]] CompareRank readCompareRank(Fields &fields, const QString &signalKind);
[[nodiscard]] Threshold readThreshold(Draft &draft, Fields &fields, const YamlNode &node, const QString &signalKind);
[[nodiscard]] BurnRate readBurnRate(Draft &draft, Fields &fields, Severity severity);
[[nodiscard]] Sampled readSampled(Fields &fields, const YamlNode &node);
[[nodiscard]] Drop readDrop(const Draft &draft, Fields &fields, const YamlNode &node);
[[nodiscard]] Deadline readDeadline(const Draft &draft, Fields &fields);
[[nodiscard]] ProbeRule readProbeRule(const Draft &draft, Fields &fields, const QString &signalId);
[[nodiscard]] Missing readMissing(Fields &fields);
[[nodiscard]] LowTraffic readLowTraffic(const Draft &draft, Fields &fields);
[[nodiscard]] Quorum readQuorum(Fields &fields);
[[nodiscard]] StateRule readStateRule(const Draft &draft, Fields &fields);

[[nodiscard]] Recurrence readRecurrence(Fields &fields);
[[nodiscard]] Answering readAnswering(Fields &fields);

} // namespace astern::policy
