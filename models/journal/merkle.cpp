// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/merkle.h"

#include <bit>

namespace astern::Merkle {
namespace {

constexpr char kLeaf[] = {0x00};
constexpr char kNode[] = {0x01};

// The largest power of two below n (n >= 2): where RFC 6962 splits a tree of n leaves.
quint64 split(quint64 n) { return std::bit_floor(n - 1); }

Hash rangeHash(quint64 first, quint64 size, const NodeSource &source)
{
    if (std::has_single_bit(size))
        return source(std::countr_zero(size), first / size);
    const quint64 left = split(size);
    return nodeHash(rangeHash(first, left, source), rangeHash(first + left, size - left, source));
}

void inclusion(quint64 index, quint64 first, quint64 size, const NodeSource &source, QList<Hash> &path)
{
    if (size == 1)
        return;
    const quint64 left = split(size);
    if (index < left) {
        inclusion(index, first, left, source, path);
        path.append(rangeHash(first + left, size - left, source));
    } else {
        inclusion(index - left, first + left, size - left, source, path);
        path.append(rangeHash(first, left, source));
    }
}

// SUBPROOF of RFC 6962 section 2.1.2; `whole`: the old tree is this whole subtree, whose root the reader has.
void consistency(quint64 old, quint64 first, quint64 size, bool whole, const NodeSource &source, QList<Hash> &path)
{
    if (old == size) {
        if (!whole)
            path.append(rangeHash(first, size, source));
        return;
    }
    const quint64 left = split(size);
    if (old <= left) {
        consistency(old, first, left, whole, source, path);
        path.append(rangeHash(first + left, size - left, source));
    } else {
        consistency(old - left, first + left, size - left, false, source, path);
        path.append(rangeHash(first, left, source));
    }
}

} // namespace

Hash leafHash(QByteArrayView leaf) { return sha256(QByteArrayView(kLeaf, 1), leaf); }
Hash nodeHash(const Hash &left, const Hash &right)
{
    return sha256(QByteArrayView(kNode, 1), viewOf(left), viewOf(right));
}
Hash emptyRoot() { return sha256({}); }

Frontier::Frontier(quint64 size, const NodeSource &source) : m_size(size)
{
    quint64 first = 0;
    for (int level = 63; level >= 0; --level) {
        const quint64 span = quint64(1) << level;
        if (!(size & span))
            continue;
        m_roots.append(source(level, first >> level));
        first += span;
    }
}

void Frontier::append(const Hash &leaf, const OnNode &onNode)
{
    Hash hash = leaf;
    int level = 0;
    for (quint64 n = m_size; n & 1; n >>= 1) {
        hash = nodeHash(m_roots.takeLast(), hash);
        ++level;
        if (onNode)
            onNode(level, m_size >> level, hash);
    }
    m_roots.append(hash);
    ++m_size;
}

Hash Frontier::root() const
{
    if (m_roots.isEmpty())
        return emptyRoot();
    Hash hash = m_roots.last();
    for (qsizetype i = m_roots.size() - 2; i >= 0; --i)
        hash = nodeHash(m_roots.at(i), hash);
    return hash;
}

Hash rootAt(quint64 size, const NodeSource &source) { return size ? rangeHash(0, size, source) : emptyRoot(); }

QList<Hash> inclusionPath(quint64 index, quint64 size, const NodeSource &source)
{
    QList<Hash> path;
    if (index < size)
        inclusion(index, 0, size, source, path);
    return path;
}

QList<Hash> consistencyPath(quint64 oldSize, quint64 newSize, const NodeSource &source)
{
    QList<Hash> path;
    if (oldSize > 0 && oldSize < newSize)
        consistency(oldSize, 0, newSize, true, source, path);
    return path;
}

// RFC 9162 section 2.1.3.2.
bool verifyInclusion(quint64 index, quint64 size, const Hash &leaf, const QList<Hash> &path, const Hash &root)
{
    if (index >= size)
        return false;
    quint64 fn = index;
    quint64 sn = size - 1;
    Hash hash = leaf;
    for (const Hash &node : path) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            hash = nodeHash(node, hash);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            hash = nodeHash(hash, node);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && hash == root;
}

// RFC 9162 section 2.1.4.2.
bool verifyConsistency(quint64 oldSize, quint64 newSize, const Hash &oldRoot, const Hash &newRoot,
                       const QList<Hash> &path)
{
    if (oldSize > newSize)
        return false;
    if (oldSize == newSize)
        return path.isEmpty() && oldRoot == newRoot;
    if (oldSize == 0)
        return path.isEmpty() && oldRoot == emptyRoot();
    QList<Hash> proof = path;
    if (std::has_single_bit(oldSize))
        proof.prepend(oldRoot);
    if (proof.isEmpty())
        return false;
    quint64 fn = oldSize - 1;
    quint64 sn = newSize - 1;
    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    Hash fr = proof.first();
    Hash sr = proof.first();
    for (qsizetype i = 1; i < proof.size(); ++i) {
        if (sn == 0)
            return false;
        const Hash &node = proof.at(i);
        if ((fn & 1) || fn == sn) {
            fr = nodeHash(node, fr);
            sr = nodeHash(node, sr);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            sr = nodeHash(sr, node);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && fr == oldRoot && sr == newRoot;
}

} // namespace astern::Merkle
