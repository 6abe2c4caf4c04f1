// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/verify.h"
#include "tests/fuzz/mutator.h"
#include "tests/models/journal/evidencefixture.h"

#include <QFile>
#include <QTest>

using namespace astern;
using namespace astern::test;

class FuzzBundle : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Whatever is not byte for byte what was exported is not believed, and ends no process.
    void mutations()
    {
        const QTemporaryDir folder;
        EvidenceFixture journal(folder.filePath(QStringLiteral("journal")), 4);
        journal.keepNote(journal.size());
        const auto reader = JournalReader::open(journal.index()).value();
        const QString genesis = toHex(reader->node(0, 0).value());
        QList<QByteArray> corpus;
        for (const bool isWhole : {false, true}) {
            Bundle::Request request{.question = QStringLiteral("Why?")};
            if (!isWhole)
                request.chosen = reader->find(journal.sagas().first()).value();
            request.mayLeave = [](const QString &, const QString &) { return true; };
            corpus.append(Bundle::toTar(Bundle::members(request, journal.parts(*reader)).value()));
        }
        const QString file = folder.filePath(QStringLiteral("bundle.tar"));
        const auto isBelieved = [&](const QByteArray &bytes) {
            QFile out(file);
            if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
                qFatal("cannot write");
            out.close();
            return verify::runBundle({.file = file, .genesis = genesis}).exitCode() == 0;
        };
        for (const QByteArray &bytes : std::as_const(corpus))
            QVERIFY(isBelieved(bytes));
        const fuzz::Mutator mutator(corpus, {QByteArray(512, '\0'), "00000000000", "77777777777", "ustar",
                                             "manifest.json", "entry/", "proof/", "{", "}", "[]", "\"members\":{}",
                                             "c2sp.org/tlog-proof@v1", "\n\n"});
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            return isBelieved(input) && !corpus.contains(input) ? "a bundle that nobody exported is believed" : "";
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzBundle)
#include "fuzz_bundle.moc"
