// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace astern {

// A table over a list of values that have an id: update() turns the difference between what is shown and what is
// new into insert, remove, move and dataChanged, so that selection, scroll and persistent indexes survive.
// `Row` needs `QString id() const` (unique in the table) and operator==.
template <class Row>
class RowsModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    // The value behind a row, for delegates and tests.
    [[nodiscard]] const Row &rowAt(int row) const { return m_rows.at(row); }
    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    // -1: not there.
    [[nodiscard]] int rowOf(const QString &id) const
    {
        for (int i = 0; i < int(m_rows.size()); ++i) {
            if (m_rows.at(i).id() == id)
                return i;
        }
        return -1;
    }

protected:
    // Shows `next`, in its order. What is new comes in runs: a view hears of a first list once, not once a row.
    void merge(const QList<Row> &next)
    {
        const auto isSame = [](const Row &a, const Row &b) { return a.id() == b.id(); };
        if (std::equal(next.cbegin(), next.cend(), m_rows.cbegin(), m_rows.cend(), isSame)) {
            for (int i = 0; i < int(next.size()); ++i)
                replaceRow(i, next.at(i));
            return;
        }
        const QStringList wanted = idsOf(next);
        const QSet<QString> stay(wanted.cbegin(), wanted.cend());
        removeMissing(stay);
        QStringList shown = idsOf(m_rows); // follows m_rows below
        const QSet<QString> had(shown.cbegin(), shown.cend());
        for (int i = 0; i < int(next.size()); ++i) {
            if (i >= int(shown.size()) || shown.at(i) != wanted.at(i)) {
                int end = i;
                while (end < int(next.size()) && !had.contains(wanted.at(end)))
                    ++end;
                if (end > i) {
                    insertRun(i, next.mid(i, end - i));
                    shown = shown.mid(0, i) + wanted.mid(i, end - i) + shown.mid(i);
                    i = end - 1;
                    continue;
                }
                // Rows before i are in place, so it can only come from below.
                const int at = int(shown.indexOf(wanted.at(i), i));
                beginMoveRows({}, at, at, {}, i);
                m_rows.move(at, i);
                endMoveRows();
                shown.move(at, i);
            }
            replaceRow(i, next.at(i));
        }
    }
    void replaceRow(int at, const Row &row)
    {
        if (m_rows.at(at) == row)
            return;
        m_rows[at] = row;
        Q_EMIT dataChanged(index(at, 0), index(at, columnCount() - 1));
    }

private:
    static QStringList idsOf(const QList<Row> &rows)
    {
        QStringList ids;
        ids.reserve(rows.size());
        for (const Row &row : rows)
            ids.append(row.id());
        return ids;
    }
    void insertRun(int at, const QList<Row> &run)
    {
        beginInsertRows({}, at, at + int(run.size()) - 1);
        m_rows.insert(at, run.size(), Row());
        std::copy(run.cbegin(), run.cend(), m_rows.begin() + at);
        endInsertRows();
    }
    void removeMissing(const QSet<QString> &stay)
    {
        for (int i = int(m_rows.size()) - 1; i >= 0; --i) {
            if (stay.contains(m_rows.at(i).id()))
                continue;
            int first = i;
            while (first > 0 && !stay.contains(m_rows.at(first - 1).id()))
                --first;
            beginRemoveRows({}, first, i);
            m_rows.remove(first, i - first + 1);
            endRemoveRows();
            i = first;
        }
    }

    QList<Row> m_rows;
};

} // namespace astern
