// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/oidc/oidcprovider.h"

#include "connectors/http/pollhealth.h"
#include "connectors/http/secrets.h"
#include "models/base/logging.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include <algorithm>

namespace astern::connectors {
namespace {

constexpr qint64 kMetadataMs = 3'600'000;
constexpr qint64 kKeysMs = 60'000; // never fetched more often, whatever tokens claim to be signed with
constexpr qint64 kEarlyMs = 60'000;
constexpr int kLookMs = 30'000; // timers do not count suspend

HttpRequest get(const QUrl &url)
{
    HttpRequest request;
    request.url = url;
    request.headers = {{"Accept", "application/json"}};
    request.maxBytes = kMostMetadataBytes;
    return request;
}

Error noneWaits(const QString &message) { return {.kind = Error::Kind::TimedOut, .message = message}; }

} // namespace

Result<HttpOptions> oidcHttp(const IdentityConfig &config, const Clock &clock)
{
    BackendConfig connection;
    connection.id = QStringLiteral("identity");
    connection.url = config.issuer;
    connection.caFile = config.caFile;
    return httpOptions(connection, {}, clock);
}

OidcProvider::OidcProvider(OidcOptions options, QObject *parent)
    : m_options(std::move(options)), m_roles(m_options.roles), m_clock(*m_options.clock),
      m_vault(m_options.config, m_options.keychain),
      m_lock(QDir(m_options.lockFolder).filePath(vaultName(m_options.config) + QStringLiteral(".lock")))
{
    setParent(parent);
    m_state.state = SignedIn::State::Out;
    const Result<HttpOptions> http = oidcHttp(m_options.config, m_clock);
    if (http)
        m_http = std::make_unique<HttpClient>(*http);
    else
        m_settings = http.error();
    m_asking.setSingleShot(true);
    m_lockTimer.setSingleShot(true);
    connect(&m_lockTimer, &QTimer::timeout, this, &OidcProvider::renewLocked);
    connect(&m_looking, &QTimer::timeout, this, &OidcProvider::look);
    m_looking.setSingleShot(true);
}

OidcProvider::~OidcProvider() = default;

void OidcProvider::tell(SignedIn::State state)
{
    m_state.state = state;
    Q_EMIT changed(m_state);
}

void OidcProvider::withMetadata(Done<Ok> done)
{
    if (m_settings)
        return done(*m_settings);
    if (m_metadata && m_clock.monoMs() - m_metadataMs < kMetadataMs)
        return done(Ok{});
    HttpJob *job = m_http->send(get(metadataUrl(m_options.config.issuer)));
    connect(job, &HttpJob::finished, this, [this, done](const Result<HttpResponse> &answer) {
        if (!answer)
            return done(answer.error());
        const Result<OidcMetadata> read = readOidcMetadata(answer->body, m_options.config.issuer);
        if (!read)
            return done(read.error());
        m_metadata = *read;
        m_metadataMs = m_clock.monoMs();
        done(Ok{});
    });
}

void OidcProvider::withKeys(bool anew, Done<Ok> done)
{
    if (m_keys && (!anew || m_clock.monoMs() - m_keysMs < kKeysMs))
        return done(Ok{});
    HttpJob *job = m_http->send(get(m_metadata->keys));
    connect(job, &HttpJob::finished, this, [this, done](const Result<HttpResponse> &answer) {
        if (!answer)
            return done(answer.error());
        const Result<KeySet> read = KeySet::read(answer->body);
        if (!read)
            return done(read.error());
        m_keys = *read;
        m_keysMs = m_clock.monoMs();
        done(Ok{});
    });
}

// A key that is not known may be a new one: looked for once, and not again within a minute.
void OidcProvider::verify(const Tokens &tokens, const QString &subject, Done<IdClaims> done)
{
    withMetadata([this, tokens, subject, done](const Result<Ok> &known) {
        if (!known)
            return done(known.error());
        const auto judge = [this, tokens, subject] {
            return verifyIdToken(tokens.id.toLatin1(), *m_keys,
                                 {.issuer = m_metadata->issuer,
                                  .clientId = m_options.config.clientId,
                                  .groupsClaim = m_options.config.groupsClaim,
                                  .nonce = tokens.nonce.isEmpty() ? std::nullopt : std::optional(tokens.nonce),
                                  .subject = subject,
                                  .nowMs = m_clock.wallMs(),
                                  .skewMs = m_options.config.skewMs});
        };
        withKeys(false, [this, judge, done](const Result<Ok> &first) {
            if (!first)
                return done(first.error());
            const Result<IdClaims> claims = judge();
            if (claims || claims.error().kind != Error::Kind::NotFound)
                return done(claims);
            withKeys(true, [judge, done](const Result<Ok> &again) { again ? done(judge()) : done(again.error()); });
        });
    });
}

// Never sent twice by itself: codes and refresh tokens are good for once.
void OidcProvider::post(const QUrl &url, const Form &form,
                        std::function<void(int status, const QByteArray &body, const Error &)> heard)
{
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    request.idempotency = Idempotency::Unsafe;
    request.maxBytes = kMostMetadataBytes;
    for (const auto &[name, value] : form)
        request.body += (request.body.isEmpty() ? "" : "&") + name + '=' + QUrl::toPercentEncoding(value);
    HttpJob *job = m_http->send(request);
    connect(job, &HttpJob::finished, this, [job, heard](const Result<HttpResponse> &answer) {
        heard(job->status(), job->answer().body, answer ? Error{} : answer.error());
    });
}

void OidcProvider::askForTokens(const Form &form, std::function<void(const TokenAnswer &)> heard)
{
    post(m_metadata->token, form + Form{{"client_id", m_options.config.clientId}},
         [this, heard](int status, const QByteArray &body, const Error &trouble) {
             TokenAnswer answer;
             const QJsonObject object = QJsonDocument::fromJson(body).object();
             if (status == 200 && trouble.message.isEmpty()) {
                 answer.tokens = {.refresh = object.value(QLatin1String("refresh_token")).toString(),
                                  .id = object.value(QLatin1String("id_token")).toString(),
                                  .obtainedMs = m_clock.wallMs(),
                                  .generation = QUuid::createUuid().toString(QUuid::WithoutBraces)};
                 answer.trouble = {.kind = Error::Kind::Malformed,
                                   .message = tr("The provider's answer holds no ID token"),
                                   .hint = tr("identity.scopes needs openid.")};
             } else if (status >= 400 && status < 500 && object.value(QLatin1String("error")).isString()) {
                 answer.error = object.value(QLatin1String("error")).toString().left(60);
                 answer.words = object.value(QLatin1String("error_description")).toString().simplified().left(200);
             } else {
                 answer.trouble = trouble;
             }
             heard(answer);
         });
}

Error OidcProvider::errorOf(const TokenAnswer &answer) const
{
    if (answer.error.isEmpty())
        return answer.trouble;
    if (answer.error == QLatin1String("invalid_grant"))
        return {.kind = Error::Kind::Unauthorized,
                .message = tr("The provider no longer takes the sign-in: it was revoked, used elsewhere or has ended"),
                .hint = tr("Sign in again."),
                .detail = answer.words};
    if (answer.error == QLatin1String("access_denied"))
        return {.kind = Error::Kind::NotPermitted,
                .message = tr("The sign-in was refused at the provider"),
                .detail = answer.words};
    if (answer.error == QLatin1String("expired_token"))
        return noneWaits(tr("The code was not typed in time"));
    return {.kind = Error::Kind::Unauthorized,
            .message = tr("The provider refuses to sign in: %1").arg(HttpClient::redact(answer.error)),
            .hint = answer.error.contains(QLatin1String("client"))
                        ? tr("Compare identity.client_id in astern.yaml with the provider's list of clients.")
                        : QString(),
            .detail = HttpClient::redact(answer.words)};
}

// Counted from when it came as well: so a clock that is wrong by the allowed skew costs nobody their sign-in.
Identity OidcProvider::identityOf(const Tokens &tokens, const IdClaims &claims) const
{
    Identity identity;
    identity.issuer = claims.issuer;
    identity.subject = claims.subject;
    identity.person = personOf(claims.issuer, claims.subject, m_options.salt);
    identity.name = claims.name;
    identity.mail = claims.mail;
    identity.groups = claims.groups;
    identity.auth = QStringLiteral("oidc");
    identity.authenticatedMs = tokens.askedMs;
    identity.untilMs = std::min(claims.endsMs + m_options.config.skewMs,
                                tokens.obtainedMs + std::max<qint64>(claims.endsMs - claims.issuedMs, 0));
    return identity;
}

void OidcProvider::restore()
{
    ++m_attempt;
    tell(SignedIn::State::Unknown);
    m_vault.read(this, mine<Tokens>([this](const Result<Tokens> &kept) {
                     if (!kept)
                         return leave(kept.error().kind == Error::Kind::NotFound ? Error{} : kept.error());
                     m_tokens = *kept;
                     m_inVault = true;
                     // For words alone until it is verified.
                     m_state.identity = identityOf(m_tokens, unprovenClaims(m_tokens.id.toLatin1()));
                     if (!m_state.identity.holdsAt(m_clock.wallMs()))
                         return renew();
                     verify(m_tokens, {}, mine<IdClaims>([this](const Result<IdClaims> &claims) {
                                if (claims)
                                    return take(m_tokens, *claims);
                                // One that proves nothing may still be followed by one that does.
                                claims.error().kind == Error::Kind::Unauthorized ? renew()
                                                                                 : renewalFailed(claims.error(), false);
                            }));
                 }));
}

void OidcProvider::setRoles(const QList<RoleRule> &roles)
{
    m_roles = roles;
    if (m_state.state != SignedIn::State::In)
        return;
    m_state.identity.roles = rolesOf(m_options.config, m_roles, m_state.identity);
    tell(m_state.state);
}

void OidcProvider::take(const Tokens &tokens, const IdClaims &claims)
{
    m_tokens = tokens;
    m_failures = 0;
    m_nextTryMs = 0;
    m_state = {.state = SignedIn::State::In, .identity = identityOf(tokens, claims), .kept = m_inVault};
    m_state.identity.roles = rolesOf(m_options.config, m_roles, m_state.identity);
    if (tokens.refresh.isEmpty())
        m_state.problem = tr("The provider gave nothing to renew it with");
    tell(SignedIn::State::In);
    look();
}

// What cannot be kept safely is not kept: it ends with this process, and that is said.
void OidcProvider::keep(const Tokens &tokens, std::function<void()> then)
{
    ++m_keeping;
    m_vault.write(tokens, this, [this, generation = tokens.generation, then](const Result<Ok> &written) {
        --m_keeping;
        if (generation == m_tokens.generation) {
            m_inVault = written.ok();
            const SignedIn before = m_state;
            m_state.kept = m_inVault;
            if (!written) {
                qCWarning(lcHttp).noquote() << "identity:" << written.error().toString();
                m_state.hint = tr("No keychain keeps it: it ends with this program.");
            }
            if (m_state != before)
                tell(m_state.state);
        }
        then();
        if (!isBusy())
            Q_EMIT settled();
    });
}

void OidcProvider::leave(const Error &why)
{
    endRenewal();
    m_tokens = {};
    m_inVault = false;
    m_looking.stop();
    m_state = {.state = SignedIn::State::Out, .problem = why.message, .hint = why.hint};
    tell(SignedIn::State::Out);
}

qint64 OidcProvider::dueMs() const
{
    const qint64 life = std::max<qint64>(m_state.identity.untilMs - m_tokens.obtainedMs, 0);
    return m_state.identity.untilMs - std::min(kEarlyMs, life / 2);
}

// Wall times, looked at again and again: the clock may be set and the machine may sleep.
void OidcProvider::look()
{
    const qint64 now = m_clock.wallMs();
    if (m_state.state == SignedIn::State::In && !m_state.identity.holdsAt(now)) {
        m_state.identity.roles.clear();
        tell(SignedIn::State::Ended);
    }
    const bool waits = m_clock.monoMs() < m_nextTryMs;
    if (!m_tokens.refresh.isEmpty() && now >= dueMs() && !waits && m_state.state != SignedIn::State::Asking)
        renew();
    if (m_state.state != SignedIn::State::In && m_tokens.refresh.isEmpty())
        return m_looking.stop();
    qint64 next = m_state.state == SignedIn::State::In ? m_state.identity.untilMs - now : kLookMs;
    if (!m_tokens.refresh.isEmpty())
        next = std::min(next, std::max(dueMs() - now, m_nextTryMs - m_clock.monoMs()));
    m_looking.start(int(std::clamp<qint64>(next, 50, kLookMs)));
}

// With what is kept now: another process may have renewed it since.
void OidcProvider::signOut(Done<Ok> done)
{
    ++m_attempt;
    endAsking();
    const Tokens own = m_tokens;
    leave({});
    m_vault.read(this, [this, own, done](const Result<Tokens> &kept) {
        const Tokens tokens = kept ? *kept : own;
        m_vault.remove(this, [this, tokens, done](const Result<Ok> &removed) { revoke(tokens, removed, done); });
    });
}

void OidcProvider::revoke(const Tokens &tokens, const Result<Ok> &removed, const Done<Ok> &done)
{
    if (tokens.refresh.isEmpty())
        return done(removed);
    withMetadata([this, tokens, removed, done](const Result<Ok> &known) {
        if (!known)
            return done(known.error());
        if (m_metadata->endSession.isValid() && m_state.state == SignedIn::State::Out) {
            m_state.browse = m_metadata->endSession; // where the browser forgets them, too; for whoever wants that
            tell(SignedIn::State::Out);
        }
        if (m_metadata->revocation.isEmpty())
            return done(removed);
        post(m_metadata->revocation,
             {{"token", tokens.refresh},
              {"token_type_hint", QStringLiteral("refresh_token")},
              {"client_id", m_options.config.clientId}},
             [removed, done](int status, const QByteArray &, const Error &trouble) {
                 status == 200 ? done(removed) : done(trouble);
             });
    });
}

} // namespace astern::connectors
