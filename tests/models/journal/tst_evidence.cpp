// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/ustar.h"
#include "models/base/uuid7.h"
#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/evidenceexport.h"
#include "models/journal/verify/verify.h"
#include "tests/models/journal/journalfixture.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace astern;
using namespace astern::test;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
QString hashOf(const QByteArray &bytes) { return toHex(sha256(QByteArrayView(bytes))); }

const QByteArray kPolicy("{\"id\":\"checkout-slo\"}");

QString words(const verify::Report &report)
{
    QString all;
    for (const verify::Finding &finding : report.findings)
        all += finding.where + s(": ") + finding.what + QLatin1Char('\n');
    return all;
}

} // namespace

// Evidence from a journal that is open: chosen, made beside it, recorded first, and judged by the verifier.
class TestEvidence : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::shared_ptr<MemoryKeys> m_keys = std::make_shared<MemoryKeys>();
    std::unique_ptr<LocalJournal> m_journal;
    QList<Bundle::Evidence> m_documents; // what entries with a verdict name
    QString m_saga;
    int m_files = 0;

    [[nodiscard]] QString folder() const { return m_dir.filePath(s("journal")); }
    [[nodiscard]] QString file(const char *name) const { return m_dir.filePath(QLatin1String(name)); }
    [[nodiscard]] std::unique_ptr<EvidenceExport> exporter() const
    {
        return std::make_unique<EvidenceExport>(EvidenceExport::Parts{
            .folder = folder(),
            .journal = m_journal.get(),
            .keys = m_keys,
            .documents = {{"VERIFY.md", "how"}},
            .evidence = [this](const EvidenceQuestion &question) -> Bundle::EvidenceOf {
                return [this, samples = question.samples](const QJsonObject &payload) {
                    QList<Bundle::Evidence> named;
                    for (const Bundle::Evidence &one : m_documents) {
                        if (payload.contains(s("verdict")) && (samples || one.what != s("samples")))
                            named.append(one);
                    }
                    return named;
                };
            }});
    }
    [[nodiscard]] EvidenceQuestion question(const char *name,
                                            EvidenceQuestion::What what = EvidenceQuestion::What::Whole) const
    {
        return {.what = what, .file = file(name), .by = s("psn-7f3a")};
    }
    [[nodiscard]] static Result<EvidenceWritten> run(EvidenceDoor &door, const EvidenceQuestion &question)
    {
        return await<EvidenceWritten>([&](Done<EvidenceWritten> done) { door.run(question, {}, std::move(done)); });
    }
    [[nodiscard]] static QByteArray bytesOf(const QString &path)
    {
        QFile in(path);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    [[nodiscard]] verify::Report judge(const QString &path) const
    {
        const auto reader = JournalReader::open(folder() + s("/journal.db"));
        return verify::runBundle({.file = path, .genesis = toHex((*reader)->node(0, 0).value())});
    }
    [[nodiscard]] JournalEntry newest() const { return entries(*m_journal, {.limit = 1})->constFirst(); }
    // The bundle's members, changed and signed anew by the device: only what its parts say of each other is left.
    void forge(const QString &path, const std::function<void(QMap<QByteArray, QByteArray> &, QJsonObject &)> &change)
    {
        QMap<QByteArray, QByteArray> members;
        QByteArray tar = bytesOf(path);
        for (qsizetype at = 0; at + 512 <= tar.size() && tar.at(at) != '\0';) {
            const QByteArray name = tar.mid(at, 100).constData();
            const qsizetype size = tar.mid(at + 124, 11).toLongLong(nullptr, 8);
            members.insert(name, tar.mid(at + 512, size));
            at += 512 + (size + 511) / 512 * 512;
        }
        QJsonObject manifest = fromCanonical(members.take("manifest.json")).value();
        members.remove("manifest.note");
        change(members, manifest);
        QJsonObject hashes;
        for (auto it = members.cbegin(); it != members.cend(); ++it)
            hashes.insert(QString::fromLatin1(it.key()), hashOf(it.value()));
        manifest.insert(s("members"), hashes);
        const QByteArray bytes = toCanonical(manifest).value();
        const QByteArray body = "astern.evidence/v1\n" + hashOf(bytes).toLatin1() + '\n';
        const QString origin =
            manifest.value(QLatin1String("head")).toObject().value(QLatin1String("origin")).toString();
        members.insert("manifest.json", bytes);
        members.insert(
            "manifest.note",
            SignedNote{body, {signNote(DeviceKey(m_keys->load(s("device")).value()), Bundle::signerOf(origin), body)}}
                .text());
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(Bundle::toTar(members));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_journal = openedJournal({.folder = folder(), .keys = m_keys});
        QVERIFY(m_journal);
        m_saga = Uuid7::next();
        Draft intent{.kind = s("rollback.intent"), .saga = m_saga};
        intent.personal = {{s("rationale"), s("errors at 3 percent")}, {s("actor.name"), s("Somebody")}};
        intent.fields.insert(s("actor"), QJsonObject{{s("ref"), s("psn-7f3a")}});
        QVERIFY(append(*m_journal, intent).ok());
        Draft verdict{.kind = s("verdict.changed")};
        verdict.fields.insert(s("verdict"), QJsonObject{{s("digest"), hashOf(kPolicy)}, {s("rollout"), s("one")}});
        QVERIFY(append(*m_journal, verdict).ok());
        const auto sealed = await<Receipt>([&](Done<Receipt> done) {
            m_journal->append(Draft{.kind = s("rollback.outcome"), .saga = m_saga}, JournalLevel::Sealed,
                              std::move(done));
        });
        QVERIFY2(sealed.ok(), sealed ? "" : qPrintable(sealed.error().toString()));
    }
    void init()
    {
        m_documents = {{hashOf(kPolicy), s("policy"), kPolicy}, {hashOf("the samples"), s("samples"), "the samples"}};
    }
    void cleanupTestCase() { m_journal.reset(); }

    void itIsRecordedBeforeTheFileIsThere()
    {
        const auto door = exporter();
        EvidenceQuestion asked = question("operation.tar", EvidenceQuestion::What::Operation);
        asked.operation = m_saga;
        asked.openings = {s("rationale"), s("actor.name")};
        bool wasThere = true; // when the entry was told
        const auto seen = connect(
            m_journal.get(), &Journal::appended, m_journal.get(),
            [&](const JournalEntry &entry) {
                if (entry.kind == s("journal.export"))
                    wasThere = QFile::exists(asked.file);
            },
            Qt::DirectConnection);
        const auto written = run(*door, asked);
        disconnect(seen);
        QVERIFY2(written.ok(), written ? "" : qPrintable(written.error().toString()));
        QVERIFY(!wasThere);
        const JournalEntry entry = newest();
        QCOMPARE(entry.kind, s("journal.export"));
        QCOMPARE(entry.index, written->receipt.index);
        const QJsonObject said = entry.payload.value(s("export")).toObject();
        QCOMPARE(said.value(s("sha256")).toString(), hashOf(bytesOf(asked.file)));
        QCOMPARE(said.value(s("entries")).toInt(), 2);
        QCOMPARE(entry.payload.value(s("actor")).toObject().value(s("ref")).toString(), s("psn-7f3a"));
        const verify::Report report = judge(asked.file);
        QVERIFY2(report.exitCode() == 0, qPrintable(words(report)));
        QCOMPARE(report.entries, quint64(2));
        QVERIFY(bytesOf(asked.file).contains("Somebody"));
        QVERIFY(!(QFile::permissions(asked.file) & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    }
    void whatIsChosenLeaves_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<QList<quint64>>("chosen");
        QTest::addColumn<int>("entries"); // in the bundle; -1: refused
        using What = EvidenceQuestion::What;
        QTest::newRow("two entries") << int(What::Entries) << QList<quint64>{3, 2, 3} << 2;
        QTest::newRow("one that is not there") << int(What::Entries) << QList<quint64>{9'999} << -1;
        QTest::newRow("none") << int(What::Entries) << QList<quint64>{} << -1;
        QTest::newRow("an operation that is not there") << int(What::Operation) << QList<quint64>{} << -1;
        QTest::newRow("all of a span") << int(What::Span) << QList<quint64>{} << 5;
    }
    void whatIsChosenLeaves()
    {
        QFETCH(int, what);
        QFETCH(QList<quint64>, chosen);
        QFETCH(int, entries);
        EvidenceQuestion asked = question(qPrintable(s("chosen-%1.tar").arg(m_files++)), EvidenceQuestion::What(what));
        asked.entries = chosen;
        asked.operation = s("nobody's");
        asked.fromMs = 1;
        asked.toMs = test::entries(*m_journal, {.limit = 1, .after = 3})->constFirst().wallMs; // of entry 4
        const auto written = run(*exporter(), asked);
        QCOMPARE(written.ok(), entries >= 0);
        QCOMPARE(QFile::exists(asked.file), entries >= 0);
        if (entries < 0)
            return;
        const verify::Report report = judge(asked.file);
        QVERIFY2(report.exitCode() != 1, qPrintable(words(report)));
        QVERIFY2(int(report.entries) >= entries, qPrintable(QString::number(report.entries)));
    }
    void documentsLeaveByTheirHashes()
    {
        EvidenceQuestion asked = question("documents.tar");
        asked.openings = {s("rationale"), s("actor.name")};
        QVERIFY(run(*exporter(), asked).ok());
        QByteArray tar = bytesOf(asked.file);
        QVERIFY(tar.contains("evidence/" + hashOf(kPolicy).toLatin1()));
        QVERIFY(!tar.contains("the samples")); // not asked for
        QCOMPARE(judge(asked.file).exitCode(), 0);
        asked.samples = true;
        QVERIFY(run(*exporter(), asked).ok());
        tar = bytesOf(asked.file);
        QVERIFY(tar.contains("the samples"));
        QCOMPARE(judge(asked.file).exitCode(), 0);
    }
    void whatIsNotKeptIsSaid()
    {
        m_documents.first().bytes.reset();
        EvidenceQuestion asked = question("gone.tar");
        asked.openings = {s("rationale"), s("actor.name")};
        QVERIFY(run(*exporter(), asked).ok());
        verify::Report report = judge(asked.file);
        QCOMPARE(report.exitCode(), 2);
        QVERIFY2(words(report).contains(s("was not kept")), qPrintable(words(report)));
        m_documents.first().bytes = "another policy"; // what is there is not what the entry names
        QVERIFY(run(*exporter(), asked).ok());
        QVERIFY(!bytesOf(asked.file).contains("another policy"));
        report = judge(asked.file);
        QCOMPARE(report.exitCode(), 2);
    }
    void forgedDocumentsAreFound_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("finding");
        QTest::newRow("changed") << s("changed") << 1 << s("is not what its name says");
        QTest::newRow("left out") << s("left out") << 1 << s("is missing");
        QTest::newRow("slipped in") << s("slipped in") << 1 << s("or nobody names it");
        QTest::newRow("kept silent") << s("kept silent") << 1 << s("or nobody names it");
        QTest::newRow("never there") << s("never there") << 2 << s("says nothing of it");
    }
    void forgedDocumentsAreFound()
    {
        QFETCH(QString, what);
        QFETCH(int, exitCode);
        QFETCH(QString, finding);
        EvidenceQuestion asked = question("forged.tar");
        asked.openings = {s("rationale"), s("actor.name")};
        QVERIFY(run(*exporter(), asked).ok());
        const QByteArray name = "evidence/" + hashOf(kPolicy).toLatin1();
        forge(asked.file, [&](QMap<QByteArray, QByteArray> &members, QJsonObject &manifest) {
            QVERIFY(members.contains(name));
            if (what == s("changed"))
                members[name] += ' ';
            if (what == s("left out") || what == s("never there"))
                members.remove(name);
            if (what == s("slipped in"))
                members.insert("evidence/" + hashOf("more").toLatin1(), "more");
            if (what == s("kept silent") || what == s("never there"))
                manifest.insert(s("evidence"), QJsonArray());
        });
        const verify::Report report = judge(asked.file);
        QCOMPARE(report.exitCode(), exitCode);
        QVERIFY2(words(report).contains(finding), qPrintable(words(report)));
    }
    void cancelledThereIsNothing()
    {
        const auto door = exporter();
        const EvidenceQuestion asked = question("cancelled.tar");
        const quint64 before = newest().index;
        const auto written = await<EvidenceWritten>([&](Done<EvidenceWritten> done) {
            door->run(asked, [&door](quint64, quint64) { door->cancel(); }, std::move(done));
        });
        QVERIFY(!written.ok());
        QVERIFY(written.error().kind == Error::Kind::Cancelled);
        QVERIFY(!QFile::exists(asked.file));
        QCOMPARE(newest().index, before);
        QVERIFY(run(*door, asked).ok()); // the next one is not
    }
    void oneAtATime()
    {
        const auto door = exporter();
        std::promise<void> let;
        std::shared_future<void> go = let.get_future().share();
        std::promise<Result<EvidenceWritten>> first;
        std::atomic<bool> began = false;
        door->run(
            question("first.tar"),
            [&began, go](quint64, quint64) {
                began = true;
                go.wait();
            },
            [&first](Result<EvidenceWritten> answer) { first.set_value(std::move(answer)); });
        QTRY_VERIFY(began);
        const auto second = run(*door, question("second.tar"));
        QVERIFY(!second.ok());
        QVERIFY(second.error().kind == Error::Kind::Refused);
        let.set_value();
        QVERIFY(first.get_future().get().ok());
        QVERIFY(!QFile::exists(file("second.tar")));
    }
    void aFolderThatIsNotThereIsSaidFirst()
    {
        const quint64 before = newest().index;
        EvidenceQuestion asked = question("x.tar");
        asked.file = m_dir.filePath(s("nowhere/x.tar"));
        const auto written = run(*exporter(), asked);
        QVERIFY(!written.ok());
        QVERIFY(written.error().kind == Error::Kind::Invalid);
        QCOMPARE(newest().index, before);
    }
};

QTEST_GUILESS_MAIN(TestEvidence)
#include "tst_evidence.moc"
