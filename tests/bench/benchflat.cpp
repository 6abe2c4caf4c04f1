// SPDX-License-Identifier: GPL-3.0-or-later
// P6c, P7c: what an entry costs in a long log, beside what it costs in one of ten thousand entries. Both are measured
// in turn, on journals that their own writer made.
#include "bench.h"
#include "longjournal.h"

#include "connectors/local/openjournal.h"
#include "models/base/uuid7.h"
#include "models/journal/verify/verify.h"

#include <QJsonObject>

#include <future>

namespace astern::bench {
namespace {

int shortOf(Scale scale) { return scale == Scale::Smoke ? 100 : 10'000; }

Draft intent()
{
    Draft draft{.kind = QStringLiteral("rollback.intent"), .saga = Uuid7::next()};
    draft.fields = QJsonObject{
        {QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), QStringLiteral("payments")},
                                                {QStringLiteral("environment"), QStringLiteral("production")},
                                                {QStringLiteral("cell"), QStringLiteral("eu-1")}}},
        {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-7f3a")}}}};
    draft.personal = {{QStringLiteral("rationale"), QStringLiteral("error ratio over its limit for ten minutes")}};
    return draft;
}

template <class T, class F>
Result<T> await(F ask)
{
    const auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    ask([promise](Result<T> answer) { promise->set_value(std::move(answer)); });
    return future.get();
}

// A journal that was written before, opened and appended to.
class Log {
public:
    explicit Log(int entries)
    {
        makeLongJournal(m_folder.file(QString()), entries);
        m_journal = connectors::openJournal(m_folder.file(QStringLiteral("journal")));
        m_size = state().size;
        if (m_size < quint64(entries))
            qFatal("the journal of the bench does not open");
    }
    [[nodiscard]] JournalState state()
    {
        const auto state = await<JournalState>([this](auto done) { m_journal->state(std::move(done)); });
        return state ? *state : JournalState{};
    }
    [[nodiscard]] double append()
    {
        return microseconds([this] {
            const auto receipt = await<Receipt>([this](auto done) { m_journal->append(intent(), std::move(done)); });
            m_wrong = m_wrong || !receipt || receipt->index != m_size;
            ++m_size;
        });
    }
    [[nodiscard]] bool isRight() { return !m_wrong && state().size == m_size; }

private:
    Folder m_folder;
    std::unique_ptr<Journal> m_journal;
    quint64 m_size = 0;
    bool m_wrong = false;
};

class FlatAppendWork final : public Work {
public:
    explicit FlatAppendWork(Scale scale)
        : m_short(shortOf(scale)), m_long(longEntries(scale)), m_operations(scale == Scale::Smoke ? 5 : 150)
    {
    }
    Round round(qsizetype) override
    {
        Round round;
        for (int i = 0; i < m_operations; ++i) {
            round.anchor.append(m_short.append());
            round.ours.append(m_long.append());
        }
        return round;
    }
    QString prove() override
    {
        return m_short.isRight() && m_long.isRight() ? QString() : QStringLiteral("an entry is not where it belongs");
    }

private:
    Log m_short, m_long;
    int m_operations;
};

class FlatVerifyWork final : public Work {
public:
    explicit FlatVerifyWork(Scale scale)
    {
        makeLongJournal(m_shortFolder.file(QString()), shortOf(scale));
        makeLongJournal(m_longFolder.file(QString()), longEntries(scale));
    }
    Round round(qsizetype) override { return {.ours = {perEntry(m_longFolder)}, .anchor = {perEntry(m_shortFolder)}}; }
    QString prove() override { return m_wrong; }

private:
    double perEntry(const Folder &folder)
    {
        const QString journal = folder.file(QStringLiteral("journal"));
        verify::Report report;
        const double took = microseconds([&] {
            report = verify::run(
                {.log = journal + QStringLiteral("/log"), .database = journal + QStringLiteral("/journal.db")});
        });
        // Incomplete: this journal is anchored nowhere.
        if (report.exitCode() == 1 || report.entries == 0)
            m_wrong = QStringLiteral("%1 entries, %2 findings").arg(report.entries).arg(report.failed());
        return took / double(std::max<quint64>(1, report.entries));
    }
    Folder m_shortFolder, m_longFolder;
    QString m_wrong;
};

} // namespace

void addFlat(Suite &suite)
{
    const QStringList sizes{QStringLiteral("100 000 entries; --long: 1 000 000; --large: 10 000 000")};
    suite.add({.id = QStringLiteral("P6c"),
               .what = QStringLiteral("a durable append to a long log, p50"),
               .against = QStringLiteral("one to a log of 10 000 entries"),
               .unit = QStringLiteral("us"),
               .target = 1.15,
               .sizes = sizes,
               .make = [](Scale scale) { return std::make_unique<FlatAppendWork>(scale); }});
    suite.add({.id = QStringLiteral("P7c"),
               .what = QStringLiteral("verifying an entry of a long log, with its signature"),
               .against = QStringLiteral("one of a log of 10 000 entries"),
               .unit = QStringLiteral("us"),
               .target = 1.15,
               .sizes = sizes,
               .rounds = 7,
               .make = [](Scale scale) { return std::make_unique<FlatVerifyWork>(scale); }});
}

} // namespace astern::bench
