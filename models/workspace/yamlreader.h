// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/workspace.h"

#include <yaml-cpp/yaml.h>

#include <initializer_list>

namespace astern {

// Reads typed values out of YAML nodes and collects everything that is wrong, each with its place, so that one
// run tells all of it. A value that is wrong or absent reads as the fallback.
class YamlReader {
public:
    explicit YamlReader(QString file) : m_file(std::move(file)) {}

    [[nodiscard]] QList<WorkspaceIssue> issues() const { return m_issues; }
    [[nodiscard]] bool hasErrors() const;
    void error(const YAML::Node &node, const QString &code, const QString &message, const QString &allowed = {},
               const QString &nearest = {});
    void error(const SourcePosition &at, const QString &code, const QString &message, const QString &allowed = {});
    [[nodiscard]] SourcePosition at(const YAML::Node &node) const;

    // Refuses what makes a document mean two things: repeated keys, aliases, tags; and too much depth or size.
    void checkShape(const YAML::Node &node, int depth = 0);
    // Every key must be one of `keys`.
    void onlyKeys(const YAML::Node &map, const QStringList &keys);

    [[nodiscard]] bool isMap(const YAML::Node &node, const QString &what);
    [[nodiscard]] bool isList(const YAML::Node &node, const QString &what);
    [[nodiscard]] QString text(const YAML::Node &node, const QString &what, const QString &fallback = {});
    [[nodiscard]] QStringList texts(const YAML::Node &node, const QString &what);
    [[nodiscard]] QMap<QString, QString> textMap(const YAML::Node &node, const QString &what);
    [[nodiscard]] bool flag(const YAML::Node &node, const QString &what, bool fallback);
    // An integer and one unit of ms, s, m, h, d.
    [[nodiscard]] qint64 durationMs(const YAML::Node &node, const QString &what, qint64 fallback);
    // "1%" or 0.01; a bare number above 1 is refused, since 5 could mean 5 % or 500 %.
    [[nodiscard]] std::optional<double> ratio(const YAML::Node &node, const QString &what);
    [[nodiscard]] std::optional<double> number(const YAML::Node &node, const QString &what);
    [[nodiscard]] QString oneOf(const YAML::Node &node, const QString &what, const QStringList &allowed);

private:
    QString m_file;
    QList<WorkspaceIssue> m_issues;
    int m_nodes = 0;
};

// Of `candidates` the one with the fewest edits to `text`, when that is few enough to be meant; else empty.
[[nodiscard]] QString nearestOf(const QString &text, const QStringList &candidates);

} // namespace astern
