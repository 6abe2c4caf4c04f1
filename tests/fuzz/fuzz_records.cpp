// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/store/recordcode.h"
#include "models/policy/store/recordreader.h"
#include "tests/fuzz/mutator.h"

#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::policy;

namespace {

std::vector<Record> good()
{
    std::vector<Record> records;
    for (int i = 0; i < 12; ++i)
        records.emplace_back(SampleRecord{QStringLiteral("prom"),
                                          QStringLiteral("http_requests_total"),
                                          {{QStringLiteral("status"), QString::number(i % 3)}},
                                          1'795'424'400'000 + i,
                                          1'795'424'400'212,
                                          i % 4 == 0 ? 0.1 : i * 1000.0});
    records.emplace_back(HeartbeatRecord{1'795'424'410'000});
    records.emplace_back(MarkRecord{MarkRecord::Kind::Mitigated, 1'795'424'411'000});
    return records;
}

RecordGround ground()
{
    RecordGround made;
    made.rollout.id = made.service = QStringLiteral("checkout");
    made.rollout.newLabels = {{QStringLiteral("hash"), QStringLiteral("abc")}};
    made.rollout.sameSlots = {{QStringLiteral("orders"), {1, 2}}};
    made.policies = {{QStringLiteral("p"), 1, QStringLiteral("d"), "policy: astern/v1\n"}};
    return made;
}

} // namespace

class FuzzRecords : public QObject {
    Q_OBJECT

    const QList<QByteArray> m_words{QByteArray("\0", 1),
                                    QByteArray("\0\xff\xff\x03", 4),
                                    "\x01",
                                    "\x80",
                                    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
                                    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
                                    "\xa5",
                                    "ASTREC1\n"};

private Q_SLOTS:
    // Behind sums that fit: what is read can be written, and is the same again.
    void payloads()
    {
        SeriesBook book;
        const fuzz::Mutator mutator({encodeRecords(good(), book), encodeGround(ground())}, m_words);
        const quint64 done = fuzz::run(mutator, [](const QByteArray &input) -> QByteArray {
            SeriesBook reading;
            const Result<std::vector<Record>> records = decodeRecords(input, reading);
            if (records) {
                SeriesBook writing;
                SeriesBook again;
                const auto second = decodeRecords(encodeRecords(*records, writing), again);
                if (!second || second->size() != records->size())
                    return "written and read again, it is something else";
            }
            const Result<RecordGround> ground = decodeGround(input);
            if (ground && !decodeGround(encodeGround(*ground)))
                return "a ground that cannot be read again";
            return {};
        });
        QVERIFY(done > 0);
    }

    void files()
    {
        SeriesBook book;
        QByteArray file(kFileMark, kFileMarkBytes);
        file += makeFrame(Frame::Kind::Ground, 1, encodeGround(ground()), file.size());
        file += makeFrame(Frame::Kind::Records, 2, encodeRecords(good(), book), file.size());
        file += makeFrame(Frame::Kind::Records, 3, encodeRecords(good(), book), file.size());
        const fuzz::Mutator mutator({file}, m_words);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("f"));
        const quint64 done = fuzz::run(mutator, [&path](const QByteArray &input) -> QByteArray {
            QFile out(path);
            if (!out.open(QIODevice::WriteOnly) || out.write(input) != input.size())
                return "cannot write";
            out.close();
            Result<RecordReader> reader = RecordReader::open(path);
            for (size_t records = 0; reader;) {
                const Result<std::optional<RecordBlock>> block = reader->next();
                if (!block && (block.error().message.isEmpty() || !block.error().where.contains(path)))
                    return "an error without a place";
                if (!block || !*block)
                    break;
                records += (*block)->records.size();
                if (records > 2 * good().size())
                    return "more than was written";
            }
            return {};
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzRecords)
#include "fuzz_records.moc"
