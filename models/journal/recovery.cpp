// SPDX-License-Identifier: GPL-3.0-or-later
// Ledger::open(): what a start does before anything may be recorded.
#include "models/base/uuid7.h"
#include "models/journal/canonical.h"
#include "models/journal/indexschema.h"
#include "models/journal/ledger.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>

namespace astern {
namespace {

using State = JournalState::State;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error damage(const QString &message, const QString &where)
{
    return {.kind = Error::Kind::Malformed, .message = message, .where = where};
}

QString textOf(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

} // namespace

QString Ledger::verifyHint()
{
    return tr("Keep the folder as it is, run \"asternctl journal verify\", then restore it from a backup that is not "
              "older than the newest entry, or move it and its mark away to begin a new journal");
}

const JournalState &Ledger::open()
{
    m_state = {.state = State::Opening, .owner = true};
    if (const Step trouble = recover())
        refuse(trouble->state, trouble->error.toString());
    // A start waits for whoever holds the index. From then on nobody stands in an append's way: what asks, asks again.
    if (m_index)
        m_index->database().setBusyTimeout(0);
    return m_state;
}

Ledger::Step Ledger::recover()
{
    if (auto done = m_log.load(); !done)
        return Trouble{State::Refused, done.error()};
    if (Step trouble = openIndex())
        return trouble;
    if (Step trouble = replay())
        return trouble;
    m_state.size = m_cursor.index;
    m_state.root = toHex(m_tree.root());
    if (Step trouble = checkMark())
        return trouble;
    if (Step trouble = checkSigned())
        return trouble;
    if (Step trouble = openKeys())
        return trouble;
    return begin();
}

Result<Ok> Ledger::setIndexAside(const QString &why)
{
    m_index.reset();
    const QString path = m_options.folder + QStringLiteral("/journal.db");
    const QString aside = path + QStringLiteral(".damaged-%1").arg(m_options.clock->wallMs());
    for (const char *part : {"", "-wal", "-shm"}) {
        const QString suffix = QString::fromLatin1(part);
        if (QFile::exists(path + suffix) && !QFile::rename(path + suffix, aside + suffix))
            return Error{
                .kind = Error::Kind::Storage, .message = tr("The damaged index cannot be set aside"), .where = path};
    }
    m_found.append(tr("the index was damaged and made again from the log (%1)").arg(why));
    auto index = Index::open(path, m_options.openBusyMs);
    if (!index)
        return index.error();
    m_index = std::move(index).value();
    return Ok{};
}

Ledger::Step Ledger::openIndex()
{
    auto index = Index::open(m_options.folder + QStringLiteral("/journal.db"), m_options.openBusyMs);
    if (index) {
        m_index = std::move(index).value();
        return std::nullopt;
    }
    if (!isDamage(index.error()))
        return Trouble{State::Refused, index.error()};
    if (auto done = setIndexAside(index.error().detail); !done)
        return Trouble{State::Refused, done.error()};
    return std::nullopt;
}

Ledger::Step Ledger::checkMark()
{
    const auto file = m_options.marks->open(m_options.markName);
    if (!file && file.error().kind == Error::Kind::NotFound)
        return std::nullopt;
    if (!file)
        return Trouble{State::Refused, file.error()};
    const LogFile guard(*m_options.marks, *file);
    const auto bytes = m_options.marks->read(*file, 0, 4096);
    if (!bytes)
        return Trouble{State::Refused, bytes.error()};
    const auto mark = fromCanonical(*bytes);
    if (!mark)
        return Trouble{State::Damaged, damage(tr("The high-water mark of the journal is damaged"), m_options.markName)};
    const auto size = quint64(mark->value(QLatin1String("size")).toInteger());
    Error error{.kind = Error::Kind::Storage, .where = m_options.folder, .hint = verifyHint()};
    if (size > m_state.size) {
        error.message =
            tr("The journal is shorter than it was: %1 entries are here, %2 were recorded").arg(m_state.size).arg(size);
        return Trouble{State::Truncated, error};
    }
    const auto root = m_index->rootAt(size);
    if (!root)
        return Trouble{State::Refused, root.error()};
    if (textOf(*mark, "journal") != m_chain.journal || textOf(*mark, "root") != toHex(*root)) {
        error.message = tr("The journal is not the one that was recorded here: its first %1 entries differ").arg(size);
        return Trouble{State::Truncated, error};
    }
    m_marked = size;
    return std::nullopt;
}

// What cannot be searched must not keep anybody from recording.
void Ledger::openSearch()
{
    const QString path = m_options.folder + QStringLiteral("/openings-search.db");
    if (auto search = OpeningSearch::open(path))
        m_search = std::move(search).value();
    if (const auto next = m_index->kept(QStringLiteral("text")))
        m_textNext = *next;
}

// What the start repaired is an entry, too.
Result<Ok> Ledger::recordFound()
{
    if (m_found.isEmpty())
        return Ok{};
    Draft found{.kind = QStringLiteral("journal.verify-failed")};
    found.fields.insert(QStringLiteral("found"), QJsonArray::fromStringList(m_found));
    const auto logged = append({{Uuid7::next(), found}}).first();
    if (!logged)
        return logged.error();
    m_found.clear();
    return Ok{};
}

Ledger::Step Ledger::begin()
{
    m_state.state = State::Open;
    if (m_options.domain.isEmpty())
        m_options.domain = domainSaid();
    openSearch();
    loadLevels();
    loadChecked();
    if (!m_index->wasMigrated() && m_state.verifiedTo == m_state.size)
        forgetOldIndex(m_options.folder + QStringLiteral("/journal.db"));
    if (!m_found.isEmpty())
        m_state.words = tr("Repaired at the start: %1").arg(m_found.join(QStringLiteral("; ")));
    if (m_state.size == 0) {
        m_chain.writer = Uuid7::next();
        Draft genesis{.kind = QStringLiteral("journal.genesis")};
        genesis.fields.insert(QStringLiteral("admins"), QJsonArray{publicPart(*m_key)});
        genesis.fields.insert(QStringLiteral("quorum"), 1);
        m_lastTime = EntryTime::now(*m_options.clock);
        const auto first = append({{Uuid7::next(), genesis}});
        if (!first.first())
            return Trouble{State::Refused, first.first().error()};
    }
    if (!isLocked()) {
        // Groups of their own: the first names the journal, which is the hash of the genesis. A kill may come between.
        const bool isYoung = m_state.size == 1;
        for (const Wanted &due : dueOfKeys()) {
            const auto logged = append({due}).first();
            if (!logged && isYoung) // later, a full disk must not keep a journal shut that was open before
                return Trouble{State::Refused, logged.error()};
        }
        if (auto done = recordFound(); !done)
            return Trouble{State::Refused, done.error()};
    }
    if (auto done = catchUp(); !done)
        return Trouble{State::Refused, done.error()};
    if (auto done = finishErasures(); !done)
        return Trouble{State::Refused, done.error()};
    return std::nullopt;
}

} // namespace astern
