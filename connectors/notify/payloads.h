// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/message.h"
#include "models/workspace/notifyconfig.h"

#include <QByteArray>

namespace astern::connectors {

// What goes to a webhook, as its program wants it. Pure functions.
// - Slack: {"text", "blocks"} of mrkdwn; &, < and > are escaped, so that no text becomes a mention or a link.
// - Teams: a message with one adaptive card (1.4), as the webhooks of its workflows take it.
// - Mattermost: {"text"} of Markdown; what would mention somebody or be markup is escaped.
[[nodiscard]] QByteArray webhookBody(NotifyTarget::Form form, const escalation::Message &message);

// An event of PagerDuty's Events API v2. The summary has 1024 characters at most, the key 255.
[[nodiscard]] QByteArray pagerDutyBody(const QString &routingKey, const escalation::Message &message);
// The same for everything about one item: PagerDuty takes a trigger that comes twice as one.
[[nodiscard]] QString pagerDutyKey(const escalation::Message &message);

} // namespace astern::connectors
