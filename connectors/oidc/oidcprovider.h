// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "connectors/oidc/idtoken.h"
#include "connectors/oidc/metadata.h"
#include "connectors/oidc/redirectlistener.h"
#include "connectors/oidc/tokenvault.h"
#include "models/identity/identityprovider.h"
#include "models/identity/userlock.h"
#include "models/rollout/connectiontest.h"

#include <QTimer>

#include <memory>

namespace astern::connectors {

struct OidcOptions {
    IdentityConfig config;
    QList<RoleRule> roles;
    QByteArray salt;                 // of pseudonyms (personSalt)
    SecretStore *keychain = nullptr; // outlives the provider; null: there is none
    QString lockFolder;              // of this user, shared by all of their processes
    const Clock *clock = nullptr;    // outlives the provider
    int askMs = 300'000;             // how long the browser, or the other device, is waited for
    int lockMs = 20'000;             // how long another process that renews is waited for
};

// Signs in with an OpenID provider (authorization code with PKCE over a redirect to this machine, RFC 8252; or the
// device flow, RFC 8628) and keeps it renewed. Providers give each refresh token once, and end the whole sign-in when
// one is used twice: so one process of this user renews at a time (UserLock), and the others take what it put into the
// keychain. An answer that is lost is not asked for again before the next try is due.
class OidcProvider final : public IdentityProvider {
    Q_OBJECT
public:
    explicit OidcProvider(OidcOptions options, QObject *parent = nullptr);
    ~OidcProvider() override;

    [[nodiscard]] const SignedIn &state() const override { return m_state; }
    void restore() override;
    void signIn(Way way, bool anew = false) override;
    void cancel() override;
    void signOut(Done<Ok> done) override;
    // Now, instead of a minute before the end.
    void renew();
    // The same person has other roles from now on.
    void setRoles(const QList<RoleRule> &roles);
    // Something is on its way that must not be lost: a renewal, or tokens into the keychain. settled() follows.
    [[nodiscard]] bool isBusy() const { return m_renewing || m_keeping > 0; }

Q_SIGNALS:
    void settled();

private:
    using Form = QList<QPair<QByteArray, QString>>;
    struct TokenAnswer {
        Tokens tokens;
        QString error; // of RFC 6749; empty: there are tokens
        QString words;
        Error trouble; // where `error` is empty and there are no tokens
        [[nodiscard]] bool ok() const { return !tokens.id.isEmpty() || !tokens.refresh.isEmpty(); }
    };
    // What belongs to an earlier attempt is not heard.
    template <class T>
    Done<T> mine(std::function<void(const Result<T> &)> heard)
    {
        return [this, attempt = m_attempt, heard = std::move(heard)](const Result<T> &result) {
            if (attempt == m_attempt)
                heard(result);
        };
    }
    void withMetadata(Done<Ok> done);
    void withKeys(bool anew, Done<Ok> done);
    void verify(const Tokens &tokens, const QString &subject, Done<IdClaims> done);
    void post(const QUrl &url, const Form &form,
              std::function<void(int status, const QByteArray &body, const Error &)> heard);
    void askForTokens(const Form &form, std::function<void(const TokenAnswer &)> heard);
    [[nodiscard]] Error errorOf(const TokenAnswer &answer) const;

    // oidcflows.cpp
    void openBrowser(bool anew);
    void exchange(const QString &code, const QUrl &redirect);
    void openDevice();
    void poll();
    void polled(const TokenAnswer &answer);
    void received(const Tokens &tokens); // of a sign-in
    void giveUp(const Error &error);     // a sign-in; who was signed in before stays so
    void endAsking();

    void renewLocked();
    void renewFrom(const Tokens &tokens);
    void renewed(const Tokens &before, const TokenAnswer &answer);
    void keepRenewed(const Tokens &tokens, const IdClaims &claims);
    void renewalFailed(const Error &error, bool forGood);
    void endRenewal();
    void take(const Tokens &tokens, const IdClaims &claims);
    void keepHalf(const Tokens &tokens, const Error &why);
    void keep(const Tokens &tokens, std::function<void()> then);
    void revoke(const Tokens &tokens, const Result<Ok> &removed, const Done<Ok> &done);
    void leave(const Error &why); // nobody is signed in any more
    void look();                  // at the clock
    [[nodiscard]] Identity identityOf(const Tokens &tokens, const IdClaims &claims) const;
    [[nodiscard]] qint64 dueMs() const; // wall clock; when to renew
    void tell(SignedIn::State state);

    const OidcOptions m_options;
    QList<RoleRule> m_roles;
    const Clock &m_clock;
    std::unique_ptr<HttpClient> m_http;
    std::optional<Error> m_settings; // what is wrong with them
    TokenVault m_vault;
    UserLock m_lock;
    SignedIn m_state;
    Tokens m_tokens;
    bool m_inVault = false; // the tokens are there, as far as this process knows
    std::optional<OidcMetadata> m_metadata;
    qint64 m_metadataMs = 0; // mono
    std::optional<KeySet> m_keys;
    qint64 m_keysMs = 0; // mono, of the last fetch
    quint64 m_attempt = 0;
    // a sign-in under way
    RedirectListener *m_listener = nullptr;
    SignedIn m_before; // what it was when it began
    bool m_anew = false;
    QString m_nonce;
    QString m_verifier;
    QString m_deviceCode;
    int m_intervalMs = 0;
    QTimer m_asking; // its end, or the next poll
    // a renewal under way
    bool m_renewing = false;
    int m_keeping = 0;        // writes to the keychain under way
    qint64 m_lockUntilMs = 0; // mono
    QTimer m_lockTimer;
    int m_failures = 0;
    qint64 m_nextTryMs = 0; // mono
    QTimer m_looking;
};

// Is there a provider, does it have what signing in needs, are its keys usable. Changes nothing, signs nobody in.
[[nodiscard]] Result<std::unique_ptr<ConnectionTest>> makeOidcTest(const IdentityConfig &config, const Clock &clock);
// Its connection.
[[nodiscard]] Result<HttpOptions> oidcHttp(const IdentityConfig &config, const Clock &clock);

} // namespace astern::connectors
