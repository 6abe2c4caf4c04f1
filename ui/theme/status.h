// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPainter>

namespace astern::ui {

// Every status is shape + word + colour, and the shape alone is enough.
enum class Status {
    Failing,
    Suspect,
    YourTurn,
    Unknown,
    External,
    Running,
    Held,
    Healthy,
    NoVerdict,
    Finished,
    RolledBack,
    Stale,
    Count
};

struct StatusLook {
    Tone text = Tone::InkSecondary; // of the word
    Tone fill = Tone::GlyphCalm;    // of shape and bar
    Tone ground = Tone::BgSunken;   // faint ground, for banners and bands
    bool urgent = false;            // carries a bar at the left edge and a bold word
};
[[nodiscard]] StatusLook look(Status status);

// Draws the shape into `rect` (14 px at 100 %), crisp at every scale.
void drawStatus(QPainter &painter, const Theme &theme, const QRectF &rect, Status status);
// The same as a pixmap of `px` (at 100 %), cached by status, size, scale and theme.
[[nodiscard]] QPixmap statusPixmap(const Theme &theme, Status status, int px, qreal dpr);

} // namespace astern::ui
