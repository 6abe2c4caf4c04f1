// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/escalation/message.h"

#include "models/base/format.h"
#include "models/base/uuid7.h"
#include "models/views/verdictwords.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::escalation {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Escalation", text); }

policy::VerdictClass classOf(const QString &word)
{
    using policy::VerdictClass;
    for (const VerdictClass one :
         {VerdictClass::Healthy, VerdictClass::Transient, VerdictClass::External, VerdictClass::Systemic}) {
        if (policy::wordFor(one) == word)
            return one;
    }
    return VerdictClass::Unknown;
}

QString whereOf(const Concern &concern)
{
    const QString where =
        concern.cell.isEmpty() ? concern.environment : concern.environment + QLatin1Char('/') + concern.cell;
    return where.isEmpty() ? concern.service : concern.service + QLatin1Char(' ') + where;
}

Message::Grade gradeOf(const Concern &concern)
{
    if (concern.kind == Concern::Kind::Page)
        return Message::Grade::Critical;
    if (concern.kind == Concern::Kind::Notice)
        return Message::Grade::Warning;
    return Message::Grade::Error;
}

QString byItselfWords(const Concern &concern, const QTimeZone &zone)
{
    if (concern.byItself.isEmpty())
        return tr("Nothing happens by itself.");
    const QString act = actWords(concern.byItself);
    return concern.byItselfMs > 0
               ? tr("Unless somebody acts it %1 by itself at %2.").arg(act, format::stamp(concern.byItselfMs, zone))
               : tr("Unless somebody acts it %1 by itself.").arg(act);
}

QString titleOf(const QString &workspace, const Concern &concern, Deed deed, const QTimeZone &zone)
{
    QString what = whatWords(concern);
    if (!concern.verdict.isEmpty() && concern.sinceMs > 0)
        what = tr("%1 since %2").arg(guard::words(classOf(concern.verdict)), format::stamp(concern.sinceMs, zone));
    const QString title = tr("[%1] %2: %3").arg(workspace, whereOf(concern), what);
    return deed == Deed::Resolve ? tr("Over: %1").arg(title) : title;
}

} // namespace

QString shortId(const QString &id) { return Uuid7::shortForm(id, QStringLiteral("ES")); }

Message messageOf(const QString &workspace, const Item &item, const Sending &sending,
                  const std::optional<NextRung> &next, qint64 nowMs, const QTimeZone &zone)
{
    const Concern &concern = item.concern;
    Message message;
    message.key = concern.id;
    message.tryId =
        QStringLiteral("%1.%2.%3.%4").arg(concern.id).arg(sending.round).arg(sending.rung).arg(toString(sending.deed));
    message.deed = sending.deed;
    message.grade = sending.deed == Deed::Resolve ? Message::Grade::Info : gradeOf(concern);
    message.title = titleOf(workspace, concern, sending.deed, zone);
    message.source = tr("%1: %2").arg(workspace, concern.place.isEmpty() ? concern.service : concern.place);
    message.component = concern.service;
    message.group = concern.environment;
    message.kind = toString(concern.kind);
    message.atMs = nowMs;
    if (sending.deed == Deed::Resolve) {
        message.lines.append(tr("It needs nobody any more: %1.").arg(item.overWords));
        return message;
    }
    if (sending.deed == Deed::Acknowledge) {
        message.lines.append(tr("Somebody has taken it over."));
        return message;
    }
    const QString why =
        concern.policy.isEmpty() ? concern.words : tr("Policy %1: %2").arg(concern.policy, concern.words);
    if (!concern.words.isEmpty())
        message.lines.append(why + QLatin1Char('.'));
    if (!concern.rollout.isEmpty())
        message.lines.append(tr("Rollout %1.").arg(concern.rollout));
    message.lines.append(byItselfWords(concern, zone));
    if (next && !next->target.isEmpty())
        message.lines.append(tr("Next to be told, unless somebody takes it over: %1, at %2.")
                                 .arg(next->target, format::stamp(next->atMs, zone)));
    message.lines.append(tr("Take it over: asternctl ack %1").arg(shortId(concern.id)));
    if (sending.heldBack > 0)
        message.lines.append(tr("%1 more messages were held back since the last one: %2.")
                                 .arg(sending.heldBack)
                                 .arg(sending.heldWhere.isEmpty() ? tr("they are over by now")
                                                                  : sending.heldWhere.join(QStringLiteral(", "))));
    if (sending.again)
        message.lines.append(tr("It may reach you twice: whether the first one arrived is not known."));
    return message;
}

Message testMessage(const QString &workspace, const QString &id, qint64 nowMs)
{
    Message message;
    message.key = message.tryId = id;
    message.grade = Message::Grade::Info;
    message.title = tr("[%1] A test of Astern's notifications").arg(workspace);
    message.lines = {tr("A person asked for this message. Nothing is wrong, and nobody needs to do anything.")};
    message.source = tr("%1: test").arg(workspace);
    message.component = QStringLiteral("astern");
    message.kind = QStringLiteral("test");
    message.atMs = nowMs;
    return message;
}

QString whatWords(const Concern &concern)
{
    switch (concern.kind) {
    case Concern::Kind::Page:
        return tr("a policy pages people");
    case Concern::Kind::Notice:
        return tr("a policy tells people");
    case Concern::Kind::Question:
        return tr("a policy asks what to do");
    case Concern::Kind::Gate:
        return tr("a gate waits for people");
    case Concern::Kind::Review:
        return tr("somebody went past a gate");
    case Concern::Kind::Overdue:
        return tr("a review is overdue");
    }
    return {};
}

QString rungWords(const Rung &rung, qint64 nowMs)
{
    const Note &note = rung.trigger;
    const QString at = format::clock(note.atMs, nowMs);
    switch (note.state) {
    case Note::State::None:
        return {};
    case Note::State::Sending:
        return tr("%1: is being told").arg(rung.target);
    case Note::State::Told:
        return note.attempts == 0 ? tr("%1: told at %2, with others").arg(rung.target, at)
                                  : tr("%1: told at %2").arg(rung.target, at);
    case Note::State::Failed:
        return tr("%1: not reached, tried again at %2: %3")
            .arg(rung.target, format::clock(note.retryMs, nowMs), note.words);
    case Note::State::GivenUp:
        return note.mayHaveArrived ? tr("%1: told perhaps at %2: %3").arg(rung.target, at, note.words)
                                   : tr("%1: not reached: %2").arg(rung.target, note.words);
    case Note::State::HeldBack:
        return tr("%1: held back, it was told something else a moment ago").arg(rung.target);
    }
    return {};
}

QString stateWords(const Item &item, qint64 nowMs)
{
    if (!item.isOpen())
        return tr("over: %1").arg(item.overWords);
    if (item.acknowledgedMs > 0)
        return tr("taken over by %1 at %2").arg(item.acknowledgedBy, format::clock(item.acknowledgedMs, nowMs));
    if (item.rungs.isEmpty())
        return tr("nobody outside has been told");
    const QString last = rungWords(item.rungs.constLast(), nowMs);
    return item.stopped ? tr("nobody took it over; last %1").arg(last) : last;
}

QString nextWords(const std::optional<NextRung> &next, qint64 nowMs)
{
    if (!next)
        return {};
    const QString at = format::clock(next->atMs, nowMs);
    if (!next->target.isEmpty())
        return tr("next %1 at %2").arg(next->target, at);
    return next->repeats ? tr("all of them again at %1").arg(at) : tr("nobody else, from %1 on").arg(at);
}

} // namespace astern::escalation
