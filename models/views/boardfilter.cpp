// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/boardfilter.h"

#include <algorithm>

namespace astern {
namespace {

bool has(const QString &text, const QString &part) { return text.contains(part, Qt::CaseInsensitive); }

bool matchesState(BoardState state, const QString &part)
{
    return has(toString(state), part) || has(words(state), part);
}

} // namespace

BoardFilter::BoardFilter(const QString &text)
    : m_words(filterWords(text, {QStringLiteral("service"), QStringLiteral("state"), QStringLiteral("env"),
                                 QStringLiteral("cell"), QStringLiteral("owner")}))
{
}

bool BoardFilter::matches(const Placement &placement, const QString &owner, BoardState state,
                          const std::function<BoardVersions()> &versions) const
{
    std::optional<BoardVersions> known;
    const auto hasVersion = [&](const QString &part) {
        if (!known)
            known = versions();
        return has(known->oldVersion, part) || has(known->newVersion, part);
    };
    const auto matchesWord = [&](const FilterWord &word) {
        if (word.key == QLatin1String("service"))
            return has(placement.service, word.text);
        if (word.key == QLatin1String("state"))
            return matchesState(state, word.text);
        if (word.key == QLatin1String("env"))
            return has(placement.environment, word.text);
        if (word.key == QLatin1String("cell"))
            return has(placement.cell, word.text);
        if (word.key == QLatin1String("owner"))
            return has(owner, word.text);
        return has(placement.service, word.text) || has(placement.where(), word.text) ||
               has(placement.cell, word.text) || has(owner, word.text) || matchesState(state, word.text) ||
               hasVersion(word.text);
    };
    return std::all_of(m_words.cbegin(), m_words.cend(),
                       [&](const FilterWord &word) { return matchesWord(word) != word.negated; });
}

} // namespace astern
