// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

// The other side of P5, P10, P12 and P13, in a process of its own: a Kubernetes API with rollouts that keep changing
// and a Prometheus API, both as cheap as they can be, so that what is measured is the cockpit.
namespace astern::bench {

inline constexpr int kMostRollouts = 16384;

// Shared memory between it and the bench: when what arrived, and a hand on the tap.
struct CompanyTable {
    std::atomic<std::int64_t> patchedNs[kMostRollouts]; // monotonic, 0: not yet
    std::atomic<std::int64_t> answers;                  // of the Prometheus API
    std::atomic<std::int64_t> events;                   // rollouts changed
    std::atomic<bool> quiet;                            // no events, and answers are held back
    std::atomic<std::int64_t> listedNs;                 // the last byte of a whole list was handed over, monotonic
    std::atomic<int> wanted;                            // index + 1 of a rollout that is to be given up now; 0: none
    std::atomic<std::int64_t> changedNs;                // that was told, monotonic
    std::atomic<bool> past;                             // the Prometheus API has an hour of samples; else none
};

// Reads live.json, aborted.json and sets.json in `folder`, where @NAME@, @UID@ and @VERSION@ stand for what differs;
// maps the file "table"; prints its port; serves until its parent is gone.
int serveCompany(const char *folder, int rollouts);

[[nodiscard]] std::int64_t monotonicNs();

} // namespace astern::bench
