// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/fields.h"

#include "models/base/format.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <cmath>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

constexpr qint64 kLongestSpan = qint64(400) * 86'400'000;

QStringList wordsFrom(const char *const *all, size_t count)
{
    QStringList words;
    for (size_t i = 0; i < count; ++i) {
        if (*all[i] != '\0')
            words.append(QLatin1String(all[i]));
    }
    return words;
}

} // namespace

QString percentText(double ratio) { return QString::number(ratio * 100, 'g', 12) + QLatin1Char('%'); }

QString quoted(QString text)
{
    text.replace(QLatin1Char('\n'), QLatin1Char(' '));
    if (text.size() > 60)
        text = text.left(59) + QChar(0x2026);
    return QLatin1Char('"') + text + QLatin1Char('"');
}

bool isPolicyId(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^[a-z][a-z0-9-]{0,62}\\z"));
    return form.match(text).hasMatch();
}

QString policyIdForm() { return tr("a lower-case letter, then lower-case letters, digits and '-', at most 63"); }

bool isYamlNumber(const YamlNode &node)
{
    static const QRegularExpression form(QStringLiteral(
        "^([-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN))\\z"));
    return node.kind == YamlNode::Kind::Scalar && node.plain && form.match(node.text).hasMatch();
}

bool checkText(ReadingContext &context, const YamlNode &node, const QString &name)
{
    const bool scalar = node.kind == YamlNode::Kind::Scalar;
    if (scalar && !node.text.isEmpty() && !isYamlNumber(node) &&
        !(node.plain && (node.text == QLatin1String("true") || node.text == QLatin1String("false"))))
        return true;
    const QString inQuotes = QLatin1Char('"') + node.text + QLatin1Char('"');
    context.error(
        node.at, context.dialect.type,
        scalar && node.text.isEmpty() ? tr("%1 is empty").arg(name) : tr("%1 is %2").arg(name, node.kindWords()),
        scalar && !node.text.isEmpty() ? tr("text, in quotes: %1").arg(inQuotes) : tr("text that is not empty"));
    return false;
}

SourcePosition Fields::place(const char *key)
{
    const YamlNode *node = take(key);
    return node ? node->at : missingAt();
}

QString Fields::words(const char *key, const QString &otherwise)
{
    const YamlNode *node = take(key);
    return node && checkText(context(), *node, path(QLatin1String(key))) ? node->text : otherwise;
}

QString Fields::id(const char *key)
{
    const QString text = words(key);
    if (text.isEmpty() || isPolicyId(text))
        return text;
    const QString lower =
        text.toLower().replace(QLatin1Char('_'), QLatin1Char('-')).replace(QLatin1Char(' '), QLatin1Char('-'));
    refuse(key, context().dialect.id, tr("%1 is %2").arg(path(QLatin1String(key)), quoted(text)), policyIdForm(),
           isPolicyId(lower) ? lower : QString());
    return {};
}

QStringList Fields::wordList(const char *key)
{
    const YamlNode *node = list(key, tr("texts"));
    if (!node)
        return {};
    if (node->items.empty())
        refuse(key, context().dialect.range, tr("%1 is empty").arg(path(QLatin1String(key))), tr("at least one"));
    QStringList texts;
    for (const YamlNode &item : node->items) {
        if (!checkText(context(), item, tr("an item of %1").arg(path(QLatin1String(key)))))
            continue;
        if (texts.contains(item.text))
            context().error(item.at, "P-DUPLICATE-ID", tr("%1 is in the list a second time").arg(quoted(item.text)),
                            tr("each once"));
        texts.append(item.text);
    }
    return texts;
}

QStringList Fields::idList(const char *key)
{
    const QStringList texts = wordList(key);
    const YamlNode *node = take(key);
    for (const YamlNode &item : node ? node->items : std::vector<YamlNode>()) {
        if (texts.contains(item.text) && !isPolicyId(item.text))
            context().error(item.at, context().dialect.id,
                            tr("an item of %1 is %2").arg(path(QLatin1String(key)), quoted(item.text)), policyIdForm(),
                            isPolicyId(item.text.toLower()) ? item.text.toLower() : QString());
    }
    return texts;
}

std::optional<double> Fields::number(const YamlNode &node, const QString &name, const QString &allowed)
{
    if (!isYamlNumber(node)) {
        const bool scalar = node.kind == YamlNode::Kind::Scalar;
        context().error(node.at, context().dialect.type,
                        tr("%1 is %2").arg(name, scalar ? quoted(node.text) : node.kindWords()), allowed);
        return std::nullopt;
    }
    const double value = node.text.toDouble(); // locale-free; ".inf" and ".nan" are not read: NaN below
    if (node.text.contains(QLatin1String("inf"), Qt::CaseInsensitive) ||
        node.text.contains(QLatin1String("nan"), Qt::CaseInsensitive) || !std::isfinite(value)) {
        context().error(node.at, "P-NONFINITE", tr("%1 is %2").arg(name, node.text.left(40)), tr("a finite number"));
        return std::nullopt;
    }
    return value;
}

bool Fields::within(const YamlNode &node, const QString &name, double value, const Bounds &bounds, bool ratio)
{
    const bool low = bounds.above ? value <= bounds.least : value < bounds.least;
    const bool high = bounds.under ? value >= bounds.most : value > bounds.most;
    if (!low && !high)
        return true;
    const auto text = [ratio](double end) { return ratio ? percentText(end) : QString::number(end, 'g', 12); };
    const QString from =
        bounds.above ? tr("more than %1").arg(text(bounds.least)) : tr("from %1").arg(text(bounds.least));
    const QString to =
        bounds.under ? tr("less than %1").arg(text(bounds.most)) : tr("at most %1").arg(text(bounds.most));
    context().error(node.at, context().dialect.range, tr("%1 is %2").arg(name, node.text), tr("%1, %2").arg(from, to));
    return false;
}

qint64 Fields::integer(const char *key, qint64 otherwise, qint64 least, qint64 most)
{
    static const QRegularExpression form(QStringLiteral("^[-+]?[0-9]+\\z"));
    const YamlNode *node = take(key);
    if (!node)
        return otherwise;
    const QString name = path(QLatin1String(key));
    const std::optional<double> value = number(*node, name, tr("a whole number"));
    if (!value)
        return otherwise;
    if (!form.match(node->text).hasMatch()) {
        context().error(node->at, context().dialect.type, tr("%1 is %2").arg(name, node->text), tr("a whole number"),
                        *value >= double(least) && *value <= double(most) ? QString::number(std::llround(*value))
                                                                          : QString());
        return otherwise;
    }
    if (!within(*node, name, *value, {.least = double(least), .most = double(most)}, false))
        return otherwise;
    return node->text.toLongLong();
}

double Fields::real(const char *key, double otherwise, const Bounds &bounds)
{
    const YamlNode *node = take(key);
    if (!node)
        return otherwise;
    const std::optional<double> value = number(*node, path(QLatin1String(key)), tr("a number"));
    return value && within(*node, path(QLatin1String(key)), *value, bounds, false) ? *value : otherwise;
}

std::optional<double> Fields::item(const YamlNode &node, const QString &listName, const Bounds &bounds)
{
    const QString name = tr("an item of %1").arg(listName);
    const std::optional<double> value = number(node, name, tr("a number"));
    return value && within(node, name, *value, bounds, false) ? value : std::nullopt;
}

double Fields::ratio(const char *key, double otherwise, const Bounds &bounds)
{
    static const QRegularExpression percent(QStringLiteral("^-?[0-9]+(\\.[0-9]+)?%\\z"));
    const YamlNode *node = take(key);
    if (!node)
        return otherwise;
    const QString name = path(QLatin1String(key));
    const QString allowed = tr("a ratio: 1% or 0.01");
    if (node->kind != YamlNode::Kind::Scalar) {
        context().type(*node, name, allowed);
        return otherwise;
    }
    if (percent.match(node->text).hasMatch()) {
        // Two places to the left in the text, not a division: 99.9% is the same number as 0.999.
        const double value = QString(node->text.chopped(1) + QLatin1String("e-2")).toDouble();
        return within(*node, name, value, bounds, true) ? value : otherwise;
    }
    if (!isYamlNumber(*node)) {
        QString digits = node->text;
        digits.remove(QRegularExpression(QStringLiteral("[^0-9.]")));
        const QString nearest = digits + QLatin1Char('%');
        context().error(node->at, "P-UNIT", tr("%1 is %2").arg(name, quoted(node->text)), allowed,
                        percent.match(nearest).hasMatch() && digits.toDouble() <= 100 ? nearest : QString());
        return otherwise;
    }
    const std::optional<double> value = number(*node, name, allowed);
    if (!value)
        return otherwise;
    if (*value >= 1) {
        context().error(node->at, "P-UNIT", tr("%1 is %2, without a unit").arg(name, node->text),
                        tr("a ratio: 1% or 0.01; all of it is 100%"),
                        *value <= 100 ? QString::number(*value, 'g', 12) + QLatin1Char('%') : QString());
        return otherwise;
    }
    return within(*node, name, *value, bounds, true) ? *value : otherwise;
}

qint64 Fields::span(const char *key, qint64 otherwise, qint64 least)
{
    return duration(key, otherwise, least, kLongestSpan);
}

void Fields::refuse(const char *key, const char *code, const QString &message, const QString &allowed,
                    const QString &nearest)
{
    context().error(place(key), code, message, allowed, nearest);
}

void Fields::warn(const char *key, const char *code, const QString &message, const QString &allowed)
{
    context().warning(place(key), code, message, allowed);
}

void Fields::conflict(const char *first, const char *second, const QString &message, const QString &allowed)
{
    const SourcePosition a = place(first);
    const SourcePosition b = place(second);
    const bool later = !has(second) || (has(first) && (a.line != b.line ? a.line > b.line : a.column > b.column));
    context().error(later ? a : b, "P-CONFLICT", message, allowed);
}

qsizetype Fields::wordIndex(const char *key, const char *const *all, size_t count)
{
    const YamlNode *node = scalar(key);
    if (!node)
        return -1;
    const QStringList allowed = wordsFrom(all, count);
    for (size_t i = 0; i < count; ++i) {
        if (node->text == QLatin1String(all[i]) && !node->text.isEmpty())
            return qsizetype(i);
    }
    refuse(key, context().dialect.value, tr("%1 is %2").arg(path(QLatin1String(key)), quoted(node->text)),
           tr("one of %1").arg(allowed.join(QStringLiteral(", "))), nearestText(node->text, allowed));
    return -1;
}

QList<qsizetype> Fields::wordIndexes(const char *key, const char *const *all, size_t count)
{
    const QStringList texts = wordList(key);
    const QStringList allowed = wordsFrom(all, count);
    QList<qsizetype> found;
    const YamlNode *node = take(key);
    for (const YamlNode &item : node ? node->items : std::vector<YamlNode>()) {
        if (!texts.contains(item.text))
            continue; // no text: said already
        qsizetype index = -1;
        for (size_t i = 0; i < count; ++i) {
            if (item.text == QLatin1String(all[i]))
                index = qsizetype(i);
        }
        if (index >= 0)
            found.append(index);
        else
            context().error(item.at, context().dialect.value,
                            tr("an item of %1 is %2").arg(path(QLatin1String(key)), quoted(item.text)),
                            tr("one of %1").arg(allowed.join(QStringLiteral(", "))), nearestText(item.text, allowed));
    }
    return found;
}

} // namespace astern::policy
