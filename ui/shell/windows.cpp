// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/windows.h"

#include "ui/board/boardpage.h"

#include <QEvent>
#include <QMetaEnum>

namespace astern::ui {
namespace {

const QString kSize = QStringLiteral("window/size");
const QString kTheme = QStringLiteral("theme");
constexpr QSize kFirstSize(1440, 900);

} // namespace

Windows::Windows(Session &session, Theme &theme, const QString &settings, QObject *parent)
    : QObject(parent), m_session(session), m_theme(theme), m_settings(settings, QSettings::IniFormat)
{
}

Windows::~Windows() { qDeleteAll(std::exchange(m_windows, {})); }

Theme::Mode Windows::keptMode(const QString &settings)
{
    const QString name = QSettings(settings, QSettings::IniFormat).value(kTheme).toString();
    bool isKnown = false;
    const int mode = QMetaEnum::fromType<Theme::Mode>().keyToValue(name.toLatin1().constData(), &isKnown);
    return isKnown ? Theme::Mode(mode) : Theme::Mode::System;
}

MainWindow &Windows::open(const QString &placementKey)
{
    auto *window = new MainWindow(m_session, m_theme);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->resize(m_settings.value(kSize, kFirstSize).toSize());
    window->boardPage().setPrefs(BoardPrefs::read(m_settings));
    window->installEventFilter(this);
    connect(&window->boardPage(), &BoardPage::prefsChanged, this,
            [this](const BoardPrefs &prefs) { prefs.write(m_settings); });
    connect(window, &MainWindow::windowRequested, this, [this](const QString &key) { open(key); });
    connect(window, &MainWindow::themeSwitched, this, [this] {
        m_settings.setValue(kTheme,
                            QString::fromLatin1(QMetaEnum::fromType<Theme::Mode>().valueToKey(int(m_theme.mode()))));
    });
    connect(window, &QObject::destroyed, this, [this, window] { m_windows.removeAll(window); });
    m_windows.append(window);
    window->show();
    if (!placementKey.isEmpty())
        window->openRollout(placementKey);
    return *window;
}

bool Windows::eventFilter(QObject *watched, QEvent *event)
{
    const auto *window = qobject_cast<const MainWindow *>(watched);
    if (window && event->type() == QEvent::Close && !window->isMaximized() && !window->isFullScreen())
        m_settings.setValue(kSize, window->size());
    return QObject::eventFilter(watched, event);
}

} // namespace astern::ui
