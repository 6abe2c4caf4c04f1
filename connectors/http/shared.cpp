// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/exchange.h"

#include "models/base/clock.h"
#include "models/base/logging.h"

#include <QNetworkAccessManager>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>

#include <algorithm>
#include <utility>

namespace astern::connectors {
namespace {

// QNetworkAccessManager opens six connections to a host; one is left for luck.
constexpr int kStreamsPerManager = 5;

QSslConfiguration verifying(QSslConfiguration tls, bool peer)
{
    if (tls.isNull())
        tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(peer ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
    return tls;
}

// No backend of ours needs cookies, and a session that sticks is a credential nobody asked for.
class NoCookies : public QNetworkCookieJar {
public:
    using QNetworkCookieJar::QNetworkCookieJar;
    QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
};

// Each request by the rules, not each connection by what Qt would find.
class ByRules : public QNetworkProxyFactory {
public:
    explicit ByRules(ProxyRules rules) : m_rules(std::move(rules)) {}
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return {networkProxy(m_rules.choiceFor(query.url()), query.url())};
    }

private:
    ProxyRules m_rules;
};

} // namespace

HttpShared::HttpShared(HttpOptions options, QObject *parent) : QObject(parent), m_options(std::move(options))
{
    static const SystemClock systemClock;
    if (!m_options.clock)
        m_options.clock = &systemClock;
    m_options.tls = verifying(m_options.tls, m_options.verifyPeer);
    m_signIn = std::make_unique<SignIn>(m_options.source ? m_options.source(*m_options.clock) : nullptr,
                                        m_options.credentials, *m_options.clock);
    m_wakeWatch = std::make_unique<WakeWatch>(*m_options.clock);
    m_signIn->setCertificate(m_options.tls.localCertificate());
}

// A renewed client certificate takes connections of its own: those that are open go on speaking with the old one.
void HttpShared::takeIdentity(const Credentials &credentials)
{
    if (credentials.chain.isEmpty() || m_options.tls.localCertificateChain() == credentials.chain)
        return;
    m_options.tls.setLocalCertificateChain(credentials.chain);
    m_options.tls.setPrivateKey(credentials.key);
    m_retired.removeIf([](QNetworkAccessManager *manager) {
        const bool idle = manager->findChildren<QNetworkReply *>().isEmpty();
        if (idle)
            manager->deleteLater();
        return idle;
    });
    if (m_requests)
        m_retired.append(std::exchange(m_requests, nullptr));
    for (Streams &streams : m_streams) {
        if (streams.manager)
            m_retired.append(streams.manager);
    }
    m_streams.clear();
}

QNetworkAccessManager *HttpShared::makeManager()
{
    auto *manager = new QNetworkAccessManager(this);
    manager->setAutoDeleteReplies(false);
    manager->setCookieJar(new NoCookies(manager));
    manager->setProxyFactory(new ByRules(m_options.proxy)); // taken over
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    return manager;
}

QList<QSslError> HttpShared::tlsErrorsSaidAs(const QString &text) const
{
    const bool same = !m_tlsErrors.isEmpty() && text.contains(m_tlsErrors.first().errorString());
    return same ? m_tlsErrors : QList<QSslError>();
}

QNetworkAccessManager *HttpShared::requests()
{
    if (!m_requests)
        m_requests = makeManager();
    return m_requests;
}

QNetworkAccessManager *HttpShared::acquireStream()
{
    for (Streams &streams : m_streams) {
        if (streams.count < kStreamsPerManager) {
            ++streams.count;
            return streams.manager;
        }
    }
    m_streams.append({makeManager(), 1});
    return m_streams.last().manager;
}

void HttpShared::release(QNetworkAccessManager *manager)
{
    for (Streams &streams : m_streams) {
        if (streams.manager == manager)
            --streams.count;
    }
}

void HttpShared::pause(qint64 ms)
{
    const qint64 until = clock().monoMs() + ms;
    if (until <= m_pausedUntilMs)
        return;
    m_pausedUntilMs = until;
    qCInfo(lcHttp).noquote() << m_options.name << "asked for a pause of" << ms << "ms";
}

qint64 HttpShared::pausedForMs() const { return std::max<qint64>(0, m_pausedUntilMs - clock().monoMs()); }

HttpHeaders HttpShared::credentialsFor(const HttpRequest &request)
{
    const Credentials now = m_signIn->current();
    takeIdentity(now);
    HttpHeaders headers = now.headers;
    const QString user = request.url.userName(QUrl::FullyDecoded);
    if (headers.isEmpty() && !user.isEmpty()) {
        const QString pair = user + QLatin1Char(':') + request.url.password(QUrl::FullyDecoded);
        headers.append(qMakePair(QByteArray("Authorization"), QByteArray("Basic " + pair.toUtf8().toBase64())));
    }
    // A secret read from a file often ends in a line break; on the wire it would begin another header.
    for (auto &header : headers)
        header.second = header.second.trimmed();
    headers.removeIf([](const auto &header) { return header.second.contains('\n') || header.second.contains('\r'); });
    remember(headers);
    if (const QString password = proxyFor(request.url).url.password(QUrl::FullyDecoded); !password.isEmpty())
        remember({{"Proxy-Authorization", password.toUtf8()}});
    return headers;
}

void HttpShared::remember(const HttpHeaders &credentials)
{
    constexpr qsizetype kKept = 8; // tokens are renewed; old ones may still be echoed
    for (const auto &[name, value] : credentials) {
        QString secret = QString::fromUtf8(value);
        const qsizetype space = secret.indexOf(QLatin1Char(' '));
        if (space >= 0)
            secret = secret.mid(space + 1).trimmed(); // without "Bearer"
        if (secret.size() < 4 || m_secrets.contains(secret))
            continue;
        m_secrets.prepend(secret);
        if (m_secrets.size() > kKept)
            m_secrets.removeLast();
    }
}

QString HttpShared::clean(const QString &text) const
{
    QString result = text;
    for (const QString &secret : m_options.hidden + m_secrets)
        result.replace(secret, QStringLiteral("***"));
    return HttpClient::redact(result);
}

Error HttpShared::clean(Error error) const
{
    error.message = clean(error.message);
    error.where = clean(error.where);
    error.hint = clean(error.hint);
    error.detail = clean(error.detail);
    return error;
}

} // namespace astern::connectors
