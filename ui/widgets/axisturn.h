// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWheelEvent>

#include <cmath>
#include <optional>

namespace astern::ui {

// How hands and keys go along a time axis, the same on every one of them.
inline constexpr double kAxisKeyStep = 0.1; // an arrow, or a notch sideways, moves by a tenth of what is shown
inline constexpr double kAxisKeyZoom = 0.5;

// A turn of the wheel: sideways, or with Shift (which some platforms turn sideways by themselves), it moves; up is
// closer.
struct AxisTurn {
    std::optional<double> move; // part of what is shown, towards now
    double zoom = 1;            // how much of it stays
};
// Absent: it did not turn.
[[nodiscard]] inline std::optional<AxisTurn> axisTurn(const QWheelEvent &event)
{
    constexpr double kNotch = 0.8;
    constexpr double kNotchAngle = 120;
    const QPoint turned = event.angleDelta();
    const bool sideways = std::abs(turned.x()) > std::abs(turned.y()) || event.modifiers() & Qt::ShiftModifier;
    const double notches = double(sideways && turned.x() != 0 ? turned.x() : turned.y()) / kNotchAngle;
    if (notches == 0)
        return std::nullopt;
    return sideways ? AxisTurn{-notches * kAxisKeyStep, 1} : AxisTurn{std::nullopt, std::pow(kNotch, notches)};
}

} // namespace astern::ui
