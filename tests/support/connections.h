// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rollout/connectiontest.h"

namespace astern::samples {

// Credentials that may look everywhere, go back in one place, and read no logs.
inline ConnectionReport testedConnection(const QString &backend)
{
    using State = ConnectionLine::State;
    ConnectionReport report{backend, QStringLiteral("argo-rollouts"), {}, true};
    const auto add = [&report](State state, const char *id, const char *what, const QString &words,
                               const QString &hint = {}) {
        report.lines.append({state, QLatin1String(id), QString::fromUtf8(what), words, hint});
    };
    add(State::Good, "address", "Address", QStringLiteral("https://eu.shop.example:6443"));
    add(State::Note, "sign-in", "Sign-in",
        QStringLiteral("bearer token, ${keychain:eu.token}, good until 2025-11-24 18:11:04 +01:00"));
    add(State::Note, "tls", "TLS", QStringLiteral("issued by shop-ca, good until 2025-12-01 00:00:00 +01:00"),
        QStringLiteral("The server needs a new certificate soon."));
    add(State::Good, "answer", "Answer", QStringLiteral("it answers"));
    add(State::Good, "round-trip", "Round trip", QStringLiteral("23 ms, the median of 3"));
    add(State::Good, "version", "Version", QStringLiteral("Kubernetes v1.31.4"));
    add(State::Note, "clock", "Clock", QStringLiteral("12 s ahead of ours"),
        QStringLiteral("Astern counts by its own clock; still, one of the two is wrong."));
    add(State::Good, "may-read", "May read rollouts", QStringLiteral("yes, in all namespaces"));
    add(State::Good, "may-watch", "May watch", QStringLiteral("yes, in all namespaces"));
    add(State::Note, "may-undo", "May roll back",
        QStringLiteral("in prod-eu-1; not in prod-us-1: The credentials of argo may not patch rollouts.argoproj.io in "
                       "namespace prod-us-1"));
    add(State::Note, "may-logs", "May read logs",
        QStringLiteral("no: The credentials of argo may not get pods/log in namespace prod-eu-1"));
    add(State::Good, "may-events", "May read events", QStringLiteral("yes, in prod-eu-1, prod-us-1"));
    return report;
}

// The same, with a token that the server does not take.
inline ConnectionReport failedConnection(const QString &backend)
{
    ConnectionReport report = testedConnection(backend);
    for (qsizetype i = 1; i < report.lines.size(); ++i) {
        ConnectionLine &line = report.lines[i];
        line.state = ConnectionLine::State::Unknown;
        line.words = QStringLiteral("not asked");
        line.hint.clear();
    }
    report.lines[1].state = ConnectionLine::State::Wrong;
    report.lines[1].words =
        QStringLiteral("bearer token, ${keychain:eu.token}: The server does not accept the credentials");
    report.lines[1].hint =
        QStringLiteral("The token or certificate is missing, expired or of another cluster: log in again.");
    return report;
}

} // namespace astern::samples
