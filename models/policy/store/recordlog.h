// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/store/recordcode.h"

#include <memory>

namespace astern::policy {

// Who appends holds a lock on the file. Whether somebody does can be asked without taking it for a moment.
[[nodiscard]] bool lockRecords(int file);
[[nodiscard]] bool areRecordsLocked(int file);

// The file of one rollout, open to append; no other process has it open at the same time. Each block is one write. A
// failed one leaves nothing behind, and the next append goes on as if it had not been tried. One thread.
class RecordLog {
public:
    // Makes the file where there is none. What a crash cut off is taken away; damage before the end is an Error that
    // names the place, and the file stays as it is. `ground` is written where the last one says something else.
    [[nodiscard]] static Result<std::unique_ptr<RecordLog>> open(const QString &path, const RecordGround &ground);
    ~RecordLog();
    RecordLog(const RecordLog &) = delete;
    RecordLog &operator=(const RecordLog &) = delete;

    [[nodiscard]] Result<Ok> append(std::span<const Record> records);
    [[nodiscard]] Result<Ok> append(const RecordGround &ground); // what is in force from here on
    [[nodiscard]] Result<Ok> sync();                             // down to the disk
    [[nodiscard]] qint64 size() const { return m_end; }

private:
    RecordLog(QString path, int file) : m_path(std::move(path)), m_file(file) {}
    [[nodiscard]] Result<Ok> goOn(const RecordGround &ground);
    [[nodiscard]] Result<Ok> write(const QByteArray &bytes);
    [[nodiscard]] Result<Ok> cut();
    [[nodiscard]] Error failed(const QString &what, int code) const;

    QString m_path;
    int m_file;
    qint64 m_end = 0;      // everything before is whole
    qint64 m_latestMs = 0; // of all records
    bool m_dirty = false;  // something of a failed write may lie behind m_end
    SeriesBook m_book;
    std::optional<RecordGround> m_ground;
};

} // namespace astern::policy
