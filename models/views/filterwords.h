// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace astern {

// One word of a filter box: "service:checkout", "-staging".
struct FilterWord {
    QString key; // lower case, one of those asked for; empty: none
    QString text;
    bool negated = false;
    bool operator==(const FilterWord &) const = default;
};

// The words of what was typed, in order; a colon behind anything but a key belongs to the text. A key without a text
// ("service:") is still being written and left out.
[[nodiscard]] QList<FilterWord> filterWords(const QString &typed, const QStringList &keys);

} // namespace astern
