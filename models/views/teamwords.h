// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/identity/oncall.h"
#include "models/presence/presence.h"
#include "models/workspace/workspace.h"

namespace astern {

// Who of a team is there and who is on call, in the words of the top bar, its list and the screens of a place. All
// pure. `asOfMs`: wall clock of the last that is known, where it is not known now.

// Somebody to hand something to. The name is what they say of themselves: who hands it over sees whose device says so.
struct NamedPerson {
    QString person; // pseudonym
    QString name;
    QString login; // of that device in the team's database, which vouches for it; empty: the log names them
    [[nodiscard]] QString words() const; // "Jo Berg (jo)"
    bool operator==(const NamedPerson &) const = default;
};
// Everybody else who is there, each once, who came first is first.
[[nodiscard]] QList<NamedPerson> othersThere(const TeamPresence &now);

// One process of the list: who sits before it, and what they see.
struct PersonRow {
    QString session;
    QString name;      // of the person; of the program where nobody is signed in
    QString initials;  // "JB"; empty: nobody is signed in
    QString detail;    // "on call · the desktop on ops-2"
    QString place;     // "checkout prod/eu-1"; empty: none in particular, or none that this workspace has
    QString placement; // its key
    QString since;     // "14:02:11"
    bool stale = false;
    [[nodiscard]] QString id() const { return session; }
    bool operator==(const PersonRow &) const = default;
};
// Others first, this process last.
[[nodiscard]] QList<PersonRow> personRows(const TeamPresence &now, const OnCall &onCall, const Workspace &workspace,
                                          qint64 nowMs);

// "JB" of "Jo Berg", "J" of "jo"; of anything at all one or two letters.
[[nodiscard]] QString initialsOf(const QString &name);
// The people of the top bar.
struct TeamBadges {
    struct Badge {
        QString initials;
        bool self = false;
        bool operator==(const Badge &) const = default;
    };
    QList<Badge> shown; // others first, four at most
    int more = 0;       // people beside them
    QString words;      // all of them by name
    bool stale = false; // not known now
    [[nodiscard]] bool isEmpty() const { return shown.isEmpty() && !stale; }
    bool operator==(const TeamBadges &) const = default;
};
[[nodiscard]] TeamBadges teamBadges(const TeamPresence &now);

// "5 people are there."; or why nobody knows, and how old the last is that is known.
[[nodiscard]] QString headlineOf(const TeamPresence &now, qint64 asOfMs, qint64 nowMs);
// "Acts by policies: asternctl guard on ops-2 (ops)"
[[nodiscard]] QString automationWords(const TeamPresence &now);

// Who is on call, and what the person here can do about that.
struct OnCallWords {
    QString words;     // "On call: Jo Berg, since 14:02:11"
    bool mine = false; // hands it over; else takes it over
    QString why;       // neither can be done now, as a sentence
    bool operator==(const OnCallWords &) const = default;
};
[[nodiscard]] OnCallWords onCallWords(const OnCall &onCall, const TeamPresence &now, const Actor &self, qint64 nowMs);

// Who else looks at one of these places.
struct AlsoHereWords {
    QString words; // "Jo Berg and Kim Lee also look at this"; empty: nobody else does
    QString all;   // a line for each, with the program
    bool stale = false;
    bool operator==(const AlsoHereWords &) const = default;
};
[[nodiscard]] AlsoHereWords alsoHereWords(const TeamPresence &now, const QList<Whereabouts> &places, qint64 asOfMs,
                                          qint64 nowMs);

} // namespace astern
