// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journalparts.h"
#include "app/engine/evidence.h"
#include "app/unixsignals.h"
#include "connectors/keychain/systemkeychain.h"
#include "models/approval/localauthority.h"
#include "models/base/format.h"

#include <QDateTime>
#include <QFileInfo>

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

// Absent: one of the times is none, and `error` says which.
std::optional<EvidenceQuestion> questionOf(const VerbOptions &options, std::optional<Error> &error)
{
    EvidenceQuestion question{
        .openings =
            options.values(QStringLiteral("with")).join(QLatin1Char(',')).split(QLatin1Char(','), Qt::SkipEmptyParts),
        .samples = options.isSet(QStringLiteral("samples")),
        .configurations = options.isSet(QStringLiteral("configurations")),
        .file = options.value(QStringLiteral("out")),
        .by = LocalAuthority::systemUser().ref};
    if (options.isSet(QStringLiteral("all"))) {
        question.what = EvidenceQuestion::What::Whole;
    } else if (options.isSet(QStringLiteral("saga"))) {
        question.what = EvidenceQuestion::What::Operation;
        question.operation = options.value(QStringLiteral("saga"));
    } else {
        const auto from = momentOf(options.value(QStringLiteral("from")));
        const auto to = momentOf(options.value(QStringLiteral("to")));
        if (!from || !to) {
            error = from ? to.error() : from.error();
            return std::nullopt;
        }
        question.what = EvidenceQuestion::What::Span;
        question.fromMs = *from;
        question.toMs = *to;
    }
    return question;
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
    std::optional<Error> wrong;
    const auto question = questionOf(options, wrong);
    if (!question)
        return options.usageError(streams, wrong->toString());
    const auto keychain = std::make_shared<connectors::SystemKeychain>();
    const std::unique_ptr<Journal> journal = openJournalIn(folder, keychain);
    const auto exporter = makeEvidenceExport(*journal, QFileInfo(folder).absolutePath(), keychain);
    QObject owner;
    const auto written = answerOf<EvidenceWritten>(
        owner, [&](Done<EvidenceWritten> done) { exporter->run(*question, {}, std::move(done)); });
    if (!written)
        return 128 + receivedUnixSignal();
    if (!written->ok())
        return fail(streams, written->error(), options.json());
    const EvidenceWritten &one = written->value();
    streams.out << tr("%1: %2 files, %3 bytes; the export is entry %4")
                       .arg(out, QString::number(one.members), format::count(one.bytes),
                            format::entry(qint64(one.receipt.index)))
                << Qt::endl;
    return ExitDone;
}

} // namespace astern::app
