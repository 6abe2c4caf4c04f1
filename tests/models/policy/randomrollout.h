// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/models/policy/verdictfixture.h"

#include <random>

namespace astern::test {

struct ToldRollout {
    policy::Policy policy;
    policy::JudgedRollout rollout;
    QList<policy::Record> records; // in the order in which they were written down
};

// A policy of several rules and what happens to a rollout under it: bursts and steps in one arm or both, outages of the
// source, restarts of counters, late, doubled, damaged and early samples, low traffic, probes, instances, mitigations.
// The same seed gives the same rollout everywhere (mt19937 is defined bit by bit; no library distribution is used).
[[nodiscard]] ToldRollout randomRollout(quint32 seed);

} // namespace astern::test
