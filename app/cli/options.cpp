// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include "app/cli/json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::app {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

} // namespace

ExitCode exitCodeFor(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::NotPermitted:
        return ExitNotPermitted;
    case Error::Kind::Unauthorized:
    case Error::Kind::Unreachable:
    case Error::Kind::Unavailable:
    case Error::Kind::Throttled:
    case Error::Kind::Malformed:
    case Error::Kind::TooLarge:
    case Error::Kind::Storage:
    case Error::Kind::NotFound:
        return ExitUnreachable;
    case Error::Kind::TimedOut:
        return ExitIncomplete;
    default:
        return ExitRefused;
    }
}

VerbOptions::VerbOptions(const QString &verb, const QString &summary, const QString &usage, const QString &example)
    : m_verb(verb), m_usage(usage), m_example(example)
{
    m_parser.setApplicationDescription(summary);
    m_parser.addOption({{QStringLiteral("w"), QStringLiteral("workspace")},
                        tr("Workspace folder (default: $ASTERN_WORKSPACE, else the current folder)."),
                        QStringLiteral("DIR")});
    m_parser.addOption({QStringLiteral("data"), tr("Folder of journal and keys."), QStringLiteral("DIR")});
    m_parser.addOption({QStringLiteral("json"), tr("Machine-readable output.")});
    m_parser.addOption({{QStringLiteral("h"), QStringLiteral("help")}, tr("Show this help.")});
}

void VerbOptions::addSendOptions()
{
    add({QStringLiteral("dry-run"), tr("Print the plan with its proofs; send nothing.")});
    add({QStringLiteral("yes"), tr("Do not ask.")});
}

void VerbOptions::addBreakGlass()
{
    add({QStringLiteral("break-glass"),
         tr("Go past a gate that is shut, where its rule lets you: recorded as an override, and a second person has to "
            "countersign.")});
}

void VerbOptions::addDeclaredOptions()
{
    add({{QStringLiteral("e"), QStringLiteral("environment")}, tr("Where, if it is in several."), QStringLiteral("E")});
    add({{QStringLiteral("r"), QStringLiteral("reason")}, tr("Why; kept in the log."), QStringLiteral("TEXT")});
    addBreakGlass();
    addSendOptions();
}

bool VerbOptions::parse(const QStringList &args, Streams streams, int &exitCode)
{
    const bool parsed = m_parser.parse(QStringList{QStringLiteral("asternctl ") + m_verb} + args);
    if (m_parser.isSet(QStringLiteral("help"))) {
        QString help = m_parser.helpText();
        help.replace(0, help.indexOf(QLatin1Char('\n')),
                     tr("usage: asternctl %1").arg(QString(m_verb + QLatin1Char(' ') + m_usage).trimmed()));
        streams.out << help.trimmed() << "\n\n" << tr("example: %1").arg(m_example) << Qt::endl;
        exitCode = ExitDone;
        return false;
    }
    if (!parsed) {
        exitCode = usageError(streams, m_parser.errorText());
        return false;
    }
    return true;
}

QString VerbOptions::workspaceFolder() const
{
    if (m_parser.isSet(QStringLiteral("workspace")))
        return m_parser.value(QStringLiteral("workspace"));
    const QString fromEnvironment = qEnvironmentVariable("ASTERN_WORKSPACE");
    return fromEnvironment.isEmpty() ? QDir::currentPath() : fromEnvironment;
}

int VerbOptions::usageError(Streams streams, const QString &message) const
{
    streams.err << "asternctl " << m_verb << ": " << message << '\n'
                << tr("usage: asternctl %1").arg(QString(m_verb + QLatin1Char(' ') + m_usage).trimmed()) << '\n'
                << tr("example: %1").arg(m_example) << Qt::endl;
    return ExitUsage;
}

int fail(Streams streams, const Error &error, bool json)
{
    if (json)
        streams.out << QString::fromUtf8(QJsonDocument(errorToJson(error)).toJson(QJsonDocument::Compact)) << Qt::endl;
    streams.err << "asternctl: " << error.toString() << Qt::endl;
    return exitCodeFor(error);
}

int printSchema(Streams streams, const QString &format)
{
    QFile file(QStringLiteral(":/astern/schemas/%1.schema.json").arg(format));
    if (!file.open(QIODevice::ReadOnly))
        return fail(streams, Error{.kind = Error::Kind::Internal, .message = file.errorString()}, false);
    streams.out << QString::fromUtf8(file.readAll()) << Qt::flush;
    return ExitDone;
}

std::optional<Workspace> loadWorkspace(const VerbOptions &options, Streams streams, int &exitCode)
{
    const QString folder = options.workspaceFolder();
    if (!QFileInfo::exists(QDir(folder).filePath(QStringLiteral("astern.yaml")))) {
        exitCode = fail(streams,
                        Error{.kind = Error::Kind::NotFound,
                              .message = tr("There is no workspace here"),
                              .where = QDir(folder).filePath(QStringLiteral("astern.yaml")),
                              .hint = tr("Name its folder with --workspace DIR or ASTERN_WORKSPACE.")},
                        options.json());
        return std::nullopt;
    }
    WorkspaceReading reading = readWorkspace(folder);
    for (const WorkspaceIssue &issue : reading.issues) {
        if (!reading.workspace || issue.severity == WorkspaceIssue::Severity::Error)
            streams.err << issue.toString() << '\n';
    }
    streams.err.flush();
    if (!reading.workspace) {
        exitCode = fail(streams,
                        Error{.kind = Error::Kind::Storage,
                              .message = tr("The workspace has errors"),
                              .where = folder,
                              .hint = tr("`asternctl workspace check` lists them all.")},
                        options.json());
        return std::nullopt;
    }
    return std::move(reading.workspace);
}

Result<Placement> findPlacement(const Workspace &workspace, const QString &service, const QString &environment,
                                const QString &cell)
{
    QList<Placement> found;
    QStringList places;
    for (const Placement &placement : workspace.placements()) {
        if (placement.service != service)
            continue;
        places.append(QStringLiteral("--environment %1 --cell %2").arg(placement.environment, placement.cell));
        if ((environment.isEmpty() || placement.environment == environment) &&
            (cell.isEmpty() || placement.cell == cell))
            found.append(placement);
    }
    if (found.size() == 1)
        return found.first();
    if (places.isEmpty()) {
        QStringList names;
        for (const ServiceConfig &known : workspace.services)
            names.append(known.id);
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("The workspace %1 has no service \"%2\"").arg(workspace.name, service),
                     .where = {},
                     .hint = tr("It has: %1.").arg(names.join(QStringLiteral(", ")))};
    }
    return Error{.kind = Error::Kind::Invalid,
                 .message = found.isEmpty() ? tr("%1 does not run there").arg(service)
                                            : tr("%1 runs in several places").arg(service),
                 .where = {},
                 .hint = tr("Choose one of: %1.").arg(places.join(QStringLiteral("; ")))};
}

} // namespace astern::app
