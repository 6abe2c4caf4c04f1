// SPDX-License-Identifier: GPL-3.0-or-later
// How a person signs in: over the browser of this machine, or over another device.
#include "connectors/oidc/oidcprovider.h"

#include "connectors/http/httperror.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace astern::connectors {
namespace {

constexpr int kSlowerMs = 5'000; // RFC 8628, 3.5
constexpr int kMostIntervalMs = 60'000;

// 256 bits that nobody can guess, as text for addresses.
QString unguessable()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words)
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

// RFC 7636, 4.2
QString challengeOf(const QString &verifier)
{
    return QString::fromLatin1(QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256)
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString encoded(const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

bool isForBrowsers(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() &&
           (url.scheme() == QLatin1String("https") ||
            (url.scheme() == QLatin1String("http") && isLoopback(url.host())));
}

} // namespace

void OidcProvider::signIn(Way way, bool anew)
{
    ++m_attempt;
    endRenewal();
    if (m_state.state != SignedIn::State::Asking)
        m_before = m_state;
    endAsking();
    if (m_http)
        m_http->signInAgain(); // a person says so
    m_anew = anew;
    m_state = {.state = SignedIn::State::Asking, .identity = m_before.identity};
    m_state.askingUntilMs = m_clock.wallMs() + m_options.askMs;
    tell(SignedIn::State::Asking);
    withMetadata(mine<Ok>([this, way, anew](const Result<Ok> &known) {
        if (!known)
            return giveUp(known.error());
        way == Way::Browser ? openBrowser(anew) : openDevice();
    }));
}

void OidcProvider::cancel()
{
    if (m_state.state != SignedIn::State::Asking)
        return;
    ++m_attempt;
    giveUp({.kind = Error::Kind::Cancelled});
}

void OidcProvider::endAsking()
{
    m_asking.stop();
    m_asking.disconnect(this);
    m_deviceCode.clear();
    m_verifier.clear();
    if (RedirectListener *listener = std::exchange(m_listener, nullptr)) {
        listener->disconnect(this);
        listener->deleteLater();
    }
}

void OidcProvider::giveUp(const Error &error)
{
    ++m_attempt;
    endAsking();
    m_state = m_before;
    m_state.problem = error.message;
    m_state.hint = error.hint;
    tell(m_before.state == SignedIn::State::Unknown ? SignedIn::State::Out : m_before.state);
    look();
}

void OidcProvider::openBrowser(bool anew)
{
    m_nonce = unguessable();
    m_verifier = unguessable();
    const QString state = unguessable();
    m_listener = new RedirectListener(
        {.state = state, .issuer = m_metadata->issuer, .namesIssuer = m_metadata->namesIssuer}, this);
    const Result<QUrl> redirect = m_listener->listen();
    if (!redirect)
        return giveUp(redirect.error());
    const QStringList &scopes = m_options.config.scopes;
    QUrlQuery query(m_metadata->authorization);
    QList<QPair<QString, QString>> items{{QStringLiteral("client_id"), m_options.config.clientId},
                                         {QStringLiteral("response_type"), QStringLiteral("code")},
                                         {QStringLiteral("scope"), scopes.join(QLatin1Char(' '))},
                                         {QStringLiteral("redirect_uri"), redirect->toString()},
                                         {QStringLiteral("state"), state},
                                         {QStringLiteral("nonce"), m_nonce},
                                         {QStringLiteral("code_challenge"), challengeOf(m_verifier)},
                                         {QStringLiteral("code_challenge_method"), QStringLiteral("S256")}};
    // Core 11: only with consent there is something to renew with.
    QStringList prompts;
    if (anew)
        prompts.append(QStringLiteral("login"));
    if (scopes.contains(QLatin1String("offline_access")))
        prompts.append(QStringLiteral("consent"));
    if (!prompts.isEmpty())
        items.append({QStringLiteral("prompt"), prompts.join(QLatin1Char(' '))});
    for (const auto &[name, value] : std::as_const(items))
        query.addQueryItem(name, encoded(value));
    QUrl url = m_metadata->authorization;
    url.setQuery(query);
    connect(m_listener, &RedirectListener::answered, this, [this, redirect = *redirect](const Result<QString> &code) {
        code ? exchange(*code, redirect) : giveUp(code.error());
    });
    connect(&m_asking, &QTimer::timeout, this, [this] {
        giveUp({.kind = Error::Kind::TimedOut,
                .message = tr("The browser did not come back in time"),
                .hint = tr("Sign in again.")});
    });
    m_asking.start(m_options.askMs);
    m_state.browse = url;
    tell(SignedIn::State::Asking);
}

void OidcProvider::exchange(const QString &code, const QUrl &redirect)
{
    const QString verifier = m_verifier;
    endAsking(); // the listener speaks now, and ends later
    askForTokens({{"grant_type", QStringLiteral("authorization_code")},
                  {"code", code},
                  {"redirect_uri", redirect.toString()},
                  {"code_verifier", verifier}},
                 [this, attempt = m_attempt](const TokenAnswer &answer) {
                     if (attempt != m_attempt)
                         return;
                     if (answer.tokens.id.isEmpty())
                         return giveUp(errorOf(answer));
                     Tokens tokens = answer.tokens;
                     tokens.nonce = m_nonce;
                     received(tokens);
                 });
}

void OidcProvider::openDevice()
{
    if (m_metadata->device.isEmpty())
        return giveUp({.kind = Error::Kind::Unsupported,
                       .message = tr("The provider does not sign in over another device"),
                       .hint = tr("Sign in over the browser of this machine.")});
    m_nonce.clear();
    post(m_metadata->device,
         {{"client_id", m_options.config.clientId}, {"scope", m_options.config.scopes.join(QLatin1Char(' '))}},
         [this, attempt = m_attempt](int status, const QByteArray &body, const Error &trouble) {
             if (attempt != m_attempt)
                 return;
             const QJsonObject object = QJsonDocument::fromJson(body).object();
             const QString page = object.value(QLatin1String("verification_uri")).toString();
             const QUrl complete(object.value(QLatin1String("verification_uri_complete")).toString(), QUrl::StrictMode);
             const QUrl plain(page, QUrl::StrictMode);
             m_deviceCode = object.value(QLatin1String("device_code")).toString();
             m_state.code = object.value(QLatin1String("user_code")).toString().left(40);
             if (status != 200)
                 return giveUp(trouble.message.isEmpty()
                                   ? Error{.kind = Error::Kind::Malformed,
                                           .message = tr("The provider's answer is no code to type")}
                                   : trouble);
             if (m_deviceCode.isEmpty() || m_state.code.isEmpty() || !isForBrowsers(plain))
                 return giveUp(
                     {.kind = Error::Kind::Malformed, .message = tr("The provider's answer is no code to type")});
             const double seconds = std::clamp(object.value(QLatin1String("expires_in")).toDouble(300), 1.0, 1800.0);
             const double interval = std::clamp(object.value(QLatin1String("interval")).toDouble(5), 1.0, 60.0);
             m_intervalMs = int(interval * 1000);
             m_state.browse = isForBrowsers(complete) ? complete : plain;
             m_state.askingUntilMs = m_clock.wallMs() + qint64(seconds * 1000);
             connect(&m_asking, &QTimer::timeout, this, &OidcProvider::poll);
             m_asking.start(m_intervalMs);
             tell(SignedIn::State::Asking);
         });
}

void OidcProvider::poll()
{
    if (m_clock.wallMs() >= m_state.askingUntilMs)
        return giveUp({.kind = Error::Kind::TimedOut,
                       .message = tr("The code was not typed in time"),
                       .hint = tr("Sign in again.")});
    askForTokens(
        {{"grant_type", QStringLiteral("urn:ietf:params:oauth:grant-type:device_code")}, {"device_code", m_deviceCode}},
        [this, attempt = m_attempt](const TokenAnswer &answer) {
            if (attempt == m_attempt)
                polled(answer);
        });
}

// RFC 8628, 3.5: slower where the provider says so, and where it does not answer.
void OidcProvider::polled(const TokenAnswer &answer)
{
    if (!answer.tokens.id.isEmpty()) {
        endAsking();
        return received(answer.tokens);
    }
    const bool silent = answer.error.isEmpty() && !answer.ok();
    if (!silent && answer.error != QLatin1String("authorization_pending") && answer.error != QLatin1String("slow_down"))
        return giveUp(errorOf(answer));
    if (answer.error == QLatin1String("slow_down"))
        m_intervalMs += kSlowerMs;
    else if (silent)
        m_intervalMs *= 2;
    m_intervalMs = std::min(m_intervalMs, kMostIntervalMs);
    m_asking.start(m_intervalMs);
}

void OidcProvider::received(const Tokens &tokens)
{
    verify(tokens, {}, mine<IdClaims>([this, tokens](const Result<IdClaims> &claims) {
               if (!claims)
                   return giveUp(claims.error());
               m_inVault = m_options.keychain != nullptr; // until the keychain says otherwise
               Tokens known = tokens;
               known.askedMs = claims->authenticatedMs != 0 ? claims->authenticatedMs : m_anew ? claims->issuedMs : 0;
               take(known, *claims);
               keep(known, [] {});
           }));
}

} // namespace astern::connectors
