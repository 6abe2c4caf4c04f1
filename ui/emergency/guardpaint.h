// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/emergency/guardmachine.h"
#include "ui/theme/theme.h"

#include <QColor>
#include <QFont>
#include <QPixmap>
#include <QRectF>

class QPainter;

// How the guard looks in each of its states. Colours and fonts come in from the theme.
namespace astern::ui {

struct GuardInk {
    QColor ground; // plate
    QColor well;   // under the open cover
    QColor sunken; // locked
    QColor primary;
    QColor secondary;
    QColor line; // frame of plate and key cap
    QColor keyCap;
    QColor critical; // fill of the hold control, frame
    QColor deep;     // ground while holding; hinges
    QColor on;       // words on red
    QColor focus;
    QFont title;   // 15/600
    QFont hold;    // 16/600
    QFont small;   // 12/400
    QFont strong;  // 12/600
    QFont caption; // 11/400
};

[[nodiscard]] GuardInk guardInk(const Theme &theme);

// What it says.
struct GuardWords {
    QString hold;   // "Hold to roll back checkout in prod/eu-1"
    QString detail; // "4.8.0 → 4.7.1"
    QString name;   // to be typed where holding is not possible
    QString zone;   // "PRODUCTION", "staging", "SANDBOX"
    bool production = false;
    bool operator==(const GuardWords &) const = default;
};

struct GuardLook {
    GuardMachine::State state = GuardMachine::State::Closed;
    GuardWords words;
    QString lockedWhy;  // fact
    QString lockedHint; // what would change it
    double fill = 0;    // 0…1
    qint64 holdLeftMs = 0;
    qint64 holdMs = 0;
    bool focus = false;
    bool hover = false;
    bool typing = false; // the name's field covers the words
    double dpr = 1;
    double em = 1; // 1 at the usual font size
    QPixmap lock;  // 20 px
};

// Where the red control is inside the frame.
[[nodiscard]] QRectF holdRect(const QRectF &frame, double em);
void paintGuard(QPainter &painter, const QRectF &frame, const GuardLook &look, const GuardInk &ink);
// A key as on a keyboard; returns its width.
double paintKeyCap(QPainter &painter, const QRectF &room, const QString &key, const GuardInk &ink);

} // namespace astern::ui
