// SPDX-License-Identifier: GPL-3.0-or-later
// OidcProvider, while somebody is signed in: tokens are renewed by one process of this device at a time.
#include "connectors/oidc/oidcprovider.h"

#include "models/base/logging.h"

#include <QJsonDocument>

#include <algorithm>

namespace astern::connectors {
namespace {

constexpr qint64 kFirstRetryMs = 5'000;
constexpr qint64 kLastRetryMs = 300'000;
constexpr int kLockLookMs = 200;

Error noneWaits(const QString &message) { return {.kind = Error::Kind::TimedOut, .message = message}; }

} // namespace

void OidcProvider::renew()
{
    if (std::exchange(m_renewing, true))
        return;
    m_lockUntilMs = m_clock.monoMs() + m_options.lockMs;
    renewLocked();
}

// One process renews; whoever comes second waits, and then finds the result in the keychain.
void OidcProvider::renewLocked()
{
    const Result<bool> taken = m_lock.take();
    if (!taken)
        return renewalFailed(taken.error(), false);
    if (!*taken) {
        if (m_clock.monoMs() >= m_lockUntilMs)
            return renewalFailed(noneWaits(tr("Another Astern is renewing the sign-in and does not come to an end")),
                                 false);
        m_lockTimer.start(kLockLookMs);
        return;
    }
    if (!m_inVault)
        return renewFrom(m_tokens);
    m_vault.read(this, mine<Tokens>([this](const Result<Tokens> &kept) {
                     if (kept)
                         return renewFrom(*kept);
                     if (kept.error().kind == Error::Kind::NotFound)
                         return leave({.message = tr("The sign-in was ended by another program")});
                     renewFrom(m_tokens); // a keychain that was locked meanwhile; the lock still keeps others away
                 }));
}

void OidcProvider::renewFrom(const Tokens &tokens)
{
    if (tokens.generation != m_tokens.generation) {
        // Another process was faster, or a person signed in there.
        m_tokens = tokens;
        verify(tokens, {}, mine<IdClaims>([this, tokens](const Result<IdClaims> &claims) {
                   const Identity identity = claims ? identityOf(tokens, *claims) : Identity();
                   if (!identity.holdsAt(m_clock.wallMs() + 1'000))
                       return renewFrom(tokens);
                   endRenewal();
                   take(tokens, *claims);
               }));
        return;
    }
    if (tokens.refresh.isEmpty())
        return renewalFailed({.kind = Error::Kind::Unauthorized,
                              .message = tr("The provider gave nothing to renew it with"),
                              .hint = tr("Sign in again.")},
                             true);
    withMetadata(mine<Ok>([this, tokens](const Result<Ok> &known) {
        if (!known)
            return renewalFailed(known.error(), false);
        askForTokens({{"grant_type", QStringLiteral("refresh_token")}, {"refresh_token", tokens.refresh}},
                     [this, tokens, attempt = m_attempt](const TokenAnswer &answer) {
                         if (attempt == m_attempt)
                             renewed(tokens, answer);
                     });
    }));
}

void OidcProvider::renewed(const Tokens &before, const TokenAnswer &answer)
{
    if (!answer.ok())
        return renewalFailed(errorOf(answer), answer.error == QLatin1String("invalid_grant"));
    Tokens next = answer.tokens;
    next.nonce = before.nonce;
    next.askedMs = before.askedMs;
    if (next.refresh.isEmpty())
        next.refresh = before.refresh; // not every provider gives another one
    if (next.id.isEmpty()) {
        next.id = before.id;
        next.obtainedMs = before.obtainedMs;
        return keepHalf(next,
                        {.kind = Error::Kind::Malformed, .message = tr("The provider renews without an ID token")});
    }
    // RFC: a renewed one may leave the nonce out; one that is there must be ours.
    Tokens judged = next;
    const QByteArray middle = next.id.toLatin1().split('.').value(1);
    if (!QJsonDocument::fromJson(QByteArray::fromBase64(middle, QByteArray::Base64UrlEncoding))
             .object()
             .contains(QLatin1String("nonce")))
        judged.nonce.clear();
    const QString subject = unprovenClaims(before.id.toLatin1()).subject;
    verify(judged, subject, mine<IdClaims>([this, before, next](const Result<IdClaims> &claims) {
               if (claims)
                   return keepRenewed(next, *claims);
               Tokens half = next;
               half.id = before.id;
               half.obtainedMs = before.obtainedMs;
               keepHalf(half, claims.error());
           }));
}

// The old refresh token is spent: the new one is kept with the old proof, which ends when it ends.
void OidcProvider::keepHalf(const Tokens &tokens, const Error &why)
{
    m_tokens = tokens;
    keep(tokens, [this, why] { renewalFailed(why, false); });
}

// Somebody may have signed out elsewhere meanwhile: that is not undone.
void OidcProvider::keepRenewed(const Tokens &tokens, const IdClaims &claims)
{
    if (!m_inVault) {
        take(tokens, claims);
        return keep(tokens, [this] { endRenewal(); });
    }
    m_vault.read(this, mine<Tokens>([this, tokens, claims](const Result<Tokens> &kept) {
                     if (!kept && kept.error().kind == Error::Kind::NotFound)
                         return leave({.message = tr("The sign-in was ended by another program")});
                     take(tokens, claims);
                     keep(tokens, [this] { endRenewal(); });
                 }));
}

void OidcProvider::endRenewal()
{
    const bool was = std::exchange(m_renewing, false);
    m_lockTimer.stop();
    m_lock.release();
    if (was && !isBusy())
        Q_EMIT settled();
}

// `forGood`: the provider said no. Else it is tried again, and what was proved holds until its end.
void OidcProvider::renewalFailed(const Error &error, bool forGood)
{
    if (forGood) {
        const Identity last = m_state.identity;
        if (m_inVault)
            m_vault.remove(this, [](const Result<Ok> &) {});
        leave(error);
        m_state.identity = last; // the last one known, for words
        m_state.identity.roles.clear();
        m_state.identity.untilMs = std::min(last.untilMs, m_clock.wallMs());
        return tell(SignedIn::State::Ended);
    }
    endRenewal();
    const qint64 wait = std::min(kFirstRetryMs << std::min(m_failures++, 10), kLastRetryMs);
    m_nextTryMs = m_clock.monoMs() + wait;
    m_state.problem = error.message;
    m_state.hint = error.hint;
    qCInfo(lcHttp).noquote() << "identity:" << error.toString();
    const bool holds = m_state.state == SignedIn::State::In && m_state.identity.holdsAt(m_clock.wallMs());
    tell(holds ? SignedIn::State::In : SignedIn::State::Ended);
    look();
}

} // namespace astern::connectors
