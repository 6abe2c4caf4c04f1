// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/sight.h"

#include <QJsonArray>
#include <QStringList>

namespace astern::app {

// What is open, a line each, with the id that `asternctl ack` takes.
[[nodiscard]] QStringList escalationLines(const escalation::Sight &sight, qint64 nowMs);
// Those of a place: docs/status.md has the fields.
[[nodiscard]] QJsonArray escalationsToJson(const escalation::Sight &sight, const QString &place);

} // namespace astern::app
