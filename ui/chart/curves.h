// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/chartrange.h"
#include "models/session/session.h"
#include "ui/rollout/healthchart.h"

#include <QList>
#include <QString>

// What a large chart shows, as values: no widget.
namespace astern::ui {

// A signal of a place. The first subject of a chart is what it was opened for, the others are what it is compared with.
struct ChartSubject {
    QString place;  // Placement::key()
    QString signal; // SignalSpec::id
    bool operator==(const ChartSubject &) const = default;
};

// One line of the chart: the version on its way, or the one that serves beside it.
struct Curve {
    SeriesId id;
    SignalSpec spec;
    QString name;    // "canary 4.8.0"; of what it is compared with: "Orders, canary 4.8.0"
    int subject = 0; // says its colour and dashes
    bool stable = false;
    bool operator==(const Curve &) const = default;
};
// Subjects that the workspace no longer has are left out.
[[nodiscard]] QList<Curve> curvesOf(const Session &session, const QList<ChartSubject> &subjects);

// nullptr: the workspace does not have it.
[[nodiscard]] const SignalSpec *specOf(const Session &session, const ChartSubject &subject);
// "checkout prod/eu-1".
[[nodiscard]] QString placeText(const Session &session, const QString &placementKey);

// What a subject can be compared with: the other signals of its place, and its signal at the service's other places.
struct Comparison {
    ChartSubject subject;
    QString text; // "Orders (/min)", "prod/us-1"
    bool operator==(const Comparison &) const = default;
};
[[nodiscard]] QList<Comparison> otherSignals(const Session &session, const ChartSubject &subject);
[[nodiscard]] QList<Comparison> otherPlaces(const Session &session, const ChartSubject &subject);

// From the oldest sample of all curves to now; nothing kept: from == to.
[[nodiscard]] TimeSpan keptOf(const SeriesStore &store, const QList<Curve> &curves, qint64 nowMs);

// The unit of the value axis: "%" for a ratio.
[[nodiscard]] QString axisUnit(const SignalSpec &spec);
// The unit of what is stored, for a file: "ratio" where the axis says "%".
[[nodiscard]] QString storedUnit(const SignalSpec &spec);
// Four significant digits and the unit: what somebody reads off a chart who wants to know.
[[nodiscard]] QString exactText(const SignalSpec &spec, double value);

} // namespace astern::ui
