// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/evidenceexport.h"

#include "models/base/savewhole.h"
#include "models/journal/envelope.h"
#include "models/journal/subjectkeys.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <chrono>
#include <future>

namespace astern {
namespace {

using What = EvidenceQuestion::What;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kTellEvery{50};

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

// The journal answers on a thread of its own, never on this one.
template <class T, class Ask>
Result<T> answerOf(Ask ask)
{
    const auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    ask(Done<T>([promise](Result<T> answer) { promise->set_value(std::move(answer)); }));
    return future.get();
}

QString stamp(qint64 ms) { return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs); }

Error nothingFound(const QString &message)
{
    return {.kind = Error::Kind::NotFound, .message = message, .hint = tr("Choose other entries")};
}

// Nothing chosen means the whole log. The question's words are in one language: the same question to the same log gives
// the same bytes.
Result<Bundle::Request> choose(const EvidenceQuestion &question, JournalReader &reader)
{
    Bundle::Request request;
    Result<QList<JournalReader::Entry>> found{QList<JournalReader::Entry>{}};
    switch (question.what) {
    case What::Whole:
        request.question = QStringLiteral("The whole log");
        return request;
    case What::Operation:
        found = reader.find(question.operation);
        request.question =
            QStringLiteral("Operation %1").arg(found && !found->isEmpty() ? found->first().saga : question.operation);
        break;
    case What::Span:
        found = reader.between(question.fromMs, question.toMs);
        request.question = QStringLiteral("Entries from %1 to %2").arg(stamp(question.fromMs), stamp(question.toMs));
        break;
    case What::Entries: {
        QList<JournalReader::Entry> chosen;
        QList<quint64> wanted = question.entries;
        std::sort(wanted.begin(), wanted.end());
        wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
        for (const quint64 index : std::as_const(wanted)) {
            const auto entry = reader.entry(index);
            if (!entry)
                return entry.error();
            chosen.append(*entry);
        }
        request.question = wanted.size() == 1 ? QStringLiteral("Entry %1").arg(wanted.constFirst())
                                              : QStringLiteral("%1 chosen entries").arg(wanted.size());
        found = chosen;
        break;
    }
    }
    if (!found)
        return found.error();
    if (found->isEmpty())
        return nothingFound(question.what == What::Span ? tr("No entry is in this time") : tr("No entry was chosen"));
    request.chosen = *found;
    return request;
}

// The keys that an export needs: of the device, which signs the manifest; of the log, where this is its device; of the
// people whose words are opened.
struct Keys {
    std::unique_ptr<DeviceKey> device, log;
    std::unique_ptr<SubjectKeys> subjects;

    static Result<Keys> load(KeyStore &store, const QString &folder, const NoteKey &logKey)
    {
        Keys keys;
        const auto device = store.load(QStringLiteral("device"));
        const auto wrapping = store.load(QStringLiteral("wrapping"));
        if (!device || !wrapping)
            return device ? wrapping.error() : device.error();
        keys.device = std::make_unique<DeviceKey>(*device);
        if (const auto log = store.load(QStringLiteral("log"))) {
            keys.log = std::make_unique<DeviceKey>(*log);
            if (keys.log->publicKey() != logKey.publicKey)
                keys.log.reset();
        }
        auto subjects = SubjectKeys::open(QDir(folder).filePath(QStringLiteral("subjects.db")), *wrapping);
        if (!subjects)
            return subjects.error();
        keys.subjects = std::move(subjects).value();
        return keys;
    }
    [[nodiscard]] Result<Opening> open(const SealedOpening &sealed) const
    {
        const auto key = subjects->existing(sealed.subject);
        return key ? openSealed(sealed, *key) : Result<Opening>(key.error());
    }
};

} // namespace

EvidenceExport::~EvidenceExport()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
}

void EvidenceExport::run(const EvidenceQuestion &question, Progress progress, Done<EvidenceWritten> done)
{
    if (m_runs.exchange(true))
        return done(Error{.kind = Error::Kind::Refused,
                          .message = tr("Another export is under way"),
                          .hint = tr("Wait for its end, or cancel it")});
    if (m_thread.joinable())
        m_thread.join();
    m_stop = false;
    m_thread = std::thread([this, question, progress = std::move(progress), done = std::move(done)] {
        auto written = make(question, progress);
        m_runs = false; // whoever is answered may ask for the next
        done(std::move(written));
    });
}

Result<EvidenceWritten> EvidenceExport::make(const EvidenceQuestion &question, const Progress &progress)
{
    const Error cancelled{.kind = Error::Kind::Cancelled,
                          .message = tr("The export was cancelled; nothing was written")};
    if (question.file.isEmpty())
        return Error{.kind = Error::Kind::Invalid, .message = tr("An export names the file that it goes to")};
    if (!QFileInfo(QFileInfo(question.file).absolutePath()).isWritable())
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("The folder of the file is not there, or may not be written to"),
                     .where = QFileInfo(question.file).absolutePath(),
                     .hint = tr("Choose another folder")};
    // A question brings the index up to the log.
    const auto newest = answerOf<QList<JournalEntry>>(
        [this](Done<QList<JournalEntry>> done) { m_parts.journal->entries({.limit = 1}, std::move(done)); });
    if (!newest)
        return newest.error();
    auto reader = JournalReader::open(QDir(m_parts.folder).filePath(QStringLiteral("journal.db")));
    if (!reader)
        return reader.error();
    const auto logKey = Bundle::logKeyOf(**reader);
    if (!logKey)
        return logKey.error();
    auto request = choose(question, **reader);
    if (!request)
        return request.error();
    request.value().mayLeave = [&question](const QString &, const QString &field) {
        return question.openings.contains(field);
    };
    request.value().goesOn = [this, &progress, told = Steady::time_point{}](quint64 done, quint64 of) mutable {
        if (progress && Steady::now() - told >= kTellEvery) {
            told = Steady::now();
            progress(done, of);
        }
        return !m_stop;
    };
    const auto keys = Keys::load(*m_parts.keys, m_parts.folder, *logKey);
    (void)m_parts.keys->settle(); // what a keychain answered is not kept: another key may follow before the next export
    if (!keys)
        return keys.error();
    const auto members =
        Bundle::members(*request, {.reader = reader->get(),
                                   .logKey = *logKey,
                                   .witnesses = {},
                                   .device = keys->device.get(),
                                   .logSigner = keys->log.get(),
                                   .open = [&keys](const SealedOpening &sealed) { return keys->open(sealed); },
                                   .documents = m_parts.documents,
                                   .evidence = m_parts.evidence ? m_parts.evidence(question) : nullptr});
    if (m_stop)
        return cancelled;
    if (!members)
        return members.error();
    const QByteArray tar = Bundle::toTar(*members);
    if (progress)
        progress(0, 0);
    if (m_stop)
        return cancelled;
    const qsizetype documents = std::distance(members->lowerBound("evidence/"), members->lowerBound("evidence0"));
    const auto recorded = record(question, *request, tar, documents);
    if (!recorded)
        return recorded.error();
    if (const auto saved = saveWhole(question.file, tar, QFileDevice::ReadOwner | QFileDevice::WriteOwner); !saved)
        return saved.error();
    return EvidenceWritten{*recorded, question.file, members->size(), tar.size()};
}

// Before anything of it leaves.
Result<Receipt> EvidenceExport::record(const EvidenceQuestion &question, const Bundle::Request &request,
                                       const QByteArray &tar, qsizetype documents)
{
    Draft draft{.kind = QStringLiteral("journal.export")};
    draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), question.by}});
    draft.fields.insert(QStringLiteral("export"),
                        QJsonObject{{QStringLiteral("question"), request.question},
                                    {QStringLiteral("entries"), qint64(request.chosen.size())},
                                    {QStringLiteral("documents"), qint64(documents)},
                                    {QStringLiteral("openings"), QJsonArray::fromStringList(question.openings)},
                                    {QStringLiteral("sha256"), toHex(sha256(QByteArrayView(tar)))},
                                    {QStringLiteral("size"), qint64(tar.size())}});
    return answerOf<Receipt>([this, &draft](Done<Receipt> done) { m_parts.journal->append(draft, std::move(done)); });
}

} // namespace astern
