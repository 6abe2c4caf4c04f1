// SPDX-License-Identifier: GPL-3.0-or-later
// What the log is asked, and what it tells those who ship it.
#include "models/journal/ledger.h"

#include "models/journal/tally.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern {
namespace {

constexpr qsizetype kMostLeafBytes = 1024 * 1024;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

} // namespace

Result<Ok> Ledger::readable()
{
    if (auto done = catchUp(); !done)
        return done;
    if (!m_index)
        return Error{.kind = Error::Kind::Storage, .message = tr("The log is not open"), .hint = m_state.words};
    return Ok{};
}

// Shown only when it is what was signed for.
QList<Opening> Ledger::openingsOf(const QString &entryId, const QJsonObject &payload, QList<SealedOpening> *asTheyLie)
{
    QList<Opening> openings;
    const QJsonObject commitments = payload.value(QLatin1String("pd")).toObject();
    if (commitments.isEmpty() || !m_subjects)
        return openings;
    const auto frames = m_index->openings(entryId);
    if (!frames)
        return openings;
    for (const QByteArray &frame : *frames) {
        const auto sealed = SealedOpening::fromFrame(frame);
        if (!sealed)
            continue;
        const auto key = m_subjects->existing(sealed->subject);
        const auto opening = key ? openSealed(*sealed, *key) : Result<Opening>(key.error());
        if (!opening ||
            Commitment::commit(opening->salt, opening->text) != commitments.value(opening->field).toString())
            continue;
        openings.append(*opening);
        if (asTheyLie)
            asTheyLie->append(*sealed);
    }
    return openings;
}

JournalEntry Ledger::toEntry(const FiledEntry &filed, const QByteArray &payloadBytes, QList<SealedOpening> *asTheyLie)
{
    const QJsonObject payload = QJsonDocument::fromJson(payloadBytes).object();
    const auto text = [&payload](const char *key) { return payload.value(QLatin1String(key)).toString(); };
    JournalEntry entry{filed.index,
                       text("id"),
                       text("kind"),
                       text("saga"),
                       toHex(filed.leafHash),
                       payload.value(QLatin1String("time")).toObject().value(QLatin1String("ms")).toInteger(),
                       payload,
                       {}};
    for (const Opening &opening : openingsOf(entry.id, payload, asTheyLie))
        entry.personal.insert(opening.field, opening.text);
    return entry;
}

Result<QList<JournalEntry>> Ledger::entries(const JournalQuery &query)
{
    Search search{.query = query};
    while (!search.isOver) {
        if (auto done = searchOn(search); !done)
            return done.error();
    }
    return search.found;
}

Result<QList<JournalEntry>> Ledger::toEntries(const Result<QList<FiledEntry>> &rows)
{
    if (!rows)
        return rows.error();
    QList<JournalEntry> entries;
    for (const FiledEntry &row : *rows) {
        const auto opened = Envelope::open(row.leaf);
        if (!opened)
            return opened.error();
        entries.append(toEntry(row, opened->payload));
    }
    return entries;
}

Result<JournalSummary> Ledger::summary(const JournalSummaryQuery &query)
{
    if (auto done = readable(); !done)
        return done.error();
    return Tally(m_index->database()).summary(query);
}

Result<QList<UnresolvedIntent>> Ledger::unresolved()
{
    if (auto done = readable(); !done)
        return done.error();
    const auto rows = m_index->unresolved();
    if (!rows)
        return rows.error();
    QList<UnresolvedIntent> intents;
    for (const FiledEntry &row : *rows) {
        const auto opened = Envelope::open(row.leaf);
        if (!opened)
            return opened.error();
        intents.append(UnresolvedIntent{toEntry(row, opened->payload)});
    }
    return intents;
}

Result<std::optional<Receipt>> Ledger::find(const QString &id)
{
    if (auto done = readable(); !done)
        return done.error();
    return m_index->find(id);
}

Result<QList<LoggedLeaf>> Ledger::leaves(quint64 from, int most)
{
    if (auto done = readable(); !done)
        return done.error();
    const auto rows = m_index->leaves(from, most);
    if (!rows)
        return rows.error();
    QList<LoggedLeaf> leaves;
    qsizetype size = 0;
    for (const FiledEntry &row : *rows) {
        size += row.leaf.size();
        if (size > kMostLeafBytes && !leaves.isEmpty())
            break;
        const auto opened = Envelope::open(row.leaf);
        if (!opened)
            return opened.error();
        LoggedLeaf leaf{row.index, row.leaf, row.leafHash, {}, {}};
        leaf.personal = toEntry(row, opened->payload, &leaf.sealed).personal;
        leaves.append(leaf);
    }
    return leaves;
}

Result<QList<SinkCursor>> Ledger::cursors()
{
    if (auto done = readable(); !done)
        return done.error();
    return m_index->cursors();
}

Result<Ok> Ledger::advance(const SinkCursor &cursor)
{
    if (auto done = readable(); !done)
        return done;
    if (cursor.sink.isEmpty() || cursor.acked > m_state.size)
        return Error{.kind = Error::Kind::Invalid,
                     .message =
                         tr("A sink cannot have acknowledged %1 of %2 entries").arg(cursor.acked).arg(m_state.size)};
    return m_index->setCursor(cursor);
}

namespace {

constexpr std::pair<JournalLevel, const char *> kLevels[] = {{JournalLevel::Shared, "shared"},
                                                             {JournalLevel::Sealed, "sealed"},
                                                             {JournalLevel::Witnessed, "witnessed"},
                                                             {JournalLevel::Shipped, "shipped"}};

quint64 *slotOf(JournalLevels &levels, JournalLevel level)
{
    switch (level) {
    case JournalLevel::Local:
        return nullptr;
    case JournalLevel::Shared:
        return &levels.shared;
    case JournalLevel::Sealed:
        return &levels.sealed;
    case JournalLevel::Witnessed:
        return &levels.witnessed;
    case JournalLevel::Shipped:
        return &levels.shipped;
    }
    return nullptr;
}

} // namespace

bool Ledger::setReached(JournalLevel level, quint64 upTo)
{
    quint64 *reached = slotOf(m_state.levels, level);
    upTo = std::min(upTo, m_state.size);
    if (!reached || upTo <= *reached)
        return false;
    *reached = upTo;
    return true;
}

void Ledger::loadLevels()
{
    for (const auto &[level, name] : kLevels) {
        if (const auto kept = m_index->kept(QString::fromLatin1(name)))
            (void)setReached(level, *kept);
    }
    m_levelsKept = m_state.levels;
}

// What is lost of it is told again by whoever brings entries to a level.
void Ledger::keepLevels()
{
    if (m_levelsKept == m_state.levels || !m_index)
        return;
    for (const auto &[level, name] : kLevels) {
        if (m_levelsKept.of(level) != m_state.levels.of(level))
            (void)m_index->keep(QString::fromLatin1(name), m_state.levels.of(level));
    }
    m_levelsKept = m_state.levels;
}

// Rides on the mark's sync: what is verified and not yet kept is verified once more at the next start.
void Ledger::keepVerified()
{
    if (!m_index || m_state.verifiedTo != m_state.size || m_verifiedKept == m_state.size)
        return;
    if (m_index->setVerified({m_state.size, m_tree.root()}))
        m_verifiedKept = m_state.size;
}

void Ledger::loadChecked()
{
    m_verifiedKept = m_state.verifiedTo;
    const auto checked = m_index->checked();
    if (!checked)
        return;
    m_state.checkedMs = checked->atMs;
    m_state.finding = checked->found;
    if (!checked->found.isEmpty())
        m_state.words = tr("The check of the whole log found: %1. %2").arg(checked->found, verifyHint());
}

FullCheck::Until Ledger::checkUntil() const { return {m_cursor, m_tree.root()}; }

void Ledger::checkProgress(quint64 done, quint64 of)
{
    m_state.checking = done;
    m_state.checkingOf = of;
}

void Ledger::checkEnded(const FullCheck::Until &until, const QString &finding)
{
    m_state.checking = m_state.checkingOf = 0;
    m_state.checkedMs = m_options.clock->wallMs();
    m_state.finding = finding;
    if (!finding.isEmpty())
        m_state.words = tr("The check of the whole log found: %1. %2").arg(finding, verifyHint());
    if (finding.isEmpty() && m_state.verifiedTo < until.size()) {
        m_state.verifiedTo = m_state.size; // what came meanwhile this process wrote itself
        if (m_index && m_index->setVerified({until.size(), until.root}))
            m_verifiedKept = until.size();
    }
    if (m_index)
        (void)m_index->setChecked({until.size(), m_state.checkedMs, finding});
}

} // namespace astern
