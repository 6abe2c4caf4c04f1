// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace astern::connectors {

// `asternctl sandbox …`: opens the company, says on stdout where it is, and stays until it is told to end.
// Returns an exit code: 0 ended as asked, 3 usage, 4 could not open. Takes the arguments after the verb.
int runSandbox(const QStringList &args);

} // namespace astern::connectors
