// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

namespace astern {

// What a device of the team calls whoever speaks on it.
struct SaidName {
    QString login;  // of the device in the team's database, which vouches for this one alone
    QString writer; // the device, as the log names it
    QString ref;    // pseudonym of the account there
    QString person; // of the person; empty: nobody proved one
    QString name;
    quint64 seq = 0; // of that device's entry that it was said with
    bool operator==(const SaidName &) const = default;
};

// Names behind the pseudonyms of a team's log. Each device says its own, and nobody proves one: they are for people's
// eyes, nothing is compared with them and nothing is decided by them. So that nobody can pass for somebody else, a name
// stands alone only where all devices call that person so and nobody else, and where it is not made to read like a
// pseudonym or like somebody's word; otherwise it says whose word it is.
class Names {
public:
    Names() = default;
    // What no name may be is left out, whoever let it in.
    explicit Names(QList<SaidName> said);

    // "Anna", or "Anna on ops-2"; empty: not known. `writer`: the device whose entry has the pseudonym; it is then the
    // only one that is believed. Without one, what all of them say.
    [[nodiscard]] QString of(const QString &pseudonym, const QString &writer = {}) const;
    [[nodiscard]] const QList<SaidName> &said() const { return m_said; }
    bool operator==(const Names &other) const { return m_said == other.m_said; }

private:
    [[nodiscard]] QString shown(const SaidName &one) const;
    [[nodiscard]] bool readsLikeOurs(const QString &name) const;

    QList<SaidName> m_said;
    QHash<QString, QList<qsizetype>> m_places; // in m_said, by pseudonym
    QHash<QString, QSet<QString>> m_names;     // by who they are for, as they are compared
    QHash<QString, QSet<QString>> m_people;    // the other way round
    QSet<QString> m_logins;                    // as they are compared
};

// 1 to 100 characters on one line, none of which is unseen; the database refuses others, too.
[[nodiscard]] bool isName(const QString &text);

// Beside this device's copy of the log, so that names are there while the database is away.
[[nodiscard]] QString namesFile(const QString &mirrorFile);
[[nodiscard]] Names readNames(const QString &file); // none where it cannot be read
// For this user alone; nothing is left in it of what was there before.
[[nodiscard]] Result<Ok> keepNames(const QString &file, const Names &names);

} // namespace astern
