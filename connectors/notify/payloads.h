// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/message.h"
#include "models/workspace/notifyconfig.h"

#include <QByteArray>

namespace astern::connectors {

// What goes out, as each service's own documentation has it (looked up in November 2026). Pure functions. A text that
// is too long is cut between two characters as people see them, and ends with "…". Lengths are counted in units of
// UTF-16, which is never fewer than what a service counts. Nothing that a person or a backend wrote mentions anybody,
// and no link is named otherwise than where it leads.
//
// Slack: docs.slack.dev, "Sending messages using incoming webhooks", "Formatting message text", "Block Kit: header,
//   section, text object"; lengths also in the npm package @slack/types.
//   - `text` stands in notifications, `blocks` in the channel: 50 at most; a header has 1 to 150 characters and is
//     plain_text, the text of a section 1 to 3000. Nothing is in mrkdwn, so nothing in it is markup, and no name in it
//     is looked for.
//   - &, < and > are escaped, these three alone: "<!channel>" would call everybody. `text` is cut by Slack at 40 000.
// Teams: learn.microsoft.com, "Create incoming webhooks with Workflows", "Send Adaptive Cards using an Incoming
//   Webhook", "Format cards in Teams" and "Text features" of Adaptive Cards; adaptivecards.io's schema 1.4. Connector
//   cards (MessageCard) are retired.
//   - {"type": "message", "attachments": [one card]}; 28 KB in all. The card says 1.2, as Microsoft's own example for
//     webhooks: nothing in it is newer, and a client below what a card asks for shows nothing of it.
//   - TextBlock alone: the webhook refuses a TextRun (microsoft/AdaptiveCards #8804). It takes a part of CommonMark:
//     bold, italics, lists, links. `<at>` mentions nobody without an `msteams.entities`, which is never sent.
// Mattermost: developers.mattermost.com, "Incoming webhooks"; the server's model.PostMessageMaxRunesV2; escapes as in
// its
//   own fork of marked (mattermost/marked, `escape`), which knows fewer than CommonMark: "\<" and "\:" stay as they
//   are.
//   - {"text"} of Markdown; a text of more than 16 383 characters becomes several posts.
[[nodiscard]] QByteArray webhookBody(NotifyTarget::Form form, const escalation::Message &message);

// PagerDuty: developer.pagerduty.com, "Send an alert event" and "Events API v2 overview" (PagerDuty/developer-docs),
// and
//   PagerDuty/api-schema, events-v2.
//   - routing_key and event_action always; payload.summary (1024), source and severity (critical, error, warning, info)
//     with a trigger; dedup_key has 255 and is required with acknowledge and resolve; timestamp as ISO 8601; 512 KB.
//   - All of it is plain text. `client` belongs to a trigger.
[[nodiscard]] QByteArray pagerDutyBody(const QString &routingKey, const escalation::Message &message);
// The same for everything about one item: PagerDuty takes a trigger that comes twice as one.
[[nodiscard]] QString pagerDutyKey(const escalation::Message &message);

// The longest beginning that has no more than `most` units, "…" included; never half a character.
[[nodiscard]] QString cutText(const QString &text, qsizetype most);

} // namespace astern::connectors
