// SPDX-License-Identifier: GPL-3.0-or-later
// What the index is asked.
#include "models/journal/index.h"

#include "models/journal/tally.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <limits>
#include <variant>

namespace astern {
namespace {

constexpr int kMostWords = 8;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Result<QList<FiledEntry>> readRows(Statement &query)
{
    QList<FiledEntry> rows;
    while (true) {
        const auto row = query.step();
        if (!row)
            return row.error();
        if (!*row)
            return rows;
        FiledEntry entry{.index = query.position(0), .leaf = query.blob(1)};
        entry.leafHash = Merkle::leafHash(entry.leaf);
        if (QByteArrayView(query.blob(2)) != viewOf(entry.leafHash)) {
            query.reset();
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("Entry %1 differs from the hash it was recorded under").arg(entry.index),
                         .hint = tr("Run: asternctl journal verify")};
        }
        rows.append(entry);
    }
}

} // namespace

Result<QByteArray> Index::leaf(quint64 index)
{
    auto query = m_db->prepare(QStringLiteral("SELECT idx,leaf,leaf_hash FROM entry WHERE idx=?"));
    if (!query)
        return query.error();
    query->bind(1, index);
    const auto rows = readRows(query.value());
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? QByteArray() : rows->first().leaf;
}

QStringList Index::searchWords(const QString &text)
{
    QStringList words;
    const auto parts = text.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        // What has no letter and no digit is nothing to a full-text index.
        if (std::any_of(part.begin(), part.end(), [](QChar c) { return c.isLetterOrNumber(); }))
            words.append(part);
    }
    return words.mid(0, kMostWords);
}

QString Index::matchOf(const QString &word)
{
    QString quoted = word;
    quoted.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QStringLiteral("\"%1\"*").arg(quoted);
}

namespace {

// One condition after the other with the values that go to its question marks, in order.
struct Conditions {
    QStringList sql;
    QList<std::variant<qint64, QString>> values;
    void add(const QString &condition, std::initializer_list<std::variant<qint64, QString>> bound)
    {
        sql.append(condition);
        values.append(QList(bound));
    }
};

void addKinds(Conditions &where, const QStringList &kinds)
{
    QStringList any;
    for (const QString &kind : kinds) {
        if (kind.endsWith(QLatin1Char('.'))) {
            any.append(QStringLiteral("(kind>=? AND kind<?)"));
            where.values.append(kind);
            where.values.append(QString(kind + QChar(0x7f))); // kinds are ASCII below 0x7f
        } else {
            any.append(QStringLiteral("kind=?"));
            where.values.append(kind);
        }
    }
    if (!any.isEmpty())
        where.sql.append(QStringLiteral("(%1)").arg(any.join(QStringLiteral(" OR "))));
}

} // namespace

Result<QList<FiledEntry>> Index::entries(const JournalQuery &wanted, const QStringList &said,
                                         const std::optional<Window> &within)
{
    // The columns are compared only where something is asked for, so that their index can be used.
    Conditions where;
    const qint64 before = wanted.before == 0 ? std::numeric_limits<qint64>::max() : qint64(wanted.before);
    const QStringList words = searchWords(wanted.text);
    // Where words are looked for they say which rows are read; a range would have all of its rows read.
    const QString index = words.isEmpty() ? QStringLiteral("idx") : QStringLiteral("+idx");
    where.add(index + QStringLiteral("<?"), {before});
    if (wanted.after)
        where.add(index + QStringLiteral(">=?"), {qint64(*wanted.after + 1)}); // kOldest + 1 is 0
    const struct {
        const char *column;
        const QString &value;
    } filters[] = {
        {"service", wanted.service}, {"environment", wanted.environment}, {"cell", wanted.cell}, {"saga", wanted.saga}};
    for (const auto &filter : filters) {
        if (!filter.value.isEmpty())
            where.add(QStringLiteral("%1=?").arg(QLatin1String(filter.column)), {filter.value});
    }
    if (!wanted.kind.isEmpty())
        where.add(QStringLiteral("kind>=? AND kind<?"), {wanted.kind, QString(wanted.kind + QChar(0x7f))});
    // A piece of the log and its order, not of time and a sort: a year's worth is not sorted to show a page of it.
    if (wanted.fromMs != 0 || wanted.toMs != 0) {
        const qint64 toMs = wanted.toMs == 0 ? std::numeric_limits<qint64>::max() : wanted.toMs;
        const auto range = Tally(*m_db).range(wanted.fromMs, toMs);
        if (!range)
            return range.error();
        where.add(QStringLiteral("%1>=? AND %1<?").arg(index), {range->first, range->end});
        where.add(QStringLiteral("+wall_ms>=? AND +wall_ms<?"), {wanted.fromMs, toMs});
    }
    const qint64 from = within ? qint64(within->from) : 0;
    const qint64 to = within ? qint64(within->to) : std::numeric_limits<qint64>::max();
    for (qsizetype i = 0; i < words.size(); ++i)
        where.add(
            QStringLiteral("idx IN (SELECT rowid FROM entry_text WHERE entry_text MATCH ? AND rowid>=? AND rowid<? "
                           "UNION SELECT value FROM json_each(?))"),
            {matchOf(words.at(i)), from, to, said.value(i, QStringLiteral("[]"))});
    if (words.isEmpty() && !wanted.text.trimmed().isEmpty())
        return QList<FiledEntry>();
    const QString order = wanted.after ? QStringLiteral("ASC") : QStringLiteral("DESC");
    const qint64 limit = std::clamp(wanted.limit, 0, 10'000);
    QString sql;
    const auto kinds = wanted.service.isEmpty() && wanted.saga.isEmpty() && words.isEmpty()
                           ? kindsLike(wanted.kinds)
                           : Result<QStringList>(QStringList());
    if (!kinds)
        return kinds.error();
    if (!wanted.kinds.isEmpty() && kinds->isEmpty() && wanted.service.isEmpty() && wanted.saga.isEmpty() &&
        words.isEmpty())
        return QList<FiledEntry>(); // no entry is of such a kind
    if (kinds->isEmpty()) {
        addKinds(where, wanted.kinds);
        sql = QStringLiteral("SELECT idx,leaf,leaf_hash FROM entry WHERE %1 ORDER BY idx %2 LIMIT ?")
                  .arg(where.sql.join(QStringLiteral(" AND ")), order);
    } else {
        // Each kind has its own order in the index: the first of each, and of these the first.
        const auto each = where.values;
        where.values.clear();
        QStringList parts;
        for (const QString &kind : *kinds) {
            parts.append(
                QStringLiteral("SELECT idx FROM (SELECT idx FROM entry WHERE kind=? AND %1 ORDER BY idx %2 LIMIT ?)")
                    .arg(where.sql.join(QStringLiteral(" AND ")), order));
            where.values.append(kind);
            where.values.append(each);
            where.values.append(limit);
        }
        sql = QStringLiteral("SELECT idx,leaf,leaf_hash FROM entry WHERE idx IN (%1) ORDER BY idx %2 LIMIT ?")
                  .arg(parts.join(QStringLiteral(" UNION ALL ")), order);
    }
    auto query = m_db->prepare(sql);
    if (!query)
        return query.error();
    int at = 0;
    for (const auto &value : std::as_const(where.values))
        std::visit([&](const auto &one) { query->bind(++at, one); }, value);
    query->bind(++at, limit);
    return readRows(query.value());
}

// The kinds that there are, without reading the entries: from one to the next in their index.
Result<QStringList> Index::kindsLike(const QStringList &wanted)
{
    QStringList found;
    auto next = m_db->prepare(QStringLiteral("SELECT min(kind) FROM entry WHERE kind>?"));
    if (!next)
        return next.error();
    for (const QString &kind : wanted) {
        if (!kind.endsWith(QLatin1Char('.'))) {
            found.append(kind);
            continue;
        }
        QString at = kind;
        while (true) {
            const auto row = next->bind(1, at).step();
            if (!row)
                return row.error();
            at = *row ? next->text(0) : QString();
            next->reset();
            if (!at.startsWith(kind))
                break;
            found.append(at);
        }
    }
    found.removeDuplicates();
    return found;
}

Result<QList<FiledEntry>> Index::leaves(quint64 from, int most)
{
    auto query =
        m_db->prepare(QStringLiteral("SELECT idx,leaf,leaf_hash FROM entry WHERE idx>=? ORDER BY idx LIMIT ?"));
    if (!query)
        return query.error();
    query->bind(1, from).bind(2, qint64(std::clamp(most, 1, 10'000)));
    return readRows(query.value());
}

Result<QList<FiledEntry>> Index::unresolved()
{
    auto query = m_db->prepare(QStringLiteral(
        "SELECT e.idx,e.leaf,e.leaf_hash FROM open_intent o JOIN entry e ON e.idx=o.idx ORDER BY e.idx"));
    if (!query)
        return query.error();
    return readRows(query.value());
}

Result<QList<QByteArray>> Index::openings(const QString &entryId)
{
    auto query = m_db->prepare(QStringLiteral("SELECT frame FROM opening WHERE entry_id=? ORDER BY grp,nth"));
    if (!query)
        return query.error();
    query->bind(1, entryId);
    QList<QByteArray> frames;
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            return frames;
        frames.append(query->blob(0));
    }
}

namespace {

Result<QStringList> readTexts(Statement &query)
{
    QStringList texts;
    while (true) {
        const auto row = query.step();
        if (!row)
            return row.error();
        if (!*row)
            return texts;
        texts.append(query.text(0));
    }
}

} // namespace

Result<QStringList> Index::spokenBy(const QString &subject)
{
    auto query =
        m_db->prepare(QStringLiteral("SELECT DISTINCT entry_id FROM opening WHERE json_valid(CAST(frame AS TEXT)) AND "
                                     "json_extract(CAST(frame AS TEXT),'$.subject')=? ORDER BY entry_id"));
    if (!query)
        return query.error();
    query->bind(1, subject);
    return readTexts(query.value());
}

Result<QStringList> Index::silentSince(qint64 beforeMs)
{
    auto query = m_db->prepare(QStringLiteral(
        "SELECT subject FROM (SELECT json_extract(CAST(o.frame AS TEXT),'$.subject') AS subject, e.wall_ms AS at, "
        "e.idx AS idx FROM opening o JOIN entry e ON e.id=o.entry_id WHERE json_valid(CAST(o.frame AS TEXT))) AS said "
        "GROUP BY subject HAVING max(at)<? AND max(idx)>=coalesce((SELECT max(x.idx) FROM erased x "
        "WHERE x.subject=said.subject),0) ORDER BY subject"));
    if (!query)
        return query.error();
    query->bind(1, beforeMs);
    return readTexts(query.value());
}

Result<QList<FiledGroup>> Index::groups(quint64 number, quint64 count)
{
    auto query = m_db->prepare(QStringLiteral(
        "SELECT number,first,segment,offset,prev,hash FROM grp WHERE number>=? ORDER BY number LIMIT ?"));
    auto leaves = m_db->prepare(QStringLiteral("SELECT idx,leaf,leaf_hash FROM entry WHERE grp=? ORDER BY idx"));
    auto frames = m_db->prepare(QStringLiteral("SELECT frame FROM opening WHERE grp=? ORDER BY nth"));
    if (!query || !leaves || !frames)
        return !query ? query.error() : !leaves ? leaves.error() : frames.error();
    query->bind(1, number).bind(2, count);
    QList<FiledGroup> groups;
    while (true) {
        const auto row = query->step();
        if (!row)
            return row.error();
        if (!*row)
            return groups;
        FiledGroup filed;
        filed.group.number = query->position(0);
        filed.group.first = query->position(1);
        filed.at = {quint32(query->integer(2)), query->integer(3)};
        filed.group.prev = hashFromBytes(query->blob(4)).value_or(Hash{});
        const Hash expected = hashFromBytes(query->blob(5)).value_or(Hash{});
        leaves->bind(1, filed.group.number);
        auto rows = readRows(leaves.value());
        if (!rows)
            return rows.error();
        filed.entries = *rows;
        for (const FiledEntry &entry : filed.entries)
            filed.group.entries.append(entry.leaf);
        frames->bind(1, filed.group.number);
        while (true) {
            const auto frame = frames->step();
            if (!frame)
                return frame.error();
            if (!*frame)
                break;
            filed.group.openings.append(frames->blob(0));
        }
        (void)filed.group.encode();
        if (filed.group.self != expected || filed.entries.isEmpty())
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("Group %1 of the second copy differs from its hash").arg(filed.group.number),
                         .where = m_db->path()};
        groups.append(filed);
    }
}

} // namespace astern
