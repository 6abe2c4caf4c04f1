// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/command/campaign.h"
#include "models/command/record.h"

namespace astern {

inline const QString kCampaignIntent = QStringLiteral("campaign.intent");

// The two entries of a campaign itself, with its id as their saga: before its first plan begins, and after the last
// one ended. Nothing is sent by them; the plans' own intents and outcomes stand between them.
[[nodiscard]] Draft campaignIntent(const CampaignRun &run);
[[nodiscard]] Draft campaignOutcome(const CampaignRun &run, const Receipt &intent);

// A campaign whose process died, as its intent tells it and as the log shows its plans.
struct CampaignPlace {
    QString planId;
    QString place;                                // placement key
    QString result = QStringLiteral("not-begun"); // else of the plan's last outcome, "unknown" without one
    bool operator==(const CampaignPlace &) const = default;
};
[[nodiscard]] QList<CampaignPlace> campaignPlaces(const JournalEntry &intent);
// What a plan's entries, newest first, say became of it. Of several steps only the whole way is "succeeded"; a step
// that was found as wanted leaves no entry, so that this may say "unknown" of one that is well, never the reverse.
[[nodiscard]] QString resultOf(const QList<JournalEntry> &ofPlan);
// At a start after a crash: places that had not begun are not begun now; that is said, and left to a person.
[[nodiscard]] InterruptedCampaign interrupted(const JournalEntry &intent, const QList<CampaignPlace> &places);
[[nodiscard]] Draft interruptedOutcome(const JournalEntry &intent, const QList<CampaignPlace> &places);

} // namespace astern
