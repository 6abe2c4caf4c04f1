// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/proxy.h"

#include "connectors/http/httperror.h"

#include <QCoreApplication>
#include <QHostAddress>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("astern::Proxy", text); }

Result<ProxyChoice> readProxy(const QString &written, const QString &from)
{
    const QString text = written.trimmed();
    if (text.isEmpty())
        return ProxyChoice{};
    // "proxy.example:3128" is a host for everybody but QUrl, which takes it for a scheme.
    const QUrl url(text.contains(QLatin1String("://")) ? text : QStringLiteral("http://") + text);
    const QString scheme = url.scheme();
    Error error;
    error.where = from;
    if (!url.isValid() || url.host().isEmpty()) {
        error.kind = Error::Kind::Invalid;
        error.message = tr("The proxy that %1 names is no address").arg(from); // it may hold a password: not repeated
        error.hint = tr("It must look like http://HOST:PORT.");
        return error;
    }
    if (scheme != QLatin1String("http") && scheme != QLatin1String("socks5")) {
        error.kind = Error::Kind::Unsupported;
        error.message = tr("The proxy that %1 names is of a kind that Astern does not speak: %2").arg(from, scheme);
        error.hint = tr("Name one that is spoken to as http:// or socks5://. What goes to a backend by https stays "
                        "encrypted on its way through it.");
        return error;
    }
    return ProxyChoice{url, from};
}

// The first that is set, as it is called.
QString variable(const char *upper, const char *lower, QString *name)
{
    for (const char *each : {upper, lower}) {
        const QString value = qEnvironmentVariable(each);
        if (!value.isEmpty()) {
            *name = QLatin1String(each);
            return value;
        }
    }
    return {};
}

int portOf(const QUrl &url) { return url.port(url.scheme() == QLatin1String("https") ? 443 : 80); }

bool matches(QString rule, const QString &host, const QHostAddress &address, int port)
{
    if (rule == QLatin1String("*"))
        return true;
    if (const QPair<QHostAddress, int> net = QHostAddress::parseSubnet(rule);
        rule.contains(QLatin1Char('/')) && !net.first.isNull())
        return !address.isNull() && address.isInSubnet(net);
    if (QHostAddress exact; exact.setAddress(rule))
        return exact == address;
    // "[::1]:80", "host:80"
    const qsizetype colon = rule.lastIndexOf(QLatin1Char(':'));
    if (colon > 0) {
        bool number = false;
        const int wanted = rule.mid(colon + 1).toInt(&number);
        if (number && wanted != port)
            return false;
        if (number)
            rule.truncate(colon);
        rule.remove(QLatin1Char('[')).remove(QLatin1Char(']'));
        if (QHostAddress exact; exact.setAddress(rule))
            return exact == address;
    }
    if (rule.startsWith(QLatin1String("*.")))
        rule.remove(0, 1);
    if (rule.startsWith(QLatin1Char('.')))
        return host.endsWith(rule, Qt::CaseInsensitive);
    return host.compare(rule, Qt::CaseInsensitive) == 0 || host.endsWith(QLatin1Char('.') + rule, Qt::CaseInsensitive);
}

} // namespace

QString ProxyChoice::shown() const { return QStringLiteral("%1 (%2)").arg(displayUrl(url), from); }

Result<ProxyRules> ProxyRules::always(const QString &url, const QString &from)
{
    const Result<ProxyChoice> choice = readProxy(url, from);
    if (!choice)
        return choice.error();
    ProxyRules rules;
    rules.m_always = *choice;
    return rules;
}

Result<ProxyRules> ProxyRules::fromEnvironment()
{
    ProxyRules rules;
    QString name;
    QString value = variable("HTTPS_PROXY", "https_proxy", &name);
    const Result<ProxyChoice> https = readProxy(value, name);
    if (!https)
        return https.error();
    value = variable("HTTP_PROXY", "http_proxy", &name);
    const Result<ProxyChoice> http = readProxy(value, name);
    if (!http)
        return http.error();
    rules.m_https = *https;
    rules.m_http = *http;
    const QStringList exceptions = variable("NO_PROXY", "no_proxy", &name).split(QLatin1Char(','));
    for (const QString &rule : exceptions) {
        if (!rule.trimmed().isEmpty())
            rules.m_noProxy.append(rule.trimmed());
    }
    return rules;
}

bool ProxyRules::isExempt(const QStringList &noProxy, const QUrl &target)
{
    QString host = target.host();
    while (host.endsWith(QLatin1Char('.')))
        host.chop(1);
    const QHostAddress address(host);
    return std::any_of(noProxy.cbegin(), noProxy.cend(),
                       [&](const QString &rule) { return matches(rule, host, address, portOf(target)); });
}

ProxyChoice ProxyRules::choiceFor(const QUrl &target) const
{
    if (!m_always.isNone())
        return m_always;
    const ProxyChoice &byScheme = target.scheme() == QLatin1String("https") ? m_https : m_http;
    if (byScheme.isNone() || isLoopback(target.host()) || isExempt(m_noProxy, target))
        return {};
    return byScheme;
}

QNetworkProxy networkProxy(const ProxyChoice &choice, const QUrl &target)
{
    if (choice.isNone())
        return QNetworkProxy(QNetworkProxy::NoProxy);
    const bool socks = choice.url.scheme() == QLatin1String("socks5");
    QNetworkProxy proxy(socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, choice.url.host(),
                        quint16(choice.url.port(socks ? 1080 : 80)));
    if (proxyAuthorization(choice, target).isEmpty()) {
        proxy.setUser(choice.url.userName(QUrl::FullyDecoded));
        proxy.setPassword(choice.url.password(QUrl::FullyDecoded));
    }
    return proxy;
}

QByteArray proxyAuthorization(const ProxyChoice &choice, const QUrl &target)
{
    const bool plain = target.scheme() == QLatin1String("http") && choice.url.scheme() == QLatin1String("http");
    const QString user = choice.url.userName(QUrl::FullyDecoded);
    if (choice.isNone() || !plain || user.isEmpty())
        return {};
    const QString pair = user + QLatin1Char(':') + choice.url.password(QUrl::FullyDecoded);
    return "Basic " + pair.toUtf8().toBase64();
}

} // namespace astern::connectors
