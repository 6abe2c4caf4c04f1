// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rollout/chartpaint.h"

namespace astern::ui {

// The canary's curve with what is beyond the limit, and the stable version's dots below it.
void paintCurves(QPainter &painter, const ChartPicture &picture, const ChartInk &ink, double dpr);

} // namespace astern::ui
