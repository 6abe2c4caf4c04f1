// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/yamlreader.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <vector>

namespace astern {
namespace {

constexpr int kMaxDepth = 20;
constexpr int kMaxNodes = 200'000;

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

QString scalarOf(const YAML::Node &node) { return QString::fromStdString(node.Scalar()); }

int editDistance(const QString &a, const QString &b)
{
    std::vector<int> row(size_t(b.size()) + 1);
    for (size_t j = 0; j < row.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i) + 1;
        for (size_t j = 1; j < row.size(); ++j) {
            const int above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a.at(i) == b.at(qsizetype(j) - 1) ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace

QString nearestOf(const QString &text, const QStringList &candidates)
{
    QString best;
    int bestDistance = int(std::max<qsizetype>(2, text.size() / 3)) + 1;
    for (const QString &candidate : candidates) {
        const int distance = editDistance(text.toLower(), candidate.toLower());
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

bool YamlReader::hasErrors() const
{
    return std::any_of(m_issues.cbegin(), m_issues.cend(),
                       [](const WorkspaceIssue &i) { return i.severity == WorkspaceIssue::Severity::Error; });
}

SourcePosition YamlReader::at(const YAML::Node &node) const
{
    const YAML::Mark mark = node.Mark();
    return {.file = m_file, .line = mark.line + 1, .column = mark.column + 1};
}

void YamlReader::error(const YAML::Node &node, const QString &code, const QString &message, const QString &allowed,
                       const QString &nearest)
{
    m_issues.append({WorkspaceIssue::Severity::Error, at(node), code, message, allowed, nearest});
}

void YamlReader::error(const SourcePosition &at, const QString &code, const QString &message, const QString &allowed)
{
    m_issues.append({WorkspaceIssue::Severity::Error, at, code, message, allowed, {}});
}

void YamlReader::checkShape(const YAML::Node &node, int depth)
{
    if (++m_nodes > kMaxNodes || depth > kMaxDepth) {
        if (m_nodes == kMaxNodes + 1 || depth == kMaxDepth + 1)
            error(node, QStringLiteral("W-SIZE"), tr("The file is too large or too deep"),
                  tr("%1 values, %2 levels").arg(kMaxNodes).arg(kMaxDepth));
        return;
    }
    const QString tag = QString::fromStdString(node.Tag());
    if (!tag.isEmpty() && tag != QLatin1String("?") && tag != QLatin1String("!"))
        error(node, QStringLiteral("W-TAG"), tr("A tag (%1) has no meaning here").arg(tag), tr("plain values"));
    if (node.IsMap()) {
        QSet<QString> seen;
        for (const auto &pair : node) {
            const QString key = pair.first.IsScalar() ? scalarOf(pair.first) : QString();
            if (seen.contains(key))
                error(pair.first, QStringLiteral("W-DUP"), tr("The key \"%1\" stands here twice").arg(key),
                      tr("each key once"));
            seen.insert(key);
            checkShape(pair.second, depth + 1);
        }
    } else if (node.IsSequence()) {
        for (const auto &item : node)
            checkShape(item, depth + 1);
    }
}

void YamlReader::onlyKeys(const YAML::Node &map, const QStringList &keys)
{
    if (!map.IsMap())
        return;
    for (const auto &pair : map) {
        const QString key = pair.first.IsScalar() ? scalarOf(pair.first) : QString();
        if (!keys.contains(key))
            error(pair.first, QStringLiteral("W-KEY"), tr("Unknown key \"%1\"").arg(key),
                  keys.join(QStringLiteral(", ")), nearestOf(key, keys));
    }
}

bool YamlReader::isMap(const YAML::Node &node, const QString &what)
{
    if (node.IsMap())
        return true;
    error(node, QStringLiteral("W-TYPE"), tr("%1 must be a mapping").arg(what), tr("key: value pairs"));
    return false;
}

bool YamlReader::isList(const YAML::Node &node, const QString &what)
{
    if (node.IsSequence())
        return true;
    error(node, QStringLiteral("W-TYPE"), tr("%1 must be a list").arg(what), QStringLiteral("[a, b]"));
    return false;
}

QString YamlReader::text(const YAML::Node &node, const QString &what, const QString &fallback)
{
    if (!node.IsDefined() || node.IsNull())
        return fallback;
    if (node.IsScalar())
        return scalarOf(node);
    error(node, QStringLiteral("W-TYPE"), tr("%1 must be text").arg(what), tr("text"));
    return fallback;
}

QStringList YamlReader::texts(const YAML::Node &node, const QString &what)
{
    QStringList all;
    if (!node.IsDefined() || node.IsNull() || !isList(node, what))
        return all;
    for (const auto &item : node)
        all.append(text(item, what));
    return all;
}

QMap<QString, QString> YamlReader::textMap(const YAML::Node &node, const QString &what)
{
    QMap<QString, QString> all;
    if (!node.IsDefined() || node.IsNull() || !isMap(node, what))
        return all;
    for (const auto &pair : node)
        all.insert(scalarOf(pair.first), text(pair.second, what));
    return all;
}

bool YamlReader::flag(const YAML::Node &node, const QString &what, bool fallback)
{
    if (!node.IsDefined() || node.IsNull())
        return fallback;
    const QString value = node.IsScalar() ? scalarOf(node) : QString();
    if (value == QLatin1String("true") || value == QLatin1String("false"))
        return value == QLatin1String("true");
    error(node, QStringLiteral("W-TYPE"), tr("%1 must be true or false").arg(what), QStringLiteral("true, false"));
    return fallback;
}

qint64 YamlReader::durationMs(const YAML::Node &node, const QString &what, qint64 fallback)
{
    if (!node.IsDefined() || node.IsNull())
        return fallback;
    static const QRegularExpression shape(QStringLiteral("^([0-9]{1,9})(ms|s|m|h|d)$"));
    const QRegularExpressionMatch match = shape.match(node.IsScalar() ? scalarOf(node) : QString());
    if (!match.hasMatch()) {
        error(node, QStringLiteral("W-UNIT"), tr("%1 must be a duration").arg(what),
              tr("an integer and one of ms, s, m, h, d: 30s"));
        return fallback;
    }
    static const QMap<QString, qint64> units{{QStringLiteral("ms"), 1},
                                             {QStringLiteral("s"), 1'000},
                                             {QStringLiteral("m"), 60'000},
                                             {QStringLiteral("h"), 3'600'000},
                                             {QStringLiteral("d"), 86'400'000}};
    return match.captured(1).toLongLong() * units.value(match.captured(2));
}

std::optional<double> YamlReader::number(const YAML::Node &node, const QString &what)
{
    bool isNumber = false;
    const double value = node.IsScalar() ? scalarOf(node).toDouble(&isNumber) : 0;
    if (isNumber && std::isfinite(value))
        return value;
    error(node, QStringLiteral("W-TYPE"), tr("%1 must be a number").arg(what), tr("a number such as 40 or 0.5"));
    return std::nullopt;
}

std::optional<double> YamlReader::ratio(const YAML::Node &node, const QString &what)
{
    QString value = node.IsScalar() ? scalarOf(node) : QString();
    const bool percent = value.endsWith(QLatin1Char('%'));
    if (percent)
        value.chop(1);
    bool isNumber = false;
    const double number = value.toDouble(&isNumber);
    const double ratio = percent ? number / 100 : number;
    if (isNumber && ratio >= 0 && ratio <= 1)
        return ratio;
    error(node, QStringLiteral("W-UNIT"), tr("%1 must be a ratio").arg(what), tr("1% or 0.01; between 0 and 100 %"));
    return std::nullopt;
}

QString YamlReader::oneOf(const YAML::Node &node, const QString &what, const QStringList &allowed)
{
    const QString value = text(node, what);
    if (allowed.contains(value))
        return value;
    error(node, QStringLiteral("W-VALUE"), tr("%1 cannot be \"%2\"").arg(what, value),
          allowed.join(QStringLiteral(", ")), nearestOf(value, allowed));
    return {};
}

} // namespace astern
