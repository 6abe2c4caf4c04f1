// SPDX-License-Identifier: GPL-3.0-or-later
// P6: a durable signed append against the one raw fdatasync, into a preallocated file, that it needs.
#include "bench.h"

#include "connectors/local/openjournal.h"
#include "models/base/uuid7.h"

#include <QFile>
#include <QJsonObject>

#include <condition_variable>
#include <mutex>

#include <fcntl.h>
#include <unistd.h>

namespace astern::bench {
namespace {

constexpr qint64 kBlock = 4096;
constexpr qint64 kRawBytes = 16 * 1024 * 1024;

// As many appends at once as each size says, each time followed by one raw sync of as many blocks as they fill.
class AppendWork final : public Work {
public:
    struct Size {
        int appends;
        int blocks;
    };
    AppendWork(QList<Size> sizes, bool smoke) : m_sizes(std::move(sizes)), m_operations(smoke ? 5 : 120)
    {
        m_journal = connectors::openJournal(m_folder.file(QStringLiteral("journal")));
        m_raw = ::open(QFile::encodeName(m_folder.file(QStringLiteral("raw"))).constData(), O_RDWR | O_CREAT, 0600);
        const QByteArray zeros(kRawBytes, '\0');
        if (::pwrite(m_raw, zeros.constData(), size_t(zeros.size()), 0) != zeros.size() || ::fsync(m_raw) != 0)
            m_wrong = QStringLiteral("the raw file cannot be prepared");
        (void)appendAll(1); // the journal is open when this is answered
    }
    ~AppendWork() override { ::close(m_raw); }

    Round round(qsizetype size) override
    {
        Round round;
        for (int i = 0; i < m_operations; ++i) {
            round.ours.append(appendAll(m_sizes.at(size).appends));
            round.anchor.append(rawSync(m_sizes.at(size).blocks));
        }
        return round;
    }

    // Whatever was answered as durable is read back by a journal opened anew on the same folder.
    QString prove() override
    {
        m_journal.reset();
        m_journal = connectors::openJournal(m_folder.file(QStringLiteral("journal")));
        std::optional<JournalState> state;
        waitFor(1, [&](const auto &answered) {
            m_journal->state([&, answered](const Result<JournalState> &now) {
                state = now ? *now : JournalState{};
                answered();
            });
        });
        if (!m_wrong.isEmpty())
            return m_wrong;
        const quint64 expected = quint64(m_appended) + 2; // genesis and enrolment
        return state->size == expected
                   ? QString()
                   : QStringLiteral("%1 entries are in the log, %2 expected").arg(state->size).arg(expected);
    }

private:
    // Microseconds until all of `count` appends are answered, asked for at once.
    double appendAll(int count)
    {
        QList<Draft> drafts;
        for (int i = 0; i < count; ++i)
            drafts.append(intent());
        m_appended += count;
        return microseconds([&] {
            waitFor(count, [&](const auto &answered) {
                for (const Draft &draft : drafts) {
                    m_journal->append(draft, [this, answered](const Result<Receipt> &receipt) {
                        if (!receipt)
                            m_wrong = receipt.error().toString();
                        answered();
                    });
                }
            });
        });
    }

    double rawSync(int blocks)
    {
        const QByteArray bytes(blocks * kBlock, 'x');
        return microseconds([&] {
            if (::pwrite(m_raw, bytes.constData(), size_t(bytes.size()), m_rawAt) != bytes.size() ||
                ::fdatasync(m_raw) != 0)
                m_wrong = QStringLiteral("the raw file cannot be written");
            m_rawAt = (m_rawAt + bytes.size()) % (kRawBytes - 64 * kBlock);
        });
    }

    // Answers come on a thread of the journal's.
    template <class Ask>
    static void waitFor(int count, Ask ask)
    {
        std::mutex mutex;
        std::condition_variable all;
        int answers = 0;
        ask([&] {
            const std::lock_guard lock(mutex);
            if (++answers == count)
                all.notify_one();
        });
        std::unique_lock lock(mutex);
        all.wait(lock, [&] { return answers == count; });
    }

    static Draft intent()
    {
        Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()};
        draft.fields = QJsonObject{
            {QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), QStringLiteral("payments")},
                                                    {QStringLiteral("environment"), QStringLiteral("production")},
                                                    {QStringLiteral("cell"), QStringLiteral("eu-1")}}},
            {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-7f3a")},
                                                  {QStringLiteral("auth"), QStringLiteral("os")}}},
            {QStringLiteral("idem"), QString(draft.saga + QStringLiteral(":abort:1"))}};
        draft.personal = {{QStringLiteral("rationale"), QStringLiteral("error ratio over its limit for ten minutes")}};
        return draft;
    }

    Folder m_folder;
    QList<Size> m_sizes;
    int m_operations;
    std::unique_ptr<Journal> m_journal;
    int m_raw = -1;
    qint64 m_rawAt = 0;
    int m_appended = 0;
    QString m_wrong;
};

} // namespace

void addJournal(Suite &suite)
{
    const QString unit = QStringLiteral("us");
    suite.add({.id = QStringLiteral("P6a"),
               .what = QStringLiteral("durable signed append, p50"),
               .against = QStringLiteral("one raw preallocated fdatasync"),
               .unit = unit,
               .target = 1.7,
               .sizes = {QStringLiteral("1 append")},
               .make = [](Scale scale) {
                   return std::make_unique<AppendWork>(QList<AppendWork::Size>{{1, 1}}, scale == Scale::Smoke);
               }});
    // What a group fills: an entry with its openings is 1.3 kB.
    suite.add({.id = QStringLiteral("P6b"),
               .what = QStringLiteral("ten durable signed appends at once, until all are answered"),
               .against = QStringLiteral("one raw preallocated fdatasync"),
               .unit = unit,
               .target = 4,
               .sizes = {QStringLiteral("30 appends"), QStringLiteral("10 appends")},
               .make = [](Scale scale) {
                   return std::make_unique<AppendWork>(QList<AppendWork::Size>{{30, 1}, {10, 1}},
                                                       scale == Scale::Smoke);
               }});
}

} // namespace astern::bench
