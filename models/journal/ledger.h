// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/chain.h"
#include "models/journal/composer.h"
#include "models/journal/fullcheck.h"
#include "models/journal/index.h"
#include "models/journal/keystore.h"
#include "models/journal/note.h"
#include "models/journal/openingsearch.h"
#include "models/journal/segmentlog.h"
#include "models/journal/subjectkeys.h"

namespace astern {

inline const QString kRotateKind = QStringLiteral("key.rotate");

struct LedgerOptions {
    QString folder;         // holds journal.db and subjects.db
    LogIo *log = nullptr;   // the folder of the segments
    LogIo *marks = nullptr; // a folder outside, for the high-water mark
    QString markName;
    KeyStore *keys = nullptr;
    const Clock *clock = nullptr;
    QString domain; // of the log's origin; empty: as the log says; a new one: astern.local
    qint64 segmentBytes = kSegmentBytes;
    int openBusyMs = 10'000;               // how long opening waits for a foreign lock on the index
    std::function<Result<Ok>()> syncIndex; // makes the index's WAL durable; empty: fdatasync of the file
};

// The log, its index and what ties them, without threads: every call does its work and returns. One owner at a
// time (LocalJournal holds the lock) and one thread.
class Ledger {
public:
    explicit Ledger(LedgerOptions options);
    ~Ledger();

    // Recovers what a crash left, or says in the state why nothing may be recorded. Never repairs in silence.
    const JournalState &open();
    [[nodiscard]] const JournalState &state() const { return m_state; }

    // May run on another thread while this one goes on.
    using Chore = std::function<Result<Ok>()>;

    struct Wanted {
        QString id; // UUIDv7 made by whoever wants it recorded, so that it can be sent again
        Draft draft;
        bool sentBefore = false; // may be in the log already: looked for first
    };
    struct Logged {
        Receipt receipt;
        JournalEntry entry;
        bool fresh = true; // false: it had been recorded before
    };
    // One group: signed in order, one write, one sync. When it returns, what it returned is durable.
    [[nodiscard]] QList<Result<Logged>> append(const QList<Wanted> &wanted);

    // The index follows the log; called when nobody waits, and before anything is read.
    [[nodiscard]] Result<Ok> catchUp();
    [[nodiscard]] qsizetype behind() const { return m_unfiled.size(); }
    [[nodiscard]] Result<QList<JournalEntry>> entries(const JournalQuery &query);
    // A text, looked for piece by piece of the log: until `isOver`, each call looks through the next one.
    struct Search {
        JournalQuery query;
        QList<JournalEntry> found;
        bool isOver = false;
        std::optional<quint64> edge; // how far it is, in the direction of the query
        quint64 piece = 0;
    };
    [[nodiscard]] Result<Ok> searchOn(Search &search);
    [[nodiscard]] Result<JournalSummary> summary(const JournalSummaryQuery &query);
    [[nodiscard]] Result<QList<UnresolvedIntent>> unresolved();
    [[nodiscard]] Result<std::optional<Receipt>> find(const QString &id);
    // For whoever ships the log; see Outbox. advance() is durable when the next markChore() is through.
    [[nodiscard]] Result<QList<LoggedLeaf>> leaves(quint64 from, int most);
    [[nodiscard]] Result<QList<SinkCursor>> cursors();
    [[nodiscard]] Result<Ok> advance(const SinkCursor &cursor);
    // Brings the full text of at most so many entries up to the log, when nobody waits; false: nothing is left.
    [[nodiscard]] Result<bool> fileTexts(int most);
    // A head that is signed by the log's own key. The chore makes the mark and what the key store remembers durable;
    // sealed() then signs and files the note: never a head that contradicts one signed before.
    [[nodiscard]] bool sealDue() const
    {
        return m_state.state == JournalState::State::Open && m_logKey && m_state.levels.sealed < m_state.size;
    }
    struct Seal {
        Checkpoint head;
        Chore chore;
    };
    [[nodiscard]] Seal sealChore(); // after catchUp()
    [[nodiscard]] Result<Ok> sealed(const Checkpoint &head);
    [[nodiscard]] NoteKey logKey() const;

    // Only emergencies are recorded, under the key that stands in: the secrets of this device are out of reach.
    [[nodiscard]] bool isLocked() const { return m_locked.has_value(); }
    // Asks for them again; what was recorded when they came.
    [[nodiscard]] QList<Logged> unlock();
    // The journal can do its emergencies without the secrets: they may go where they are not always at hand.
    [[nodiscard]] bool mayPart() const;
    // Recorded, then done; see Journal::changeKey().
    [[nodiscard]] Result<Logged> changeKey(const KeyChange &change);
    // The old key is still there, although another follows it: tried again.
    [[nodiscard]] bool rotationDue() const { return m_rotationDue; }
    void finishRotation();
    [[nodiscard]] Chore rotationChore() const; // the same beside appends: a keychain may take its time
    void rotationFinished() { m_rotationDue = false; }

    // Records, then destroys; see Journal::erase().
    [[nodiscard]] QList<Wanted> erasureOf(const Erasure &erasure, std::optional<Error> &refused);
    [[nodiscard]] Result<Ok> finishErasures();
    // Whose words are older than they are to be kept, all of them.
    [[nodiscard]] Result<QStringList> silentSince(qint64 beforeMs);
    [[nodiscard]] Result<Ok> emptyWal() { return m_index ? m_index->emptyWal() : Result<Ok>(Ok{}); }

    // The whole log as it is now, for a verification that runs beside.
    [[nodiscard]] FullCheck::Until checkUntil() const;
    void checkProgress(quint64 done, quint64 of);
    // Its end; an empty finding: it is whole.
    void checkEnded(const FullCheck::Until &until, const QString &finding);
    // False where nothing changed. Only upward.
    bool setReached(JournalLevel level, quint64 upTo);
    void setSeen(const QJsonObject &head) { m_seen = head; } // what the next entries say as `seen`
    void setShared(const SharedLogState &state) { m_state.shared = state; }

    // The chores below are work on other files, which must not hold up an append.
    [[nodiscard]] bool markDue() const
    {
        return m_state.state == JournalState::State::Open && m_marked != m_state.size;
    }
    [[nodiscard]] Chore markChore(); // after catchUp()
    [[nodiscard]] bool spareDue() const { return m_state.state == JournalState::State::Open && m_log.needsSpare(); }
    [[nodiscard]] Chore spareChore();
    void spareMade(quint32 number) { m_log.spareMade(number); }
    [[nodiscard]] bool reserveDue() const { return m_state.state == JournalState::State::Open && m_log.needsReserve(); }
    [[nodiscard]] Chore reserveChore();
    void reserveMade();
    [[nodiscard]] quint32 spareNumber() const { return m_log.spareNumber(); }

    [[nodiscard]] Result<Ok> checkpoint();

private:
    struct Trouble {
        JournalState::State state;
        Error error;
    };
    using Step = std::optional<Trouble>;
    Step recover();
    Step openIndex();
    Step replay();
    Step replayInto(std::optional<Error> &misfiled);
    Step heal(const ScanEnd &end, const Index::Head &head, ScanEnd &healed);
    Step checkMark();
    Step openKeys();
    Step standIn(Error why);
    Result<Ok> loadSecrets(bool make);
    Result<QByteArray> secret(const QString &name, bool make);
    Result<Ok> settleRotation(QByteArray &device);
    QList<Wanted> dueOfKeys();
    void adoptKeys(const FiledGroup &filed);
    Result<Logged> rotate(const KeyChange &change);
    Result<Logged> revoke(const KeyChange &change);
    QList<Result<Logged>> appendUrgent(const QList<Wanted> &wanted, const Error &why,
                                       const std::function<Result<Ok>(const QList<Wanted> &)> &prepare);
    Step checkSigned();
    [[nodiscard]] static QString verifyHint();
    [[nodiscard]] QString origin() const;
    [[nodiscard]] QString domainSaid() const;
    Step begin();
    Result<Ok> recordFound();
    [[nodiscard]] static QJsonObject publicPart(const DeviceKey &key);
    Result<Ok> adoptAt(quint64 index, Hash &prev);
    Result<Ok> loadKeys();
    Result<Ok> verifyNewest(quint64 size);
    Result<FiledGroup> checkGroup(const Group &group, LogPosition at);
    Result<Ok> loadHead(const Index::Head &head);
    void resetChain();
    Result<Ok> setIndexAside(const QString &why);

    Result<Ok> makeRoom(const QList<Wanted> &wanted, bool emergency);
    QList<Result<Logged>> appendGroup(const QList<Wanted> &wanted);
    Result<Logged> sign(const Wanted &wanted, const EntryTime &time, FiledGroup &filed);
    Result<Logged> signAs(const QString &id, const Draft &draft, const EntryTime &time, FiledGroup &filed);
    Result<Ok> write(FiledGroup &filed);
    void refuse(JournalState::State state, const QString &words);
    [[nodiscard]] Result<Ok> readable();
    QList<Opening> openingsOf(const QString &entryId, const QJsonObject &payload,
                              QList<SealedOpening> *asTheyLie = nullptr);
    void openSearch();
    void mendSearch(const Error &error);
    void loadLevels();
    void keepLevels();
    void keepVerified();
    void loadChecked();
    Result<QList<JournalEntry>> toEntries(const Result<QList<FiledEntry>> &rows);
    JournalEntry toEntry(const FiledEntry &filed, const QByteArray &payload, QList<SealedOpening> *asTheyLie = nullptr);

    LedgerOptions m_options;
    SegmentLog m_log;
    std::unique_ptr<Index> m_index;
    std::unique_ptr<OpeningSearch> m_search; // null: openings are not searched
    std::unique_ptr<SubjectKeys> m_subjects;
    std::unique_ptr<DeviceKey> m_key;
    std::unique_ptr<DeviceKey> m_logKey;
    std::unique_ptr<DeviceKey> m_nextKey; // of a rotation: signs once the entry that names it is on disk
    bool m_rotationDue = false;
    bool m_changesKey = false; // only rotate() may record a rotation
    std::optional<Error> m_locked;
    QList<std::pair<Draft, Receipt>> m_unsaid; // recorded while locked, without what was said
    Checkpoint m_signed;                       // the newest head signed under this origin
    JournalState m_state;

    // The chain as it is in the log.
    LogCursor m_cursor;
    Hash m_lastLeaf{};
    Merkle::Frontier m_tree;
    Chain m_chain;
    EntryTime m_lastTime;

    QList<FiledGroup> m_unfiled;       // in the log, not yet in the index
    std::optional<FiledGroup> m_stuck; // signed, but the disk did not confirm: these bytes or none
    quint64 m_marked = 0;
    quint64 m_textNext = 0;     // entries below are in the full text
    JournalLevels m_levelsKept; // as the index has them
    quint64 m_verifiedKept = 0;
    QJsonObject m_seen;  // newest verified head of the team's log
    QStringList m_found; // what recovery repaired, to be recorded
};

} // namespace astern
