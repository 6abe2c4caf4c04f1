// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/canonical.h"
#include "models/journal/commitment.h"
#include "models/journal/envelope.h"
#include "models/journal/verify/entry.h"
#include "models/journal/verify/json.h"
#include "tests/fuzz/mutator.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace astern;

namespace {
QList<QByteArray> texts(); // below: moc takes a raw string for the end of the file
}

class FuzzCanonical : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Signed bytes have one reading: the writer's reader and the verifier's own agree on what is one.
    void mutations()
    {
        QList<QByteArray> corpus = texts();
        const QJsonObject all = QJsonDocument::fromJson(fuzz::fileBytes("tests/data/journal/vectors.json")).object();
        for (const auto entry : all.value(QLatin1String("entries")).toArray()) {
            corpus.append(entry.toObject().value(QLatin1String("payload_jcs")).toString().toUtf8());
            corpus.append(entry.toObject().value(QLatin1String("leaf_data")).toString().toUtf8());
        }
        const QByteArray type = all.value(QLatin1String("payload_type")).toString().toLatin1();
        const fuzz::Mutator mutator(corpus, {"{",
                                             "}",
                                             "[",
                                             "]",
                                             ",",
                                             ":",
                                             "\"",
                                             "\\",
                                             "\\u00e9",
                                             "\\ud800",
                                             "\\u001f",
                                             "\\u0001",
                                             "\\n",
                                             "\\/",
                                             "0",
                                             "-0",
                                             "1.0",
                                             "1e2",
                                             "9007199254740992",
                                             "-9007199254740992",
                                             "01",
                                             "true",
                                             "null",
                                             " ",
                                             "\n",
                                             "\"a\":1",
                                             "\"a\":1,\"a\":1",
                                             "\xc3\xa9",
                                             "\xff",
                                             "\xed\xa0\x80",
                                             "\xf4\x90\x80\x80",
                                             "\x7f",
                                             QByteArray("\0", 1),
                                             "\xef\xbb\xbf",
                                             "[[[[",
                                             "{\"a\":"});
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            const Result<QJsonObject> read = fromCanonical(input);
            std::string why;
            const auto other = verify::parseCanonical({input.constData(), size_t(input.size())}, why);
            const bool otherObject = other && other->root().isObject();
            if (read.ok() != otherObject)
                return QByteArray(read ? "only the writer's reader takes it: " : "only the verifier takes it: ") +
                       QByteArray::fromStdString(why) + (read ? QByteArray() : read.error().toString().toUtf8());
            if (read && *toCanonical(QJsonValue(*read)) != input)
                return "read and written again, it is another text";
            const auto opened = Envelope::open(input, type.constData());
            if (opened && (!read || opened->signature.size() != 64))
                return "an envelope that is none";
            (void)SealedOpening::fromFrame(input);
            // Read off its bytes or through the reader of JSON, an envelope is the same; and the writer's reader
            // agrees.
            verify::Entry plain;
            verify::Entry parsed;
            plain.read({input.constData(), size_t(input.size())}, type.toStdString());
            parsed.read({input.constData(), size_t(input.size())}, type.toStdString(), verify::Entry::Way::Parsed);
            if (plain.isRead != parsed.isRead || plain.wrong != parsed.wrong || plain.keyId != parsed.keyId)
                return "the verifier's two ways differ";
            if (plain.isRead && (plain.payloadBytes != parsed.payloadBytes || plain.signature != parsed.signature))
                return "the verifier's two ways read other bytes";
            if (opened && plain.isRead &&
                (opened->payload.toStdString() != plain.payloadBytes || opened->keyId.toStdString() != plain.keyId))
                return "the two read other bytes";
            return {};
        });
        QVERIFY(done > 0);
    }
};

namespace {

QList<QByteArray> texts()
{
    return {R"({"a":[1,-2,true,false,null,"é—\"\\\n\u0001"],"b":{"c":"","d":{}},"e":[]})",
            R"({"n":9007199254740991,"z":-9007199254740991})"};
}

} // namespace

QTEST_GUILESS_MAIN(FuzzCanonical)
#include "fuzz_canonical.moc"
