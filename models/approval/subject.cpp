// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/subject.h"

#include "models/command/commandjson.h"
#include "models/journal/canonical.h"
#include "models/journal/digest.h"
#include "models/policy/policy.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Approval", text); }

QJsonArray stepsOf(const Plan &plan)
{
    QJsonArray steps;
    for (const PlanStep &step : plan.steps) {
        if (step.kind != PlanStep::Kind::Command)
            continue;
        // Not its words: they tell how many pods are ready, and nobody signs for that.
        steps.append(QJsonObject{{QStringLiteral("id"), step.id},
                                 {QStringLiteral("command"), toJson(step.command)},
                                 {QStringLiteral("precondition"), toJson(step.precondition)},
                                 {QStringLiteral("effect"), toJson(step.effect)}});
    }
    return steps;
}

QString digestOf(const Rollout &rollout, const QString &hash)
{
    const Revision *revision = hash.isEmpty() ? nullptr : rollout.revisionByHash(hash);
    return revision ? revision->manifest.digest : QString();
}

QString plain(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isDouble())
        return QString::number(value.toInteger());
    if (value.isBool())
        return value.toBool() ? tr("yes") : tr("no");
    const QByteArray text = value.isArray() ? QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact)
                                            : QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(text);
}

constexpr std::array kFields{std::pair{"act", QT_TRANSLATE_NOOP("Approval", "what is to be done")},
                             std::pair{"cell", QT_TRANSLATE_NOOP("Approval", "the cell")},
                             std::pair{"enrol.device", QT_TRANSLATE_NOOP("Approval", "the device")},
                             std::pair{"enrol.entry", QT_TRANSLATE_NOOP("Approval", "the entry that enrols its key")},
                             std::pair{"enrol.journal", QT_TRANSLATE_NOOP("Approval", "its journal")},
                             std::pair{"enrol.key", QT_TRANSLATE_NOOP("Approval", "its key")},
                             std::pair{"enrol.leaf", QT_TRANSLATE_NOOP("Approval", "the hash of that entry")},
                             std::pair{"enrol.login", QT_TRANSLATE_NOOP("Approval", "its login")},
                             std::pair{"enrol.origin", QT_TRANSLATE_NOOP("Approval", "the domain of its log")},
                             std::pair{"enrol.signs_heads", QT_TRANSLATE_NOOP("Approval", "whether it signs heads")},
                             std::pair{"environment", QT_TRANSLATE_NOOP("Approval", "the environment")},
                             std::pair{"from", QT_TRANSLATE_NOOP("Approval", "the version it starts from")},
                             std::pair{"gate", QT_TRANSLATE_NOOP("Approval", "the gate")},
                             std::pair{"gate_rule", QT_TRANSLATE_NOOP("Approval", "the rule of the gate")},
                             std::pair{"manifest", QT_TRANSLATE_NOOP("Approval", "the manifest")},
                             std::pair{"reach", QT_TRANSLATE_NOOP("Approval", "how far it goes, in percent")},
                             std::pair{"rollout", QT_TRANSLATE_NOOP("Approval", "the rollout")},
                             std::pair{"service", QT_TRANSLATE_NOOP("Approval", "the service")},
                             std::pair{"stable", QT_TRANSLATE_NOOP("Approval", "the manifest that serves")},
                             std::pair{"steps", QT_TRANSLATE_NOOP("Approval", "the steps that are sent")},
                             std::pair{"target", QT_TRANSLATE_NOOP("Approval", "the object")},
                             std::pair{"to", QT_TRANSLATE_NOOP("Approval", "the version it leads to")}};

QString nameOf(const QString &field)
{
    if (field.startsWith(QLatin1String("policies.")))
        return tr("the policy %1").arg(field.mid(9));
    for (const auto &[key, words] : kFields) {
        if (field == QLatin1String(key))
            return tr(words);
    }
    return field;
}

void insertInto(QMap<QString, QString> &fields, const QString &prefix, const QJsonObject &object)
{
    for (auto it = object.begin(); it != object.end(); ++it)
        fields.insert(prefix + it.key(), plain(it.value()));
}

// Flat, so that a change is told by its field.
QMap<QString, QString> fieldsOf(const QJsonObject &subject)
{
    QMap<QString, QString> fields;
    insertInto(fields, {}, subject);
    fields.remove(QStringLiteral("policies"));
    insertInto(fields, QStringLiteral("policies."), subject.value(QLatin1String("policies")).toObject());
    // All that an enrolment is stands in its one step.
    const QJsonArray steps = subject.value(QLatin1String("steps")).toArray();
    const QJsonObject step = steps.first().toObject();
    if (steps.size() == 1 && step.value(QLatin1String("id")) == QLatin1String("enrol")) {
        fields.remove(QStringLiteral("steps"));
        insertInto(fields, QStringLiteral("enrol."), step.value(QLatin1String("command")).toObject());
    }
    return fields;
}

} // namespace

QJsonObject ApprovalSubject::toJson() const
{
    QJsonObject rules;
    for (auto it = policies.begin(); it != policies.end(); ++it)
        rules.insert(it.key(), it.value());
    return {{QStringLiteral("act"), act},
            {QStringLiteral("cell"), cell},
            {QStringLiteral("environment"), environment},
            {QStringLiteral("from"), fromVersion},
            {QStringLiteral("gate"), gate},
            {QStringLiteral("gate_rule"), gateDigest},
            {QStringLiteral("manifest"), manifest},
            {QStringLiteral("policies"), rules},
            {QStringLiteral("reach"), reach},
            {QStringLiteral("rollout"), rollout},
            {QStringLiteral("service"), service},
            {QStringLiteral("stable"), stableManifest},
            {QStringLiteral("steps"), steps},
            {QStringLiteral("target"), target},
            {QStringLiteral("to"), toVersion}};
}

QString subjectDigest(const QJsonObject &subject)
{
    const Result<QByteArray> bytes = toCanonical(subject);
    return bytes ? toHex(sha256(*bytes)) : QString();
}

QString ApprovalSubject::digest() const { return subjectDigest(toJson()); }

QString ApprovalSubject::placementKey() const
{
    return Placement{.service = service, .environment = environment, .cell = cell, .object = {}, .at = {}}.key();
}

std::optional<GatedAct> gatedActOf(PlanKind kind)
{
    switch (kind) {
    case PlanKind::Promote:
        return GatedAct::Promote;
    case PlanKind::PromoteFull:
        return GatedAct::PromoteFull;
    case PlanKind::Resume:
        return GatedAct::Resume;
    case PlanKind::Retry:
        return GatedAct::Retry;
    case PlanKind::FlagOn:
    case PlanKind::FlagPercent:
        return GatedAct::FlagOn;
    default:
        return std::nullopt; // goes back, stops or holds
    }
}

int reachOf(const Plan &plan)
{
    if (plan.kind == PlanKind::FlagPercent || plan.kind == PlanKind::FlagOn) {
        int percent = plan.kind == PlanKind::FlagOn ? 100 : 0;
        for (const PlanStep &step : plan.steps) {
            if (const auto *flag = std::get_if<FlagCommand>(&step.command); flag && flag->percent >= 0)
                percent = plan.kind == PlanKind::FlagOn ? flag->percent : std::max(percent, flag->percent);
        }
        return percent;
    }
    if (plan.kind != PlanKind::Promote && plan.kind != PlanKind::Resume)
        return 100;
    // By the strategy alone: the share that is measured comes and goes with every pod, and would void what was signed.
    const Control &control = plan.seen.control;
    int reach = 0;
    for (qsizetype i = 0; control.currentStep >= 0 && i < control.steps.size(); ++i) {
        const RolloutStep &step = control.steps.at(i);
        if (step.kind == RolloutStep::Kind::SetWeight)
            reach = std::max(reach, step.weight);
        if (step.kind == RolloutStep::Kind::Pause && step.durationMs < 0 && i > control.currentStep)
            return reach; // here the next person is asked
    }
    return 100;
}

bool covers(const GateConfig &gate, const Plan &plan)
{
    const std::optional<GatedAct> act = gatedActOf(plan.kind);
    return act && gate.when.acts.contains(*act) && gate.when.coversPlace(plan.environment, plan.service) &&
           (gate.when.reachAbove < 0 || reachOf(plan) > gate.when.reachAbove);
}

ApprovalSubject subjectOf(const GateConfig &gate, const Plan &plan, const Workspace &workspace)
{
    ApprovalSubject subject{.gate = gate.id,
                            .gateDigest = gate.digest(),
                            .act = toString(plan.kind),
                            .service = plan.service,
                            .environment = plan.environment,
                            .cell = plan.cell,
                            .target = plan.target.key(),
                            .fromVersion = plan.fromVersion,
                            .toVersion = plan.toVersion,
                            .reach = reachOf(plan),
                            .steps = stepsOf(plan),
                            .manifest = plan.seen.desired.manifest.digest,
                            .stableManifest = digestOf(plan.seen, plan.seen.stableHash),
                            .rollout = {},
                            .policies = {}};
    if (!subject.manifest.isEmpty())
        subject.rollout = rolloutId(plan.placementKey(), plan.seen);
    if (const ServiceConfig *service = workspace.service(plan.service)) {
        for (const PolicyFile &file : policiesFor(workspace, *service, plan.environment, strategyOf(plan.seen)))
            subject.policies.insert(file.policy->id, file.digest);
    }
    return subject;
}

QString SubjectChange::words() const
{
    const auto brief = [](const QString &text) { return text.size() > 60 ? text.left(59) + QChar(0x2026) : text; };
    const QString name = nameOf(field);
    if (from.isEmpty())
        return tr("%1: new, %2").arg(name, brief(to));
    if (to.isEmpty())
        return tr("%1: gone, was %2").arg(name, brief(from));
    return tr("%1: was %2, is %3").arg(name, brief(from), brief(to));
}

QList<SubjectChange> changesOf(const QJsonObject &approved, const QJsonObject &now)
{
    const QMap<QString, QString> before = fieldsOf(approved);
    const QMap<QString, QString> after = fieldsOf(now);
    QStringList names = before.keys();
    for (auto it = after.begin(); it != after.end(); ++it) {
        if (!names.contains(it.key()))
            names.append(it.key());
    }
    names.sort();
    QList<SubjectChange> changes;
    for (const QString &name : std::as_const(names)) {
        if (before.value(name) != after.value(name) || before.contains(name) != after.contains(name))
            changes.append({name, before.value(name), after.value(name)});
    }
    return changes;
}

QString wordsOf(const QList<SubjectChange> &changes)
{
    QStringList words;
    for (const SubjectChange &change : changes)
        words.append(change.words());
    return words.join(QStringLiteral("; "));
}

} // namespace astern
