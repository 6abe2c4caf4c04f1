// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/secrets.h"
#include "models/base/inbox.h"
#include "models/escalation/message.h"
#include "models/journal/journalvalues.h"
#include "models/workspace/notifyconfig.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>

namespace astern::connectors {

struct HttpRequest;

// The ways out of Astern: webhooks, PagerDuty, e-mail. One message, one try; whoever asks decides about another one.
// Secrets are read for each message and kept no longer; they are in no error and in no log. Redirects are not followed:
// what is sent goes to the address that a person wrote down, or nowhere. Lives on one thread, which it never holds up:
// e-mail has threads of its own. What is under way when it ends is given up.
class Notifier : public QObject {
    Q_OBJECT
public:
    Notifier(SecretResolver secrets, const Clock &clock, QObject *parent = nullptr);
    ~Notifier() override;

    void setConfig(const NotifyConfig &config) { m_config = config; }
    // Answers once, on this thread, never from inside the call. An unknown target is refused.
    void send(const LoggedIntent &intent, const QString &target, const escalation::Message &message,
              Done<escalation::Answer> done);

private:
    using Answered = Done<escalation::Answer>;
    void resolve(const Secret &secret, const Answered &done, std::function<void(const QString &)> then);
    void post(const NotifyTarget &target, const QUrl &url, const QByteArray &body, const QStringList &hidden,
              const Answered &done);
    void toWebhook(const NotifyTarget &target, const escalation::Message &message, const Answered &done);
    void toPagerDuty(const NotifyTarget &target, const escalation::Message &message, const Answered &done);
    void mail(const NotifyTarget &target, const escalation::Message &message, const Answered &done);

    SecretResolver m_secrets;
    const Clock &m_clock;
    NotifyConfig m_config;
    Inbox m_inbox;
    std::atomic<bool> m_stop = false;
    QThreadPool m_mailers;
};

} // namespace astern::connectors
