// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/book.h"

#include <QMetaType>

namespace astern::escalation {

// One item, for whoever shows it.
struct Shown {
    Item item;
    std::optional<NextRung> next;
    bool operator==(const Shown &) const = default;
};

// What is known of everything that needs a person. A value.
struct Sight {
    bool sends = false; // this process does
    QString trouble;    // why nobody can be told: the log cannot be written
    QList<Shown> items; // newest first; what is over for an hour
    bool operator==(const Sight &) const = default;
    [[nodiscard]] QList<Shown> of(const QString &place) const;
    [[nodiscard]] int open() const; // that nobody has taken over
};

} // namespace astern::escalation

Q_DECLARE_METATYPE(astern::escalation::Sight)
