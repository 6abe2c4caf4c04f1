// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/orderedmodel.h"

#include <algorithm>
#include <utility>

namespace astern {
namespace {

// QList's own comparison hands the null of an empty list to memcmp().
bool isSame(const QList<int> &a, const QList<int> &b) { return std::equal(a.cbegin(), a.cend(), b.cbegin(), b.cend()); }

// Each of them costs the views a walk over their rows.
constexpr int kFew = 8;

// A set of the numbers in `things`.
QList<bool> flags(const QList<int> &things)
{
    QList<bool> set;
    for (const int thing : things) {
        if (thing >= set.size())
            set.resize(thing + 1);
        set[thing] = true;
    }
    return set;
}

// Runs of neighbouring positions, from the first to the last of each, ascending.
QList<std::pair<int, int>> blocks(const QList<int> &positions)
{
    QList<std::pair<int, int>> all;
    for (const int position : positions) {
        if (!all.isEmpty() && all.last().second == position - 1)
            all.last().second = position;
        else
            all.append({position, position});
    }
    return all;
}

QList<int> positionsOutside(const QList<int> &things, const QList<int> &known)
{
    const QList<bool> isKnown = flags(known);
    QList<int> positions;
    for (int i = 0; i < int(things.size()); ++i) {
        if (!isKnown.value(things.at(i)))
            positions.append(i);
    }
    return positions;
}

} // namespace

QList<int> longestAscending(const QList<int> &values)
{
    QList<int> tails;                 // position of the smallest value that ends a run of each length
    QList<int> before(values.size()); // position of the one before it in its run, -1: none
    for (int i = 0; i < int(values.size()); ++i) {
        const auto it = std::lower_bound(tails.begin(), tails.end(), values.at(i),
                                         [&](int position, int value) { return values.at(position) < value; });
        before[i] = it == tails.begin() ? -1 : *std::prev(it);
        if (it == tails.end())
            tails.append(i);
        else
            *it = i;
    }
    QList<int> run(tails.size());
    for (int i = int(tails.size()) - 1, at = tails.isEmpty() ? -1 : tails.last(); i >= 0; --i, at = before.at(at))
        run[i] = at;
    return run;
}

void OrderedModel::setOrder(const QList<int> &next)
{
    if (isSame(next, m_order))
        return;
    dropMissing(next);
    moveInto(next);
    addMissing(next);
}

void OrderedModel::renumber(const QList<int> &same)
{
    Q_ASSERT(same.size() == m_order.size());
    m_order = same;
    indexRows();
}

void OrderedModel::dropMissing(const QList<int> &next)
{
    QList<int> gone = positionsOutside(m_order, next);
    if (gone.isEmpty())
        return;
    QList<std::pair<int, int>> ranges = blocks(gone);
    if (ranges.size() > kFew) {
        QList<int> kept;
        QList<int> last;
        for (int row = 0, at = 0; row < int(m_order.size()); ++row) {
            const bool goes = at < int(gone.size()) && gone.at(at) == row;
            (goes ? last : kept).append(m_order.at(row));
            at += goes;
        }
        const int first = int(kept.size());
        kept.append(last);
        relayout(kept);
        ranges = {{first, int(m_order.size()) - 1}};
    }
    for (auto it = ranges.crbegin(); it != ranges.crend(); ++it)
        removeBlock(it->first, it->second);
}

void OrderedModel::moveInto(const QList<int> &next)
{
    QList<int> wanted; // what is here, in its new order
    QList<int> rows;   // where it is now
    for (const int thing : next) {
        if (const int row = rowOfThing(thing); row >= 0) {
            wanted.append(thing);
            rows.append(row);
        }
    }
    const QList<int> still = longestAscending(rows);
    const qsizetype moves = wanted.size() - still.size();
    if (moves == 0)
        return;
    if (moves > kFew) {
        relayout(wanted);
        return;
    }
    for (int i = 0, at = 0; i < int(wanted.size()); ++i) {
        if (at < int(still.size()) && still.at(at) == i) {
            ++at;
            continue;
        }
        const int from = rowOfThing(wanted.at(i));
        const int to = i == 0 ? 0 : rowOfThing(wanted.at(i - 1)) + 1;
        if (from == to || !beginMoveRows({}, from, from, {}, to))
            continue;
        m_order.move(from, to > from ? to - 1 : to);
        indexRows();
        endMoveRows();
    }
}

void OrderedModel::addMissing(const QList<int> &next)
{
    const QList<int> positions = positionsOutside(next, m_order);
    if (positions.isEmpty())
        return;
    const QList<std::pair<int, int>> ranges = blocks(positions);
    if (ranges.size() <= kFew) {
        for (const auto &[first, last] : ranges)
            insertBlock(first, next.mid(first, last - first + 1));
        return;
    }
    QList<int> all;
    for (const int position : positions)
        all.append(next.at(position));
    insertBlock(int(m_order.size()), all);
    relayout(next);
}

void OrderedModel::relayout(const QList<int> &next)
{
    if (isSame(next, m_order))
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QList<int> things;
    for (const QModelIndex &index : before)
        things.append(m_order.at(index.row()));
    m_order = next;
    indexRows();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(rowOfThing(things.at(i)), before.at(i).column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void OrderedModel::removeBlock(int first, int last)
{
    beginRemoveRows({}, first, last);
    m_order.remove(first, last - first + 1);
    indexRows();
    endRemoveRows();
}

void OrderedModel::insertBlock(int at, const QList<int> &things)
{
    beginInsertRows({}, at, at + int(things.size()) - 1);
    QList<int> next;
    next.reserve(m_order.size() + things.size());
    for (int row = 0; row <= int(m_order.size()); ++row) {
        if (row == at)
            next.append(things);
        if (row < int(m_order.size()))
            next.append(m_order.at(row));
    }
    m_order = next;
    indexRows();
    endInsertRows();
}

void OrderedModel::indexRows()
{
    m_rowOf.fill(-1);
    for (int row = 0; row < int(m_order.size()); ++row) {
        if (m_order.at(row) >= m_rowOf.size())
            m_rowOf.resize(m_order.at(row) + 1, -1);
        m_rowOf[m_order.at(row)] = row;
    }
}

} // namespace astern

#include "moc_orderedmodel.cpp"
