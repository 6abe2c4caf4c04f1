// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "ui/emergency/guardpaint.h"
#include "ui/emergency/steplist.h"
#include "ui/theme/status.h"

// What the Emergency sheet says of several places at once: no widgets.
namespace astern::ui {

// The places a person may want beside these: the other cells of their services, then what else needs a person.
[[nodiscard]] QStringList placesBeside(const Session &session, const QStringList &chosen, qint64 nowMs);

// A place to be ticked: "checkout in prod/us-1", and what it would do or why it cannot.
struct PlaceOffer {
    QString name;
    QString words; // "4.8.0 → 4.7.1, over limit", "cannot: not seen yet"
    Status status = Status::NoVerdict;
    bool possible = false;
    bool operator==(const PlaceOffer &) const = default;
};
[[nodiscard]] PlaceOffer offerOf(const Session &session, const QString &placementKey, qint64 nowMs);

// One line a place, of one wave: what is done there, in its order, with the proofs so far.
[[nodiscard]] QList<StepLine> waveLines(const Session &session, const QList<Plan> &wave);
[[nodiscard]] QString orderWords(const Campaign &campaign); // "eu-1, then us-1"
[[nodiscard]] GuardWords guardWords(const Campaign &campaign, const Workspace &workspace);
// As samePromise() of two plans, for all of them and their order.
[[nodiscard]] bool samePromise(const Campaign &a, const Campaign &b);

// A campaign as it goes: one line a place.
[[nodiscard]] QList<StepLine> placeLines(const CampaignRun &run, qint64 nowMs);
struct CampaignWords {
    QString title;   // "Rolling back 3 places", "2 of 3 places are back"
    QString counts;  // "1 of 3 back, wave 2 of 2"
    QString outcome; // at the end; else empty
    QString next;    // what to do about the others
    Status status = Status::Running;
};
[[nodiscard]] CampaignWords campaignWords(const CampaignRun &run);

} // namespace astern::ui
