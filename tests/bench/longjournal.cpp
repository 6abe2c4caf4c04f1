// SPDX-License-Identifier: GPL-3.0-or-later
#include "longjournal.h"

#include "connectors/local/filekeystore.h"
#include "models/base/uuid7.h"
#include "models/journal/ledger.h"

#include <QJsonObject>

#include <unistd.h>

namespace astern::bench {
namespace {

// Writes like the real folder and leaves syncing to the end.
class Hasty final : public LogIo {
public:
    explicit Hasty(std::unique_ptr<LogIo> io) : m_io(std::move(io)) {}
    Result<QStringList> list() override { return m_io->list(); }
    Result<int> open(const QString &name) override { return m_io->open(name); }
    Result<int> create(const QString &name) override { return m_io->create(name); }
    void close(int file) override { m_io->close(file); }
    Result<qint64> size(int file) override { return m_io->size(file); }
    Result<QByteArray> read(int file, qint64 offset, qint64 length) override
    {
        return m_io->read(file, offset, length);
    }
    Result<Ok> write(int file, qint64 offset, QByteArrayView bytes) override
    {
        return m_io->write(file, offset, bytes);
    }
    Result<Ok> sync(int) override { return Ok{}; }
    Result<Ok> rename(const QString &from, const QString &to) override { return m_io->rename(from, to); }
    Result<Ok> syncFolder() override { return Ok{}; }

private:
    std::unique_ptr<LogIo> m_io;
};

// Goes through years as fast as it is told to.
class SlowClock final : public Clock {
public:
    explicit SlowClock(qint64 overMs) : m_agoMs(overMs) {}
    [[nodiscard]] qint64 wallMs() const override { return SystemClock().wallMs() - m_agoMs; }
    [[nodiscard]] qint64 monoMs() const override { return SystemClock().monoMs() - m_agoMs; }
    void pass(qint64 ms) { m_agoMs = std::max<qint64>(0, m_agoMs - ms); }

private:
    qint64 m_agoMs;
};

template <class T>
T orFatal(Result<T> result)
{
    if (!result)
        qFatal("The long journal cannot be made: %s", qUtf8Printable(result.error().toString()));
    return std::move(result).value();
}

Ledger::Wanted entry(const char *kind, const QString &saga, int number)
{
    Draft draft{.kind = QString::fromLatin1(kind), .saga = saga};
    draft.fields = QJsonObject{
        {QStringLiteral("subject"),
         QJsonObject{{QStringLiteral("service"), QStringLiteral("svc-%1").arg(number % 24, 4, 10, QLatin1Char('0'))},
                     {QStringLiteral("environment"), QStringLiteral("prod")},
                     {QStringLiteral("cell"), QStringLiteral("eu-1")}}},
        {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-7f3a")},
                                              {QStringLiteral("auth"), QStringLiteral("os")}}},
        {QStringLiteral("idem"), QString(saga + QStringLiteral(":abort:1"))}};
    return {Uuid7::next(), draft};
}

} // namespace

int longEntries(Scale scale)
{
    switch (scale) {
    case Scale::Smoke:
        return 600;
    case Scale::Usual:
        break;
    case Scale::Long:
        return 1'000'000;
    case Scale::Large:
        return 10'000'000;
    }
    return 100'000;
}

qint64 makeLongJournal(const QString &dataFolder, int entries, qint64 overMs)
{
    const QString folder = dataFolder + QStringLiteral("/journal");
    Hasty log(orFatal(openPosixFolder(folder + QStringLiteral("/log"))));
    Hasty marks(orFatal(openPosixFolder(dataFolder)));
    connectors::FileKeyStore keys(folder + QStringLiteral(".keys"));
    SlowClock clock(overMs);
    Ledger ledger({.folder = folder,
                   .log = &log,
                   .marks = &marks,
                   .markName = QStringLiteral("journal.mark"),
                   .keys = &keys,
                   .clock = &clock});
    if (ledger.open().state != JournalState::State::Open)
        qFatal("The long journal cannot be made: %s", qUtf8Printable(ledger.state().words));
    // A group has the outcome of one rollback and the intent of the next.
    std::optional<EntryLink> open;
    QString saga;
    for (int number = 0; int(ledger.state().size) < entries || open; ++number) {
        QList<Ledger::Wanted> group;
        if (open) {
            Ledger::Wanted outcome = entry("rollback.outcome", saga, number - 1);
            outcome.draft.links = {*open};
            outcome.draft.fields.insert(QStringLiteral("outcome"), QStringLiteral("succeeded"));
            group.append(outcome);
            open.reset();
        }
        if (int(ledger.state().size) + 1 < entries) {
            saga = Uuid7::next();
            Ledger::Wanted intent = entry("rollback.intent", saga, number);
            intent.draft.personal = {{QStringLiteral("rationale"), QStringLiteral("error ratio over its limit")}};
            group.append(intent);
        }
        if (group.isEmpty())
            break;
        clock.pass(overMs / std::max(1, entries / 2));
        for (const auto &logged : ledger.append(group)) {
            const Receipt receipt = orFatal(logged).receipt;
            if (group.last().id == receipt.id && group.last().draft.kind.endsWith(QLatin1String(".intent")))
                open = EntryLink{EntryLink::Rel::OutcomeOf, receipt.id, receipt.leafHash};
        }
        if (ledger.behind() >= 1000) {
            (void)orFatal(ledger.catchUp());
            if (number % 10'000 < 1000)
                (void)orFatal(ledger.checkpoint());
        }
    }
    (void)orFatal(ledger.catchUp());
    // A journal that was open for years has filed them long ago.
    while (orFatal(ledger.fileTexts(1000)))
        ;
    (void)orFatal(ledger.checkpoint());
    (void)orFatal(ledger.markChore()());
    const qint64 endMs = clock.wallMs();
    ::sync(); // what was left out until here, so that no write of it falls into what is measured
    return endMs;
}

} // namespace astern::bench
