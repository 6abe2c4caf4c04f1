// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/merkle.h"
#include "models/journal/proof.h"
#include "models/journal/verify/notes.h"
#include "tests/fuzz/mutator.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace astern;

class FuzzProof : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The writer's reader and the verifier's own agree on what a proof is and on whether it holds.
    void mutations()
    {
        const QJsonObject all = QJsonDocument::fromJson(fuzz::fileBytes("tests/data/journal/vectors.json")).object();
        const QByteArray good = all.value(QLatin1String("tlog_proof_rollback_outcome")).toString().toUtf8();
        const QByteArray leaf64 = all.value(QLatin1String("leaf_hashes")).toArray().at(11).toString().toLatin1();
        const Hash leaf = *hashFromBytes(*fromBase64(leaf64));
        const NoteKey log = NoteKey::fromVkey(all.value(QLatin1String("log_vkey")).toString()).value();
        const fuzz::Mutator mutator({good, QByteArray(good).replace("index 11\n", "extra AAAA\nindex 11\n")},
                                    {"\n", "\n\n", "index ", "extra ", "index 0\n", "index 12\n",
                                     "c2sp.org/tlog-proof@v1\n", "=", "IrrrwDEP6V8vyZPRA9f0DW/JyIu6UEsrJI5UJX7PRXs=\n",
                                     "9223372036854775807", "\xef\xbb\xbf", QByteArray("\0", 1)});
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            const auto proof = LogProof::parse(input);
            const auto other = verify::readProof({input.constData(), size_t(input.size())});
            if (proof.ok() != other.has_value())
                return proof ? "only the writer's reader takes it" : "only the verifier takes it";
            if (!proof)
                return {};
            if (proof->text() != input)
                return "read and written again, it is another proof";
            const std::vector<verify::Digest> path(proof->path.cbegin(), proof->path.cend());
            if (path != other->path || proof->index != other->index)
                return "the two readers read another path";
            const auto note = SignedNote::parse(proof->checkpoint);
            const auto head = Checkpoint::fromBody(note->body);
            if (head && Merkle::verifyInclusion(proof->index, head->size, leaf, proof->path, head->root) !=
                            verify::isIncluded(proof->index, head->size, leaf, path, head->root))
                return "the two readers believe another path";
            const auto opened = verifyProof(*proof, leaf, log);
            if (opened && (proof->index != 11 || opened->checkpoint.size != 300))
                return "a proof that is none";
            return {};
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzProof)
#include "fuzz_proof.moc"
