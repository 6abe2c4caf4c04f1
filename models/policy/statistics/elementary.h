// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <limits>
#include <span>

// Logarithm and exponential made of + - * / and integer operations alone: the C library's differ in the last bit from
// system to system, and a verdict that is computed again somewhere else has to come out the same, bit for bit. The
// approximations are those of fdlibm (e_log.c, e_exp.c; Sun Microsystems 1993), within one unit of the last place.
// Built without fused multiply-adds (CMakeLists.txt); no rounding mode but the default one.
namespace astern::statistics {

inline constexpr double kNothing = -std::numeric_limits<double>::infinity(); // the logarithm of no evidence at all

[[nodiscard]] double logOf(double x);   // natural; -inf for 0, NaN below
[[nodiscard]] double log1pOf(double x); // log(1 + x), exact for small x too
[[nodiscard]] double expOf(double x);

// log(e^a + e^b) and log(sum e^x): without overflow, whatever the size of the terms. The sum of nothing is kNothing.
[[nodiscard]] double logAdd(double a, double b);
[[nodiscard]] double logSum(std::span<const double> terms);

// What is compared, shown and stored: billionths, half to even, so that what differs in a last bit does not decide.
// Beyond ±(2^53-1), the integers of canonical JSON, it saturates; NaN becomes 0 (callers ask for finiteness before).
[[nodiscard]] qint64 toE9(double value);
[[nodiscard]] double fromE9(qint64 billionths);

} // namespace astern::statistics
