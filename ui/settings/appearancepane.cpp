// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/appearancepane.h"

#include "ui/emergency/choicelist.h"
#include "ui/rollout/runslabel.h"
#include "ui/settings/language.h"
#include "ui/widgets/controls.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace astern::ui {

AppearancePane::AppearancePane(Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("appearancePane"));
    m_modes = new ChoiceList(this);
    m_modes->setObjectName(QStringLiteral("themeChoices"));
    m_modes->setAccessibleName(tr("Light or dark"));
    m_modes->setChoices(
        {{tr("As the system"), tr("light by day and dark by night, where the desktop does so"), {}, true, {}},
         {tr("Light"), {}, {}, true, {}},
         {tr("Dark"), {}, {}, true, {}}}, // in the order of Theme::Mode
        int(theme.mode()));
    connect(m_modes, &ChoiceList::chosen, this, [this](int row) { Q_EMIT themeChosen(Theme::Mode(row)); });
    connect(&theme, &Theme::changed, this, &AppearancePane::refreshTheme);
    m_languages = new QComboBox(this);
    m_languages->setObjectName(QStringLiteral("languages"));
    m_languages->setAccessibleName(tr("Language"));
    m_languages->addItem(tr("As the system (%1)").arg(languageName(systemLanguage())), QString());
    for (const QString &code : availableLanguages())
        m_languages->addItem(languageName(code), code);
    connect(m_languages, &QComboBox::activated, this, [this](int row) {
        refreshNote();
        Q_EMIT languageChosen(m_languages->itemData(row).toString());
    });
    m_note = new RunsLabel(this);
    m_note->setObjectName(QStringLiteral("languageNote"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_languages);
    row->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(12));
    column->addWidget(new Heading(tr("Theme"), this));
    column->addWidget(m_modes);
    column->addSpacing(theme.px(8));
    column->addWidget(new Heading(tr("Language"), this));
    column->addLayout(row);
    column->addWidget(m_note);
    column->addStretch(1);
    setTabOrder(m_modes, m_languages);
    refreshNote();
}

void AppearancePane::setLanguage(const QString &chosen, const QString &used)
{
    m_used = used;
    m_languages->setCurrentIndex(std::max(0, m_languages->findData(chosen)));
    refreshNote();
}

void AppearancePane::refreshTheme() { m_modes->setCurrent(int(m_theme.mode())); }

void AppearancePane::refreshNote()
{
    const QString chosen = m_languages->currentData().toString();
    const bool waits = !m_used.isEmpty() && (chosen.isEmpty() ? systemLanguage() : chosen) != m_used;
    m_note->setRuns({{waits ? tr("It comes with the next start.")
                            : tr("Numbers and times look the same in every language: an incident is talked about over "
                                 "the phone."),
                      waits ? Tone::InkPrimary : Tone::InkSecondary, TextStyle::Body}});
}

} // namespace astern::ui
