// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/alertsmodel.h"

#include "models/base/format.h"

namespace astern {
namespace {

int toneOf(const Alert &alert)
{
    if (!alert.isFiring() || rankOf(alert) == AlertRank::Info)
        return 0;
    return rankOf(alert) == AlertRank::Critical ? 2 : 3;
}

} // namespace

AlertsModel::AlertsModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    connect(&session, &Session::changed, this, [this](const QSet<QString> &placements) {
        if (placements.contains(m_key))
            tick();
    });
    connect(&session, &Session::backendsChanged, this, &AlertsModel::tick);
    connect(&session, &Session::backendsAnswered, this, &AlertsModel::tick);
    tick();
}

void AlertsModel::setPlacement(const QString &key)
{
    m_key = key;
    tick();
}

void AlertsModel::tick()
{
    m_alerts = m_session.alerts(m_key);
    QList<AlertRow> rows;
    for (const Alert &alert : std::as_const(m_alerts.alerts))
        rows.append({alert, alert.sinceMs > 0 ? format::age(alert.sinceMs, m_session.nowMs()) : QString()});
    merge(rows);
    Q_EMIT refreshed();
}

int AlertsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant AlertsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const AlertRow &row = rowAt(index.row());
    const Alert &alert = row.alert;
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NameColumn:
            return alert.name;
        case SeverityColumn:
            return severityWords(alert);
        case SinceColumn:
            return row.age;
        case StateColumn:
            return muteWords(alert);
        default:
            return alert.summary;
        }
    case Qt::ToolTipRole:
    case DescriptionRole:
        return alert.description.isEmpty() ? alert.summary : alert.description;
    case Qt::AccessibleTextRole: {
        QStringList parts{alert.name, severityWords(alert), row.age, muteWords(alert), alert.summary};
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    case IdRole:
        return row.id();
    case ToneRole:
        return toneOf(alert);
    case RunbookRole:
        return alert.runbookUrl;
    case GeneratorRole:
        return alert.generatorUrl;
    case SortRole:
        switch (index.column()) {
        case SeverityColumn:
            return int(rankOf(alert));
        case SinceColumn:
            return alert.sinceMs;
        default:
            return data(index, Qt::DisplayRole);
        }
    default:
        return {};
    }
}

QVariant AlertsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("alert"), tr("severity"), tr("since"), tr("silenced"), tr("what it says")};
    return names.value(section);
}

} // namespace astern
