// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/windows.h"

#include "ui/board/boardpage.h"
#include "ui/settings/appearancepane.h"
#include "ui/settings/notifypane.h"
#include "ui/settings/settingspage.h"

#include <QEvent>

#include <algorithm>
#include <array>

namespace astern::ui {
namespace {

// In the order of Theme::Mode, as the settings call them.
constexpr std::array kModes{QLatin1String("system"), QLatin1String("light"), QLatin1String("dark")};

} // namespace

Windows::Windows(Session &session, Theme &theme, Settings &settings, const QString &language, QObject *parent)
    : QObject(parent), m_session(session), m_theme(theme), m_settings(settings), m_language(language), m_desk(session)
{
}

Windows::~Windows() { qDeleteAll(std::exchange(m_windows, {})); }

Theme::Mode Windows::keptMode(const Settings &settings)
{
    const auto found = std::find(kModes.cbegin(), kModes.cend(), settings.text(Setting::Theme));
    return found == kModes.cend() ? Theme::Mode::System : Theme::Mode(found - kModes.cbegin());
}

MainWindow &Windows::open(const QString &placementKey)
{
    auto *window = new MainWindow(m_session, m_theme, &m_desk);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->setEvidence(m_evidence);
    window->setTeam(m_team);
    window->resize(m_settings.value(Setting::WindowSize).toSize());
    window->boardPage().setPrefs(BoardPrefs::read(m_settings.file()));
    window->installEventFilter(this);
    connect(&window->boardPage(), &BoardPage::prefsChanged, this,
            [this](const BoardPrefs &prefs) { prefs.write(m_settings.file()); });
    connect(window, &MainWindow::windowRequested, this, [this](const QString &key) { open(key); });
    connect(window, &MainWindow::themeSwitched, this,
            [this] { m_settings.set(Setting::Theme, QString(kModes.at(size_t(m_theme.mode())))); });
    AppearancePane &appearance = window->settingsPage().appearance();
    appearance.setLanguage(m_settings.text(Setting::Language), m_language);
    connect(window, &MainWindow::languageChosen, this,
            [this](const QString &code) { m_settings.set(Setting::Language, code); });
    NotifyPane &notes = window->settingsPage().notifications();
    const auto showNotes = [this, &notes] {
        notes.setDesktop(m_settings.value(Setting::DesktopNotes).toBool(),
                         m_settings.value(Setting::NoteSound).toBool());
    };
    showNotes();
    connect(&m_settings, &Settings::changed, &notes, showNotes);
    connect(&notes, &NotifyPane::desktopChosen, this, [this](bool shown, bool sound) {
        m_settings.set(Setting::DesktopNotes, shown);
        m_settings.set(Setting::NoteSound, sound);
    });
    connect(&m_settings, &Settings::changed, &appearance, [this, &appearance](Setting setting) {
        if (setting == Setting::Language)
            appearance.setLanguage(m_settings.text(Setting::Language), m_language);
    });
    connect(window, &QObject::destroyed, this, [this, window] { m_windows.removeAll(window); });
    m_windows.append(window);
    window->show();
    if (!placementKey.isEmpty())
        window->openRollout(placementKey);
    return *window;
}

void Windows::bringUp(const QString &placementKey)
{
    if (m_windows.isEmpty())
        return;
    MainWindow *window = m_windows.constFirst();
    if (window->isMinimized())
        window->showNormal();
    if (placementKey.isEmpty() || !m_session.placement(placementKey))
        window->showPage(MainWindow::BoardScreen);
    else
        window->openRollout(placementKey);
    window->raise();
    window->activateWindow();
}

bool Windows::eventFilter(QObject *watched, QEvent *event)
{
    const auto *window = qobject_cast<const MainWindow *>(watched);
    if (window && event->type() == QEvent::Close && !window->isMaximized() && !window->isFullScreen())
        m_settings.set(Setting::WindowSize, window->size());
    return QObject::eventFilter(watched, event);
}

} // namespace astern::ui
