// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/store/crc32c.h"
#include "models/policy/store/recordstore.h"
#include "tests/support/smalldisk.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <cmath>
#include <cstdio>
#include <limits>
#include <random>
#include <unistd.h>

using namespace astern;
using namespace astern::policy;
using astern::test::SmallDisk;

namespace {

bool g_mounts = false;

QString s(const char *text) { return QString::fromUtf8(text); }

constexpr qint64 kStart = 1'795'424'400'000;

RecordGround ground(const QString &id = s("shop/checkout#7"))
{
    RecordGround made;
    made.atMs = kStart + 5;
    made.service = s("checkout");
    made.place = s("checkout@prod/eu-1");
    made.rollout.id = id;
    made.rollout.startMs = kStart;
    made.rollout.newLabels = {{s("hash"), s("abc")}, {s("service"), s("checkout")}};
    made.rollout.stableLabels = {{s("hash"), s("ü")}};
    made.rollout.sameSlots = {{s("orders"), {1.5, -0.0, 3e300}}};
    made.policies = {{s("checkout"), 12, s("b3f1"), "policy: astern/v1\nid: checkout\n"}, {s("b"), -1, {}, {}}};
    return made;
}

SampleRecord sample(int series, qint64 eventMs, double value, qint64 arrivedMs = 0)
{
    return {s("prom"),
            s("http_requests_total"),
            {{s("pod"), QString::number(series)}, {s("status"), s("200")}},
            eventMs,
            arrivedMs == 0 ? eventMs + 212 : arrivedMs,
            value};
}

// Equal to the bit, also what is no number.
bool same(const Record &a, const Record &b)
{
    const auto *left = std::get_if<SampleRecord>(&a);
    const auto *right = std::get_if<SampleRecord>(&b);
    if (!left || !right)
        return a == b;
    SampleRecord plain = *left;
    plain.value = right->value;
    return std::bit_cast<quint64>(left->value) == std::bit_cast<quint64>(right->value) &&
           (std::isnan(right->value) || plain == *right) && left->series == right->series &&
           left->labels == right->labels && left->eventMs == right->eventMs && left->arrivedMs == right->arrivedMs &&
           left->source == right->source;
}

struct Read {
    std::vector<Record> records;
    QList<RecordGround> grounds;
    qsizetype blocks = 0;
    std::optional<Error> error;
    bool cutOff = false;
};

Read readAll(const QString &path)
{
    Read all;
    Result<RecordReader> reader = RecordReader::open(path);
    if (!reader) {
        all.error = reader.error();
        return all;
    }
    for (;;) {
        const Result<std::optional<RecordBlock>> block = reader->next();
        if (!block)
            all.error = block.error();
        if (!block || !*block)
            break;
        ++all.blocks;
        if ((*block)->ground)
            all.grounds.append(*(*block)->ground);
        all.records.insert(all.records.end(), (*block)->records.begin(), (*block)->records.end());
    }
    all.cutOff = reader->isCutOff();
    return all;
}

bool beginsWith(const std::vector<Record> &all, const std::vector<Record> &some)
{
    return some.size() <= all.size() && std::equal(some.begin(), some.end(), all.begin(), same);
}

double randomValue(std::mt19937_64 &random)
{
    switch (random() % 8) {
    case 0:
        return std::bit_cast<double>(random()); // any bits at all
    case 1:
        return -0.0;
    case 2:
        return double(qint64(random()));
    case 3:
        return 9'007'199'254'740'992.0 + double(random() % 5) - 2;
    case 4:
        return std::bit_cast<double>(quint64(0x7ff0'0000'0000'0002)); // a stale marker
    case 5:
        return double(random() % 1000) / 7;
    default:
        return double(random() % 100'000);
    }
}

std::vector<Record> randomRecords(std::mt19937_64 &random, size_t count)
{
    std::vector<Record> records;
    for (size_t i = 0; i < count; ++i) {
        const qint64 at = random() % 50 == 0 ? qint64(random()) : kStart + qint64(random() % 100'000);
        switch (random() % 12) {
        case 0:
            records.emplace_back(HeartbeatRecord{at});
            break;
        case 1:
            records.emplace_back(MarkRecord{MarkRecord::Kind(random() % 3), at});
            break;
        default:
            records.emplace_back(sample(int(random() % 20), at, randomValue(random), at + qint64(random() % 3)));
        }
    }
    return records;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
}

// The life of the process that is killed: says how many blocks it was answered for.
int writeUntilKilled(const QString &folder)
{
    RecordStore store(folder);
    if (!store.begin(ground()))
        return 2;
    for (int i = 0; i < 1'000'000; ++i) {
        std::vector<Record> records;
        for (int series = 0; series < 50; ++series)
            records.emplace_back(sample(series, kStart + i, i));
        if (!store.append(ground().rollout.id, records))
            return 3;
        const QByteArray line = QByteArray::number(i + 1) + '\n';
        if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size())
            return 4;
    }
    return 1;
}

} // namespace

class TestRecordStore : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_next = 0;
    // A folder of its own for each.
    [[nodiscard]] QString folder() { return m_folder.filePath(QString::number(++m_next)); }
    const QString m_id = ground().rollout.id;

private Q_SLOTS:
    void sums()
    {
        // RFC 3720, B.4, and the check value of the catalogue of CRCs.
        QCOMPARE(crc32c("123456789"), 0xe306'9283U);
        QCOMPARE(crc32c(QByteArray(32, '\0')), 0x8a91'36aaU);
        QCOMPARE(crc32c(QByteArray(32, '\xff')), 0x62a8'ab43U);
        QCOMPARE(crc32c("56789", crc32c("1234")), 0xe306'9283U);
    }

    void whatIsWrittenIsRead()
    {
        std::mt19937_64 random(7);
        for (int round = 0; round < 30; ++round) {
            const QString at = folder();
            std::vector<Record> all;
            for (int life = 0; life < 3; ++life) { // opened again and gone on
                RecordStore store(at);
                QVERIFY(store.begin(ground()).ok());
                for (int block = 0; block < 4; ++block) {
                    const std::vector<Record> records = randomRecords(random, random() % 200);
                    QVERIFY(store.append(m_id, records).ok());
                    all.insert(all.end(), records.begin(), records.end());
                }
                QVERIFY(store.sync().ok());
            }
            const Read read = readAll(RecordStore(at).pathOf(m_id));
            QVERIFY(!read.error);
            QVERIFY(!read.cutOff);
            QCOMPARE(read.records.size(), all.size());
            QVERIFY(beginsWith(read.records, all));
            QCOMPARE(read.grounds, QList<RecordGround>{ground()});
        }
    }

    void aBatchOfAnySize()
    {
        RecordStore store(folder());
        QVERIFY(store.begin(ground()).ok());
        std::mt19937_64 random(8);
        const std::vector<Record> records = randomRecords(random, 2 * kMostRecords + 3);
        QVERIFY(store.append(m_id, records).ok());
        QVERIFY(store.append(m_id, {}).ok());
        const Read read = readAll(store.pathOf(m_id));
        QCOMPARE(read.blocks, 4);
        QVERIFY(read.records.size() == records.size() && beginsWith(read.records, records));
    }

    // What a rollout costs: counters of ten pods in four status codes, asked every ten seconds for an hour.
    void isCompact()
    {
        RecordStore store(folder());
        QVERIFY(store.begin(ground()).ok());
        std::mt19937_64 random(9);
        std::vector<double> counters(40);
        size_t samples = 0;
        for (int poll = 0; poll < 360; ++poll) {
            std::vector<Record> records;
            for (int series = 0; series < 40; ++series) {
                counters[size_t(series)] += series % 4 == 0 ? double(random() % 2000) : double(random() % 3);
                // Each pod is scraped at its own time, with a little noise.
                const qint64 at = kStart + poll * 10'000 + series / 4 * 731 + qint64(random() % 3);
                records.emplace_back(sample(series, at, counters[size_t(series)], kStart + poll * 10'000 + 9'000));
            }
            samples += records.size();
            records.emplace_back(HeartbeatRecord{kStart + poll * 10'000 + 9'000});
            QVERIFY(store.append(m_id, records).ok());
        }
        const double each = double(QFileInfo(store.pathOf(m_id)).size()) / double(samples);
        qInfo() << each << "bytes a sample";
        QVERIFY2(each < 4, qPrintable(QString::number(each)));
    }

    // A policy that is switched while the rollout runs stands where it came into force.
    void whatIsInForceIsSaidOnceAndAgainWhenItChanges()
    {
        RecordStore store(folder());
        QVERIFY(!store.append(m_id, {}).ok()); // nobody has said whose they are
        QVERIFY(store.begin(ground()).ok());
        QVERIFY(store.append(m_id, std::vector<Record>{HeartbeatRecord{1}}).ok());
        RecordGround later = ground();
        later.atMs = kStart + 60'000;
        QVERIFY(store.begin(later).ok()); // says the same
        later.policies[0].revision = 13;
        later.policies[0].yaml += "# changed\n";
        QVERIFY(store.begin(later).ok());
        QVERIFY(store.append(m_id, std::vector<Record>{HeartbeatRecord{2}}).ok());
        store.end(m_id);
        QVERIFY(store.begin(later).ok());
        const Read read = readAll(store.pathOf(m_id));
        QCOMPARE(read.grounds, (QList<RecordGround>{ground(), later}));
        QCOMPARE(read.blocks, 4);
    }

    void aTailThatWasCutOffIsDropped()
    {
        const QString at = folder();
        std::mt19937_64 random(10);
        const std::vector<Record> first = randomRecords(random, 10);
        const std::vector<Record> second = randomRecords(random, 10);
        const std::vector<Record> third = randomRecords(random, 5);
        qint64 ends[3]{};
        {
            RecordStore store(at);
            QVERIFY(store.begin(ground()).ok());
            const QString path = store.pathOf(m_id);
            ends[0] = QFileInfo(path).size();
            QVERIFY(store.append(m_id, first).ok());
            ends[1] = QFileInfo(path).size();
            QVERIFY(store.append(m_id, second).ok());
            ends[2] = QFileInfo(path).size();
        }
        const QString path = RecordStore(at).pathOf(m_id);
        const QByteArray whole = bytesOf(path);
        QCOMPARE(whole.size(), ends[2]);
        for (qint64 size = 0; size <= ends[2]; ++size) {
            // Cut; and grown, with pages that never came.
            for (const qint64 zeros : {0, 1, 30, 5000}) {
                put(path, whole.left(size) + QByteArray(zeros, '\0'));
                std::vector<Record> expected;
                if (size >= ends[1])
                    expected = first;
                if (size >= ends[2])
                    expected.insert(expected.end(), second.begin(), second.end());
                const Read cut = readAll(path);
                if (size < kFileMarkBytes && zeros > 0)
                    continue; // no file of records at all
                const QByteArray what = QByteArray::number(size) + " + " + QByteArray::number(zeros);
                QVERIFY2(!cut.error, (what + ' ' + (cut.error ? cut.error->toString().toUtf8() : "")).constData());
                QVERIFY2(cut.records.size() == expected.size() && beginsWith(cut.records, expected), what.constData());
                // Where it ends between two blocks nobody can tell.
                const bool between = size == kFileMarkBytes || size == ends[0] || size == ends[1] || size == ends[2];
                QVERIFY2(cut.cutOff == (zeros > 0 || !between), what.constData());
                RecordStore store(at);
                const Result<Ok> begun = store.begin(ground());
                QVERIFY2(begun.ok(), what.constData());
                QVERIFY(store.append(m_id, third).ok());
                const Read after = readAll(path);
                expected.insert(expected.end(), third.begin(), third.end());
                QVERIFY2(!after.error && !after.cutOff, what.constData());
                QVERIFY2(after.records.size() == expected.size() && beginsWith(after.records, expected),
                         what.constData());
                QCOMPARE(after.grounds, QList<RecordGround>{ground()});
            }
        }
    }

    void aByteThatIsWrongIsFound()
    {
        const QString at = folder();
        std::mt19937_64 random(11);
        std::vector<Record> all;
        {
            RecordStore store(at);
            QVERIFY(store.begin(ground()).ok());
            for (int block = 0; block < 3; ++block) {
                const std::vector<Record> records = randomRecords(random, 8);
                QVERIFY(store.append(m_id, records).ok());
                all.insert(all.end(), records.begin(), records.end());
            }
        }
        const QString path = RecordStore(at).pathOf(m_id);
        const QByteArray whole = bytesOf(path);
        for (qsizetype i = 0; i < whole.size(); ++i) {
            for (const int bits : {0x01, 0x80, 0xff, int(quint8(whole.at(i)))}) { // the last makes it zero
                // A last byte that is zero is what a cut looks like: dropped, not damaged.
                const bool looksCut = i == whole.size() - 1 && bits == quint8(whole.at(i));
                if (bits == 0 || looksCut)
                    continue;
                QByteArray wrong = whole;
                wrong[i] = char(wrong.at(i) ^ bits);
                put(path, wrong);
                const Read read = readAll(path);
                const QByteArray what = QByteArray::number(i) + " ^ " + QByteArray::number(bits);
                QVERIFY2(read.error, what.constData());
                QVERIFY2(read.error->where.contains(path) && read.error->where.contains(s(" at ")), what.constData());
                QVERIFY2(beginsWith(all, read.records), what.constData());
                // It stays as it is.
                RecordStore store(at);
                QVERIFY2(!store.begin(ground()).ok(), what.constData());
                QCOMPARE(bytesOf(path), wrong);
            }
        }
    }

    void blocksThatChangedPlacesAreFound()
    {
        const QString at = folder();
        qint64 ends[3]{};
        {
            RecordStore store(at);
            for (qint64 &end : ends) {
                QVERIFY(store.begin(ground()).ok());
                QVERIFY(store.append(m_id, std::vector<Record>{sample(1, 5, 7)}).ok());
                end = QFileInfo(store.pathOf(m_id)).size();
            }
        }
        const QString path = RecordStore(at).pathOf(m_id);
        const QByteArray whole = bytesOf(path);
        const QByteArray second = whole.mid(ends[0], ends[1] - ends[0]);
        put(path, whole.left(ends[1]) + second);
        QVERIFY(readAll(path).error);
    }

    // Killed at any moment: what was answered for is there, and it goes on.
    void killed()
    {
        const QString at = folder();
        qsizetype before = 0;
        for (int life = 0; life < 5; ++life) {
            QProcess process;
            process.start(QCoreApplication::applicationFilePath(), {s("--write"), at});
            QVERIFY(process.waitForStarted());
            QByteArray said;
            while (said.count('\n') < 20 + 40 * life && process.waitForReadyRead())
                said += process.readAll();
            process.kill();
            QVERIFY(process.waitForFinished());
            QCOMPARE(process.exitStatus(), QProcess::CrashExit);
            said += process.readAll();
            const Read read = readAll(RecordStore(at).pathOf(m_id));
            QVERIFY(!read.error);
            QVERIFY(qsizetype(read.records.size()) - before >= 50 * (said.count('\n') - 1));
            QCOMPARE(read.records.size() % 50, size_t(0));
            before = qsizetype(read.records.size());
        }
    }

    void aDiskThatIsFull()
    {
        if (!g_mounts)
            QSKIP("this system allows no mounts");
        SmallDisk disk(1 << 20);
        QVERIFY(disk.isMounted());
        RecordStore store(disk.path(s("records")));
        QVERIFY(store.begin(ground()).ok());
        std::mt19937_64 random(12);
        std::vector<Record> all;
        const std::vector<Record> before = randomRecords(random, 2000);
        QVERIFY(store.append(m_id, before).ok());
        all = before;
        disk.fill();
        const std::vector<Record> lost = randomRecords(random, 20'000);
        for (int tries = 0; tries < 3; ++tries) {
            const Result<Ok> full = store.append(m_id, lost);
            QVERIFY(!full.ok());
            QCOMPARE(int(full.error().kind), int(Error::Kind::Storage));
            QVERIFY(!full.error().hint.isEmpty());
            const Read read = readAll(store.pathOf(m_id));
            QVERIFY(!read.error && read.records.size() == all.size());
        }
        disk.free();
        // Series that the lost ones had brought are made known again.
        for (const auto &records : {randomRecords(random, 500), std::vector<Record>{sample(1234, 5, 6)}}) {
            QVERIFY(store.append(m_id, records).ok());
            all.insert(all.end(), records.begin(), records.end());
        }
        const Read read = readAll(store.pathOf(m_id));
        QVERIFY(!read.error);
        QVERIFY(read.records.size() == all.size() && beginsWith(read.records, all));
    }

    void readersWhileItGrows()
    {
        RecordStore store(folder());
        QVERIFY(store.begin(ground()).ok());
        Result<RecordReader> one = store.read(m_id);
        Result<RecordReader> other = store.read(m_id);
        QVERIFY(one.ok() && other.ok());
        QVERIFY((*one->next())->ground);
        for (int i = 0; i < 5; ++i) {
            QVERIFY(one->next().ok() && !*one->next());
            QVERIFY(store.append(m_id, std::vector<Record>{sample(i % 2, kStart + i, i)}).ok());
            const Result<std::optional<RecordBlock>> block = one->next();
            QVERIFY(block.ok() && *block);
            QVERIFY(same((*block)->records.front(), sample(i % 2, kStart + i, i)));
        }
        int blocks = 0;
        while (*other->next())
            ++blocks;
        QCOMPARE(blocks, 6);
    }

    void oneWriterAlone()
    {
        const QString at = folder();
        RecordStore one(at);
        RecordStore other(at);
        QVERIFY(one.begin(ground()).ok());
        const Result<Ok> second = other.begin(ground());
        QVERIFY(!second.ok());
        QCOMPARE(int(second.error().kind), int(Error::Kind::Conflict));
        one.end(m_id);
        QVERIFY(other.begin(ground()).ok());
    }

    void namesOfAnyKind_data()
    {
        QTest::addColumn<QString>("id");
        for (const char *id : {"", ".", "..", "../../etc/passwd", "a/b", "A", "a", "a b", "ü", "\n", "con", "-rf"})
            QTest::newRow(id) << s(id);
        QTest::newRow("long") << QString(5000, QLatin1Char('x'));
        QTest::newRow("long, other") << QString(5001, QLatin1Char('x'));
    }
    void namesOfAnyKind()
    {
        QFETCH(QString, id);
        static const QString at = folder();
        RecordStore store(at);
        QVERIFY(store.begin(ground(id)).ok());
        QVERIFY(store.append(id, std::vector<Record>{HeartbeatRecord{7}}).ok());
        const Read read = readAll(store.pathOf(id));
        QCOMPARE(read.grounds, QList<RecordGround>{ground(id)});
        QCOMPARE(read.records.size(), size_t(1));
        QCOMPARE(QFileInfo(store.pathOf(id)).absolutePath(), QFileInfo(at).absoluteFilePath());
    }

    void listAndRetention()
    {
        const QString at = folder();
        RecordStore store(at);
        QVERIFY(store.list()->isEmpty());
        constexpr qint64 kDay = 86'400'000;
        std::mt19937_64 random(13);
        for (int i = 0; i < 5; ++i) {
            RecordGround one = ground(s("r%1").arg(i));
            one.rollout.startMs = one.atMs = kStart + i * kDay;
            QVERIFY(store.begin(one).ok());
            std::vector<Record> records(1000, sample(i, kStart + i * kDay + 1, 0.1));
            records.emplace_back(HeartbeatRecord{kStart + i * kDay + 5'000});
            QVERIFY(store.append(one.rollout.id, records).ok());
            if (i != 1)
                store.end(one.rollout.id);
        }
        put(at + s("/broken.records"), "ASTREC1\nnothing of this kind, and that for long enough");
        put(at + s("/else.txt"), "x");
        const Result<QList<RecordedRollout>> all = store.list();
        QVERIFY(all.ok());
        QCOMPARE(all->size(), 6);
        QMap<QString, RecordedRollout> byId;
        for (const RecordedRollout &one : *all)
            byId.insert(one.rollout, one);
        QVERIFY(byId.value({}).problem);
        for (int i = 0; i < 5; ++i) {
            const RecordedRollout one = byId.value(s("r%1").arg(i));
            QVERIFY(!one.problem);
            QCOMPARE(one.service, s("checkout"));
            QCOMPARE(one.place, s("checkout@prod/eu-1"));
            QCOMPARE(one.startMs, kStart + i * kDay);
            QCOMPARE(one.endMs, kStart + i * kDay + 5'000);
            QCOMPARE(one.bytes, QFileInfo(store.pathOf(one.rollout)).size());
            QCOMPARE(one.open, i == 1);
        }
        const auto names = [](const QList<RecordedRollout> &some) {
            QStringList ids;
            for (const RecordedRollout &one : some)
                ids.append(one.rollout);
            return ids;
        };
        QVERIFY(QFile::remove(at + s("/broken.records")));
        // The second one is open, whoever asks.
        RecordStore other(at);
        QVERIFY(other.retain({}, kStart + 100 * kDay)->isEmpty());
        QCOMPARE(names(*other.retain({.maxAgeMs = 2 * kDay}, kStart + 4 * kDay)), QStringList({s("r0")}));
        QCOMPARE(names(*other.retain({.maxBytes = 2 * byId.value(s("r3")).bytes + 100}, kStart + 4 * kDay)),
                 QStringList({s("r2"), s("r3")}));
        QVERIFY(store.append(s("r1"), std::vector<Record>{HeartbeatRecord{kStart + 9 * kDay}}).ok());
        QCOMPARE(names(*other.list()), QStringList({s("r4"), s("r1")}));
        store.end(s("r1"));
        QCOMPARE(names(*other.retain({.maxBytes = 1}, kStart)), QStringList({s("r4"), s("r1")}));
        QVERIFY(QFile::exists(at + s("/else.txt")));
    }
};

int main(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--write") == 0) {
        const QCoreApplication application(argc, argv);
        return writeUntilKilled(QFile::decodeName(argv[2]));
    }
    g_mounts = test::beginPrivateMounts();
    const QCoreApplication application(argc, argv);
    TestRecordStore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_recordstore.moc"
