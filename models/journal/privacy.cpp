// SPDX-License-Identifier: GPL-3.0-or-later
// Erasure of what was said in person. Leaves hold commitments only, so the tree does not change.
#include "models/base/uuid7.h"
#include "models/journal/ledger.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace astern {
namespace {

constexpr qsizetype kMostIds = 400; // of an entry: its payload may have 32 KiB

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error invalid(const QString &message, const QString &field)
{
    return {.kind = Error::Kind::Invalid, .message = message, .where = field};
}

} // namespace

QList<Ledger::Wanted> Ledger::erasureOf(const Erasure &erasure, std::optional<Error> &refused)
{
    const auto no = [&refused](const Error &error) {
        refused = error;
        return QList<Wanted>();
    };
    if (erasure.subject.isEmpty() || erasure.by.isEmpty())
        return no(invalid(tr("An erasure names whose data goes and who decides it"), QStringLiteral("subject")));
    if (erasure.basis.trimmed().isEmpty())
        return no(invalid(tr("An erasure names the law it rests on"), QStringLiteral("basis")));
    if (erasure.reason.trimmed().size() < 10)
        return no(invalid(tr("Give the reason in at least 10 characters"), QStringLiteral("reason")));
    if (auto done = readable(); !done)
        return no(done.error());
    const auto hold = m_index->holdOn(erasure.subject);
    if (!hold)
        return no(hold.error());
    if (*hold)
        return no({.kind = Error::Kind::Refused,
                   .message =
                       tr("Entry %1 holds what was said: nothing of %2 may be erased").arg(**hold).arg(erasure.subject),
                   .where = erasure.subject,
                   .hint = tr("Lift the hold first")});
    const auto ids = m_index->spokenBy(erasure.subject);
    if (!ids)
        return no(ids.error());
    if (ids->isEmpty())
        return no({.kind = Error::Kind::NotFound, .message = tr("Nothing is recorded of %1").arg(erasure.subject)});
    QList<Wanted> wanted;
    const QString saga = Uuid7::next();
    for (qsizetype from = 0; from < ids->size(); from += kMostIds) {
        Draft draft{.kind = kEraseKind, .saga = saga};
        draft.fields = {{QStringLiteral("erase"), QJsonObject{{QStringLiteral("subject"), erasure.subject},
                                                              {QStringLiteral("basis"), erasure.basis},
                                                              {QStringLiteral("requested"), erasure.requested},
                                                              {QStringLiteral("entries"),
                                                               QJsonArray::fromStringList(ids->mid(from, kMostIds))}}},
                        {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), erasure.by}}}};
        draft.personal = {{QStringLiteral("rationale"), erasure.reason.trimmed()}};
        wanted.append({Uuid7::next(), draft});
    }
    return wanted;
}

Result<QStringList> Ledger::silentSince(qint64 beforeMs)
{
    if (auto done = readable(); !done)
        return done.error();
    return m_index->silentSince(beforeMs);
}

// All that entries have ordered, again at every start: a cut may have come between the entry and the deed.
Result<Ok> Ledger::finishErasures()
{
    if (auto done = readable(); !done)
        return done;
    const auto all = m_index->erased();
    if (!all)
        return all.error();
    for (const Index::Erased &one : *all) {
        if (m_subjects) {
            if (auto done = m_subjects->erase(one.subject, one.index); !done)
                return done;
        }
        if (!m_search)
            continue;
        if (auto done = m_search->erase(one.subject, one.index); !done) {
            if (!isDamage(done.error()))
                return done;
            mendSearch(done.error()); // gone with all the rest of it
        }
    }
    return Ok{};
}

} // namespace astern
