// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/sqlite.h"

#include <QHash>

namespace astern {

// One key for each person that entries speak of, wrapped under the device's wrapping key. In a file of its own,
// synced in full before a key is used: the index may be rebuilt from the log, these keys could not.
class SubjectKeys {
public:
    ~SubjectKeys();
    SubjectKeys(const SubjectKeys &) = delete;
    SubjectKeys &operator=(const SubjectKeys &) = delete;
    [[nodiscard]] static Result<std::unique_ptr<SubjectKeys>> open(const QString &path, QByteArray wrappingKey);
    // The key of `subject`, made and durable when there was none.
    // `index`: of the entry it is made for.
    [[nodiscard]] Result<QByteArray> keyFor(const QString &subject, quint64 index);
    // Destroys the key when it was made for an entry below `before`: what entries said under it cannot be read again,
    // here or in any copy. Durable when it returns.
    [[nodiscard]] Result<Ok> erase(const QString &subject, quint64 before);
    // NotFound when it was erased or never made.
    [[nodiscard]] Result<QByteArray> existing(const QString &subject);

private:
    SubjectKeys(std::unique_ptr<Database> db, QByteArray wrappingKey)
        : m_db(std::move(db)), m_wrappingKey(std::move(wrappingKey))
    {
    }
    std::unique_ptr<Database> m_db;
    QByteArray m_wrappingKey;
    void forget(const QString &subject);
    QHash<QString, QByteArray> m_known;
};

} // namespace astern
