// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/condition.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <cmath>
#include <limits>
#include <vector>

namespace astern::policy {

struct Condition::Term {
    enum class Kind { Number, Result, Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual, And, Or, Not, Nan, Inf };
    Kind kind = Kind::Number;
    double number = 0;
    std::vector<Term> parts;

    [[nodiscard]] double value(double result) const { return kind == Kind::Result ? result : number; }
    [[nodiscard]] bool isValue() const { return kind == Kind::Number || kind == Kind::Result; }
    [[nodiscard]] bool holds(double result) const;
};

bool Condition::Term::holds(double result) const
{
    const auto compared = [&](auto compare) { return compare(parts[0].value(result), parts[1].value(result)); };
    switch (kind) {
    case Kind::Less:
        return compared([](double a, double b) { return a < b; });
    case Kind::LessEqual:
        return compared([](double a, double b) { return a <= b; });
    case Kind::Greater:
        return compared([](double a, double b) { return a > b; });
    case Kind::GreaterEqual:
        return compared([](double a, double b) { return a >= b; });
    case Kind::Equal:
        return compared([](double a, double b) { return a >= b && a <= b; });
    case Kind::NotEqual:
        return compared([](double a, double b) { return a < b || a > b; });
    case Kind::And:
        return parts[0].holds(result) && parts[1].holds(result);
    case Kind::Or:
        return parts[0].holds(result) || parts[1].holds(result);
    case Kind::Not:
        return !parts[0].holds(result);
    case Kind::Nan:
        return std::isnan(parts[0].value(result));
    case Kind::Inf:
        return std::isinf(parts[0].value(result));
    case Kind::Number:
    case Kind::Result:
        break;
    }
    return false; // the parser lets no bare number stand as a condition
}

namespace {

using Term = Condition::Term;
constexpr qsizetype kLongest = 1000;
constexpr int kDeepest = 32;

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

// Recursive descent: or < and < not < comparison < value. What is wrong is kept once, where it was met first.
class Parser {
public:
    explicit Parser(const QString &text) : m_text(text) { next(); }

    Result<Term> parse()
    {
        Term term = disjunction();
        if (m_wrong.isEmpty() && !m_token.isEmpty())
            expected(tr("the end, and or or"));
        if (m_wrong.isEmpty())
            return term;
        return Error{.kind = Error::Kind::Invalid, .message = m_wrong, .where = {}, .hint = {}};
    }

private:
    Term disjunction()
    {
        Term left = conjunction();
        while (take({QStringLiteral("or"), QStringLiteral("||")}))
            left = pair(Term::Kind::Or, std::move(left), conjunction());
        return left;
    }
    Term conjunction()
    {
        Term left = negation();
        while (take({QStringLiteral("and"), QStringLiteral("&&")}))
            left = pair(Term::Kind::And, std::move(left), negation());
        return left;
    }
    Term negation()
    {
        if (++m_depth > kDeepest)
            expected(tr("at most %1 levels").arg(kDeepest));
        Term term;
        if (!m_wrong.isEmpty())
            return term;
        if (take({QStringLiteral("not"), QStringLiteral("!")})) {
            term.kind = Term::Kind::Not;
            term.parts.push_back(negation());
        } else if (take({QStringLiteral("(")})) {
            term = disjunction();
            if (!take({QStringLiteral(")")}))
                expected(QStringLiteral(")"));
        } else if (m_token == QLatin1String("isNaN") || m_token == QLatin1String("isInf")) {
            term = call();
        } else {
            term = comparison();
        }
        --m_depth;
        return term;
    }
    Term call()
    {
        Term term;
        term.kind = m_token == QLatin1String("isNaN") ? Term::Kind::Nan : Term::Kind::Inf;
        next();
        if (!take({QStringLiteral("(")}))
            expected(QStringLiteral("("));
        term.parts.push_back(value());
        if (!take({QStringLiteral(")")}))
            expected(QStringLiteral(")"));
        return term;
    }
    Term comparison()
    {
        static const QStringList signs{QStringLiteral("<"),  QStringLiteral("<="), QStringLiteral(">"),
                                       QStringLiteral(">="), QStringLiteral("=="), QStringLiteral("!=")};
        Term left = value();
        const qsizetype sign = signs.indexOf(m_token);
        if (sign < 0) {
            expected(signs.join(QLatin1Char(' ')));
            return left;
        }
        next();
        return pair(Term::Kind(int(Term::Kind::Less) + int(sign)), std::move(left), value());
    }
    Term value()
    {
        static const QRegularExpression number(QStringLiteral("^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$"));
        Term term;
        if (m_token == QLatin1String("result") || m_token == QLatin1String("result[0]")) {
            term.kind = Term::Kind::Result;
        } else if (number.match(m_token).hasMatch() && std::isfinite(m_token.toDouble())) {
            term.number = m_token.toDouble();
        } else {
            expected(tr("result or a number"));
            return term;
        }
        next();
        return term;
    }

    static Term pair(Term::Kind kind, Term left, Term right)
    {
        Term term;
        term.kind = kind;
        term.parts.push_back(std::move(left));
        term.parts.push_back(std::move(right));
        return term;
    }
    bool take(const QStringList &tokens)
    {
        if (!m_wrong.isEmpty() || !tokens.contains(m_token))
            return false;
        next();
        return true;
    }
    void next()
    {
        static const QRegularExpression token(QStringLiteral(
            "\\G\\s*(result\\[0\\]|[A-Za-z_]\\w*|-?[0-9][0-9.]*([eE][-+]?[0-9]+)?|<=|>=|==|!=|&&|\\|\\||[<>!()]|\\S)"));
        const QRegularExpressionMatch match = token.match(m_text, m_end);
        m_at = match.hasMatch() ? match.capturedStart(1) : m_text.size();
        m_token = match.captured(1);
        m_end = match.hasMatch() ? match.capturedEnd(1) : m_text.size();
    }
    void expected(const QString &what)
    {
        if (!m_wrong.isEmpty())
            return;
        m_wrong = m_token.isEmpty()
                      ? tr("it ends where %1 was expected").arg(what)
                      : tr("\"%1\" at character %2 where %3 was expected").arg(m_token).arg(m_at + 1).arg(what);
    }

    QString m_text;
    QString m_token; // empty: the end
    qsizetype m_at = 0;
    qsizetype m_end = 0;
    int m_depth = 0;
    QString m_wrong;
};

} // namespace

Result<Condition> Condition::parse(const QString &text)
{
    if (text.size() > kLongest)
        return Error{.kind = Error::Kind::TooLarge,
                     .message = tr("it has more than %1 characters").arg(kLongest),
                     .where = {},
                     .hint = {}};
    Result<Term> term = Parser(text).parse();
    if (!term)
        return term.error();
    Condition condition;
    condition.m_text = text.simplified();
    condition.m_root = std::make_shared<const Term>(std::move(term).value());
    return condition;
}

bool Condition::holds(double result) const { return m_root && m_root->holds(result); }

} // namespace astern::policy
