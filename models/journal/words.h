// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace astern {

inline constexpr int kSpokenWords = 8;
// A hash as people read it aloud, a journal's genesis or a key: eight words of the EFF's list, 103 bits. Empty: it is
// no hash, or the program has no list.
[[nodiscard]] QStringList wordsOf(const QString &hex);
// The same of a key's id, "ed25519:…", as one line.
[[nodiscard]] QString spokenKey(const QString &keyId);

} // namespace astern
