// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/promlexer.h"

#include <QRegularExpression>

#include <cmath>
#include <limits>

namespace astern::connectors::sandbox {

qint64 promDurationMs(const QString &text)
{
    static const QRegularExpression whole(
        QStringLiteral("^(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?$"));
    static constexpr qint64 kUnits[] = {31'536'000'000, 604'800'000, 86'400'000, 3'600'000, 60'000, 1'000, 1};
    const QRegularExpressionMatch match = whole.match(text);
    if (text.isEmpty() || !match.hasMatch())
        return -1;
    qint64 total = 0;
    for (int i = 0; i < 7; ++i)
        total += match.captured(i + 1).toLongLong() * kUnits[i];
    return total;
}

namespace {

class Lexer {
public:
    Lexer(const QString &query, PromError &error) : m_query(query), m_error(error) {}

    QList<PromToken> run()
    {
        while (skipSpace(), m_at < m_query.size()) {
            if (!one())
                break;
        }
        PromToken end;
        end.at = m_query.size();
        m_tokens.append(end);
        return m_tokens;
    }

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_query.size() ? m_query.at(m_at + ahead) : QChar();
    }
    void skipSpace()
    {
        while (m_at < m_query.size()) {
            if (peek().isSpace())
                ++m_at;
            else if (peek() == QLatin1Char('#'))
                while (m_at < m_query.size() && peek() != QLatin1Char('\n'))
                    ++m_at;
            else
                return;
        }
    }
    bool fail(const QString &message, qsizetype at)
    {
        m_error = {message, at, false};
        return false;
    }
    PromToken &push(PromToken::Kind kind, qsizetype from)
    {
        PromToken token;
        token.kind = kind;
        token.at = from;
        token.text = m_query.mid(from, m_at - from);
        m_tokens.append(token);
        return m_tokens.last();
    }
    static bool starts(QChar c)
    {
        return (c.unicode() < 128 && c.isLetter()) || c == QLatin1Char('_') || c == QLatin1Char(':');
    }
    static bool goesOn(QChar c) { return starts(c) || (c.unicode() < 128 && c.isDigit()); }

    bool one()
    {
        const qsizetype from = m_at;
        const QChar c = peek();
        if (starts(c)) {
            while (goesOn(peek()))
                ++m_at;
            PromToken &token = push(PromToken::Kind::Identifier, from);
            const QString lower = token.text.toLower();
            if (lower == QLatin1String("inf") || lower == QLatin1String("nan")) {
                token.kind = PromToken::Kind::Number;
                token.number = lower == QLatin1String("inf") ? std::numeric_limits<double>::infinity()
                                                             : std::numeric_limits<double>::quiet_NaN();
            }
            return true;
        }
        if (c.isDigit() || (c == QLatin1Char('.') && peek(1).isDigit()))
            return numberOrDuration(from);
        if (c == QLatin1Char('"') || c == QLatin1Char('\'') || c == QLatin1Char('`'))
            return string(from);
        for (const char *symbol : {"=~", "!~", "!=", "==", "<=", ">="})
            if (QStringView(m_query).mid(m_at).startsWith(QLatin1String(symbol))) {
                m_at += 2;
                push(PromToken::Kind::Symbol, from);
                return true;
            }
        if (QLatin1String("+-*/%^<>=(){}[],@").contains(c) || (c == QLatin1Char(':'))) {
            ++m_at;
            push(PromToken::Kind::Symbol, from);
            return true;
        }
        return fail(QStringLiteral("unexpected character: '%1'").arg(c), from);
    }

    bool numberOrDuration(qsizetype from)
    {
        static const QRegularExpression duration(QStringLiteral("\\G(?:\\d+(?:ms|[smhdwy]))+(?![A-Za-z0-9_])"));
        static const QRegularExpression number(
            QStringLiteral("\\G(?:0[xX][0-9a-fA-F]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)(?![A-Za-z0-9_])"));
        if (const auto match = duration.match(m_query, from); match.hasMatch()) {
            m_at = match.capturedEnd();
            PromToken &token = push(PromToken::Kind::Duration, from);
            token.durationMs = promDurationMs(token.text);
            return token.durationMs > 0 ||
                   fail(QStringLiteral("not a valid duration string: \"%1\"").arg(token.text), from);
        }
        const auto match = number.match(m_query, from);
        if (!match.hasMatch())
            return fail(QStringLiteral("bad number or duration syntax: \"%1\"").arg(m_query.mid(from, 12)), from);
        m_at = match.capturedEnd();
        PromToken &token = push(PromToken::Kind::Number, from);
        bool ok = false;
        token.number = token.text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive)
                           ? double(token.text.mid(2).toULongLong(&ok, 16))
                           : token.text.toDouble(&ok);
        return ok || fail(QStringLiteral("bad number or duration syntax: \"%1\"").arg(token.text), from);
    }

    bool string(qsizetype from)
    {
        const QChar quote = peek();
        ++m_at;
        QString value;
        while (m_at < m_query.size() && peek() != quote) {
            QChar c = peek();
            if (c == QLatin1Char('\\') && quote != QLatin1Char('`')) {
                ++m_at;
                c = peek();
                if (c == QLatin1Char('n'))
                    c = QLatin1Char('\n');
                else if (c == QLatin1Char('t'))
                    c = QLatin1Char('\t');
                else if (c != QLatin1Char('\\') && c != QLatin1Char('"') && c != QLatin1Char('\''))
                    return fail(QStringLiteral("unknown escape sequence '%1'").arg(c), m_at);
            }
            value += c;
            ++m_at;
        }
        if (m_at >= m_query.size())
            return fail(QStringLiteral("unterminated quoted string"), from);
        ++m_at;
        push(PromToken::Kind::String, from).text = value;
        return true;
    }

    const QString &m_query;
    PromError &m_error;
    qsizetype m_at = 0;
    QList<PromToken> m_tokens;
};

} // namespace

QList<PromToken> lexPromQL(const QString &query, PromError &error) { return Lexer(query, error).run(); }

} // namespace astern::connectors::sandbox
