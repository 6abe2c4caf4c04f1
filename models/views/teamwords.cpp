// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/teamwords.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

constexpr qsizetype kMostBadges = 4;

QString tr(const char *text) { return QCoreApplication::translate("TeamWords", text); }

QString sentence(QString text)
{
    if (text.isEmpty())
        return text;
    text[0] = text.at(0).toUpper();
    return text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

QString nameOf(const TeamPresence &now, const Present &one)
{
    const QString name = now.nameOf(one.person);
    return one.person.isEmpty() ? one.program : name.isEmpty() ? one.person : name;
}

// Who sits before this process; also before their other ones.
QString personHere(const TeamPresence &now)
{
    const auto self =
        std::find_if(now.present.cbegin(), now.present.cend(), [](const Present &one) { return one.self; });
    return self == now.present.cend() ? QString() : self->person;
}

bool isOther(const Present &one, const QString &here) { return !one.self && (here.isEmpty() || one.person != here); }

const Placement *placementOf(const Workspace &workspace, const Whereabouts &at)
{
    const ServiceConfig *service = workspace.service(at.service);
    if (!service)
        return nullptr;
    const auto found =
        std::find_if(service->placements.cbegin(), service->placements.cend(), [&at](const Placement &place) {
            return place.environment == at.environment && place.cell == at.cell;
        });
    return found == service->placements.cend() ? nullptr : &*found;
}

// The lease is held by a program, and names who it was started by behind it.
bool isAutomation(const Present &one, const TeamPresence &now)
{
    return one.login == now.automationLogin && !one.program.isEmpty() &&
           (now.automation == one.program || now.automation.startsWith(one.program + QLatin1String(", ")));
}

// At least a second, and from a minute on in whole ones: seconds that run would be a nervous screen.
QString ageWords(qint64 asOfMs, qint64 nowMs)
{
    const qint64 ago = std::max<qint64>(1'000, nowMs - asOfMs);
    const qint64 whole = ago >= 60'000 ? 60'000 : 1'000;
    return format::duration(ago / whole * whole);
}

QString together(const QStringList &names)
{
    return names.size() < 2
               ? names.value(0)
               : tr("%1 and %2").arg(names.mid(0, names.size() - 1).join(QStringLiteral(", ")), names.constLast());
}

} // namespace

QString NamedPerson::words() const { return login.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, login); }

QList<NamedPerson> othersThere(const TeamPresence &now)
{
    const QString here = personHere(now);
    QList<NamedPerson> people;
    for (const Present &one : now.present) {
        const bool known = std::any_of(people.cbegin(), people.cend(),
                                       [&one](const NamedPerson &other) { return other.person == one.person; });
        if (!one.person.isEmpty() && isOther(one, here) && !known)
            people.append({one.person, nameOf(now, one), one.login});
    }
    return people;
}

QList<PersonRow> personRows(const TeamPresence &now, const OnCall &onCall, const Workspace &workspace, qint64 nowMs)
{
    QList<PersonRow> rows;
    for (const Present &one : now.present) {
        const Placement *place = placementOf(workspace, one.looksAt);
        QStringList detail;
        if (one.self)
            detail.append(tr("you, here"));
        if (!onCall.person.isEmpty() && one.person == onCall.person)
            detail.append(tr("on call"));
        if (isAutomation(one, now))
            detail.append(tr("acts by policies"));
        const Whereabouts &at = one.looksAt;
        if (!place && !at.isEmpty()) // nowhere to go from here
            detail.append(
                tr("looks at %1").arg(QStringList{at.service, at.environment, at.cell}.join(QLatin1Char(' '))));
        if (one.person.isEmpty())
            detail.append(tr("nobody is signed in"));
        else
            detail.append(one.login.isEmpty() ? one.program : QStringLiteral("%1 (%2)").arg(one.program, one.login));
        rows.append({.session = one.session,
                     .name = nameOf(now, one),
                     .initials = one.person.isEmpty() ? QString() : initialsOf(nameOf(now, one)),
                     .detail = detail.join(QStringLiteral(" · ")),
                     .place = place ? QString(at.service + QLatin1Char(' ') + place->where()) : QString(),
                     .placement = place ? place->key() : QString(),
                     .since = format::clock(one.sinceMs, nowMs),
                     .stale = !now.trouble.isEmpty()});
    }
    const auto self =
        std::find_if(now.present.cbegin(), now.present.cend(), [](const Present &one) { return one.self; });
    if (self != now.present.cend())
        rows.move(self - now.present.cbegin(), rows.size() - 1);
    return rows;
}

QString initialsOf(const QString &name)
{
    QString letters;
    bool begins = true;
    for (const QChar c : name) {
        if (begins && c.isLetterOrNumber())
            letters += c.toUpper();
        begins = c.isSpace() || c == QLatin1Char('-') || c == QLatin1Char('.');
    }
    if (letters.isEmpty())
        return QStringLiteral("?");
    return letters.size() < 3 ? letters : QString(letters.left(1) + letters.right(1));
}

TeamBadges teamBadges(const TeamPresence &now)
{
    TeamBadges badges;
    badges.stale = !now.trouble.isEmpty();
    QStringList names;
    for (const NamedPerson &one : othersThere(now)) {
        badges.shown.append({initialsOf(one.name), false});
        names.append(one.name);
    }
    const QString here = personHere(now);
    if (!here.isEmpty()) {
        badges.shown.append({initialsOf(now.nameOf(here)), true});
        names.append(tr("you"));
    }
    badges.more = int(std::max<qsizetype>(0, badges.shown.size() - kMostBadges));
    badges.shown = badges.shown.mid(0, kMostBadges);
    if (!names.isEmpty())
        badges.words = badges.stale ? tr("Not known now. There before: %1").arg(together(names))
                                    : tr("There now: %1").arg(together(names));
    else if (badges.stale)
        badges.words = tr("Who is there is not known");
    return badges;
}

QString headlineOf(const TeamPresence &now, qint64 asOfMs, qint64 nowMs)
{
    if (!now.trouble.isEmpty()) {
        const QString why = tr("Who is there is not known now: %1").arg(sentence(now.trouble));
        return asOfMs > 0 ? tr("%1 This is how it was %2 ago.").arg(why, ageWords(asOfMs, nowMs)) : why;
    }
    if (!now.known)
        return tr("Who is there is not known yet.");
    const qsizetype people = othersThere(now).size() + (personHere(now).isEmpty() ? 0 : 1);
    return people == 0 ? tr("Nobody who is signed in is there.")
                       : format::plural(people, tr("1 person is there."), tr("%1 people are there."));
}

QString automationWords(const TeamPresence &now)
{
    return tr("Acts by policies: %1")
        .arg(now.automation.isEmpty() ? tr("nobody")
                                      : QStringLiteral("%1 (%2)").arg(now.automation, now.automationLogin));
}

OnCallWords onCallWords(const OnCall &onCall, const TeamPresence &now, const Actor &self, qint64 nowMs)
{
    OnCallWords words;
    const QString there = now.nameOf(onCall.person);
    const QString name = !onCall.name.isEmpty() ? onCall.name : there.isEmpty() ? onCall.person : there;
    words.mine = !onCall.person.isEmpty() && onCall.person == self.person;
    if (onCall.person.isEmpty())
        words.words = tr("On call: nobody said");
    else
        words.words =
            tr("On call: %1, since %2").arg(words.mine ? tr("you") : name, format::clock(onCall.sinceMs, nowMs));
    words.why = sentence(whyNotHandOver(onCall, self, words.mine ? QString() : self.person));
    return words;
}

AlsoHereWords alsoHereWords(const TeamPresence &now, const QList<Whereabouts> &places, qint64 asOfMs, qint64 nowMs)
{
    const QString here = personHere(now);
    QStringList names;
    QStringList lines;
    for (const Present &one : now.present) {
        if (!isOther(one, here) || one.looksAt.isEmpty() || !places.contains(one.looksAt))
            continue;
        if (!names.contains(nameOf(now, one)))
            names.append(nameOf(now, one));
        lines.append(one.person.isEmpty() ? one.program : QStringLiteral("%1, %2").arg(nameOf(now, one), one.program));
    }
    AlsoHereWords also;
    also.stale = !now.trouble.isEmpty();
    if (names.isEmpty())
        return also;
    if (also.stale)
        also.words =
            tr("%1 looked at this %2 ago; who is there is not known now").arg(together(names), ageWords(asOfMs, nowMs));
    else
        also.words =
            (names.size() == 1 ? tr("%1 also looks at this") : tr("%1 also look at this")).arg(together(names));
    also.all = lines.join(QLatin1Char('\n'));
    return also;
}

} // namespace astern
