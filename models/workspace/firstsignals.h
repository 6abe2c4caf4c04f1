// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/firstworkspace.h"

namespace astern {

// Text as YAML takes it, in quotes where it would mean something else without.
[[nodiscard]] QString yamlText(const QString &text);

// Where one service runs, as far as labels of series can tell.
struct SignalPlace {
    QString environment;
    QString cell;
    QString ns;
    QString name;
    WorkloadKind kind = WorkloadKind::Deployment;
};
// `roles` and `signals` of one service, for metrics that have samples of it now; empty where none has, or where the
// labels cannot tell its places apart, which would mix their numbers.
struct FirstSignals {
    QByteArray yaml;
    QStringList doubts;
};
[[nodiscard]] FirstSignals firstSignals(const QString &service, const QList<SignalPlace> &places,
                                        const QList<FoundMetric> &metrics);

} // namespace astern
