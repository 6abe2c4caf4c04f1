// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/signin.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

namespace astern::connectors {
namespace {

constexpr qint64 kEarlyMs = 60'000; // renewed so long before the end
constexpr qint64 kTokenWarnMs = 10 * 60'000;
constexpr qint64 kCertificateWarnMs = 7 * 86'400'000LL;
constexpr qint64 kFirstRetryMs = 5'000;  // of a renewal that failed
constexpr qint64 kLastRetryMs = 300'000; // never more often than a person would
constexpr qint64 kLookMs = 30'000;       // timers do not count suspend: look at the clock at least so often

qint64 endOf(const QSslCertificate &certificate)
{
    return certificate.isNull() ? 0 : certificate.expiryDate().toMSecsSinceEpoch();
}

} // namespace

qint64 webTokenEndMs(const QByteArray &token)
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3 || !token.startsWith("eyJ"))
        return 0;
    const auto body = QByteArray::fromBase64Encoding(parts.at(1), QByteArray::Base64UrlEncoding |
                                                                      QByteArray::AbortOnBase64DecodingErrors);
    if (!body)
        return 0;
    const double seconds = QJsonDocument::fromJson(body.decoded).object().value(QLatin1String("exp")).toDouble();
    return seconds > 0 && seconds < 1e11 ? qint64(seconds) * 1000 : 0;
}

qint64 bearerEndMs(const HttpHeaders &headers)
{
    for (const auto &[name, value] : headers) {
        if (name.compare("Authorization", Qt::CaseInsensitive) == 0 && value.startsWith("Bearer "))
            return webTokenEndMs(value.mid(7).trimmed());
    }
    return 0;
}

SignIn::SignIn(std::unique_ptr<CredentialSource> source, std::function<HttpHeaders()> fixed, const Clock &clock)
    : m_source(std::move(source)), m_fixed(std::move(fixed)), m_clock(clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SignIn::onTimer);
    if (m_source) {
        connect(m_source.get(), &CredentialSource::obtained, this, &SignIn::onObtained);
        connect(m_source.get(), &CredentialSource::failed, this, &SignIn::onFailed);
    }
}

SignIn::~SignIn() = default;

SignIn::Gate SignIn::gate()
{
    if (m_parked)
        return Gate::Parked;
    if (!m_source)
        return Gate::Open;
    // While those that were refused are being renewed, nothing else goes out with them.
    if (m_fetching && (m_triedAgain || m_tryAnyway))
        return Gate::Waiting;
    if (m_source->current()) {
        if (!std::exchange(m_planned, true))
            planRenewal();
        return Gate::Open;
    }
    fetch();
    return Gate::Waiting;
}

Credentials SignIn::current()
{
    Credentials now;
    if (m_source)
        now = m_source->current().value_or(Credentials());
    if (m_fixed)
        now.headers = m_fixed() + now.headers;
    return now;
}

bool SignIn::refused(int generation, const Error &said)
{
    if (m_parked)
        return false;
    if (generation != m_generation || (m_fetching && m_triedAgain))
        return true; // newer ones are there, or on their way
    if (!m_source || m_triedAgain) {
        park(said);
        return false;
    }
    m_triedAgain = true;
    m_refusal = said;
    fetch();
    return true;
}

void SignIn::again()
{
    m_parked = false;
    m_triedAgain = false;
    m_failures = 0;
    ++m_generation;
    if (m_source) {
        m_tryAnyway = true;
        fetch();
    }
    Q_EMIT changed();
}

SignInState SignIn::state()
{
    SignInState state;
    state.parked = m_parked;
    state.renewable = m_source != nullptr;
    const Credentials now = current();
    const qint64 token = now.untilMs != 0 ? now.untilMs : bearerEndMs(now.headers);
    const qint64 certificate = now.chain.isEmpty() ? endOf(m_certificate) : endOf(now.chain.first());
    // What is renewed by itself is only worth a word once that did not work.
    const qint64 tokenWarn = token - (m_source && m_source->current() ? kEarlyMs / 2 : kTokenWarnMs);
    const bool tokenFirst = token != 0 && (certificate == 0 || token <= certificate);
    state.untilMs = tokenFirst ? token : certificate;
    state.warnFromMs = tokenFirst ? tokenWarn : certificate - kCertificateWarnMs;
    if (!m_parked) {
        state.problem = m_problem.message;
        state.hint = m_problem.hint;
    }
    return state;
}

void SignIn::fetch()
{
    if (m_fetching)
        return;
    m_fetching = true;
    m_source->renew();
}

void SignIn::onObtained()
{
    m_fetching = false;
    m_tryAnyway = false;
    m_parked = false;
    m_failures = 0;
    m_problem = {};
    m_obtainedMs = m_clock.wallMs();
    ++m_generation;
    planRenewal();
    Q_EMIT changed();
}

void SignIn::onFailed(const Error &error)
{
    m_fetching = false;
    const bool anyway = std::exchange(m_tryAnyway, false);
    const bool holds = m_source->current().has_value();
    if (holds && (anyway || !m_triedAgain)) {
        // They still hold, as far as anybody knows: said, and tried again before they end.
        m_problem = error;
        m_problem.message = tr("The sign-in cannot be renewed: %1").arg(error.message);
    } else if (m_triedAgain) {
        Error both = m_refusal;
        both.hint = error.message + (error.hint.isEmpty() ? QString() : QLatin1Char(' ') + error.hint);
        both.detail += QStringLiteral("; ") + error.detail;
        park(both);
        return;
    } else {
        park(error);
    }
    const qint64 wait = std::min(kFirstRetryMs << std::min(m_failures++, 10), kLastRetryMs);
    m_nextTryMs = m_clock.wallMs() + wait;
    planRenewal();
    Q_EMIT changed();
}

void SignIn::park(const Error &error)
{
    m_parked = true;
    m_refusal = error;
    m_refusal.kind = Error::Kind::Unauthorized;
    m_timer.stop();
    Q_EMIT changed();
}

// Wall times, looked at again and again: the clock may be set and the machine may sleep.
void SignIn::planRenewal()
{
    qint64 at = 0;
    const std::optional<Credentials> now = m_source->current();
    if (now && now->untilMs > 0) {
        // Short-lived ones are renewed at half of their time: never all the time.
        const qint64 life = std::max<qint64>(now->untilMs - m_obtainedMs, 0);
        at = now->untilMs - std::min(kEarlyMs, life / 2);
    }
    if (m_failures > 0)
        at = now || !m_source->asksPerson() ? std::max(at, m_nextTryMs) : 0;
    if (at == 0) {
        m_timer.stop();
        return;
    }
    m_timer.start(int(std::clamp<qint64>(at - m_clock.wallMs(), 0, kLookMs)));
}

void SignIn::onTimer()
{
    const std::optional<Credentials> now = m_source->current();
    if (m_failures > 0 && m_clock.wallMs() < m_nextTryMs)
        return planRenewal();
    const qint64 life = now ? std::max<qint64>(now->untilMs - m_obtainedMs, 0) : 0;
    const bool due = !now || m_clock.wallMs() >= now->untilMs - std::min(kEarlyMs, life / 2);
    if (due)
        fetch();
    else
        planRenewal();
}

} // namespace astern::connectors
