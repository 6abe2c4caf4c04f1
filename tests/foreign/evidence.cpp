// SPDX-License-Identifier: GPL-3.0-or-later
// Writes what foreign judges read: a log as tiles, its checkpoints at many sizes, proofs, bundles, canonical texts.
//
//   vkeys/log, vkeys/witness            verifier keys
//   log/checkpoint, log/tile/…          the whole log
//   checkpoints/SIZE                    cosigned notes
//   inclusion/INDEX-SIZE, consistency/OLD-NEW   hashes in base64, one a line
//   proof/ID.tlog-proof, entry/ID.json  some entries
//   payload/N.json                      canonical payloads
//   operation.tar, whole.tar            evidence bundles
#include "models/journal/canonical.h"
#include "models/journal/proof.h"
#include "models/journal/tiles.h"
#include "tests/models/journal/evidencefixture.h"
#include "tests/support/places.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

using namespace astern;
using namespace astern::test;

namespace {

QString g_out;
const QByteArray kPolicy = "policy: astern/v1\nid: checkout-slo\nrevision: 3\n";

Result<Ok> write(const QString &path, const QByteArray &bytes)
{
    const QString name = QDir(g_out).filePath(path);
    QFile file(name);
    if (!QDir().mkpath(QFileInfo(name).path()) || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(name));
    return Ok{};
}

QByteArray lines(const QList<Hash> &hashes)
{
    QByteArray text;
    for (const Hash &hash : hashes)
        text.append(toBase64(viewOf(hash))).append('\n');
    return text;
}

QByteArray document(const char *name)
{
    QFile file(test::sourcePath("resources/evidence/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no %s", name);
    return file.readAll();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    g_out = application.arguments().value(1);
    const QTemporaryDir folder;
    EvidenceFixture journal(folder.filePath(QStringLiteral("journal")), 297);
    journal.keepNote(journal.size());
    const auto reader = JournalReader::open(journal.index()).value();
    (void)write(QStringLiteral("vkeys/log"), journal.logKey().vkey().toUtf8());
    (void)write(QStringLiteral("vkeys/witness"), journal.witnessKey().vkey().toUtf8());
    const quint64 size = journal.size();
    const Tiles::Source source{size, [&](int level, quint64 pos) { return reader->node(level, pos); },
                               [&](quint64 first, int count) { return reader->leaves(first, count); }};
    (void)Tiles::write(source, [](const QString &path, const QByteArray &bytes) {
        return write(QStringLiteral("log/") + path, bytes);
    });
    const QByteArray head = journal.note(*reader, size).text();
    (void)write(QStringLiteral("log/checkpoint"), head);
    for (const quint64 at :
         {quint64(0), quint64(1), quint64(2), quint64(15), quint64(255), quint64(256), quint64(257), size}) {
        (void)write(QStringLiteral("checkpoints/%1").arg(at), journal.note(*reader, at).text());
        for (const quint64 index : {quint64(0), at / 2, at - 1}) {
            if (index < at)
                (void)write(QStringLiteral("inclusion/%1-%2").arg(index).arg(at),
                            lines(reader->inclusionPath(index, at).value()));
        }
        if (at > 0)
            (void)write(QStringLiteral("consistency/%1-%2").arg(at).arg(size),
                        lines(reader->consistencyPath(at, size).value()));
    }
    for (quint64 index = 0; index < size; index += 37) {
        const auto entry = reader->entry(index).value();
        const LogProof proof{index, reader->inclusionPath(index, size).value(), head, {}};
        (void)write(QStringLiteral("proof/%1.tlog-proof").arg(entry.id), proof.text());
        (void)write(QStringLiteral("entry/%1.json").arg(entry.id), entry.leaf);
        (void)write(QStringLiteral("payload/%1.json").arg(index), toCanonical(entry.payload().value()).value());
    }
    for (const bool isWhole : {false, true}) {
        Bundle::Parts parts = journal.parts(*reader);
        parts.documents = {{"VERIFY.md", document("VERIFY.md")}, {"verify.go", document("verify.go")}};
        Bundle::Request request{.question = QStringLiteral("For foreign judges")};
        parts.evidence = [](const QJsonObject &payload) -> QList<Bundle::Evidence> {
            if (!payload.value(QLatin1String("kind")).toString().endsWith(QLatin1String(".intent")))
                return {};
            return {{toHex(sha256(kPolicy)), QStringLiteral("policy"), kPolicy},
                    {toHex(sha256(QByteArrayView("gone"))), QStringLiteral("samples"), {}}};
        };
        if (!isWhole)
            request.chosen = reader->find(journal.sagas().at(40)).value();
        request.mayLeave = [](const QString &, const QString &field) { return field == QLatin1String("rationale"); };
        (void)write(isWhole ? QStringLiteral("whole.tar") : QStringLiteral("operation.tar"),
                    Bundle::toTar(Bundle::members(request, parts).value()));
    }
    return 0;
}
