// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/objectstore.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace astern::connectors::sandbox {

// The settings that a service reads: its own ConfigMap, and the one that all services of the shop share.
struct ConfigSet {
    QString name;
    QJsonObject data;
    QString revision; // "sha256:…" of what is in it: brought back, it has its old name again
};
[[nodiscard]] QString configSetName(const QString &service); // "checkout-config"
[[nodiscard]] QString sharedConfigSet();                     // "shop-settings"
[[nodiscard]] QString configRevision(const QJsonObject &data);

// What a service reads in one cluster now. Keeps what it has found until a ConfigMap changes.
class ConfigReader {
public:
    [[nodiscard]] const QList<ConfigSet> &read(const ObjectStore &store, const QString &service);

private:
    QList<ConfigSet> m_sets;
    QString m_versions;
};

} // namespace astern::connectors::sandbox
