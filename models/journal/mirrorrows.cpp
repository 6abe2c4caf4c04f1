// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/mirrorrows.h"

namespace astern {

Result<int> readMirrorRows(Database &mirror, quint64 from, int most,
                           const std::function<void(const SharedRow &row)> &take)
{
    auto page = mirror.prepare(QStringLiteral("SELECT idx,leaf,leaf_hash,writer,wseq,id,kind,saga,gate,gate_gen,"
                                              "gate_won FROM entry WHERE idx>=?1 ORDER BY idx LIMIT ?2"));
    if (!page)
        return page.error();
    page->bind(1, from).bind(2, qint64(most));
    for (int rows = 0;; ++rows) {
        const auto more = page->step();
        if (!more)
            return more.error();
        if (!*more)
            return rows;
        take({.index = page->position(0),
              .leaf = page->blob(1),
              .leafHash = hashFromBytes(page->blob(2)).value_or(Hash{}),
              .writer = page->text(3),
              .seq = page->position(4),
              .id = page->text(5),
              .kind = page->text(6),
              .saga = page->text(7),
              .gate = page->text(8),
              .gateGen = page->integer(9),
              .gateWon = page->integer(10) != 0});
    }
}

} // namespace astern
