// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/faults.h"
#include "connectors/sandbox/traffic.h"

namespace astern::connectors::sandbox {

// One kind of rollout with a known truth, by which policies and people can be judged: a release of 40 minutes, 5, 10,
// 25 and 50 % for ten minutes each, of a service with 100 requests a second of which 0.05 % fail.
struct Scenario {
    enum class Truth { Healthy, Transient, Systemic, External };
    enum class Onset { Start, Third, Drawn }; // with the rollout; in its last third; in its minutes 1 to 25

    QString name;    // "systemic_step"
    QString variant; // "5pct"; the first of a name's variants is meant by the name alone
    QString summary;
    Truth truth = Truth::Healthy;
    Onset onset = Onset::Start;
    bool both = false;          // the stable version suffers, too
    std::optional<Fault> fault; // what goes wrong; carriers and times are filled in when it begins
    Habits habits;

    [[nodiscard]] QString id() const { return variant.isEmpty() ? name : name + QLatin1Char('_') + variant; }
};
[[nodiscard]] const QList<Scenario> &scenarios();
// By id, or by name alone; nullptr: there is none.
[[nodiscard]] const Scenario *findScenario(const QString &name);
[[nodiscard]] QString toString(Scenario::Truth truth);
// The scenarios with what they do, a line each; for people.
[[nodiscard]] QString scenarioList();

// Which one, and where.
struct ScenarioOrder {
    QString name;
    QString service = QStringLiteral("checkout");
    QString cluster = QStringLiteral("prod-eu-1");
    double onsetSeconds = -1; // after the rollout's start; -1: as the scenario says

    // Empty, or what is wrong with it.
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString place() const { return service + QLatin1Char('@') + cluster; }
};

// One that is under way (or over: its faults have their own end).
struct RunningScenario {
    ScenarioOrder order;
    QString tag; // the release that it began
    qint64 beganSim = 0;
    double onsetSeconds = 0;

    [[nodiscard]] QJsonObject toJson() const;
};

// The steps of its rollout.
[[nodiscard]] QJsonArray scenarioSteps();
// The tag after this one: "4.7.1" -> "4.7.2".
[[nodiscard]] QString nextTag(const QString &tag);

} // namespace astern::connectors::sandbox
