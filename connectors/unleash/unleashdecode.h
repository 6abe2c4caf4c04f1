// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "models/flag/flagbackend.h"

#include <QJsonObject>

namespace astern::connectors::unleash {

// Pure functions between the admin API's bytes and values.

[[nodiscard]] QUrl adminUrl(const QUrl &server, const QStringList &path, const QString &query = {});
[[nodiscard]] HttpRequest getFeature(const QUrl &server, const FlagRef &ref);
[[nodiscard]] HttpRequest getFeatures(const QUrl &server, const QString &project);
// The newest changes of the flag in its environment.
[[nodiscard]] HttpRequest getChanges(const QUrl &server, const FlagRef &ref, int limit);

// Answer of getFeature(). NotFound when the flag has no such environment.
[[nodiscard]] Result<FlagState> readFeature(const QByteArray &body, const FlagRef &ref);
// Answer of getFeatures(): name and switch of each flag that has this environment.
[[nodiscard]] Result<QList<FlagState>> readFeatures(const QByteArray &body, const QString &backend,
                                                    const QString &project, const QString &environment);
// Answer of getChanges(), newest first.
[[nodiscard]] Result<QList<FlagChange>> readChanges(const QByteArray &body);

// What a command comes to on a flag that is as `now`, or why it is not possible. Never a request that would let in more
// users than it says.
[[nodiscard]] Result<HttpRequest> changingRequest(const QUrl &server, const FlagCommand &command, const FlagState &now);
// Nothing to send: it is as wanted.
[[nodiscard]] bool isDone(const FlagCommand &command, const FlagState &now);
// Why the percentage cannot be set; empty: it can.
[[nodiscard]] QString whyNoPercent(const FlagState &now);

} // namespace astern::connectors::unleash
