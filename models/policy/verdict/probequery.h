// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/policy.h"
#include "models/policy/verdict/recordsource.h"
#include "models/policy/verdict/statequery.h"

namespace astern::policy {

// Who tells what probes found: the source of their records.
inline constexpr auto kProbeSource = "probe";

// A check of one role of one rollout, carried out again and again by whoever judges it. Its records are as
// samplerecord.h describes them; the event is that the result is known. A failure has a label more, `detail`, which
// says what it was; no judge looks at it.
struct ProbeQuery {
    QString rollout; // id of the rollout: answers name it
    QString signal;
    Role role = Role::New;
    Probe probe; // with {role} filled in
    bool operator==(const ProbeQuery &) const = default;
};

// Everything that verdicts of some rollouts rest on.
struct RecordNeeds {
    QList<RecordQuery> series;
    QList<ProbeQuery> probes;
    QList<StateQuery> states;
    bool operator==(const RecordNeeds &) const = default;
};

} // namespace astern::policy

Q_DECLARE_METATYPE(astern::policy::RecordNeeds)
