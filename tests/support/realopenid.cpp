// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/realopenid.h"
#include "tests/support/places.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkCookieJar>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QUrlQuery>
#include <QUuid>

namespace astern::test {
namespace {

constexpr int kFetchMs = 200'000;
constexpr int kAnswerMs = 10'000;
constexpr int kMostPages = 20;

// A browser with cookies that follows nothing by itself.
class Browser {
public:
    Browser() { m_network.setProxy(QNetworkProxy::NoProxy); }

    struct Page {
        int status = 0;
        QUrl next; // where it sends the browser
        QByteArray body;
    };
    Page get(const QUrl &url) { return end(m_network.get(request(url)), url); }
    Page post(const QUrl &url, const QByteArray &form)
    {
        QNetworkRequest sent = request(url);
        sent.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/x-www-form-urlencoded"));
        return end(m_network.post(sent, form), url);
    }

private:
    static QNetworkRequest request(const QUrl &url)
    {
        QNetworkRequest made(url);
        made.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        made.setTransferTimeout(kAnswerMs);
        return made;
    }
    static Page end(QNetworkReply *reply, const QUrl &url)
    {
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        if (!reply->isFinished())
            loop.exec();
        Page page;
        page.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        page.body = reply->readAll();
        const QUrl next = reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
        if (!next.isEmpty())
            page.next = url.resolved(next);
        reply->deleteLater();
        return page;
    }
    QNetworkAccessManager m_network;
};

} // namespace

RealOpenId::RealOpenId() : RealServer("nodejs"), m_marker(QUuid::createUuid().toString(QUuid::WithoutBraces)) {}

RealOpenId::~RealOpenId() { stop(); }

QString RealOpenId::open()
{
    QProcess install;
    install.start(test::sourcePath("tests/support/openid/install"), QStringList());
    if (!install.waitForFinished(kFetchMs) || install.exitCode() != 0)
        return QStringLiteral("the OpenID provider cannot be fetched: ") +
               QString::fromLocal8Bit(install.readAllStandardError());
    m_home = QString::fromLocal8Bit(install.readAllStandardOutput()).trimmed();
    return start();
}

void RealOpenId::setSeconds(int idToken, int deviceCode)
{
    m_seconds = idToken;
    m_codeSeconds = deviceCode;
}

QStringList RealOpenId::arguments(quint16) const { return {test::sourcePath("tests/support/openid/server.mjs")}; }

QStringList RealOpenId::environment(quint16 port) const
{
    return {QStringLiteral("ASTERN_OPENID_HOME=") + m_home,
            QStringLiteral("ASTERN_OPENID_PORT=%1").arg(port),
            QStringLiteral("ASTERN_OPENID_MARKER=") + m_marker,
            QStringLiteral("ASTERN_OPENID_KEY=") + m_key,
            QStringLiteral("ASTERN_OPENID_SECONDS=%1").arg(m_seconds),
            QStringLiteral("ASTERN_OPENID_CODE_SECONDS=%1").arg(m_codeSeconds)};
}

bool RealOpenId::isReadyAndMine() { return get(QStringLiteral("/test/mine")).contains(m_marker.toLatin1()); }

// Through the pages of the provider, until it sends the browser somewhere else or shows its last one.
QUrl RealOpenId::walk(const QUrl &page, const QString &user, bool agreed, QByteArray *last)
{
    Browser browser;
    Browser::Page now = browser.get(page);
    QUrl at = page;
    for (int i = 0; i < kMostPages; ++i) {
        if (!now.next.isEmpty()) {
            if (now.next.port() != url().port() || now.next.path() == QLatin1String("/callback"))
                return now.next;
            at = now.next;
            now = browser.get(at);
            continue;
        }
        static const QRegularExpression secret(QStringLiteral("name=\"xsrf\" value=\"([^\"]+)\""));
        const QByteArray xsrf = secret.match(QString::fromUtf8(now.body)).captured(1).toLatin1();
        if (now.body.contains("name=\"login\"")) {
            now = agreed ? browser.post(at, "prompt=login&login=" + user.toLatin1() + "&password=x")
                         : browser.get(QUrl(at.toString() + QStringLiteral("/abort")));
        } else if (now.body.contains("value=\"consent\"")) {
            now = browser.post(at, "prompt=consent");
        } else if (at.path() == QLatin1String("/device") && !xsrf.isEmpty()) {
            const QByteArray code = QUrlQuery(page).queryItemValue(QStringLiteral("user_code")).toLatin1();
            now = browser.post(at, "xsrf=" + xsrf + "&user_code=" + code +
                                       (now.body.contains("confirm") ? "&confirm=yes" : ""));
        } else {
            if (last)
                *last = now.body;
            return {};
        }
    }
    return {};
}

QUrl RealOpenId::agree(const QUrl &page, const QString &user) { return walk(page, user, true, nullptr); }

QUrl RealOpenId::refuse(const QUrl &page) { return walk(page, {}, false, nullptr); }

bool RealOpenId::agreeOnDevice(const QUrl &page, const QString &user)
{
    QByteArray last;
    (void)walk(page, user, true, &last);
    return last.contains("Success") || last.contains("success");
}

int RealOpenId::visit(const QUrl &url, QByteArray *body)
{
    Browser browser;
    const Browser::Page page = browser.get(url);
    if (body)
        *body = page.body;
    return page.status;
}

void RealOpenId::twist(const QString &what) { (void)get(QStringLiteral("/test/twist?what=") + what); }

void RealOpenId::setGroups(const QString &user, const QStringList &groups)
{
    (void)get(QStringLiteral("/test/groups?user=%1&groups=%2").arg(user, groups.join(QLatin1Char(','))));
}

void RealOpenId::slowDown(int times) { (void)get(QStringLiteral("/test/slow?times=%1").arg(times)); }

int RealOpenId::count(const QString &what)
{
    return QJsonDocument::fromJson(get(QStringLiteral("/test/counts"))).object().value(what).toInt();
}

} // namespace astern::test
