// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/document/section.h"

#include "models/base/format.h"
#include "models/document/units.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

#include <utility>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

// Found text in a message: short, on one line.
QString quoted(QString text)
{
    text.replace(QLatin1Char('\n'), QLatin1Char(' '));
    if (text.size() > 60)
        text = text.left(59) + QChar(0x2026);
    return QLatin1Char('"') + text + QLatin1Char('"');
}

} // namespace

void ReadingContext::error(const SourcePosition &at, const char *code, const QString &message, const QString &allowed,
                           const QString &nearest)
{
    issues.append({DocumentIssue::Severity::Error, at, QLatin1String(code), message, allowed, nearest});
}

void ReadingContext::warning(const SourcePosition &at, const char *code, const QString &message, const QString &allowed)
{
    issues.append({DocumentIssue::Severity::Warning, at, QLatin1String(code), message, allowed, {}});
}

void ReadingContext::type(const YamlNode &node, const QString &path, const QString &allowed)
{
    error(node.at, dialect.type, tr("%1 is %2").arg(path, node.kindWords()), allowed);
}

bool ReadingContext::reference(const YamlNode &node, const QString &what, const QStringList &known)
{
    if (node.kind != YamlNode::Kind::Scalar) {
        type(node, what, tr("one of %1").arg(known.join(QStringLiteral(", "))));
        return false;
    }
    if (known.contains(node.text))
        return true;
    error(node.at, dialect.reference, tr("there is no %1 %2").arg(what, quoted(node.text)),
          known.isEmpty() ? tr("none is declared") : tr("one of %1").arg(known.join(QStringLiteral(", "))),
          nearestText(node.text, known));
    return false;
}

Section::Section(ReadingContext &context, const YamlNode &node, QString path)
    : m_context(context), m_node(node), m_path(std::move(path))
{
    if (!isMap())
        m_context.type(node, m_path.isEmpty() ? tr("the file") : m_path, tr("a map (key: value)"));
}

const YamlNode *Section::take(const char *key)
{
    const QString name = QLatin1String(key);
    if (!m_known.contains(name)) // asked for twice, it is still named once to whoever mistypes a key
        m_known.append(name);
    for (const YamlNode::Entry &entry : m_node.entries) {
        if (entry.key != name)
            continue;
        m_taken.insert(&entry.value);
        return &entry.value;
    }
    return nullptr;
}

const YamlNode *Section::require(const char *key)
{
    const YamlNode *node = take(key);
    if (!node && isMap())
        m_context.error(missingAt(), m_context.dialect.missingKey, tr("%1 is missing").arg(path(QLatin1String(key))),
                        tr("%1: …").arg(QLatin1String(key)));
    return node;
}

const YamlNode *Section::scalar(const char *key)
{
    const YamlNode *node = take(key);
    if (node && node->kind != YamlNode::Kind::Scalar) {
        m_context.type(*node, path(QLatin1String(key)), tr("text"));
        return nullptr;
    }
    return node;
}

QString Section::text(const char *key)
{
    const YamlNode *node = scalar(key);
    return node ? node->text : QString();
}

QString Section::requiredText(const char *key)
{
    const YamlNode *node = require(key);
    if (!node)
        return {};
    if (node->kind == YamlNode::Kind::Scalar && !node->text.isEmpty())
        return node->text;
    m_context.type(*node, path(QLatin1String(key)), tr("text that is not empty"));
    return {};
}

QString Section::file(const char *key) { return pathFrom(m_context.folder, text(key)); }

QString Section::oneOf(const char *key, const QStringList &allowed, const QString &otherwise)
{
    const YamlNode *node = scalar(key);
    if (!node)
        return otherwise;
    if (allowed.contains(node->text))
        return node->text;
    m_context.error(node->at, m_context.dialect.value, tr("%1 is %2").arg(path(QLatin1String(key)), quoted(node->text)),
                    tr("one of %1").arg(allowed.join(QStringLiteral(", "))), nearestText(node->text, allowed));
    return otherwise;
}

bool Section::boolean(const char *key, bool otherwise)
{
    const YamlNode *node = take(key);
    if (!node)
        return otherwise;
    // YAML 1.1's yes, no, on, off mean different things to different readers.
    if (node->kind == YamlNode::Kind::Scalar && node->plain &&
        (node->text == QLatin1String("true") || node->text == QLatin1String("false")))
        return node->text == QLatin1String("true");
    const bool scalarNode = node->kind == YamlNode::Kind::Scalar;
    m_context.error(
        node->at, m_context.dialect.type,
        tr("%1 is %2").arg(path(QLatin1String(key)), scalarNode ? quoted(node->text) : node->kindWords()),
        tr("true or false"),
        scalarNode &&
                QStringList{QStringLiteral("yes"), QStringLiteral("on"), QStringLiteral("True")}.contains(node->text)
            ? QStringLiteral("true")
            : QString());
    return otherwise;
}

qint64 Section::duration(const char *key, qint64 otherwise, qint64 least, qint64 most)
{
    const YamlNode *node = scalar(key);
    if (!node)
        return otherwise;
    const std::optional<qint64> value = units::duration(node->text);
    if (!value) {
        m_context.error(node->at, m_context.dialect.duration,
                        tr("%1 is %2").arg(path(QLatin1String(key)), quoted(node->text)),
                        tr("a whole number and one of ms, s, m, h, d"), units::nearestDuration(node->text));
        return otherwise;
    }
    if (*value < least || *value > most) {
        m_context.error(node->at, m_context.dialect.range, tr("%1 is %2").arg(path(QLatin1String(key)), node->text),
                        tr("from %1 to %2").arg(format::duration(least), format::duration(most)));
        return otherwise;
    }
    return *value;
}

const YamlNode *Section::list(const char *key, const QString &of)
{
    const YamlNode *node = take(key);
    if (!node || node->kind == YamlNode::Kind::Sequence)
        return node;
    m_context.type(*node, path(QLatin1String(key)), tr("a list of %1").arg(of));
    return nullptr;
}

SourcePosition Section::missingAt() const
{
    return m_context.dialect.missingAtFirstKey && !m_node.entries.empty() ? m_node.entries.front().keyAt : m_node.at;
}

QStringList Section::texts(const char *key)
{
    const YamlNode *node = list(key, tr("texts"));
    if (!node)
        return {};
    QStringList list;
    for (const YamlNode &item : node->items) {
        if (item.kind == YamlNode::Kind::Scalar && !item.text.isEmpty())
            list.append(item.text);
        else
            m_context.type(item, tr("an item of %1").arg(path(QLatin1String(key))), tr("text that is not empty"));
    }
    return list;
}

QMap<QString, QString> Section::textMap(const char *key)
{
    const YamlNode *node = take(key);
    if (!node)
        return {};
    QMap<QString, QString> map;
    const QString name = path(QLatin1String(key));
    if (node->kind != YamlNode::Kind::Map)
        m_context.type(*node, name, tr("a map of texts"));
    for (const YamlNode::Entry &entry : node->entries) {
        if (entry.value.kind == YamlNode::Kind::Scalar)
            map.insert(entry.key, entry.value.text);
        else
            m_context.type(entry.value, name + QLatin1Char('.') + entry.key, tr("text"));
    }
    return map;
}

void Section::later(const char *key, const QString &reason)
{
    if (const YamlNode *node = take(key))
        m_context.ignored.append({path(QLatin1String(key)), reason, node->at});
}

void Section::finish()
{
    QStringList open;
    for (const QString &known : std::as_const(m_known)) {
        const bool used =
            std::any_of(m_node.entries.cbegin(), m_node.entries.cend(), [&](const auto &e) { return e.key == known; });
        if (!used)
            open.append(known);
    }
    for (const YamlNode::Entry &entry : m_node.entries) {
        if (m_taken.contains(&entry.value))
            continue;
        const QString nearest = nearestText(entry.key, open);
        m_context.error(entry.keyAt, m_context.dialect.unknownKey,
                        tr("the key %1 is not known in %2")
                            .arg(quoted(entry.key), m_path.isEmpty() ? tr(m_context.dialect.itself) : m_path),
                        m_known.join(QStringLiteral(", ")), nearest);
    }
}

bool isPlainId(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$"));
    return form.match(text).hasMatch();
}

void eachId(ReadingContext &context, const YamlNode &node, const QString &path,
            const std::function<void(const QString &, const YamlNode::Entry &)> &body)
{
    if (node.kind != YamlNode::Kind::Map) {
        context.type(node, path, tr("a map from id to settings"));
        return;
    }
    for (const YamlNode::Entry &entry : node.entries) {
        if (isPlainId(entry.key))
            body(entry.key, entry);
        else
            context.error(entry.keyAt, context.dialect.id, tr("%1 cannot be an id in %2").arg(quoted(entry.key), path),
                          tr("letters, digits, '.', '-' and '_' inside, at most 63"));
    }
}

QString pathFrom(const QString &folder, const QString &written)
{
    if (written.isEmpty())
        return {};
    if (written == QLatin1String("~") || written.startsWith(QLatin1String("~/")))
        return QDir::homePath() + written.mid(1);
    return QDir::cleanPath(QDir(folder).absoluteFilePath(written));
}

} // namespace astern
