// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include "ui/settings/language.h"

#include <QLoggingCategory>

#include <array>

namespace astern::ui {
namespace {

Q_LOGGING_CATEGORY(lcSettings, "astern.settings")

// nullopt: not valid. The value in the form in which it is used and written.
using Validator = std::optional<QVariant> (*)(const QVariant &);

std::optional<QVariant> theme(const QVariant &value)
{
    const QString name = value.toString().toLower(); // earlier versions wrote "Dark"
    if (name == QLatin1String("system") || name == QLatin1String("light") || name == QLatin1String("dark"))
        return name;
    return std::nullopt;
}

std::optional<QVariant> language(const QVariant &value)
{
    const QString code = value.toString();
    if (code.isEmpty() || availableLanguages().contains(code))
        return code;
    return std::nullopt;
}

std::optional<QVariant> windowSize(const QVariant &value)
{
    const QSize size = value.toSize();
    // No screen is larger, and what is smaller cannot be grabbed.
    if (value.canConvert<QSize>() && size.width() >= 200 && size.height() >= 150 && size.width() <= 32'000 &&
        size.height() <= 32'000)
        return size;
    return std::nullopt;
}

std::optional<QVariant> yesOrNo(const QVariant &value)
{
    const QString text = value.toString();
    if (text == QLatin1String("true") || text == QLatin1String("false"))
        return text == QLatin1String("true");
    return std::nullopt;
}

struct Row {
    Setting setting;
    const char *key;
    QVariant first; // where nothing is stored
    Validator validate;
};

const std::array<Row, size_t(Setting::Count)> &table()
{
    static const std::array<Row, size_t(Setting::Count)> rows{{
        {Setting::Theme, "theme", QStringLiteral("system"), theme},
        {Setting::Language, "language", QString(), language},
        {Setting::DesktopNotes, "notes/shown", true, yesOrNo},
        {Setting::NoteSound, "notes/sound", true, yesOrNo},
        {Setting::WindowSize, "window/size", QSize(1440, 900), windowSize},
    }};
    return rows;
}

const Row &rowOf(Setting setting) { return table().at(size_t(setting)); }

} // namespace

Settings::Settings(const QString &path, QObject *parent) : QObject(parent), m_file(path, QSettings::IniFormat) {}

QString Settings::key(Setting setting) { return QLatin1String(rowOf(setting).key); }

QVariant Settings::value(Setting setting) const
{
    const Row &row = rowOf(setting);
    const QString name = key(setting);
    if (!m_file.contains(name))
        return row.first;
    if (const std::optional<QVariant> valid = row.validate(m_file.value(name)))
        return *valid;
    if (!m_complained.contains(name)) {
        m_complained.append(name);
        qCWarning(lcSettings).noquote()
            << QStringLiteral("%1: the value of \"%2\" is not valid; the default is used").arg(m_file.fileName(), name);
    }
    return row.first;
}

bool Settings::set(Setting setting, const QVariant &value)
{
    const std::optional<QVariant> valid = rowOf(setting).validate(value);
    if (!valid)
        return false;
    if (m_file.contains(key(setting)) && this->value(setting) == *valid && !m_complained.contains(key(setting)))
        return true;
    m_complained.removeAll(key(setting));
    m_file.setValue(key(setting), *valid);
    Q_EMIT changed(setting);
    return true;
}

} // namespace astern::ui
