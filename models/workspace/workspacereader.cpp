// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/reader.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimeZone>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

constexpr auto kVersion = "workspace/v1";

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{Error::Kind::NotFound, tr("%1 cannot be read: %2").arg(path, file.errorString()), {}, {}, {}};
    // One byte more than allowed: the parser says that it is too large.
    return file.read(kMaxDocumentBytes + 1);
}

void readEnvironments(ReadingContext &context, const YamlNode &node, Workspace &workspace)
{
    eachId(context, node, QStringLiteral("environments"), [&](const QString &id, const YamlNode::Entry &entry) {
        EnvironmentConfig environment;
        environment.id = id;
        environment.at = entry.keyAt;
        Section section(context, entry.value, QStringLiteral("environments.") + id);
        environment.cells = section.texts("cells");
        for (const QString &cell : std::as_const(environment.cells)) {
            if (!isPlainId(cell) || environment.cells.count(cell) > 1)
                context.error(section.take("cells")->at, "W-ID", tr("\"%1\" cannot be a cell of %2").arg(cell, id),
                              tr("letters, digits, '.', '-', '_', each once"));
        }
        if (section.isMap() && environment.cells.isEmpty() && section.require("cells") &&
            section.take("cells")->items.empty())
            context.error(section.take("cells")->at, "W-MISSING", tr("%1 has no cell").arg(id), tr("cells: [eu-1]"));
        if (const YamlNode *waves = section.list("waves", tr("lists of cells"))) {
            for (const YamlNode &wave : waves->items) {
                if (wave.kind != YamlNode::Kind::Sequence)
                    context.type(wave, section.path(QStringLiteral("waves")), tr("a list of cells: [[eu-1], [us-1]]"));
                QStringList cells;
                for (const YamlNode &cell : wave.items) {
                    if (context.reference(cell, tr("cell of %1").arg(id), environment.cells))
                        cells.append(cell.text);
                }
                environment.waves.append(cells);
            }
        }
        environment.isProtected = section.boolean("protected", false);
        section.finish();
        workspace.environments.append(environment);
    });
}

void readProbes(ReadingContext &context, const YamlNode &node, Workspace &workspace)
{
    Section probes(context, node, QStringLiteral("probes"));
    workspace.probes = {.caFile = probes.file("ca"), .certFile = probes.file("cert"), .keyFile = probes.file("key")};
    probes.finish();
}

void readPeople(ReadingContext &context, const YamlNode &node, Workspace &workspace)
{
    Section people(context, node, QStringLiteral("people"));
    if (const YamlNode *roles = people.take("roles"))
        readRoles(context, *roles, workspace);
    if (const YamlNode *notify = people.take("notify"))
        readNotify(context, *notify, workspace);
    people.finish();
}

void readTop(ReadingContext &context, const YamlNode &root, Workspace &workspace)
{
    Section top(context, root, {});
    if (!top.isMap())
        return;
    if (const YamlNode *version = top.require("astern"); version && version->text != QLatin1String(kVersion))
        context.error(version->at, "W-VERSION", tr("the format is \"%1\"").arg(version->text.left(40)),
                      QLatin1String(kVersion), QLatin1String(kVersion));
    workspace.name = top.requiredText("name");
    if (!workspace.name.isEmpty() && !isPlainId(workspace.name))
        context.error(top.take("name")->at, "W-ID", tr("the name cannot be \"%1\"").arg(workspace.name.left(60)),
                      tr("letters, digits, '.', '-' and '_' inside, at most 63"));
    workspace.timeZone = top.text("time_zone");
    if (!workspace.timeZone.isEmpty() && !QTimeZone::isTimeZoneIdAvailable(workspace.timeZone.toUtf8())) {
        QStringList zones;
        for (const QByteArray &zone : QTimeZone::availableTimeZoneIds())
            zones.append(QString::fromLatin1(zone));
        context.error(top.take("time_zone")->at, "W-VALUE",
                      tr("there is no time zone \"%1\"").arg(workspace.timeZone.left(60)),
                      tr("a name of the time zone database"), nearestText(workspace.timeZone, zones));
    }
    workspace.sandbox = top.boolean("sandbox", false);
    workspace.readOnly = top.boolean("read_only", false);
    // Declared first what others refer to, whatever their order in the file.
    References references;
    if (const YamlNode *backends = top.take("backends"))
        readBackends(context, *backends, workspace, references);
    if (const YamlNode *environments = top.take("environments"))
        readEnvironments(context, *environments, workspace);
    if (const YamlNode *services = top.require("services"))
        readServices(context, *services, references, workspace);
    if (const YamlNode *probes = top.take("probes"))
        readProbes(context, *probes, workspace);
    if (const YamlNode *journal = top.take("journal"))
        readJournal(context, *journal, workspace);
    if (const YamlNode *identity = top.take("identity"))
        readIdentity(context, *identity, workspace);
    if (const YamlNode *people = top.take("people"))
        readPeople(context, *people, workspace);
    if (const YamlNode *escalation = top.take("escalation"))
        readEscalation(context, *escalation, workspace);
    checkNotify(context, workspace);
    const QStringList roles = declaredRoles(root);
    if (const YamlNode *gates = top.take("gates"))
        readGates(context, *gates, roles, workspace);
    if (const YamlNode *permissions = top.take("permissions"))
        readPermissions(context, *permissions, roles, workspace);
    if (const YamlNode *calendars = top.take("calendars"))
        readCalendars(context, *calendars, workspace);
    if (const YamlNode *budgets = top.take("budgets"))
        readBudgets(context, *budgets, workspace);
    workspace.rulesDigest = rulesDigestOf(root);
    top.finish();
}

} // namespace

WorkspaceReading readWorkspace(const QString &folder)
{
    WorkspaceReading reading;
    const QString file = QLatin1String(kWorkspaceFile);
    const Result<QByteArray> bytes = readFile(QDir(folder).filePath(file));
    if (!bytes) {
        reading.issues.append({WorkspaceIssue::Severity::Error,
                               {file, 0, 0},
                               QStringLiteral("W-FILE"),
                               bytes.error().message,
                               tr("a folder with a readable %1").arg(file),
                               {}});
        return reading;
    }
    return readWorkspaceText(*bytes, folder, readPolicyTexts(folder));
}

WorkspaceReading readWorkspaceText(const QByteArray &text, const QString &folder, const PolicyTexts &policies)
{
    WorkspaceReading reading;
    ReadingContext context{
        .dialect = kWorkspaceDialect, .folder = QDir(folder).absolutePath(), .issues = {}, .ignored = {}};
    const YamlNode root = parseYaml(text, QLatin1String(kWorkspaceFile), context.dialect, context.issues);
    const bool readable = std::none_of(context.issues.cbegin(), context.issues.cend(), [](const WorkspaceIssue &issue) {
        return issue.code == QLatin1String("W-YAML") || issue.code == QLatin1String("W-TOO-LARGE") ||
               issue.code == QLatin1String("W-ENCODING");
    });
    Workspace workspace;
    workspace.folder = context.folder;
    if (readable)
        readTop(context, root, workspace);
    reading.issues = inFileOrder(context.issues);
    if (hasErrors(context.issues))
        return reading;
    workspace.ignored = context.ignored;
    workspace.policies = readPolicies(policies, workspace);
    declareUnenforced(workspace);
    reading.workspace = workspace;
    return reading;
}

} // namespace astern
