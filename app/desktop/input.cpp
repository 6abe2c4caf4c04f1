// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/input.h"

#include <QCoreApplication>
#include <QTest>
#include <QWindow>

namespace astern::app {
namespace {

QWindow *handleOf(QWidget *widget) { return widget->window()->windowHandle(); }

QPoint inWindow(QWidget *widget, QPoint at) { return widget->mapTo(widget->window(), at); }

} // namespace

void pressMouse(QWidget *widget, QPoint at)
{
    QTest::mousePress(handleOf(widget), Qt::LeftButton, {}, inWindow(widget, at));
}

void releaseMouse(QWidget *widget, QPoint at)
{
    QTest::mouseRelease(handleOf(widget), Qt::LeftButton, {}, inWindow(widget, at));
}

void clickMouse(QWidget *widget, QPoint at)
{
    QTest::mouseMove(handleOf(widget), inWindow(widget, at));
    pressMouse(widget, at);
    releaseMouse(widget, at);
}

void pressKey(QWidget *window, Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(handleOf(window), key, modifiers);
}

} // namespace astern::app
