// SPDX-License-Identifier: GPL-3.0-or-later
// Full text: what of entries and openings is searched, and how it is found.
#include "models/journal/ledger.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace astern {
namespace {

constexpr quint64 kFirstPiece = 2'048; // entries that a text is looked for in at once
constexpr quint64 kLargestPiece = 65'536;

void gather(const QJsonValue &value, QStringList &texts)
{
    if (value.isString()) {
        texts.append(value.toString());
    } else if (value.isArray()) {
        const auto list = value.toArray();
        for (const auto one : list)
            gather(one, texts);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (const auto &one : object)
            gather(one, texts);
    }
}

// What can be searched of an entry: no commitments, and nothing of what only the chain needs.
QString textOf(const QJsonObject &payload)
{
    QStringList texts;
    for (auto it = payload.begin(); it != payload.end(); ++it) {
        static const QStringList unsaid{QStringLiteral("pd"),     QStringLiteral("writer"), QStringLiteral("journal"),
                                        QStringLiteral("time"),   QStringLiteral("links"),  QStringLiteral("id"),
                                        QStringLiteral("admins"), QStringLiteral("key"),    QStringLiteral("seen")};
        if (!unsaid.contains(it.key()))
            gather(it.value(), texts);
    }
    // As people are shown it: RB-<first 8>-<last 4>.
    const QString saga = payload.value(QLatin1String("saga")).toString();
    if (saga.size() == 36)
        texts.append(QStringLiteral("RB-%1-%2").arg(saga.first(8), saga.last(4)));
    return texts.join(QLatin1Char('\n'));
}

} // namespace

// It is made of the openings, so it can be made again.
void Ledger::mendSearch(const Error &error)
{
    if (!isDamage(error))
        return;
    m_search.reset();
    OpeningSearch::remove(m_options.folder + QStringLiteral("/openings-search.db"));
    openSearch();
}

// The newest of a long log is looked through in small pieces, so that what is everywhere is found at once; then in
// larger ones, each short enough for an append to wait for. Without words there is one answer.
Result<Ok> Ledger::searchOn(Search &search)
{
    if (auto done = readable(); !done)
        return done;
    JournalQuery query = search.query;
    const QStringList words = Index::searchWords(query.text);
    if (words.isEmpty()) {
        auto found = toEntries(m_index->entries(query));
        if (!found)
            return found.error();
        search.found = std::move(found).value();
        search.isOver = true;
        return Ok{};
    }
    const quint64 size = m_state.size;
    const bool forwards = query.after.has_value();
    if (!search.edge) {
        search.edge = forwards ? *query.after + 1 : query.before == 0 ? size : std::min(size, query.before);
        search.piece = kFirstPiece;
    }
    const quint64 edge = *search.edge;
    const Index::Window window = forwards ? Index::Window{edge, std::min(size, edge + search.piece)}
                                          : Index::Window{edge - std::min(edge, search.piece), edge};
    search.isOver = window.from >= window.to;
    if (search.isOver)
        return Ok{};
    QStringList said;
    for (const QString &word : m_search ? words : QStringList()) {
        const auto found = m_search->find(word, window.from, window.to);
        if (!found) {
            mendSearch(found.error());
            return found.error();
        }
        said.append(*found);
    }
    query.limit -= int(search.found.size());
    const auto found = toEntries(m_index->entries(query, said, window));
    if (!found)
        return found.error();
    search.found += *found;
    search.edge = forwards ? window.to : window.from;
    search.piece = std::min(search.piece * 4, kLargestPiece);
    search.isOver = search.found.size() >= search.query.limit || *search.edge == (forwards ? size : 0);
    return Ok{};
}

Result<bool> Ledger::fileTexts(int most)
{
    if (!m_index || !m_search || !m_subjects)
        return false;
    if (m_textNext == m_state.size && m_search->next() >= m_state.size)
        return false;
    if (auto done = catchUp(); !done)
        return done.error();
    const quint64 from = std::min(m_textNext, m_search->next());
    const auto rows = m_index->leaves(from, most);
    if (!rows)
        return rows.error();
    Transaction transaction(m_index->database());
    if (auto done = transaction.begin(); !done)
        return done.error();
    quint64 next = m_textNext;
    const auto said = m_search->together([&]() -> Result<Ok> {
        for (const FiledEntry &row : *rows) {
            const auto opened = Envelope::open(row.leaf);
            if (!opened)
                return opened.error();
            const QJsonObject payload = QJsonDocument::fromJson(opened->payload).object();
            const QString id = payload.value(QLatin1String("id")).toString();
            if (row.index >= m_textNext) {
                if (auto done = m_index->addText(row.index, textOf(payload)); !done)
                    return done;
                next = row.index + 1;
            }
            if (row.index < m_search->next())
                continue;
            QList<OpeningSearch::Said> openings;
            for (const Opening &opening : openingsOf(id, payload))
                openings.append({opening.subject, opening.text});
            if (auto done = m_search->add(row.index, openings); !done)
                return done;
        }
        return Ok{};
    });
    if (!said) {
        mendSearch(said.error());
        return said.error();
    }
    if (auto done = m_index->keep(QStringLiteral("text"), next); !done)
        return done.error();
    if (auto done = transaction.commit(); !done)
        return done.error();
    m_textNext = next;
    return true;
}

} // namespace astern
