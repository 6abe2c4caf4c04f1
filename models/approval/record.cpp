// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/record.h"

#include "models/base/uuid7.h"

#include <QJsonArray>

#include <array>

namespace astern {
namespace {

using Kind = ApprovalRecord::Kind;
using Verdict = ApprovalRecord::Verdict;

constexpr std::array kVerdicts{std::pair{Verdict::Approve, "approve"},   std::pair{Verdict::Reject, "reject"},
                               std::pair{Verdict::Delegate, "delegate"}, std::pair{Verdict::Used, "used"},
                               std::pair{Verdict::Released, "released"}, std::pair{Verdict::Cancelled, "cancelled"}};

Verdict verdictFrom(const QString &word)
{
    for (const auto &[verdict, text] : kVerdicts) {
        if (word == QLatin1String(text))
            return verdict;
    }
    return Verdict::None;
}

Actor actorFrom(const JournalEntry &entry)
{
    const QJsonObject actor = entry.payload.value(QLatin1String("actor")).toObject();
    Actor who;
    who.ref = actor.value(QLatin1String("ref")).toString();
    who.name = entry.personal.value(QStringLiteral("actor.name"));
    who.role = actor.value(QLatin1String("role")).toString();
    who.auth = actor.value(QLatin1String("auth")).toString();
    who.automation = actor.value(QLatin1String("automation")).toBool();
    who.person = actor.value(QLatin1String("person")).toString();
    const QJsonArray roles = actor.value(QLatin1String("roles")).toArray();
    for (const QJsonValue &role : roles)
        who.roles.append(role.toString());
    return who;
}

std::optional<Kind> kindFrom(const QString &kind)
{
    if (kind == QLatin1String("approval.requested"))
        return Kind::Requested;
    if (kind == QLatin1String("approval.decided"))
        return Kind::Decided;
    if (kind == QLatin1String("approval.closed"))
        return Kind::Closed;
    if (kind == QLatin1String("override.granted"))
        return Kind::Granted;
    return std::nullopt;
}

QJsonObject placeOf(const QJsonObject &subject)
{
    QJsonObject place;
    for (const char *key : {"service", "environment", "cell"})
        place.insert(QLatin1String(key), subject.value(QLatin1String(key)));
    return place;
}

void say(Draft &draft, const Actor &actor, const QString &reason)
{
    draft.fields.insert(QStringLiteral("actor"), actorJson(actor));
    if (!reason.trimmed().isEmpty())
        draft.personal.insert(QStringLiteral("rationale"), reason.trimmed());
    if (!actor.name.isEmpty())
        draft.personal.insert(QStringLiteral("actor.name"), actor.name);
}

Draft onRequest(const ApprovalRecord &request, const QString &kind, Verdict verdict, const Actor &actor,
                const QString &reason, qint64 generation)
{
    Draft draft;
    draft.kind = kind;
    draft.saga = request.request;
    draft.links = {{EntryLink::Rel::Approves, request.id, request.leaf}};
    draft.fields = {{QStringLiteral("subject"), placeOf(request.subject)},
                    {QStringLiteral("decision"), QJsonObject{{QStringLiteral("verdict"), toString(verdict)},
                                                             {QStringLiteral("gate"), request.gate},
                                                             {QStringLiteral("digest"), request.digest}}},
                    {QStringLiteral("gate"), gateName(request.request)},
                    {QStringLiteral("gate_gen"), generation}};
    say(draft, actor, reason);
    return draft;
}

void insertInto(Draft &draft, const char *object, const char *key, const QJsonValue &value)
{
    QJsonObject fields = draft.fields.value(QLatin1String(object)).toObject();
    fields.insert(QLatin1String(key), value);
    draft.fields.insert(QLatin1String(object), fields);
}

} // namespace

QString toString(Verdict verdict)
{
    for (const auto &[each, text] : kVerdicts) {
        if (each == verdict)
            return QLatin1String(text);
    }
    return {};
}

std::optional<ApprovalRecord> readApproval(const JournalEntry &entry)
{
    const std::optional<Kind> kind = kindFrom(entry.kind);
    if (!kind || entry.saga.isEmpty())
        return std::nullopt;
    const auto object = [&entry](const char *key) { return entry.payload.value(QLatin1String(key)).toObject(); };
    const QJsonObject approval = object("approval");
    const QJsonObject decision = object("decision");
    ApprovalRecord record;
    record.kind = *kind;
    record.order = entry.index;
    record.wallMs = entry.wallMs;
    record.id = entry.id;
    record.leaf = entry.leafHash;
    record.request = entry.saga;
    record.actor = actorFrom(entry);
    record.reason = object("pd").contains(QLatin1String("rationale"));
    record.writer = object("writer").value(QLatin1String("id")).toString();
    record.seq = quint64(object("writer").value(QLatin1String("seq")).toInteger());
    if (*kind == Kind::Requested || *kind == Kind::Granted) {
        record.subject = approval.value(QLatin1String("of")).toObject();
        record.gate = record.subject.value(QLatin1String("gate")).toString();
        // Made of what was signed: a digest that is written beside it proves nothing.
        record.digest = subjectDigest(record.subject);
        record.expiresMs = approval.value(QLatin1String("expires_ms")).toInteger();
        record.review = approval.value(QLatin1String("review")).toBool();
        record.overrides = approval.value(QLatin1String("overrides")).toString();
        record.countersignByMs = approval.value(QLatin1String("countersign_by_ms")).toInteger();
        record.plan = *kind == Kind::Granted ? entry.saga : QString();
        return record.gate.isEmpty() || record.digest.isEmpty() ? std::nullopt : std::optional(record);
    }
    record.verdict = verdictFrom(decision.value(QLatin1String("verdict")).toString());
    record.gate = decision.value(QLatin1String("gate")).toString();
    record.digest = decision.value(QLatin1String("digest")).toString();
    record.delegateTo = decision.value(QLatin1String("to")).toString();
    record.plan = decision.value(QLatin1String("plan")).toString();
    record.generation = entry.payload.value(QLatin1String("gate_gen")).toInteger();
    if (entry.payload.value(QLatin1String("gate")).toString() != gateName(entry.saga))
        return std::nullopt; // it took part in no order of this request
    const QJsonArray links = entry.payload.value(QLatin1String("links")).toArray();
    for (const QJsonValue &link : links) {
        if (link.toObject().value(QLatin1String("rel")).toString() != QLatin1String("approves"))
            continue;
        record.linkId = link.toObject().value(QLatin1String("id")).toString();
        record.linkLeaf = link.toObject().value(QLatin1String("leaf")).toString();
    }
    const bool decides =
        record.verdict == Verdict::Approve || record.verdict == Verdict::Reject || record.verdict == Verdict::Delegate;
    return record.verdict == Verdict::None || decides != (*kind == Kind::Decided) ? std::nullopt
                                                                                  : std::optional(record);
}

QJsonObject actorJson(const Actor &actor)
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

QString gateName(const QString &request) { return QStringLiteral("approval/") + request; }

Draft requestDraft(const QString &request, const ApprovalSubject &subject, const Actor &actor, const QString &reason,
                   qint64 expiresMs, const QJsonArray &evidence)
{
    Draft draft;
    draft.kind = QStringLiteral("approval.requested");
    draft.saga = request;
    const QJsonObject of = subject.toJson();
    draft.fields = {{QStringLiteral("subject"), placeOf(of)},
                    {QStringLiteral("approval"), QJsonObject{{QStringLiteral("digest"), subjectDigest(of)},
                                                             {QStringLiteral("of"), of},
                                                             {QStringLiteral("expires_ms"), expiresMs}}}};
    if (!evidence.isEmpty())
        draft.fields.insert(QStringLiteral("evidence"), evidence);
    say(draft, actor, reason);
    return draft;
}

Draft decisionDraft(const ApprovalRecord &request, Verdict verdict, const Actor &actor, const QString &reason,
                    qint64 generation, const QJsonArray &evidence, const QString &delegateTo)
{
    Draft draft = onRequest(request, QStringLiteral("approval.decided"), verdict, actor, reason, generation);
    if (!evidence.isEmpty())
        draft.fields.insert(QStringLiteral("evidence"), evidence);
    if (!delegateTo.isEmpty())
        insertInto(draft, "decision", "to", delegateTo);
    return draft;
}

Draft closingDraft(const ApprovalRecord &request, Verdict verdict, const Actor &actor, qint64 generation,
                   const QString &plan)
{
    Draft draft = onRequest(request, QStringLiteral("approval.closed"), verdict, actor, {}, generation);
    if (!plan.isEmpty())
        insertInto(draft, "decision", "plan", plan);
    return draft;
}

Draft grantDraft(const ApprovalSubject &subject, const QString &plan, const Actor &actor, const QString &reason,
                 qint64 countersignByMs)
{
    Draft draft;
    draft.kind = QStringLiteral("override.granted");
    draft.saga = plan;
    const QJsonObject of = subject.toJson();
    draft.fields = {{QStringLiteral("subject"), placeOf(of)},
                    {QStringLiteral("approval"), QJsonObject{{QStringLiteral("digest"), subjectDigest(of)},
                                                             {QStringLiteral("of"), of},
                                                             {QStringLiteral("countersign_by_ms"), countersignByMs}}}};
    say(draft, actor, reason);
    return draft;
}

Draft reviewDraft(const QString &request, const ApprovalRecord &granted, const Actor &actor)
{
    Draft draft;
    draft.kind = QStringLiteral("approval.requested");
    draft.saga = request;
    draft.links = {{EntryLink::Rel::Overrides, granted.id, granted.leaf}};
    draft.fields = {{QStringLiteral("subject"), placeOf(granted.subject)},
                    {QStringLiteral("approval"), QJsonObject{{QStringLiteral("digest"), granted.digest},
                                                             {QStringLiteral("of"), granted.subject},
                                                             {QStringLiteral("expires_ms"), granted.countersignByMs},
                                                             {QStringLiteral("review"), true},
                                                             {QStringLiteral("overrides"), granted.id}}}};
    say(draft, actor, {});
    return draft;
}

Draft refusedDraft(const Plan &plan, const Actor &actor, const QString &reason, const QString &where)
{
    Draft draft;
    draft.kind = QStringLiteral("authority.refused");
    draft.saga = plan.id;
    draft.fields = {{QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), plan.service},
                                                            {QStringLiteral("environment"), plan.environment},
                                                            {QStringLiteral("cell"), plan.cell}}},
                    {QStringLiteral("refused"), QJsonObject{{QStringLiteral("plan"), toString(plan.kind)},
                                                            {QStringLiteral("reason"), reason.left(1'000)},
                                                            {QStringLiteral("where"), where.left(300)}}}};
    say(draft, actor, {});
    return draft;
}

Draft rulesDraft(const QString &digest, const Actor &actor, const QString &reason)
{
    Draft draft;
    draft.kind = QStringLiteral("policy.edit");
    draft.fields = {{QStringLiteral("rules"), QJsonObject{{QStringLiteral("digest"), digest}}}};
    say(draft, actor, reason);
    return draft;
}

QString shortRequest(const QString &request) { return Uuid7::shortForm(request, QStringLiteral("AP")); }

} // namespace astern
