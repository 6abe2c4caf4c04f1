// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPen>

namespace astern::ui {

// Subjects that can be told apart at a glance; a chart takes no more than these.
inline constexpr int kMostSubjects = 7;

// How the line of a subject looks: the first one as in the small charts (ink, and grey dots for the stable version),
// each other one in a colour and with dashes of its own, so that no two differ by colour alone. Its stable version has
// the same colour in dots.
[[nodiscard]] QPen curvePen(const Theme &theme, int subject, bool stable);

} // namespace astern::ui
