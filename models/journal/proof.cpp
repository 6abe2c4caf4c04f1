// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/proof.h"

#include "models/journal/merkle.h"

#include <QCoreApplication>

namespace astern {
namespace {

constexpr char kHead[] = "c2sp.org/tlog-proof@v1";
constexpr qsizetype kMaxPath = 63; // of a tree of 2^63 leaves

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error malformed(const QString &message) { return {.kind = Error::Kind::Malformed, .message = message}; }

// The next line without its end; nullopt: no whole line is left.
std::optional<QByteArrayView> nextLine(QByteArrayView &rest)
{
    const qsizetype end = rest.indexOf('\n');
    if (end < 0)
        return std::nullopt;
    const QByteArrayView line = rest.first(end);
    rest = rest.sliced(end + 1);
    return line;
}

} // namespace

QByteArray LogProof::text() const
{
    QByteArray out = QByteArray(kHead) + '\n';
    if (!extra.isEmpty())
        out.append("extra ").append(toBase64(extra)).append('\n');
    out.append("index ").append(QByteArray::number(index)).append('\n');
    for (const Hash &hash : path)
        out.append(toBase64(viewOf(hash))).append('\n');
    return out + '\n' + checkpoint;
}

Result<LogProof> LogProof::parse(QByteArrayView text)
{
    LogProof proof;
    QByteArrayView rest = text;
    auto line = nextLine(rest);
    if (!line || *line != QByteArrayView(kHead))
        return malformed(tr("The file is no proof of the kind c2sp.org/tlog-proof@v1"));
    line = nextLine(rest);
    if (line && line->startsWith(QByteArrayView("extra "))) {
        const auto extra = fromBase64(line->sliced(6));
        if (!extra || extra->isEmpty())
            return malformed(tr("The extra data of the proof is not strict base64"));
        proof.extra = *extra;
        line = nextLine(rest);
    }
    const auto index = line && line->startsWith(QByteArrayView("index ")) ? noteDecimal(line->sliced(6)) : std::nullopt;
    if (!index)
        return malformed(tr("The proof names no index"));
    proof.index = *index;
    for (line = nextLine(rest); line && !line->isEmpty(); line = nextLine(rest)) {
        const auto bytes = fromBase64(*line);
        const auto hash = bytes ? hashFromBytes(*bytes) : std::nullopt;
        if (!hash || proof.path.size() == kMaxPath)
            return malformed(tr("A line of the proof is no hash"));
        proof.path.append(*hash);
    }
    if (!line)
        return malformed(tr("The proof holds no checkpoint"));
    const auto note = SignedNote::parse(rest);
    if (!note)
        return note.error();
    proof.checkpoint = rest.toByteArray();
    return proof;
}

Result<OpenedCheckpoint> verifyProof(const LogProof &proof, const Hash &leafHash, const NoteKey &log,
                                     const QList<NoteKey> &witnesses)
{
    auto opened = openCheckpoint(proof.checkpoint, log, witnesses);
    if (!opened)
        return opened;
    const Checkpoint &head = opened->checkpoint;
    if (!Merkle::verifyInclusion(proof.index, head.size, leafHash, proof.path, head.root))
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("The proof does not lead from the entry to the root of the log"),
                     .where = tr("entry %1").arg(proof.index)};
    return opened;
}

} // namespace astern
