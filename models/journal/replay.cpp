// SPDX-License-Identifier: GPL-3.0-or-later
// What a start reads: the head that the index has, and of the log what came behind it. A damaged log is written again.
#include "models/base/uuid7.h"
#include "models/journal/ledger.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <utility>

namespace astern {
namespace {

using State = JournalState::State;

constexpr quint64 kMostAtStart = 2048; // entries: a third of a second

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error damage(const QString &message, const QString &where)
{
    return {.kind = Error::Kind::Malformed, .message = message, .where = where};
}

QString textOf(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

} // namespace

void Ledger::resetChain()
{
    m_cursor = {};
    m_lastLeaf = {};
    m_chain = {};
    m_state.verifiedTo = 0;
    m_lastTime = {};
}

Result<Ok> Ledger::adoptAt(quint64 index, Hash &prev)
{
    const auto leaf = m_index->leaf(index);
    if (!leaf)
        return leaf.error();
    const auto payload = m_chain.check(index, *leaf, prev);
    if (!payload)
        return payload.error();
    const FiledEntry entry = describe(index, *leaf, *payload);
    prev = entry.leafHash;
    return m_chain.adopt(entry, *payload);
}

// Keys that came later, and what became of them.
Result<Ok> Ledger::loadKeys()
{
    const auto rows = m_index->entries({.limit = 10'000, .kinds = {QStringLiteral("key.")}, .after = 1});
    if (!rows)
        return rows.error();
    for (const FiledEntry &row : *rows) {
        const auto before = m_index->leaf(row.index - 1);
        if (!before)
            return before.error();
        Hash prev = Merkle::leafHash(*before);
        if (auto done = adoptAt(row.index, prev); !done)
            return done;
    }
    return Ok{};
}

// Of the index, what was filed since it was last verified; the tree below must be the one that was verified then. A
// long way is left to the verification of the whole.
Result<Ok> Ledger::verifyNewest(quint64 size)
{
    const auto known = m_index->verified();
    if (!known)
        return known.error();
    if (!*known || (*known)->size == 0)
        return Ok{};
    const quint64 from = (*known)->size;
    const auto root = from <= size ? m_index->rootAt(from) : Result<Hash>(Hash{});
    if (!root)
        return root.error();
    if (*root != (*known)->root)
        return damage(tr("the index is not the one that was verified: its first %1 entries differ").arg(from), {});
    m_state.verifiedTo = from;
    if (size - from > kMostAtStart)
        return Ok{};
    const auto before = m_index->leaf(from - 1);
    if (!before)
        return before.error();
    Hash prev = Merkle::leafHash(*before);
    for (quint64 index = from; index < size; ++index) {
        if (auto done = adoptAt(index, prev); !done)
            return done;
    }
    m_state.verifiedTo = size;
    return Ok{};
}

// What the entries before the head of the index have established: identity, keys, end of the chain.
Result<Ok> Ledger::loadHead(const Index::Head &head)
{
    resetChain();
    Hash prev{};
    for (quint64 index = 0; index < std::min<quint64>(2, head.next.index); ++index) {
        if (auto done = adoptAt(index, prev); !done)
            return done;
    }
    if (auto done = loadKeys(); !done)
        return done;
    if (auto done = verifyNewest(head.next.index); !done)
        return done;
    const auto last = m_index->leaf(head.next.index - 1);
    if (!last)
        return last.error();
    const auto opened = Envelope::open(*last);
    if (!opened)
        return opened.error();
    m_lastLeaf = Merkle::leafHash(*last);
    const QJsonObject payload = QJsonDocument::fromJson(opened->payload).object();
    m_lastTime = EntryTime::fromPayload(payload);
    Uuid7::seed(textOf(payload, "id"));
    m_cursor = head.next;
    return Ok{};
}

// An index that does not take what the log has contradicts it, wherever its own checks find nothing: it is made again.
Ledger::Step Ledger::replay()
{
    std::optional<Error> misfiled;
    Step trouble = replayInto(misfiled);
    if (!misfiled || !isDamage(*misfiled))
        return trouble;
    if (auto done = setIndexAside(misfiled->toString()); !done)
        return Trouble{State::Refused, done.error()};
    resetChain();
    return replayInto(misfiled);
}

// `misfiled`: why an index that had something did not take the rest, where that is what went wrong.
Ledger::Step Ledger::replayInto(std::optional<Error> &misfiled)
{
    misfiled.reset();
    auto head = m_index->head();
    if (head && *head) {
        auto loaded = loadHead(**head);
        auto tree = loaded ? m_index->frontier() : Result<Merkle::Frontier>(loaded.error());
        if (!tree)
            head = tree.error();
    }
    if (!head) {
        if (!isDamage(head.error()))
            return Trouble{State::Refused, head.error()};
        if (auto done = setIndexAside(head.error().toString()); !done)
            return Trouble{State::Refused, done.error()};
        head = std::optional<Index::Head>();
        resetChain();
    }
    // The pages may be in the cache alone: nothing is built, shown or sent before they are on disk.
    if (auto done = m_log.syncFrom(*head ? (*head)->last.segment : 0); !done)
        return Trouble{State::Refused, done.error()};

    LogCursor from = m_cursor;
    if (*head) {
        const auto last = m_log.groupAt((*head)->last);
        if (last && last->self == (*head)->lastHash) {
            from.at = {(*head)->last.segment, (*head)->last.offset + last->paddedSize()};
        } else {
            from = {}; // the log does not hold what the index has: read all of it to see where it ends
        }
    }
    QList<FiledGroup> fresh;
    const auto file = [&] {
        auto done = m_index->file(std::exchange(fresh, {}));
        if (!done && *head)
            misfiled = done.error();
        return done;
    };
    const quint64 known = *head ? (*head)->next.number : 0;
    const quint64 verifiable = *head ? (*head)->next.index : 0;
    const auto visit = [&](const Group &group, LogPosition at) -> Result<Ok> {
        if (group.number < known)
            return Ok{};
        auto filed = checkGroup(group, at);
        if (!filed)
            return filed.error();
        fresh.append(*filed);
        return fresh.size() < 256 ? Result<Ok>(Ok{}) : file();
    };
    auto end = m_log.scan(from, visit);
    if (end && (end->damaged || end->next.number < known)) {
        ScanEnd healed;
        if (!*head)
            return Trouble{State::Damaged, damage(tr("The log is damaged: %1").arg(end->why), end->next.at.toString())};
        if (Step trouble = heal(*end, **head, healed))
            return trouble;
        end = m_log.scan(healed.next, visit);
        if (end && (end->damaged || end->next.number < known))
            return Trouble{State::Damaged, damage(tr("The log is damaged beyond its second copy: %1").arg(end->why),
                                                  end->next.at.toString())};
    }
    if (end && end->newer) // else it would be taken for torn, and written over
        return Trouble{State::Refused, Error{.kind = Error::Kind::Unsupported,
                                             .message = tr("The log was written by a newer Astern"),
                                             .where = end->next.at.toString(),
                                             .hint = tr("Start the newer version")}};
    if (!end) {
        Error error = end.error();
        if (isDamage(error))
            error.hint = verifyHint();
        return Trouble{isDamage(error) ? State::Damaged : State::Refused, error};
    }
    if (auto done = file(); !done)
        return Trouble{isDamage(done.error()) ? State::Damaged : State::Refused, done.error()};
    auto tree = m_index->frontier();
    if (!tree)
        return Trouble{State::Refused, tree.error()};
    m_tree = *tree;
    // What was read from the log was verified as it came.
    if (m_state.verifiedTo == verifiable)
        m_state.verifiedTo = end->next.index;
    m_cursor = end->next;
    if (auto done = m_log.resume(*end); !done)
        return Trouble{State::Refused, done.error()};
    return std::nullopt;
}

// Writes the groups that the log lost again, byte for byte, from the second copy. Each proves itself by its hash,
// and the whole by what lies behind it.
Ledger::Step Ledger::heal(const ScanEnd &end, const Index::Head &head, ScanEnd &healed)
{
    const quint64 first = end.next.number;
    if (first >= head.next.number)
        return Trouble{State::Damaged, damage(tr("The log is damaged: %1").arg(end.why), end.next.at.toString())};
    const auto groups = m_index->groups(first, head.next.number - first);
    if (!groups) {
        Error error = groups.error();
        error.hint = verifyHint();
        return Trouble{State::Damaged, error};
    }
    if (groups->isEmpty() || groups->first().group.prev != end.next.prev)
        return Trouble{State::Damaged,
                       damage(tr("The log and its second copy tell different histories"), end.next.at.toString())};
    const QString aside = QStringLiteral(".damaged-%1").arg(m_options.clock->wallMs());
    for (qsizetype i = 0; i < groups->size();) {
        const quint32 segment = groups->at(i).at.segment;
        QByteArray bytes(m_options.segmentBytes, '\0');
        if (const auto file = m_options.log->open(SegmentLog::nameOf(segment))) {
            const LogFile guard(*m_options.log, *file);
            const auto old = m_options.log->read(*file, 0, m_options.segmentBytes);
            if (!old)
                return Trouble{State::Refused, old.error()};
            bytes.replace(0, old->size(), *old);
        }
        for (; i < groups->size() && groups->at(i).at.segment == segment; ++i) {
            Group group = groups->at(i).group;
            const QByteArray whole = group.encode();
            const qint64 at = groups->at(i).at.offset;
            if (at < 0 || at % kBlock != 0 || at + whole.size() > bytes.size())
                return Trouble{State::Damaged, damage(tr("The second copy names a place that the log does not have"),
                                                      groups->at(i).at.toString())};
            bytes.replace(at, whole.size(), whole);
        }
        if (auto done = m_log.replaceSegment(segment, bytes, aside); !done)
            return Trouble{State::Refused, done.error()};
    }
    if (auto done = m_log.load(); !done)
        return Trouble{State::Refused, done.error()};
    m_found.append(tr("%1 groups of the log were missing or changed and were written again from the second copy, "
                      "from %2 on")
                       .arg(groups->size())
                       .arg(end.next.at.toString()));
    healed = end;
    return std::nullopt;
}

Result<FiledGroup> Ledger::checkGroup(const Group &group, LogPosition at)
{
    FiledGroup filed{group, at, {}};
    quint64 index = group.first;
    for (const QByteArray &leaf : group.entries) {
        const auto payload = m_chain.check(index, leaf, m_lastLeaf);
        if (!payload) {
            Error error = payload.error();
            error.where = at.toString();
            return error;
        }
        FiledEntry entry = describe(index, leaf, *payload);
        if (auto done = m_chain.adopt(entry, *payload); !done)
            return done.error();
        m_lastLeaf = entry.leafHash;
        m_lastTime = EntryTime::fromPayload(*payload);
        Uuid7::seed(entry.id);
        filed.entries.append(entry);
        ++index;
    }
    return filed;
}

} // namespace astern
