// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/backendconfig.h"

#include <QMap>

namespace astern {

// Who is told outside of Astern, and by which way: people.notify of the workspace.
struct NotifyTarget {
    enum class Channel { Webhook, PagerDuty, Email };
    enum class Form { Slack, Teams, Mattermost }; // of a webhook's message
    QString id;
    Channel channel = Channel::Webhook;
    Form form = Form::Slack;
    Secret secret;         // the address of a webhook, or the routing key of PagerDuty: both are credentials
    QUrl events;           // of PagerDuty: where its events go; empty: the usual place
    QStringList addresses; // of e-mail
    QString caFile;        // PEM; empty: the system's authorities
    SourcePosition at;
    bool operator==(const NotifyTarget &) const = default;
};
[[nodiscard]] QString toString(NotifyTarget::Channel channel); // "webhook", "pagerduty", "email"

// The server that takes e-mail. There is no way without TLS.
struct MailServer {
    QString host; // empty: there is none
    quint16 port = 587;
    bool implicitTls = false; // else STARTTLS, and nothing is said before it
    QString user;             // empty: it does not ask who sends
    Secret password;
    QString from;
    QString caFile;
    SourcePosition at;
    [[nodiscard]] bool isEmpty() const { return host.isEmpty(); }
    bool operator==(const MailServer &) const = default;
};

// What follows where nobody acknowledges what was sent to a target.
struct NotifyLadder {
    struct Rung {
        QString to;
        qint64 afterMs = 0; // after the one before was told
        bool operator==(const Rung &) const = default;
    };
    enum class Otherwise { Stop, Repeat };
    QList<Rung> then;
    qint64 checkpointMs = 0;               // after the last rung, without an answer by then, `otherwise`; 0: none
    Otherwise otherwise = Otherwise::Stop; // Repeat: from the first one on
    SourcePosition at;
    bool operator==(const NotifyLadder &) const = default;
};

struct NotifyConfig {
    QList<NotifyTarget> targets;   // in file order
    QString needsYou;              // the target of what names none of its own; empty: the screen alone
    qint64 budgetMs = 10 * 60'000; // a target gets one message in so long
    int retries = 3;               // of a message that did not get through
    MailServer mail;
    QMap<QString, NotifyLadder> ladders; // by the target that they begin at
    [[nodiscard]] const NotifyTarget *target(const QString &id) const;
    [[nodiscard]] QStringList ids() const;
    bool operator==(const NotifyConfig &) const = default;
};

} // namespace astern
