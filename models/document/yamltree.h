// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/dialect.h"
#include "models/document/issue.h"

#include <vector>

namespace astern {

// YAML 1.2 core as a tree that remembers where everything stood. The library's own node type merges duplicate
// keys, resolves aliases and forgets where keys were, so the parser's events are read instead.
struct YamlNode {
    enum class Kind { Null, Scalar, Sequence, Map };
    struct Entry;

    Kind kind = Kind::Null;
    QString text;       // of a scalar
    bool plain = false; // scalar without quotes: may be a number, true or false
    SourcePosition at;
    std::vector<YamlNode> items;
    std::vector<Entry> entries;

    [[nodiscard]] QString kindWords() const; // "a list", "text", "a number"…
};
struct YamlNode::Entry {
    QString key;
    SourcePosition keyAt;
    YamlNode value;
};

inline constexpr qsizetype kMaxDocumentBytes = 1024 * 1024;
inline constexpr int kMaxYamlDepth = 32;

// Refuses what hides or surprises: aliases, anchors, tags, several documents, duplicate keys, too deep or too large.
[[nodiscard]] YamlNode parseYaml(const QByteArray &bytes, const QString &file, const Dialect &dialect,
                                 QList<DocumentIssue> &issues);

// The candidate that was probably meant: at most a third of its letters differ. Empty: none.
[[nodiscard]] QString nearestText(const QString &found, const QStringList &candidates);

} // namespace astern
