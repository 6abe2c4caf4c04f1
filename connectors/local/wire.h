// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journal.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace astern::connectors::wire {

inline constexpr qint64 kMaxRequest = 512 * 1024;
inline constexpr qint64 kMaxAnswer = 64 * 1024 * 1024;

// uint32 big-endian length, then that many bytes of JSON.
[[nodiscard]] QByteArray frame(const QJsonObject &message);

// Takes messages out of a stream of bytes.
class Reader {
public:
    explicit Reader(qint64 limit) : m_limit(limit) {}
    void add(const QByteArray &bytes) { m_buffer += bytes; }
    // nullopt: not whole yet, or the stream is broken.
    [[nodiscard]] std::optional<QJsonObject> next();
    [[nodiscard]] bool isBroken() const { return m_broken; }

private:
    QByteArray m_buffer;
    qint64 m_limit;
    bool m_broken = false;
};

[[nodiscard]] QJsonObject toJson(const Draft &draft);
[[nodiscard]] std::optional<Draft> draftFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const JournalQuery &query);
[[nodiscard]] JournalQuery queryFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const JournalSummaryQuery &query);
[[nodiscard]] JournalSummaryQuery summaryQueryFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const JournalSummary &summary);
[[nodiscard]] JournalSummary summaryFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const Receipt &receipt);
[[nodiscard]] Receipt receiptFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const JournalEntry &entry);
[[nodiscard]] JournalEntry entryFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const JournalState &state);
[[nodiscard]] JournalState stateFrom(const QJsonObject &json);
// Of a message; Local where it names none.
[[nodiscard]] JournalLevel levelFrom(const QJsonObject &message);
[[nodiscard]] QJsonObject toJson(const KeyChange &change);
[[nodiscard]] KeyChange keyChangeFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const Erasure &erasure);
[[nodiscard]] Erasure erasureFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const PrivacyHold &hold);
[[nodiscard]] PrivacyHold holdFrom(const QJsonObject &json);
[[nodiscard]] QJsonObject toJson(const Error &error);
[[nodiscard]] Error errorFrom(const QJsonObject &json);

// Where the door of a journal is: written by the owner beside the lock, since a socket's path may be too long
// inside the folder.
[[nodiscard]] QString doorFile(const QString &folder);

} // namespace astern::connectors::wire
