// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/sharedapprovals.h"

#include "models/journal/envelope.h"

#include <QFileInfo>
#include <QJsonDocument>

namespace astern {
namespace {

using Standing = ApprovalRecord::Standing;

constexpr int kBusyMs = 2'000;
constexpr int kPage = 2'000;

Standing standingOf(const SharedChain::Verdict &verdict, const SharedRow &row)
{
    switch (verdict.kind) {
    case SharedChain::Verdict::Kind::Good:
        return row.gate.isEmpty() || row.gateWon ? Standing::Counts : Standing::Lost;
    case SharedChain::Verdict::Kind::Pending:
        return Standing::Unapproved;
    default:
        return Standing::Forged;
    }
}

JournalEntry entryOf(const SharedRow &row, const QJsonObject &payload)
{
    JournalEntry entry;
    entry.index = row.index;
    entry.id = row.id;
    entry.kind = row.kind;
    entry.saga = row.saga;
    entry.leafHash = toHex(row.leafHash);
    entry.wallMs = payload.value(QLatin1String("time")).toObject().value(QLatin1String("ms")).toInteger();
    entry.payload = payload;
    return entry;
}

} // namespace

SharedApprovals::SharedApprovals(ApprovalBook &book, QString mirrorFile) : m_book(book), m_file(std::move(mirrorFile))
{
    m_book.setShared(true);
}

Result<Ok> SharedApprovals::open()
{
    if (m_db)
        return Ok{};
    auto db = Database::open(m_file, Database::Mode::ReadOnly, kBusyMs);
    if (!db)
        return db.error();
    m_db = std::move(db.value());
    return Ok{};
}

Result<bool> SharedApprovals::wasRewound()
{
    if (m_next == 0)
        return false;
    auto last = m_db->prepare(QStringLiteral("SELECT leaf_hash FROM entry WHERE idx=?1"));
    if (!last)
        return last.error();
    const auto found = last->bind(1, m_next - 1).step();
    if (!found)
        return found.error();
    const bool same = *found && last->blob(0) == m_lastHash;
    last->reset();
    return !same;
}

Result<quint64> SharedApprovals::catchUp()
{
    if (!QFileInfo::exists(m_file))
        return quint64(0);
    if (auto done = open(); !done)
        return done.error();
    const auto rewound = wasRewound();
    if (!rewound)
        return rewound.error();
    if (*rewound) {
        m_chain = {};
        m_next = 0;
        m_book.clear();
        m_book.setShared(true);
    }
    for (;;) {
        auto page = m_db->prepare(QStringLiteral("SELECT idx,leaf,leaf_hash,writer,wseq,id,kind,saga,gate,gate_gen,"
                                                 "gate_won FROM entry WHERE idx>=?1 ORDER BY idx LIMIT ?2"));
        if (!page)
            return page.error();
        page->bind(1, m_next).bind(2, qint64(kPage));
        int rows = 0;
        for (;; ++rows) {
            const auto more = page->step();
            if (!more)
                return more.error();
            if (!*more)
                break;
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
        if (rows < kPage)
            return m_next;
    }
}

void SharedApprovals::take(const SharedRow &row)
{
    m_next = row.index + 1;
    m_lastHash = QByteArray(reinterpret_cast<const char *>(row.leafHash.data()), qsizetype(row.leafHash.size()));
    const SharedChain::Verdict verdict = m_chain.take(row);
    const Standing standing = standingOf(verdict, row);
    const bool admin = m_chain.writers().value(row.writer).admin;
    QJsonObject payload = verdict.payload;
    if (payload.isEmpty()) {
        // What it claims is still shown, as what does not count.
        const auto opened = Envelope::open(row.leaf);
        payload = opened ? QJsonDocument::fromJson(opened->payload).object() : QJsonObject();
    }
    if (row.kind == QLatin1String("policy.edit")) {
        const QString digest =
            payload.value(QLatin1String("rules")).toObject().value(QLatin1String("digest")).toString();
        if (standing == Standing::Counts && admin && !digest.isEmpty())
            m_book.pinRules(digest, row.index);
        return;
    }
    const bool ofKeys = row.kind.startsWith(QLatin1String("key."));
    if (ofKeys && (standing != Standing::Counts || (row.kind == QLatin1String("key.revoke") && !admin)))
        return;
    if (ofKeys || row.kind.startsWith(QLatin1String("approval.")) || row.kind == QLatin1String("override.granted") ||
        row.kind == QLatin1String("promotion.intent"))
        m_book.take(entryOf(row, payload), row.index, standing);
}

} // namespace astern
