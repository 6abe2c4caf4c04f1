// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace astern::test {

// RFC 5424, section 6, read strictly and on its own. Answers with what breaks it; empty: it is a message.
class SyslogReader {
public:
    explicit SyslogReader(const QByteArray &message) : m_text(message) {}
    [[nodiscard]] QString trouble()
    {
        if (!take('<') || !digits(3) || !take('>') || !take('1') || !take(' '))
            return QStringLiteral("priority or version");
        const qsizetype time = m_at;
        if (!word(32))
            return QStringLiteral("time");
        const QByteArray stamp = m_text.mid(time, m_at - time);
        if (stamp != "-" && (stamp.size() != 24 || stamp[10] != 'T' || !stamp.endsWith('Z')))
            return QStringLiteral("time");
        for (const int most : {255, 48, 128, 32}) { // host, program, process, message id
            if (!take(' ') || !word(most))
                return QStringLiteral("a field of the header at %1").arg(m_at);
        }
        if (!take(' '))
            return QStringLiteral("no structured data");
        if (!take('-')) {
            int elements = 0;
            while (m_at < m_text.size() && m_text.at(m_at) == '[') {
                if (!element())
                    return QStringLiteral("structured data at %1").arg(m_at);
                ++elements;
            }
            if (elements == 0)
                return QStringLiteral("structured data at %1").arg(m_at);
        }
        if (m_at == m_text.size())
            return {};
        if (!take(' ') || !m_text.mid(m_at).startsWith("\xef\xbb\xbf"))
            return QStringLiteral("the text has no mark");
        const QByteArray text = m_text.mid(m_at + 3);
        if (QString::fromUtf8("x" + text).toUtf8() != "x" + text || text.contains('\xff'))
            return QStringLiteral("the text is no UTF-8");
        return {};
    }

private:
    bool take(char c)
    {
        if (m_at >= m_text.size() || m_text.at(m_at) != c)
            return false;
        ++m_at;
        return true;
    }
    bool digits(int most)
    {
        int count = 0;
        while (m_at < m_text.size() && m_text.at(m_at) >= '0' && m_text.at(m_at) <= '9') {
            ++m_at;
            ++count;
        }
        return count > 0 && count <= most;
    }
    bool word(int most)
    {
        int count = 0;
        while (m_at < m_text.size() && m_text.at(m_at) > 32 && m_text.at(m_at) < 127) {
            ++m_at;
            ++count;
        }
        return count > 0 && count <= most;
    }
    bool name()
    {
        int count = 0;
        for (; m_at < m_text.size(); ++m_at, ++count) {
            const char c = m_text.at(m_at);
            if (c <= 32 || c >= 127 || c == '=' || c == ']' || c == '"')
                break;
        }
        return count > 0 && count <= 32;
    }
    bool element()
    {
        if (!take('[') || !name())
            return false;
        while (take(' ')) {
            if (!name() || !take('=') || !take('"'))
                return false;
            const qsizetype from = m_at;
            while (m_at < m_text.size() && m_text.at(m_at) != '"') {
                const char c = m_text.at(m_at);
                if (c == ']' || (c >= 0 && c < 32))
                    return false;
                m_at += c == '\\' ? 2 : 1;
            }
            const QByteArray value = m_text.mid(from, m_at - from);
            const QByteArray whole = "x" + value; // a mark in front of a text is taken for none of it
            if (QString::fromUtf8(whole).toUtf8() != whole || !take('"'))
                return false;
        }
        return take(']');
    }

    QByteArray m_text;
    qsizetype m_at = 0;
};

inline QString syslogTrouble(const QByteArray &message) { return SyslogReader(message).trouble(); }

} // namespace astern::test
