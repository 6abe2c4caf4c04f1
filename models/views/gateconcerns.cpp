// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/gateconcerns.h"

#include <QCoreApplication>

namespace astern::escalation {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Escalation", text); }

Concern concernOf(const GateRow &row, Concern::Kind kind, const char *prefix)
{
    Concern concern;
    concern.kind = kind;
    concern.cause = QLatin1String(prefix) + row.request;
    concern.id = idOf(concern.cause, row.sinceMs);
    concern.place = row.environment.isEmpty() ? QString() : row.placementKey();
    concern.service = row.service;
    concern.environment = row.environment;
    concern.cell = row.cell;
    concern.sinceMs = row.sinceMs;
    return concern;
}

QString what(const GateRow &row)
{
    return row.fromVersion.isEmpty() || row.fromVersion == row.toVersion
               ? QStringLiteral("%1 %2").arg(row.act, row.toVersion)
               : QStringLiteral("%1 %2 → %3").arg(row.act, row.fromVersion, row.toVersion);
}

QString signIt(const GateRow &row) { return QStringLiteral("asternctl approve ") + shortRequest(row.request); }

} // namespace

QList<Concern> gateConcerns(const QList<GateRow> &rows)
{
    QList<Concern> all;
    for (const GateRow &row : rows) {
        if (row.over || row.kind == GateRow::Kind::Pause)
            continue;
        if (row.kind == GateRow::Kind::Request) {
            if (row.decision.state != Decision::State::Waiting || !row.decision.asksPeople)
                continue;
            Concern asked = concernOf(row, Concern::Kind::Gate, "gate:");
            asked.words = tr("%1 waits at gate %2, where %3 of %4 people have signed; sign with: %5")
                              .arg(what(row), row.gate)
                              .arg(row.decision.seats.size())
                              .arg(row.decision.wanted)
                              .arg(signIt(row));
            all.append(asked);
            continue;
        }
        Concern review = concernOf(row, Concern::Kind::Review, "review:");
        review.words = tr("%1 went past gate %2, and a second person has to countersign; sign with: %3")
                           .arg(what(row), row.gate, signIt(row));
        all.append(review);
        if (!row.overdue)
            continue;
        Concern overdue = concernOf(row, Concern::Kind::Overdue, "overdue:");
        overdue.words = tr("%1 went past gate %2, and nobody has countersigned it in time; sign with: %3")
                            .arg(what(row), row.gate, signIt(row));
        all.append(overdue);
    }
    return all;
}

} // namespace astern::escalation
