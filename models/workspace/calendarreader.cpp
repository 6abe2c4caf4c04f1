// SPDX-License-Identifier: GPL-3.0-or-later
// Of a workspace: times in which nothing goes forward, and how much may.
#include "models/workspace/namereader.h"

#include <QCoreApplication>
#include <QFile>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

// Each item of a list, with an id of its own.
void eachItem(ReadingContext &context, const YamlNode &node, const QString &path,
              const std::function<void(Section &section, const QString &id)> &body)
{
    if (node.kind != YamlNode::Kind::Sequence)
        return context.type(node, path, tr("a list"));
    QStringList ids;
    for (size_t i = 0; i < node.items.size(); ++i) {
        Section section(context, node.items[i], QStringLiteral("%1[%2]").arg(path).arg(i));
        if (!section.isMap())
            continue;
        const QString id = section.requiredText("id");
        if (!id.isEmpty() && (!isPlainId(id) || ids.contains(id)))
            context.error(section.take("id")->at, "W-ID", tr("\"%1\" cannot be an id of %2").arg(id.left(60), path),
                          tr("letters, digits, '.', '-', '_', each once"));
        ids.append(id);
        body(section, id);
        section.finish();
    }
}

void readSpans(Section &section, const QString &zone, FreezeCalendar &calendar)
{
    calendar.file = section.requiredText("ical");
    const QString path = section.file("ical");
    if (calendar.file.isEmpty())
        return;
    const SourcePosition at = section.take("ical")->at;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return section.context().error(at, "W-FILE", tr("%1 cannot be read: %2").arg(calendar.file, file.errorString()),
                                       tr("a file beside astern.yaml, or its full path"));
    const QByteArray text = file.read(kMaxDocumentBytes + 1);
    if (text.size() > kMaxDocumentBytes)
        return section.context().error(at, "W-TOO-LARGE", tr("%1 is too large").arg(calendar.file), tr("1 MiB"));
    const Result<QList<CalendarSpan>> spans = readCalendar(text, zone);
    if (!spans)
        return section.context().error(at, "W-VALUE", calendar.file + QStringLiteral(": ") + spans.error().message,
                                       spans.error().hint);
    calendar.spans = *spans;
}

void readBlocks(Section &section, FreezeCalendar &calendar)
{
    static const QStringList words{QStringLiteral("start"), QStringLiteral("promote")};
    bool any = false;
    eachText(section, "blocks", [&](const YamlNode &node) {
        any = true;
        calendar.blocksStart = calendar.blocksStart || node.text == words.at(0);
        calendar.blocksPromote = calendar.blocksPromote || node.text == words.at(1);
        if (node.text == QLatin1String("rollback"))
            section.context().error(node.at, "W-VALUE",
                                    tr("%1 would block rollbacks, which nothing may").arg(section.path({})),
                                    words.join(QStringLiteral(", ")));
        else if (!words.contains(node.text))
            section.context().error(
                node.at, "W-VALUE", tr("%1 is \"%2\"").arg(section.path(QStringLiteral("blocks")), node.text.left(60)),
                tr("one of %1").arg(words.join(QStringLiteral(", "))), nearestText(node.text, words));
    });
    if (!any)
        calendar.blocksStart = calendar.blocksPromote = true;
}

} // namespace

void readCalendars(ReadingContext &context, const YamlNode &node, Workspace &workspace)
{
    const DeclaredNames known = knownOf(workspace, {});
    eachItem(context, node, QStringLiteral("calendars"), [&](Section &section, const QString &id) {
        FreezeCalendar calendar;
        calendar.id = id;
        calendar.at = section.at();
        calendar.environments = namesIn(section, "environment", tr("environment"), known.environments);
        calendar.services = namesIn(section, "service", tr("service"), known.services);
        readBlocks(section, calendar);
        readSpans(section, workspace.timeZone, calendar);
        workspace.calendars.append(calendar);
    });
}

void readBudgets(ReadingContext &context, const YamlNode &node, Workspace &workspace)
{
    const DeclaredNames known = knownOf(workspace, {});
    eachItem(context, node, QStringLiteral("budgets"), [&](Section &section, const QString &id) {
        ChangeBudget budget;
        budget.id = id;
        budget.at = section.at();
        budget.environments = namesIn(section, "environment", tr("environment"), known.environments);
        budget.services = namesIn(section, "service", tr("service"), known.services);
        if (section.require("promotions"))
            budget.promotions = countIn(section, "promotions", 1, 1'000);
        if (section.require("within"))
            budget.withinMs = section.duration("within", kDay, kMinute, 30 * kDay);
        workspace.budgets.append(budget);
    });
}

} // namespace astern
