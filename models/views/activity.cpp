// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/activity.h"

#include <algorithm>

namespace astern {
namespace {

constexpr qint64 kMinute = 60'000;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;
// Each divides the next, and a tile has as many of them as an answer holds well.
constexpr std::array<qint64, 7> kPieces{1'000, 10'000, kMinute, 10 * kMinute, kHour, 6 * kHour, kDay};
constexpr qint64 kPiecesInTile = 360;
constexpr size_t kMostTiles = 96;
constexpr qsizetype kMostTold = 2'000; // more than can be on their way

qint64 tileLength(qint64 pieceMs) { return pieceMs * kPiecesInTile; }

void addTo(Activity::Piece &piece, const KindLook &look, qint64 count)
{
    const bool grave = look.tone == EntryRow::Tone::Bad;
    piece.entries += count;
    piece.graveEntries += grave ? count : 0;
    for (size_t lane = 0; lane < kTimelineLanes; ++lane) {
        if (!look.lanes[lane])
            continue;
        piece.counts[lane] += count;
        piece.grave[lane] += grave ? count : 0;
        piece.doubtful[lane] += look.tone == EntryRow::Tone::Doubt ? count : 0;
    }
}

} // namespace

Activity::Activity(Session &session, QObject *parent) : QObject(parent), m_session(session), m_inbox(this)
{
    connect(&session, &Session::entryAdded, this, &Activity::addEntry);
}

qint64 Activity::pieceFor(qint64 lengthMs, int most)
{
    for (const qint64 piece : kPieces) {
        if (lengthMs / piece <= most)
            return piece;
    }
    return kPieces.back();
}

void Activity::setFilter(const Filter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    reload();
}

void Activity::reload()
{
    ++m_generation;
    m_tiles.clear();
    m_told.clear();
    m_error.reset();
    Q_EMIT changed();
}

Activity::Stretch Activity::stretch(const TimeSpan &span, qint64 pieceMs)
{
    Stretch found{.pieceMs = pieceMs, .pieces = {}, .uncounted = {}, .entries = 0};
    const qint64 length = tileLength(pieceMs);
    const qint64 nowMs = m_session.nowMs();
    ++m_use;
    for (qint64 start = std::max<qint64>(0, span.fromMs) / length * length; start < span.toMs; start += length) {
        if (start > nowMs + length)
            break; // nothing is recorded in the future
        const TileKey key{pieceMs, start};
        Tile &tile = m_tiles[key];
        tile.used = m_use;
        if (!tile.asked)
            ask(key, start);
        for (auto piece = tile.pieces.lowerBound(span.fromMs - pieceMs + 1);
             piece != tile.pieces.cend() && piece.key() < span.toMs; ++piece) {
            found.pieces.append(*piece);
            found.entries += piece->entries;
        }
        if (tile.countedTo < start + length)
            found.uncounted.append(
                {std::max(span.fromMs, std::max(start, tile.countedTo)), std::min(span.toMs, start + length)});
    }
    trim();
    return found;
}

void Activity::ask(const TileKey &key, qint64 fromMs)
{
    Journal *journal = m_session.journal();
    Tile &tile = m_tiles[key];
    tile.asked = true;
    if (!journal)
        return;
    const JournalSummaryQuery query{.fromMs = fromMs,
                                    .toMs = key.second + tileLength(key.first),
                                    .pieceMs = key.first,
                                    .service = m_filter.service,
                                    .environment = m_filter.environment,
                                    .cell = m_filter.cell};
    journal->summary(query, m_inbox.wrap([this, generation = m_generation, key](const Result<JournalSummary> &answer) {
        take(generation, key, answer);
    }));
}

void Activity::take(quint64 generation, const TileKey &key, const Result<JournalSummary> &answer)
{
    if (generation != m_generation)
        return;
    m_error = answer ? std::nullopt : std::optional<Error>(answer.error());
    const auto at = m_tiles.find(key);
    if (at == m_tiles.end())
        return Q_EMIT changed(); // nobody looks at it any more
    Tile &tile = at->second;
    if (!answer) {
        tile.countedTo = std::max(tile.countedTo, key.second); // shown as not known; reload() asks again
        return Q_EMIT changed();
    }
    for (const JournalSummary::Piece &piece : answer->pieces) {
        if (!wants(piece.kind))
            continue;
        if (!m_looks.contains(piece.kind))
            m_looks.insert(piece.kind, lookOfKind(piece.kind));
        Piece &into = tile.pieces[piece.startMs];
        into.startMs = piece.startMs;
        addTo(into, m_looks.value(piece.kind), piece.count);
    }
    tile.size = std::max(tile.size, answer->size);
    const qint64 countedFrom = std::max(tile.countedTo, key.second);
    tile.countedTo = answer->nextMs > 0 ? answer->nextMs : key.second + tileLength(key.first);
    // What was told while the answer was on its way, and is not in it.
    for (const Told &told : std::as_const(m_told)) {
        if (told.index >= answer->size && told.wallMs >= countedFrom && told.wallMs < tile.countedTo)
            add(tile, key.first, told);
    }
    if (answer->nextMs > 0)
        ask(key, answer->nextMs);
    Q_EMIT changed();
}

bool Activity::wants(const QString &kind) const
{
    return m_filter.kinds.isEmpty() ||
           std::any_of(m_filter.kinds.cbegin(), m_filter.kinds.cend(), [&kind](const QString &wanted) {
               return wanted.endsWith(QLatin1Char('.')) ? kind.startsWith(wanted) : kind == wanted;
           });
}

bool Activity::concerns(const JournalEntry &entry) const
{
    const QJsonObject subject = entry.payload.value(QLatin1String("subject")).toObject();
    const auto is = [&subject](const char *key, const QString &wanted) {
        return wanted.isEmpty() || subject.value(QLatin1String(key)).toString() == wanted;
    };
    return wants(entry.kind) && is("service", m_filter.service) && is("environment", m_filter.environment) &&
           is("cell", m_filter.cell);
}

void Activity::add(Tile &tile, qint64 pieceMs, const Told &told)
{
    const qint64 start = told.wallMs / pieceMs * pieceMs;
    Piece &into = tile.pieces[start];
    into.startMs = start;
    addTo(into, lookOfKind(told.kind), 1);
    tile.size = std::max(tile.size, told.index + 1);
}

void Activity::addEntry(const JournalEntry &entry)
{
    if (!concerns(entry))
        return;
    const Told told{entry.index, entry.wallMs, entry.kind};
    m_told.append(told);
    if (m_told.size() > kMostTold)
        m_told.remove(0, kMostTold / 2);
    bool any = false;
    for (auto &[key, tile] : m_tiles) {
        if (told.wallMs < key.second || told.wallMs >= tile.countedTo || told.index < tile.size)
            continue; // elsewhere, not counted yet, or counted already
        add(tile, key.first, told);
        any = true;
    }
    if (any)
        Q_EMIT changed();
}

void Activity::trim()
{
    while (m_tiles.size() > kMostTiles) {
        const auto oldest = std::min_element(
            m_tiles.begin(), m_tiles.end(), [](const auto &a, const auto &b) { return a.second.used < b.second.used; });
        if (oldest->second.used == m_use)
            return; // all of them are looked at
        m_tiles.erase(oldest);
    }
}

} // namespace astern
