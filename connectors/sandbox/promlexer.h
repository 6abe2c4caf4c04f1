// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace astern::connectors::sandbox {

// Why a query has no answer. `position` is an offset into the query, or -1.
struct PromError {
    QString message;
    qsizetype position = -1;
    bool execution = false; // the query is well formed but cannot be evaluated (422)
};

struct PromToken {
    enum class Kind { End, Identifier, Number, Duration, String, Symbol };
    Kind kind = Kind::End;
    QString text; // of a String: its value
    double number = 0;
    qint64 durationMs = 0;
    qsizetype at = 0;
    [[nodiscard]] bool is(const char *symbol) const { return kind == Kind::Symbol && text == QLatin1String(symbol); }
};

// Throws nothing: on an error the list ends there and `error` says why.
[[nodiscard]] QList<PromToken> lexPromQL(const QString &query, PromError &error);
// "1h30m"; -1: not a duration.
[[nodiscard]] qint64 promDurationMs(const QString &text);

} // namespace astern::connectors::sandbox
