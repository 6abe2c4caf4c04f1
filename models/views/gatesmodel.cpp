// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/gatesmodel.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("GatesModel", text); }

QString join(const QStringList &words) { return words.join(QStringLiteral(", ")); }

// All that carries a release further is one word in the file.
QString actsWords(const QList<GatedAct> &acts)
{
    QStringList words;
    const QList<GatedAct> forward = GateWhen().acts;
    const bool every =
        std::all_of(forward.cbegin(), forward.cend(), [&acts](GatedAct act) { return acts.contains(act); });
    if (every)
        words.append(tr("going forward"));
    for (const GatedAct act : acts) {
        if (!every || !forward.contains(act))
            words.append(toString(act));
    }
    return join(words);
}

QString whenWords(const GateWhen &when)
{
    QString words = actsWords(when.acts);
    if (!when.environments.isEmpty())
        words = tr("%1 in %2").arg(words, join(when.environments));
    if (!when.services.isEmpty())
        words = tr("%1 of %2").arg(words, join(when.services));
    return when.reachAbove < 0 ? words : tr("%1, to more than %2").arg(words, format::weight(when.reachAbove));
}

QString needsWords(const GateConfig &gate)
{
    const GateApprovals &asks = gate.approvals;
    QStringList words;
    if (asks.count > 0)
        words.append(
            tr("%1 of %2").arg(asks.count).arg(asks.roles.isEmpty() ? tr("anybody") : asks.roles.join(tr(" or "))));
    if (asks.owners)
        words.append(tr("an owner among them"));
    if (asks.notRequester)
        words.append(tr("not who asked"));
    if (asks.notAuthor)
        words.append(tr("not who made the change"));
    if (asks.reason)
        words.append(tr("each says why"));
    if (asks.count > 0)
        words.append(tr("within %1").arg(format::duration(asks.expiresMs)));
    if (gate.require.healthyForMs > 0)
        words.append(tr("healthy for %1").arg(format::duration(gate.require.healthyForMs)));
    if (gate.require.drillWithinMs > 0)
        words.append(tr("a rollback rehearsed in the last %1").arg(format::duration(gate.require.drillWithinMs)));
    if (gate.require.readiness)
        words.append(tr("readiness green"));
    if (gate.delegation)
        words.append(tr("may be handed on"));
    return join(words);
}

} // namespace

GateRuleRow gateRuleRow(const GateConfig &gate)
{
    return {.gate = gate.id,
            .where = QStringLiteral("%1:%2").arg(gate.at.file).arg(gate.at.line),
            .when = whenWords(gate.when),
            .needs = needsWords(gate),
            .glass = gate.breakGlass.roles.isEmpty() ? tr("nobody may go past it")
                                                     : tr("%1 may go past it, countersigned within %2")
                                                           .arg(gate.breakGlass.roles.join(tr(" or ")),
                                                                format::duration(gate.breakGlass.countersignWithinMs))};
}

QString mayWords(const Workspace &workspace, const QString &role)
{
    QStringList acts;
    for (const ActRoles &permission : workspace.permissions) {
        if (permission.roles.contains(role))
            acts.append(toString(permission.act));
    }
    QStringList words;
    if (!acts.isEmpty())
        words.append(join(acts));
    QStringList signs;
    QStringList glass;
    for (const GateConfig &gate : workspace.gates) {
        if (gate.approvals.roles.contains(role))
            signs.append(gate.id);
        if (gate.breakGlass.roles.contains(role))
            glass.append(gate.id);
    }
    if (!signs.isEmpty())
        words.append(tr("signs at %1").arg(join(signs)));
    if (!glass.isEmpty())
        words.append(tr("may go past %1").arg(join(glass)));
    for (const ServiceConfig &service : workspace.services) {
        if (service.owner == role) {
            words.append(tr("owns services"));
            break;
        }
    }
    return words.join(QStringLiteral("; "));
}

QString openWords(const Workspace &workspace)
{
    QStringList open;
    for (const GatedAct act : gatedActs()) {
        const bool named = std::any_of(workspace.permissions.cbegin(), workspace.permissions.cend(),
                                       [act](const ActRoles &one) { return one.act == act; });
        if (!named)
            open.append(toString(act));
    }
    const QString back = tr("Pausing, going back and turning off are open to everybody, always.");
    return open.isEmpty()
               ? back
               : tr("No permission names %1: that is open to everybody.").arg(join(open)) + QLatin1Char(' ') + back;
}

GatesModel::GatesModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    connect(&session, &Session::workspaceChanged, this, &GatesModel::show);
    show();
}

void GatesModel::show()
{
    QList<GateRuleRow> rows;
    for (const GateConfig &gate : m_session.workspace().gates)
        rows.append(gateRuleRow(gate));
    merge(rows);
}

int GatesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant GatesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const GateRuleRow &row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return index.column() == GateColumn    ? row.gate
               : index.column() == WhenColumn  ? row.when
               : index.column() == NeedsColumn ? row.needs
                                               : row.where;
    case Qt::AccessibleTextRole:
        return tr("%1, %2: %3. %4. %5").arg(row.gate, row.when, row.needs, row.glass, row.where);
    case GlassRole:
        return index.column() == NeedsColumn ? row.glass : QString();
    case IdRole:
        return row.gate;
    case SortRole:
        return index.row();
    default:
        return {};
    }
}

QVariant GatesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case GateColumn:
        return tr("gate");
    case WhenColumn:
        return tr("stands before");
    case NeedsColumn:
        return tr("opens with");
    case WhereColumn:
        return tr("written in");
    default:
        return {};
    }
}

} // namespace astern
