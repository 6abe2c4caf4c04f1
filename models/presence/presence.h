// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/presence/names.h"

#include <QMetaType>
#include <QObject>

namespace astern {

// A place that somebody looks at; `service` empty: none in particular.
struct Whereabouts {
    QString service;
    QString environment;
    QString cell;
    bool operator==(const Whereabouts &) const = default;
    [[nodiscard]] bool isEmpty() const { return service.isEmpty(); }
};

// A process of the team that is there now, as it says of itself. Nothing of that is proved, and nothing is decided by
// it: it is for people's eyes.
struct Present {
    QString session; // another for each life of a process
    QString login;   // of its device in the team's database: this the database vouches for
    QString person;  // pseudonym, as entries of the log have it; empty: nobody is signed in there (a guard)
    QString name;    // for people; empty: not said
    QString program; // "the desktop on ops-2"
    Whereabouts looksAt;
    qint64 sinceMs = 0; // wall clock of the database
    bool self = false;  // this process
    bool operator==(const Present &) const = default;
};

// Who is there, as the team's database says it.
struct TeamPresence {
    QList<Present> present;  // who came first is first
    QString automation;      // who acts by policies, for people; empty: nobody
    QString automationLogin; // of its device
    QString trouble;    // why nobody knows now, as a sentence: `present` is then as it was last; empty: it is known
    bool known = false; // it has been told at all
    Names names;        // of who was ever there, where who asks adds them
    bool operator==(const TeamPresence &) const = default;
    [[nodiscard]] QList<Present> lookingAt(const Whereabouts &place) const; // others, not this process
    // As the team's devices say it; else as somebody says it who is there. Empty: not known.
    [[nodiscard]] QString nameOf(const QString &person) const;
};

// Says that this process is there, and hears who else is. Never part of the log: a row with an end, which is renewed.
// Calls may come from any thread, and none waits.
class Presence : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void setSelf(const QString &person, const QString &name) = 0; // who is signed in here; both empty: nobody
    virtual void look(const Whereabouts &place) = 0;                      // what this window shows
    [[nodiscard]] virtual TeamPresence now() const = 0;

Q_SIGNALS: // from a thread of its own
    void changed(const astern::TeamPresence &now);
};

} // namespace astern

Q_DECLARE_METATYPE(astern::TeamPresence)
