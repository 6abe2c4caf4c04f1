// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/digest.h"

#include <QList>

#include <functional>

namespace astern::Merkle {

// The tree of RFC 6962: leaf prefix 00, node prefix 01, SHA-256.
[[nodiscard]] Hash leafHash(QByteArrayView leaf);
[[nodiscard]] Hash nodeHash(const Hash &left, const Hash &right);
[[nodiscard]] Hash emptyRoot();

// Hash of the complete subtree of 2^level leaves that starts at leaf pos * 2^level.
using NodeSource = std::function<Hash(int level, quint64 pos)>;

// What an append needs of the tree: the roots of its complete subtrees, at most 64 hashes.
class Frontier {
public:
    using OnNode = std::function<void(int level, quint64 pos, const Hash &hash)>;

    Frontier() = default;
    Frontier(quint64 size, const NodeSource &source);
    // Tells every complete inner node (level 1 and up) that the leaf closes.
    void append(const Hash &leaf, const OnNode &onNode = {});
    [[nodiscard]] quint64 size() const { return m_size; }
    [[nodiscard]] Hash root() const;

private:
    quint64 m_size = 0;
    QList<Hash> m_roots; // largest subtree first
};

[[nodiscard]] Hash rootAt(quint64 size, const NodeSource &source);
[[nodiscard]] QList<Hash> inclusionPath(quint64 index, quint64 size, const NodeSource &source);
[[nodiscard]] QList<Hash> consistencyPath(quint64 oldSize, quint64 newSize, const NodeSource &source);
[[nodiscard]] bool verifyInclusion(quint64 index, quint64 size, const Hash &leaf, const QList<Hash> &path,
                                   const Hash &root);
[[nodiscard]] bool verifyConsistency(quint64 oldSize, quint64 newSize, const Hash &oldRoot, const Hash &newRoot,
                                     const QList<Hash> &path);

} // namespace astern::Merkle
