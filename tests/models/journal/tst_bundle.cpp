// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/ustar.h"
#include "models/journal/canonical.h"
#include "models/journal/verify/verify.h"
#include "tests/models/journal/evidencefixture.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace astern;
using namespace astern::test;

namespace {

using Members = QMap<QByteArray, QByteArray>;

QString words(const verify::Report &report)
{
    QString all;
    for (const verify::Finding &finding : report.findings)
        all += finding.where + QStringLiteral(": ") + finding.what + QLatin1Char('\n');
    return all;
}

void flip(QByteArray &bytes, qsizetype at) { bytes[at] = char(bytes.at(at) ^ 1); }

// The first member whose name begins like this.
QByteArray nameOf(const Members &members, const char *begin, int nth = 0)
{
    for (auto it = members.lowerBound(begin); it != members.cend(); ++it) {
        if (it.key().startsWith(begin) && nth-- == 0)
            return it.key();
    }
    qFatal("no member %s", begin);
}

} // namespace

// Evidence bundles: made, judged, forged. A forger here has the device's key, so that the manifest fits whatever was
// changed; only what the log and other devices signed stands against it.
class TestBundle : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<EvidenceFixture> m_journal;
    std::unique_ptr<JournalReader> m_reader;
    QString m_genesis;

    [[nodiscard]] Members make(const QString &saga, const QStringList &fields = {}) const
    {
        Bundle::Request request{.question = QStringLiteral("Operation ") + saga};
        if (!saga.isEmpty())
            request.chosen = m_reader->find(saga).value();
        request.mayLeave = [fields](const QString &, const QString &field) { return fields.contains(field); };
        auto made = Bundle::members(request, m_journal->parts(*m_reader));
        if (!made)
            qFatal("%s", qPrintable(made.error().toString()));
        return *made;
    }
    [[nodiscard]] static QStringList everything()
    {
        return {QStringLiteral("rationale"), QStringLiteral("actor.name")};
    }
    // Manifest and signature made anew over what is there now.
    void resign(Members &members, const std::function<void(QJsonObject &)> &change = {}) const
    {
        QJsonObject manifest = fromCanonical(members.value("manifest.json")).value();
        members.remove("manifest.json");
        members.remove("manifest.note");
        QJsonObject hashes;
        for (auto it = members.cbegin(); it != members.cend(); ++it)
            hashes.insert(QString::fromLatin1(it.key()), toHex(sha256(QByteArrayView(it.value()))));
        manifest.insert(QStringLiteral("members"), hashes);
        if (change)
            change(manifest);
        const QByteArray bytes = toCanonical(manifest).value();
        const QByteArray body = "astern.evidence/v1\n" + toHex(sha256(QByteArrayView(bytes))).toLatin1() + '\n';
        members.insert("manifest.json", bytes);
        members.insert(
            "manifest.note",
            SignedNote{body, {signNote(m_journal->device(), Bundle::signerOf(m_journal->origin()), body)}}.text());
    }
    [[nodiscard]] verify::Report judge(const QByteArray &tar, bool isAnchored = true) const
    {
        const QString file = m_dir.filePath(QStringLiteral("bundle.tar"));
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(tar) != tar.size())
            qFatal("cannot write");
        out.close();
        return verify::runBundle({.file = file, .genesis = isAnchored ? m_genesis : QString()});
    }
    [[nodiscard]] verify::Report judge(const Members &members) const { return judge(Bundle::toTar(members)); }

private Q_SLOTS:
    void initTestCase()
    {
        m_journal = std::make_unique<EvidenceFixture>(m_dir.filePath(QStringLiteral("journal")), 11);
        m_journal->keepNote(m_journal->size());
        m_reader = JournalReader::open(m_journal->index()).value();
        m_genesis = toHex(m_reader->node(0, 0).value());
    }

    void twoExportsAreTheSame()
    {
        const QByteArray one = Bundle::toTar(make(m_journal->sagas().at(2), everything()));
        QCOMPARE(Bundle::toTar(make(m_journal->sagas().at(2), everything())), one);
        const auto again = JournalReader::open(m_journal->index()).value();
        QCOMPARE(Bundle::toTar(make(QString())), Bundle::toTar(make(QString())));
    }
    void wholeIsWhole()
    {
        const Members members = make(m_journal->sagas().at(2), everything());
        const verify::Report report = judge(members);
        QVERIFY2(report.exitCode() == 0, qPrintable(words(report)));
        QCOMPARE(report.entries, quint64(2));
        QCOMPARE(report.vouched, m_journal->size());
        QVERIFY(report.vouchers.contains(m_journal->origin()));
        QCOMPARE(members.count(), qsizetype(QMap(members).keys().size()));
        QVERIFY(members.value("report.html").contains("&lt;b&gt;&amp;"));
        QVERIFY(!members.value("report.html").contains("<b>"));
        QCOMPARE(judge(Bundle::toTar(members), false).exitCode(), 2); // anchored in nothing
    }
    void wholeLogIsWhole()
    {
        const verify::Report report = judge(make(QString(), everything()));
        QVERIFY2(report.exitCode() == 0, qPrintable(words(report)));
        QCOMPARE(report.entries, m_journal->size());
    }
    void withheldIsIncomplete()
    {
        const Members members = make(m_journal->sagas().at(2), {QStringLiteral("rationale")});
        QVERIFY(!members.value(nameOf(members, "openings/0")).contains("Somebody"));
        QVERIFY(!Bundle::toTar(members).contains("Somebody"));
        const verify::Report report = judge(members);
        QCOMPARE(report.exitCode(), 2);
        QVERIFY2(words(report).contains(QStringLiteral("actor.name is withheld")), qPrintable(words(report)));
        QCOMPARE(report.findings.size(), 1);
    }
    void withoutACheckpointThereIsNoBundle()
    {
        EvidenceFixture other(m_dir.filePath(QStringLiteral("other")), 3);
        other.keepNote(4);
        const auto reader = JournalReader::open(other.index()).value();
        QVERIFY(!Bundle::headFor(*reader, other.origin(), 4).ok());
        QVERIFY(Bundle::headFor(*reader, other.origin(), 3).ok());
    }
    void everyByteCounts()
    {
        const QByteArray tar = Bundle::toTar(make(m_journal->sagas().at(2), everything()));
        QCOMPARE(judge(tar).exitCode(), 0);
        QList<qsizetype> missed;
        for (qsizetype at = 0; at < tar.size(); at += 1 + at % 37) {
            QByteArray bytes = tar;
            flip(bytes, at);
            if (judge(bytes).exitCode() == 0)
                missed.append(at);
        }
        QCOMPARE(missed, QList<qsizetype>{});
        QVERIFY(judge(tar.left(tar.size() - 512)).exitCode() != 0);
        QVERIFY(judge(tar + QByteArray(512, '\0')).exitCode() != 0);
        QCOMPARE(judge(QByteArray()).exitCode(), 1);
    }

    void forgeries_data()
    {
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("finding");
        QTest::addColumn<bool>("isAlone"); // nothing else would have found it
        const auto row = [](const char *what, int exitCode, const QString &finding, bool isAlone = true) {
            QTest::newRow(what) << QByteArray(what) << exitCode << finding << isAlone;
        };
        row("a member changed", 1, QStringLiteral("is not what the manifest says"));
        row("a member too many", 1, QStringLiteral("does not list just the files that are there"));
        row("a manifest of another format", 1, QStringLiteral("of another format"));
        row("a manifest signed by a stranger", 1, QStringLiteral("is not signed by a device of this log"));
        row("a note over another manifest", 1, QStringLiteral("is no note over the manifest"));
        row("a head that the log did not sign", 2, QStringLiteral("no trusted key has signed it"));
        row("a head whose signature is false", 1, QStringLiteral("a signature does not belong to it"));
        row("a manifest with another head", 1, QStringLiteral("names another head than the checkpoint"));
        row("an entry of another proof", 1, QStringLiteral("its proof does not lead to the head"), false);
        row("an entry without its proof", 1, QStringLiteral("has no proof"), false);
        row("an entry under another name", 1, QStringLiteral("has another id than its file"));
        row("an entry that the manifest hides", 1, QStringLiteral("lists other entries than are there"));
        row("an entry left out", 1, QStringLiteral("lists other entries than are there"));
        row("a neighbour left out", 2, QStringLiteral("is not in the bundle"));
        row("a neighbour of another place", 1, QStringLiteral("names another place, writer or journal"));
        row("a neighbour in a place that is taken", 1, QStringLiteral("has no place in the log"));
        row("a neighbour changed", 1, QString(), false);
        row("no genesis", 1, QStringLiteral("the genesis is missing"), false);
        row("an opening that says something else", 1, QStringLiteral("is not what was committed to"));
        row("an opening that nobody speaks of", 1, QStringLiteral("says nothing of an opening that is not there"));
        row("an erasure that is not there", 2, QStringLiteral("is said to be erased, and no entry here erased it"));
        row("withheld what is in no entry", 1, QStringLiteral("names an opening that no entry here commits to"));
        row("a key that is none", 1, QStringLiteral("a line is no verifier key"));
    }
    void forgeries()
    {
        QFETCH(QByteArray, what);
        QFETCH(int, exitCode);
        QFETCH(QString, finding);
        Members members = make(m_journal->sagas().at(2), everything());
        forge(members, what);
        const verify::Report report = judge(members);
        QVERIFY2(report.exitCode() == exitCode, qPrintable(words(report)));
        QVERIFY2(words(report).contains(finding), qPrintable(words(report)));
        QFETCH(bool, isAlone);
        if (isAlone) {
            for (const verify::Finding &one : report.findings)
                QVERIFY2(one.what.contains(finding), qPrintable(words(report)));
        }
    }
    void anotherGenesisIsRefused()
    {
        const QString file = m_dir.filePath(QStringLiteral("bundle.tar"));
        (void)judge(make(m_journal->sagas().at(2), everything()));
        QCOMPARE(verify::runBundle({.file = file, .genesis = QString(64, QLatin1Char('0'))}).exitCode(), 1);
        QCOMPARE(verify::runBundle({.file = file, .trust = {m_journal->logKey().vkey()}}).exitCode(), 0);
        const NoteKey stranger{m_journal->origin(), NoteKey::Type::Ed25519, m_journal->witnessKey().publicKey};
        QCOMPARE(verify::runBundle({.file = file, .trust = {stranger.vkey()}}).exitCode(), 2);
        QCOMPARE(verify::runBundle({.file = file, .trust = {QStringLiteral("?")}}).exitCode(), 4);
        QCOMPARE(verify::runBundle({.file = m_dir.filePath(QStringLiteral("nowhere"))}).exitCode(), 4);
    }
    void witnesses_data()
    {
        QTest::addColumn<int>("size"); // 0: the head's
        QTest::addColumn<bool>("isForged");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("of the head") << 0 << false << 0;
        QTest::newRow("another history") << 0 << true << 1;
        QTest::newRow("of another size") << 5 << false << 2;
    }
    void witnesses()
    {
        QFETCH(int, size);
        QFETCH(bool, isForged);
        QFETCH(int, exitCode);
        (void)judge(make(m_journal->sagas().at(2), everything()));
        SignedNote note = m_journal->note(*m_reader, size == 0 ? m_journal->size() : quint64(size));
        if (isForged)
            note.body = Checkpoint{m_journal->origin(), m_journal->size(), sha256("another")}.body();
        const QString file = m_dir.filePath(QStringLiteral("witness"));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(note.text()) > 0);
        out.close();
        const verify::Report report = verify::runBundle(
            {.file = m_dir.filePath(QStringLiteral("bundle.tar")), .genesis = m_genesis, .witness = {file}});
        QVERIFY2(report.exitCode() == exitCode, qPrintable(words(report)));
    }
    void wholeLogForgeries_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::newRow("entries") << QByteArray("tile/entries/");
        QTest::newRow("tile") << QByteArray("tile/0/");
        QTest::newRow("checkpoint") << QByteArray("checkpoint");
    }
    void wholeLogForgeries()
    {
        QFETCH(QByteArray, member);
        Members members = make(QString(), everything());
        const QByteArray folder = nameOf(members, "log/").left(4 + 64 + 1);
        const QByteArray name = nameOf(members, (folder + member).constData());
        flip(members[name], members.value(name).size() / 2);
        resign(members);
        QCOMPARE(judge(members).exitCode(), 1);
        members = make(QString(), everything());
        members.insert(folder + "tile/0/999", "x");
        resign(members);
        QVERIFY(words(judge(members)).contains(QStringLiteral("holds files that the log has not")));
        members.remove(folder + "tile/0/999");
        members.remove(nameOf(members, (folder + "tile/entries/").constData()));
        resign(members);
        QCOMPARE(judge(members).exitCode(), 1);
    }

private:
    // Changes one thing and makes the rest fit.
    void forge(Members &members, const QByteArray &what) const
    {
        const QByteArray entry = nameOf(members, "entry/");
        const QByteArray proof = "proof" + entry.mid(5).chopped(4) + "tlog-proof";
        const QByteArray opening = nameOf(members, "openings/0");
        const auto with = [&](const QByteArray &name, const QByteArray &from, const QByteArray &to) {
            if (!members.value(name).contains(from))
                qFatal("%s has no %s", name.constData(), from.constData());
            members[name].replace(from, to);
        };
        if (what == "a member changed") {
            members["report.html"] += "x";
            return; // the manifest as it was
        }
        if (what == "a member too many") {
            members.insert("more", "x");
            return;
        }
        if (what == "a note over another manifest") {
            const QByteArray body = "astern.evidence/v1\n" + QByteArray(64, '0') + '\n';
            members["manifest.note"] =
                SignedNote{body, {signNote(m_journal->device(), Bundle::signerOf(m_journal->origin()), body)}}.text();
            return;
        }
        if (what == "a manifest signed by a stranger") {
            const DeviceKey stranger(viewOf(sha256("stranger")));
            const QString name = Bundle::signerOf(m_journal->origin());
            members["keys/vkeys.txt"] +=
                NoteKey{name, NoteKey::Type::Ed25519, stranger.publicKey()}.vkey().toLatin1() + '\n';
            resign(members);
            const QByteArray body = SignedNote::parse(members.value("manifest.note"))->body;
            members["manifest.note"] = SignedNote{body, {signNote(stranger, name, body)}}.text();
            return;
        }
        std::function<void(QJsonObject &)> manifest;
        if (what == "a manifest of another format")
            manifest = [](QJsonObject &o) { o.insert(QStringLiteral("format"), QStringLiteral("astern.evidence/v2")); };
        else if (what == "a manifest with another head")
            manifest = [](QJsonObject &o) { o.insert(QStringLiteral("head"), QJsonObject()); };
        else if (what == "an entry that the manifest hides")
            manifest = [](QJsonObject &o) { o.insert(QStringLiteral("entries"), QJsonArray()); };
        else if (what.startsWith("a head"))
            forgeHead(members, what);
        else if (what == "an entry of another proof")
            members[entry] = members.value(nameOf(members, "entry/", 1));
        else if (what == "an entry without its proof")
            members.remove(proof);
        else if (what == "an entry under another name")
            swapNames(members, entry, nameOf(members, "entry/", 1));
        else if (what == "an entry left out")
            leaveOut(members, nameOf(members, "entry/", 1));
        else if (what == "a neighbour left out")
            members.remove(nameOf(members, "chain/"));
        else if (what == "a neighbour of another place")
            members["chain/000000000004.json"] = members.value(nameOf(members, "chain/"));
        else if (what == "a neighbour in a place that is taken")
            members["chain/000000000001.json"] = members.value(nameOf(members, "chain/"));
        else if (what == "a neighbour changed")
            flip(members[nameOf(members, "chain/")], 400);
        else if (what == "no genesis")
            members.remove("keys/000000000000.json"), members.remove("keys/000000000000.tlog-proof");
        else if (what == "an opening that says something else")
            with(opening, "3 percent", "4 percent");
        else if (what == "an opening that nobody speaks of")
            members.remove(opening);
        else if (what == "an erasure that is not there" || what == "withheld what is in no entry")
            forgeWithheld(members, opening, what);
        else if (what == "a key that is none")
            members["keys/vkeys.txt"] += "x\n";
        else
            qFatal("no forgery %s", what.constData());
        resign(members, manifest);
    }
    void forgeHead(Members &members, const QByteArray &what) const
    {
        const QByteArray old = members.value("head/checkpoint");
        SignedNote note = SignedNote::parse(old).value();
        if (what == "a head whose signature is false")
            note.signatures[0].bytes[9] = char(note.signatures.at(0).bytes.at(9) ^ 1);
        else
            note.signatures = {signNote(DeviceKey(viewOf(sha256("stranger"))), m_journal->origin(), note.body)};
        for (QByteArray &bytes : members)
            bytes.replace(old, note.text());
    }
    static void swapNames(Members &members, const QByteArray &one, const QByteArray &other)
    {
        const auto proof = [](const QByteArray &name) {
            return QByteArray("proof" + name.mid(5).chopped(4) + "tlog-proof");
        };
        std::swap(members[one], members[other]);
        std::swap(members[proof(one)], members[proof(other)]);
    }
    static void leaveOut(Members &members, const QByteArray &entry)
    {
        // It becomes a neighbour of the other one, as if it had not been asked for.
        members.remove("proof" + entry.mid(5).chopped(4) + "tlog-proof");
        const QByteArray last = std::prev(members.upperBound("chain/9")).key();
        const QByteArray index = QByteArray::number(last.mid(6, 12).toLongLong() - 1).rightJustified(12, '0');
        members.insert("chain/" + index + ".json", members.take(entry));
    }
    static void forgeWithheld(Members &members, const QByteArray &opening, const QByteArray &what)
    {
        const QJsonObject said = fromCanonical(members.value(opening)).value();
        QJsonArray all;
        for (const auto one : said.value(QLatin1String("openings")).toArray())
            all.append(QJsonObject{{QStringLiteral("entry"), said.value(QLatin1String("entry"))},
                                   {QStringLiteral("field"), one.toObject().value(QLatin1String("field"))},
                                   {QStringLiteral("why"), QStringLiteral("erased")}});
        if (what == "an erasure that is not there")
            members.remove(opening);
        else
            all = {QJsonObject{{QStringLiteral("entry"), QStringLiteral("x")},
                               {QStringLiteral("field"), QStringLiteral("y")},
                               {QStringLiteral("why"), QStringLiteral("withheld")}}};
        members["openings/withheld.json"] = toCanonical(QJsonObject{{QStringLiteral("withheld"), all}}).value();
    }
};

QTEST_GUILESS_MAIN(TestBundle)
#include "tst_bundle.moc"
