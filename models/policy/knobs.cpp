// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/knobs.h"

#include "models/document/yamltree.h"
#include "models/policy/draft.h"
#include "models/policy/fields.h"
#include "models/policy/reader.h"

#include <algorithm>
#include <array>
#include <map>

namespace astern::policy {
namespace {

using Unit = Knob::Unit;

// What there is to turn of one rule, and what holds.
struct Limit {
    const char *key;
    Unit unit;
    double value;       // durations in ms
    bool always = true; // false: only where the file has it
};

template <class Phased>
QList<Limit> phases(const Phased &rule)
{
    return {{"transient_max", Unit::Duration, double(rule.phases.transientMaxMs)},
            {"alpha_confirm", Unit::Number, rule.phases.alphaConfirm},
            {"confirm_timeout", Unit::Duration, double(rule.phases.confirmTimeoutMs), false},
            {"min_total", Unit::Count, double(rule.answering.minTotal), false}};
}

QList<Limit> limitsOf(const Threshold &rule, bool events)
{
    const Unit unit = events ? Unit::Ratio : Unit::Number;
    QList<Limit> all;
    if (rule.above)
        all.append({"above", unit, *rule.above});
    if (rule.below)
        all.append({"below", unit, *rule.below});
    all += QList<Limit>{{"clear", unit, rule.clear, false},
                        {"window", Unit::Duration, double(rule.windowMs)},
                        {"for", Unit::Duration, double(rule.forMs)},
                        {"clear_for", Unit::Duration, double(rule.answering.clearForMs), false},
                        {"min_total", Unit::Count, double(rule.answering.minTotal), false}};
    return all;
}
QList<Limit> limitsOf(const CompareRatio &rule, bool)
{
    return QList<Limit>{{"tolerate_ratio", Unit::Number, rule.tolerateRatio, false},
                        {"floor", Unit::Ratio, rule.floor, false}} +
           phases(rule);
}
QList<Limit> limitsOf(const Budget &rule, bool)
{
    return QList<Limit>{{"budget", Unit::Ratio, rule.budget}} + phases(rule);
}
QList<Limit> limitsOf(const CompareRank &rule, bool) { return {{"min_samples", Unit::Count, double(rule.minSamples)}}; }
QList<Limit> limitsOf(const BurnRate &rule, bool) { return {{"min_bad", Unit::Count, double(rule.minBad)}}; }
QList<Limit> limitsOf(const Deadline &rule, bool)
{
    return {{"each_within", Unit::Duration, double(rule.eachWithinMs)},
            {"progress_within", Unit::Duration, double(rule.progressWithinMs)},
            {"healthy_for", Unit::Duration, double(rule.healthyForMs)}};
}
QList<Limit> limitsOf(const ProbeRule &rule, bool)
{
    return {{"fail_after", Unit::Count, double(rule.failAfter)},
            {"recover_after", Unit::Count, double(rule.recoverAfter)}};
}
QList<Limit> limitsOf(const Missing &rule, bool)
{
    QList<Limit> all{{"stale_after", Unit::Duration, double(rule.staleAfterMs)},
                     {"unknown_after", Unit::Duration, double(rule.unknownAfterMs)}};
    if (rule.escalateAfterMs)
        all.append({"escalate_after", Unit::Duration, double(*rule.escalateAfterMs)});
    return all;
}
QList<Limit> limitsOf(const LowTraffic &rule, bool)
{
    return {{"need_total", Unit::Count, double(rule.needTotal)}, {"within", Unit::Duration, double(rule.withinMs)}};
}
QList<Limit> limitsOf(const Quorum &rule, bool) { return {{"need", Unit::Count, double(rule.need)}}; }
QList<Limit> limitsOf(const StateRule &rule, bool) { return {{"for", Unit::Duration, double(rule.forMs)}}; }
QList<Limit> limitsOf(const Sampled &rule, bool)
{
    return {{"max_failures", Unit::Count, double(rule.maxFailures), false}};
}
QList<Limit> limitsOf(const Drop &rule, bool) { return {{"for", Unit::Duration, double(rule.forMs)}}; }

QString durationText(qint64 ms)
{
    static constexpr std::array kUnits{std::pair(86'400'000LL, "d"), std::pair(3'600'000LL, "h"),
                                       std::pair(60'000LL, "m"), std::pair(1'000LL, "s")};
    for (const auto &[length, name] : kUnits) {
        // As people write it: 90s and 120s, but 10m.
        if (ms >= length && ms % length == 0 && (length <= 1'000 || ms >= 3 * length))
            return QString::number(ms / length) + QLatin1String(name);
    }
    return ms % 1'000 == 0 ? QString::number(ms / 1'000) + QLatin1Char('s') : QString::number(ms) + QLatin1String("ms");
}

QString textOf(Unit unit, double value)
{
    switch (unit) {
    case Unit::Duration:
        return durationText(qint64(value));
    case Unit::Ratio:
        return percentText(value);
    case Unit::Number:
        return QString::number(value, 'g', 12);
    case Unit::Count:
        break;
    }
    return QString::number(qint64(value));
}

// Round values from an eighth to eight times of what holds: what a person would try.
QList<double> roundValues(const Limit &limit, qint64 tickMs)
{
    QList<double> values;
    if (limit.unit == Unit::Duration) {
        for (const int s : {1,   2,   5,   10,  15,  20,  30,    40,    45,    60,    75,    90,    120,    150,
                            180, 240, 300, 420, 600, 900, 1'200, 1'800, 2'700, 3'600, 5'400, 7'200, 14'400, 21'600}) {
            const double ms = s * 1'000.0;
            if (qint64(ms) % tickMs == 0) // between two ticks nothing is decided
                values.append(ms);
        }
    } else {
        for (double decade = limit.unit == Unit::Count ? 1 : 1e-6; decade < 1e9; decade *= 10) {
            for (const double step : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5}) {
                const double value = decade * step;
                if (limit.unit != Unit::Count || value == double(qint64(value)))
                    values.append(value);
            }
        }
    }
    const double most = limit.unit == Unit::Ratio ? std::min(1.0, limit.value * 8) : limit.value * 8;
    values.removeIf([&](double value) {
        return value < limit.value / 8 - 1e-12 || value > most + 1e-12 || std::abs(value - limit.value) < 1e-9 * value;
    });
    values.append(limit.value);
    std::sort(values.begin(), values.end());
    return values;
}

// A document's lines, to find the places that the parser counts in code points.
class Lines {
public:
    explicit Lines(const QString &text) : m_text(text)
    {
        m_begins.append(0);
        for (qsizetype i = text.indexOf(u'\n'); i >= 0; i = text.indexOf(u'\n', i + 1))
            m_begins.append(i + 1);
    }
    [[nodiscard]] qsizetype positionOf(const SourcePosition &at) const
    {
        qsizetype position = m_begins.value(at.line - 1);
        for (int column = 1; column < at.column && position < m_text.size(); ++column)
            position += m_text.at(position).isHighSurrogate() ? 2 : 1;
        return position;
    }

private:
    const QString &m_text;
    QList<qsizetype> m_begins;
};

const YamlNode *valueOf(const YamlNode &map, QLatin1String key)
{
    const auto found = std::find_if(map.entries.cbegin(), map.entries.cend(),
                                    [key](const YamlNode::Entry &entry) { return entry.key == key; });
    return found == map.entries.cend() ? nullptr : &found->value;
}

// Where a key that the file leaves out would stand: behind the rule's id, in the form of its map.
bool placeBehindId(Knob &knob, const YamlNode &map, const QString &text, const Lines &lines)
{
    const auto id = std::find_if(map.entries.cbegin(), map.entries.cend(),
                                 [](const YamlNode::Entry &entry) { return entry.key == QLatin1String("id"); });
    if (id == map.entries.cend() || !id->value.plain)
        return false;
    knob.position = lines.positionOf(id->value.at) + id->value.text.size();
    qsizetype next = knob.position;
    while (next < text.size() && text.at(next) == u' ')
        ++next;
    const bool flow = next < text.size() && (text.at(next) == u',' || text.at(next) == u'}');
    knob.before =
        flow ? QStringLiteral(", ") : QLatin1Char('\n') + QString(std::max(0, id->keyAt.column - 1), QLatin1Char(' '));
    knob.before += knob.key + QStringLiteral(": ");
    return true;
}

// Within the rule, or deeper: `label` is what it is called then.
std::optional<Knob> knobOf(const QString &rule, const Limit &limit, const YamlNode &map, const QString &text,
                           const Lines &lines, qint64 tickMs, const QString &label = {})
{
    Knob knob{.rule = rule,
              .key = label.isEmpty() ? QString(QLatin1String(limit.key)) : label,
              .unit = limit.unit,
              .stops = {},
              .before = {}};
    if (const YamlNode *value = valueOf(map, QLatin1String(limit.key))) {
        if (value->kind != YamlNode::Kind::Scalar || !value->plain)
            return std::nullopt; // in quotes, or null: whoever wrote it so meant it
        knob.written = true;
        knob.position = lines.positionOf(value->at);
        knob.length = value->text.size();
    } else if (!limit.always || !placeBehindId(knob, map, text, lines)) {
        return std::nullopt;
    }
    const QList<double> values = roundValues(limit, tickMs);
    for (const double value : values) {
        if (value == limit.value)
            knob.at = int(knob.stops.size());
        // What is there stays as it was written.
        knob.stops.append(value == limit.value && knob.written ? text.mid(knob.position, knob.length)
                                                               : textOf(limit.unit, value));
    }
    return knob.stops.size() > 1 ? std::optional(knob) : std::nullopt;
}

// A limit that stands deeper than its rule: in `map`, and only where the file has it.
struct Nested {
    const YamlNode *map = nullptr;
    Limit limit;
    QString label;
};

void addPhases(QList<Nested> &all, const YamlNode &rule, const TwoPhase &phases)
{
    const YamlNode *critical = valueOf(rule, QLatin1String("critical"));
    if (critical && phases.critical) {
        all.append({critical, {"ratio", Unit::Ratio, phases.critical->ratio, false}, QStringLiteral("critical ratio")});
        all.append(
            {critical, {"for", Unit::Duration, double(phases.critical->forMs), false}, QStringLiteral("critical for")});
    }
    const YamlNode *recurrence = valueOf(rule, QLatin1String("recurrence"));
    if (recurrence) {
        all.append({recurrence,
                    {"episodes", Unit::Count, double(phases.recurrence.episodes), false},
                    QStringLiteral("episodes")});
        all.append({recurrence,
                    {"within", Unit::Duration, double(phases.recurrence.withinMs), false},
                    QStringLiteral("episodes within")});
    }
}

QList<Nested> nestedOf(const Rule &rule, const YamlNode &map)
{
    QList<Nested> all;
    if (const auto *compare = std::get_if<CompareRatio>(&rule.body))
        addPhases(all, map, compare->phases);
    if (const auto *budget = std::get_if<Budget>(&rule.body))
        addPhases(all, map, budget->phases);
    const auto *burn = std::get_if<BurnRate>(&rule.body);
    const YamlNode *pairs = burn ? valueOf(map, QLatin1String("pairs")) : nullptr;
    if (!pairs || qsizetype(pairs->items.size()) != burn->pairs.size())
        return all;
    for (qsizetype i = 0; i < burn->pairs.size(); ++i) {
        const BurnRate::Pair &pair = burn->pairs.at(i);
        all.append({&pairs->items[size_t(i)],
                    {"factor", Unit::Number, pair.factor, false},
                    QStringLiteral("factor %1/%2").arg(durationText(pair.longMs), durationText(pair.shortMs))});
    }
    return all;
}

// The times of a ladder: how long people have, what a mitigation is given, and when the next step comes.
QList<Nested> nestedOf(const QList<Step> &steps, const YamlNode &list)
{
    QList<Nested> all;
    for (qsizetype i = 0; i < steps.size() && i < qsizetype(list.items.size()); ++i) {
        const Step &step = steps.at(i);
        const YamlNode *map = &list.items[size_t(i)];
        const auto add = [&](const char *key, qint64 ms) {
            QString label = QStringLiteral("%1 %2").arg(step.name(), QLatin1String(key));
            const auto same = std::count_if(all.cbegin(), all.cend(), [&label](const Nested &one) {
                return one.label == label || one.label.startsWith(label + QStringLiteral(" ("));
            });
            if (same > 0)
                label += QStringLiteral(" (%1)").arg(same + 1);
            all.append({map, {key, Unit::Duration, double(ms), false}, label});
        };
        if (step.afterMs > 0)
            add("after", step.afterMs);
        if (const auto *mitigate = std::get_if<Mitigate>(&step.act))
            add("wait", mitigate->waitMs);
        if (const auto *ask = std::get_if<Ask>(&step.act))
            add("timeout", ask->timeoutMs);
    }
    return all;
}

} // namespace

QList<Knob> knobsOf(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    const Reading reading = readText(bytes, {});
    if (!reading.policy)
        return {};
    QList<DocumentIssue> issues;
    const YamlNode root = parseYaml(bytes, {}, kDialect, issues);
    const YamlNode *rules = valueOf(root, QLatin1String("rules"));
    if (!rules)
        return {};
    const Lines lines(text);
    QList<Knob> knobs;
    const qint64 tickMs = reading.policy->time.tickMs;
    const auto add = [&](const QString &group, const QList<Nested> &nested) {
        for (const Nested &one : nested) {
            if (const auto knob = knobOf(group, one.limit, *one.map, text, lines, tickMs, one.label))
                knobs.append(*knob);
        }
    };
    for (const YamlNode &map : rules->items) {
        const YamlNode *id = valueOf(map, QLatin1String("id"));
        const auto rule = std::find_if(reading.policy->rules.cbegin(), reading.policy->rules.cend(),
                                       [id](const Rule &one) { return id && one.id == id->text; });
        if (rule == reading.policy->rules.cend())
            continue;
        const Signal *signal = reading.policy->signal(rule->signal());
        const bool events = signal && std::holds_alternative<Events>(signal->body);
        const QList<Limit> limits =
            std::visit([events](const auto &body) { return limitsOf(body, events); }, rule->body);
        for (const Limit &limit : limits) {
            if (const auto knob = knobOf(rule->id, limit, map, text, lines, tickMs))
                knobs.append(*knob);
        }
        add(rule->id, nestedOf(*rule, map));
    }
    const YamlNode *ladder = valueOf(root, QLatin1String("ladder"));
    const Ladder &steps = reading.policy->ladder;
    const std::array lists{std::pair("on_transient", &steps.onTransient), std::pair("on_systemic", &steps.onSystemic),
                           std::pair("on_unknown", &steps.onUnknown), std::pair("on_external", &steps.onExternal)};
    for (const auto &[key, list] : lists) {
        if (const YamlNode *written = ladder ? valueOf(*ladder, QLatin1String(key)) : nullptr)
            add(QLatin1String(key), nestedOf(*list, *written));
    }
    return knobs;
}

QString turnedTo(const Knob &knob, int stop) { return knob.before + knob.stops.value(stop); }

} // namespace astern::policy
