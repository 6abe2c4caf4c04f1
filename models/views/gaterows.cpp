// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/gaterows.h"

#include "models/approval/ballot.h"
#include "models/approval/deviceenrol.h"
#include "models/base/format.h"
#include "models/command/commandjson.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <tuple>

namespace astern {
namespace {

using Kind = GateRow::Kind;

QString tr(const char *text) { return QCoreApplication::translate("GateRow", text); }

QString textOf(const ApprovalRecord &record, const char *key)
{
    return record.subject.value(QLatin1String(key)).toString();
}

std::optional<PlanKind> planKindOf(const QString &act)
{
    for (const PlanKind kind : {PlanKind::Promote, PlanKind::PromoteFull, PlanKind::Resume, PlanKind::Retry,
                                PlanKind::FlagOn, PlanKind::FlagPercent}) {
        if (toString(kind) == act)
            return kind;
    }
    return std::nullopt;
}

QString keyOf(const QString &service, const QString &environment, const QString &cell)
{
    return Placement{.service = service, .environment = environment, .cell = cell, .object = {}, .at = {}}.key();
}

QString pauseWords(const Rollout &rollout, qint64 nowMs)
{
    const Control &control = rollout.control;
    QString words = control.pausedByPerson ? tr("paused by a person")
                    : control.currentStep >= 0 && !control.steps.isEmpty()
                        ? tr("step %1 of %2, until somebody goes on")
                              .arg(std::min<qsizetype>(control.currentStep + 1, control.steps.size()))
                              .arg(control.steps.size())
                        : tr("it waits until somebody goes on");
    if (control.pausedSinceMs > 0)
        words = tr("%1, for %2").arg(words, format::duration(std::max<qint64>(0, nowMs - control.pausedSinceMs)));
    return words;
}

} // namespace

std::optional<GateRow> pauseRow(const Session &session, const Placement &place)
{
    const Rollout *rollout = session.rollout(place.object);
    const std::optional<PlanKind> act = rollout ? opensPause(*rollout) : std::nullopt;
    if (!act)
        return std::nullopt;
    GateRow row;
    row.kind = Kind::Pause;
    row.service = place.service;
    row.environment = place.environment;
    row.cell = place.cell;
    row.backend = place.object.backend;
    row.act = toString(*act);
    row.fromVersion = row.toVersion = rollout->desired.manifest.version();
    row.sinceMs = rollout->control.pausedSinceMs;
    row.pause = pauseWords(*rollout, session.nowMs());
    const Result<Plan> plan = session.plan(*act, place.key());
    row.decision.state = plan ? Decision::State::Open : Decision::State::Refused;
    row.words = plan ? tr("Whoever may %1 ends it.").arg(row.act) : plan.error().message;
    for (const GateStanding &standing : plan ? session.gates(*plan) : QList<GateStanding>()) {
        if (standing.decision.isOpen())
            continue;
        row.gate = standing.gate.id;
        row.rule = standing.gate.where();
        row.request = standing.decision.request;
        row.decision = standing.decision;
        row.words = standing.decision.words();
        break;
    }
    return row;
}

namespace {

using History = QHash<QString, QList<ApprovalRecord>>; // by request: what is written of one is judged by itself

History historyOf(const Session &session)
{
    History history;
    for (const ApprovalRecord &record : session.approvals())
        history[record.request].append(record);
    return history;
}

// The first that ended it: nobody decides again what is decided.
ApprovalRecord::Verdict endOf(const ApprovalRecord &request, const QList<ApprovalRecord> &history)
{
    using Verdict = ApprovalRecord::Verdict;
    const ApprovalRecord *end = nullptr;
    for (const ApprovalRecord &record : history) {
        const bool ends = record.verdict == Verdict::Used || record.verdict == Verdict::Cancelled ||
                          record.verdict == Verdict::Reject;
        if (ends && record.request == request.request && record.linkId == request.id &&
            record.standing == ApprovalRecord::Standing::Counts && (!end || record.order < end->order))
            end = &record;
    }
    return end ? end->verdict : Verdict::None;
}

bool isPast(const ApprovalRecord &record, const Decision &decision, qint64 nowMs)
{
    if (record.review)
        return decision.isOpen();
    return decision.state == Decision::State::Refused || nowMs >= record.expiresMs;
}

} // namespace

QString GateRow::placementKey() const { return keyOf(service, environment, cell); }

QString toString(Kind kind)
{
    switch (kind) {
    case Kind::Request:
        return QStringLiteral("request");
    case Kind::Pause:
        return QStringLiteral("pause");
    case Kind::Review:
        return QStringLiteral("review");
    }
    return {};
}

std::optional<PlanKind> opensPause(const Rollout &rollout)
{
    if (!rollout.unknownReason.isEmpty() || rollout.control.aborted)
        return std::nullopt;
    if (rollout.control.pausedByPerson)
        return PlanKind::Resume;
    return rollout.control.waitsForPerson ? std::optional(PlanKind::Promote) : std::nullopt;
}

Result<Plan> planOf(const Session &session, const ApprovalRecord &request)
{
    const std::optional<PlanKind> kind = planKindOf(textOf(request, "act"));
    const QString place = keyOf(textOf(request, "service"), textOf(request, "environment"), textOf(request, "cell"));
    if (!kind)
        return Error{.kind = Error::Kind::Unsupported,
                     .message =
                         tr("This version cannot plan what the request is about: %1").arg(textOf(request, "act")),
                     .where = request.request};
    if (*kind != PlanKind::FlagOn && *kind != PlanKind::FlagPercent)
        return session.plan(*kind, place);
    FlagRef flag;
    int percent = -1;
    const QJsonArray steps = request.subject.value(QLatin1String("steps")).toArray();
    for (const QJsonValue &step : steps) {
        const auto command = commandFrom(step.toObject().value(QLatin1String("command")).toObject());
        if (const auto *of = command ? std::get_if<FlagCommand>(&*command) : nullptr) {
            flag = of->target;
            percent = std::max(percent, of->percent);
        }
    }
    return session.planFlag(*kind, place, flag, percent);
}

bool isPolicyEdit(const ApprovalRecord &request) { return textOf(request, "act") == toString(GatedAct::PolicyEdit); }

bool isEnrolment(const ApprovalRecord &request) { return textOf(request, "act") == toString(GatedAct::KeyEnrol); }

bool isOfPlan(const ApprovalRecord &request) { return !isPolicyEdit(request) && !isEnrolment(request); }

namespace {

// All gates before what is asked for, as they stand now.
Result<QList<GateStanding>> gatesOf(const Session &session, const ApprovalRecord &request)
{
    if (isEnrolment(request)) {
        const std::optional<DeviceEnrolment> enrolment = enrolmentIn(request.subject);
        if (!enrolment)
            return Error{.kind = Error::Kind::Unsupported,
                         .message = tr("This version cannot read which device it is about"),
                         .where = request.request};
        return enrolmentGates(session.workspace(), *enrolment, session.approvals(), session.nowMs());
    }
    if (!isPolicyEdit(request)) {
        const Result<Plan> plan = planOf(session, request);
        return plan ? Result<QList<GateStanding>>(session.gates(*plan)) : Result<QList<GateStanding>>(plan.error());
    }
    for (const PolicyEdit &edit : session.policyEdits()) {
        if (QString(QStringLiteral("policy:") + edit.policy) == textOf(request, "target"))
            return edit.gates;
    }
    return Error{.kind = Error::Kind::NotFound,
                 .message = tr("No edit of %1 waits here").arg(textOf(request, "target")),
                 .where = request.request,
                 .hint = tr("Bring the files of the workspace up to date, and look again.")};
}

} // namespace

Result<GateStanding> standingOf(const Session &session, const ApprovalRecord &request)
{
    const Result<QList<GateStanding>> all = gatesOf(session, request);
    if (!all)
        return all.error();
    for (const GateStanding &standing : *all) {
        if (standing.gate.id == request.gate)
            return standing;
    }
    return Error{.kind = Error::Kind::Refused,
                 .message = tr("The gate %1 no longer stands before this").arg(request.gate),
                 .where = request.request};
}

namespace {

GateRow rowOf(const Session &session, const ApprovalRecord &request, const QList<ApprovalRecord> &history)
{
    const qint64 now = session.nowMs();
    const Workspace &workspace = session.workspace();
    GateRow row;
    row.kind = request.review ? Kind::Review : Kind::Request;
    row.record = request;
    row.request = request.request;
    row.gate = request.gate;
    row.service = textOf(request, "service");
    row.environment = textOf(request, "environment");
    row.cell = textOf(request, "cell");
    row.act = textOf(request, "act");
    row.fromVersion = textOf(request, "from");
    row.toVersion = textOf(request, "to");
    if (const std::optional<DeviceEnrolment> enrolment = enrolmentIn(request.subject))
        row.toVersion = enrolment->login;
    row.sinceMs = request.wallMs;
    GateConfig gate;
    gate.id = request.gate;
    if (const GateConfig *known = workspace.gate(request.gate)) {
        gate = isOfPlan(request) ? *known : ruleForEdits(*known);
        row.rule = gate.where();
    }
    GateFacts facts;
    if (const ServiceConfig *service = workspace.service(row.service))
        facts.owner = service->owner;
    facts.provenPeople = !workspace.journal.team.isEmpty();
    // What is over for good is compared with nothing any more.
    Ballot ballot(gate, request, facts);
    ballot.count(history);
    const bool ended =
        request.review || now >= request.expiresMs || !ballot.closed().isEmpty() || !ballot.usedBy().isEmpty();
    const Result<GateStanding> standing = ended ? Result<GateStanding>(Error{}) : standingOf(session, request);
    if (standing) {
        facts = standing->facts;
        facts.plan.clear(); // of this look, which lets nothing go
    }
    row.decision = judgeRequest(gate, request, history, facts, now);
    row.over = isPast(request, row.decision, now);
    row.overdue = request.review && !row.over && now > request.expiresMs;
    row.words = row.decision.words();
    row.ended = endOf(request, history);
    if (!request.review && now >= request.expiresMs && ballot.closed().isEmpty() && ballot.usedBy().isEmpty())
        row.words = tr("It expired with %1 of %2 approvals.").arg(row.decision.seats.size()).arg(row.decision.wanted);
    if (request.review && !row.over)
        row.words = row.overdue ? tr("Overdue: a second person had to countersign by now.")
                                : tr("A second person has to countersign within %1.")
                                      .arg(format::duration(std::max<qint64>(0, request.expiresMs - now)));
    if (!row.over && standing && standing->subject.digest() != request.digest) {
        row.decision.state = Decision::State::Void;
        row.decision.changes = changesOf(request.subject, standing->subject.toJson());
        row.words = row.decision.words();
    } else if (!row.over && !ended && !standing && standing.error().kind != Error::Kind::Refused) {
        row.words =
            tr("%1 It cannot be compared with what would be done now: %2").arg(row.words, standing.error().message);
    }
    return row;
}

} // namespace

GateRow gateRow(const Session &session, const ApprovalRecord &request, const QList<ApprovalRecord> &history)
{
    return rowOf(session, request, history);
}

GateRow gateRow(const Session &session, const ApprovalRecord &request)
{
    return rowOf(session, request, historyOf(session).value(request.request));
}

std::optional<GateRow> gateBefore(const Session &session, const Placement &place)
{
    const Rollout *rollout = session.rollout(place.object);
    if (!rollout || !rollout->inProgress())
        return std::nullopt;
    if (const std::optional<GateRow> pause = pauseRow(session, place))
        return pause;
    const Result<Plan> plan =
        session.approvalsRead() ? session.plan(PlanKind::Promote, place.key()) : Result<Plan>(Error{});
    for (const GateStanding &standing : plan ? session.gates(*plan) : QList<GateStanding>()) {
        if (standing.decision.isOpen())
            continue;
        GateRow row;
        row.service = place.service;
        row.environment = place.environment;
        row.cell = place.cell;
        row.act = standing.subject.act;
        row.gate = standing.gate.id;
        row.rule = standing.gate.where();
        row.request = standing.decision.request;
        row.decision = standing.decision;
        row.words = standing.decision.words();
        return row;
    }
    return std::nullopt;
}

QList<GateRow> requestRows(const Session &session, bool past)
{
    QList<GateRow> rows;
    const History history = historyOf(session);
    for (const QList<ApprovalRecord> &records : history) {
        for (const ApprovalRecord &record : records) {
            if (record.kind != ApprovalRecord::Kind::Requested || record.standing != ApprovalRecord::Standing::Counts)
                continue;
            const GateRow row = rowOf(session, record, records);
            if (past || !row.over)
                rows.append(row);
        }
    }
    return rows;
}

QList<GateRow> gateRows(const Session &session, bool past)
{
    QList<GateRow> rows = requestRows(session, past);
    QSet<QString> asked; // places with an open request to end their pause
    for (const GateRow &row : std::as_const(rows)) {
        // A review of what was done ends no pause, and what was asked for another version ends none of this one.
        if (!row.over && row.kind == Kind::Request && row.decision.state != Decision::State::Void)
            asked.insert(row.placementKey() + QLatin1Char('#') + row.act);
    }
    for (const Placement &place : session.workspace().placements()) {
        const std::optional<GateRow> row = pauseRow(session, place);
        if (row && !asked.contains(row->placementKey() + QLatin1Char('#') + row->act))
            rows.append(*row);
    }
    const auto order = [](const GateRow &row) {
        return row.over ? 3 : row.kind == Kind::Review ? 0 : row.kind == Kind::Request ? 1 : 2;
    };
    std::stable_sort(rows.begin(), rows.end(), [&order](const GateRow &a, const GateRow &b) {
        return std::make_tuple(order(a), -a.sinceMs, a.request) < std::make_tuple(order(b), -b.sinceMs, b.request);
    });
    return rows;
}

} // namespace astern
