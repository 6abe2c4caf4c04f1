// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "tests/support/samples.h"

namespace astern::samples {

// Of checkout in prod/eu-1, raised `agoMs` before kNow.
inline Alert alert(const char *name, const char *severity, qint64 agoMs)
{
    Alert made;
    made.backend = QStringLiteral("alerts");
    made.name = QLatin1String(name);
    made.fingerprint = QStringLiteral("fp-") + made.name;
    made.severity = QLatin1String(severity);
    made.sinceMs = kNow - agoMs;
    made.summary = made.name + QStringLiteral(" of the shop");
    made.runbookUrl = QStringLiteral("https://wiki.shop.example/") + made.name;
    made.generatorUrl = QStringLiteral("https://prometheus.shop.example/graph");
    made.labels = {{QStringLiteral("alertname"), made.name},
                   {QStringLiteral("service"), QStringLiteral("checkout")},
                   {QStringLiteral("env"), QStringLiteral("prod")},
                   {QStringLiteral("cell"), QStringLiteral("eu-1")}};
    return made;
}

inline Alert silenced(Alert alert)
{
    alert.state = Alert::State::Silenced;
    alert.silencedBy = {QStringLiteral("5c8c3858")};
    return alert;
}

// With a manager of alerts beside the rest.
inline Workspace watched(Workspace workspace)
{
    workspace.backends.append(
        {.id = QStringLiteral("alerts"), .type = QStringLiteral("alertmanager"), .pollMs = 5'000});
    return workspace;
}

// It answers now, with these.
inline void tellAlerts(Session &session, const QList<Alert> &alerts)
{
    session.setAlerts({QStringLiteral("alerts"), session.nowMs(), alerts});
    session.setBackendHealth({.backend = QStringLiteral("alerts"),
                              .type = QStringLiteral("alertmanager"),
                              .state = BackendHealth::State::Live,
                              .lastAnswerMs = session.nowMs(),
                              .sinceMs = kNow - 600'000,
                              .pollMs = 5'000});
}

} // namespace astern::samples
