// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/yamltree.h"

#include <QMap>
#include <QStringList>

#include <functional>
#include <set>

namespace astern {

// What one reading collects beside the value that it makes.
struct ReadingContext {
    const Dialect &dialect;
    QString folder; // against which relative file names stand
    QList<DocumentIssue> issues;
    QList<IgnoredKey> ignored;

    void error(const SourcePosition &at, const char *code, const QString &message, const QString &allowed,
               const QString &nearest = {});
    void warning(const SourcePosition &at, const char *code, const QString &message, const QString &allowed = {});
    void type(const YamlNode &node, const QString &path, const QString &allowed);
    // True when `id` is one of `known`; else an error that says which there are.
    bool reference(const YamlNode &node, const QString &what, const QStringList &known);
};

// A map of the file, read key by key: every key that is asked for is a known one, finish() refuses the rest.
// A value of the wrong type is reported once and reads as absent.
class Section {
public:
    Section(ReadingContext &context, const YamlNode &node, QString path);

    [[nodiscard]] bool isMap() const { return m_node.kind == YamlNode::Kind::Map; }
    [[nodiscard]] const SourcePosition &at() const { return m_node.at; }
    [[nodiscard]] SourcePosition missingAt() const; // where an error about an absent key stands
    [[nodiscard]] QString path(const QString &key) const
    {
        return m_path.isEmpty() ? key : key.isEmpty() ? m_path : QString(m_path + QLatin1Char('.') + key);
    }
    [[nodiscard]] ReadingContext &context() const { return m_context; }

    [[nodiscard]] const YamlNode *take(const char *key);    // nullptr: absent
    [[nodiscard]] const YamlNode *require(const char *key); // nullptr: absent, and reported
    [[nodiscard]] const YamlNode *scalar(const char *key);
    [[nodiscard]] QString text(const char *key);
    [[nodiscard]] QString requiredText(const char *key);
    [[nodiscard]] QString file(const char *key); // a file: ~ and the context's folder filled in
    [[nodiscard]] QString oneOf(const char *key, const QStringList &allowed, const QString &otherwise);
    [[nodiscard]] bool boolean(const char *key, bool otherwise);
    [[nodiscard]] qint64 duration(const char *key, qint64 otherwise, qint64 least, qint64 most);
    [[nodiscard]] const YamlNode *list(const char *key, const QString &of); // nullptr: absent, or reported
    [[nodiscard]] QStringList texts(const char *key);
    [[nodiscard]] QMap<QString, QString> textMap(const char *key);
    // Accepted, without effect in this version.
    void later(const char *key, const QString &reason);
    void finish();

private:
    ReadingContext &m_context;
    const YamlNode &m_node;
    QString m_path;
    QStringList m_known;
    std::set<const YamlNode *> m_taken;
};

// Every entry of a map whose keys are ids; ids that cannot be used in keys and URLs are refused.
void eachId(ReadingContext &context, const YamlNode &node, const QString &path,
            const std::function<void(const QString &id, const YamlNode::Entry &entry)> &body);
[[nodiscard]] bool isPlainId(const QString &text);

// A file as a document in `folder` names it: ~ and the folder filled in; empty stays empty.
[[nodiscard]] QString pathFrom(const QString &folder, const QString &written);

} // namespace astern
