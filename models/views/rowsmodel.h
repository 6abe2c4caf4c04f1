// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QList>

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
    // Shows `next`, in its order.
    void merge(const QList<Row> &next)
    {
        QHash<QString, int> wanted;
        for (int i = 0; i < int(next.size()); ++i)
            wanted.insert(next.at(i).id(), i);
        removeMissing(wanted);
        for (int i = 0; i < int(next.size()); ++i) {
            const Row &row = next.at(i);
            const int at = i < int(m_rows.size()) && m_rows.at(i).id() == row.id() ? i : rowOf(row.id());
            if (at < 0) {
                beginInsertRows({}, i, i);
                m_rows.insert(i, row);
                endInsertRows();
                continue;
            }
            if (at != i) { // rows before i are already in place, so it can only come from below
                beginMoveRows({}, at, at, {}, i);
                m_rows.move(at, i);
                endMoveRows();
            }
            replaceRow(i, row);
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
    void removeMissing(const QHash<QString, int> &wanted)
    {
        for (int i = int(m_rows.size()) - 1; i >= 0; --i) {
            if (wanted.contains(m_rows.at(i).id()))
                continue;
            int first = i;
            while (first > 0 && !wanted.contains(m_rows.at(first - 1).id()))
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
