// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QComboBox;

namespace astern::ui {

class ChoiceList;
class RunsLabel;

// Light or dark, and the language.
class AppearancePane : public QWidget {
    Q_OBJECT
public:
    explicit AppearancePane(Theme &theme, QWidget *parent = nullptr);
    // What is chosen: a code, or empty for the system's. `used`: what the program speaks now.
    void setLanguage(const QString &chosen, const QString &used);

Q_SIGNALS:
    void themeChosen(astern::ui::Theme::Mode mode);
    void languageChosen(const QString &code);

private:
    void refreshTheme();
    void refreshNote();

    Theme &m_theme;
    ChoiceList *m_modes = nullptr;
    QComboBox *m_languages = nullptr;
    RunsLabel *m_note = nullptr;
    QString m_used;
};

} // namespace astern::ui
