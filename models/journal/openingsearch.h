// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/sqlite.h"

#include <QList>

#include <functional>

namespace astern {

// Full text of the openings (rationale, names), in a file of its own: the only one that holds what people said in
// clear. Made from the openings, so it may be lost and left out of backups; the rows of a person go with that person's
// key. One thread.
class OpeningSearch {
public:
    // A file that is damaged or of another shape is thrown away and begun anew.
    [[nodiscard]] static Result<std::unique_ptr<OpeningSearch>> open(const QString &path);
    static void remove(const QString &path);

    struct Said {
        QString subject;
        QString text;
    };
    // What the openings of entry `index` say; entries come in order.
    [[nodiscard]] Result<Ok> add(quint64 index, const QList<Said> &said);
    [[nodiscard]] quint64 next() const { return m_next; } // entries below are in
    // Makes `body` one transaction.
    [[nodiscard]] Result<Ok> together(const std::function<Result<Ok>()> &body);
    // JSON list of those entries from `from` on and below `to` whose openings have a word that begins like this.
    [[nodiscard]] Result<QString> find(const QString &word, quint64 from, quint64 to);
    // What entries below `before` said of `subject`, overwritten and out of the file.
    [[nodiscard]] Result<Ok> erase(const QString &subject, quint64 before);

private:
    explicit OpeningSearch(std::unique_ptr<Database> db) : m_db(std::move(db)) {}
    [[nodiscard]] static Result<std::unique_ptr<OpeningSearch>> tryOpen(const QString &path);
    [[nodiscard]] Result<Ok> setNext(quint64 next);
    // The first row that speaks of an entry from `index` on; rows are in the order of the entries.
    [[nodiscard]] Result<qint64> rowOf(quint64 index);

    std::unique_ptr<Database> m_db;
    quint64 m_next = 0;
};

} // namespace astern
