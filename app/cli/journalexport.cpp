// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journalparts.h"
#include "app/unixsignals.h"
#include "connectors/local/filekeystore.h"
#include "connectors/local/openjournal.h"
#include "models/approval/localauthority.h"
#include "models/base/format.h"
#include "models/base/savewhole.h"
#include "models/journal/subjectkeys.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QSet>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

Result<qint64> momentOf(const QString &text)
{
    const QDateTime moment = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!moment.isValid())
        return Error{
            .kind = Error::Kind::Invalid, .message = tr("not a time like 2026-11-27T10:00:00Z"), .where = text};
    return moment.toMSecsSinceEpoch();
}

// Nothing chosen means the whole log, which has to be asked for.
Result<Bundle::Request> choose(const VerbOptions &options, JournalReader &reader)
{
    Bundle::Request request;
    if (options.isSet(QStringLiteral("all"))) {
        request.question = QStringLiteral("The whole log");
        return request;
    }
    Result<QList<JournalReader::Entry>> entries{QList<JournalReader::Entry>{}};
    if (options.isSet(QStringLiteral("saga"))) {
        const QString id = options.value(QStringLiteral("saga"));
        entries = reader.find(id);
        request.question =
            QStringLiteral("Operation %1").arg(entries && !entries->isEmpty() ? entries->first().saga : id);
    } else {
        const auto from = momentOf(options.value(QStringLiteral("from")));
        const auto to = momentOf(options.value(QStringLiteral("to")));
        if (!from || !to)
            return from ? to.error() : from.error();
        entries = reader.between(*from, *to);
        const auto stamp = [](qint64 ms) {
            return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
        };
        request.question = QStringLiteral("Entries from %1 to %2").arg(stamp(*from), stamp(*to));
    }
    if (!entries)
        return entries.error();
    if (entries->isEmpty())
        return Error{.kind = Error::Kind::NotFound, .message = tr("No entry is in this time")};
    request.chosen = *entries;
    return request;
}

QByteArray document(const char *name)
{
    QFile file(QStringLiteral(":/astern/evidence/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("a document of the bundle is missing: %s", name);
    return file.readAll();
}

// Opens what this device may open, without the journal's owner.
class Opener {
public:
    static Result<Opener> make(const QString &folder, connectors::FileKeyStore &keys)
    {
        const auto wrapping = keys.load(QStringLiteral("wrapping"));
        if (!wrapping)
            return wrapping.error();
        auto subjects = SubjectKeys::open(QDir(folder).filePath(QStringLiteral("subjects.db")), *wrapping);
        if (!subjects)
            return subjects.error();
        Opener opener;
        opener.m_subjects = std::move(subjects).value();
        return opener;
    }
    Result<Opening> open(const SealedOpening &sealed) const
    {
        const auto key = m_subjects->existing(sealed.subject);
        if (!key)
            return key.error();
        return openSealed(sealed, *key);
    }

private:
    std::shared_ptr<SubjectKeys> m_subjects;
};

// The export is itself an entry, before anything of it leaves.
std::optional<Result<Receipt>> record(Journal &journal, const Bundle::Request &request, const QByteArray &tar,
                                      const QStringList &fields)
{
    Draft draft{.kind = QStringLiteral("journal.export")};
    draft.fields.insert(QStringLiteral("actor"),
                        QJsonObject{{QStringLiteral("ref"), LocalAuthority::systemUser().ref}});
    draft.fields.insert(QStringLiteral("export"),
                        QJsonObject{{QStringLiteral("question"), request.question},
                                    {QStringLiteral("entries"), qint64(request.chosen.size())},
                                    {QStringLiteral("openings"), QJsonArray::fromStringList(fields)},
                                    {QStringLiteral("sha256"), toHex(sha256(QByteArrayView(tar)))},
                                    {QStringLiteral("size"), qint64(tar.size())}});
    QObject owner;
    return answerOf<Receipt>(owner, [&](Done<Receipt> done) { journal.append(draft, std::move(done)); });
}

} // namespace

int exportEvidence(const VerbOptions &options, Streams streams)
{
    const QString out = options.value(QStringLiteral("out"));
    const int ways = int(options.isSet(QStringLiteral("saga"))) + int(options.isSet(QStringLiteral("all"))) +
                     int(options.isSet(QStringLiteral("from")) || options.isSet(QStringLiteral("to")));
    const bool half = options.isSet(QStringLiteral("from")) != options.isSet(QStringLiteral("to"));
    if (options.positional().size() != 1 || out.isEmpty() || ways != 1 || half)
        return options.usageError(streams,
                                  tr("journal export takes --saga ID, or --from and --to, or --all; and -o FILE"));
    int exitCode = ExitDone;
    const QString folder = journalFolder(options, streams, exitCode);
    if (folder.isEmpty())
        return exitCode;
    const std::unique_ptr<Journal> journal = connectors::openJournal(folder);
    QObject owner;
    // A question brings the index up to the log.
    const auto newest = answerOf<QList<JournalEntry>>(
        owner, [&](Done<QList<JournalEntry>> done) { journal->entries({.limit = 1}, std::move(done)); });
    if (!newest)
        return 128 + receivedUnixSignal();
    if (!newest->ok())
        return fail(streams, newest->error(), options.json());
    auto reader = JournalReader::open(QDir(folder).filePath(QStringLiteral("journal.db")));
    if (!reader)
        return fail(streams, reader.error(), options.json());
    const auto log = logKeyOf(**reader);
    if (!log)
        return fail(streams, log.error(), options.json());
    auto request = choose(options, **reader);
    if (!request)
        return request.error().kind == Error::Kind::Invalid ? options.usageError(streams, request.error().toString())
                                                            : fail(streams, request.error(), options.json());
    const QStringList fields =
        options.values(QStringLiteral("with")).join(QLatin1Char(',')).split(QLatin1Char(','), Qt::SkipEmptyParts);
    request.value().mayLeave = [&fields](const QString &, const QString &field) { return fields.contains(field); };
    connectors::FileKeyStore keys(folder + QStringLiteral(".keys"));
    const auto seed = keys.load(QStringLiteral("device"));
    if (!seed)
        return fail(streams, seed.error(), options.json());
    const DeviceKey device(*seed);
    const auto logSeed = keys.load(QStringLiteral("log"));
    const std::unique_ptr<DeviceKey> logSigner = logSeed ? std::make_unique<DeviceKey>(*logSeed) : nullptr;
    const bool isItsKey = logSigner && logSigner->publicKey() == log->publicKey;
    const auto opener = Opener::make(folder, keys);
    if (!opener)
        return fail(streams, opener.error(), options.json());
    const auto members = Bundle::members(
        *request, {.reader = reader->get(),
                   .logKey = *log,
                   .witnesses = {},
                   .device = &device,
                   .logSigner = isItsKey ? logSigner.get() : nullptr,
                   .open = [&opener](const SealedOpening &sealed) { return opener->open(sealed); },
                   .documents = {{"VERIFY.md", document("VERIFY.md")}, {"verify.go", document("verify.go")}}});
    if (!members)
        return fail(streams, members.error(), options.json());
    const QByteArray tar = Bundle::toTar(*members);
    const auto recorded = record(*journal, *request, tar, fields);
    if (!recorded)
        return 128 + receivedUnixSignal();
    if (!recorded->ok())
        return fail(streams, recorded->error(), options.json());
    if (const auto saved = saveWhole(out, tar, QFileDevice::ReadOwner | QFileDevice::WriteOwner); !saved)
        return fail(streams, saved.error(), options.json());
    streams.out << tr("%1: %2 files, %3 bytes; the export is entry %4")
                       .arg(out, QString::number(members->size()), format::count(tar.size()),
                            format::entry(qint64(recorded->value().index)))
                << Qt::endl;
    return ExitDone;
}

int erasePerson(const VerbOptions &options, Streams streams)
{
    Erasure erasure{.subject = options.positional().value(1),
                    .basis = options.value(QStringLiteral("basis")),
                    .reason = options.value(QStringLiteral("reason")),
                    .requested = options.value(QStringLiteral("requested")),
                    .by = LocalAuthority::systemUser().ref};
    if (options.positional().size() != 2 || erasure.basis.isEmpty() || erasure.reason.isEmpty())
        return options.usageError(streams, tr("journal erase takes the pseudonym of a person, --basis and --reason"));
    if (!options.isSet(QStringLiteral("yes")))
        return options.usageError(streams, tr("what is erased cannot be read again by anybody; say --yes"));
    int exitCode = ExitDone;
    const QString folder = journalFolder(options, streams, exitCode);
    if (folder.isEmpty())
        return exitCode;
    const std::unique_ptr<Journal> journal = connectors::openJournal(folder);
    QObject owner;
    const auto receipt =
        answerOf<Receipt>(owner, [&](Done<Receipt> done) { journal->erase(erasure, std::move(done)); });
    if (!receipt)
        return 128 + receivedUnixSignal();
    if (!receipt->ok())
        return fail(streams, receipt->error(), options.json());
    streams.out << tr("erased; recorded as entry %1").arg(format::entry(qint64(receipt->value().index))) << Qt::endl;
    return ExitDone;
}

} // namespace astern::app
