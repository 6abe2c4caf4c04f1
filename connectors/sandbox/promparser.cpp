// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/promparser.h"

#include <algorithm>

namespace astern::connectors::sandbox {

QString typeName(PromType type)
{
    switch (type) {
    case PromType::Scalar:
        return QStringLiteral("scalar");
    case PromType::Vector:
        return QStringLiteral("instant vector");
    case PromType::Matrix:
        return QStringLiteral("range vector");
    case PromType::String:
        return QStringLiteral("string");
    }
    return {};
}

bool PromMatcher::matches(const QString &text) const
{
    switch (op) {
    case Op::Equal:
        return text == value;
    case Op::NotEqual:
        return text != value;
    case Op::Regex:
        return pattern.match(text).hasMatch();
    case Op::NotRegex:
        return !pattern.match(text).hasMatch();
    }
    return false;
}

namespace {

const QStringList &aggregations()
{
    static const QStringList names{QStringLiteral("sum"),  QStringLiteral("avg"),    QStringLiteral("min"),
                                   QStringLiteral("max"),  QStringLiteral("count"),  QStringLiteral("group"),
                                   QStringLiteral("topk"), QStringLiteral("bottomk")};
    return names;
}

bool isComparison(const QString &op)
{
    return op == QLatin1String("==") || op == QLatin1String("!=") || op == QLatin1String("<") ||
           op == QLatin1String("<=") || op == QLatin1String(">") || op == QLatin1String(">=");
}
bool isSetOperator(const QString &op)
{
    return op == QLatin1String("and") || op == QLatin1String("or") || op == QLatin1String("unless");
}

int precedence(const PromToken &token)
{
    if (token.kind != PromToken::Kind::Symbol && token.kind != PromToken::Kind::Identifier)
        return 0;
    const QString op = token.text.toLower();
    if (op == QLatin1String("or"))
        return 1;
    if (op == QLatin1String("and") || op == QLatin1String("unless"))
        return 2;
    if (isComparison(op))
        return 3;
    if (op == QLatin1String("+") || op == QLatin1String("-"))
        return 4;
    if (op == QLatin1String("*") || op == QLatin1String("/") || op == QLatin1String("%"))
        return 5;
    return op == QLatin1String("^") ? 6 : 0;
}

class Parser {
public:
    Parser(QList<PromToken> tokens, PromError &error) : m_tokens(std::move(tokens)), m_error(error) {}

    bool run(PromExpr &out)
    {
        if (m_tokens.size() == 1)
            return fail(QStringLiteral("no expression found in input"), m_tokens.first());
        if (!binary(out, 1))
            return false;
        return peek().kind == PromToken::Kind::End || unexpected();
    }

private:
    [[nodiscard]] const PromToken &peek() const { return m_tokens.at(m_at); }
    PromToken take() { return m_tokens.at(m_at < m_tokens.size() - 1 ? m_at++ : m_at); }
    bool accept(const char *symbol)
    {
        if (!peek().is(symbol))
            return false;
        take();
        return true;
    }
    bool acceptWord(const char *word)
    {
        if (peek().kind != PromToken::Kind::Identifier ||
            peek().text.compare(QLatin1String(word), Qt::CaseInsensitive) != 0)
            return false;
        take();
        return true;
    }
    bool fail(const QString &message, const PromToken &token)
    {
        if (m_error.message.isEmpty())
            m_error = {message, token.at, false};
        return false;
    }
    bool failAt(const QString &message, qsizetype at)
    {
        if (m_error.message.isEmpty())
            m_error = {message, at, false};
        return false;
    }
    bool unexpected()
    {
        const PromToken &token = peek();
        return fail(token.kind == PromToken::Kind::End ? QStringLiteral("unexpected end of input")
                                                       : QStringLiteral("unexpected \"%1\"").arg(token.text),
                    token);
    }
    bool expect(const char *symbol)
    {
        return accept(symbol) ||
               fail(QStringLiteral("unexpected \"%1\", expected \"%2\"")
                        .arg(peek().kind == PromToken::Kind::End ? QStringLiteral("end of input") : peek().text,
                             QLatin1String(symbol)),
                    peek());
    }

    bool binary(PromExpr &out, int lowest)
    {
        if (!unary(out))
            return false;
        for (int level = precedence(peek()); level >= lowest; level = precedence(peek())) {
            PromExpr node;
            node.kind = PromExpr::Kind::Binary;
            node.at = out.at;
            const PromToken op = take();
            node.name = op.text.toLower();
            if (!modifiers(node))
                return false;
            PromExpr right;
            // Powers bind to the right.
            if (!binary(right, level == 6 ? level : level + 1))
                return false;
            node.args.push_back(std::move(out));
            node.args.push_back(std::move(right));
            if (!checkBinary(node))
                return false;
            out = std::move(node);
        }
        return true;
    }

    bool modifiers(PromExpr &node)
    {
        node.boolean = acceptWord("bool");
        if (node.boolean && !isComparison(node.name))
            return fail(QStringLiteral("bool modifier can only be used on comparison operators"), peek());
        const bool on = acceptWord("on");
        if (on || acceptWord("ignoring")) {
            node.matchingGiven = true;
            node.without = !on;
            if (!labels(node.grouping))
                return false;
        } else
            node.without = true;
        const bool left = acceptWord("group_left");
        if (left || acceptWord("group_right")) {
            if (isSetOperator(node.name))
                return fail(QStringLiteral("no grouping allowed for \"%1\" operation").arg(node.name), peek());
            node.card = left ? PromExpr::Card::ManyToOne : PromExpr::Card::OneToMany;
            if (peek().is("(") && !labels(node.include))
                return false;
        }
        return true;
    }

    bool checkBinary(PromExpr &node)
    {
        const PromType left = node.args[0].type;
        const PromType right = node.args[1].type;
        const auto usable = [](PromType type) { return type == PromType::Scalar || type == PromType::Vector; };
        if (!usable(left) || !usable(right))
            return failAt(QStringLiteral("binary expression must contain only scalar and instant vector types"),
                          node.at);
        const bool scalars = left == PromType::Scalar && right == PromType::Scalar;
        if (isSetOperator(node.name) && (left == PromType::Scalar || right == PromType::Scalar))
            return failAt(QStringLiteral("set operator \"%1\" not allowed in binary scalar expression").arg(node.name),
                          node.at);
        if (scalars && isComparison(node.name) && !node.boolean)
            return failAt(QStringLiteral("comparisons between scalars must use BOOL modifier"), node.at);
        if (node.matchingGiven && (left != PromType::Vector || right != PromType::Vector))
            return failAt(QStringLiteral("vector matching only allowed between instant vectors"), node.at);
        node.type = scalars ? PromType::Scalar : PromType::Vector;
        return true;
    }

    bool unary(PromExpr &out)
    {
        const PromToken token = peek();
        if (!accept("-") && !accept("+"))
            return postfix(out);
        PromExpr operand;
        if (!binary(operand, 6)) // a power binds more tightly than the sign
            return false;
        if (operand.type != PromType::Scalar && operand.type != PromType::Vector)
            return fail(QStringLiteral(
                            "unary expression only allowed on expressions of type scalar or instant vector, got \"%1\"")
                            .arg(typeName(operand.type)),
                        token);
        if (token.text == QLatin1String("+")) {
            out = std::move(operand);
            return true;
        }
        out.kind = PromExpr::Kind::Negate;
        out.type = operand.type;
        out.at = token.at;
        out.args.push_back(std::move(operand));
        return true;
    }

    bool postfix(PromExpr &out)
    {
        if (!primary(out))
            return false;
        if (peek().is("[")) {
            const PromToken open = take();
            if (out.kind != PromExpr::Kind::Selector || out.rangeMs > 0)
                return fail(QStringLiteral("ranges only allowed for vector selectors: the sandbox has no subqueries"),
                            open);
            if (peek().kind != PromToken::Kind::Duration)
                return unexpected();
            out.rangeMs = take().durationMs;
            out.type = PromType::Matrix;
            if (!expect("]"))
                return false;
        }
        if (acceptWord("offset")) {
            const bool back = accept("-");
            if (out.kind != PromExpr::Kind::Selector)
                return failAt(
                    QStringLiteral("offset modifier must be preceded by an instant vector selector or range vector "
                                   "selector"),
                    out.at);
            if (peek().kind != PromToken::Kind::Duration)
                return unexpected();
            out.offsetMs = take().durationMs * (back ? -1 : 1);
        }
        if (peek().is("@"))
            return fail(QStringLiteral("the sandbox does not know the @ modifier"), peek());
        return true;
    }

    bool primary(PromExpr &out)
    {
        const PromToken token = peek();
        out.at = token.at;
        switch (token.kind) {
        case PromToken::Kind::Number:
            take();
            out.number = token.number;
            return true;
        case PromToken::Kind::String:
            take();
            out.kind = PromExpr::Kind::String;
            out.type = PromType::String;
            out.name = token.text;
            return true;
        case PromToken::Kind::Identifier:
            take();
            if (aggregations().contains(token.text.toLower()) &&
                (peek().is("(") || peek().kind == PromToken::Kind::Identifier))
                return aggregate(out, token);
            if (peek().is("("))
                return call(out, token);
            return selector(out, token.text);
        case PromToken::Kind::Symbol:
            if (token.is("{"))
                return selector(out, {});
            if (accept("("))
                return binary(out, 1) && expect(")");
            return unexpected();
        default:
            return unexpected();
        }
    }

    bool selector(PromExpr &out, const QString &metric)
    {
        out.kind = PromExpr::Kind::Selector;
        out.type = PromType::Vector;
        out.name = metric;
        if (!metric.isEmpty())
            out.matchers.push_back({QStringLiteral("__name__"), PromMatcher::Op::Equal, metric, {}});
        if (accept("{"))
            while (!accept("}")) {
                if (!matcher(out))
                    return false;
                if (!peek().is("}") && !expect(","))
                    return false;
            }
        const bool narrow = std::any_of(out.matchers.begin(), out.matchers.end(),
                                        [](const PromMatcher &m) { return !m.matches(QString()); });
        return narrow || failAt(QStringLiteral("vector selector must contain at least one non-empty matcher"), out.at);
    }

    bool matcher(PromExpr &out)
    {
        const PromToken label = take();
        if (label.kind != PromToken::Kind::Identifier)
            return fail(
                QStringLiteral("unexpected \"%1\" in label matching, expected identifier or \"}\"").arg(label.text),
                label);
        const PromToken op = take();
        PromMatcher made;
        made.label = label.text;
        if (op.is("!="))
            made.op = PromMatcher::Op::NotEqual;
        else if (op.is("=~"))
            made.op = PromMatcher::Op::Regex;
        else if (op.is("!~"))
            made.op = PromMatcher::Op::NotRegex;
        else if (!op.is("="))
            return fail(
                QStringLiteral("unexpected \"%1\" in label matching, expected label matching operator").arg(op.text),
                op);
        const PromToken value = take();
        if (value.kind != PromToken::Kind::String)
            return fail(QStringLiteral("unexpected \"%1\" in label matching, expected string").arg(value.text), value);
        made.value = value.text;
        if (made.op == PromMatcher::Op::Regex || made.op == PromMatcher::Op::NotRegex) {
            made.pattern = QRegularExpression(QRegularExpression::anchoredPattern(made.value));
            if (!made.pattern.isValid())
                return fail(QStringLiteral("error parsing regexp: ") + made.pattern.errorString(), value);
        }
        out.matchers.push_back(made);
        return true;
    }

    bool labels(QStringList &out)
    {
        if (!expect("("))
            return false;
        while (!accept(")")) {
            const PromToken label = take();
            if (label.kind != PromToken::Kind::Identifier)
                return fail(QStringLiteral("unexpected \"%1\" in grouping opts, expected label").arg(label.text),
                            label);
            out.append(label.text);
            if (!peek().is(")") && !expect(","))
                return false;
        }
        return true;
    }

    bool arguments(PromExpr &out)
    {
        if (!expect("("))
            return false;
        while (!accept(")")) {
            PromExpr argument;
            if (!binary(argument, 1))
                return false;
            out.args.push_back(std::move(argument));
            if (!peek().is(")") && !expect(","))
                return false;
        }
        return true;
    }

    bool wants(const PromExpr &argument, PromType type, const QString &what)
    {
        return argument.type == type ||
               failAt(
                   QStringLiteral("expected type %1 in %2, got %3").arg(typeName(type), what, typeName(argument.type)),
                   argument.at);
    }

    bool call(PromExpr &out, const PromToken &name)
    {
        out.kind = PromExpr::Kind::Call;
        out.name = name.text;
        const PromFunction *function = promFunction(name.text);
        if (!function)
            return fail(QStringLiteral("unknown function with name \"%1\"").arg(name.text), name);
        if (!arguments(out))
            return false;
        out.type = function->result;
        const size_t most = function->args.size();
        const size_t least = most - size_t(function->optional);
        if (out.args.size() < least || out.args.size() > most)
            return fail(QStringLiteral("expected %1 argument(s) in call to \"%2\", got %3")
                            .arg(out.args.size() < least ? least : most)
                            .arg(name.text)
                            .arg(out.args.size()),
                        name);
        for (size_t i = 0; i < out.args.size(); ++i)
            if (!wants(out.args[i], function->args[i], QStringLiteral("call to function \"%1\"").arg(name.text)))
                return false;
        return true;
    }

    bool grouping(PromExpr &out)
    {
        const bool by = acceptWord("by");
        if (!by && !acceptWord("without"))
            return true;
        out.without = !by;
        return labels(out.grouping);
    }

    bool aggregate(PromExpr &out, const PromToken &name)
    {
        out.kind = PromExpr::Kind::Aggregate;
        out.type = PromType::Vector;
        out.name = name.text.toLower();
        if (!grouping(out) || !arguments(out))
            return false;
        if (out.grouping.isEmpty() && !out.without && !grouping(out))
            return false;
        const bool parameter = out.name == QLatin1String("topk") || out.name == QLatin1String("bottomk");
        const size_t count = parameter ? 2 : 1;
        if (out.args.size() != count)
            return fail(
                QStringLiteral("wrong number of arguments for aggregate expression provided, expected %1, got %2")
                    .arg(count)
                    .arg(out.args.size()),
                name);
        if (parameter) {
            std::swap(out.args[0], out.args[1]);
            if (!wants(out.args[1], PromType::Scalar, QStringLiteral("aggregation parameter")))
                return false;
        }
        return wants(out.args[0], PromType::Vector, QStringLiteral("aggregation expression"));
    }

    QList<PromToken> m_tokens;
    PromError &m_error;
    qsizetype m_at = 0;
};

} // namespace

bool parsePromQL(const QString &query, PromExpr &expr, PromError &error)
{
    QList<PromToken> tokens = lexPromQL(query, error);
    if (!error.message.isEmpty())
        return false;
    return Parser(std::move(tokens), error).run(expr);
}

const PromFunction *promFunction(const QString &name)
{
    using enum PromType;
    static const std::vector<PromFunction> functions{
        {"rate", {Matrix}},
        {"increase", {Matrix}},
        {"delta", {Matrix}},
        {"irate", {Matrix}},
        {"idelta", {Matrix}},
        {"changes", {Matrix}},
        {"resets", {Matrix}},
        {"avg_over_time", {Matrix}},
        {"min_over_time", {Matrix}},
        {"max_over_time", {Matrix}},
        {"sum_over_time", {Matrix}},
        {"count_over_time", {Matrix}},
        {"last_over_time", {Matrix}},
        {"present_over_time", {Matrix}},
        {"histogram_quantile", {Scalar, Vector}},
        {"timestamp", {Vector}},
        {"time", {}, 0, Scalar},
        {"vector", {Scalar}},
        {"scalar", {Vector}, 0, Scalar},
        {"abs", {Vector}},
        {"ceil", {Vector}},
        {"floor", {Vector}},
        {"round", {Vector, Scalar}, 1},
        {"sqrt", {Vector}},
        {"exp", {Vector}},
        {"ln", {Vector}},
        {"clamp", {Vector, Scalar, Scalar}},
        {"clamp_min", {Vector, Scalar}},
        {"clamp_max", {Vector, Scalar}},
        {"absent", {Vector}},
        {"sort", {Vector}},
        {"sort_desc", {Vector}},
        {"label_replace", {Vector, String, String, String, String}},
    };
    for (const PromFunction &function : functions)
        if (name == QLatin1String(function.name))
            return &function;
    return nullptr;
}

} // namespace astern::connectors::sandbox
