// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/gatewords.h"

#include "models/approval/ballot.h"
#include "models/approval/deviceenrol.h"
#include "models/base/format.h"
#include "models/journal/words.h"
#include "models/views/identitywords.h"
#include "models/views/policychanges.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

using Kind = GateRow::Kind;
using Sign = EntryFact::Sign;
using State = Decision::State;
using Tone = GateDetail::Tone;
using Verdict = ApprovalRecord::Verdict;

QString tr(const char *text) { return QCoreApplication::translate("GateWords", text); }

QString sentence(QString text)
{
    if (text.isEmpty())
        return text;
    text[0] = text.at(0).toUpper();
    return text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

// Builds a section fact by fact.
struct Sheet {
    EntrySection section;
    EntryFact &add(const QString &name, const QString &words, Sign sign = Sign::None, const QString &note = {})
    {
        section.facts.append({.name = name, .words = words, .note = note, .sign = sign, .entry = {}, .copy = {}});
        return section.facts.last();
    }
    void digest(const QString &name, const QString &hex, const QString &note = {})
    {
        if (!hex.isEmpty())
            add(name, readDigest(hex), Sign::None, note).copy = hex;
    }
};

QString textOf(const ApprovalRecord &record, const char *key)
{
    return record.subject.value(QLatin1String(key)).toString();
}

int reachOfSubject(const ApprovalRecord &record) { return record.subject.value(QLatin1String("reach")).toInt(); }

// Of the two ends of a change the values, whole where they are short, else enough to tell them apart.
QString brief(const QString &text)
{
    const QString hex = text.section(QLatin1Char(':'), -1);
    const bool isDigest = hex.size() == 64;
    return isDigest ? readDigest(text) : text.size() > 90 ? text.left(89) + QChar(0x2026) : text;
}

QString personWords(const Seat &seat)
{
    QString words = seat.name.isEmpty() ? seat.person : seat.name;
    if (!seat.role.isEmpty())
        words = tr("%1, %2").arg(words, seat.role);
    if (!seat.delegatedBy.isEmpty())
        words = tr("%1, handed on by %2")
                    .arg(words, seat.delegatedByName.isEmpty() ? seat.delegatedBy : seat.delegatedByName);
    return words;
}

EntrySection changes(const GateSight &sight)
{
    Sheet sheet{{.title = tr("What changed since it was asked for"), .note = {}, .facts = {}}};
    for (const SubjectChange &change : sight.row.decision.changes) {
        SubjectChange shown = change;
        shown.from = brief(change.from);
        shown.to = brief(change.to);
        sheet.add({}, sentence(shown.words()), Sign::Bad);
    }
    return sheet.section;
}

void addDevice(const DeviceEnrolment &enrolment, Sheet &sheet)
{
    sheet.section.note = tr("press to copy");
    sheet.add(tr("device"), enrolment.device).copy = enrolment.device;
    sheet.add(tr("login"), enrolment.login);
    sheet.add(tr("its key"), readDigest(enrolment.key)).copy = enrolment.key;
    if (const QString words = spokenKey(enrolment.key); !words.isEmpty())
        sheet.add(tr("read aloud"), words);
    sheet.add(tr("domain"), enrolment.domain());
    sheet.digest(tr("its journal"), enrolment.journal);
    sheet.add({}, tr("what it signs counts from then on, for the whole team"));
    if (enrolment.signsHeads)
        sheet.add({}, tr("it signs the log's heads, too"));
}

// As it would be sent now; of what cannot be planned any more, as it was asked for.
EntrySection steps(const GateSight &sight)
{
    const ApprovalRecord &record = sight.row.record;
    const bool isReview = sight.row.kind == Kind::Review;
    Sheet sheet{{.title = isReview         ? tr("What was done past the gate")
                          : sight.row.over ? tr("What it was about")
                                           : tr("What would be done"),
                 .note = sight.plan
                             ? tr("about %1").arg(format::duration(std::max<qint64>(1'000, sight.plan->expectedMs())))
                             : QString(),
                 .facts = {}}};
    int number = 0;
    for (const PlanStep &step : sight.plan ? sight.plan->steps : QList<PlanStep>()) {
        sheet.add(step.kind == PlanStep::Kind::Command ? tr("step %1").arg(++number) : tr("then"), step.title);
        if (!step.detail.isEmpty())
            sheet.add(QString(QChar(format::kNoBreakSpace)), step.detail);
    }
    if (const std::optional<DeviceEnrolment> enrolment = enrolmentIn(record.subject)) {
        addDevice(*enrolment, sheet);
        return sheet.section;
    }
    if (!sight.plan) {
        sheet.add(tr("act"), actWords(sight));
        const QJsonArray sent = record.subject.value(QLatin1String("steps")).toArray();
        for (const QJsonValue &step : sent)
            sheet.add(tr("step %1").arg(++number), step.toObject().value(QLatin1String("id")).toString());
    }
    const QString target = sight.plan ? sight.plan->target.key() : textOf(record, "target");
    if (!target.isEmpty())
        sheet.add(tr("object"), target);
    for (const QString &warning : sight.plan ? sight.plan->warnings : QStringList())
        sheet.add({}, warning, Sign::Doubt);
    return sheet.section;
}

EntrySection evidence(const GateSight &sight)
{
    const ApprovalRecord &record = sight.row.record;
    Sheet sheet{{.title = tr("What it rests on"), .note = tr("press to copy"), .facts = {}}};
    sheet.digest(tr("plan"), record.digest);
    sheet.digest(tr("manifest"), textOf(record, "manifest"), sight.row.toVersion);
    sheet.digest(tr("serving now"), textOf(record, "stable"));
    sheet.digest(tr("gate's rule"), textOf(record, "gate_rule"), sight.row.gate);
    const QJsonObject policies = record.subject.value(QLatin1String("policies")).toObject();
    for (auto it = policies.begin(); it != policies.end(); ++it)
        sheet.digest(tr("policy"), it.value().toString(), it.key());
    return sheet.section;
}

// What somebody signs for who approves an edit of a policy.
EntrySection numbers(const PolicyEdit &edit)
{
    Sheet sheet{{.title = tr("Which numbers change"), .note = edit.words(), .facts = {}}};
    for (const PolicyChange &change : policyChanges(edit))
        sheet.add(change.name, change.name.isEmpty() ? sentence(change.words) : change.words,
                  change.name.isEmpty() ? Sign::Doubt : Sign::None);
    return sheet.section;
}

// Of what serves meanwhile and what comes, as far as the backend still has both.
EntrySection differences(const Session &session, const GateSight &sight)
{
    Sheet sheet{{.title = tr("What changes"), .note = versionWords(session, sight.row), .facts = {}}};
    const Placement *place = session.placement(sight.row.placementKey());
    const Rollout *rollout = place ? session.rollout(place->object) : nullptr;
    const Revision *stable = rollout ? rollout->revisionByHash(rollout->stableHash) : nullptr;
    if (!stable)
        return sheet.section;
    constexpr qsizetype kMost = 8; // the rollout's screen has all
    const QList<ManifestChange> all = diff(stable->manifest, rollout->desired.manifest);
    for (const ManifestChange &change : all.mid(0, kMost))
        sheet.add(change.name, tr("%1 → %2").arg(change.from.isEmpty() ? tr("absent") : brief(change.from),
                                                 change.to.isEmpty() ? tr("absent") : brief(change.to)));
    if (all.size() > kMost)
        sheet.add({}, tr("and %1 more on the rollout's screen").arg(all.size() - kMost));
    return sheet.section;
}

// What a person would want to see before they sign: how it goes at this moment.
EntrySection signalsNow(const Session &session, const GateSight &sight)
{
    const qint64 now = session.nowMs();
    Sheet sheet{{.title = tr("Signals at this moment"), .note = {}, .facts = {}}};
    const ServiceConfig *service = session.service(sight.row.service);
    for (const SignalSpec &spec : service ? service->signalSpecs : QList<SignalSpec>()) {
        const auto read = [&](Role role) {
            return session.series().reading({sight.row.placementKey(), spec.id, role}, spec, now);
        };
        const LimitReading reading = read(Role::New);
        const LimitReading stable = read(Role::Stable);
        using Reading = LimitReading::State;
        if (reading.state == Reading::NoData) {
            sheet.add(spec.title, tr("no data"), spec.limitAbove || spec.limitBelow ? Sign::Doubt : Sign::None);
            continue;
        }
        QStringList notes;
        if (reading.state == Reading::Stale)
            notes.append(tr("%1 old").arg(format::age(reading.atMs, now)));
        if (spec.limitAbove)
            notes.append(tr("limit %1").arg(displayText(spec, *spec.limitAbove)));
        else if (spec.limitBelow)
            notes.append(tr("at least %1").arg(displayText(spec, *spec.limitBelow)));
        if (stable.state != Reading::NoData && stable.state != Reading::Stale)
            notes.append(tr("stable %1").arg(displayText(spec, stable.value)));
        sheet.add(spec.title, displayText(spec, reading.value),
                  reading.state == Reading::OverLimit ? Sign::Bad
                  : reading.state == Reading::Stale   ? Sign::Doubt
                  : reading.state == Reading::Within  ? Sign::Check
                                                      : Sign::None,
                  notes.join(QStringLiteral(", ")));
    }
    return sheet.section;
}

EntrySection wayBack(const Session &session, const GateSight &sight)
{
    Sheet sheet{{.title = tr("If it goes wrong"), .note = {}, .facts = {}}};
    if (isEnrolment(sight.row.record)) {
        sheet.add({}, tr("an administrator revokes the device: asternctl team revoke"), Sign::Check);
        return sheet.section;
    }
    const Result<Plan> back = session.plan(PlanKind::Rollback, sight.row.placementKey());
    if (!back) {
        sheet.add({}, sentence(back.error().message), Sign::Doubt);
        return sheet.section;
    }
    sheet.add({}, tr("it can go back to %1").arg(back->toVersion), Sign::Check,
              tr("about %1").arg(format::duration(std::max<qint64>(1'000, back->expectedMs()))));
    for (const QString &stays : back->stays)
        sheet.add({}, sentence(stays));
    return sheet.section;
}

// As the log names them here, else their pseudonym.
QString personName(const Session &session, const QString &person)
{
    for (const ApprovalRecord &record : session.approvals()) {
        const bool counts = record.standing == ApprovalRecord::Standing::Counts;
        if (counts && record.actor.person == person && !shownName(record).isEmpty())
            return shownName(record);
    }
    return person;
}

void addSeats(const Session &session, const GateSight &sight, Sheet &sheet)
{
    const qint64 now = session.nowMs();
    const bool alone = session.workspace().journal.team.isEmpty(); // its order is that of this device's log
    for (const Seat &seat : sight.row.decision.seats) {
        const auto record = std::find_if(sight.history.cbegin(), sight.history.cend(),
                                         [&seat](const ApprovalRecord &one) { return one.id == seat.entry; });
        QString words = personWords(seat);
        if (seat.owner)
            words = tr("%1, owner").arg(words);
        EntryFact &fact =
            sheet.add(sight.row.kind == Kind::Review ? tr("countersigned") : tr("signed"), words, Sign::Check,
                      tr("%1, %2 ago").arg(format::clock(seat.atMs, now), format::age(seat.atMs, now)));
        if (alone && record != sight.history.cend())
            fact.entry = record->order;
        if (record != sight.history.cend() && !record->writer.isEmpty())
            sheet.add(QString(QChar(format::kNoBreakSpace)), tr("on device %1").arg(shortDevice(record->writer)));
    }
    for (const ApprovalRecord &record : sight.history) {
        if (record.verdict == Verdict::Delegate)
            sheet.add(tr("handed on"), tr("%1 to %2").arg(nameOf(record), personName(session, record.delegateTo)),
                      Sign::None, format::clock(record.wallMs, now));
        if (record.verdict != Verdict::Reject && record.verdict != Verdict::Cancelled &&
            record.verdict != Verdict::Used)
            continue;
        const QString verb = record.verdict == Verdict::Reject      ? tr("rejected")
                             : record.verdict == Verdict::Cancelled ? tr("taken back")
                                                                    : tr("used");
        EntryFact &fact = sheet.add(verb, nameOf(record), record.verdict == Verdict::Used ? Sign::Check : Sign::Bad,
                                    format::clock(record.wallMs, now));
        if (alone)
            fact.entry = record.order;
    }
}

// "release-manager: groups release-managers of the provider".
void addWhoMay(const Session &session, const GateSight &sight, Sheet &sheet)
{
    const bool isReview = sight.row.kind == Kind::Review;
    QStringList roles = sight.gate.approvals.roles;
    if (isReview && roles.isEmpty())
        roles = sight.gate.breakGlass.roles;
    if (roles.isEmpty())
        sheet.add(tr("who may"), tr("anybody but those whom the rules below leave out"));
    for (const QString &role : std::as_const(roles)) {
        const QList<RoleRule> &known = session.workspace().roles;
        const auto rule =
            std::find_if(known.cbegin(), known.cend(), [&role](const RoleRule &one) { return one.role == role; });
        sheet.add(tr("who may"), rule == known.cend() ? role : tr("%1: %2").arg(role, memberWords(*rule)));
    }
    const GateMove &move = isReview ? sight.countersign : sight.approve;
    if (move.offered && sight.row.decision.state != State::Void && sight.uncertain.isEmpty())
        sheet.add(tr("you"), move.why.isEmpty() ? tr("may sign") : move.why);
    for (const QString &gone : sight.row.decision.discounted)
        sheet.add({}, sentence(gone), Sign::Doubt);
}

EntrySection who(const Session &session, const GateSight &sight)
{
    const Decision &decision = sight.row.decision;
    const qint64 now = session.nowMs();
    Sheet sheet{{.title = tr("Who"), .note = {}, .facts = {}}};
    if (sight.row.kind != Kind::Pause)
        sheet.section.note = tr("%1 of %2").arg(decision.seats.size()).arg(decision.wanted);
    if (sight.row.kind != Kind::Pause && sight.row.sinceMs > 0)
        sheet.add(sight.row.kind == Kind::Review ? tr("broke the glass") : tr("asked"),
                  decision.requesterName.isEmpty() ? decision.requester : decision.requesterName, Sign::None,
                  tr("%1, %2 ago").arg(format::clock(sight.row.sinceMs, now), format::age(sight.row.sinceMs, now)));
    addSeats(session, sight, sheet);
    if (!sight.row.over && sight.row.kind != Kind::Pause)
        addWhoMay(session, sight, sheet);
    return sheet.section;
}

void addConditions(const GateSight &sight, qint64 now, Sheet &sheet)
{
    const GateApprovals &asks = sight.gate.approvals;
    const GateRequire &require = sight.gate.require;
    const Decision &decision = sight.row.decision;
    if (asks.count > 0)
        sheet.add({}, format::plural(asks.count, tr("1 person signs"), tr("%1 different people sign")),
                  int(decision.seats.size()) >= asks.count ? Sign::Check : Sign::Open);
    if (asks.owners)
        sheet.add({}, tr("one of them is of %1, who own it").arg(sight.facts.owner),
                  std::any_of(decision.seats.cbegin(), decision.seats.cend(), [](const Seat &one) { return one.owner; })
                      ? Sign::Check
                      : Sign::Open);
    if (asks.notRequester)
        sheet.add({}, tr("nobody signs what they asked for"), Sign::Check);
    if (asks.notAuthor)
        sheet.add({},
                  sight.facts.authors.isEmpty()
                      ? tr("not who made the change: the manifest names nobody")
                      : tr("not who made the change: %1").arg(sight.facts.authors.join(QStringLiteral(", "))),
                  sight.facts.authors.isEmpty() ? Sign::Bad : Sign::Check);
    if (require.healthyForMs > 0) {
        const qint64 healthy =
            sight.facts.healthySinceMs > 0 ? std::max<qint64>(0, now - sight.facts.healthySinceMs) : 0;
        sheet.add({}, tr("healthy for %1").arg(format::duration(require.healthyForMs)),
                  healthy >= require.healthyForMs ? Sign::Check : Sign::Open,
                  sight.facts.healthySinceMs > 0 ? tr("for %1 now").arg(format::duration(healthy))
                                                 : tr("not known to be"));
    }
    if (require.drillWithinMs > 0)
        sheet.add({}, tr("a rehearsed rollback in the last %1").arg(format::duration(require.drillWithinMs)),
                  sight.facts.drilledMs && now - *sight.facts.drilledMs <= require.drillWithinMs ? Sign::Check
                                                                                                 : Sign::Bad,
                  sight.facts.drilledMs ? QString() : tr("none is recorded"));
    if (require.readiness)
        sheet.add({}, tr("its readiness is green"), sight.facts.ready.value_or(false) ? Sign::Check : Sign::Bad,
                  sight.facts.ready ? QString() : tr("nothing measures it yet"));
}

EntrySection conditions(const Session &session, const GateSight &sight)
{
    const qint64 now = session.nowMs();
    const ApprovalRecord &record = sight.row.record;
    Sheet sheet{{.title = sight.row.kind == Kind::Review ? tr("By when") : tr("Which conditions hold"),
                 .note = sight.row.rule,
                 .facts = {}}};
    if (sight.row.kind == Kind::Review) {
        sheet.add({}, tr("a second person signs by %1").arg(format::clock(record.expiresMs, now)),
                  sight.row.overdue ? Sign::Bad : Sign::Open, endWords(sight.row, now));
        return sheet.section;
    }
    addConditions(sight, now, sheet);
    if (record.expiresMs > 0 && sight.row.ended == Verdict::None)
        sheet.add({}, tr("it is decided by %1").arg(format::clock(record.expiresMs, now)),
                  now >= record.expiresMs ? Sign::Bad : Sign::Open,
                  sight.row.over ? QString() : endWords(sight.row, now));
    return sheet.section;
}

// How it stands for this person, and what there is to do.
void judgeRequest(const GateSight &sight, GateDetail &detail)
{
    const Decision &decision = sight.row.decision;
    const int left = decision.wanted - int(decision.seats.size());
    if (decision.state == State::Void) {
        detail.tone = Tone::Bad;
        detail.sentence = tr("What was asked for is not what would be done now: no signature on it counts.");
        detail.more = tr("Whoever wants it asks again.");
    } else if (!sight.uncertain.isEmpty()) {
        detail.tone = Tone::Doubt;
        detail.sentence = sight.uncertain;
    } else if (decision.state == State::Open) {
        detail.tone = Tone::Good;
        detail.sentence = !sight.takeBack.offered ? tr("Approved: whoever asked can go on with it.")
                          : isEnrolment(sight.row.record)
                              ? tr("Approved: say the same `asternctl team enrol` again.")
                              : tr("Approved: you can go on with it on the rollout's screen.");
    } else if (sight.yours()) {
        detail.tone = Tone::Yours;
        detail.sentence = left == 1 ? tr("Your signature completes the gate.")
                                    : tr("Your signature is one of the %1 that are missing.").arg(left);
        detail.more = sentence(decision.missing.mid(1).join(QStringLiteral("; ")));
    } else {
        detail.sentence = sight.row.words;
        if (sight.takeBack.offered)
            detail.more = tr("You asked for it.");
        else if (!sight.approve.why.isEmpty())
            detail.more = tr("You may not sign: %1").arg(sight.approve.why);
    }
}

void judge(const GateSight &sight, qint64 nowMs, GateDetail &detail)
{
    const GateRow &row = sight.row;
    detail.sentence = sentence(row.words);
    if (row.over) {
        return;
    } else if (row.kind == Kind::Request) {
        judgeRequest(sight, detail);
    } else if (row.kind == Kind::Review) {
        detail.tone = row.overdue ? Tone::Bad : sight.yours() ? Tone::Yours : Tone::Plain;
        detail.sentence = row.overdue ? tr("Overdue for %1: a second person had to look at this.")
                                            .arg(format::duration(std::max<qint64>(0, nowMs - row.record.expiresMs)))
                                      : tr("Somebody went past the gate. A second person has to look at it within %1.")
                                            .arg(format::duration(std::max<qint64>(0, row.record.expiresMs - nowMs)));
        detail.more = sight.yours() ? tr("You can countersign it.")
                                    : tr("You may not countersign it: %1").arg(sight.countersign.why);
    } else {
        detail.tone = sight.yours() ? Tone::Yours : Tone::Plain;
        detail.sentence = sentence(row.pause);
        detail.more = sight.end.possible() ? tr("You can end it on the rollout's screen.") : sight.end.why;
    }
}

} // namespace

QString actWords(const QString &act, int reach)
{
    if (act == QLatin1String("promote"))
        return reach > 0 && reach < 100 ? tr("promote up to %1").arg(format::weight(reach)) : tr("promote to 100 %");
    if (act == QLatin1String("promote-full"))
        return tr("promote to 100 % at once");
    if (act == QLatin1String("resume"))
        return tr("resume");
    if (act == QLatin1String("retry"))
        return tr("retry");
    if (act == toString(GatedAct::PolicyEdit))
        return tr("edit of a policy");
    if (act == toString(GatedAct::KeyEnrol))
        return tr("take a device into the team");
    if (act == QLatin1String("flag-on"))
        return tr("switch a flag on");
    if (act == QLatin1String("flag-percent"))
        return tr("open a flag to %1").arg(format::weight(reach));
    return act;
}

QString actWords(const GateSight &sight)
{
    if (sight.row.kind == Kind::Pause)
        return actWords(sight.row.act, sight.plan ? reachOf(*sight.plan) : 0);
    return actWords(sight.row.act, reachOfSubject(sight.row.record));
}

QString titleOf(const GateRow &row)
{
    if (isEnrolment(row.record))
        return tr("device of %1").arg(row.toVersion);
    return row.service.isEmpty() ? textOf(row.record, "target").section(QLatin1Char(':'), 1) : row.service;
}

QString placeWords(const Session &session, const GateRow &row)
{
    if (const Placement *place = session.placement(row.placementKey()))
        return place->where();
    return row.cell.isEmpty() ? row.environment : row.environment + QLatin1Char('/') + row.cell;
}

QString briefAct(const GateSight &sight)
{
    if (sight.row.act != QLatin1String("promote"))
        return actWords(sight);
    const int reach =
        sight.row.kind == Kind::Pause ? (sight.plan ? reachOf(*sight.plan) : 0) : reachOfSubject(sight.row.record);
    return reach > 0 ? tr("to %1").arg(format::weight(reach)) : QString();
}

QString versionWords(const Session &session, const GateRow &row)
{
    if (const std::optional<DeviceEnrolment> enrolment = enrolmentIn(row.record.subject))
        return shortDevice(enrolment->device); // whose it is stands in the title
    QString from = row.fromVersion;
    const Placement *place = session.placement(row.placementKey());
    const Rollout *rollout = place ? session.rollout(place->object) : nullptr;
    // A promotion stays with one version: it comes from the one that serves meanwhile.
    const QString stable = textOf(row.record, "stable");
    for (const Revision &revision : rollout &&from == row.toVersion ? rollout->revisions : QList<Revision>()) {
        if (row.kind == Kind::Pause ? revision.hash == rollout->stableHash : revision.manifest.digest == stable)
            from = revision.manifest.version();
    }
    return from.isEmpty() || from == row.toVersion ? row.toVersion : tr("%1 → %2").arg(from, row.toVersion);
}

QString askerWords(const GateRow &row)
{
    if (row.kind == Kind::Pause)
        return tr("%1 waits").arg(row.backend);
    const QString who =
        row.decision.requesterName.isEmpty() ? row.decision.requester.left(12) : row.decision.requesterName;
    return row.kind == Kind::Review ? tr("%1 broke the glass").arg(who) : tr("asked by %1").arg(who);
}

QString standWords(const GateRow &row)
{
    if (row.kind == Kind::Pause)
        return row.gate.isEmpty() ? tr("paused") : tr("gate shut");
    if (row.over && row.kind == Kind::Review)
        return tr("countersigned");
    if (row.over)
        return row.ended == Verdict::Used             ? tr("used")
               : row.ended == Verdict::Reject         ? tr("rejected")
               : row.ended == Verdict::Cancelled      ? tr("taken back")
               : row.decision.state == State::Refused ? tr("closed")
                                                      : tr("expired");
    if (row.kind == Kind::Review)
        return row.overdue ? tr("overdue") : tr("not signed yet");
    if (row.decision.state == State::Void)
        return tr("void");
    if (row.decision.state == State::Open)
        return tr("approved");
    return tr("%1 of %2").arg(row.decision.seats.size()).arg(row.decision.wanted);
}

QString endWords(const GateRow &row, qint64 nowMs)
{
    if (row.over || row.kind == Kind::Pause || row.record.expiresMs <= 0)
        return {};
    const qint64 left = row.record.expiresMs - nowMs;
    if (left < 0)
        return tr("for %1").arg(format::duration(-left));
    // Whole minutes: a countdown in seconds would be a nervous screen.
    const QString words = format::duration(left >= 120'000 ? left / 60'000 * 60'000 : left / 1'000 * 1'000);
    return row.kind == Kind::Review ? tr("due in %1").arg(words) : tr("expires in %1").arg(words);
}

GateDetail detailOf(const Session &session, const GateSight &sight)
{
    const GateRow &row = sight.row;
    GateDetail detail;
    detail.title = titleOf(row);
    detail.place = placeWords(session, row);
    detail.versions = versionWords(session, row);
    detail.act = actWords(sight);
    judge(sight, session.nowMs(), detail);
    if (!row.decision.changes.isEmpty())
        detail.plan.append(changes(sight));
    detail.plan.append(steps(sight));
    if (const std::optional<PolicyEdit> edit = policyEditOf(session, row.record); edit && !row.over)
        detail.plan.append(numbers(*edit));
    // Of what is over, or was done already, the present says nothing; an edit of a policy is at no place.
    const bool ahead = !row.over && row.kind != Kind::Review && !isPolicyEdit(row.record);
    if (const EntrySection section = ahead ? differences(session, sight) : EntrySection(); !section.facts.isEmpty())
        detail.plan.append(section);
    if (row.kind != Kind::Pause)
        detail.plan.append(evidence(sight));
    if (const EntrySection section = who(session, sight); !section.facts.isEmpty())
        detail.people.append(section);
    if (row.kind != Kind::Pause || !row.gate.isEmpty())
        detail.people.append(conditions(session, sight));
    if (const EntrySection section = ahead ? signalsNow(session, sight) : EntrySection(); !section.facts.isEmpty())
        detail.people.append(section);
    if (ahead)
        detail.people.append(wayBack(session, sight));
    if (row.kind == Kind::Request && sight.approve.possible())
        detail.signs = tr("You sign plan %1 as shown here. If anything of it changes, the approval is void.")
                           .arg(readDigest(row.record.digest));
    else if (row.kind == Kind::Review && sight.countersign.possible())
        detail.signs = tr("You sign that you have looked at plan %1, which was done past the gate.")
                           .arg(readDigest(row.record.digest));
    return detail;
}

} // namespace astern
