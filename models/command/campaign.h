// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/command/plan.h"

#include <QMetaType>

namespace astern {

struct Workspace;

// The order in which the places of a campaign get their turn.
enum class CampaignOrder {
    AtOnce, // all side by side
    Waves,  // as the environments' `waves` say; cells in no wave come after the last one
};
[[nodiscard]] QString toString(CampaignOrder order);   // "waves", "at-once"
[[nodiscard]] OnRefusal usualOnRefusal(PlanKind kind); // go on for what is protective, else stop

// A place that was asked for and has no plan in the campaign; a person sees it before the commit.
struct LeftOut {
    QString placementKey;
    Error why;
    bool operator==(const LeftOut &) const = default;
};

// One commit for several places. Each place has a plan of its own, with its own intents, claim, keys and outcome; the
// campaign only says when each of them begins. Plans of one wave run side by side, as far as their targets differ.
struct Campaign {
    QString id; // UUIDv7: the saga of its own two entries; every entry of its plans names it
    PlanKind kind = PlanKind::Rollback;
    CampaignOrder order = CampaignOrder::AtOnce;
    OnRefusal onRefusal = OnRefusal::GoOn;
    QList<QList<Plan>> waves; // none of them empty
    QList<LeftOut> leftOut;
    bool operator==(const Campaign &) const = default;

    [[nodiscard]] QList<Plan> plans() const;    // in order
    [[nodiscard]] QStringList services() const; // each once, in order
    [[nodiscard]] bool production() const;      // any of them
};

inline constexpr int kMaxCampaignPlaces = 200; // what one entry of the log can name

// Of plans to go back: those whose place serves already what another place of the same service returns to. Nothing is
// to be gained there, and a good release to be lost.
[[nodiscard]] QStringList alreadyBack(const QList<Plan> &plans); // placement keys

// Pure: puts the plans into their waves; one that is already back says so in its warnings. Refused: no plan, plans of
// different kinds, two for one target, too many.
[[nodiscard]] Result<Campaign> makeCampaign(const QList<Plan> &plans, const Workspace &workspace, CampaignOrder order,
                                            OnRefusal onRefusal, const QList<LeftOut> &leftOut = {});

// How one place of a campaign stands. `run` means something from Running on.
struct PlaceRun {
    enum class State { Waiting, Running, Done, Failed, Refused, Stopped, Unknown, NotBegun };
    State state = State::Waiting;
    int wave = 0; // from 0
    PlanRun run;
    bool operator==(const PlaceRun &) const = default;
    [[nodiscard]] bool isOver() const { return state > State::Running; }
};
[[nodiscard]] QString toString(PlaceRun::State state); // "not-begun"

// How a campaign is going: an immutable snapshot, sent after every change.
struct CampaignRun {
    enum class State { Running, Succeeded, Incomplete };
    Campaign campaign;
    Actor actor;
    QString reason;
    State state = State::Running;
    int wave = -1;           // the last one that has begun; -1: none
    bool stopping = false;   // a person wants no further wave
    qint64 startedMs = 0;    // wall clock
    qint64 endedMs = 0;      // 0: not yet
    QList<PlaceRun> places;  // as campaign.plans()
    quint64 intentIndex = 0; // journal index + 1 of its own entries; 0: none
    quint64 outcomeIndex = 0;
    bool operator==(const CampaignRun &) const = default;

    [[nodiscard]] int count(PlaceRun::State state) const;
    [[nodiscard]] bool isOver() const { return state != State::Running; }
};
[[nodiscard]] CampaignRun makeCampaignRun(const Campaign &campaign, const Actor &actor, const QString &reason);

// A campaign whose process died, as the log shows it at the next start: nothing of it goes on by itself.
struct InterruptedCampaign {
    QString id;
    QString title; // "Roll back checkout in 3 places"
    qsizetype places = 0;
    qsizetype succeeded = 0;
    QStringList notBegun;     // placement keys
    QStringList notSeen;      // begun, and not seen to have arrived
    quint64 outcomeIndex = 0; // journal index + 1 of the entry that says so
    bool operator==(const InterruptedCampaign &) const = default;
};

// The rule, pure: what follows from how the places stand now.
enum class CampaignNext { Wait, BeginWave, End };
[[nodiscard]] CampaignNext nextOf(const CampaignRun &run);
// Why the waves after this one are not begun; empty: they are, or there are none.
[[nodiscard]] QString whyNotBegun(const CampaignRun &run);
// "2 of 3 places are back. Not back: checkout in prod/us-1 (refused: …)", for the outcome and for people.
[[nodiscard]] QString summaryOf(const CampaignRun &run);

} // namespace astern

Q_DECLARE_METATYPE(astern::Campaign)
Q_DECLARE_METATYPE(astern::InterruptedCampaign)
Q_DECLARE_METATYPE(astern::CampaignRun)
