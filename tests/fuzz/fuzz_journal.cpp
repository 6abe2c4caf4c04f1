// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/uuid7.h"
#include "models/journal/ledger.h"
#include "models/journal/verify/verify.h"
#include "tests/fuzz/mutator.h"
#include "tests/models/journal/journalfixture.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::test;

namespace {

constexpr qint64 kSegment = 32 * 1024;

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace

class FuzzJournal : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::shared_ptr<MemoryKeys> m_keys = std::make_shared<MemoryKeys>();
    QByteArray m_segment; // without the zeros behind
    QStringList m_leaves;
    QString m_root;

private Q_SLOTS:
    void initTestCase()
    {
        const QString folder = m_dir.filePath(QStringLiteral("good"));
        {
            auto lock = JournalLock::tryTake(folder);
            LocalJournal journal({.folder = folder, .keys = m_keys, .segmentBytes = kSegment},
                                 std::move(*lock.value()));
            for (int i = 0; i < 3; ++i) {
                Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()};
                draft.personal.insert(QStringLiteral("rationale"), QStringLiteral("errors at 3 percent"));
                QVERIFY(append(journal, draft).ok());
            }
            const auto all = entries(journal);
            for (const JournalEntry &entry : *all)
                m_leaves.prepend(entry.leafHash);
        }
        QFile file(folder + QStringLiteral("/log/00000000.seg"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_segment = file.readAll();
        while (m_segment.endsWith('\0'))
            m_segment.chop(1);
        m_segment.append((kBlock - m_segment.size() % kBlock) % kBlock, '\0');
    }

    // Frames and groups: what is read is what was written, or nothing.
    void groups()
    {
        QList<QByteArray> corpus{m_segment};
        for (qsizetype at = 0; at < m_segment.size(); at += kBlock)
            corpus.append(m_segment.mid(at, kBlock));
        const fuzz::Mutator mutator(corpus,
                                    {"ASTNLOG1", QByteArray(4, '\0'), QByteArray(4, '\xff'), QByteArray(64, '\0'),
                                     QByteArray("\x7f\xff\xff\xff", 4), QByteArray("\0\0\0\x60", 4), "{", "}"});
        const quint64 done = fuzz::run(
            mutator,
            [&](const QByteArray &input) -> QByteArray {
                auto group = Group::decode(input);
                if (!group)
                    return {};
                const qint64 size = group->paddedSize();
                if (size > input.size() || group->encode() != input.first(size))
                    return "a group that is written otherwise";
                return {};
            },
            2);
        QVERIFY(done > 0);
    }

    // A whole log: the verifier and the start of a journal judge it, neither falls over it, and nothing that was not
    // signed by this device is ever shown.
    void logs()
    {
        const fuzz::Mutator mutator({m_segment}, {"ASTNLOG1", QByteArray(4096, '\0'), QByteArray(4, '\xff'),
                                                  m_segment.first(kBlock), m_segment.last(kBlock)});
        const QString folder = m_dir.filePath(QStringLiteral("log"));
        const SystemClock clock;
        const quint64 done = fuzz::run(
            mutator,
            [&](const QByteArray &input) -> QByteArray {
                QDir(folder).removeRecursively();
                QDir().mkpath(folder + QStringLiteral("/log"));
                put(folder + QStringLiteral("/log/00000000.seg"), input);
                (void)verify::run({.log = folder + QStringLiteral("/log")});
                auto log = openPosixFolder(folder + QStringLiteral("/log"));
                auto marks = openPosixFolder(m_dir.path());
                Ledger ledger({.folder = folder,
                               .log = log->get(),
                               .marks = marks->get(),
                               .markName = QStringLiteral("log.mark"),
                               .keys = m_keys.get(),
                               .clock = &clock,
                               .segmentBytes = kSegment});
                const JournalState state = ledger.open();
                if (state.state == JournalState::State::Opening ||
                    (state.state != JournalState::State::Open && state.words.isEmpty()))
                    return "neither open nor a reason why not";
                if (state.state != JournalState::State::Open)
                    return {};
                const auto shown = ledger.entries({.limit = 1000});
                if (!shown)
                    return "open, but not readable: " + shown.error().toString().toUtf8();
                // The beginning of the good log, as far as it goes, or a new journal.
                QStringList old;
                for (const JournalEntry &entry : *shown) {
                    if (entry.kind == QLatin1String("rollback.intent"))
                        old.prepend(entry.leafHash);
                }
                if (old != m_leaves.mid(2, old.size()))
                    return "another history";
                return {};
            },
            4);
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzJournal)
#include "fuzz_journal.moc"
