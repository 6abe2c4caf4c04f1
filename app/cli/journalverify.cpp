// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journalparts.h"
#include "models/base/format.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString wordOf(verify::Finding::Kind kind)
{
    switch (kind) {
    case verify::Finding::Kind::Tampered:
        return tr("TAMPERED");
    case verify::Finding::Kind::Incomplete:
        return tr("incomplete");
    case verify::Finding::Kind::Unreadable:
        return tr("unreadable");
    }
    return {};
}

// For programs, in one language.
QString keyOf(verify::Finding::Kind kind)
{
    switch (kind) {
    case verify::Finding::Kind::Tampered:
        return QStringLiteral("tampered");
    case verify::Finding::Kind::Incomplete:
        return QStringLiteral("incomplete");
    case verify::Finding::Kind::Unreadable:
        return QStringLiteral("unreadable");
    }
    return {};
}

void printJson(const verify::Report &report, Streams streams)
{
    QJsonArray findings;
    for (const verify::Finding &finding : report.findings)
        findings.append(QJsonObject{{QStringLiteral("kind"), keyOf(finding.kind)},
                                    {QStringLiteral("where"), finding.where},
                                    {QStringLiteral("what"), finding.what}});
    const QJsonObject object{{QStringLiteral("journal"), report.journal},
                             {QStringLiteral("root"), report.root},
                             {QStringLiteral("entries"), qint64(report.entries)},
                             {QStringLiteral("passed"), qint64(report.passed)},
                             {QStringLiteral("failed"), qint64(report.failed())},
                             {QStringLiteral("vouched"), qint64(report.vouched)},
                             {QStringLiteral("vouchers"), QJsonArray::fromStringList(report.vouchers)},
                             {QStringLiteral("erased"), QJsonArray::fromStringList(report.erased)},
                             {QStringLiteral("findings"), findings}};
    streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
}

int print(const verify::Report &report, const VerbOptions &options, Streams streams)
{
    if (options.json()) {
        printJson(report, streams);
        return report.exitCode();
    }
    for (const verify::Finding &finding : report.findings)
        streams.out << wordOf(finding.kind) << ": " << finding.where << ": " << finding.what << '\n';
    if (report.more > 0)
        streams.out << tr("and %1 more findings").arg(report.more) << '\n';
    for (const QString &erased : report.erased)
        streams.out << tr("erased: %1").arg(erased) << '\n';
    if (!report.journal.isEmpty())
        streams.out << tr("journal %1").arg(report.journal) << '\n';
    streams.out << tr("root    %1 over %2 entries").arg(report.root, format::count(qint64(report.entries))) << '\n';
    if (report.vouched > 0)
        streams.out << tr("signed  %1 entries, by %2")
                           .arg(format::count(qint64(report.vouched)), report.vouchers.join(QStringLiteral(", ")))
                    << '\n';
    streams.out << tr("%1 passed, %2 failed").arg(report.passed).arg(report.failed()) << Qt::endl;
    return report.exitCode();
}

// What the first reading of a source says its genesis is, for trust in words.
QString genesisOf(const VerbOptions &options, const verify::Sources &sources)
{
    const auto hasWords = [](const QString &value) { return value.simplified().count(QLatin1Char(' ')) == 7; };
    const QStringList values = options.values(QStringLiteral("trust"));
    const bool isAsked = std::any_of(values.cbegin(), values.cend(), [&](const QString &value) {
        return hasWords(value) || QFileInfo(value).isFile();
    });
    if (!isAsked)
        return {};
    if (options.isSet(QStringLiteral("bundle")))
        return verify::runBundle({.file = options.value(QStringLiteral("bundle"))}).journal;
    return verify::run(sources).journal;
}

} // namespace

// From the bytes alone: works while another process owns the journal, and on a copy that somebody sent.
int verifyJournal(const VerbOptions &options, Streams streams)
{
    const bool isBundle = options.isSet(QStringLiteral("bundle"));
    verify::Sources sources;
    if (options.isSet(QStringLiteral("db")) && isBundle)
        return options.usageError(streams, tr("name one of --db, --bundle and --data"));
    if (options.isSet(QStringLiteral("since"))) {
        bool isNumber = false;
        sources.since = options.value(QStringLiteral("since")).toULongLong(&isNumber);
        if (!isNumber || options.isSet(QStringLiteral("full")) || isBundle)
            return options.usageError(
                streams, tr("--since takes the number of an entry, and goes neither with --full nor with a bundle"));
    }
    int exitCode = 0;
    if (options.isSet(QStringLiteral("db"))) {
        sources.database = options.value(QStringLiteral("db"));
    } else if (!isBundle) {
        const QString folder = journalFolder(options, streams, exitCode);
        if (folder.isEmpty())
            return exitCode;
        sources.log = QDir(folder).filePath(QStringLiteral("log"));
        sources.database = QDir(folder).filePath(QStringLiteral("journal.db"));
        sources.mark = folder + QStringLiteral(".mark");
    }
    const auto trust = readTrust(options.values(QStringLiteral("trust")), genesisOf(options, sources));
    if (!trust)
        return options.usageError(streams, trust.error().toString());
    sources.genesis =
        options.isSet(QStringLiteral("genesis")) ? options.value(QStringLiteral("genesis")) : trust->genesis;
    sources.trust = trust->vkeys;
    sources.witness = options.values(QStringLiteral("witness"));
    if (isBundle)
        return print(verify::runBundle({.file = options.value(QStringLiteral("bundle")),
                                        .genesis = sources.genesis,
                                        .trust = sources.trust,
                                        .witness = sources.witness}),
                     options, streams);
    return print(verify::run(sources), options, streams);
}

int diffJournals(const VerbOptions &options, Streams streams)
{
    const QStringList names = options.positional().mid(1);
    if (names.size() != 2)
        return options.usageError(streams, tr("journal diff takes two copies: journal folders or database files"));
    const verify::Difference difference = verify::compare(names.at(0), names.at(1));
    if (!difference.isRead)
        return fail(
            streams,
            Error{.kind = Error::Kind::NotFound, .message = tr("A copy cannot be read"), .where = difference.words},
            options.json());
    const bool isPrefix = difference.common == std::min(difference.size[0], difference.size[1]);
    if (options.json()) {
        QJsonArray copies;
        for (int i = 0; i < 2; ++i)
            copies.append(QJsonObject{{QStringLiteral("copy"), names.at(i)},
                                      {QStringLiteral("size"), qint64(difference.size[i])},
                                      {QStringLiteral("id"), difference.id[i]},
                                      {QStringLiteral("kind"), difference.kind[i]}});
        const QJsonObject object{{QStringLiteral("common"), qint64(difference.common)},
                                 {QStringLiteral("same"), difference.isSame()},
                                 {QStringLiteral("copies"), copies}};
        streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
        return difference.isSame() ? ExitDone : isPrefix ? ExitIncomplete : ExitRefused;
    }
    if (difference.isSame()) {
        streams.out << tr("the same %1 entries").arg(format::count(qint64(difference.common))) << Qt::endl;
        return ExitDone;
    }
    if (isPrefix) {
        const int longer = difference.size[0] > difference.size[1] ? 0 : 1;
        streams.out << tr("the same first %1 entries; %2 goes on with %3 more")
                           .arg(format::count(qint64(difference.common)), names.at(longer),
                                format::count(qint64(difference.size[longer] - difference.common)))
                    << Qt::endl;
        return ExitIncomplete;
    }
    streams.out << tr("entry %1 is the first that differs").arg(difference.common) << '\n';
    for (int i = 0; i < 2; ++i)
        streams.out << QStringLiteral("  %1: %2 %3\n").arg(names.at(i), difference.kind[i], difference.id[i]);
    streams.out.flush();
    return ExitRefused;
}

} // namespace astern::app
