// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/language.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace astern::ui {
namespace {

const QString kFolder = QStringLiteral(":/astern/translations");
const QString kEnglish = QStringLiteral("en");

} // namespace

QStringList availableLanguages()
{
    QStringList codes{kEnglish};
    for (QString name : QDir(kFolder).entryList({QStringLiteral("astern_*.qm")})) {
        name.remove(QStringLiteral("astern_")).chop(3);
        codes.append(name);
    }
    codes.removeDuplicates();
    codes.sort();
    return codes;
}

QString languageName(const QString &code)
{
    const QString name = QLocale(code).nativeLanguageName();
    // "American English" says more than there is.
    return code == kEnglish ? QStringLiteral("English") : name.isEmpty() ? code : name;
}

QString systemLanguage()
{
    const QStringList available = availableLanguages();
    for (const QString &wanted : QLocale::system().uiLanguages()) {
        const QString code = wanted.section(QLatin1Char('-'), 0, 0);
        if (available.contains(code))
            return code;
    }
    return kEnglish;
}

QString installLanguage(QCoreApplication &application, const QString &code)
{
    const QString use = availableLanguages().contains(code) ? code : systemLanguage();
    if (use == kEnglish)
        return use;
    auto *own = new QTranslator(&application);
    if (own->load(QStringLiteral("astern_") + use, kFolder))
        QCoreApplication::installTranslator(own);
    // The toolkit's own words: menus of text fields, names of keys.
    auto *toolkit = new QTranslator(&application);
    if (toolkit->load(QStringLiteral("qtbase_") + use, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(toolkit);
    return use;
}

} // namespace astern::ui
