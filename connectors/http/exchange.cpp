// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/exchange.h"

#include "connectors/http/httperror.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <algorithm>
#include <cstring>

namespace astern::connectors {
namespace {

constexpr int kMaxRedirects = 5;

// A body that can be read once. QNetworkAccessManager silently sends a request again, up to three times and
// whatever its verb, when the connection closes before an answer; the one thing that stops it is a body that
// cannot be rewound. Its own refusal then comes as ContentReSendError.
class OnceBody : public QIODevice {
public:
    OnceBody(QByteArray bytes, QObject *parent) : QIODevice(parent), m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }
    bool reset() override { return false; }
    bool atEnd() const override { return m_at >= m_bytes.size(); }
    qint64 bytesAvailable() const override { return m_bytes.size() - m_at + QIODevice::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 length = std::min<qint64>(maxSize, m_bytes.size() - m_at);
        if (length <= 0)
            return -1; // the end, not "nothing yet"
        std::memcpy(data, m_bytes.constData() + m_at, size_t(length));
        m_at += length;
        return length;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_at = 0;
};

bool has(const HttpHeaders &headers, const QByteArray &name)
{
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
}

QNetworkRequest networkRequest(const HttpRequest &request, const HttpHeaders &credentials, const QUrl &url,
                               const QSslConfiguration &tls)
{
    QNetworkRequest out(url);
    out.setSslConfiguration(tls);
    // One connection a request, the oldest and best-tried path; HTTP/2 of this Qt shares one window for everything.
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    // Servers print JSON for people (twice the size) when a browser or curl asks.
    if (!has(request.headers, "User-Agent"))
        out.setRawHeader("User-Agent", "Astern/" ASTERN_VERSION);
    // Given explicitly, so that Qt leaves the body as it comes (see Inflater). On loopback it only costs time.
    if (!has(request.headers, "Accept-Encoding"))
        out.setRawHeader("Accept-Encoding", isLoopback(url.host()) ? "identity" : "gzip");
    for (const auto &[name, value] : request.headers)
        out.setRawHeader(name, value);
    for (const auto &[name, value] : credentials)
        out.setRawHeader(name, value);
    if (!request.body.isEmpty() && !out.hasRawHeader("Content-Type"))
        out.setRawHeader("Content-Type", "application/octet-stream");
    return out;
}

} // namespace

Exchange::Exchange(HttpShared &shared, QNetworkAccessManager *manager, HttpRequest request, Limits limits,
                   QObject *parent)
    : QObject(parent), m_shared(shared), m_manager(manager), m_request(std::move(request)), m_limits(limits)
{
    m_deadline.setSingleShot(true);
    m_idle.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { fail({deadlineError(m_shared.options().name, m_url, m_limits.deadlineMs), true, false}); });
    connect(&m_idle, &QTimer::timeout, this,
            [this] { fail({idleError(m_shared.options().name, m_url, m_limits.idleMs, m_answering), true, false}); });
}

Exchange::~Exchange() { stop(); }

void Exchange::stop()
{
    m_done = true;
    m_deadline.stop();
    m_idle.stop();
    drop();
}

void Exchange::start(const HttpHeaders &credentials)
{
    m_credentials = credentials;
    if (m_limits.deadlineMs > 0)
        m_deadline.start(m_limits.deadlineMs);
    sendTo(m_request.url);
}

void Exchange::sendTo(const QUrl &url)
{
    m_url = url;
    m_sentMs = m_shared.clock().wallMs();
    // Sent as a header instead (HttpShared::credentialsFor), so that one rule covers every secret.
    m_url.setUserInfo({});
    QNetworkRequest request = networkRequest(m_request, m_credentials, m_url, m_shared.options().tls);
    if (const QByteArray value = proxyAuthorization(m_shared.proxyFor(m_url), m_url); !value.isEmpty())
        request.setRawHeader("Proxy-Authorization", value);
    if (m_request.idempotency == Idempotency::Safe) {
        m_reply = m_request.method == "GET" && m_request.body.isEmpty()
                      ? m_manager->get(request)
                      : m_manager->sendCustomRequest(request, m_request.method, m_request.body);
    } else {
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        request.setHeader(QNetworkRequest::ContentLengthHeader, m_request.body.size());
        m_reply = m_manager->sendCustomRequest(request, m_request.method, new OnceBody(m_request.body, this));
    }
    if (m_limits.idleMs > 0)
        m_idle.start(m_limits.idleMs);
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        m_tlsErrors = errors;
        m_shared.noteTlsErrors(errors);
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Exchange::readHeaders);
    connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::readBody);
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this] {
        if (m_limits.idleMs > 0 && !m_done)
            m_idle.start();
    });
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::onFinished);
}

void Exchange::readHeaders()
{
    if (m_done || m_answering || !m_reply)
        return;
    m_status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_status < 200 || m_status == 407) { // an interim answer, none, or one of the proxy's
        m_status = 0;
        return;
    }
    m_headers.clear();
    for (const QNetworkReply::RawHeaderPair &header : m_reply->rawHeaderPairs())
        m_headers.append({header.first, header.second});
    m_shared.skew().note(m_sentMs, m_shared.clock().wallMs(), m_reply->rawHeader("Date"), m_reply->rawHeader("Age"));
    if (redirectTarget())
        return; // its body is of no interest
    m_answering = true;
    bool known = false;
    m_expected = m_reply->rawHeader("Content-Length").toLongLong(&known);
    if (!known)
        m_expected = -1;
    if (m_limits.deadlineEndsWithHeaders)
        m_deadline.stop();
    if (m_limits.idleMs > 0)
        m_idle.start();
    Q_EMIT answering();
}

void Exchange::readBody()
{
    if (m_done || !m_reply)
        return;
    readHeaders();
    const QByteArray bytes = m_reply->readAll();
    if (bytes.isEmpty())
        return;
    if (m_limits.idleMs > 0)
        m_idle.start();
    m_received += bytes.size();
    if (m_answering)
        Q_EMIT received(bytes);
}

std::optional<QUrl> Exchange::redirectTarget() const
{
    if (m_status != 301 && m_status != 302 && m_status != 303 && m_status != 307 && m_status != 308)
        return std::nullopt;
    if (m_request.method != "GET" || m_redirects >= kMaxRedirects || !m_reply)
        return std::nullopt;
    const QByteArray location = m_reply->rawHeader("Location");
    const QUrl target = m_url.resolved(QUrl(QString::fromUtf8(location)));
    if (location.isEmpty() || !target.isValid() || !sameOrigin(m_url, target))
        return std::nullopt;
    return target;
}

void Exchange::onFinished()
{
    if (m_done || !m_reply)
        return;
    readBody();
    // A slot of received() may have ended this.
    if (m_done || !m_reply)
        return;
    const QNetworkReply::NetworkError code = m_reply->error();
    // Content and server errors (401, 404, 500…) are statuses with another name; all below and the protocol ones
    // mean that there is no whole answer, whatever status its beginning had.
    // 400 is one of the latter to Qt, although its answer is as whole as any.
    const bool whole =
        code == QNetworkReply::NoError || (m_status == 400 && code == QNetworkReply::ProtocolInvalidOperationError) ||
        (m_status >= 400 && code >= QNetworkReply::ContentAccessDenied && code != QNetworkReply::ContentReSendError &&
         (code < QNetworkReply::ProtocolUnknownError || code > QNetworkReply::ProtocolFailure));
    if (!whole || m_status == 0) {
        fail(networkFailure());
        return;
    }
    // Qt takes a connection that closes too early for the end of the answer now and then: counted here again.
    if (m_answering && m_request.method != "HEAD" && m_status != 304 && m_expected > m_received) {
        fail({transportError(m_shared.options().name, m_url, QNetworkReply::RemoteHostClosedError, QString(), true),
              true, false});
        return;
    }
    if (const std::optional<QUrl> target = redirectTarget()) {
        ++m_redirects;
        drop();
        m_status = 0;
        sendTo(*target);
        return;
    }
    stop();
    Q_EMIT complete();
}

Failure Exchange::networkFailure() const
{
    const QNetworkReply::NetworkError code = m_reply->error();
    const QString &name = m_shared.options().name;
    const QString text = m_reply->errorString();
    const ProxyChoice proxy = m_shared.proxyFor(m_url);
    if (isProxyError(proxy, m_url, code, text)) {
        const bool wantsPassword = code == QNetworkReply::ProxyAuthenticationRequiredError;
        // It was asked for the way, and said no: the backend has heard nothing.
        const bool neverLeft =
            code != QNetworkReply::ProxyConnectionClosedError && code != QNetworkReply::ProxyTimeoutError;
        return {proxyError(name, m_url, proxy, code, text), !wantsPassword, false, neverLeft};
    }
    // With TLS 1.3 a server that misses a client certificate says so after the handshake, as a plain socket error.
    const bool tls =
        code == QNetworkReply::SslHandshakeFailedError || !m_tlsErrors.isEmpty() ||
        (m_url.scheme() == QLatin1String("https") && text.contains(QLatin1String("alert"), Qt::CaseInsensitive));
    if (tls) {
        const QList<QSslError> errors = m_tlsErrors.isEmpty() ? m_shared.tlsErrorsSaidAs(text) : m_tlsErrors;
        // With errors it was this side that ended the handshake.
        return {tlsError(name, m_url, errors, text), false, false, !errors.isEmpty()};
    }
    Failure failure{transportError(name, m_url, code, text, m_answering), true, false};
    failure.closedUnanswered =
        !m_answering && (code == QNetworkReply::RemoteHostClosedError || code == QNetworkReply::ContentReSendError);
    // Or the connection is closed before that word is read.
    if (failure.closedUnanswered && m_url.scheme() == QLatin1String("https") &&
        m_shared.options().tls.localCertificate().isNull())
        failure.error.hint +=
            QLatin1Char(' ') + QCoreApplication::translate("astern::Http", "If it wants a client certificate, set cert "
                                                                           "and key of the backend in the workspace.");
    failure.transient = failure.error.kind == Error::Kind::Unreachable;
    failure.neverLeft = code == QNetworkReply::ConnectionRefusedError || code == QNetworkReply::HostNotFoundError;
    if (!proxy.isNone())
        failure.error.where += QCoreApplication::translate("astern::Http", ", through the proxy %1").arg(proxy.shown());
    return failure;
}

void Exchange::fail(Failure failure)
{
    if (m_done)
        return;
    // Sets m_done before abort(), which emits finished() at once.
    stop();
    Q_EMIT failed(failure);
}

void Exchange::drop()
{
    if (!m_reply)
        return;
    QNetworkReply *reply = m_reply;
    m_reply = nullptr;
    reply->disconnect(this);
    if (reply->isRunning())
        reply->abort();
    reply->deleteLater();
}

} // namespace astern::connectors
