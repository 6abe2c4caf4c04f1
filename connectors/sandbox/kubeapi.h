// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/api.h"
#include "connectors/sandbox/cluster.h"
#include "connectors/sandbox/kubewatch.h"
#include "connectors/sandbox/podnews.h"

#include <QHash>

#include <optional>

namespace astern::connectors::sandbox {

// Who may come in. One admin and one viewer; a token can be made to expire.
struct Access {
    struct User {
        QString name;
        bool mayChange = false;
        bool expired = false;
        QStringList withheld; // "pods/log", "events": what this one may not even read
    };
    QHash<QByteArray, User> byToken;
    [[nodiscard]] const User *user(const QByteArray &authorization) const;
};

// Answers as the API server of one cluster does. Called with the world's lock held.
class KubeApi {
public:
    KubeApi(Cluster &cluster, const Access &access, const PodNews &news)
        : m_cluster(cluster), m_access(access), m_news(news)
    {
    }

    struct Answer {
        ApiResponse response;
        std::optional<WatchSpec> watch; // then the response has no body: the lines come from a WatchStream
    };
    [[nodiscard]] Answer handle(const ApiRequest &request);

private:
    struct Target {
        const ResourceType *type = nullptr;
        QString ns;
        QString name;
        QString subresource;
    };
    [[nodiscard]] Answer resource(const ApiRequest &request, const Target &target);
    [[nodiscard]] Answer list(const ApiRequest &request, const Target &target);
    [[nodiscard]] Answer watch(const ApiRequest &request, const Target &target);
    [[nodiscard]] ApiResponse patch(const ApiRequest &request, const Target &target);
    [[nodiscard]] ApiResponse review(const ApiRequest &request, const Access::User &user) const;
    [[nodiscard]] std::optional<ApiResponse> discovery(const ApiRequest &request) const;
    [[nodiscard]] std::optional<ApiResponse> fence(const ApiRequest &request, const Target &target,
                                                   const Access::User &user) const;
    [[nodiscard]] static std::optional<Target> parse(const QString &path);

    Cluster &m_cluster;
    const Access &m_access;
    const PodNews &m_news;
};

// Status objects, in the API's words.
namespace kubestatus {
[[nodiscard]] ApiResponse make(int code, QLatin1String reason, const QString &message, const QJsonObject &details = {});
[[nodiscard]] ApiResponse notFound(const ResourceType &type, const QString &name);
[[nodiscard]] ApiResponse conflict(const ResourceType &type, const QString &name);
[[nodiscard]] QJsonObject expired(const QString &message);
} // namespace kubestatus

} // namespace astern::connectors::sandbox
