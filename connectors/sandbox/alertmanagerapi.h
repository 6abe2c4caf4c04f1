// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/alerts.h"
#include "connectors/sandbox/api.h"

namespace astern::connectors::sandbox {

// Answers as the v2 API of an Alertmanager 0.25 does. Alerts come from the world's own rules: nobody posts any.
// Called with the world's lock held.
class AlertmanagerApi {
public:
    AlertmanagerApi(Alerts &alerts, qint64 startedWall, qint64 wallMs)
        : m_alerts(alerts), m_started(startedWall), m_wall(wallMs)
    {
    }
    [[nodiscard]] ApiResponse handle(const ApiRequest &request);

private:
    [[nodiscard]] ApiResponse alerts(const ApiRequest &request, bool grouped) const;
    [[nodiscard]] ApiResponse status() const;
    [[nodiscard]] ApiResponse listSilences(const ApiRequest &request) const;
    [[nodiscard]] ApiResponse postSilence(const ApiRequest &request);
    [[nodiscard]] ApiResponse silence(const ApiRequest &request, const QString &id);
    [[nodiscard]] QJsonObject alertJson(const QString &fingerprint, const Alert &alert) const;
    [[nodiscard]] QJsonObject silenceJson(const Silence &silence) const;

    Alerts &m_alerts;
    qint64 m_started;
    qint64 m_wall;
};

} // namespace astern::connectors::sandbox
