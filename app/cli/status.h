// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QStringList>

namespace astern::app {

// What `asternctl status` prints, as values: the board's rows in the board's words (docs/status.md).

// One line for each place, in the workspace's order, below the names of the columns.
[[nodiscard]] QList<QStringList> statusCells(const Session &session);
// One sentence for each connection with something to say: how it is and since when, why, and what to do.
[[nodiscard]] QStringList connectionLines(const Session &session);

} // namespace astern::app
