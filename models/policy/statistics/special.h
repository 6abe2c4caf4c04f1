// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

// Distribution functions out of + - * / and square roots (which IEEE 754 rounds exactly) alone, for the reason that
// elementary.h gives. Relative error below 1e-11 where the tests look.
namespace astern::statistics {

[[nodiscard]] double normalAbove(double z);                          // P(Z > z) of the standard normal law
[[nodiscard]] double normalQuantile(double below);                   // z with P(Z <= z) = below, within (0, 1)
[[nodiscard]] double logGamma(double x);                             // x > 0; Stirling's series
[[nodiscard]] double betaBelow(double x, double a, double b);        // regularised incomplete beta I_x(a, b)
[[nodiscard]] double betaQuantile(double below, double a, double b); // x with I_x(a, b) = below
[[nodiscard]] double binomialAtLeast(qint64 k, qint64 n, double p);  // P(X >= k), X binomial

} // namespace astern::statistics
