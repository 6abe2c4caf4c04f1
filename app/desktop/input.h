// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QWidget>

namespace astern::app {

// Real input for the guided scenario: events enter where the window system's would, so that hit testing, focus,
// grabs and shortcuts are those of a person's hand.
void pressMouse(QWidget *widget, QPoint at);
void releaseMouse(QWidget *widget, QPoint at);
void clickMouse(QWidget *widget, QPoint at);
void pressKey(QWidget *window, Qt::Key key, Qt::KeyboardModifiers modifiers = {});

} // namespace astern::app
