// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QPair>
#include <QString>

namespace astern::connectors::sandbox {

// An HTTP request and its answer, apart from the server that carries them.
struct ApiRequest {
    QByteArray method = "GET";
    QString path;
    QList<QPair<QString, QString>> query; // decoded; of a form body too
    QByteArray contentType;
    QByteArray authorization;
    QByteArray userAgent;
    QByteArray accept;
    QByteArray host;
    QByteArray origin;
    QByteArray fetchSite; // Sec-Fetch-Site: what a browser says of who asked it
    QByteArray body;

    [[nodiscard]] QString param(QLatin1String name) const;
    [[nodiscard]] bool has(QLatin1String name) const;
};

struct ApiResponse {
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body;
    QList<QPair<QByteArray, QByteArray>> headers;
};

} // namespace astern::connectors::sandbox
