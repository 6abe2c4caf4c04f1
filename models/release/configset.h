// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/rollout/rollout.h"

#include <QJsonObject>

namespace astern {

// Names one configuration set: a ConfigMap. `backend` is the id of a delivery backend, whose cluster has it.
struct ConfigRef {
    QString backend;
    QString ns;
    QString name;

    [[nodiscard]] QString key() const; // "backend/configmap/namespace/name"
    bool operator==(const ConfigRef &) const = default;
};

// What is in a configuration set now.
struct ConfigState {
    ConfigRef ref;
    QString digest;     // "sha256:…" of `content`: the same value is the same configuration
    QByteArray content; // canonical JSON of `data`; where there is binary data, too: {"binaryData":…,"data":…}
    QStringList keys;   // sorted
    QString resourceVersion;
    bool immutable = false;        // the cluster refuses every change
    std::optional<GitOwner> owner; // will undo what others change
    QString changedBy;             // the program that changed it last, as the cluster knows it
    qint64 changedMs = 0;          // wall clock; 0: not known
    qint64 observedMs = 0;
    QString unknownReason; // not empty: it could not be read
    bool operator==(const ConfigState &) const = default;
};

// Canonical bytes of an object's `data` and `binaryData`, as ConfigState::content has them.
[[nodiscard]] Result<QByteArray> configContent(const QJsonObject &data, const QJsonObject &binaryData);
[[nodiscard]] QString configDigest(const QByteArray &content);
// The way back from content. Empty objects where there is nothing.
struct ConfigData {
    QJsonObject data;
    QJsonObject binaryData;
};
[[nodiscard]] Result<ConfigData> configData(const QByteArray &content);
// "9f31c0de": what people read out.
[[nodiscard]] QString shortDigest(const QString &digest);

} // namespace astern

Q_DECLARE_METATYPE(astern::ConfigState)
