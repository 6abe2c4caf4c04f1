// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/alert.h"
#include "models/workspace/workspace.h"

#include <QHash>
#include <QSet>

namespace astern {

// Which alerts belong to which place. An alert belongs to every place that its labels fit; one that fits none is
// kept, counted and named.
class AlertBook {
public:
    // The places to sort into; what is known is sorted anew.
    void setWorkspace(const Workspace &workspace);
    // All alerts of one manager, instead of those it had. The places whose alerts differ now.
    [[nodiscard]] QSet<QString> set(const AlertBatch &batch);
    [[nodiscard]] QSet<QString> forget(const QString &backend);

    // What needs a person first. One that several managers have (they share their work) stands here once.
    [[nodiscard]] QList<Alert> of(const QString &placementKey) const { return m_byPlace.value(placementKey); }
    [[nodiscard]] const QList<Alert> &ofNoPlace() const { return m_ofNoPlace; }

private:
    struct Place {
        Placement placement;
        QString key;
        QMap<QString, QString> labels; // that an alert of it carries; empty: the usual ones
    };
    [[nodiscard]] QStringList placesOf(const Alert &alert) const;
    [[nodiscard]] QSet<QString> sort();

    QList<Place> m_places;
    QHash<QString, QList<qsizetype>> m_usual; // by service: those that are told by the usual labels
    QList<qsizetype> m_special;
    QMap<QString, QList<Alert>> m_alerts; // by backend
    QHash<QString, QList<Alert>> m_byPlace;
    QList<Alert> m_ofNoPlace;
};

// Whether an alert is about a place by the labels that most rules carry: one of service, app and job is the service,
// and environment or env, cell or cluster, where it has them, are those of the place.
[[nodiscard]] bool usualLabelsFit(const QMap<QString, QString> &labels, const Placement &place);
// The same by the labels that the workspace names: the alert has all of them; "a|b" means either.
[[nodiscard]] bool labelsFit(const QMap<QString, QString> &labels, const QMap<QString, QString> &wanted);

} // namespace astern
