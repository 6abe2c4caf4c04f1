// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/realprometheus.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTest>
#include <QUrlQuery>
#include <QUuid>

#include <csignal>
#include <sys/prctl.h>

namespace astern::test {
namespace {

constexpr int kReadyMs = 20'000;
constexpr int kAnswerMs = 5'000;

quint16 freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost, 0) ? probe.serverPort() : 0;
}

} // namespace

RealPrometheus::RealPrometheus(const QList<QByteArray> &targets, int scrapeMs)
    : m_label(QUuid::createUuid().toByteArray(QUuid::WithoutBraces))
{
    QByteArray list;
    for (const QByteArray &target : targets)
        list += (list.isEmpty() ? "\"" : ", \"") + target + '"';
    const QByteArray interval = QByteArray::number(scrapeMs) + "ms";
    QFile file(m_folder.filePath(QStringLiteral("prometheus.yml")));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write the configuration of Prometheus");
    file.write("global: {scrape_interval: " + interval + ", scrape_timeout: " + interval +
               ", external_labels: {astern_test: \"" + m_label +
               "\"}}\nscrape_configs:\n- job_name: app\n  static_configs: [{targets: [" + list + "]}]\n");
    m_network.setProxy(QNetworkProxy::NoProxy);
}

RealPrometheus::~RealPrometheus() { stop(); }

QUrl RealPrometheus::url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }

QString RealPrometheus::start()
{
    if (m_port != 0)
        return tryStart();
    // Somebody may take the port between the look and the start; the server then ends at once.
    QString why;
    for (int attempt = 0; attempt < 5; ++attempt) {
        m_port = freePort();
        why = tryStart();
        if (why.isEmpty())
            return {};
    }
    return why;
}

QString RealPrometheus::tryStart()
{
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(QStringLiteral("prometheus"),
                    {QStringLiteral("--config.file=") + m_folder.filePath(QStringLiteral("prometheus.yml")),
                     QStringLiteral("--storage.tsdb.path=") + m_folder.filePath(QStringLiteral("data")),
                     QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(m_port),
                     QStringLiteral("--log.level=warn")});
    if (!m_process.waitForStarted())
        return QStringLiteral("prometheus cannot be started: install the package of that name");
    const QDeadlineTimer deadline(kReadyMs);
    while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
        if (!get(QStringLiteral("/-/ready")).isEmpty() &&
            get(QStringLiteral("/api/v1/status/config")).contains(m_label))
            return {};
        QTest::qWait(50);
    }
    stop();
    return QStringLiteral("prometheus did not become ready: ") + QString::fromLocal8Bit(m_process.readAll());
}

void RealPrometheus::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(kAnswerMs)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

QString RealPrometheus::load(const QByteArray &openMetrics)
{
    const QString name = m_folder.filePath(QStringLiteral("samples.om"));
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(openMetrics) != openMetrics.size())
        return QStringLiteral("cannot write the samples");
    file.close();
    QProcess promtool;
    promtool.setProcessChannelMode(QProcess::MergedChannels);
    promtool.start(QStringLiteral("promtool"),
                   {QStringLiteral("tsdb"), QStringLiteral("create-blocks-from"), QStringLiteral("openmetrics"), name,
                    m_folder.filePath(QStringLiteral("data"))});
    if (promtool.waitForFinished(60'000) && promtool.exitCode() == 0)
        return {};
    return QStringLiteral("promtool: ") + QString::fromLocal8Bit(promtool.readAll());
}

void RealPrometheus::wait(QNetworkReply *reply)
{
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
}

QByteArray RealPrometheus::get(const QString &path)
{
    QUrl address = url();
    address.setPath(path);
    QNetworkRequest request(address);
    request.setTransferTimeout(kAnswerMs);
    const std::unique_ptr<QNetworkReply> reply(m_network.get(request));
    wait(reply.get());
    return reply->error() == QNetworkReply::NoError ? reply->readAll() : QByteArray();
}

QByteArray RealPrometheus::post(const QString &path, const QByteArray &form, int *status)
{
    QUrl address = url();
    address.setPath(path);
    QNetworkRequest request(address);
    request.setTransferTimeout(kAnswerMs);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/x-www-form-urlencoded"));
    const std::unique_ptr<QNetworkReply> reply(m_network.post(request, form));
    wait(reply.get());
    if (status)
        *status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    return reply->readAll();
}

std::optional<RealPrometheus::Answer> RealPrometheus::query(const QString &expression, qint64 atMs)
{
    const QByteArray body =
        post(QStringLiteral("/api/v1/query"), "query=" + QUrl::toPercentEncoding(expression) +
                                                  "&time=" + QByteArray::number(double(atMs) / 1000, 'f', 3));
    const QJsonObject data = QJsonDocument::fromJson(body).object().value(QLatin1String("data")).toObject();
    const QJsonArray result = data.value(QLatin1String("result")).toArray();
    if (result.size() != 1)
        return std::nullopt;
    const QJsonArray value = result.first().toObject().value(QLatin1String("value")).toArray();
    return Answer{value.at(1).toString().toDouble(), qRound64(value.at(0).toDouble() * 1000)};
}

} // namespace astern::test
