// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/prominventory.h"

#include <QUrlQuery>

namespace astern::connectors {

PromInventory::PromInventory(const QUrl &address, HttpOptions options, QObject *parent)
    : QObject(parent), m_address(address), m_client(std::move(options))
{
}

void PromInventory::start(Done<QList<FoundMetric>> done)
{
    m_done = std::move(done);
    m_waiting = knownMetrics();
    ask();
}

void PromInventory::ask()
{
    QUrl url = m_address;
    QString path = url.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    url.setPath(path + QStringLiteral("/api/v1/query"));
    QUrlQuery query;
    query.addQueryItem(
        QStringLiteral("query"),
        QString::fromLatin1(QUrl::toPercentEncoding(
            QStringLiteral("count by (%1) (%2)").arg(tellingLabels().join(QLatin1Char(',')), m_waiting.constFirst()))));
    url.setQuery(query);
    HttpRequest request;
    request.url = url;
    connect(m_client.send(request), &HttpJob::finished, this, &PromInventory::answered);
}

void PromInventory::answered(const Result<HttpResponse> &result)
{
    if (!result)
        return m_done(result.error());
    // Every part of VictoriaMetrics names its host so; its build information is empty, or that of a Prometheus.
    if (!result->header("X-Server-Hostname").isEmpty())
        m_type = QStringLiteral("victoriametrics");
    QByteArray body = result->body;
    if (const Result<Ok> read = m_decoder.decode(body); !read)
        return m_done(read.error());
    FoundMetric metric{m_waiting.takeFirst(), {}};
    for (const PromDecoder::Series &series : m_decoder.series()) {
        QMap<QString, QString> labels;
        for (const PromDecoder::Label &label : series.labels)
            labels.insert(QString::fromUtf8(label.name.data(), qsizetype(label.name.size())),
                          QString::fromUtf8(label.value.data(), qsizetype(label.value.size())));
        metric.labels.append(labels);
    }
    if (!metric.labels.isEmpty())
        m_found.append(metric);
    if (m_waiting.isEmpty())
        m_done(m_found);
    else
        ask();
}

} // namespace astern::connectors
