// SPDX-License-Identifier: GPL-3.0-or-later
// Ledger::open(): what a start does before anything may be recorded.
#include "models/base/uuid7.h"
#include "models/journal/canonical.h"
#include "models/journal/indexschema.h"
#include "models/journal/ledger.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern {
namespace {

using State = JournalState::State;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error damage(const QString &message, const QString &where)
{
    return {.kind = Error::Kind::Malformed, .message = message, .where = where};
}

QString textOf(const QJsonObject &object, const char *key) { return object.value(QLatin1String(key)).toString(); }

QString verifyHint()
{
    return tr("Keep the folder as it is, run \"asternctl journal verify\", then restore it from a backup that is not "
              "older than the newest entry, or move it and its mark away to begin a new journal");
}

} // namespace

const JournalState &Ledger::open()
{
    m_state = {.state = State::Opening, .owner = true};
    if (const Step trouble = recover())
        refuse(trouble->state, trouble->error.toString());
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

void Ledger::resetChain()
{
    m_cursor = {};
    m_lastLeaf = {};
    m_journal.clear();
    m_writer.clear();
    m_enrolled.clear();
    m_lastTime = {};
}

// What the entries before the head of the index have established: identity, keys, end of the chain.
Result<Ok> Ledger::loadHead(const Index::Head &head)
{
    resetChain();
    Hash prev{};
    for (quint64 index = 0; index < std::min<quint64>(2, head.next.index); ++index) {
        const auto leaf = m_index->leaf(index);
        if (!leaf)
            return leaf.error();
        const auto payload = check(index, *leaf, prev);
        if (!payload)
            return payload.error();
        const FiledEntry entry = describe(index, *leaf, *payload);
        if (auto done = adopt(entry, *payload); !done)
            return done;
        prev = entry.leafHash;
    }
    const auto last = m_index->leaf(head.next.index - 1);
    if (!last)
        return last.error();
    const auto opened = Envelope::open(*last);
    if (!opened)
        return opened.error();
    m_lastLeaf = Merkle::leafHash(*last);
    const QJsonObject payload = QJsonDocument::fromJson(opened->payload).object();
    m_lastTime = EntryTime::fromPayload(payload);
    Uuid7::seed(textOf(payload, "id"));
    m_cursor = head.next;
    return Ok{};
}

Ledger::Step Ledger::replay()
{
    auto head = m_index->head();
    if (head && *head) {
        auto loaded = loadHead(**head);
        auto tree = loaded ? m_index->frontier() : Result<Merkle::Frontier>(loaded.error());
        if (!tree)
            head = tree.error();
    }
    if (!head) {
        if (!isDamage(head.error()))
            return Trouble{State::Refused, head.error()};
        if (auto done = setIndexAside(head.error().toString()); !done)
            return Trouble{State::Refused, done.error()};
        head = std::optional<Index::Head>();
        resetChain();
    }
    // The pages may be in the cache alone: nothing is built, shown or sent before they are on disk.
    if (auto done = m_log.syncFrom(*head ? (*head)->last.segment : 0); !done)
        return Trouble{State::Refused, done.error()};

    LogCursor from = m_cursor;
    if (*head) {
        const auto last = m_log.groupAt((*head)->last);
        if (last && last->self == (*head)->lastHash) {
            from.at = {(*head)->last.segment, (*head)->last.offset + last->paddedSize()};
        } else {
            from = {}; // the log does not hold what the index has: read all of it to see where it ends
        }
    }
    QList<FiledGroup> fresh;
    const quint64 known = *head ? (*head)->next.number : 0;
    const auto visit = [&](const Group &group, LogPosition at) -> Result<Ok> {
        if (group.number < known)
            return Ok{};
        auto filed = checkGroup(group, at);
        if (!filed)
            return filed.error();
        fresh.append(*filed);
        if (fresh.size() >= 256) {
            if (auto done = m_index->file(fresh); !done)
                return done;
            fresh.clear();
        }
        return Ok{};
    };
    auto end = m_log.scan(from, visit);
    if (end && (end->damaged || end->next.number < known)) {
        ScanEnd healed;
        if (!*head)
            return Trouble{State::Damaged, damage(tr("The log is damaged: %1").arg(end->why), end->next.at.toString())};
        if (Step trouble = heal(*end, **head, healed))
            return trouble;
        end = m_log.scan(healed.next, visit);
        if (end && (end->damaged || end->next.number < known))
            return Trouble{State::Damaged, damage(tr("The log is damaged beyond its second copy: %1").arg(end->why),
                                                  end->next.at.toString())};
    }
    if (!end) {
        Error error = end.error();
        if (isDamage(error))
            error.hint = verifyHint();
        return Trouble{isDamage(error) ? State::Damaged : State::Refused, error};
    }
    if (auto done = m_index->file(fresh); !done)
        return Trouble{State::Refused, done.error()};
    auto tree = m_index->frontier();
    if (!tree)
        return Trouble{State::Refused, tree.error()};
    m_tree = *tree;
    m_cursor = end->next;
    if (auto done = m_log.resume(*end); !done)
        return Trouble{State::Refused, done.error()};
    return std::nullopt;
}

// Writes the groups that the log lost again, byte for byte, from the second copy. Each proves itself by its hash,
// and the whole by what lies behind it.
Ledger::Step Ledger::heal(const ScanEnd &end, const Index::Head &head, ScanEnd &healed)
{
    const quint64 first = end.next.number;
    if (first >= head.next.number)
        return Trouble{State::Damaged, damage(tr("The log is damaged: %1").arg(end.why), end.next.at.toString())};
    const auto groups = m_index->groups(first, head.next.number - first);
    if (!groups) {
        Error error = groups.error();
        error.hint = verifyHint();
        return Trouble{State::Damaged, error};
    }
    if (groups->isEmpty() || groups->first().group.prev != end.next.prev)
        return Trouble{State::Damaged,
                       damage(tr("The log and its second copy tell different histories"), end.next.at.toString())};
    const QString aside = QStringLiteral(".damaged-%1").arg(m_options.clock->wallMs());
    for (qsizetype i = 0; i < groups->size();) {
        const quint32 segment = groups->at(i).at.segment;
        QByteArray bytes(m_options.segmentBytes, '\0');
        if (const auto file = m_options.log->open(SegmentLog::nameOf(segment))) {
            const LogFile guard(*m_options.log, *file);
            const auto old = m_options.log->read(*file, 0, m_options.segmentBytes);
            if (!old)
                return Trouble{State::Refused, old.error()};
            bytes.replace(0, old->size(), *old);
        }
        for (; i < groups->size() && groups->at(i).at.segment == segment; ++i) {
            Group group = groups->at(i).group;
            const QByteArray whole = group.encode();
            const qint64 at = groups->at(i).at.offset;
            if (at < 0 || at % kBlock != 0 || at + whole.size() > bytes.size())
                return Trouble{State::Damaged, damage(tr("The second copy names a place that the log does not have"),
                                                      groups->at(i).at.toString())};
            bytes.replace(at, whole.size(), whole);
        }
        if (auto done = m_log.replaceSegment(segment, bytes, aside); !done)
            return Trouble{State::Refused, done.error()};
    }
    if (auto done = m_log.load(); !done)
        return Trouble{State::Refused, done.error()};
    m_found.append(tr("%1 groups of the log were missing or changed and were written again from the second copy, "
                      "from %2 on")
                       .arg(groups->size())
                       .arg(end.next.at.toString()));
    healed = end;
    return std::nullopt;
}

Result<FiledGroup> Ledger::checkGroup(const Group &group, LogPosition at)
{
    FiledGroup filed{group, at, {}};
    quint64 index = group.first;
    for (const QByteArray &leaf : group.entries) {
        const auto payload = check(index, leaf, m_lastLeaf);
        if (!payload) {
            Error error = payload.error();
            error.where = at.toString();
            return error;
        }
        FiledEntry entry = describe(index, leaf, *payload);
        if (auto done = adopt(entry, *payload); !done)
            return done.error();
        m_lastLeaf = entry.leafHash;
        m_lastTime = EntryTime::fromPayload(*payload);
        Uuid7::seed(entry.id);
        filed.entries.append(entry);
        ++index;
    }
    return filed;
}

Result<QJsonObject> Ledger::check(quint64 index, const QByteArray &leaf, const Hash &prev) const
{
    const auto opened = Envelope::open(leaf);
    if (!opened)
        return opened.error();
    const auto payload = fromCanonical(opened->payload);
    if (!payload)
        return damage(tr("Entry %1 is not in canonical form").arg(index), {});
    QByteArray key = m_enrolled.value(opened->keyId);
    if (index == 0) {
        const auto admins = payload->value(QLatin1String("admins")).toArray();
        for (const auto admin : admins) {
            if (textOf(admin.toObject(), "keyid") == opened->keyId)
                key = fromBase64(textOf(admin.toObject(), "public").toLatin1()).value_or(QByteArray());
        }
    }
    if (key.isEmpty() || !Envelope::verify(*opened, key))
        return damage(tr("Entry %1 has no valid signature").arg(index), {});
    const QJsonObject writer = payload->value(QLatin1String("writer")).toObject();
    if (writer.value(QLatin1String("seq")).toInteger(-1) != qint64(index) || textOf(writer, "prev") != toHex(prev) ||
        (index > 0 && (textOf(writer, "id") != m_writer || textOf(*payload, "journal") != m_journal)))
        return damage(tr("Entry %1 does not continue the chain").arg(index), {});
    return *payload;
}

Result<Ok> Ledger::adopt(const FiledEntry &entry, const QJsonObject &payload)
{
    QJsonArray keys;
    if (entry.index == 0) {
        if (entry.kind != QLatin1String("journal.genesis"))
            return damage(tr("The log does not begin with its genesis"), {});
        m_journal = toHex(entry.leafHash);
        m_writer = textOf(payload.value(QLatin1String("writer")).toObject(), "id");
        keys = payload.value(QLatin1String("admins")).toArray();
    } else if (entry.kind == QLatin1String("key.enrol")) {
        keys = {payload.value(QLatin1String("key"))};
    }
    for (const auto value : keys) {
        const QJsonObject key = value.toObject();
        const auto bytes = fromBase64(textOf(key, "public").toLatin1());
        if (!bytes || keyIdOf(*bytes) != textOf(key, "keyid"))
            return damage(tr("Entry %1 enrols a key under another id").arg(entry.index), {});
        m_enrolled.insert(textOf(key, "keyid"), *bytes);
    }
    return Ok{};
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
    if (textOf(*mark, "journal") != m_journal || textOf(*mark, "root") != toHex(*root)) {
        error.message = tr("The journal is not the one that was recorded here: its first %1 entries differ").arg(size);
        return Trouble{State::Truncated, error};
    }
    m_marked = size;
    return std::nullopt;
}

Ledger::Step Ledger::openKeys()
{
    const bool isNew = m_state.size == 0;
    QByteArray secrets[2];
    const QString names[2] = {QStringLiteral("device"), QStringLiteral("wrapping")};
    for (int i = 0; i < 2; ++i) {
        auto secret = m_options.keys->load(names[i]);
        if (!secret && secret.error().kind == Error::Kind::NotFound && isNew) {
            const QByteArray fresh = randomBytes(32);
            if (auto done = m_options.keys->store(names[i], fresh); !done)
                return Trouble{State::Refused, done.error()};
            secret = fresh;
        }
        if (!secret) {
            Error error = secret.error();
            if (error.kind == Error::Kind::NotFound) {
                error.message = tr("The key that this journal was signed with is not on this device");
                error.hint = tr("Restore the key file, or move the journal and its mark away to begin a new one");
            }
            return Trouble{State::Refused, error};
        }
        secrets[i] = *secret;
    }
    m_key = std::make_unique<DeviceKey>(secrets[0]);
    if (!isNew && !m_enrolled.contains(m_key->id())) {
        return Trouble{State::Refused,
                       {.kind = Error::Kind::NotPermitted,
                        .message = tr("The key of this device is not enrolled in this journal"),
                        .where = m_key->id(),
                        .hint = tr("Restore the key that the journal was made with")}};
    }
    auto subjects = SubjectKeys::open(m_options.folder + QStringLiteral("/subjects.db"), secrets[1]);
    if (!subjects)
        return Trouble{State::Refused, subjects.error()};
    m_subjects = std::move(subjects).value();
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

Ledger::Step Ledger::begin()
{
    m_state.state = State::Open;
    const auto verified = m_index->verified();
    m_state.verifiedTo = verified && *verified ? std::min((*verified)->size, m_state.size) : 0;
    openSearch();
    loadLevels();
    if (!m_index->wasMigrated())
        forgetOldIndex(m_options.folder + QStringLiteral("/journal.db"));
    QList<Wanted> wanted;
    const QJsonObject key{{QStringLiteral("alg"), QStringLiteral("ed25519")},
                          {QStringLiteral("keyid"), m_key->id()},
                          {QStringLiteral("public"), QString::fromLatin1(toBase64(m_key->publicKey()))}};
    if (m_state.size == 0) {
        m_writer = Uuid7::next();
        Draft genesis{.kind = QStringLiteral("journal.genesis")};
        genesis.fields.insert(QStringLiteral("admins"), QJsonArray{key});
        genesis.fields.insert(QStringLiteral("quorum"), 1);
        m_lastTime = EntryTime::now(*m_options.clock);
        const auto first = append({{Uuid7::next(), genesis}});
        if (!first.first())
            return Trouble{State::Refused, first.first().error()};
        m_journal = first.first()->receipt.leafHash;
        m_enrolled.insert(m_key->id(), m_key->publicKey());
    }
    // A group of its own: it names the journal, which is the hash of the genesis. A kill may come between.
    if (m_state.size == 1) {
        Draft enrol{.kind = QStringLiteral("key.enrol")};
        enrol.fields.insert(QStringLiteral("key"), key);
        wanted.append({Uuid7::next(), enrol});
    }
    if (!m_found.isEmpty()) {
        m_state.words = tr("Repaired at the start: %1").arg(m_found.join(QStringLiteral("; ")));
        Draft found{.kind = QStringLiteral("journal.verify-failed")};
        found.fields.insert(QStringLiteral("found"), QJsonArray::fromStringList(m_found));
        wanted.append({Uuid7::next(), found});
    }
    if (!wanted.isEmpty()) {
        const auto logged = append(wanted);
        if (!logged.first())
            return Trouble{State::Refused, logged.first().error()};
    }
    if (auto done = catchUp(); !done)
        return Trouble{State::Refused, done.error()};
    return std::nullopt;
}

} // namespace astern
