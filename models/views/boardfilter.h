// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/boardrow.h"
#include "models/views/filterwords.h"

#include <functional>

namespace astern {

// "service:checkout state:over env:prod cell:eu owner:pay free text": every word must match; a word without a key
// matches service, place, versions, owner and state. Case does not matter; "-word" must not match.
class BoardFilter {
public:
    BoardFilter() = default;
    explicit BoardFilter(const QString &text);
    // `versions` is called only when nothing else decides: it costs more than all the rest.
    [[nodiscard]] bool matches(const Placement &placement, const QString &owner, BoardState state,
                               const std::function<BoardVersions()> &versions) const;
    [[nodiscard]] bool isEmpty() const { return m_words.isEmpty(); }

private:
    QList<FilterWord> m_words;
};

} // namespace astern
