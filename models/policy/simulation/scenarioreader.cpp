// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/simulation/scenarioreader.h"

#include "models/document/units.h"
#include "models/policy/draft.h"
#include "models/policy/policyfilereader.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::policy::simulation {
namespace {

constexpr qint64 kLongestMs = qint64(7) * 86'400'000;

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

constexpr Dialect scenarioDialect()
{
    Dialect dialect = kDialect;
    dialect.itself = QT_TRANSLATE_NOOP("Workspace", "a scenario");
    dialect.firstLine = "scenario: astern/v1";
    return dialect;
}
constexpr Dialect kScenarioDialect = scenarioDialect();

Phase readPhase(Fields &fields)
{
    Phase phase;
    if (!fields.isMap())
        return phase;
    phase.fromStart = fields.oneOf("at", {QStringLiteral("start"), QStringLiteral("onset")}, QStringLiteral("onset")) ==
                      QLatin1String("start");
    phase.fromMs = fields.span("from", 0);
    if (fields.has("for"))
        phase.forMs = fields.span("for", 0, 1'000);
    phase.everyMs = fields.span("every", 0);
    phase.rampMs = fields.span("ramp", 0);
    if (fields.has("ratio") && fields.has("times"))
        fields.conflict("ratio", "times", tr("%1 says twice what it becomes").arg(fields.path({})),
                        tr("ratio: a share of the events, or times: a factor"));
    if (fields.has("ratio"))
        phase.ratio = fields.ratio("ratio", 0);
    else if (fields.need("times"))
        phase.times = fields.real("times", 1, {.least = 0, .most = 1'000});
    if (phase.everyMs > 0 && (!phase.forMs || *phase.forMs >= phase.everyMs))
        fields.refuse("every", kDialect.range, tr("%1 comes again before it has ended").arg(fields.path({})),
                      tr("for: shorter than every"));
    fields.finish();
    return phase;
}

QList<Phase> readPhases(Fields &top, const char *key)
{
    QList<Phase> phases;
    if (!top.has(key))
        return phases;
    const YamlNode *list = top.list(key, tr("changes: {ratio: 5%, for: 30s}"));
    for (size_t i = 0; list && i < list->items.size(); ++i) {
        Fields fields(top.context(), list->items[i], QStringLiteral("%1[%2]").arg(QLatin1String(key)).arg(i));
        phases.append(readPhase(fields));
    }
    return phases;
}

void readShares(Fields &top, Scenario &scenario)
{
    if (!top.has("shares"))
        return;
    const YamlNode *list = top.list("shares", tr("shares of the traffic: [5%, 50%]"));
    if (!list)
        return;
    scenario.shares.clear();
    for (const YamlNode &item : list->items) {
        const auto share = units::ratio(item.text);
        if (item.kind != YamlNode::Kind::Scalar || !share || *share <= 0 || *share > 1)
            top.context().error(item.at, kDialect.range, tr("%1 is no share of the traffic").arg(quoted(item.text)),
                                tr("above 0% and at most 100%"));
        else
            scenario.shares.append(*share);
    }
    if (list->items.empty())
        top.refuse("shares", kDialect.range, tr("shares has no step"), tr("at least one: [10%]"));
}

void readTop(ReadingContext &context, const YamlNode &root, Scenario &scenario)
{
    Fields top(context, root, {});
    if (!top.isMap())
        return;
    if (top.need("scenario") && top.words("scenario") != QLatin1String("astern/v1"))
        top.refuse("scenario", "P-VERSION", tr("another format"), QStringLiteral("astern/v1"));
    if (top.need("id"))
        scenario.id = top.words("id");
    const QStringList truths{QStringLiteral("healthy"), QStringLiteral("transient"), QStringLiteral("systemic")};
    if (top.need("truth"))
        scenario.truth = Truth(std::max<qsizetype>(0, truths.indexOf(top.oneOf("truth", truths, truths.first()))));
    const QStringList subjects{QStringLiteral("errors"), QStringLiteral("slow"), QStringLiteral("orders")};
    scenario.subject =
        Subject(std::max<qsizetype>(0, subjects.indexOf(top.oneOf("counts", subjects, subjects.first()))));
    scenario.perSecond = top.real("per_second", scenario.perSecond, {.least = 0, .most = 1e6, .above = true});
    scenario.ratio = top.ratio("ratio", scenario.ratio);
    scenario.drift = top.real("drift", scenario.drift, {.least = 1, .most = 1'000});
    scenario.cluster = top.real("cluster", scenario.cluster, {.least = 0, .most = 1'000});
    if (scenario.cluster > 0 && scenario.cluster <= 1)
        top.refuse("cluster", kDialect.range, tr("clusters of one are none"), tr("above 1, or 0"));
    scenario.silentMs = top.span("silent", scenario.silentMs);
    scenario.canary = readPhases(top, "canary");
    scenario.both = readPhases(top, "both");
    readShares(top, scenario);
    scenario.stepMs = top.span("step", scenario.stepMs, 60'000);
    if (scenario.durationMs() > kLongestMs)
        top.refuse("step", kDialect.range, tr("the rollout takes longer than a week"), tr("at most 7d together"));
    if (const YamlNode *node = top.take("onset")) {
        Fields onset(context, *node, QStringLiteral("onset"));
        if (onset.isMap()) {
            scenario.onsetFromMs = onset.span("from", scenario.onsetFromMs);
            scenario.onsetToMs = onset.span("to", std::max(scenario.onsetFromMs, scenario.onsetToMs));
            if (scenario.onsetToMs < scenario.onsetFromMs)
                onset.refuse("to", "P-TIME", tr("onset.to is before onset.from"), tr("the same or later"));
            onset.finish();
        }
    }
    if (!scenario.shares.isEmpty() && scenario.onsetToMs >= scenario.durationMs())
        top.context().error(root.at, kDialect.range, tr("the onset may come after the end of the rollout"),
                            tr("onset.to before %1 s, the steps together").arg(scenario.durationMs() / 1000));
    top.finish();
}

} // namespace

ScenarioReading readScenario(const QByteArray &text, const QString &file)
{
    ReadingContext context{.dialect = kScenarioDialect, .folder = {}, .issues = {}, .ignored = {}};
    const YamlNode root = parseYaml(text, file, kScenarioDialect, context.issues);
    Scenario scenario;
    if (context.issues.isEmpty())
        readTop(context, root, scenario);
    ScenarioReading reading{.scenario = {}, .issues = inFileOrder(context.issues)};
    if (!hasErrors(context.issues))
        reading.scenario = scenario;
    return reading;
}

ScenarioReading readScenarioFile(const QString &path) { return readFileBy(&readScenario, path); }

} // namespace astern::policy::simulation
