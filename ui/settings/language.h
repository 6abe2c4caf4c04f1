// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QCoreApplication;

namespace astern::ui {

// Codes of the translations that are compiled in, and English, which the texts are written in: "de", "en". Sorted.
[[nodiscard]] QStringList availableLanguages();
// Its own name in itself: "Deutsch".
[[nodiscard]] QString languageName(const QString &code);
// The one of those that suits what the system asks for best; "en" when none does.
[[nodiscard]] QString systemLanguage();
// Texts in that language from now on; empty: the system's. Before the first widget. Numbers and times stay as they are
// (models/base/format.h). Returns the code that is in use.
QString installLanguage(QCoreApplication &application, const QString &code);

} // namespace astern::ui
