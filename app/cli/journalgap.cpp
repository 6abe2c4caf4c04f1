// SPDX-License-Identifier: GPL-3.0-or-later
// `asternctl journal gap`: what could not be recorded when it was done, from the text that was kept instead.
#include "app/cli/journalparts.h"
#include "app/unixsignals.h"
#include "models/base/format.h"

#include <QFile>

namespace astern::app {
namespace {

constexpr qint64 kMost = 1 << 20;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

} // namespace

int recordGap(const VerbOptions &options, Streams streams)
{
    if (options.positional().size() != 2)
        return options.usageError(streams, tr("journal gap takes the FILE with the lines that were printed"));
    const QString path = options.positional().at(1);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(streams,
                    Error{.kind = Error::Kind::NotFound,
                          .message = tr("The file cannot be read: %1").arg(file.errorString()),
                          .where = path},
                    options.json());
    const auto kept = unrecordedFrom(QString::fromUtf8(file.read(kMost)));
    if (!kept)
        return fail(streams, kept.error(), options.json());
    int exitCode = ExitDone;
    const QString folder = journalFolder(options, streams, exitCode);
    if (folder.isEmpty())
        return exitCode;
    const std::unique_ptr<Journal> journal = openJournalIn(folder);
    QObject owner;
    for (const UnrecordedEntry &entry : *kept) {
        const auto there = answerOf<QList<JournalEntry>>(owner, [&](Done<QList<JournalEntry>> done) {
            journal->entries({.saga = entry.draft.saga, .kind = entry.draft.kind}, std::move(done));
        });
        if (!there)
            return 128 + receivedUnixSignal();
        if (!there->ok())
            return fail(streams, there->error(), options.json());
        for (const JournalEntry &one : there->value()) {
            if (one.payload.value(QLatin1String("unrecorded")).toObject().value(QLatin1String("wall_ms")).toInteger() ==
                entry.wallMs)
                return fail(
                    streams,
                    Error{.kind = Error::Kind::Conflict,
                          .message =
                              tr("This is in the log already, as entry %1").arg(format::entry(qint64(one.index))),
                          .where = path},
                    options.json());
        }
    }
    const auto gap = answerOf<Receipt>(owner, [&](Done<Receipt> done) {
        recordUnrecorded(*journal, *kept, [](const QString &, const Receipt &) {}, std::move(done));
    });
    if (!gap)
        return 128 + receivedUnixSignal();
    if (!gap->ok())
        return fail(streams, gap->error(), options.json());
    streams.out << tr("Recorded behind the gap, which is entry %1: %2 entries")
                       .arg(format::entry(qint64(gap->value().index)), format::count(kept->size()))
                << Qt::endl;
    return ExitDone;
}

} // namespace astern::app
