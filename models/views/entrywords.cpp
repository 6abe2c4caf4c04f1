// SPDX-License-Identifier: GPL-3.0-or-later
// What an entry of the log says to people: who, what, and why. Where is in its place.
#include "models/approval/approvalbook.h"
#include "models/base/format.h"
#include "models/views/entriesmodel.h"
#include "models/views/verdictwords.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>

namespace astern {
namespace {

using Tone = EntryRow::Tone;

const QString kActorName = QStringLiteral("actor.name");
const QString kOnCallName = QStringLiteral("oncall.name");
const QString kToName = QStringLiteral("decision.to.name"); // of no entry: filled in for words alone

QString tr(const char *text) { return QCoreApplication::translate("Entry", text); }

QJsonObject object(const JournalEntry &entry, const char *name)
{
    return entry.payload.value(QLatin1String(name)).toObject();
}

QString text(const JournalEntry &entry, const char *of, const char *key)
{
    return object(entry, of).value(QLatin1String(key)).toString();
}

QString listed(const QJsonArray &array)
{
    QStringList all;
    for (const QJsonValue &value : array)
        all.append(value.toString());
    return all.join(QStringLiteral(", "));
}

QString because(const QString &what, const QString &why) { return why.isEmpty() ? what : tr("%1 – %2").arg(what, why); }

QString placeOf(const JournalEntry &entry)
{
    const QString environment = text(entry, "subject", "environment");
    const QString cell = text(entry, "subject", "cell");
    QStringList parts{text(entry, "subject", "service"),
                      cell.isEmpty() ? environment : environment + QLatin1Char('/') + cell};
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

// As people know them where that may be read; else their pseudonym.
QString whoOf(const JournalEntry &entry) { return entry.personal.value(kActorName, text(entry, "actor", "ref")); }

QString rationaleOf(const JournalEntry &entry) { return entry.personal.value(QStringLiteral("rationale")); }

void sayIntent(const JournalEntry &entry, EntryRow &row)
{
    const QString title = text(entry, "decision", "title");
    const QString what = title.isEmpty() ? tr("about to act") : title;
    const QString who = whoOf(entry);
    row.text = because(who.isEmpty() ? what : tr("%1: %2").arg(who, what), rationaleOf(entry));
}

void sayOutcome(const JournalEntry &entry, EntryRow &row)
{
    static const QMap<QString, const char *> known{
        {QStringLiteral("succeeded"), QT_TRANSLATE_NOOP("Entry", "succeeded")},
        {QStringLiteral("failed"), QT_TRANSLATE_NOOP("Entry", "failed")},
        {QStringLiteral("aborted"), QT_TRANSLATE_NOOP("Entry", "aborted")},
        {QStringLiteral("unknown"), QT_TRANSLATE_NOOP("Entry", "unknown")},
        {QStringLiteral("refused"), QT_TRANSLATE_NOOP("Entry", "refused")}};
    const QString word = text(entry, "outcome", "result");
    const QString observed = text(entry, "outcome", "observed");
    const char *translated = known.value(word);
    const QString result = translated ? tr(translated) : word;
    row.text = observed.isEmpty() ? result : tr("%1: %2").arg(result, observed);
    row.tone = word == QLatin1String("succeeded") ? Tone::Good
               : word == QLatin1String("unknown") ? Tone::Doubt
                                                  : Tone::Bad;
}

// Why an act was due, beyond that its policy says so.
QString causeOf(const QJsonObject &act)
{
    static const QMap<QString, const char *> words{
        {QStringLiteral("rollback_unsafe"), QT_TRANSLATE_NOOP("Entry", "a rollback is not safe here by itself")},
        {QStringLiteral("too_many_rollbacks"), QT_TRANSLATE_NOOP("Entry", "it has rolled back by itself too often")},
        {QStringLiteral("nobody_answered"), QT_TRANSLATE_NOOP("Entry", "nobody answered in time")},
        {QStringLiteral("not_confirmed"), QT_TRANSLATE_NOOP("Entry", "the rollback was not confirmed")},
        {QStringLiteral("not_recovered"), QT_TRANSLATE_NOOP("Entry", "it was rolled back and is still not healthy")},
        {QStringLiteral("healthy"), QT_TRANSLATE_NOOP("Entry", "it is healthy again")},
        {QStringLiteral("over"), QT_TRANSLATE_NOOP("Entry", "what it was about is over")}};
    const char *found = words.value(act.value(QLatin1String("because")).toString());
    if (found)
        return tr(found);
    const QString by = act.value(QLatin1String("decided_by")).toString();
    return by.isEmpty() ? QString() : tr("decided by %1").arg(by);
}

// "holds the rollout", with what the act itself has.
QString deedOf(const QJsonObject &act)
{
    const auto value = [&act](const char *key) { return act.value(QLatin1String(key)).toString(); };
    const QString deed = value("do");
    if (deed == QLatin1String("hold"))
        return tr("holds the rollout");
    if (deed == QLatin1String("freeze"))
        return tr("freezes it: nothing is promoted until a person lifts that");
    if (deed == QLatin1String("release"))
        return tr("lets the rollout go on");
    if (deed == QLatin1String("withdraw"))
        return tr("takes its question back");
    if (deed == QLatin1String("notify"))
        return tr("tells %1").arg(value("to"));
    if (deed == QLatin1String("page"))
        return tr("pages %1").arg(value("to"));
    if (deed == QLatin1String("ask"))
        return tr("asks %1 what to do").arg(value("to"));
    if (deed == QLatin1String("mitigate") && !value("flag").isEmpty())
        return tr("sets the flag %1 to %2").arg(value("flag"), value("set"));
    if (deed == QLatin1String("mitigate"))
        return tr("restores the configuration %1").arg(value("config"));
    return actWords(deed);
}

void sayAct(const JournalEntry &entry, EntryRow &row)
{
    const QJsonObject act = object(entry, "act");
    QStringList why{causeOf(act), listed(act.value(QLatin1String("reasons")).toArray())};
    why.removeAll(QString());
    row.text = because(tr("Policy %1 %2").arg(act.value(QLatin1String("policy")).toString(), deedOf(act)),
                       why.join(QStringLiteral("; ")));
    if (entry.kind == QLatin1String("guard.rollback") || entry.kind == QLatin1String("guard.freeze"))
        row.tone = Tone::Bad;
}

void sayActOutcome(const JournalEntry &entry, EntryRow &row)
{
    using Result = guard::Outcome::Result;
    const Result result = guard::resultFrom(text(entry, "outcome", "result")).value_or(Result::Unknown);
    const QString observed = text(entry, "outcome", "observed");
    const QString words = tr("What the policy did: %1").arg(resultWords(result));
    row.text = observed.isEmpty() ? words : tr("%1: %2").arg(words, observed);
    row.tone = result == Result::Confirmed || result == Result::NotPossible || result == Result::Partly ? Tone::Plain
               : result == Result::Failed                                                               ? Tone::Bad
                                                                                                        : Tone::Doubt;
    if (result == Result::Confirmed)
        row.tone = Tone::Good;
}

void sayAnswer(const JournalEntry &entry, EntryRow &row)
{
    // By their numbers in Answer::Choice.
    static constexpr std::array kChoices{QT_TRANSLATE_NOOP("Entry", "keep it held"),
                                         QT_TRANSLATE_NOOP("Entry", "roll back"),
                                         QT_TRANSLATE_NOOP("Entry", "freeze it"), QT_TRANSLATE_NOOP("Entry", "go on")};
    const int choice = object(entry, "answer").value(QLatin1String("choice")).toInt(-1);
    const bool known = choice >= 0 && size_t(choice) < kChoices.size();
    row.text = tr("%1 answered the policy's question: %2")
                   .arg(text(entry, "answer", "by"), known ? tr(kChoices[size_t(choice)]) : QString::number(choice));
}

void sayRecovery(const JournalEntry &entry, EntryRow &row)
{
    using guard::Recovery;
    const QString word = text(entry, "recovery", "result");
    const std::optional<Recovery> recovery = guard::recoveryFrom(word);
    row.text =
        recovery && *recovery != Recovery::None ? guard::words(*recovery) : tr("After the rollback: %1").arg(word);
    row.tone = recovery == Recovery::Recovered ? Tone::Good : recovery == Recovery::Failed ? Tone::Bad : Tone::Doubt;
}

void sayVerdict(const JournalEntry &entry, EntryRow &row)
{
    using policy::VerdictClass;
    const QJsonObject verdict = object(entry, "verdict");
    QString words = verdict.value(QLatin1String("class")).toString();
    for (const VerdictClass one : {VerdictClass::Healthy, VerdictClass::Unknown, VerdictClass::Transient,
                                   VerdictClass::External, VerdictClass::Systemic}) {
        if (policy::wordFor(one) != words)
            continue;
        words = guard::words(one);
        row.tone = one == VerdictClass::Healthy ? Tone::Good : one == VerdictClass::Systemic ? Tone::Bad : Tone::Doubt;
        break;
    }
    row.text = because(tr("Policy %1 says %2").arg(verdict.value(QLatin1String("policy")).toString(), words),
                       listed(verdict.value(QLatin1String("reasons")).toArray()));
}

void sayHold(const JournalEntry &entry, EntryRow &row)
{
    const QString place = text(entry, "hold", "place");
    const QString where = place.isEmpty() ? tr("all places") : place;
    if (entry.kind == QLatin1String("automation.released")) {
        row.text = tr("%1 lets the policies of %2 act again").arg(whoOf(entry), where);
        return;
    }
    const qint64 untilMs = object(entry, "hold").value(QLatin1String("until_ms")).toInteger();
    row.text = because(
        tr("%1 holds the automation of %2 until %3").arg(whoOf(entry), where, format::clock(untilMs, entry.wallMs)),
        rationaleOf(entry));
}

void sayLateReason(const JournalEntry &entry, EntryRow &row)
{
    row.text = tr("Reason given: %1").arg(entry.personal.value(QStringLiteral("rationale"), tr("(erased)")));
}

void sayAttempt(const JournalEntry &, EntryRow &row)
{
    row.text = tr("Sent again after an interruption: the same request, under the same key");
    row.tone = Tone::Doubt;
}

void sayEnded(const JournalEntry &entry, EntryRow &row)
{
    row.text = because(tr("The plan has ended; its further steps are not sent"), text(entry, "ended", "words"));
}

void sayWorkspace(const JournalEntry &entry, EntryRow &row)
{
    const QString words = text(entry, "workspace", "words");
    if (entry.kind == QLatin1String("workspace.changed")) {
        row.text = tr("Workspace read again: %1").arg(words);
        return;
    }
    row.text = tr("Workspace not read, the one before stays: %1").arg(words);
    row.tone = Tone::Doubt;
}

void sayJournal(const JournalEntry &entry, EntryRow &row)
{
    if (entry.kind == QLatin1String("journal.genesis")) {
        row.text = tr("The log begins");
    } else if (entry.kind == QLatin1String("clock.step")) {
        const qint64 delta = object(entry, "clock").value(QLatin1String("delta_ms")).toInteger();
        row.text = delta < 0 ? tr("The clock of this machine was set back by %1").arg(format::duration(-delta))
                             : tr("The clock of this machine was set forward by %1").arg(format::duration(delta));
        row.tone = Tone::Doubt;
    } else {
        row.text = because(tr("Damage of the log was found and repaired at the start"),
                           listed(entry.payload.value(QLatin1String("found")).toArray()));
        row.tone = Tone::Bad;
    }
}

void sayGap(const JournalEntry &entry, EntryRow &row)
{
    row.text = because(tr("%1 entries could not be recorded when it was done, and follow here")
                           .arg(object(entry, "gap").value(QLatin1String("entries")).toInteger()),
                       text(entry, "gap", "why"));
    row.tone = Tone::Bad;
}

void sayKey(const JournalEntry &entry, EntryRow &row)
{
    if (entry.kind == QLatin1String("key.rotate")) {
        row.text = tr("The key of this device was followed by %1").arg(text(entry, "key", "keyid").left(16));
    } else if (entry.kind == QLatin1String("key.revoke")) {
        const QString key = text(entry, "revoke", "keyid").left(16);
        const QString device = text(entry, "revoke", "device").left(8);
        const QString good = format::entry(object(entry, "revoke").value(QLatin1String("last_good_seq")).toInteger());
        row.text = device.isEmpty()
                       ? tr("The key %1 was revoked: what it signed behind entry %2 is disputed").arg(key, good)
                       : tr("The key %1 of the device %2 was revoked: what it signed behind its entry %3 is disputed")
                             .arg(key, device, good);
        row.tone = Tone::Doubt;
    } else if (text(entry, "key", "role") == QLatin1String("standin")) {
        row.text = tr("The key %1 signs emergencies while the key of this device is out of reach")
                       .arg(text(entry, "key", "keyid").left(16));
    } else {
        row.text = tr("Entries are signed with the key %1 from here on").arg(text(entry, "key", "keyid").left(16));
    }
    row.text = because(row.text, entry.personal.value(QStringLiteral("rationale")));
}

QString actAndVersion(const QJsonObject &subject)
{
    const QString act = subject.value(QLatin1String("act")).toString();
    const QString version = subject.value(QLatin1String("to")).toString();
    return version.isEmpty() ? act : QString(act + QLatin1Char(' ') + version);
}

void sayRequest(const JournalEntry &entry, EntryRow &row)
{
    const QJsonObject approval = object(entry, "approval");
    const QJsonObject subject = approval.value(QLatin1String("of")).toObject();
    const QString gate = subject.value(QLatin1String("gate")).toString();
    if (approval.value(QLatin1String("review")).toBool()) {
        row.text = tr("A second person has to look at what went past the gate %1").arg(gate);
        row.tone = Tone::Doubt;
        return;
    }
    row.text = because(tr("%1 asks for approval at the gate %2: %3").arg(whoOf(entry), gate, actAndVersion(subject)),
                       rationaleOf(entry));
}

void sayApproval(const JournalEntry &entry, EntryRow &row)
{
    const QString verdict = text(entry, "decision", "verdict");
    const QString who = whoOf(entry);
    const QString gate = text(entry, "decision", "gate");
    if (gate.isEmpty()) { // of a device that is taken in
        row.text = because(tr("Decided on an approval"), verdict);
        return;
    }
    if (verdict == QLatin1String("approve"))
        row.text = tr("%1 approves at the gate %2").arg(who, gate);
    else if (verdict == QLatin1String("reject"))
        row.text = tr("%1 rejects at the gate %2").arg(who, gate);
    else if (verdict == QLatin1String("delegate"))
        row.text = tr("%1 hands the approval at the gate %2 to %3")
                       .arg(who, gate, entry.personal.value(kToName, text(entry, "decision", "to")));
    else if (verdict == QLatin1String("used"))
        row.text = tr("The approval at the gate %1 lets its plan go").arg(gate);
    else if (verdict == QLatin1String("released"))
        row.text = tr("Nothing was sent: the approval at the gate %1 lets another plan go").arg(gate);
    else
        row.text = tr("%1 takes the request at the gate %2 back").arg(who, gate);
    row.text = because(row.text, rationaleOf(entry));
    row.tone = verdict == QLatin1String("reject") ? Tone::Bad : Tone::Plain;
}

void sayOverride(const JournalEntry &entry, EntryRow &row)
{
    const QJsonObject subject = object(entry, "approval").value(QLatin1String("of")).toObject();
    row.text = because(tr("%1 breaks the glass of the gate %2: %3")
                           .arg(whoOf(entry), subject.value(QLatin1String("gate")).toString(), actAndVersion(subject)),
                       rationaleOf(entry));
    row.tone = Tone::Bad;
}

void sayRefusal(const JournalEntry &entry, EntryRow &row)
{
    row.text = because(tr("%1 was refused: %2").arg(whoOf(entry), text(entry, "refused", "plan")),
                       text(entry, "refused", "reason"));
    row.tone = Tone::Doubt;
}

// A policy's file, or the workspace's rules about people.
void sayEdit(const JournalEntry &entry, EntryRow &row)
{
    if (object(entry, "rules").isEmpty()) {
        const QString file = text(entry, "policy", "file");
        const QString unwritten = text(entry, "policy", "unwritten");
        row.text = unwritten.isEmpty()
                       ? tr("The policy file %1 was edited").arg(file)
                       : because(tr("The edit of the policy file %1 was not written").arg(file), unwritten);
        return;
    }
    row.text = tr("%1 pins the rules about people, roles and gates: %2")
                   .arg(whoOf(entry), text(entry, "rules", "digest").left(12));
}

void sayExport(const JournalEntry &entry, EntryRow &row)
{
    row.text = tr("Evidence of %1 entries was exported")
                   .arg(object(entry, "export").value(QLatin1String("entries")).toInteger());
}

void sayPrivacy(const JournalEntry &entry, EntryRow &row)
{
    if (entry.kind == QLatin1String("privacy.erase")) {
        row.text =
            because(tr("What %1 said was erased").arg(text(entry, "erase", "subject")), text(entry, "erase", "basis"));
        return;
    }
    if (entry.kind == QLatin1String("privacy.acknowledged")) {
        row.text = tr("This device holds nothing of what %1 said any more: another device erased it")
                       .arg(text(entry, "erase", "subject"));
        return;
    }
    const QString subject = text(entry, "hold", "subject");
    const bool all = subject == QLatin1String("*");
    row.text =
        object(entry, "hold").value(QLatin1String("lifted")).toBool()
            ? (all ? tr("Personal words may be erased again") : tr("What %1 said may be erased again").arg(subject))
            : (all ? tr("No personal words may be erased") : tr("What %1 said may not be erased").arg(subject));
    row.text = because(row.text, text(entry, "hold", "basis"));
}

void sayNoteKey(const JournalEntry &entry, EntryRow &row)
{
    const QString name = text(entry, "key", "name");
    row.text = entry.kind == QLatin1String("key.log")
                   ? tr("Heads of the shared log %1 are signed from here on").arg(name)
                   : tr("Heads of the shared log are cosigned as %1").arg(name);
}

void sayPin(const JournalEntry &entry, EntryRow &row)
{
    row.text = entry.kind == QLatin1String("identity.pin-set") ? tr("A PIN was set on this device")
                                                               : tr("The PIN of this device was changed");
}

void saySink(const JournalEntry &entry, EntryRow &row)
{
    row.text = because(tr("%1 refuses entry %2 of the log")
                           .arg(text(entry, "sink", "id"))
                           .arg(object(entry, "sink").value(QLatin1String("index")).toInteger()),
                       text(entry, "sink", "words"));
    row.tone = Tone::Bad;
}

// What the shared log's copy found wrong with it, or found to be right again.
void sayTeam(const JournalEntry &entry, EntryRow &row)
{
    const QString words = text(entry, "alarm", "words");
    const bool healed = entry.kind == QLatin1String("team.healed");
    row.text =
        healed ? because(tr("Right again in the shared log"), words) : because(tr("Alarm of the shared log"), words);
    row.tone = healed ? Tone::Good : Tone::Bad;
}

void sayHandOver(const JournalEntry &entry, EntryRow &row)
{
    const QString who = entry.personal.value(kOnCallName, text(entry, "oncall", "to"));
    row.text = because(tr("On call: %1").arg(who), rationaleOf(entry));
    row.tone = Tone::Plain;
}

// Who was told, and what came of it. What an outcome is about its intent says, which stands before it.
void sayTold(const JournalEntry &entry, EntryRow &row)
{
    const QString target = text(entry, "notify", "target");
    if (entry.kind == QLatin1String("notify.held")) {
        row.text = tr("%1 is not told of this by itself: it was told something else a moment ago").arg(target);
        row.tone = Tone::Doubt;
        return;
    }
    if (entry.kind == QLatin1String("notify.intent")) {
        row.text = text(entry, "decision", "title");
        if (row.text.isEmpty())
            row.text = tr("Tell %1").arg(target);
        if (object(entry, "notify").value(QLatin1String("again")).toBool())
            row.text = because(row.text, tr("it may arrive twice"));
        return;
    }
    static const QMap<QString, const char *> known{
        {QStringLiteral("told"), QT_TRANSLATE_NOOP("Entry", "The message was taken")},
        {QStringLiteral("failed"), QT_TRANSLATE_NOOP("Entry", "The message did not get through")},
        {QStringLiteral("refused"), QT_TRANSLATE_NOOP("Entry", "The message was refused")}};
    const QString result = text(entry, "outcome", "result");
    const char *words = known.value(result, QT_TRANSLATE_NOOP("Entry", "Whether the message arrived is not known"));
    row.text = because(tr(words), text(entry, "outcome", "observed"));
    row.tone = result == QLatin1String("told") ? Tone::Good : known.contains(result) ? Tone::Bad : Tone::Doubt;
}

void sayEscalation(const JournalEntry &entry, EntryRow &row)
{
    if (entry.kind == QLatin1String("escalation.raised")) {
        const QString target = text(entry, "escalation", "target");
        row.text = because(target.isEmpty() ? tr("Needs a person") : tr("Needs a person, %1 first").arg(target),
                           text(entry, "escalation", "words"));
        row.tone = Tone::Bad;
    } else if (entry.kind == QLatin1String("escalation.acknowledged")) {
        row.text = tr("%1 has taken it over").arg(whoOf(entry));
        row.tone = Tone::Good;
    } else if (entry.kind == QLatin1String("escalation.passed")) {
        row.text = text(entry, "escalation", "default") == QLatin1String("repeat")
                       ? tr("Nobody took it over in time: all are told again")
                       : tr("Nobody took it over in time, and nobody more is told");
        row.tone = Tone::Bad;
    } else {
        row.text = because(tr("Needs nobody any more"), text(entry, "escalation", "why"));
        row.tone = Tone::Good;
    }
}

void sayRunbook(const JournalEntry &entry, EntryRow &row)
{
    const QString step = text(entry, "runbook", "text");
    row.text = object(entry, "runbook").value(QLatin1String("done")).toBool()
                   ? tr("%1 did a step of the runbook: %2").arg(whoOf(entry), step)
                   : tr("%1 took back a step of the runbook: %2").arg(whoOf(entry), step);
}

using Say = void (*)(const JournalEntry &, EntryRow &);

// By the kind, else by what stands before or after its dot.
Say wordsFor(const QString &kind)
{
    static const QHash<QString, Say> whole{{QStringLiteral("guard.outcome"), sayActOutcome},
                                           {QStringLiteral("guard.answer"), sayAnswer},
                                           {QStringLiteral("guard.recovery"), sayRecovery},
                                           {QStringLiteral("verdict.changed"), sayVerdict},
                                           {QStringLiteral("automation.held"), sayHold},
                                           {QStringLiteral("automation.released"), sayHold},
                                           {QStringLiteral("rationale.late"), sayLateReason},
                                           {QStringLiteral("workspace.changed"), sayWorkspace},
                                           {QStringLiteral("workspace.refused"), sayWorkspace},
                                           {QStringLiteral("journal.genesis"), sayJournal},
                                           {QStringLiteral("journal.verify-failed"), sayJournal},
                                           {QStringLiteral("policy.edit"), sayEdit},
                                           {QStringLiteral("journal.gap"), sayGap},
                                           {QStringLiteral("key.enrol"), sayKey},
                                           {QStringLiteral("key.rotate"), sayKey},
                                           {QStringLiteral("key.revoke"), sayKey},
                                           {QStringLiteral("clock.step"), sayJournal},
                                           {QStringLiteral("approval.requested"), sayRequest},
                                           {QStringLiteral("approval.decided"), sayApproval},
                                           {QStringLiteral("approval.closed"), sayApproval},
                                           {QStringLiteral("override.granted"), sayOverride},
                                           {QStringLiteral("authority.refused"), sayRefusal},
                                           {QStringLiteral("journal.export"), sayExport},
                                           {QStringLiteral("privacy.erase"), sayPrivacy},
                                           {QStringLiteral("privacy.hold"), sayPrivacy},
                                           {QStringLiteral("notify.intent"), sayTold},
                                           {QStringLiteral("notify.outcome"), sayTold},
                                           {QStringLiteral("notify.held"), sayTold},
                                           {QStringLiteral("escalation.raised"), sayEscalation},
                                           {QStringLiteral("escalation.acknowledged"), sayEscalation},
                                           {QStringLiteral("escalation.passed"), sayEscalation},
                                           {QStringLiteral("escalation.resolved"), sayEscalation},
                                           {QStringLiteral("runbook.step"), sayRunbook},
                                           {QStringLiteral("sink.state"), saySink},
                                           {QStringLiteral("team.alarm"), sayTeam},
                                           {QStringLiteral("team.healed"), sayTeam},
                                           {QStringLiteral("oncall.handover"), sayHandOver},
                                           {QStringLiteral("privacy.acknowledged"), sayPrivacy},
                                           {QStringLiteral("key.cosign"), sayNoteKey},
                                           {QStringLiteral("key.log"), sayNoteKey},
                                           {QStringLiteral("identity.pin-set"), sayPin},
                                           {QStringLiteral("identity.pin-changed"), sayPin}};
    static const QHash<QString, Say> endings{{QStringLiteral("intent"), sayIntent},
                                             {QStringLiteral("outcome"), sayOutcome},
                                             {QStringLiteral("attempt"), sayAttempt},
                                             {QStringLiteral("ended"), sayEnded}};
    if (const Say say = whole.value(kind))
        return say;
    if (const Say say = endings.value(kind.section(QLatin1Char('.'), 1)))
        return say;
    const bool ofGuard = kind.startsWith(QLatin1String("guard."));
    return ofGuard && actWords(kind.mid(6)) != kind.mid(6) ? sayAct : nullptr; // a later version may have more
}

} // namespace

Names namesIn(const Session &session)
{
    const ApprovalBook *approvals = session.doors().approvals;
    return approvals ? approvals->names() : Names();
}

JournalEntry named(JournalEntry entry, const Names &names)
{
    const auto fill = [&](const QString &key, const QString &pseudonym, const QString &writer) {
        const QString name = entry.personal.contains(key) ? QString() : names.of(pseudonym, writer);
        if (!name.isEmpty())
            entry.personal.insert(key, name);
    };
    if (names.said().isEmpty())
        return entry;
    const QString person = text(entry, "actor", "person");
    fill(kActorName, person.isEmpty() ? text(entry, "actor", "ref") : person, text(entry, "writer", "id"));
    fill(kToName, text(entry, "decision", "to"), {});
    fill(kOnCallName, text(entry, "oncall", "to"), {});
    return entry;
}

EntryRow describeEntry(const JournalEntry &entry, const Names &names)
{
    EntryRow row;
    row.entry = entry;
    row.place = placeOf(entry);
    if (const Say say = wordsFor(entry.kind))
        say(named(entry, names), row);
    else
        row.text = entry.kind;
    return row;
}

} // namespace astern
