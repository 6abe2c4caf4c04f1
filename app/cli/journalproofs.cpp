// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journalparts.h"
#include "app/unixsignals.h"
#include "connectors/local/openjournal.h"
#include "models/base/format.h"
#include "models/base/savewhole.h"
#include "models/journal/proof.h"
#include "models/journal/tiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

struct Opened {
    std::unique_ptr<JournalReader> reader;
    NoteKey log;
};

Result<Opened> openReader(const VerbOptions &options, const QString &folder)
{
    const QString file = options.isSet(QStringLiteral("db")) ? options.value(QStringLiteral("db"))
                                                             : QDir(folder).filePath(QStringLiteral("journal.db"));
    auto reader = JournalReader::open(file);
    if (!reader)
        return reader.error();
    auto log = Bundle::logKeyOf(**reader);
    if (!log)
        return log.error();
    return Opened{std::move(reader).value(), *log};
}

// The journal that the options name; absent: why not was said, and `exitCode` says how the verb ends.
std::optional<Opened> openedFor(const VerbOptions &options, Streams streams, int &exitCode)
{
    const QString folder =
        options.isSet(QStringLiteral("db")) ? QStringLiteral(".") : journalFolder(options, streams, exitCode);
    if (folder.isEmpty())
        return std::nullopt;
    auto opened = openReader(options, folder);
    if (opened)
        return std::move(opened).value();
    exitCode = fail(streams, opened.error(), options.json());
    return std::nullopt;
}

} // namespace

int proveEntry(const VerbOptions &options, Streams streams)
{
    const QString id = options.positional().value(1);
    const QString out = options.value(QStringLiteral("out"));
    if (options.positional().size() != 2 || out.isEmpty())
        return options.usageError(streams, tr("journal prove takes the id of an entry or of a rollback, and -o FILE"));
    int exitCode = ExitDone;
    const auto opened = openedFor(options, streams, exitCode);
    if (!opened)
        return exitCode;
    JournalReader &reader = *opened->reader;
    const auto entries = reader.find(id);
    if (!entries)
        return fail(streams, entries.error(), options.json());
    // Of an operation, its last word.
    const JournalReader::Entry &entry = entries->last();
    const auto head = Bundle::headFor(reader, opened->log.name, entry.index);
    if (!head)
        return fail(streams, head.error(), options.json());
    const auto path = reader.inclusionPath(entry.index, head->size);
    if (!path)
        return fail(streams, path.error(), options.json());
    const LogProof proof{entry.index, *path, head->note, {}};
    // Nothing leaves that would not be believed.
    if (const auto good = verifyProof(proof, entry.leafHash, opened->log); !good)
        return fail(streams, good.error(), options.json());
    for (const auto &[name, bytes] :
         {std::pair(out, proof.text()), std::pair(out + QStringLiteral(".json"), entry.leaf)}) {
        if (const auto saved = saveWhole(name, bytes); !saved)
            return fail(streams, saved.error(), options.json());
    }
    if (options.json()) {
        streams.out << QString::fromUtf8(QJsonDocument(QJsonObject{{QStringLiteral("index"), qint64(entry.index)},
                                                                   {QStringLiteral("id"), entry.id},
                                                                   {QStringLiteral("leaf"), toHex(entry.leafHash)},
                                                                   {QStringLiteral("size"), qint64(head->size)},
                                                                   {QStringLiteral("log"), opened->log.vkey()}})
                                             .toJson(QJsonDocument::Compact))
                    << Qt::endl;
        return ExitDone;
    }
    streams.out << tr("entry %1 (%2) is in the first %3 entries of %4")
                       .arg(QString::number(entry.index), entry.kind, format::count(qint64(head->size)),
                            opened->log.name)
                << '\n'
                << tr("proof %1, entry %1.json, key of the log:").arg(out) << '\n'
                << opened->log.vkey() << Qt::endl;
    return ExitDone;
}

int writeTiles(const VerbOptions &options, Streams streams)
{
    const QString out = options.value(QStringLiteral("out"));
    if (options.positional().size() != 1 || out.isEmpty())
        return options.usageError(streams, tr("journal tiles takes -o FOLDER"));
    if (QFileInfo::exists(out) && !QDir(out).isEmpty())
        return options.usageError(streams, tr("%1 is not empty").arg(out));
    int exitCode = ExitDone;
    const auto opened = openedFor(options, streams, exitCode);
    if (!opened)
        return exitCode;
    JournalReader &reader = *opened->reader;
    const auto head = Bundle::headFor(reader, opened->log.name, 0);
    if (!head)
        return fail(streams, head.error(), options.json());
    quint64 files = 0;
    const auto write = [&](const QString &path, const QByteArray &bytes) -> Result<Ok> {
        const QString file = QDir(out).filePath(path);
        if (!QDir().mkpath(QFileInfo(file).path()))
            return Error{.kind = Error::Kind::Storage, .message = tr("The folder cannot be made"), .where = file};
        ++files;
        return saveWhole(file, bytes);
    };
    auto done = Tiles::write({head->size, [&](int level, quint64 pos) { return reader.node(level, pos); },
                              [&](quint64 first, int count) { return reader.leaves(first, count); }},
                             write);
    // Last: who reads the checkpoint finds all that it speaks of.
    if (done)
        done = write(QStringLiteral("checkpoint"), head->note);
    if (!done)
        return fail(streams, done.error(), options.json());
    streams.out
        << tr("%1 entries of %2 in %3 files").arg(format::count(qint64(head->size)), opened->log.name).arg(files)
        << Qt::endl;
    return ExitDone;
}

int showCard(const VerbOptions &options, Streams streams)
{
    int exitCode = ExitDone;
    const auto opened = openedFor(options, streams, exitCode);
    if (!opened)
        return exitCode;
    const auto genesis = opened->reader->node(0, 0);
    if (!genesis)
        return fail(streams, genesis.error(), options.json());
    const QStringList words = wordsOf(toHex(*genesis));
    if (options.json()) {
        streams.out << QString::fromUtf8(
                           QJsonDocument(QJsonObject{{QStringLiteral("genesis"), toHex(*genesis)},
                                                     {QStringLiteral("words"), QJsonArray::fromStringList(words)},
                                                     {QStringLiteral("log"), opened->log.vkey()}})
                               .toJson(QJsonDocument::Compact))
                    << Qt::endl;
        return ExitDone;
    }
    streams.out
        << tr("Trust card of %1").arg(opened->log.name) << "\n\n"
        << "  " << words.join(QLatin1Char(' ')) << "\n\n"
        << tr("genesis %1").arg(toHex(*genesis)) << '\n'
        << tr("log     %1").arg(opened->log.vkey()) << "\n\n"
        << tr("Give it to whoever is to check this journal, by another way than the evidence. They say: asternctl "
              "journal verify --trust \"%1\"")
               .arg(words.join(QLatin1Char(' ')))
        << Qt::endl;
    return ExitDone;
}

} // namespace astern::app
