// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/realalertmanager.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace astern::test {

RealAlertmanager::RealAlertmanager(const QByteArray &more, const QUrl &webhook)
    : RealServer("prometheus-alertmanager"), m_receiver(QUuid::createUuid().toByteArray(QUuid::WithoutBraces))
{
    const QByteArray wait = webhook.isEmpty() ? "group_wait: 1s" : "group_by: ['...'], group_wait: 0s";
    QByteArray config = "route: {receiver: \"" + m_receiver + "\", " + wait + ", group_interval: 1s}\n" +
                        "receivers:\n- name: \"" + m_receiver + "\"\n";
    if (!webhook.isEmpty())
        config += "  webhook_configs: [{url: \"" + webhook.toEncoded() + "\", send_resolved: false}]\n";
    writeFile("alertmanager.yml", config + more);
}

QStringList RealAlertmanager::arguments(quint16 port) const
{
    // An address of the cluster that is not empty would listen on every interface.
    return {QStringLiteral("--config.file=") + file("alertmanager.yml"),
            QStringLiteral("--storage.path=") + file("data"),
            QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(port), QStringLiteral("--cluster.listen-address="),
            QStringLiteral("--log.level=warn")};
}

bool RealAlertmanager::isReadyAndMine()
{
    return !get(QStringLiteral("/-/ready")).isEmpty() && get(QStringLiteral("/api/v2/receivers")).contains(m_receiver);
}

bool RealAlertmanager::raise(const QByteArray &alerts)
{
    int status = 0;
    (void)post(QStringLiteral("/api/v2/alerts"), alerts, &status, "application/json");
    return status == 200;
}

QString RealAlertmanager::silence(const QByteArray &label, const QByteArray &value)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto text = [](const QDateTime &at) { return at.toString(Qt::ISODate).toLatin1(); };
    const QByteArray body =
        post(QStringLiteral("/api/v2/silences"),
             "{\"matchers\":[{\"name\":\"" + label + "\",\"value\":\"" + value +
                 "\",\"isRegex\":false,\"isEqual\":true}],\"startsAt\":\"" + text(now.addSecs(-1)) +
                 "\",\"endsAt\":\"" + text(now.addSecs(600)) + "\",\"createdBy\":\"astern\",\"comment\":\"a test\"}",
             nullptr, "application/json");
    return QJsonDocument::fromJson(body).object().value(QLatin1String("silenceID")).toString();
}

bool RealAlertmanager::unsilence(const QString &id) { return remove(QStringLiteral("/api/v2/silence/") + id) == 200; }

} // namespace astern::test
