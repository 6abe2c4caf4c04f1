// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/api.h"
#include "connectors/sandbox/flags.h"
#include "connectors/sandbox/kubeapi.h"

namespace astern::connectors::sandbox {

// Answers as the admin API of an Unleash 7.4 does, the open-source one: one project, two environments, no change
// requests. Tokens are those of the clusters, sent raw or as Bearer. Called with the world's lock held.
class UnleashApi {
public:
    UnleashApi(Flags &flags, const Access &access, qint64 wallMs) : m_flags(flags), m_access(access), m_wall(wallMs) {}

    [[nodiscard]] ApiResponse handle(const ApiRequest &request);

private:
    // unleashapi.cpp: one project's flags
    [[nodiscard]] ApiResponse project(const ApiRequest &request, const QStringList &path);
    [[nodiscard]] ApiResponse create(const ApiRequest &request);
    [[nodiscard]] ApiResponse environment(const ApiRequest &request, const Flag &flag, const QStringList &path);
    [[nodiscard]] ApiResponse strategies(const ApiRequest &request, const Flag &flag, const QString &environment,
                                         const QString &id);
    [[nodiscard]] ApiResponse bulk(const ApiRequest &request, const QStringList &path);
    // unleashlist.cpp: what is only read
    [[nodiscard]] std::optional<ApiResponse> lists(const ApiRequest &request, const QStringList &path) const;
    [[nodiscard]] QJsonObject feature(const Flag &flag) const;
    [[nodiscard]] QJsonObject environmentOf(const Flag &flag, const QString &environment) const;
    [[nodiscard]] QJsonArray features() const;
    [[nodiscard]] QJsonArray environments(bool ofProject) const;
    [[nodiscard]] ApiResponse search(const ApiRequest &request) const;
    [[nodiscard]] ApiResponse searchFeatures(const ApiRequest &request) const;

    Flags &m_flags;
    const Access &m_access;
    qint64 m_wall;
    FlagActor m_actor;
};

// Its errors: {"name", "message", "details"}.
namespace unleash {
[[nodiscard]] ApiResponse json(int status, const QJsonObject &body);
[[nodiscard]] ApiResponse failure(int status, QLatin1String name, const QString &message);
[[nodiscard]] ApiResponse noSuchFlag(const QString &name);
[[nodiscard]] ApiResponse noSuchPath(const QString &path);
} // namespace unleash

} // namespace astern::connectors::sandbox
