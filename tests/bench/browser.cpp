// SPDX-License-Identifier: GPL-3.0-or-later
#include "browser.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QThread>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace astern::bench {
namespace {

constexpr double kPatienceMs = 30'000;
constexpr int kAnswerMs = 10'000;

} // namespace

QString Browser::program()
{
    const QString real = QStringLiteral("/usr/lib/chromium/chromium");
    return QFile::exists(real) ? real : QStandardPaths::findExecutable(QStringLiteral("chromium"));
}

Browser::~Browser() { close(); }

std::optional<double> Browser::show(const QUrl &url, const QString &profile, const QString &expression)
{
    int to[2];
    int from[2];
    if (::pipe2(to, O_CLOEXEC) != 0 || ::pipe2(from, O_CLOEXEC) != 0)
        qFatal("No pipe to the browser");
    m_to = to[1];
    m_from = from[0];
    m_child.start(program(),
                  {QStringLiteral("--headless=new"), QStringLiteral("--no-sandbox"), QStringLiteral("--disable-gpu"),
                   QStringLiteral("--remote-debugging-pipe"), QStringLiteral("--user-data-dir=") + profile,
                   QStringLiteral("--window-size=1440,900"), QStringLiteral("--no-first-run"),
                   QStringLiteral("--no-default-browser-check"), QStringLiteral("--disable-background-networking"),
                   QStringLiteral("--disable-component-update"), QStringLiteral("--no-proxy-server"),
                   url.toString(QUrl::FullyEncoded)},
                  [in = to[0], out = from[1]] {
                      // Out of the way first: either may be 3 or 4 itself.
                      const int read = ::fcntl(in, F_DUPFD, 10);
                      const int write = ::fcntl(out, F_DUPFD, 10);
                      ::dup2(read, 3);
                      ::dup2(write, 4);
                      ::close(read);
                      ::close(write);
                  });
    ::close(to[0]);
    ::close(from[1]);
    while (m_child.sinceExecMs() < kPatienceMs && m_child.isRunning()) {
        if (m_page.isEmpty() && !attach(url)) {
            QThread::msleep(2);
            continue;
        }
        // One question that is answered when it holds. It fails while the page is still another one.
        const QString when = QStringLiteral("new Promise(done => { const look = () => (%1) ? done('holds') : "
                                            "setTimeout(look, 2); look(); })")
                                 .arg(expression);
        if (evaluate(when) == QLatin1String("holds"))
            return m_child.sinceExecMs();
    }
    return std::nullopt;
}

bool Browser::attach(const QUrl &url)
{
    const QJsonArray targets = call(QStringLiteral("Target.getTargets")).value(QLatin1String("targetInfos")).toArray();
    for (const QJsonValue &target : targets) {
        if (target[QLatin1String("type")].toString() != QLatin1String("page") ||
            !target[QLatin1String("url")].toString().startsWith(url.toString(QUrl::RemoveQuery)))
            continue;
        m_page =
            call(QStringLiteral("Target.attachToTarget"),
                 {{QStringLiteral("targetId"), target[QLatin1String("targetId")]}, {QStringLiteral("flatten"), true}})
                .value(QLatin1String("sessionId"))
                .toString();
        return !m_page.isEmpty();
    }
    return false;
}

QString Browser::evaluate(const QString &expression)
{
    return call(QStringLiteral("Runtime.evaluate"), {{QStringLiteral("expression"), expression},
                                                     {QStringLiteral("awaitPromise"), true},
                                                     {QStringLiteral("returnByValue"), true}})
        .value(QLatin1String("result"))[QLatin1String("value")]
        .toVariant()
        .toString();
}

QJsonObject Browser::call(const QString &method, const QJsonObject &parameters)
{
    QJsonObject asked{
        {QStringLiteral("id"), ++m_calls}, {QStringLiteral("method"), method}, {QStringLiteral("params"), parameters}};
    if (!m_page.isEmpty())
        asked.insert(QStringLiteral("sessionId"), m_page);
    QByteArray bytes = QJsonDocument(asked).toJson(QJsonDocument::Compact);
    bytes.append('\0');
    if (::write(m_to, bytes.constData(), size_t(bytes.size())) != bytes.size())
        return {};
    while (true) {
        const QByteArray answer = message();
        if (answer.isEmpty())
            return {};
        const QJsonObject object = QJsonDocument::fromJson(answer).object();
        if (object.value(QLatin1String("id")).toInt() == m_calls)
            return object.value(QLatin1String("result")).toObject();
    }
}

QByteArray Browser::message()
{
    qsizetype end = 0;
    while ((end = m_read.indexOf('\0')) < 0) {
        pollfd waits{m_from, POLLIN, 0};
        char bytes[65536];
        if (::poll(&waits, 1, kAnswerMs) <= 0)
            return {};
        const ssize_t count = ::read(m_from, bytes, sizeof bytes);
        if (count <= 0)
            return {};
        m_read.append(bytes, count);
    }
    const QByteArray message = m_read.left(end);
    m_read.remove(0, end + 1);
    return message;
}

void Browser::close()
{
    if (m_to < 0)
        return;
    m_page.clear();
    (void)call(QStringLiteral("Browser.close")); // in order, so that its profile is whole
    ::close(m_to);
    ::close(m_from);
    m_to = m_from = -1;
    m_child.end();
}

} // namespace astern::bench
