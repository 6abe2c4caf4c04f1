// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

// Where this checkout and its build lie. Known to one source file alone, so that what the compiler's cache keeps of all
// the others serves every checkout.
namespace astern::test {

QString sourcePath(const char *path); // absolute; path in the repository, e.g. "tests/data/captures/"
QString buildPath(const char *path);  // absolute; path in the build folder, e.g. "bin/asternctl"

} // namespace astern::test
