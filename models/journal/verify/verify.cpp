// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/verify.h"

#include "models/journal/verify/chain.h"
#include "models/journal/verify/heads.h"
#include "models/journal/verify/sources.h"
#include "models/journal/verify/workers.h"

#include <QFile>

#include <algorithm>

namespace astern::verify {
namespace {

constexpr qsizetype kMostFindings = 1000;
constexpr std::size_t kBatches = 4; // one walked, one read ahead, two whose signatures are checked

// One reading of a journal, from its first entry to its last.
class Reading {
public:
    Reading(const Sources &sources, Report &report)
        : m_sources(sources), m_report(report), m_type(sources.payloadType.toStdString()),
          m_chain({m_type, sources.genesis.toStdString(), sources.since})
    {
        for (std::size_t i = 0; i < kBatches; ++i)
            m_free.push_back(std::make_unique<Work>());
    }
    ~Reading()
    {
        for (const auto &work : m_signing)
            Workers::finish(work->signing);
    }
    Reading(const Reading &) = delete;
    Reading &operator=(const Reading &) = delete;

    void run();

private:
    // A batch on its way: read, walked in order, its signatures checked.
    struct Work {
        Batch batch;
        std::shared_ptr<Workers::Job> reading, signing;
        struct Task {
            std::size_t entry = 0;
            std::uint64_t index = 0;
            std::shared_ptr<const KeyBook::Key> key;
            bool isGood = false;
        };
        std::vector<Task> tasks;
    };
    using WorkPtr = std::unique_ptr<Work>;

    void readLog(const QString &folder);
    void readDatabase();
    WorkPtr take();
    WorkPtr loaded(WorkPtr work, bool hasLoaded);
    void entry(Work &work, std::size_t at, const Batch::Group *group);
    void openings(const Work &work, const Entry &entry, std::uint64_t index, const Batch::Group *group);
    void sign(WorkPtr work);
    void collect();
    void missingOpenings();
    bool goesOn() { return !m_sources.progress || m_sources.progress(m_chain.size()); }

    const Sources &m_sources;
    Report &m_report;
    std::string m_type;
    Workers m_workers;
    Chain m_chain;
    Tree m_tree;
    Heads m_heads;
    std::optional<Database> m_database;
    std::vector<WorkPtr> m_free;
    std::deque<WorkPtr> m_signing;
    struct Missing {
        std::uint64_t index = 0;
        std::string field, person;
    };
    std::vector<Missing> m_missing;
};

void Reading::run()
{
    // A journal in use grows while it is read: first the mark, then the database, then the log. So each copy is seen no
    // shorter than the ones before it.
    if (!m_sources.mark.isEmpty())
        m_heads.addMark(m_sources.mark);
    for (const QString &name : m_sources.witness) {
        QFile file(name);
        if (file.open(QIODevice::ReadOnly))
            m_heads.addNote(name, file.readAll().toStdString(), true);
        else
            m_report.add(Finding::Kind::Unreadable, name, file.errorString());
    }
    if (!m_sources.database.isEmpty() && (m_sources.log.isEmpty() || QFile::exists(m_sources.database))) {
        m_database.emplace(m_sources.database);
        if (!m_database->isRead(m_report))
            m_database.reset();
    }
    if (m_database) {
        for (const Database::Kept &kept : m_database->notes(m_report))
            m_heads.addKept(kept.origin, kept.size, kept.root, kept.note, m_report);
    }
    m_heads.at(0, [this] { return m_tree.root(); });
    if (!m_sources.log.isEmpty())
        readLog(m_sources.log);
    else if (m_database)
        readDatabase();
    while (!m_signing.empty())
        collect();
    if (m_database)
        m_database->finish(m_chain.size(), m_report);
    missingOpenings();
    for (const Chain::Disputed &disputed : m_chain.disputed())
        m_report.add(
            Finding::Kind::Incomplete, QStringLiteral("entry %1").arg(disputed.index),
            QStringLiteral("disputed: its key, %1, was revoked from before it on").arg(toQString(disputed.keyId)));
    Heads::Facts facts{m_chain.size(), m_chain.journal(), m_chain.writer(), {}, m_chain.keys().noteKeys(),
                       m_sources.since};
    for (const QString &trusted : m_sources.trust) {
        if (const auto key = readVKey(trusted.toStdString()))
            facts.trusted.push_back(*key);
        else
            m_report.add(Finding::Kind::Unreadable, trusted, QStringLiteral("is no verifier key"));
    }
    m_heads.judgeAll(facts, m_report);
    m_report.entries = m_chain.size();
    m_report.journal = toQString(m_chain.journal());
    m_report.root = toQString(hexOf(viewOf(m_tree.root())));
    if (m_chain.size() == 0 && m_report.findings.isEmpty())
        m_report.add(Finding::Kind::Unreadable, m_sources.log, QStringLiteral("holds no entry"));
}

Reading::WorkPtr Reading::take()
{
    if (m_free.empty())
        collect();
    WorkPtr work = std::move(m_free.back());
    m_free.pop_back();
    return work;
}

// Sends what was loaded to be taken apart; nothing was: gives it back.
Reading::WorkPtr Reading::loaded(WorkPtr work, bool hasLoaded)
{
    if (!hasLoaded) {
        m_free.push_back(std::move(work));
        return nullptr;
    }
    work->reading = m_workers.start(work->batch.pieces(),
                                    [this, batch = &work->batch](std::size_t piece) { batch->work(piece, m_type); });
    return work;
}

void Reading::readLog(const QString &folder)
{
    SegmentReader reader(folder, m_report);
    const auto load = [&] {
        WorkPtr work = take();
        const bool hasLoaded = reader.load(work->batch);
        return loaded(std::move(work), hasLoaded);
    };
    WorkPtr work = load();
    while (work) {
        WorkPtr ahead = work->batch.isLast ? nullptr : load();
        Workers::finish(work->reading);
        work->tasks.clear();
        const bool isKept = reader.walk(work->batch, [&](const Batch::Group &group) {
            for (std::size_t i = 0; i < group.entries; ++i)
                entry(*work, group.firstEntry + i, &group);
        });
        sign(std::move(work));
        if (!isKept && ahead) {
            Workers::finish(ahead->reading);
            m_free.push_back(std::move(ahead));
        }
        if (!goesOn()) {
            if (ahead)
                Workers::finish(ahead->reading);
            return;
        }
        work = ahead ? std::move(ahead) : load();
    }
}

void Reading::readDatabase()
{
    const auto load = [&] {
        WorkPtr work = take();
        const bool hasLoaded = m_database->load(work->batch, m_report);
        return loaded(std::move(work), hasLoaded);
    };
    WorkPtr work = load();
    while (work) {
        WorkPtr ahead = load();
        Workers::finish(work->reading);
        work->tasks.clear();
        for (std::size_t i = 0; i < work->batch.leaves.size(); ++i)
            entry(*work, i, nullptr);
        sign(std::move(work));
        if (!goesOn()) {
            if (ahead)
                Workers::finish(ahead->reading);
            return;
        }
        work = std::move(ahead);
    }
}

void Reading::entry(Work &work, std::size_t at, const Batch::Group *group)
{
    const Entry &entry = work.batch.entries[at];
    const std::uint64_t index = m_chain.size();
    Chain::Verdict verdict = m_chain.next(entry);
    for (const std::string &what : verdict.wrong)
        m_report.add(Finding::Kind::Tampered, QStringLiteral("entry %1").arg(index), toQString(what));
    if (verdict.key)
        work.tasks.push_back({at, index, std::move(verdict.key)});
    m_report.passed += verdict.wrong.empty() ? 1 : 0;
    m_tree.add(entry.hash, [this](int level, std::uint64_t pos, const Digest &digest) {
        if (m_database)
            m_database->checkNode(level, pos, digest, m_report);
    });
    m_heads.at(m_tree.size(), [this] { return m_tree.root(); });
    if (m_database)
        m_database->check(index, entry, m_report);
    if (entry.isRead && entry.at("pd").size() > 0)
        openings(work, entry, index, group);
}

void Reading::openings(const Work &work, const Entry &entry, std::uint64_t index, const Batch::Group *group)
{
    const std::string id = entry.at("id").text();
    for (const Json &commitment : entry.at("pd").items()) {
        const std::string field(commitment.key());
        bool isThere = false;
        if (group) {
            for (std::size_t i = 0; i < group->openings && !isThere; ++i) {
                const SealedFrame &opening = work.batch.openings[group->firstOpening + i];
                isThere = opening.isRead && opening.entry == id && opening.field == field;
            }
        } else {
            isThere = m_database->hasOpening(index, id, field);
        }
        if (isThere)
            continue;
        const std::string person = entry.at("actor").at("ref").text();
        m_missing.push_back({index, field, person.empty() ? "unnamed" : person});
    }
}

void Reading::missingOpenings()
{
    for (const Missing &missing : m_missing) {
        const std::uint64_t *by = m_chain.erasedBy(missing.person, missing.index);
        const QString where = QStringLiteral("entry %1").arg(missing.index);
        if (by)
            m_report.erased.append(
                QStringLiteral("%1: %2, erased by entry %3").arg(where, toQString(missing.field)).arg(*by));
        else
            m_report.add(
                Finding::Kind::Incomplete, where,
                QStringLiteral("the opening of %1 is missing, and no entry erased it").arg(toQString(missing.field)));
    }
}

void Reading::sign(WorkPtr work)
{
    work->signing = m_workers.start(work->tasks.size(), [this, raw = work.get()](std::size_t i) {
        Work::Task &task = raw->tasks[i];
        task.isGood = raw->batch.entries[task.entry].isSignedBy(task.key->bytes, m_type);
    });
    m_signing.push_back(std::move(work));
}

void Reading::collect()
{
    WorkPtr work = std::move(m_signing.front());
    m_signing.pop_front();
    Workers::finish(work->signing);
    work->signing.reset();
    for (const Work::Task &task : work->tasks) {
        if (!task.isGood)
            m_report.add(Finding::Kind::Tampered, QStringLiteral("entry %1").arg(task.index),
                         QStringLiteral("the signature does not belong to these bytes"));
    }
    m_free.push_back(std::move(work));
}

} // namespace

void Report::add(Finding::Kind kind, const QString &where, const QString &what)
{
    m_has[int(kind)] = true;
    if (findings.size() < kMostFindings)
        findings.append({kind, where, what});
    else
        ++more;
}

int Report::exitCode() const
{
    if (m_has[int(Finding::Kind::Tampered)])
        return 1;
    if (m_has[int(Finding::Kind::Unreadable)])
        return 4;
    return m_has[int(Finding::Kind::Incomplete)] ? 2 : 0;
}

Report run(const Sources &sources)
{
    Report report;
    Reading(sources, report).run();
    return report;
}

} // namespace astern::verify
