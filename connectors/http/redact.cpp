// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/http.h"

#include <QRegularExpression>

#include <array>

namespace astern::connectors {
namespace {

struct Rule {
    QRegularExpression pattern;
    QString replacement;
};

QRegularExpression insensitive(const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
}

// What looks like a secret, wherever it stands. Rather one word too many than one token in a log.
const std::array<Rule, 7> &rules()
{
    static const std::array<Rule, 7> all{
        // user:password@ in an address, whatever stands before its scheme, and with an @ in the password
        Rule{insensitive(QStringLiteral(R"rx((://)[^/\s"']*@)rx")), QStringLiteral("\\1***@")},
        // Authorization headers, with whatever scheme, up to the end of the line or text
        Rule{insensitive(QStringLiteral(R"rx((\b(?:proxy-)?authorization"?\s*[:=]\s*"?)[^\r\n",;]+)rx")),
             QStringLiteral("\\1***")},
        // A scheme and its credentials by themselves
        Rule{insensitive(QStringLiteral(R"rx(\b(bearer|basic)(\s+)(?=[^\s"',;]{6})[A-Za-z0-9._~+/=:-]+)rx")),
             QStringLiteral("\\1\\2***")},
        // "token" is also a word of ordinary sentences ("token expired"): only what looks made by a machine
        Rule{
            QRegularExpression(QStringLiteral(
                R"rx((?i:\b(token|api-key)(\s+))(?=[A-Za-z0-9._~+/=-]{6})(?=[a-z.-]*[0-9A-Z=_~+/])[A-Za-z0-9._~+/=-]+)rx")),
            QStringLiteral("\\1\\2***")},
        // key=value and "key": "value", in addresses, forms and JSON
        Rule{
            insensitive(QStringLiteral(
                R"rx((\b[\w.-]*(?:token|passw(?:or)?d|passwd|secret|api[_-]?key|apikey|client[_-]?key|credential|signature|x-vault-token|cookie)"?\s*[=:]\s*"?)[^\s"'&,;}]+)rx")),
            QStringLiteral("\\1***")},
        // JSON web tokens
        Rule{QRegularExpression(QStringLiteral(R"rx(\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?)rx")),
             QStringLiteral("***")},
        // Private keys
        Rule{QRegularExpression(QStringLiteral(
                 R"rx(-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))rx")),
             QStringLiteral("***")},
    };
    return all;
}

} // namespace

QString HttpClient::redact(const QString &text)
{
    QString clean = text;
    for (const Rule &rule : rules())
        clean.replace(rule.pattern, rule.replacement);
    return clean;
}

} // namespace astern::connectors
