// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <initializer_list>

namespace astern::connectors::sandbox {

using namespace Qt::StringLiterals;

// The value under nested keys; undefined when a part of the path is missing.
[[nodiscard]] QJsonValue get(const QJsonObject &root, std::initializer_list<QLatin1String> path);
[[nodiscard]] QString text(const QJsonObject &root, std::initializer_list<QLatin1String> path);
[[nodiscard]] int number(const QJsonObject &root, std::initializer_list<QLatin1String> path, int missing = 0);
// Sets (or, with an undefined value, removes) what is under nested keys; makes the objects in between.
void set(QJsonObject &root, std::initializer_list<QLatin1String> path, const QJsonValue &value);

[[nodiscard]] QByteArray compact(const QJsonObject &object);
// "2026-11-23T15:36:20Z"
[[nodiscard]] QString stamp(qint64 wallMs);
[[nodiscard]] qint64 parseStamp(const QString &text); // 0: none
// "1h30m", "90s", "10" (seconds): the durations that Argo Rollouts takes; -1: not one.
[[nodiscard]] qint64 parseDurationMs(const QJsonValue &value);

} // namespace astern::connectors::sandbox
