// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QList>

namespace astern {

// A table whose rows are numbers of things that are kept elsewhere, each at most once. setOrder() turns the difference
// between what is shown and what is wanted into signals that keep selection, scroll and persistent indexes: a few
// changes are told one by one, many by one change of the layout and at most one block that goes and one that comes, so
// that ten thousand rows cost no more than their number.
class OrderedModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_order.size());
    }

protected:
    [[nodiscard]] const QList<int> &order() const { return m_order; }
    [[nodiscard]] int thingAt(int row) const { return m_order.at(row); }
    // -1: it is not shown.
    [[nodiscard]] int rowOfThing(int thing) const { return m_rowOf.value(thing, -1); }
    // `next` holds no number twice, all of them from 0 up.
    void setOrder(const QList<int> &next);
    // The same rows under other numbers; tells nobody, for nothing that is shown changed.
    void renumber(const QList<int> &same);

private:
    void relayout(const QList<int> &next); // the same things in another order
    void removeBlock(int first, int last);
    void insertBlock(int at, const QList<int> &things);
    void dropMissing(const QList<int> &next);
    void moveInto(const QList<int> &next); // in its order, among which some may not be here yet
    void addMissing(const QList<int> &next);
    void indexRows();

    QList<int> m_order;
    QList<int> m_rowOf; // by thing
};

// The longest run of `values` (distinct) that ascends already, as positions in `values`: what need not move.
[[nodiscard]] QList<int> longestAscending(const QList<int> &values);

} // namespace astern
