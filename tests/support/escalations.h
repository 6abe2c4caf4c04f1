// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/sight.h"
#include "tests/support/samples.h"

// What people were told, for screens.
namespace astern::samples {

inline NotifyConfig people()
{
    using Channel = NotifyTarget::Channel;
    NotifyConfig config;
    const auto target = [&config](const char *id, Channel channel) -> NotifyTarget & {
        NotifyTarget one;
        one.id = QLatin1String(id);
        one.channel = channel;
        config.targets.append(one);
        return config.targets.last();
    };
    target("release-room", Channel::Webhook).form = NotifyTarget::Form::Mattermost;
    target("oncall-payments", Channel::PagerDuty);
    target("payments-leads", Channel::Email).addresses = {QStringLiteral("leads@shop.example")};
    config.needsYou = QStringLiteral("release-room");
    config.mail.host = QStringLiteral("mail.shop.example");
    config.ladders.insert(QStringLiteral("oncall-payments"), {.then = {{QStringLiteral("payments-leads"), 600'000}},
                                                              .checkpointMs = 1'800'000,
                                                              .otherwise = NotifyLadder::Otherwise::Repeat,
                                                              .at = {}});
    return config;
}

inline escalation::Shown paged(const QString &place)
{
    using escalation::Note;
    escalation::Shown shown;
    escalation::Item &item = shown.item;
    item.concern.id = QStringLiteral("0192f3a1-4c00-7000-8000-0000000000c1");
    item.concern.kind = escalation::Concern::Kind::Page;
    item.concern.place = place;
    item.concern.service = place.section(QLatin1Char('@'), 0, 0);
    item.concern.policy = QStringLiteral("checkout-slo");
    item.concern.words = QStringLiteral("errors: confirmed");
    item.raisedMs = kNow - 130'000;
    escalation::Rung rung;
    rung.target = QStringLiteral("oncall-payments");
    rung.trigger = {.state = Note::State::Told,
                    .attempts = 1,
                    .mayHaveArrived = true,
                    .firstMs = kNow - 129'000,
                    .atMs = kNow - 129'000,
                    .retryMs = 0,
                    .key = {},
                    .words = {}};
    item.rungs = {rung};
    shown.next = escalation::NextRung{QStringLiteral("payments-leads"), false, kNow + 471'000};
    return shown;
}

// The room cannot be reached, somebody has the page, and a question has nobody to go to.
inline escalation::Sight troubled(const QString &place)
{
    using escalation::Note;
    escalation::Shown lost = paged(place);
    lost.item.concern.id = QStringLiteral("0192f3a1-4c00-7000-8000-0000000000c2");
    lost.item.concern.kind = escalation::Concern::Kind::Notice;
    lost.item.rungs[0].target = QStringLiteral("release-room");
    lost.item.rungs[0].trigger.state = Note::State::Failed;
    lost.item.rungs[0].trigger.mayHaveArrived = false;
    lost.item.rungs[0].trigger.retryMs = kNow + 30'000;
    lost.item.rungs[0].trigger.words = QStringLiteral("release-room does not answer.");
    lost.next.reset();
    escalation::Shown taken = paged(place);
    taken.item.acknowledgedBy = QStringLiteral("jo");
    taken.item.acknowledgedMs = kNow - 60'000;
    taken.next.reset();
    escalation::Shown question = paged(place);
    question.item.concern.id = QStringLiteral("0192f3a1-4c00-7000-8000-0000000000c3");
    question.item.concern.kind = escalation::Concern::Kind::Question;
    question.item.rungs.clear();
    question.next.reset();
    return {true, {}, {lost, taken, question}};
}

inline QByteArray runbookText()
{
    return "# When checkout fails\n\nOwned by *team-payments*. The flag first, then the release.\n\n"
           "## At once\n\n"
           "- [ ] Say in the room that you have it\n"
           "- [ ] Switch the new flow off: [Switch new-checkout-flow off](astern:flag/new-checkout-flow/off)\n"
           "- [ ] Look at the [dashboard](https://grafana.shop.example/d/checkout)\n\n"
           "## If that does not help\n\n"
           "1. [ ] Go back: [Roll back](astern:rollback)\n"
           "2. [ ] Call the provider: see [their numbers](provider.md)\n\n"
           "```\nkubectl -n shop get pods\n```\n\n"
           "| who | when |\n|---|---|\n| provider | payments stop |\n";
}

} // namespace astern::samples
