// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/gates.h"
#include "models/views/entrydetail.h"
#include "models/views/gaterows.h"
#include "models/views/teamwords.h"

namespace astern {

// Whether the person here can do one thing at a gate now, and if not, why.
struct GateMove {
    bool offered = false;  // it makes sense for this person at this line at all
    QString why;           // not now, as a sentence; empty: it can be done
    bool presence = false; // with the PIN of who does it
    [[nodiscard]] bool possible() const { return offered && why.isEmpty(); }
    bool operator==(const GateMove &) const = default;
};

// One line of the inbox as the person here sees it: what exactly would be signed, and what they can do about it. Asks
// the same rules that the command line asks.
struct GateSight {
    GateRow row;
    GateConfig gate;
    QList<ApprovalRecord> history;        // of this request
    std::optional<Plan> plan;             // as it would be sent now
    std::optional<GateStanding> standing; // what would be signed; none: it cannot be compared with what is there now
    QString uncertain;                    // why it cannot, as a sentence
    GateFacts facts;
    Actor self;
    GateMove approve;
    GateMove handOn; // the own approval to somebody else, for this request
    GateMove reject;
    GateMove takeBack;
    GateMove countersign;
    GateMove end; // of a pause: the plan that ends it may be made
    GateMove ask; // for approval, where nobody has
    // Something waits for exactly this person.
    [[nodiscard]] bool yours() const;
    [[nodiscard]] bool waitsForPeople() const;
};
// `history`: what the log says of this request at least.
[[nodiscard]] GateSight sightOf(const Session &session, const GateRow &row, const QList<ApprovalRecord> &history);
[[nodiscard]] GateSight sightOf(const Session &session, const GateRow &row);

// Of these and of whom the log names, the people who could sign it once the own approval is handed to them.
[[nodiscard]] QList<NamedPerson> handOnChoices(const Session &session, const GateSight &sight,
                                               QList<NamedPerson> people);

// Why what a backend told cannot be taken for the present, as a sentence; empty: it can.
[[nodiscard]] QString whySilent(const Session &session, const QString &backend);

// A person goes past every shut gate before this plan, and why they may not; empty: they may.
[[nodiscard]] QString whyNoGlass(const Session &session, const Plan &plan);
// Shut gates before a plan.
[[nodiscard]] QList<GateStanding> shutGates(const Session &session, const Plan &plan);

// "3fa9 07c2": enough of a digest to read it out to each other; empty for none.
[[nodiscard]] QString readDigest(const QString &digest);
// Of the device that signed: enough of its id to tell two apart.
[[nodiscard]] QString shortDevice(const QString &writer);

} // namespace astern
