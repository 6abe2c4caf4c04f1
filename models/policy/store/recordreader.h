// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/store/recordcode.h"
#include "models/policy/store/recordframe.h"

namespace astern::policy {

// What was written at once: either what verdicts rest on from here on, or records.
struct RecordBlock {
    std::optional<RecordGround> ground;
    std::vector<Record> records;
};

// Reads the records of one rollout in the order in which they were written, a block at a time; beside that it holds
// the names of the series. Any number of them while one appends, each on one thread.
class RecordReader {
public:
    [[nodiscard]] static Result<RecordReader> open(const QString &path);

    // nullopt: that is all for now. What was cut off by a crash is not there. Damage is an Error that names file and
    // offset; what came before has been read, and nothing more will be.
    // `spare`: records of an earlier block that are no longer needed; saves their memory and names.
    [[nodiscard]] Result<std::optional<RecordBlock>> next(std::vector<Record> spare = {});

    [[nodiscard]] qint64 offset() const { return m_frames.offset(); }
    [[nodiscard]] bool isCutOff() const { return m_frames.isCutOff(); }
    [[nodiscard]] qint64 latestMs() const { return m_latestMs; }
    // For whoever appends: goes on from what has been read.
    [[nodiscard]] SeriesBook takeBook() { return std::move(m_book); }

private:
    explicit RecordReader(FrameReader frames) : m_frames(std::move(frames)) {}

    FrameReader m_frames;
    SeriesBook m_book;
    qint64 m_latestMs = 0;
    bool m_begun = false;
    std::optional<Error> m_damage;
};

} // namespace astern::policy
