// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows the board shows, in which order and under which headings.
#include "models/views/boardmodel.h"

#include <algorithm>
#include <limits>

namespace astern {
namespace {

// How many of `shown` would have to move to stand in the order of `wanted` (both hold the same numbers).
int movesBetween(const QList<int> &shown, const QList<int> &wanted)
{
    QList<int> at;
    for (int i = 0; i < int(wanted.size()); ++i) {
        if (wanted.at(i) >= at.size())
            at.resize(wanted.at(i) + 1);
        at[wanted.at(i)] = i;
    }
    QList<int> places;
    for (const int thing : shown)
        places.append(at.at(thing));
    return int(places.size() - longestAscending(places).size());
}

} // namespace

bool BoardModel::isBefore(const Entry &a, const Entry &b)
{
    if (a.standing.state != b.standing.state)
        return rankOf(a.standing.state) < rankOf(b.standing.state);
    // Longest first; what is not known comes last. Calm rows stay where people look for them: by name.
    if (isUrgent(a.standing.state)) {
        const qint64 never = std::numeric_limits<qint64>::max();
        const qint64 sinceA = a.standing.sinceMs > 0 ? a.standing.sinceMs : never;
        const qint64 sinceB = b.standing.sinceMs > 0 ? b.standing.sinceMs : never;
        if (sinceA != sinceB)
            return sinceA < sinceB;
    }
    return a.ordinal < b.ordinal;
}

QList<int> BoardModel::matching() const
{
    QList<int> matching;
    for (int i = 0; i < int(m_entries.size()); ++i) {
        const Entry &entry = m_entries.at(i);
        if (m_filter.isEmpty() || m_filter.matches(entry.placement, entry.owner, entry.standing.state,
                                                   [&] { return boardVersions(m_session, entry.placement); }))
            matching.append(i);
    }
    return matching;
}

QList<BoardModel::Block> BoardModel::blocksByNeed() const
{
    QList<int> entries = matching();
    std::sort(entries.begin(), entries.end(), [this](int a, int b) { return before(a, b); });
    QList<Block> blocks;
    QHash<int, qsizetype> blockOf;
    for (const int entry : std::as_const(entries)) {
        const int group = m_entries.at(entry).group;
        const auto known = blockOf.constFind(group);
        if (known != blockOf.cend()) {
            blocks[*known].entries.append(entry);
            continue;
        }
        blockOf.insert(group, blocks.size());
        blocks.append(Block{.group = group, .entries = {entry}});
    }
    // Calm groups stand by their names, as calm rows do.
    std::stable_sort(blocks.begin(), blocks.end(), [this](const Block &a, const Block &b) {
        const Entry &first = m_entries.at(a.entries.first());
        const Entry &second = m_entries.at(b.entries.first());
        if (isUrgent(first.standing.state) || isUrgent(second.standing.state))
            return isBefore(first, second);
        return a.group < b.group;
    });
    return blocks;
}

// Keep everything where it is; what rises or is new goes where it belongs among the others.
QList<int> BoardModel::entriesInPlace(const QList<int> &wanted, const QSet<int> &rising) const
{
    QList<int> kept;
    QList<int> entering;
    for (const int entry : wanted)
        (rowOfThing(thingOf(entry)) >= 0 && !rising.contains(entry) ? kept : entering).append(entry);
    std::sort(kept.begin(), kept.end(),
              [this](int a, int b) { return rowOfThing(thingOf(a)) < rowOfThing(thingOf(b)); });
    for (const int entry : std::as_const(entering)) {
        const auto at =
            std::find_if(kept.begin(), kept.end(), [this, entry](int other) { return before(entry, other); });
        kept.insert(at, entry);
    }
    return kept;
}

QList<BoardModel::Block> BoardModel::blocksInPlace(const QList<Block> &wanted, const QSet<int> &rising) const
{
    QList<qsizetype> kept; // positions in `wanted`
    QList<qsizetype> entering;
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        const Block &block = wanted.at(i);
        const bool rises = std::any_of(block.entries.cbegin(), block.entries.cend(),
                                       [&rising](int entry) { return rising.contains(entry); });
        (rowOfThing(headingOf(block.group)) >= 0 && !rises ? kept : entering).append(i);
    }
    std::sort(kept.begin(), kept.end(), [&](qsizetype a, qsizetype b) {
        return rowOfThing(headingOf(wanted.at(a).group)) < rowOfThing(headingOf(wanted.at(b).group));
    });
    for (const qsizetype block : std::as_const(entering))
        kept.insert(std::find_if(kept.begin(), kept.end(), [block](qsizetype other) { return block < other; }), block);
    QList<Block> blocks;
    for (const qsizetype block : std::as_const(kept))
        blocks.append({wanted.at(block).group, entriesInPlace(wanted.at(block).entries, rising)});
    return blocks;
}

QList<int> BoardModel::things(const QList<Block> &blocks)
{
    QList<int> all;
    for (const Block &block : blocks) {
        if (block.group >= 0)
            all.append(headingOf(block.group));
        for (const int entry : block.entries)
            all.append(thingOf(entry));
    }
    return all;
}

void BoardModel::countGroups(const QList<Block> &blocks)
{
    for (const Block &block : blocks) {
        if (block.group < 0)
            continue;
        Heading &heading = m_groups[block.group];
        Heading next{.title = heading.title, .places = int(block.entries.size())};
        for (const int entry : block.entries) {
            const BoardState state = m_entries.at(entry).standing.state;
            next.urgent += isUrgent(state);
            next.failing += isFailing(state);
        }
        if (next == heading)
            continue;
        heading = next;
        const int row = rowOfThing(headingOf(block.group));
        Q_EMIT dataChanged(index(row, StateColumn), index(row, NextColumn));
    }
}

void BoardModel::show(bool mayMove, const QSet<int> &rising)
{
    const QList<Block> wanted = blocksByNeed();
    QList<Block> blocks = wanted;
    if (!mayMove && m_grouping == Grouping::None)
        blocks = {{-1, entriesInPlace(wanted.isEmpty() ? QList<int>() : wanted.first().entries, rising)}};
    else if (!mayMove)
        blocks = blocksInPlace(wanted, rising);
    const QList<int> next = things(blocks);
    if (mayMove && order() != next)
        m_lastMoveMs = m_session.clock().monoMs();
    const int waiting = mayMove ? 0 : movesBetween(next, things(wanted));
    setOrder(next);
    countGroups(blocks);
    findRule();
    if (waiting != m_waitingMoves) {
        m_waitingMoves = waiting;
        Q_EMIT waitingMovesChanged(waiting);
    }
}

QString BoardModel::groupTitle(const Placement &placement, const QString &owner) const
{
    switch (m_grouping) {
    case Grouping::None:
        return {};
    case Grouping::Service:
        return placement.service;
    case Grouping::Environment:
        return placement.environment;
    case Grouping::Owner:
        return owner.isEmpty() ? tr("no owner") : owner;
    case Grouping::Wave: {
        const EnvironmentConfig *environment = m_session.workspace().environment(placement.environment);
        for (qsizetype i = 0; environment && i < environment->waves.size(); ++i) {
            if (environment->waves.at(i).contains(placement.cell))
                return tr("%1, wave %2").arg(placement.environment).arg(i + 1);
        }
        return tr("%1, no wave").arg(placement.environment);
    }
    }
    return {};
}

QList<BoardModel::Heading> BoardModel::group(QList<Entry> &entries) const
{
    QMap<QString, int> ids; // in the order of their titles
    for (const Entry &entry : std::as_const(entries))
        ids.insert(groupTitle(entry.placement, entry.owner), 0);
    QList<Heading> headings;
    for (auto it = ids.begin(); it != ids.end() && m_grouping != Grouping::None; ++it) {
        it.value() = int(headings.size());
        headings.append({.title = it.key()});
    }
    for (Entry &entry : entries)
        entry.group = m_grouping == Grouping::None ? -1 : ids.value(groupTitle(entry.placement, entry.owner));
    return headings;
}

void BoardModel::take(QList<Entry> entries)
{
    QHash<QString, int> entryOf;
    for (int i = 0; i < int(entries.size()); ++i)
        entryOf.insert(entries.at(i).key, i);
    const QList<Heading> groups = group(entries);
    QHash<QString, int> groupOf;
    for (int i = 0; i < int(groups.size()); ++i)
        groupOf.insert(groups.at(i).title, i);
    // What stays keeps its row, under its new number.
    QList<int> staying;
    QList<int> renumbered;
    for (const int thing : order()) {
        const bool isPlace = thing % 2 == 0;
        const int number =
            isPlace ? entryOf.value(m_entries.at(thing / 2).key, -1) : groupOf.value(m_groups.at(thing / 2).title, -1);
        if (number < 0)
            continue;
        staying.append(thing);
        renumbered.append(isPlace ? thingOf(number) : headingOf(number));
    }
    setOrder(staying);
    m_entries = std::move(entries);
    m_entryOf = entryOf;
    m_groups = groups;
    renumber(renumbered);
}

void BoardModel::findRule()
{
    // While the order is held urgent rows may stand among the calm ones: the rule is below the first ones only.
    const auto calm = std::find_if(order().cbegin(), order().cend(), [this](int thing) {
        return thing % 2 == 1 || !isUrgent(m_entries.at(thing / 2).standing.state);
    });
    m_lastUrgent = m_grouping != Grouping::None || calm == order().cend() ? -1 : int(calm - order().cbegin()) - 1;
}

} // namespace astern
