// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/realmetrics.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace astern::test {

std::optional<RealMetrics::Answer> RealMetrics::query(const QString &expression, qint64 atMs)
{
    const QByteArray body = post(QStringLiteral("/api/v1/query"),
                                 "query=" + QUrl::toPercentEncoding(expression) +
                                     "&time=" + QByteArray::number(double(atMs) / 1000, 'f', 3) + m_moreFields);
    const QJsonObject data = QJsonDocument::fromJson(body).object().value(QLatin1String("data")).toObject();
    const QJsonArray result = data.value(QLatin1String("result")).toArray();
    if (result.size() != 1)
        return std::nullopt;
    const QJsonArray value = result.first().toObject().value(QLatin1String("value")).toArray();
    return Answer{value.at(1).toString().toDouble(), qRound64(value.at(0).toDouble() * 1000)};
}

QByteArray RealMetrics::scrapes(const QList<QByteArray> &targets, int scrapeMs, const QByteArray &moreGlobal)
{
    QByteArray list;
    for (const QByteArray &target : targets)
        list += (list.isEmpty() ? "\"" : ", \"") + target + '"';
    const QByteArray interval = QByteArray::number(scrapeMs) + "ms";
    return "global: {scrape_interval: " + interval + ", scrape_timeout: " + interval + moreGlobal +
           "}\nscrape_configs:\n- job_name: app\n  static_configs: [{targets: [" + list + "]}]\n";
}

RealPrometheus::RealPrometheus(const QList<QByteArray> &targets, int scrapeMs, const Alerting &alerting)
    : RealMetrics("prometheus"), m_label(QUuid::createUuid().toByteArray(QUuid::WithoutBraces))
{
    QByteArray config = scrapes(targets, scrapeMs,
                                ", evaluation_interval: " + QByteArray::number(scrapeMs) +
                                    "ms, external_labels: {astern_test: \"" + m_label + "\"}");
    if (!alerting.rules.isEmpty()) {
        writeFile("rules.yml", alerting.rules);
        config += "rule_files: [rules.yml]\nalerting:\n  alertmanagers:\n  - static_configs: [{targets: [\"" +
                  alerting.alertmanager + "\"]}]\n";
    }
    writeFile("prometheus.yml", config);
}

QStringList RealPrometheus::arguments(quint16 port) const
{
    return {QStringLiteral("--config.file=") + file("prometheus.yml"),
            QStringLiteral("--storage.tsdb.path=") + file("data"),
            QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(port), QStringLiteral("--log.level=warn")};
}

bool RealPrometheus::isReadyAndMine()
{
    return !get(QStringLiteral("/-/ready")).isEmpty() && get(QStringLiteral("/api/v1/status/config")).contains(m_label);
}

QString RealPrometheus::load(const QByteArray &openMetrics)
{
    writeFile("samples.om", openMetrics);
    QProcess promtool;
    promtool.setProcessChannelMode(QProcess::MergedChannels);
    promtool.start(QStringLiteral("promtool"), {QStringLiteral("tsdb"), QStringLiteral("create-blocks-from"),
                                                QStringLiteral("openmetrics"), file("samples.om"), file("data")});
    if (promtool.waitForFinished(60'000) && promtool.exitCode() == 0)
        return {};
    return QStringLiteral("promtool: ") + QString::fromLocal8Bit(promtool.readAll());
}

RealVictoria::RealVictoria(const QList<QByteArray> &targets, int scrapeMs)
    : RealMetrics("victoria-metrics", "&nocache=1")
{
    writeFile("scrape.yml", scrapes(targets, scrapeMs, {}));
}

QStringList RealVictoria::arguments(quint16 port) const
{
    return {QStringLiteral("-promscrape.config=") + file("scrape.yml"),
            QStringLiteral("-storageDataPath=") + file("data"),
            QStringLiteral("-httpListenAddr=127.0.0.1:%1").arg(port), QStringLiteral("-retentionPeriod=1"),
            QStringLiteral("-loggerLevel=WARN")};
}

bool RealVictoria::isReadyAndMine()
{
    return get(QStringLiteral("/health")) == "OK" && get(QStringLiteral("/flags")).contains(file("data").toUtf8());
}

bool RealVictoria::import(const QByteArray &lines)
{
    int status = 0;
    (void)post(QStringLiteral("/api/v1/import/prometheus"), lines, &status, "text/plain");
    return status == 204;
}

} // namespace astern::test
