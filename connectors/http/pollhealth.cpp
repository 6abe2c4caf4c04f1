// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/pollhealth.h"

#include "connectors/http/tls.h"
#include "models/base/clock.h"

#include <algorithm>

namespace astern::connectors {
namespace {

constexpr int kFirstBackoffMs = 1'000;
constexpr int kLastBackoffMs = 30'000;

BackendHealth::State stateFor(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Unauthorized:
        return BackendHealth::State::NeedsLogin;
    case Error::Kind::NotPermitted:
    case Error::Kind::Refused:
        return BackendHealth::State::Refused;
    default:
        return BackendHealth::State::Retrying;
    }
}

Error as(Error::Kind kind, Error error)
{
    error.kind = kind;
    return error;
}

} // namespace

Result<HttpOptions> httpOptions(const BackendConfig &config, const SecretResolver &secrets, const Clock &clock)
{
    using Kind = Error::Kind;
    const Result<OwnCredentials> own = ownCredentials(config, secrets);
    if (!own)
        return as(Kind::Unauthorized, own.error());
    const Result<QSslConfiguration> tls = tlsFromFiles(config.caFile, config.certFile, config.keyFile);
    if (!tls)
        return as(Kind::Refused, tls.error());
    const Result<ProxyRules> proxy = ProxyRules::fromEnvironment();
    if (!proxy)
        return as(Kind::Refused, proxy.error());
    HttpOptions options;
    options.name = config.id;
    options.proxy = *proxy;
    options.clock = &clock;
    options.tls = *tls;
    options.allowPlainHttp = config.allowPlainHttp;
    options.credentials = [headers = own->fixed] { return headers; };
    options.source = own->source;
    return options;
}

QStringList certificateFiles(const BackendConfig &config)
{
    QStringList files{config.caFile, config.certFile, config.keyFile};
    files.removeAll(QString());
    return files;
}

PollHealth::PollHealth(const BackendConfig &config, const Clock &clock) : m_clock(clock)
{
    m_health.backend = config.id;
    m_health.type = config.type;
    m_health.pollMs = config.pollMs;
}

void PollHealth::begin() { m_health.sinceMs = m_clock.wallMs(); }

void PollHealth::askAnew(const QString &why)
{
    m_backoffMs = 0;
    if (why.isEmpty())
        return;
    m_health.state = BackendHealth::State::Connecting;
    m_health.sinceMs = m_clock.wallMs();
    m_health.nextTryMs = 0;
    m_health.reason = why;
}

void PollHealth::answered() { m_health.lastAnswerMs = m_clock.wallMs(); }

std::optional<int> PollHealth::failed(const Error &error, const HttpClient *client)
{
    m_backoffMs = m_backoffMs == 0 ? kFirstBackoffMs : std::min(2 * m_backoffMs, kLastBackoffMs);
    const BackendHealth::State state = stateFor(error);
    // Nobody renews a token within a second; and what is asked too often gets locked.
    qint64 wait = state == BackendHealth::State::Retrying ? m_backoffMs : kLastBackoffMs;
    wait = std::max(wait, std::min<qint64>(error.retryAfterMs, 10 * kLastBackoffMs));
    // Refused credentials are not shown again; a secret that is missing here is looked for again.
    const bool parked = client && client->signIn().parked;
    const qint64 now = m_clock.wallMs();
    if (m_health.state != state)
        m_health.sinceMs = now;
    m_health.state = state;
    m_health.nextTryMs = parked ? 0 : now + wait;
    m_health.reason = HttpClient::redact(error.message);
    m_health.hint = error.hint;
    return parked ? std::nullopt : std::optional(int(wait));
}

void PollHealth::live(const HttpClient &client, const QString &reason, const QString &hint)
{
    m_backoffMs = 0;
    if (m_health.state != BackendHealth::State::Live)
        m_health.sinceMs = m_clock.wallMs();
    m_health.state = BackendHealth::State::Live;
    m_health.nextTryMs = 0;
    m_health.reason = reason;
    m_health.hint = hint;
    m_health.clockSkewMs = client.clockSkewMs();
    const SignInState signIn = client.signIn();
    m_health.signInUntilMs = signIn.untilMs;
    m_health.signInWarnFromMs = signIn.warnFromMs;
}

} // namespace astern::connectors
