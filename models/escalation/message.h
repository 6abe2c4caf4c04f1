// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/book.h"

#include <QTimeZone>

namespace astern::escalation {

// What a target is told: which place, what is wrong since when, what happens by itself and when, who is told next, and
// how it is taken over. Nothing of samples, addresses or people. Texts are plain: whoever sends them escapes them.
struct Message {
    enum class Grade { Critical, Error, Warning, Info };
    QString key;   // of the item: the same for everything about it
    QString tryId; // of this one message
    Deed deed = Deed::Trigger;
    Grade grade = Grade::Error;
    QString title; // one line
    QStringList lines;
    QString source; // "shop: checkout@prod/eu-1"
    QString component;
    QString group;
    QString kind; // "page", "question"
    qint64 atMs = 0;
    bool operator==(const Message &) const = default;
};

// "ES-0192f3a1-9c2b": how people read and say it.
[[nodiscard]] QString shortId(const QString &id);
// `next`: who is told next, as the book has it.
[[nodiscard]] Message messageOf(const QString &workspace, const Item &item, const Sending &sending,
                                const std::optional<NextRung> &next, qint64 nowMs, const QTimeZone &zone);
// A test that a person asked for.
[[nodiscard]] Message testMessage(const QString &workspace, const QString &id, qint64 nowMs);

// For screens and the command line, in sentences without their stop.
[[nodiscard]] QString whatWords(const Concern &concern);          // "a policy pages people"
[[nodiscard]] QString stateWords(const Item &item, qint64 nowMs); // "oncall told 2 min ago", "taken over by jo"
[[nodiscard]] QString nextWords(const std::optional<NextRung> &next, qint64 nowMs);
[[nodiscard]] QString rungWords(const Rung &rung, qint64 nowMs); // "oncall: told at 14:02:11"

} // namespace astern::escalation
