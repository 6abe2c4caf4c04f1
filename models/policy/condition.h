// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QString>

#include <memory>

namespace astern::policy {

// A condition over one number, as sampled measurements write it: `result < 0.05`, `not isNaN(result) and result >= 3`.
// Only `result` (or `result[0]`), numbers, < <= > >= == !=, and/&&, or/||, not/!, isNaN(), isInf() and parentheses.
// Immutable and cheap to copy; equal when the text is.
class Condition {
public:
    // The error says what is wrong and at which character of the text.
    [[nodiscard]] static Result<Condition> parse(const QString &text);

    [[nodiscard]] bool holds(double result) const; // NaN compares false with everything
    [[nodiscard]] const QString &text() const { return m_text; }
    bool operator==(const Condition &other) const { return m_text == other.m_text; }

    struct Term;

private:
    QString m_text;
    std::shared_ptr<const Term> m_root;
};

} // namespace astern::policy
