// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QList>

namespace astern::app {

struct TarFile {
    QByteArray name; // ASCII, at most 99 bytes, no leading slash
    QByteArray bytes;
};
// A gzipped POSIX tar of plain files that only their owner may read, all of `mtimeSeconds`.
[[nodiscard]] Result<QByteArray> makeTarGz(const QList<TarFile> &files, qint64 mtimeSeconds);

} // namespace astern::app
