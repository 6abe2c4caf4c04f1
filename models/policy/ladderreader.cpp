// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/draft.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

Mitigate readMitigate(Fields &fields)
{
    Mitigate mitigate;
    for (const char *pair : {"flag", "set", "config", "apply"})
        (void)fields.take(pair); // known keys, in this order
    if (fields.has("flag") && fields.has("config"))
        fields.conflict("flag", "config", tr("%1 does two things").arg(fields.path({})),
                        tr("flag and set, or config and apply"));
    if (fields.has("config")) {
        mitigate.config = fields.id("config");
        if (fields.need("apply"))
            mitigate.apply = fields.words("apply");
    } else {
        if (fields.need("flag"))
            mitigate.flag = fields.id("flag");
        if (fields.need("set"))
            mitigate.set = fields.words("set");
    }
    mitigate.waitMs = fields.span("wait", mitigate.waitMs);
    return mitigate;
}

Rollback readRollback(Fields &fields)
{
    Rollback rollback;
    rollback.retries = fields.integer("retries", rollback.retries, 0, 10);
    rollback.backoffMs = fields.span("backoff", rollback.backoffMs);
    rollback.timeoutMs = fields.span("timeout", rollback.timeoutMs, 1'000);
    return rollback;
}

QString readPeople(Fields &fields) { return fields.need("to") ? fields.id("to") : QString(); }

// A question without an end would hold a rollout for ever; `promote` would let silence put a doubtful version through.
Ask readAsk(Fields &fields)
{
    Ask ask;
    ask.to = readPeople(fields);
    ask.timeoutMs = fields.span("timeout", 0, 1'000);
    if (!fields.has("timeout") || !fields.has("default"))
        fields.context().error(fields.at(), "P-LADDER",
                               tr("%1 asks without %2")
                                   .arg(fields.path({}), fields.has("timeout")   ? tr("a default")
                                                         : fields.has("default") ? tr("a timeout")
                                                                                 : tr("a timeout and a default")),
                               tr("timeout: 30m, default: one of hold, rollback, freeze"));
    if (const YamlNode *otherwise = fields.take("default"); otherwise && otherwise->text == QLatin1String("promote"))
        fields.context().error(fields.at(), "P-LADDER", tr("%1 would promote when nobody answers").arg(fields.path({})),
                               tr("default: one of hold, rollback, freeze"), QStringLiteral("hold"));
    else
        ask.otherwise = fields.word("default", ask.otherwise);
    return ask;
}

std::optional<Step> readStep(Fields &fields)
{
    if (!fields.isMap() || !fields.need("do"))
        return std::nullopt;
    QStringList acts;
    for (const char *act : kActs)
        acts.append(QLatin1String(act));
    const QString act = fields.oneOf("do", acts, {});
    if (act.isEmpty())
        return std::nullopt;
    Step step;
    switch (acts.indexOf(act)) {
    case 0:
        step.act = Hold();
        break;
    case 1: {
        Shrink shrink;
        if (fields.need("to"))
            shrink.to = fields.ratio("to", 0, {.least = 0, .most = 1, .under = true});
        step.act = shrink;
        break;
    }
    case 2:
        step.act = readMitigate(fields);
        break;
    case 3:
        step.act = readRollback(fields);
        break;
    case 4:
        step.act = Notify{readPeople(fields)};
        break;
    case 5:
        step.act = Page{readPeople(fields)};
        break;
    default:
        step.act = readAsk(fields);
        break;
    }
    step.afterMs = fields.span("after", 0);
    if (fields.has("when"))
        step.when = fields.word("when", step.when);
    step.unlessCritical = fields.oneOf("unless", {QStringLiteral("critical")}, {}) == QLatin1String("critical");
    fields.finish();
    return step;
}

template <class T>
bool isAct(const Step &step)
{
    return std::holds_alternative<T>(step.act);
}

// Orders that cannot mean what they say.
void checkOrder(Draft &draft, const YamlNode &list, const QString &name, const QList<Step> &steps)
{
    const auto refuse = [&](const QString &message, const QString &allowed) {
        draft.context.error(list.items.front().at, "P-LADDER", message, allowed);
    };
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const QList<Step> earlier = steps.first(i);
        if (isAct<Hold>(steps[i]) && !isAct<Hold>(steps[0]))
            return refuse(tr("%1 holds only after other steps").arg(name), tr("hold first"));
        if (steps[i].when == Step::When::StillSystemic &&
            std::none_of(earlier.cbegin(), earlier.cend(), isAct<Mitigate>))
            return refuse(
                tr("%1 has a step for still_systemic, and nothing before it that could have helped").arg(name),
                tr("a mitigate step before it"));
        if (steps[i].when == Step::When::NotConfirmed && i == 0)
            return refuse(tr("%1 begins with a step for not_confirmed, and there is no step before it").arg(name),
                          tr("the step whose outcome is meant, before it"));
    }
}

// The value of a key of the list's i-th step.
SourcePosition placeOf(const YamlNode &list, qsizetype index, const char *key)
{
    const YamlNode &step = list.items[size_t(index)];
    for (const YamlNode::Entry &entry : step.entries) {
        if (entry.key == QLatin1String(key))
            return entry.value.at;
    }
    return step.at;
}

void warnUnknownRollback(Draft &draft, const YamlNode &list, const QList<Step> &steps)
{
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const Ask *ask = std::get_if<Ask>(&steps[i].act);
        const bool asked = ask && ask->otherwise == Ask::Default::Rollback;
        if (asked || isAct<Rollback>(steps[i]))
            draft.context.warning(
                placeOf(list, i, asked ? "default" : "do"), "W-UNKNOWN-ROLLBACK",
                asked ? tr("when nobody answers, a release is rolled back because nothing is known about it")
                      : tr("a release is rolled back because nothing is known about it"),
                tr("only where a lack of data means harm; else default: hold"));
    }
}

QList<Step> readSteps(Draft &draft, Fields &ladder, const char *key, bool mayBeEmpty)
{
    QList<Step> steps;
    if (!ladder.need(key))
        return steps;
    const QString name = ladder.path(QLatin1String(key));
    const YamlNode *list = ladder.list(key, tr("steps"));
    if (!list)
        return steps;
    if (list->items.empty()) {
        if (!mayBeEmpty)
            ladder.refuse(key, "P-LADDER", tr("%1 has no step").arg(name), tr("at least one: {do: hold}"));
        return steps;
    }
    bool whole = true;
    for (size_t i = 0; i < list->items.size(); ++i) {
        Fields fields(draft.context, list->items[i], QStringLiteral("%1[%2]").arg(name).arg(i));
        const std::optional<Step> step = readStep(fields);
        whole = whole && step;
        if (step)
            steps.append(*step);
    }
    if (!whole)
        return steps; // what could not be read may be what the order lacks
    checkOrder(draft, *list, name, steps);
    const bool ends = std::any_of(steps.cbegin(), steps.cend(),
                                  [](const Step &step) { return isAct<Rollback>(step) || isAct<Ask>(step); });
    if (QLatin1String(key) == QLatin1String("on_systemic") && !ends)
        draft.context.error(list->items.front().at, "P-LADDER", tr("%1 neither rolls back nor asks anybody").arg(name),
                            tr("a rollback or an ask step"));
    if (QLatin1String(key) == QLatin1String("on_unknown"))
        warnUnknownRollback(draft, *list, steps);
    return steps;
}

} // namespace

void readLadder(Draft &draft, const YamlNode &node)
{
    Fields fields(draft.context, node, QStringLiteral("ladder"));
    if (!fields.isMap())
        return;
    Ladder &ladder = draft.policy.ladder;
    ladder.onTransient = readSteps(draft, fields, "on_transient", true);
    ladder.onSystemic = readSteps(draft, fields, "on_systemic", false);
    ladder.onUnknown = readSteps(draft, fields, "on_unknown", false);
    ladder.onExternal = readSteps(draft, fields, "on_external", true);
    fields.finish();
}

} // namespace astern::policy
