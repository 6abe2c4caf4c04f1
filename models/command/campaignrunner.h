// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/command/campaign.h"
#include "models/command/dispatcher.h"

#include <functional>
#include <optional>

namespace astern {

// Gives the plans of one campaign their turn, wave by wave, and records the campaign's own two entries. What a plan
// does, and what is written of it, is its own runner's. Lives on the command thread.
//
// A campaign that cannot be recorded or claimed goes on: each plan still needs its own durable intent, and going back
// must not depend on one entry more.
class CampaignRunner : public QObject {
    Q_OBJECT
public:
    using Begin = std::function<void(const Plan &)>; // starts a plan; takeRun() hears how it goes
    CampaignRunner(const Dispatcher::Doors &doors, CampaignRun run, Begin begin, QObject *parent);

    void start();
    void stop(); // no further wave
    void takeRun(const astern::PlanRun &run);

Q_SIGNALS:
    void progressed(const astern::CampaignRun &run);
    void finished();

private:
    void goOn();
    void beginWave();
    void end();

    const Dispatcher::Doors &m_doors;
    CampaignRun m_run;
    Begin m_begin;
    std::optional<Receipt> m_intent;
    bool m_recorded = false; // the intent was answered for, well or not
    bool m_goingOn = false;
    Inbox m_inbox;
};

} // namespace astern
