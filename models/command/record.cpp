// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/record.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace astern {
namespace {

constexpr std::array kPlanKinds{PlanKind::Pause, PlanKind::Resume, PlanKind::Promote, PlanKind::PromoteFull,
                                PlanKind::Abort, PlanKind::Retry,  PlanKind::Rollback};
constexpr std::array kActions{DeliveryAction::Pause,       DeliveryAction::Resume, DeliveryAction::Promote,
                              DeliveryAction::PromoteFull, DeliveryAction::Abort,  DeliveryAction::Retry,
                              DeliveryAction::Undo};
constexpr std::array kExpectations{std::pair{Expectation::What::Nothing, "nothing"},
                                   std::pair{Expectation::What::InProgress, "in-progress"},
                                   std::pair{Expectation::What::Paused, "paused"},
                                   std::pair{Expectation::What::NotPaused, "not-paused"},
                                   std::pair{Expectation::What::StepPassed, "step-passed"},
                                   std::pair{Expectation::What::Aborted, "aborted"},
                                   std::pair{Expectation::What::DesiredIs, "desired-is"},
                                   std::pair{Expectation::What::FullyServes, "fully-serves"},
                                   std::pair{Expectation::What::StableServes, "stable-serves"},
                                   std::pair{Expectation::What::Retrying, "retrying"}};

QJsonObject toJson(const Expectation &expectation)
{
    QString what;
    for (const auto &[value, word] : kExpectations) {
        if (value == expectation.what)
            what = QLatin1String(word);
    }
    return {{QStringLiteral("what"), what},
            {QStringLiteral("step"), expectation.step},
            {QStringLiteral("revision"), expectation.revision},
            {QStringLiteral("hash"), expectation.hash},
            {QStringLiteral("digest"), expectation.digest}};
}

std::optional<Expectation> expectationFrom(const QJsonObject &object)
{
    const QString what = object.value(QLatin1String("what")).toString();
    for (const auto &[value, word] : kExpectations) {
        if (what == QLatin1String(word)) {
            return Expectation{.what = value,
                               .step = object.value(QLatin1String("step")).toInt(-1),
                               .revision = object.value(QLatin1String("revision")).toInt(),
                               .hash = object.value(QLatin1String("hash")).toString(),
                               .digest = object.value(QLatin1String("digest")).toString()};
        }
    }
    return std::nullopt;
}

QJsonObject toJson(const DeliveryCommand &command)
{
    const bool argo = command.target.kind == WorkloadKind::ArgoRollout;
    return {{QStringLiteral("action"), toString(command.action)},
            {QStringLiteral("backend"), command.target.backend},
            {QStringLiteral("kind"), argo ? QStringLiteral("rollout") : QStringLiteral("deployment")},
            {QStringLiteral("namespace"), command.target.ns},
            {QStringLiteral("name"), command.target.name},
            {QStringLiteral("to_revision"), command.toRevision},
            {QStringLiteral("expect_desired"), command.expectDesiredHash},
            {QStringLiteral("from_step"), command.fromStep}};
}

std::optional<DeliveryCommand> commandFrom(const QJsonObject &object)
{
    const QString action = object.value(QLatin1String("action")).toString();
    const auto known =
        std::find_if(kActions.begin(), kActions.end(), [&](DeliveryAction a) { return toString(a) == action; });
    const QString kind = object.value(QLatin1String("kind")).toString();
    if (known == kActions.end() || (kind != QLatin1String("rollout") && kind != QLatin1String("deployment")))
        return std::nullopt;
    DeliveryCommand command;
    command.action = *known;
    command.target = {.backend = object.value(QLatin1String("backend")).toString(),
                      .kind = kind == QLatin1String("rollout") ? WorkloadKind::ArgoRollout : WorkloadKind::Deployment,
                      .ns = object.value(QLatin1String("namespace")).toString(),
                      .name = object.value(QLatin1String("name")).toString()};
    command.toRevision = object.value(QLatin1String("to_revision")).toInt();
    command.expectDesiredHash = object.value(QLatin1String("expect_desired")).toString();
    command.fromStep = object.value(QLatin1String("from_step")).toInt(-1);
    return command;
}

QJsonObject pathOf(const Plan &plan)
{
    QJsonArray steps;
    for (const PlanStep &step : plan.steps)
        steps.append(QJsonObject{{QStringLiteral("id"), step.id}, {QStringLiteral("title"), step.title}});
    return {{QStringLiteral("id"), plan.id},
            {QStringLiteral("from"), plan.fromVersion},
            {QStringLiteral("to"), plan.toVersion},
            {QStringLiteral("from_revision"), plan.fromRevision},
            {QStringLiteral("to_revision"), plan.toRevision},
            {QStringLiteral("steps"), steps},
            {QStringLiteral("warnings"), QJsonArray::fromStringList(plan.warnings)}};
}

QJsonObject subjectOf(const QString &service, const QString &environment, const QString &cell)
{
    return {{QStringLiteral("service"), service},
            {QStringLiteral("environment"), environment},
            {QStringLiteral("cell"), cell}};
}

} // namespace

QString kindFamily(PlanKind kind)
{
    return kind == PlanKind::Rollback || kind == PlanKind::Abort ? QStringLiteral("rollback")
                                                                 : QStringLiteral("promotion");
}

QString toString(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Succeeded:
        return QStringLiteral("succeeded");
    case Outcome::Failed:
        return QStringLiteral("failed");
    case Outcome::Aborted:
        return QStringLiteral("aborted");
    case Outcome::Unknown:
        return QStringLiteral("unknown");
    }
    return {};
}

Operation operationOf(const Plan &plan)
{
    return {plan.kind, plan.id, subjectOf(plan.service, plan.environment, plan.cell), plan.campaign.id};
}

Operation operationOf(const IntentRecord &record)
{
    return {record.kind, record.saga, subjectOf(record.service, record.environment, record.cell), record.campaign};
}

Draft intentDraft(const PlanRun &run, int step, int attempt, bool first)
{
    const PlanStep &what = run.plan.steps.at(step);
    Draft draft;
    draft.kind = kindFamily(run.plan.kind) + QStringLiteral(".intent");
    draft.saga = run.plan.id;
    draft.fields = {{QStringLiteral("subject"), operationOf(run.plan).subject},
                    {QStringLiteral("decision"), QJsonObject{{QStringLiteral("plan"), toString(run.plan.kind)},
                                                             {QStringLiteral("step"), what.id},
                                                             {QStringLiteral("title"), what.title},
                                                             {QStringLiteral("attempt"), attempt}}},
                    {QStringLiteral("command"), toJson(what.command)},
                    {QStringLiteral("precondition"), toJson(what.precondition)},
                    {QStringLiteral("effect"), toJson(what.effect)},
                    {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), run.actor.ref},
                                                          {QStringLiteral("role"), run.actor.role},
                                                          {QStringLiteral("auth"), run.actor.auth},
                                                          {QStringLiteral("automation"), run.actor.automation}}}};
    if (const CampaignPart &part = run.plan.campaign; !part.id.isEmpty()) {
        draft.fields.insert(QStringLiteral("campaign"),
                            QJsonObject{{QStringLiteral("id"), part.id},
                                        {QStringLiteral("wave"), part.wave + 1},
                                        {QStringLiteral("waves"), part.waves},
                                        {QStringLiteral("on_refusal"), toString(part.onRefusal)}});
    }
    if (first) {
        draft.fields.insert(kindFamily(run.plan.kind), pathOf(run.plan));
        if (!run.reason.trimmed().isEmpty())
            draft.personal.insert(QStringLiteral("rationale"), run.reason.trimmed());
        if (!run.actor.name.isEmpty())
            draft.personal.insert(QStringLiteral("actor.name"), run.actor.name);
    }
    return draft;
}

Result<IntentRecord> readIntent(const JournalEntry &entry)
{
    const auto bad = [&entry](const char *what) {
        return Error{.kind = Error::Kind::Malformed,
                     .message = QCoreApplication::translate("Dispatcher", "An intent in the log cannot be read"),
                     .where = entry.id + QLatin1Char(' ') + QLatin1String(what)};
    };
    const auto object = [&entry](const char *key) { return entry.payload.value(QLatin1String(key)).toObject(); };
    IntentRecord record;
    record.saga = entry.saga;
    record.key = entry.payload.value(QLatin1String("idem")).toString();
    const QString plan = object("decision").value(QLatin1String("plan")).toString();
    const auto kind =
        std::find_if(kPlanKinds.begin(), kPlanKinds.end(), [&](PlanKind k) { return toString(k) == plan; });
    if (kind == kPlanKinds.end())
        return bad("decision.plan");
    record.kind = *kind;
    record.step = object("decision").value(QLatin1String("step")).toString();
    record.service = object("subject").value(QLatin1String("service")).toString();
    record.environment = object("subject").value(QLatin1String("environment")).toString();
    record.cell = object("subject").value(QLatin1String("cell")).toString();
    record.campaign = object("campaign").value(QLatin1String("id")).toString();
    const auto command = commandFrom(object("command"));
    if (!command)
        return bad("command");
    const auto precondition = expectationFrom(object("precondition"));
    const auto effect = expectationFrom(object("effect"));
    if (!precondition || !effect)
        return bad("effect");
    record.command = *command;
    record.precondition = *precondition;
    record.effect = *effect;
    return record;
}

Draft outcomeDraft(const Operation &operation, const Receipt &intent, Outcome outcome, const QString &observed,
                   const QString &resolvedBy)
{
    Draft draft;
    draft.kind = kindFamily(operation.kind) + QStringLiteral(".outcome");
    draft.saga = operation.saga;
    draft.links = {{EntryLink::Rel::OutcomeOf, intent.id, intent.leafHash}};
    QJsonObject result{{QStringLiteral("result"), toString(outcome)}, {QStringLiteral("observed"), observed}};
    if (!resolvedBy.isEmpty())
        result.insert(QStringLiteral("resolved_by"), resolvedBy);
    draft.fields = {{QStringLiteral("subject"), operation.subject}, {QStringLiteral("outcome"), result}};
    if (!operation.campaign.isEmpty())
        draft.fields.insert(QStringLiteral("campaign"), QJsonObject{{QStringLiteral("id"), operation.campaign}});
    return draft;
}

} // namespace astern
