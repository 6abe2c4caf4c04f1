// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/notifier.h"

#include "connectors/http/http.h"
#include "connectors/http/tls.h"
#include "connectors/notify/answers.h"
#include "connectors/notify/mail.h"
#include "connectors/notify/payloads.h"
#include "connectors/notify/smtp.h"
#include "models/workspace/secretref.h"

#include <QTimer>

namespace astern::connectors {
namespace {

using escalation::Answer;
using escalation::Delivery;
using escalation::Message;

constexpr int kDeadlineMs = 15'000;
constexpr auto kPagerDuty = "https://events.pagerduty.com/v2/enqueue";

Answer refused(const QString &words) { return {Delivery::Refused, words, 0}; }

} // namespace

Notifier::Notifier(SecretResolver secrets, const Clock &clock, QObject *parent)
    : QObject(parent), m_secrets(std::move(secrets)), m_clock(clock), m_inbox(this)
{
    m_mailers.setMaxThreadCount(2);
}

Notifier::~Notifier()
{
    m_stop = true;
    m_mailers.clear();
    m_mailers.waitForDone();
}

void Notifier::send(const LoggedIntent &, const QString &target, const Message &message, Done<Answer> done)
{
    const NotifyTarget *known = m_config.target(target);
    const Answered later = m_inbox.wrap(std::move(done));
    if (!known)
        return later(refused(tr("The workspace knows no way to %1.").arg(target)));
    switch (known->channel) {
    case NotifyTarget::Channel::Webhook:
        return toWebhook(*known, message, later);
    case NotifyTarget::Channel::PagerDuty:
        return toPagerDuty(*known, message, later);
    case NotifyTarget::Channel::Email:
        return mail(*known, message, later);
    }
}

void Notifier::resolve(const Secret &secret, const Answered &done, std::function<void(const QString &)> then)
{
    const auto take = [done, then = std::move(then)](const Result<QString> &value) {
        const QString text = value ? value->trimmed() : QString();
        if (!value || text.isEmpty()) // the keychain is locked, say: it may not be in a moment
            return done(Answer{Delivery::Failed, value ? tr("Its secret is empty.") : value.error().toString(), 0});
        then(text);
    };
    const std::optional<SecretRef> ref = secretRef(secret.text);
    if (!ref || ref->kind != SecretRef::Kind::Keychain)
        return take(m_secrets(secret));
    if (!m_secrets.keychain())
        return done(refused(tr("There is no keychain here.")));
    m_secrets.keychain()->read(ref->name, this, take);
}

void Notifier::post(const NotifyTarget &target, const QUrl &url, const QByteArray &body, const QStringList &hidden,
                    const Answered &done)
{
    const Result<QSslConfiguration> tls = tlsFromFiles(target.caFile, {}, {});
    const Result<ProxyRules> proxy = ProxyRules::fromEnvironment();
    if (!tls || !proxy)
        return done(refused(tls ? proxy.error().toString() : tls.error().toString()));
    HttpOptions options;
    options.name = target.id;
    options.tls = *tls;
    options.proxy = *proxy;
    options.clock = &m_clock;
    options.hidden = hidden;
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    // Teams wants the charset said, or takes emoji for something else ("Format cards in Teams").
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"Accept", "application/json, text/plain"}};
    request.body = body;
    request.idempotency = Idempotency::Unsafe;
    request.attempts = 1;
    request.deadlineMs = request.idleMs = kDeadlineMs;
    request.maxBytes = 256 << 10;
    auto *client = new HttpClient(std::move(options), this); // for this one: messages are rare, and secrets change
    HttpJob *job = client->send(request);
    connect(job, &HttpJob::finished, this, [client, job, target, done](const Result<HttpResponse> &result) {
        client->deleteLater();
        if (result && result->status < 300)
            return done(answerOf(target, result->body));
        if (result || (job->status() >= 300 && job->status() < 400))
            return done(
                refused(tr("It answers with an address elsewhere; what is meant for one does not go to another.")));
        done(failureOf(job->status(), result.error()));
    });
}

void Notifier::toWebhook(const NotifyTarget &target, const Message &message, const Answered &done)
{
    resolve(target.secret, done, [this, target, message, done](const QString &address) {
        const QUrl url(address, QUrl::StrictMode);
        const bool web = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
        if (!url.isValid() || !web || url.host().isEmpty())
            return done(refused(tr("What is kept as its address is none.")));
        // All behind the host is the secret.
        QStringList hidden{address, url.path(QUrl::FullyEncoded), url.path(QUrl::FullyDecoded),
                           url.query(QUrl::FullyEncoded)};
        hidden.removeIf([](const QString &text) { return text.size() < 2; });
        post(target, url, webhookBody(target.form, message), hidden, done);
    });
}

void Notifier::toPagerDuty(const NotifyTarget &target, const Message &message, const Answered &done)
{
    resolve(target.secret, done, [this, target, message, done](const QString &routingKey) {
        const QUrl url = target.events.isEmpty() ? QUrl(QLatin1String(kPagerDuty)) : target.events;
        post(target, url, pagerDutyBody(routingKey, message), {routingKey}, done);
    });
}

void Notifier::mail(const NotifyTarget &target, const Message &message, const Answered &done)
{
    const MailServer server = m_config.mail;
    const auto send = [this, server, target, message, done](const QString &password) {
        const QByteArray text = mailText(message, server.from, target.addresses);
        m_mailers.start([this, server, password, to = target.addresses, text, done] {
            done(sendMail(server, password, to, text, m_stop));
        });
    };
    if (server.isEmpty())
        return done(refused(tr("The workspace has no server for e-mail.")));
    if (server.user.isEmpty())
        return send({});
    resolve(server.password, done, send);
}

} // namespace astern::connectors
