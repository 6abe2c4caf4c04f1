// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/words.h"

#include <QJsonArray>
#include <QJsonObject>

// The parts of the canonical form (canonicalform.h).
namespace astern::policy {

[[nodiscard]] QJsonValue e9(double value); // an integer x 1e9; as text beyond 2^53 - 1
[[nodiscard]] QJsonObject form(const Rule &rule);

[[nodiscard]] inline QString key(const char *text) { return QLatin1String(text); }
[[nodiscard]] inline QJsonArray texts(const QStringList &list) { return QJsonArray::fromStringList(list); }
template <class T, class F>
[[nodiscard]] QJsonArray listOf(const QList<T> &list, F form)
{
    QJsonArray array;
    for (const T &item : list)
        array.append(form(item));
    return array;
}

} // namespace astern::policy
