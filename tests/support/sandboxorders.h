// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/host.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace astern::test {

// What the control page of a sandbox would send: {"op": "inject", …}.
inline connectors::sandbox::ApiResponse orderOf(connectors::sandbox::Host &host, const QJsonObject &what)
{
    connectors::sandbox::ApiRequest request;
    request.method = "POST";
    request.path = QStringLiteral("/sandbox/control");
    request.contentType = "application/json";
    request.body = QJsonDocument(what).toJson(QJsonDocument::Compact);
    return host.control(request);
}

} // namespace astern::test
