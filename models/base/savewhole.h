// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QFileDevice>

#include <optional>

namespace astern {

// All of it or nothing: a file that was there stays as it was until the new one is whole, on a full disk too. The error
// says which file was not written and why. `permissions`: of the new file, before anything is in it.
[[nodiscard]] Result<Ok> saveWhole(const QString &path, const QByteArray &bytes,
                                   std::optional<QFileDevice::Permissions> permissions = {});

} // namespace astern
