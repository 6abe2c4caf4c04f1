// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/runbook/runbooklog.h"

#include <algorithm>

namespace astern::runbook {

Draft stepDraft(const Runbook &runbook, const Step &step, bool done, const Actor &actor, const QString &service,
                const QString &environment, const QString &cell)
{
    Draft draft;
    draft.kind = QLatin1String(kStepKind);
    draft.fields = {{QStringLiteral("runbook"), QJsonObject{{QStringLiteral("file"), runbook.file},
                                                            {QStringLiteral("digest"), runbook.digest},
                                                            {QStringLiteral("step"), step.key},
                                                            {QStringLiteral("text"), step.text},
                                                            {QStringLiteral("done"), done}}},
                    {QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), service},
                                                            {QStringLiteral("environment"), environment},
                                                            {QStringLiteral("cell"), cell}}},
                    {QStringLiteral("actor"),
                     QJsonObject{{QStringLiteral("ref"), actor.ref}, {QStringLiteral("role"), actor.role}}}};
    if (!actor.name.isEmpty())
        draft.personal.insert(QStringLiteral("actor.name"), actor.name);
    return draft;
}

QMap<QString, Tick> ticked(const QString &file, const QList<JournalEntry> &entries, qint64 sinceMs)
{
    QList<JournalEntry> inOrder = entries;
    std::sort(inOrder.begin(), inOrder.end(),
              [](const JournalEntry &a, const JournalEntry &b) { return a.index < b.index; });
    QMap<QString, Tick> now;
    for (const JournalEntry &entry : std::as_const(inOrder)) {
        const QJsonObject runbook = entry.payload.value(QLatin1String("runbook")).toObject();
        if (entry.kind != QLatin1String(kStepKind) || entry.wallMs < sinceMs ||
            runbook.value(QLatin1String("file")).toString() != file)
            continue;
        const QString key = runbook.value(QLatin1String("step")).toString();
        if (!runbook.value(QLatin1String("done")).toBool()) {
            now.remove(key);
            continue;
        }
        const QString ref =
            entry.payload.value(QLatin1String("actor")).toObject().value(QLatin1String("ref")).toString();
        now.insert(key, {entry.personal.value(QStringLiteral("actor.name"), ref), entry.wallMs, entry.index});
    }
    return now;
}

} // namespace astern::runbook
