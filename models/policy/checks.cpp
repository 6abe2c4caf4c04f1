// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/draft.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

const YamlNode::Entry *entryOf(const YamlNode &node, const char *key)
{
    for (const YamlNode::Entry &entry : node.entries) {
        if (entry.key == QLatin1String(key))
            return &entry;
    }
    return nullptr;
}

SourcePosition placeOf(const YamlNode &node, const char *key)
{
    const YamlNode::Entry *entry = entryOf(node, key);
    return entry ? entry->value.at : node.at;
}

// What a rule says about other rules, and under which key.
std::pair<const char *, QStringList> rulesNamed(const Rule &rule)
{
    if (const Quorum *quorum = std::get_if<Quorum>(&rule.body))
        return {"of", quorum->of};
    if (const Missing *missing = std::get_if<Missing>(&rule.body))
        return {"systemic_if", missing->systemicIf};
    if (const LowTraffic *low = std::get_if<LowTraffic>(&rule.body))
        return {"rely_on", low->relyOn};
    return {"", {}};
}

class Together {
public:
    Together(Draft &draft, const YamlNode &root) : m_draft(draft), m_policy(draft.policy), m_root(root) {}

    void check()
    {
        for (qsizetype i = 0; i < m_policy.rules.size(); ++i) {
            checkReferences(m_policy.rules[i], *m_draft.ruleNodes[i]);
            checkStates(m_policy.rules[i], *m_draft.ruleNodes[i]);
        }
        checkCycles();
        checkStableArm();
        if (const YamlNode::Entry *rules = entryOf(m_root, "rules");
            rules && rules->value.kind == YamlNode::Kind::Sequence) {
            checkEnforcing(*rules);
            warnMissing(*rules);
        }
        warnUnused();
    }

private:
    void error(const SourcePosition &at, const char *code, const QString &message, const QString &allowed,
               const QString &nearest = {})
    {
        m_draft.context.error(at, code, message, allowed, nearest);
    }

    void checkReferences(const Rule &rule, const YamlNode &node)
    {
        const auto [key, named] = rulesNamed(rule);
        const YamlNode::Entry *list = entryOf(node, key);
        for (const YamlNode &item : list ? list->value.items : std::vector<YamlNode>()) {
            if (!named.contains(item.text) || m_draft.ruleTypes.contains(item.text))
                continue;
            const QStringList known = m_draft.ruleTypes.keys();
            error(item.at, kDialect.reference, tr("there is no rule %1").arg(quoted(item.text)),
                  tr("one of %1").arg(known.join(QStringLiteral(", "))), nearestText(item.text, known));
        }
    }

    void checkStates(const Rule &rule, const YamlNode &node)
    {
        const Signal *signal = m_policy.signal(rule.signal());
        const States *states = signal ? std::get_if<States>(&signal->body) : nullptr;
        if (!states || states->states.isEmpty())
            return;
        const auto check = [&](const SourcePosition &at, const QString &state) {
            if (!state.isEmpty() && !states->states.contains(state))
                error(at, kDialect.reference, tr("%1 has no state %2").arg(signal->id, quoted(state)),
                      tr("one of %1").arg(states->states.join(QStringLiteral(", "))),
                      nearestText(state, states->states));
        };
        if (const Deadline *deadline = std::get_if<Deadline>(&rule.body))
            check(placeOf(node, "expect"), deadline->expect);
        if (std::holds_alternative<StateRule>(rule.body)) {
            const YamlNode::Entry *bad = entryOf(node, "bad");
            for (const YamlNode &item : bad ? bad->value.items : std::vector<YamlNode>())
                check(item.at, item.text);
        }
    }

    // Depth first in file order; the item that closes a circle is the one at fault.
    void checkCycles()
    {
        for (const Rule &rule : std::as_const(m_policy.rules))
            visit(rule.id);
    }
    void visit(const QString &id)
    {
        if (m_done.contains(id))
            return;
        m_done.insert(id);
        m_open.insert(id);
        for (qsizetype i = 0; i < m_policy.rules.size(); ++i) {
            if (m_policy.rules[i].id != id)
                continue;
            const YamlNode::Entry *list = entryOf(*m_draft.ruleNodes[i], rulesNamed(m_policy.rules[i]).first);
            for (const YamlNode &item : list ? list->value.items : std::vector<YamlNode>()) {
                if (m_open.contains(item.text))
                    error(item.at, "P-CYCLE",
                          item.text == id ? tr("%1 refers to itself").arg(id)
                                          : tr("%1 refers to %2, which refers back to it").arg(id, item.text),
                          tr("other rules"));
                else
                    visit(item.text);
            }
            break;
        }
        m_open.remove(id);
    }

    // True when the rule has an answer only while a stable version serves beside the new one.
    [[nodiscard]] bool needsStable(const Rule &rule) const
    {
        if (const Quorum *quorum = std::get_if<Quorum>(&rule.body)) {
            return std::all_of(quorum->of.cbegin(), quorum->of.cend(), [this](const QString &id) {
                const Rule *member = m_policy.rule(id);
                return member && !std::holds_alternative<Quorum>(member->body) && needsStable(*member);
            });
        }
        return std::holds_alternative<CompareRatio>(rule.body) || std::holds_alternative<CompareRank>(rule.body) ||
               rule.role() == Role::Stable;
    }
    // Rules that can find harm by themselves, and may act on it.
    [[nodiscard]] static bool judges(const Rule &rule)
    {
        return rule.mode == Mode::Enforce && !std::holds_alternative<Missing>(rule.body) &&
               !std::holds_alternative<LowTraffic>(rule.body) && !std::holds_alternative<Drop>(rule.body);
    }
    // Rolling and blue-green end with no stable arm: somebody must still judge then.
    void checkStableArm()
    {
        QStringList ending;
        for (const Strategy strategy : std::as_const(m_policy.appliesTo.strategies)) {
            if (strategy != Strategy::Canary)
                ending.append(wordOf(strategy));
        }
        if (ending.isEmpty() || m_policy.rules.size() != qsizetype(m_draft.ruleTypes.size()))
            return; // a rule that could not be read may be the one that judges
        const bool covered = std::any_of(m_policy.rules.cbegin(), m_policy.rules.cend(),
                                         [this](const Rule &rule) { return judges(rule) && !needsStable(rule); });
        for (qsizetype i = 0; !covered && i < m_policy.rules.size(); ++i) {
            const Rule &rule = m_policy.rules[i];
            if (!judges(rule) || std::holds_alternative<Quorum>(rule.body) || !needsStable(rule))
                continue;
            error(placeOf(*m_draft.ruleNodes[i], rule.role() == Role::Stable ? "role" : "type"), "P-ROLE",
                  tr("%1 needs a stable version beside the new one, which ends with %2, and no other rule enforces "
                     "anything")
                      .arg(rule.id, ending.join(tr(" and "))),
                  tr("a threshold, budget, burn_rate, deadline or probe rule as well; or strategies: [canary]"));
            return;
        }
    }

    void checkEnforcing(const YamlNode::Entry &rules)
    {
        const bool unread = m_policy.rules.size() < qsizetype(rules.value.items.size());
        if (unread || std::any_of(m_policy.rules.cbegin(), m_policy.rules.cend(), judges))
            return;
        error(rules.keyAt, "P-NO-ENFORCING-RULE",
              tr("no rule can find harm and act on it: the verdict would never be anything but unknown"),
              tr("at least one rule with mode enforce that is not missing, low_traffic or drop; to only watch, mode: "
                 "observe of the whole policy"));
    }

    // A signal that stops coming must not look like one that is well.
    void warnMissing(const YamlNode::Entry &rules)
    {
        QStringList without;
        for (const Signal &signal : std::as_const(m_policy.signalSpecs)) {
            const auto uses = [&](const Rule &rule) { return judges(rule) && rule.signal() == signal.id; };
            const auto watches = [&](const Rule &rule) {
                return std::holds_alternative<Missing>(rule.body) && rule.signal() == signal.id;
            };
            const bool counted =
                std::holds_alternative<Events>(signal.body) || std::holds_alternative<Gauge>(signal.body);
            if (counted && std::any_of(m_policy.rules.cbegin(), m_policy.rules.cend(), uses) &&
                std::none_of(m_policy.rules.cbegin(), m_policy.rules.cend(), watches))
                without.append(signal.id);
        }
        if (!without.isEmpty())
            m_draft.context.warning(rules.keyAt, "W-NO-MISSING-RULE",
                                    tr("no rule of type missing watches %1").arg(without.join(QStringLiteral(", "))),
                                    tr("{id: …, type: missing, signal: %1, stale_after: 45s, unknown_after: 60s}")
                                        .arg(without.constFirst()));
    }

    void warnUnused()
    {
        const YamlNode::Entry *all = entryOf(m_root, "signals");
        for (const YamlNode::Entry &signal : all ? all->value.entries : std::vector<YamlNode::Entry>()) {
            if (!m_draft.usedSignals.contains(signal.key))
                m_draft.context.warning(signal.keyAt, "W-UNUSED-SIGNAL",
                                        tr("no rule uses the signal %1").arg(signal.key),
                                        tr("a rule with signal: %1, or without the signal").arg(signal.key));
        }
    }

    Draft &m_draft;
    const Policy &m_policy;
    const YamlNode &m_root;
    QSet<QString> m_done;
    QSet<QString> m_open;
};

} // namespace

void checkReachable(const Draft &draft, Fields &fields, const char *key, qint64 ms)
{
    if (fields.has(key) && ms > draft.policy.time.maxDurationMs)
        fields.refuse(
            key, "P-UNREACHABLE",
            tr("%1 is %2, and a rollout is over after time.max_duration (%3)")
                .arg(fields.path(QLatin1String(key)), durationText(ms), durationText(draft.policy.time.maxDurationMs)),
            tr("at most %1").arg(durationText(draft.policy.time.maxDurationMs)));
}

void checkGrid(const Draft &draft, Fields &fields, const char *key, qint64 ms)
{
    const qint64 tick = draft.policy.time.tickMs;
    if (ms % tick != 0)
        fields.refuse(
            key, "P-WINDOW-GRID",
            tr("%1 is %2, which is no whole number of ticks").arg(fields.path(QLatin1String(key)), durationText(ms)),
            tr("a multiple of time.tick (%1)").arg(durationText(tick)), durationText((ms / tick + 1) * tick));
}

QString durationText(qint64 ms)
{
    for (const auto &[factor, unit] :
         {std::pair{qint64(86'400'000), "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}}) {
        // Below two of a unit the smaller one reads better: 90s, 120s, 36h.
        if (ms >= 3 * factor && ms % factor == 0)
            return QString::number(ms / factor) + QLatin1String(unit);
    }
    return ms % 1'000 == 0 ? QString::number(ms / 1'000) + QLatin1Char('s') : QString::number(ms) + QLatin1String("ms");
}

void checkTogether(Draft &draft, const YamlNode &root) { Together(draft, root).check(); }

} // namespace astern::policy
