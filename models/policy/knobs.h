// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

// The numbers of a policy's rules and of its ladder that are worth trying with another value, found in the text itself:
// what is turned is what is read, saved and judged. Pure functions of texts, any thread.
namespace astern::policy {

struct Knob {
    enum class Unit { Duration, Ratio, Number, Count };
    QString rule; // id; of a step of the ladder the list that it is in: "on_systemic"
    QString key;  // "for"; within something: "critical ratio", "factor 1h/5m", "ask after"
    Unit unit = Unit::Duration;
    bool written = false; // false: the file leaves it out, and its default holds
    QStringList stops;    // texts as the format has them, ascending; what holds now is one of them
    int at = 0;           // index of what holds now
    // Where its text goes, in UTF-16 units of the document; `length` 0: it has to be put in, with its key.
    qsizetype position = 0;
    qsizetype length = 0;
    QString before; // put in before the value: "", ", for: ", "\n    for: "

    [[nodiscard]] QString id() const { return rule + QLatin1Char('/') + key; }
    [[nodiscard]] QString value() const { return stops.value(at); }
    bool operator==(const Knob &) const = default;
};

// In the order of the file; empty where the text has errors: nobody knows then what holds.
[[nodiscard]] QList<Knob> knobsOf(const QString &text);

// The text of a knob at another stop, to be put in place of `length` units at `position`.
[[nodiscard]] QString turnedTo(const Knob &knob, int stop);

} // namespace astern::policy
