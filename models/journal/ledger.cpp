// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/ledger.h"

#include "models/base/crashpoint.h"
#include "models/base/uuid7.h"
#include "models/journal/canonical.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <fcntl.h>
#include <unistd.h>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

// An envelope is base64 of the payload and some 330 bytes around it; openings grow the same way.
qint64 roomFor(const Ledger::Wanted &wanted)
{
    qint64 size = 1024 + QJsonDocument(wanted.draft.fields).toJson(QJsonDocument::Compact).size();
    for (const QString &text : wanted.draft.personal)
        size += 768 + text.size() * 6;
    return size * 3 / 2 + 1024;
}

Result<Ok> syncFile(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC);
    if (file < 0)
        return Ok{}; // no WAL: everything is in the synced file
    const bool synced = ::fdatasync(file) == 0;
    ::close(file);
    if (!synced)
        return Error{.kind = Error::Kind::Storage,
                     .message = tr("The second copy of the log could not be synced"),
                     .where = path};
    return Ok{};
}

} // namespace

Ledger::Ledger(LedgerOptions options) : m_options(std::move(options)), m_log(*m_options.log, m_options.segmentBytes)
{
    if (!m_options.syncIndex)
        m_options.syncIndex = [path = QString(m_options.folder + QStringLiteral("/journal.db-wal"))] {
            return syncFile(path);
        };
}

Ledger::~Ledger() = default;

void Ledger::refuse(JournalState::State state, const QString &words)
{
    m_state.state = state;
    m_state.words = words;
}

QList<Result<Ledger::Logged>> Ledger::append(const QList<Wanted> &wanted)
{
    if (m_state.state != JournalState::State::Open)
        return QList<Result<Logged>>(
            wanted.size(),
            Error{.kind = Error::Kind::Storage, .message = tr("Nothing can be recorded"), .hint = m_state.words});
    if (m_stuck) {
        // These bytes carry the next number of the chain: they go first, or the chain would have two of it.
        if (auto done = write(*m_stuck); !done)
            return QList<Result<Logged>>(wanted.size(), done.error());
        m_stuck.reset();
    }
    if (m_locked) {
        Error why = *m_locked;
        why.message =
            tr("Only emergencies can be recorded, since the key of this device is out of reach: %1").arg(why.message);
        return appendUrgent(wanted, why, [this](const QList<Wanted> &urgent) {
            const auto room = makeRoom(urgent, false);
            return room ? room : makeRoom(urgent, true);
        });
    }
    const auto room = makeRoom(wanted, false);
    if (room)
        return appendGroup(wanted);
    return appendUrgent(wanted, room.error(), [this](const QList<Wanted> &urgent) { return makeRoom(urgent, true); });
}

// What is an emergency goes on alone; the others are answered with `why`.
QList<Result<Ledger::Logged>> Ledger::appendUrgent(const QList<Wanted> &wanted, const Error &why,
                                                   const std::function<Result<Ok>(const QList<Wanted> &)> &prepare)
{
    QList<Result<Logged>> answers(wanted.size(), why);
    QList<Wanted> urgent;
    QList<qsizetype> at;
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (!isEmergency(wanted.at(i).draft))
            continue;
        urgent.append(wanted.at(i));
        at.append(i);
    }
    if (urgent.isEmpty())
        return answers;
    const auto room = prepare(urgent);
    m_state.diskFull = m_log.isTight();
    const auto logged = room ? appendGroup(urgent) : QList<Result<Logged>>(urgent.size(), room.error());
    for (qsizetype i = 0; i < at.size(); ++i)
        answers[at.at(i)] = logged.at(i);
    return answers;
}

Result<Ok> Ledger::makeRoom(const QList<Wanted> &wanted, bool emergency)
{
    qint64 room = kGroupHeader + 4096;
    for (const Wanted &one : wanted)
        room += (1 + one.draft.personal.size()) * (kMaxEnvelope + 2);
    // Closer only where the segment ends: writing out every draft to see how long it is costs time.
    if (!m_log.holds(room)) {
        room = kGroupHeader + 4096;
        for (const Wanted &one : wanted)
            room += roomFor(one);
    }
    return m_log.reserve((room + kBlock - 1) / kBlock * kBlock, emergency);
}

QList<Result<Ledger::Logged>> Ledger::appendGroup(const QList<Wanted> &wanted)
{
    QList<Result<Logged>> answers;
    ASTERN_CRASH_POINT("journal.composed");
    const EntryTime time = EntryTime::now(*m_options.clock);
    FiledGroup filed;
    filed.group.number = m_cursor.number;
    filed.group.first = m_cursor.index;
    filed.group.prev = m_cursor.prev;
    const qint64 step = time.stepSince(m_lastTime);
    if (std::abs(step) > kClockStepMs) {
        Draft draft{.kind = QStringLiteral("clock.step")};
        draft.fields.insert(QStringLiteral("clock"), QJsonObject{{QStringLiteral("delta_ms"), step},
                                                                 {QStringLiteral("new_ms"), time.wallMs},
                                                                 {QStringLiteral("old_ms"), time.wallMs - step}});
        (void)signAs(Uuid7::next(), draft, time, filed);
    }
    for (const Wanted &one : wanted) {
        if (one.sentBefore) {
            const auto known = find(one.id);
            if (!known) {
                answers.append(known.error());
                continue;
            }
            if (*known) {
                answers.append(Logged{**known, {}, false});
                continue;
            }
        }
        answers.append(sign(one, time, filed));
    }
    if (filed.entries.isEmpty())
        return answers;
    ASTERN_CRASH_POINT("journal.signed");
    if (auto done = write(filed); !done) {
        m_stuck = filed;
        for (auto &answer : answers) {
            if (answer && answer.value().fresh)
                answer = done.error();
        }
        return answers; // the chain stands where the stuck group ends: what comes next follows it
    }
    m_lastTime = time;
    return answers;
}

Result<Ledger::Logged> Ledger::sign(const Wanted &wanted, const EntryTime &time, FiledGroup &filed)
{
    if (wanted.draft.kind == kRotateKind && !m_changesKey)
        return Error{.kind = Error::Kind::Refused,
                     .message = tr("A key is rotated by the journal itself"),
                     .hint = tr("`asternctl journal key rotate` does it")};
    auto logged = signAs(wanted.id, wanted.draft, time, filed);
    if (logged || logged.error().kind != Error::Kind::Storage || wanted.draft.personal.isEmpty() ||
        !isEmergency(wanted.draft))
        return logged;
    // No room for the key of a person who is new here, or no key at hand to seal it with: the entry goes without what
    // was said, and says so. The rationale may follow as rationale.late.
    Draft bare = wanted.draft;
    bare.personal.clear();
    QJsonObject degraded = bare.fields.value(QLatin1String("degraded")).toObject();
    degraded.insert(QStringLiteral("unsaid"), QJsonArray::fromStringList(wanted.draft.personal.keys()));
    bare.fields.insert(QStringLiteral("degraded"), degraded);
    logged = signAs(wanted.id, bare, time, filed);
    if (logged && m_locked)
        m_unsaid.append({wanted.draft, logged->receipt});
    return logged;
}

Result<Ledger::Logged> Ledger::signAs(const QString &id, const Draft &draft, const EntryTime &time, FiledGroup &filed)
{
    if (auto done = checkDraft(id, draft); !done)
        return done.error();
    const quint64 index = m_cursor.index + quint64(filed.entries.size());
    Draft said = draft;
    if (m_locked && isEmergency(draft)) {
        QJsonObject degraded = said.fields.value(QLatin1String("degraded")).toObject();
        degraded.insert(QStringLiteral("key"), kStandInName);
        said.fields.insert(QStringLiteral("degraded"), degraded);
    }
    if (!m_seen.isEmpty() && !said.fields.contains(QLatin1String("seen")))
        said.fields.insert(QStringLiteral("seen"), m_seen);
    const auto composed = compose(id, said, {m_chain.journal, m_chain.writer, index, m_lastLeaf, time});
    if (!composed)
        return composed.error();
    QList<QByteArray> openings;
    if (!composed->openings.isEmpty() && !m_subjects)
        return Error{.kind = Error::Kind::Storage,
                     .message = tr("What was said cannot be sealed, since the key of this device is out of reach"),
                     .hint = m_state.locked};
    for (const Opening &opening : composed->openings) {
        const auto key = m_subjects->keyFor(opening.subject, index);
        if (!key)
            return key.error();
        openings.append(sealOpening(opening, *key).frame());
        if (openings.last().size() > kMaxEnvelope)
            return Error{.kind = Error::Kind::TooLarge,
                         .message = tr("The text is too long to be recorded"),
                         .where = opening.field};
    }
    const QByteArray leaf = Envelope::seal(*m_key, composed->bytes);
    FiledEntry entry = describe(index, leaf, composed->payload);
    m_lastLeaf = entry.leafHash;
    filed.group.entries.append(leaf);
    filed.group.openings.append(openings);
    filed.entries.append(entry);

    const QString leafHash = toHex(entry.leafHash);
    Logged logged{{index, entry.id, leafHash, JournalLevel::Local}, {}, true};
    logged.entry = {index, entry.id, entry.kind, entry.saga, leafHash, entry.wallMs, composed->payload, draft.personal};
    return logged;
}

Result<Ok> Ledger::write(FiledGroup &filed)
{
    const auto at = m_log.append(filed.group.encode());
    if (!at)
        return at.error();
    filed.at = *at;
    m_cursor = {{at->segment, at->offset + filed.group.paddedSize()},
                filed.group.number + 1,
                filed.group.first + quint64(filed.entries.size()),
                filed.group.self};
    const bool allVerified = m_state.verifiedTo == m_state.size;
    for (const FiledEntry &entry : std::as_const(filed.entries)) {
        m_tree.append(entry.leafHash);
        Uuid7::seed(entry.id);
    }
    adoptKeys(filed);
    m_unfiled.append(filed);
    m_state.size = m_cursor.index;
    m_state.root = toHex(m_tree.root());
    if (allVerified)
        m_state.verifiedTo = m_state.size;
    return Ok{};
}

Result<Ok> Ledger::catchUp()
{
    if (m_unfiled.isEmpty())
        return Ok{};
    if (!m_index)
        return Error{
            .kind = Error::Kind::Storage, .message = tr("The index of the log is not open"), .hint = m_state.words};
    ASTERN_CRASH_POINT("journal.before-index");
    if (auto done = m_index->file(m_unfiled); !done)
        return done;
    ASTERN_CRASH_POINT("journal.after-index");
    m_unfiled.clear();
    return Ok{};
}

Ledger::Chore Ledger::markChore()
{
    m_marked = m_state.size;
    keepLevels();
    keepVerified();
    const QJsonObject mark{{QStringLiteral("journal"), m_chain.journal},
                           {QStringLiteral("root"), m_state.root},
                           {QStringLiteral("size"), qint64(m_state.size)},
                           {QStringLiteral("v"), 1},
                           {QStringLiteral("writer"), m_chain.writer}};
    return [sync = m_options.syncIndex, marks = m_options.marks, name = m_options.markName, mark]() -> Result<Ok> {
        // First the second copy, then the mark: below the mark there are two synced copies.
        if (auto done = sync(); !done)
            return done;
        ASTERN_CRASH_POINT("journal.before-mark");
        const auto bytes = toCanonical(mark);
        auto done = replaceFile(*marks, name, bytes ? *bytes : QByteArray());
        ASTERN_CRASH_POINT("journal.after-mark");
        return done;
    };
}

Ledger::Chore Ledger::spareChore() { return m_log.spareChore(); }

Ledger::Chore Ledger::reserveChore() { return m_log.reserveChore(); }

void Ledger::reserveMade()
{
    m_log.reserveMade();
    m_state.diskFull = false;
}

Result<Ok> Ledger::checkpoint() { return m_index ? m_index->checkpoint() : Result<Ok>(Ok{}); }

} // namespace astern
