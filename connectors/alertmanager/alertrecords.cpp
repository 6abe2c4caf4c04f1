// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alertmanager/alertrecords.h"

#include "models/session/alertbook.h"

namespace astern::connectors {
namespace {

bool isAbout(const Alert &alert, const policy::StateQuery &query)
{
    if (!query.alertLabels.isEmpty())
        return labelsFit(alert.labels, query.alertLabels);
    Placement place;
    place.service = query.service;
    place.environment = query.environment;
    place.cell = query.cell;
    return usualLabelsFit(alert.labels, place);
}

} // namespace

policy::RecordBatch alertRecords(const policy::StateQuery &query, const QList<Alert> &alerts, qint64 nowMs)
{
    policy::RecordBatch batch;
    batch.rollout = query.rollout;
    batch.source = query.source;
    batch.arrivedMs = nowMs;
    for (const QString &object : query.objects) {
        batch.records.append({query.source, object, {}, nowMs, nowMs, 1});
        for (const Alert &alert : alerts) {
            if ((object != QLatin1String(policy::kAlertsObject) && alert.name != object) || !isAbout(alert, query))
                continue;
            // Of its own labels only those that tell a role: the others say nothing to a verdict.
            QMap<QString, QString> labels;
            for (const auto &roles : {query.newLabels, query.stableLabels}) {
                for (auto role = roles.cbegin(); role != roles.cend(); ++role) {
                    if (alert.labels.contains(role.key()))
                        labels.insert(role.key(), alert.labels.value(role.key()));
                }
            }
            labels.insert(QStringLiteral("instance"), alert.fingerprint);
            labels.insert(QStringLiteral("state"), toString(alert.state));
            batch.records.append({query.source, object, labels, nowMs, nowMs, 0});
        }
    }
    return batch;
}

} // namespace astern::connectors
