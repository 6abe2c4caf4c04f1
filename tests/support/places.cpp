// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/places.h"

namespace astern::test {

QString sourcePath(const char *path) { return QStringLiteral(ASTERN_SOURCE_DIR "/") + QLatin1String(path); }

QString buildPath(const char *path) { return QStringLiteral(ASTERN_BINARY_DIR "/") + QLatin1String(path); }

} // namespace astern::test
