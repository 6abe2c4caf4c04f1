// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/record.h"

#include "models/command/commandjson.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace astern {
namespace {

constexpr std::array kPlanKinds{PlanKind::Pause,   PlanKind::Resume, PlanKind::Promote,     PlanKind::PromoteFull,
                                PlanKind::Abort,   PlanKind::Retry,  PlanKind::Rollback,    PlanKind::Mitigate,
                                PlanKind::FlagOff, PlanKind::FlagOn, PlanKind::FlagPercent, PlanKind::RestoreConfig};

std::optional<PlanKind> planKindFrom(const QString &word)
{
    const auto kind =
        std::find_if(kPlanKinds.begin(), kPlanKinds.end(), [&](PlanKind each) { return toString(each) == word; });
    return kind == kPlanKinds.end() ? std::nullopt : std::optional(*kind);
}

// What a resumed plan needs of a step.
QJsonObject stepJson(const PlanStep &step)
{
    return {{QStringLiteral("detail"), step.detail},
            {QStringLiteral("command"), toJson(step.command)},
            {QStringLiteral("precondition"), toJson(step.precondition)},
            {QStringLiteral("effect"), toJson(step.effect)},
            {QStringLiteral("skip"), step.skipWhenEffectHolds},
            {QStringLiteral("expected_ms"), step.expectedMs},
            {QStringLiteral("timeout_ms"), step.timeoutMs},
            {QStringLiteral("attempts"), step.attempts}};
}

std::optional<PlanStep> stepFrom(const QJsonObject &object)
{
    const auto command = commandFrom(object.value(QLatin1String("command")).toObject());
    const auto precondition = expectationFrom(object.value(QLatin1String("precondition")).toObject());
    const auto effect = expectationFrom(object.value(QLatin1String("effect")).toObject());
    if (!command || !precondition || !effect)
        return std::nullopt;
    PlanStep step;
    step.id = object.value(QLatin1String("id")).toString();
    step.title = object.value(QLatin1String("title")).toString();
    step.detail = object.value(QLatin1String("detail")).toString();
    step.command = *command;
    step.precondition = *precondition;
    step.effect = *effect;
    step.skipWhenEffectHolds = object.value(QLatin1String("skip")).toBool(true);
    step.expectedMs = object.value(QLatin1String("expected_ms")).toInteger();
    step.timeoutMs = object.value(QLatin1String("timeout_ms")).toInteger();
    step.attempts = object.value(QLatin1String("attempts")).toInt(3);
    return step;
}

QJsonObject pathOf(const Plan &plan)
{
    // Between two commands a plan may be interrupted, and goes on from what is written here.
    const bool whole = isProtective(plan.kind) && !plan.commandAfter(0).isEmpty() && plan.campaign.id.isEmpty();
    QJsonArray steps;
    for (const PlanStep &step : plan.steps) {
        QJsonObject each = whole && step.kind == PlanStep::Kind::Command ? stepJson(step) : QJsonObject();
        each.insert(QStringLiteral("id"), step.id);
        each.insert(QStringLiteral("title"), step.title);
        steps.append(each);
    }
    return {{QStringLiteral("id"), plan.id},
            {QStringLiteral("target"), refJson(plan.target)},
            {QStringLiteral("production"), plan.production},
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
    // A pause only holds.
    return isProtective(kind) && kind != PlanKind::Pause ? QStringLiteral("rollback") : QStringLiteral("promotion");
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
    return {plan.kind, plan.id, subjectOf(plan.service, plan.environment, plan.cell), plan.campaign.id, {}};
}

Operation operationOf(const IntentRecord &record)
{
    return {record.kind, record.saga, subjectOf(record.service, record.environment, record.cell), record.campaign,
            record.next};
}

Draft intentDraft(const PlanRun &run, int step, int attempt, bool first)
{
    const PlanStep &what = run.plan.steps.at(step);
    QJsonObject decision{{QStringLiteral("plan"), toString(run.plan.kind)},
                         {QStringLiteral("step"), what.id},
                         {QStringLiteral("title"), what.title},
                         {QStringLiteral("attempt"), attempt}};
    if (const QString next = run.plan.commandAfter(step); !next.isEmpty())
        decision.insert(QStringLiteral("next"), next);
    Draft draft;
    draft.kind = kindFamily(run.plan.kind) + QStringLiteral(".intent");
    draft.saga = run.plan.id;
    draft.fields = {{QStringLiteral("subject"), operationOf(run.plan).subject},
                    {QStringLiteral("decision"), decision},
                    {QStringLiteral("command"), toJson(what.command)},
                    {QStringLiteral("precondition"), toJson(what.precondition)},
                    {QStringLiteral("effect"), toJson(what.effect)},
                    {QStringLiteral("actor"), actorToJson(run.actor)}};
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

QJsonObject actorToJson(const Actor &actor)
{
    QJsonObject object{{QStringLiteral("ref"), actor.ref},
                       {QStringLiteral("role"), actor.role},
                       {QStringLiteral("auth"), actor.auth},
                       {QStringLiteral("automation"), actor.automation}};
    if (!actor.person.isEmpty())
        object.insert(QStringLiteral("person"), actor.person);
    if (!actor.roles.isEmpty())
        object.insert(QStringLiteral("roles"), QJsonArray::fromStringList(actor.roles));
    return object;
}

Actor actorFromJson(const QJsonObject &object)
{
    Actor actor{.ref = object.value(QLatin1String("ref")).toString(),
                .role = object.value(QLatin1String("role")).toString(),
                .auth = object.value(QLatin1String("auth")).toString(),
                .automation = object.value(QLatin1String("automation")).toBool(),
                .person = object.value(QLatin1String("person")).toString()};
    const QJsonArray roles = object.value(QLatin1String("roles")).toArray();
    for (const QJsonValue &role : roles)
        actor.roles.append(role.toString());
    return actor;
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
    const std::optional<PlanKind> kind = planKindFrom(object("decision").value(QLatin1String("plan")).toString());
    if (!kind)
        return bad("decision.plan");
    record.kind = *kind;
    record.step = object("decision").value(QLatin1String("step")).toString();
    record.next = object("decision").value(QLatin1String("next")).toString();
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
    if (outcome == Outcome::Succeeded && !operation.next.isEmpty())
        result.insert(QStringLiteral("next"), operation.next);
    draft.fields = {{QStringLiteral("subject"), operation.subject}, {QStringLiteral("outcome"), result}};
    if (!operation.campaign.isEmpty())
        draft.fields.insert(QStringLiteral("campaign"), QJsonObject{{QStringLiteral("id"), operation.campaign}});
    return draft;
}

Draft endDraft(const PlanRun &run)
{
    Draft draft;
    draft.kind = kindFamily(run.plan.kind) + QStringLiteral(".ended");
    draft.saga = run.plan.id;
    draft.fields = {{QStringLiteral("subject"), operationOf(run.plan).subject},
                    {QStringLiteral("ended"), QJsonObject{{QStringLiteral("words"), run.summary}}}};
    return draft;
}

QString promisedStep(const JournalEntry &entry)
{
    // What a campaign left behind is a person's to decide about.
    if (!entry.kind.endsWith(QLatin1String(".outcome")) || entry.payload.contains(QLatin1String("campaign")))
        return {};
    return entry.payload.value(QLatin1String("outcome")).toObject().value(QLatin1String("next")).toString();
}

Result<PlanRun> readRun(const QList<JournalEntry> &entries, const QString &from)
{
    const auto bad = [&entries](const char *what) {
        return Error{.kind = Error::Kind::Malformed,
                     .message = QCoreApplication::translate("Dispatcher", "A plan in the log cannot be read"),
                     .where = (entries.isEmpty() ? QString() : entries.constFirst().saga) + QLatin1Char(' ') +
                              QLatin1String(what)};
    };
    const auto first = std::find_if(entries.crbegin(), entries.crend(), [](const JournalEntry &entry) {
        return entry.kind.endsWith(QLatin1String(".intent")) && entry.payload.contains(QLatin1String("rollback"));
    });
    if (first == entries.crend())
        return bad("rollback");
    const auto object = [&first](const char *key) { return first->payload.value(QLatin1String(key)).toObject(); };
    const QJsonObject path = object("rollback");
    const std::optional<PlanKind> kind = planKindFrom(object("decision").value(QLatin1String("plan")).toString());
    const std::optional<ObjectRef> target = refFrom(path.value(QLatin1String("target")).toObject());
    if (!kind || !target)
        return bad("target");
    PlanRun run;
    Plan &plan = run.plan;
    plan.id = first->saga;
    plan.kind = *kind;
    plan.service = object("subject").value(QLatin1String("service")).toString();
    plan.environment = object("subject").value(QLatin1String("environment")).toString();
    plan.cell = object("subject").value(QLatin1String("cell")).toString();
    plan.target = *target;
    plan.production = path.value(QLatin1String("production")).toBool();
    plan.fromVersion = path.value(QLatin1String("from")).toString();
    plan.toVersion = path.value(QLatin1String("to")).toString();
    plan.fromRevision = path.value(QLatin1String("from_revision")).toInt();
    plan.toRevision = path.value(QLatin1String("to_revision")).toInt();
    run.actor = actorFromJson(object("actor"));
    run.actor.name = first->personal.value(QStringLiteral("actor.name"));
    run.reason = first->personal.value(QStringLiteral("rationale"));
    bool reached = false;
    const QJsonArray steps = path.value(QLatin1String("steps")).toArray();
    for (const QJsonValue &value : steps) {
        const QJsonObject each = value.toObject();
        if (!each.contains(QLatin1String("command")))
            continue; // watching recovery: nothing that has to be done
        const std::optional<PlanStep> step = stepFrom(each);
        if (!step)
            return bad("steps");
        reached = reached || step->id == from;
        plan.steps.append(*step);
        StepRun state;
        if (!reached) {
            state.state = StepRun::State::Done;
            state.words = QCoreApplication::translate("Dispatcher", "done before an interruption");
        }
        run.steps.append(state);
    }
    return reached ? Result<PlanRun>(run) : Result<PlanRun>(bad("next"));
}

} // namespace astern
