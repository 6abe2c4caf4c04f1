// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/httperror.h"

#include "models/base/format.h"
#include "models/base/httpdate.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslCertificate>

#include <algorithm>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("astern::Http", text); }

Error make(Error::Kind kind, const QString &backend, const QUrl &url, const QString &message, const QString &hint)
{
    Error error;
    error.kind = kind;
    error.message = message;
    error.where = backend.isEmpty() ? displayUrl(url) : QString(backend + QStringLiteral(", ") + displayUrl(url));
    error.hint = hint;
    return error;
}

QString nameOf(const QString &backend, const QUrl &url) { return backend.isEmpty() ? url.host() : backend; }

struct StatusText {
    Error::Kind kind;
    QString what;
    QString hint;
};

StatusText textOf(int status, const QString &name)
{
    using Kind = Error::Kind;
    switch (status) {
    case 400:
        return {Kind::Invalid, tr("%1 does not understand the request.").arg(name),
                tr("Check the address in the workspace, and the version of the backend; the details are in the log.")};
    case 401:
        return {Kind::Unauthorized, tr("%1 does not accept the credentials.").arg(name),
                tr("They are missing, expired or wrong: renew them, or correct them in the workspace.")};
    case 403:
        return {Kind::NotPermitted, tr("%1 does not permit this to these credentials.").arg(name),
                tr("Ask whoever runs the backend for the permission, or use other credentials.")};
    case 404:
        return {Kind::NotFound, tr("%1 has nothing at this address.").arg(name),
                tr("Check the name and the address in the workspace, and whether the feature is installed there.")};
    case 405:
    case 406:
    case 415:
    case 501:
        return {Kind::Unsupported, tr("%1 does not support this request.").arg(name),
                tr("Check the address and the version of the backend.")};
    case 408:
        return {Kind::TimedOut, tr("%1 gave up waiting for the request.").arg(name),
                tr("Check the network in between, then try again.")};
    case 409:
    case 412:
        return {Kind::Conflict, tr("%1 refuses: somebody else changed the object first.").arg(name),
                tr("Look at its present state, then decide again.")};
    case 410:
        return {Kind::Gone, tr("%1 no longer keeps that position.").arg(name), tr("List again from the beginning.")};
    case 413:
    case 414:
        return {Kind::TooLarge, tr("%1 refuses the request as too large.").arg(name), tr("Ask for less at once.")};
    case 422:
        return {Kind::Unprocessable, tr("%1 refuses the content of the request.").arg(name),
                tr("The reason it gives names the field or the query.")};
    case 429:
        return {Kind::Throttled, tr("%1 asks for fewer requests.").arg(name),
                tr("It is asked again after the pause that it wants; raise its limits when this repeats.")};
    default:
        break;
    }
    if (status >= 500)
        return {Kind::Unavailable, tr("%1 is not able to answer (HTTP %2).").arg(name).arg(status),
                tr("Check the health of the backend; the last known state stays on screen.")};
    return {Kind::Invalid, tr("%1 refuses the request (HTTP %2).").arg(name).arg(status),
            tr("The details are in the log.")};
}

Error redirectError(const QString &backend, const QUrl &url, const HttpResponse &answer)
{
    const QUrl target = url.resolved(QUrl(QString::fromUtf8(answer.header("Location"))));
    const QString pointed = displayUrl(target);
    if (!target.isValid() || answer.header("Location").isEmpty())
        return make(Error::Kind::Malformed, backend, url,
                    tr("%1 redirects (HTTP %2) without saying where to.").arg(nameOf(backend, url)).arg(answer.status),
                    tr("Check the address in the workspace."));
    return make(
        Error::Kind::Refused, backend, url,
        tr("%1 redirects to %2, which is not followed.").arg(nameOf(backend, url), pointed),
        sameOrigin(url, target)
            ? tr("Only reads follow a redirect, and only a few times: put the final address into the workspace.")
            : tr("Credentials never go to another place: if it is right, put it into the workspace as the backend's "
                 "url."));
}

// The value of the first key that holds a text.
QString firstText(const QJsonObject &object, std::initializer_list<const char *> keys)
{
    for (const char *key : keys) {
        const QString text = object.value(QLatin1String(key)).toString();
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QString jsonMessage(const QJsonObject &object)
{
    // Prometheus: {"status":"error","errorType":"bad_data","error":"…"}
    const QString type = object.value(QLatin1String("errorType")).toString();
    const QString error = object.value(QLatin1String("error")).toString();
    if (!type.isEmpty() && !error.isEmpty())
        return type + QStringLiteral(": ") + error;
    // Kubernetes Status, and most others.
    const QString text = firstText(object, {"message", "error", "detail", "error_description", "title", "reason"});
    if (!text.isEmpty())
        return text;
    if (object.value(QLatin1String("error")).isObject())
        return jsonMessage(object.value(QLatin1String("error")).toObject());
    const QJsonArray errors = object.value(QLatin1String("errors")).toArray();
    QStringList texts;
    for (const QJsonValue &value : errors)
        texts.append(value.isString() ? value.toString() : jsonMessage(value.toObject()));
    texts.removeAll(QString());
    return texts.join(QStringLiteral("; "));
}

QString shortened(QString text, qsizetype max)
{
    text = text.simplified();
    if (text.size() > max)
        text = text.left(max - 1) + QChar(0x2026);
    return text;
}

} // namespace

QString displayUrl(const QUrl &url)
{
    return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

QString bodyMessage(const QByteArray &body)
{
    constexpr qsizetype kLook = 64 * 1024;
    constexpr qsizetype kMax = 600;
    const QByteArray head = body.left(kLook).trimmed();
    if (head.isEmpty())
        return {};
    if (head.startsWith('{') || head.startsWith('"') || head.startsWith('[')) {
        // A bare JSON string is no document for Qt: wrapped, every shape is one.
        const QJsonArray wrapped = QJsonDocument::fromJson('[' + head + ']').array();
        const QJsonValue value = wrapped.isEmpty() ? QJsonValue() : wrapped.first();
        const QString text = value.isString() ? value.toString() : jsonMessage(value.toObject());
        if (!text.isEmpty())
            return shortened(text, kMax);
    }
    if (head.startsWith('<')) {
        const qsizetype from = head.toLower().indexOf("<title>");
        const qsizetype to = head.toLower().indexOf("</title>");
        if (from >= 0 && to > from)
            return shortened(QString::fromUtf8(head.mid(from + 7, to - from - 7)), kMax);
        return tr("an HTML page");
    }
    return shortened(QString::fromUtf8(head.left(4 * kMax)), kMax);
}

qint64 retryAfterMs(const QByteArray &header, qint64 nowMs)
{
    constexpr qint64 kDay = 86'400'000;
    const QByteArray text = header.trimmed();
    if (text.isEmpty())
        return 0;
    bool isNumber = false;
    const qlonglong seconds = text.toLongLong(&isNumber);
    if (isNumber)
        return std::clamp<qint64>(std::min<qint64>(seconds, 86'400) * 1000, 0, kDay);
    const qint64 at = httpDateMs(text);
    return at == 0 ? 0 : std::clamp<qint64>(at - nowMs, 0, kDay);
}

Error statusError(const QString &backend, const QUrl &url, const HttpResponse &answer)
{
    if (answer.status >= 300 && answer.status < 400)
        return redirectError(backend, url, answer);
    const StatusText text = textOf(answer.status, nameOf(backend, url));
    Error error = make(text.kind, backend, url, text.what, text.hint);
    const QString said = bodyMessage(answer.body);
    if (!said.isEmpty()) {
        if (error.message.endsWith(QLatin1Char('.')))
            error.message.chop(1);
        error.message += QStringLiteral(": ") + shortened(said, 300);
    }
    error.detail = QStringLiteral("HTTP %1").arg(answer.status);
    if (!said.isEmpty())
        error.detail += QStringLiteral(": ") + said;
    error.retryAfterMs = retryAfterMs(answer.header("Retry-After"), QDateTime::currentMSecsSinceEpoch());
    return error;
}

Error transportError(const QString &backend, const QUrl &url, QNetworkReply::NetworkError code, const QString &qtText,
                     bool answerBegun)
{
    using Kind = Error::Kind;
    const QString name = nameOf(backend, url);
    const int port = url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
    Error error;
    switch (code) {
    case QNetworkReply::ConnectionRefusedError:
        error = make(Kind::Unreachable, backend, url,
                     tr("Nothing answers for %1 at %2, port %3.").arg(name, url.host()).arg(port),
                     tr("Check that it runs and that the address in the workspace is right."));
        break;
    case QNetworkReply::HostNotFoundError:
        error = make(Kind::Unreachable, backend, url, tr("The host %1 of %2 is not known.").arg(url.host(), name),
                     tr("Check the name in the workspace, and this machine's name service or VPN."));
        break;
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        error = make(Kind::Unreachable, backend, url,
                     answerBegun ? tr("%1 closed the connection in the middle of its answer.").arg(name)
                                 : tr("%1 closed the connection without an answer.").arg(name),
                     tr("It may be restarting: check its health, and any proxy in between."));
        break;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        error = make(Kind::Malformed, backend, url, tr("What answers for %1 does not speak HTTP.").arg(name),
                     tr("Check scheme and port of the address in the workspace."));
        break;
    default:
        if (qtText.contains(QLatin1String("unreachable"), Qt::CaseInsensitive)) {
            error =
                make(Kind::Unreachable, backend, url, tr("There is no way from here to %1 (%2).").arg(name, url.host()),
                     tr("Check this machine's network and VPN: it is tried again by itself."));
            break;
        }
        error = make(Kind::Unreachable, backend, url, tr("%1 cannot be reached: %2").arg(name, qtText),
                     tr("Check the network between this machine and the backend."));
        break;
    }
    error.detail = qtText;
    return error;
}

Error tlsError(const QString &backend, const QUrl &url, const QList<QSslError> &errors, const QString &qtText)
{
    const QString name = nameOf(backend, url);
    QString what = tr("The encrypted connection to %1 cannot be made: %2").arg(name, qtText);
    QString hint = tr("Check the backend's TLS set-up and the address in the workspace.");
    QStringList all;
    for (const QSslError &error : errors)
        all.append(error.errorString());
    const QSslError first = errors.isEmpty() ? QSslError() : errors.first();
    const QSslCertificate certificate = first.certificate();
    switch (first.error()) {
    case QSslError::HostNameMismatch: {
        QStringList names = certificate.subjectAlternativeNames().values();
        if (names.isEmpty())
            names = certificate.subjectInfo(QSslCertificate::CommonName);
        names.sort();
        what = tr("The certificate of %1 is for %2, not for %3.")
                   .arg(name, names.isEmpty() ? tr("nobody") : names.join(QStringLiteral(", ")), url.host());
        hint = tr("Use a name that the certificate carries, or give the backend a certificate for this one.");
        break;
    }
    case QSslError::CertificateExpired:
        what = tr("The certificate of %1 expired at %2.")
                   .arg(name, format::stamp(certificate.expiryDate().toMSecsSinceEpoch()));
        hint = tr("Renew the backend's certificate; if it is valid, check this machine's clock.");
        break;
    case QSslError::CertificateNotYetValid:
        what = tr("The certificate of %1 is valid only from %2.")
                   .arg(name, format::stamp(certificate.effectiveDate().toMSecsSinceEpoch()));
        hint = tr("Check this machine's clock.");
        break;
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
    case QSslError::CertificateSignatureFailed:
        what = tr("The certificate of %1 comes from an authority that is not trusted here.").arg(name);
        hint = tr("Name the right authority in the workspace (ca), or find out who answers in its place.");
        break;
    default:
        break;
    }
    // The other side's alert is all that tells a missing client certificate.
    if (errors.isEmpty() && (qtText.contains(QLatin1String("certificate required"), Qt::CaseInsensitive) ||
                             qtText.contains(QLatin1String("bad certificate"), Qt::CaseInsensitive) ||
                             qtText.contains(QLatin1String("handshake failure"), Qt::CaseInsensitive) ||
                             qtText.contains(QLatin1String("unknown ca"), Qt::CaseInsensitive))) {
        what = tr("%1 wants a client certificate that it accepts.").arg(name);
        hint = tr("Set cert and key of the backend in the workspace, from the authority that it trusts.");
    }
    Error error = make(Error::Kind::Unreachable, backend, url, what, hint);
    error.detail = QString(qtText + QStringLiteral("; ") + all.join(QStringLiteral("; ")));
    return error;
}

bool isProxyError(const ProxyChoice &proxy, const QUrl &url, QNetworkReply::NetworkError code, const QString &qtText)
{
    if (code >= QNetworkReply::ProxyConnectionRefusedError && code <= QNetworkReply::UnknownProxyError)
        return true;
    if (proxy.isNone())
        return false;
    // A plain request is sent to the proxy itself; of a tunnel only Qt's words tell whose trouble it is.
    const bool direct = url.scheme() == QLatin1String("http") && proxy.url.scheme() == QLatin1String("http");
    return direct ? code == QNetworkReply::ConnectionRefusedError || code == QNetworkReply::HostNotFoundError
                  : qtText.contains(QLatin1String("proxy"), Qt::CaseInsensitive);
}

Error proxyError(const QString &backend, const QUrl &url, const ProxyChoice &proxy, QNetworkReply::NetworkError code,
                 const QString &qtText)
{
    using Kind = Error::Kind;
    const QString name = nameOf(backend, url);
    const QString by = proxy.isNone() ? tr("in between") : proxy.shown();
    Kind kind = Kind::Unreachable;
    QString what = tr("The proxy %1 cannot reach %2: %3").arg(by, name, qtText);
    QString hint = tr("Check the proxy; a host that needs none goes into NO_PROXY.");
    switch (code) {
    case QNetworkReply::ProxyAuthenticationRequiredError:
        kind = Kind::NotPermitted;
        what = proxy.url.userName().isEmpty() ? tr("The proxy %1 wants a user and a password.").arg(by)
                                              : tr("The proxy %1 does not accept the user and password.").arg(by);
        hint = tr("Give them in its address, before the host; they are never shown.");
        break;
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::HostNotFoundError:
        what = tr("The host of the proxy %1 is not known.").arg(by);
        break;
    case QNetworkReply::ProxyConnectionClosedError:
        what = tr("The proxy %1 closed the connection.").arg(by);
        break;
    case QNetworkReply::ProxyTimeoutError:
        what = tr("The proxy %1 did not answer in time.").arg(by);
        break;
    default:
        // Qt's own words are all that tell a refusal of the proxy from a proxy that is not there.
        if (qtText.contains(QLatin1String("denied"), Qt::CaseInsensitive)) {
            kind = Kind::NotPermitted;
            what = tr("The proxy %1 lets nobody through to %2.").arg(by, url.host());
            hint = tr("Ask whoever runs it, or put the host into NO_PROXY.");
        } else if (qtText.contains(QLatin1String("refused"), Qt::CaseInsensitive)) {
            what = tr("Nothing answers at the proxy %1.").arg(by);
        }
        break;
    }
    Error error = make(kind, backend, url, what, hint);
    error.detail = qtText;
    return error;
}

Error deadlineError(const QString &backend, const QUrl &url, int ms)
{
    return make(Error::Kind::TimedOut, backend, url,
                tr("%1 did not answer completely within %2.").arg(nameOf(backend, url), format::duration(ms)),
                tr("Check the load of the backend and the network in between."));
}

Error idleError(const QString &backend, const QUrl &url, int ms, bool answerBegun)
{
    const QString name = nameOf(backend, url);
    return make(Error::Kind::TimedOut, backend, url,
                answerBegun
                    ? tr("%1 stopped in the middle of its answer: nothing for %2.").arg(name, format::duration(ms))
                    : tr("%1 did not answer within %2.").arg(name, format::duration(ms)),
                tr("Check whether it hangs, and the network in between."));
}

Error tooLargeError(const QString &backend, const QUrl &url, qint64 maxBytes)
{
    return make(
        Error::Kind::TooLarge, backend, url,
        tr("The answer of %1 is larger than the limit of %2 bytes.").arg(nameOf(backend, url), format::count(maxBytes)),
        tr("Ask for less: fewer namespaces, fewer series, a shorter range."));
}

Error encodingError(const QString &backend, const QUrl &url)
{
    return make(
        Error::Kind::Malformed, backend, url,
        tr("The compressed answer of %1 is damaged or in a form that was not asked for.").arg(nameOf(backend, url)),
        tr("Check the proxy in between."));
}

Error cancelledError(const QString &backend, const QUrl &url)
{
    return make(Error::Kind::Cancelled, backend, url, tr("The request to %1 was cancelled.").arg(nameOf(backend, url)),
                QString());
}

Error sleptError(const QString &backend, const QUrl &url)
{
    return make(Error::Kind::TimedOut, backend, url,
                tr("This machine slept while %1 was being asked.").arg(nameOf(backend, url)),
                tr("Look at the present state, then decide again."));
}

Error pausedError(const QString &backend, const QUrl &url, qint64 waitMs)
{
    Error error =
        make(Error::Kind::Throttled, backend, url,
             tr("%1 asked for a pause that lasts another %2.").arg(nameOf(backend, url), format::duration(waitMs)),
             tr("Try again after it; raise the backend's limits when this repeats."));
    error.retryAfterMs = waitMs;
    return error;
}

bool isLoopback(const QString &host)
{
    if (host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0)
        return true;
    QHostAddress address;
    return address.setAddress(host) && address.isLoopback();
}

bool sameOrigin(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == QLatin1String("https") ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

Result<Ok> checkTarget(const QString &backend, const HttpRequest &request, bool allowPlainHttp)
{
    const QUrl &url = request.url;
    const QString scheme = url.scheme();
    if (!url.isValid() || url.host().isEmpty() || (scheme != QLatin1String("https") && scheme != QLatin1String("http")))
        return make(Error::Kind::Invalid, backend, url,
                    tr("The address of %1 is not one that can be asked.").arg(backend),
                    tr("Write it as https://host or https://host:port/path."));
    if (scheme == QLatin1String("http") && !allowPlainHttp && !isLoopback(url.host()))
        return make(Error::Kind::Refused, backend, url,
                    tr("%1 would be asked without encryption over the network.").arg(nameOf(backend, url)),
                    tr("Use https; or allow plain HTTP for this backend in the workspace."));
    for (const auto &[name, value] : request.headers) {
        // QNetworkAccessManager would write them as they are.
        if (name.isEmpty() || name.contains('\n') || name.contains('\r') || value.contains('\n') ||
            value.contains('\r'))
            return make(Error::Kind::Invalid, backend, url, tr("A header for %1 contains a line break.").arg(backend),
                        tr("Check the headers and secrets of the backend in the workspace."));
    }
    return Ok{};
}

} // namespace astern::connectors
