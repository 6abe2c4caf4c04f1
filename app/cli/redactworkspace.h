// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace astern::app {

// The text of a workspace for strangers: its keys all, of its values only those that the format knows as harmless;
// references to secrets stay, addresses lose user, password and query, comments are left out, everything else is ***.
// A file that is not YAML gives a comment that says so: what cannot be understood cannot be cleaned.
[[nodiscard]] QByteArray redactedWorkspace(const QByteArray &text);

// An address without user, password, query and fragment.
[[nodiscard]] QString bareAddress(const QString &address);

} // namespace astern::app
