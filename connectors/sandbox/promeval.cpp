// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/promeval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace astern::connectors::sandbox {

Labels withoutName(Labels labels)
{
    labels.erase(QStringLiteral("__name__"));
    return labels;
}

bool unique(const std::vector<PromSample> &vector, PromError &error)
{
    std::set<Labels> seen;
    for (const PromSample &sample : vector)
        if (!seen.insert(sample.labels).second) {
            error = {QStringLiteral("vector cannot contain metrics with the same labelset"), -1, true};
            return false;
        }
    return true;
}

bool PromEvaluator::evaluate(const PromExpr &expr, PromValue &out, PromError &error) const
{
    out = {};
    out.type = expr.type;
    switch (expr.kind) {
    case PromExpr::Kind::Number:
        out.scalar = expr.number;
        return true;
    case PromExpr::Kind::String:
        out.text = expr.name;
        return true;
    case PromExpr::Kind::Selector:
        return selector(expr, out);
    case PromExpr::Kind::Aggregate:
        return aggregate(expr, out, error);
    case PromExpr::Kind::Binary:
        return binary(expr, out, error);
    case PromExpr::Kind::Call:
        return call(expr, out, error);
    case PromExpr::Kind::Negate:
        if (!evaluate(expr.args[0], out, error))
            return false;
        out.scalar = -out.scalar;
        for (PromSample &sample : out.vector) {
            sample.value = -sample.value;
            sample.labels = withoutName(sample.labels);
        }
        return unique(out.vector, error);
    }
    return false;
}

bool PromEvaluator::selector(const PromExpr &expr, PromValue &out) const
{
    std::vector<QPair<QString, QString>> equal; // found by the list of those that have it
    std::vector<const PromMatcher *> others;
    for (const PromMatcher &matcher : expr.matchers) {
        if (matcher.op == PromMatcher::Op::Equal && !matcher.value.isEmpty())
            equal.emplace_back(matcher.label, matcher.value);
        else
            others.push_back(&matcher);
    }
    const auto matches = [&others](const Labels &labels) {
        return std::all_of(others.begin(), others.end(), [&labels](const PromMatcher *matcher) {
            const auto it = labels.find(matcher->label);
            return matcher->matches(it == labels.end() ? QString() : it->second);
        });
    };
    const qint64 at = m_at - expr.offsetMs;
    for (const size_t index : m_samples.withLabels(equal)) {
        // Most series of a company that deploys have ended.
        const Labels &labels = m_samples.at(index).labels;
        if (expr.rangeMs > 0) {
            std::vector<SampleStore::Point> points = m_samples.range(index, at - expr.rangeMs, at);
            if (!points.empty() && matches(labels))
                out.matrix.push_back({labels, std::move(points)});
            continue;
        }
        SampleStore::Point point;
        if (m_samples.instant(index, at, kLookbackMs, point) && matches(labels))
            out.vector.push_back({labels, point.value, point.at});
    }
    return true;
}

static Labels groupOf(const Labels &labels, const PromExpr &expr)
{
    Labels group;
    for (const auto &[name, value] : labels) {
        const bool named = expr.grouping.contains(name);
        if (expr.without ? !named && name != QLatin1String("__name__") : named)
            group.emplace(name, value);
    }
    return group;
}

static void takeBest(const PromExpr &expr, size_t count, std::map<Labels, std::vector<PromSample>> &groups,
                     PromValue &out)
{
    const bool top = expr.name == QLatin1String("topk");
    for (auto &[labels, samples] : groups) {
        std::stable_sort(samples.begin(), samples.end(), [top](const PromSample &a, const PromSample &b) {
            if (std::isnan(a.value) || std::isnan(b.value))
                return !std::isnan(a.value) && std::isnan(b.value);
            return top ? a.value > b.value : a.value < b.value;
        });
        for (size_t i = 0; i < std::min(count, samples.size()); ++i)
            out.vector.push_back(samples[i]);
    }
}

bool PromEvaluator::aggregate(const PromExpr &expr, PromValue &out, PromError &error) const
{
    PromValue in;
    if (!evaluate(expr.args[0], in, error))
        return false;
    std::map<Labels, std::vector<PromSample>> groups;
    for (PromSample &sample : in.vector)
        groups[groupOf(sample.labels, expr)].push_back(std::move(sample));
    if (expr.args.size() > 1) {
        PromValue parameter;
        if (!evaluate(expr.args[1], parameter, error))
            return false;
        takeBest(expr, size_t(std::max(0.0, std::min(parameter.scalar, 1e9))), groups, out);
        return true;
    }
    for (const auto &[labels, samples] : groups) {
        double value = samples.front().value;
        double sum = 0;
        for (const PromSample &sample : samples) {
            sum += sample.value;
            if (expr.name == QLatin1String("min") && (sample.value < value || std::isnan(value)))
                value = sample.value;
            if (expr.name == QLatin1String("max") && (sample.value > value || std::isnan(value)))
                value = sample.value;
        }
        if (expr.name == QLatin1String("sum"))
            value = sum;
        else if (expr.name == QLatin1String("avg"))
            value = sum / double(samples.size());
        else if (expr.name == QLatin1String("count"))
            value = double(samples.size());
        else if (expr.name == QLatin1String("group"))
            value = 1;
        out.vector.push_back({labels, value, m_at});
    }
    return true;
}

bool PromEvaluator::call(const PromExpr &expr, PromValue &out, PromError &error) const
{
    std::vector<PromValue> args(expr.args.size());
    for (size_t i = 0; i < args.size(); ++i)
        if (!evaluate(expr.args[i], args[i], error))
            return false;
    // timestamp() tells a stored sample's own time only of a plain selector.
    if (expr.name == QLatin1String("timestamp") && expr.args[0].kind != PromExpr::Kind::Selector)
        for (PromSample &sample : args[0].vector)
            sample.at = m_at;
    return callPromFunction(expr, args, m_at, out, error);
}

namespace {

// Arithmetic, or a comparison that answers 1 or 0.
double operate(const QString &op, double a, double b)
{
    if (op == QLatin1String("+"))
        return a + b;
    if (op == QLatin1String("-"))
        return a - b;
    if (op == QLatin1String("*"))
        return a * b;
    if (op == QLatin1String("/"))
        return a / b;
    if (op == QLatin1String("%"))
        return std::fmod(a, b);
    if (op == QLatin1String("^"))
        return std::pow(a, b);
    bool holds = false;
    if (op == QLatin1String("=="))
        holds = a == b;
    else if (op == QLatin1String("!="))
        holds = a != b;
    else if (op == QLatin1String("<"))
        holds = a < b;
    else if (op == QLatin1String("<="))
        holds = a <= b;
    else if (op == QLatin1String(">"))
        holds = a > b;
    else if (op == QLatin1String(">="))
        holds = a >= b;
    return holds ? 1 : 0;
}

bool compares(const QString &op) { return op.size() <= 2 && QLatin1String("=!<>").contains(op.at(0)); }

// Two vectors by the labels on which they match.
class Matching {
public:
    Matching(const PromExpr &expr, qint64 at) : m_expr(expr), m_at(at) {}

    void setOperation(std::vector<PromSample> &left, std::vector<PromSample> &right, PromValue &out) const
    {
        std::set<Labels> onLeft;
        std::set<Labels> onRight;
        for (const PromSample &sample : left)
            onLeft.insert(signature(sample.labels));
        for (const PromSample &sample : right)
            onRight.insert(signature(sample.labels));
        const bool isOr = m_expr.name == QLatin1String("or");
        const bool isAnd = m_expr.name == QLatin1String("and");
        for (PromSample &sample : left)
            if (isOr || onRight.contains(signature(sample.labels)) == isAnd)
                out.vector.push_back(std::move(sample));
        if (isOr)
            for (PromSample &sample : right)
                if (!onLeft.contains(signature(sample.labels)))
                    out.vector.push_back(std::move(sample));
    }

    bool operation(const std::vector<PromSample> &left, const std::vector<PromSample> &right, PromValue &out,
                   PromError &error) const
    {
        const bool swapped = m_expr.card == PromExpr::Card::OneToMany;
        const auto &many = swapped ? right : left;
        const auto &one = swapped ? left : right;
        std::map<Labels, const PromSample *> partners;
        for (const PromSample &sample : one)
            if (!partners.emplace(signature(sample.labels), &sample).second)
                return duplicate(swapped ? "left" : "right", error);
        std::set<Labels> used;
        for (const PromSample &sample : many) {
            const Labels key = signature(sample.labels);
            const auto partner = partners.find(key);
            if (partner == partners.end())
                continue;
            const double a = swapped ? partner->second->value : sample.value;
            const double b = swapped ? sample.value : partner->second->value;
            double value = operate(m_expr.name, a, b);
            if (compares(m_expr.name) && !m_expr.boolean) {
                if (value == 0)
                    continue;
                value = a;
            }
            if (m_expr.card == PromExpr::Card::OneToOne && !used.insert(key).second) {
                error = {QStringLiteral("multiple matches for labels: many-to-one matching must be explicit "
                                        "(group_left/group_right)"),
                         -1, true};
                return false;
            }
            out.vector.push_back({result(sample.labels, partner->second->labels), value, m_at});
        }
        return unique(out.vector, error);
    }

private:
    [[nodiscard]] Labels signature(const Labels &labels) const { return groupOf(labels, m_expr); }
    [[nodiscard]] Labels result(const Labels &many, const Labels &one) const
    {
        Labels labels = compares(m_expr.name) && !m_expr.boolean ? many : withoutName(many);
        if (m_expr.card == PromExpr::Card::OneToOne && m_expr.matchingGiven) {
            std::erase_if(labels, [this](const auto &pair) {
                const bool named = m_expr.grouping.contains(pair.first);
                return m_expr.without ? named : !named;
            });
        }
        for (const QString &name : m_expr.include) {
            const auto it = one.find(name);
            if (it != one.end())
                labels[name] = it->second;
            else
                labels.erase(name);
        }
        return labels;
    }
    static bool duplicate(const char *side, PromError &error)
    {
        error = {QStringLiteral(
                     "found duplicate series for the match group on the %1 hand-side of the operation;many-to-many "
                     "matching not allowed: matching labels must be unique on one side")
                     .arg(QLatin1String(side)),
                 -1, true};
        return false;
    }

    const PromExpr &m_expr;
    qint64 m_at;
};

} // namespace

bool PromEvaluator::binary(const PromExpr &expr, PromValue &out, PromError &error) const
{
    PromValue left;
    PromValue right;
    if (!evaluate(expr.args[0], left, error) || !evaluate(expr.args[1], right, error))
        return false;
    if (expr.type == PromType::Scalar) {
        out.scalar = operate(expr.name, left.scalar, right.scalar);
        return true;
    }
    const Matching matching(expr, m_at);
    if (left.type == PromType::Vector && right.type == PromType::Vector) {
        if (expr.name == QLatin1String("and") || expr.name == QLatin1String("or") ||
            expr.name == QLatin1String("unless")) {
            matching.setOperation(left.vector, right.vector, out);
            return true;
        }
        return matching.operation(left.vector, right.vector, out, error);
    }
    const bool vectorLeft = left.type == PromType::Vector;
    for (PromSample &sample : vectorLeft ? left.vector : right.vector) {
        const double value =
            vectorLeft ? operate(expr.name, sample.value, right.scalar) : operate(expr.name, left.scalar, sample.value);
        if (compares(expr.name) && !expr.boolean) { // a filter: keeps the vector's own value and name
            if (value != 0)
                out.vector.push_back(std::move(sample));
            continue;
        }
        out.vector.push_back({withoutName(sample.labels), value, m_at});
    }
    return unique(out.vector, error);
}

} // namespace astern::connectors::sandbox
