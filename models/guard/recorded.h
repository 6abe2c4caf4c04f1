// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/backtest.h"
#include "models/policy/store/recordstore.h"
#include "models/workspace/policybook.h"

#include <memory>

// Rollouts whose samples the guard has kept: found by what people call them, and judged again as they were judged then.
namespace astern::guard {

inline constexpr qint64 kSamplesKeptMs = 400 * 24 * 3'600'000LL; // of a rollout, since its end
inline constexpr qint64 kSamplesKeptBytes = 2LL << 30;           // of all together

// Where the samples of a data folder are: the one of the journal.
[[nodiscard]] QString samplesFolder(const QString &dataFolder);

// The one rollout that `name` means: its id, or a part of one that no other has ("checkout@prod/eu-1", a hash). Error:
// several have it, none has, or its samples are no longer kept; it says what there is. Blocks on the disk.
[[nodiscard]] Result<policy::RecordedRollout> findRecorded(const QString &dataFolder, const QString &name);

// The policies that were in force when the records begin, by id; absent: this version cannot read one of them.
[[nodiscard]] std::optional<QList<PolicyFile>> policiesOf(const policy::RecordGround &ground);

// What was recorded of one rollout, a record at a time, in the order in which it was written. One thread.
class RecordedRun {
public:
    [[nodiscard]] static Result<RecordedRun> open(const QString &path);

    [[nodiscard]] const policy::RecordGround &ground() const { return m_ground; }
    // In force when it began: a rollout keeps them. Error: this version cannot read them any more.
    [[nodiscard]] Result<QList<PolicyFile>> policies() const;
    // There until the next call; nullptr: that is all for now.
    [[nodiscard]] Result<const policy::Record *> next();

private:
    RecordedRun(policy::RecordReader reader, policy::RecordGround ground)
        : m_reader(std::move(reader)), m_ground(std::move(ground))
    {
    }

    policy::RecordReader m_reader;
    policy::RecordGround m_ground;
    std::vector<policy::Record> m_block;
    size_t m_at = 0;
};

} // namespace astern::guard
