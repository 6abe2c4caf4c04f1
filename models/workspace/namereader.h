// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/reader.h"

#include <functional>

// What gates, permissions, calendars and budgets are read with: names, one or several, of what the workspace declares.
namespace astern {

inline constexpr qint64 kMinute = 60'000;
inline constexpr qint64 kDay = 24 * 60 * kMinute;
inline constexpr int kMostPeople = 20;

struct DeclaredNames {
    QStringList environments;
    QStringList services;
    QStringList roles;
};
[[nodiscard]] DeclaredNames knownOf(const Workspace &workspace, const QStringList &roles);

// One text, or a list of them; each is told to `take` with its place.
void eachText(Section &section, const char *key, const std::function<void(const YamlNode &text)> &take);
[[nodiscard]] QStringList namesIn(Section &section, const char *key, const QString &what, const QStringList &known);
// A whole number from 1 to `most`.
[[nodiscard]] int countIn(Section &section, const char *key, int otherwise, int most = kMostPeople);

} // namespace astern
