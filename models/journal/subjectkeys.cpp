// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/subjectkeys.h"

#include "models/journal/commitment.h"

#include <QCoreApplication>

#include <sodium.h>

namespace astern {

Result<std::unique_ptr<SubjectKeys>> SubjectKeys::open(const QString &path, QByteArray wrappingKey)
{
    auto db = Database::openErasable(path, 2000);
    if (!db)
        return db.error();
    const auto synchronous = (*db)->pragma(QStringLiteral("synchronous"));
    if (!synchronous || *synchronous != QLatin1String("3"))
        return Error{.kind = Error::Kind::Storage,
                     .message = QCoreApplication::translate("Journal", "SQLite does not sync as it is told"),
                     .where = path};
    auto made =
        (*db)->exec("CREATE TABLE IF NOT EXISTS subject_key(subject TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT");
    if (!made)
        return made.error();
    // Added later: index of the entry that the key was made for.
    auto since =
        (*db)->prepare(QStringLiteral("SELECT count(*) FROM pragma_table_info('subject_key') WHERE name='since'"));
    const auto row = since ? since->step() : Result<bool>(since.error());
    if (!row)
        return row.error();
    const bool has = *row && since->integer(0) > 0;
    since->reset();
    if (!has) {
        if (auto done = (*db)->exec("ALTER TABLE subject_key ADD COLUMN since INTEGER NOT NULL DEFAULT 0"); !done)
            return done.error();
    }
    return std::unique_ptr<SubjectKeys>(new SubjectKeys(std::move(db).value(), std::move(wrappingKey)));
}

SubjectKeys::~SubjectKeys()
{
    const auto subjects = m_known.keys();
    for (const QString &subject : subjects)
        forget(subject);
}

void SubjectKeys::forget(const QString &subject)
{
    const auto known = m_known.find(subject);
    if (known == m_known.end())
        return;
    sodium_memzero(known->data(), std::size_t(known->size()));
    m_known.erase(known);
}

Result<Ok> SubjectKeys::erase(const QString &subject, quint64 before)
{
    auto query = m_db->prepare(QStringLiteral("DELETE FROM subject_key WHERE subject=? AND since<?"));
    if (!query)
        return query.error();
    auto done = query->bind(1, subject).bind(2, before).run();
    if (done)
        forget(subject); // read again where a newer one is there
    return done;
}

Result<QByteArray> SubjectKeys::existing(const QString &subject)
{
    if (const auto known = m_known.constFind(subject); known != m_known.constEnd())
        return *known;
    auto query = m_db->prepare(QStringLiteral("SELECT wrapped FROM subject_key WHERE subject=?"));
    if (!query)
        return query.error();
    const auto row = query->bind(1, subject).step();
    if (!row)
        return row.error();
    if (!*row)
        return Error{.kind = Error::Kind::NotFound,
                     .message = QCoreApplication::translate("Journal", "There is no key for %1").arg(subject)};
    const QByteArray wrapped = query->blob(0);
    query->reset();
    auto key = unwrapKey(wrapped, subject, m_wrappingKey);
    if (key)
        m_known.insert(subject, *key);
    return key;
}

Result<QByteArray> SubjectKeys::keyFor(const QString &subject, quint64 index)
{
    auto key = existing(subject);
    if (key || key.error().kind != Error::Kind::NotFound)
        return key;
    const QByteArray fresh = randomBytes(32);
    auto add = m_db->prepare(QStringLiteral("INSERT INTO subject_key(subject,wrapped,since) VALUES(?,?,?)"));
    if (!add)
        return add.error();
    const QByteArray wrapped = wrapKey(fresh, subject, m_wrappingKey);
    if (auto done = add->bind(1, subject).bind(2, QByteArrayView(wrapped)).bind(3, index).run(); !done)
        return done.error();
    m_known.insert(subject, fresh);
    return fresh;
}

} // namespace astern
