// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/note.h"
#include "models/journal/verify/notes.h"
#include "tests/fuzz/mutator.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace astern;

class FuzzNote : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The writer's reader and the verifier's own agree on what a note is, on what it says and on who signed it.
    void mutations()
    {
        const QJsonObject all = QJsonDocument::fromJson(fuzz::fileBytes("tests/data/journal/vectors.json")).object();
        QList<QByteArray> corpus;
        for (const auto one : all.value(QLatin1String("checkpoints")).toArray())
            corpus.append(one.toObject().value(QLatin1String("note")).toString().toUtf8());
        const QStringList vkeys{all.value(QLatin1String("log_vkey")).toString(),
                                all.value(QLatin1String("witness_vkey")).toString()};
        QList<NoteKey> keys;
        std::vector<verify::VKey> others;
        for (const QString &vkey : vkeys) {
            corpus.append(vkey.toUtf8());
            keys.append(NoteKey::fromVkey(vkey).value());
            others.push_back(*verify::readVKey(vkey.toStdString()));
        }
        const fuzz::Mutator mutator(corpus, {"\n",
                                             "\n\n",
                                             "\xe2\x80\x94 ",
                                             "\xe2\x80\x94",
                                             " ",
                                             "+",
                                             "0",
                                             "-1",
                                             "9223372036854775808",
                                             "=",
                                             "==",
                                             "A",
                                             "\r",
                                             "\t",
                                             "\xc2\xa0",
                                             "\xe2\x80\x89",
                                             "\xef\xbb\xbf",
                                             "\xff",
                                             QByteArray("\0", 1),
                                             "\"",
                                             "\\"});
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            const std::string_view view(input.constData(), size_t(input.size()));
            const auto note = SignedNote::parse(input);
            const auto other = verify::readNote(view);
            if (note.ok() != other.has_value())
                return note ? "only the writer's reader takes the note" : "only the verifier takes the note";
            if (note && note->text() != input)
                return "read and written again, it is another note";
            const auto head = Checkpoint::fromBody(note ? note->body : input);
            const auto otherHead = verify::readHead(note ? std::string_view(other->body) : view);
            if (head.ok() != otherHead.has_value())
                return head ? "only the writer's reader takes the head" : "only the verifier takes the head";
            if (head && (head->size != otherHead->size || head->root != otherHead->root))
                return "the two readers read another head";
            if (note &&
                verifyNote(*note, keys).ok() != (verify::judge(*other, others).verdict == verify::Verdict::Signed))
                return "the two readers believe another signature";
            const auto vkey = NoteKey::fromVkey(QString::fromUtf8(input));
            if (QString::fromUtf8(input).toUtf8() == input && vkey.ok() != verify::readVKey(view).has_value())
                return vkey ? "only the writer's reader takes the key" : "only the verifier takes the key";
            return {};
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzNote)
#include "fuzz_note.moc"
