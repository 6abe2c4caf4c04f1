// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/health/signal.h"
#include "models/workspace/workspace.h"

namespace astern::connectors {

// What differs between the servers that speak the Prometheus query API. All of it is decided here, from the backend's
// type; whoever asks and reads never names a server.
struct PromDialect {
    // An answer that is not a number is left out, as if there were none: 0/0 looks like a series that does not exist.
    bool dropsNaN = false;
    QByteArray moreFields; // of every question: "&nocache=1"
    QString prefix;        // of the path, between the backend's url and /api/v1

    [[nodiscard]] static PromDialect of(const BackendConfig &config);
    // "<url><prefix>/api/v1/<call>"
    [[nodiscard]] QUrl apiUrl(const QUrl &base, const QString &call) const;
    // The value of a signal as Prometheus would have answered it.
    [[nodiscard]] double read(const SignalSpec &spec, double value) const;
    // A refusal that means the address and not the question is said as one.
    [[nodiscard]] Error understood(Error error) const;
};

// Instead of the ratio of nothing to nothing, where the server would leave it out: no ratio is negative.
inline constexpr double kNoTraffic = -1;

} // namespace astern::connectors
