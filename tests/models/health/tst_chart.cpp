// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/chartrange.h"
#include "models/health/decimate.h"
#include "models/health/seriescsv.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <random>

using namespace astern;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr qint64 kNoon = 1'795'608'000'000; // 2026-11-25T12:00:00Z

struct Kept {
    std::vector<Sample> older;
    std::vector<Sample> newer;
    [[nodiscard]] SeriesStore::View view() const { return {older, newer}; }
};

// Every second from kNoon on; cut in two as a ring that has come round.
Kept everySecond(int count, double (*value)(int))
{
    Kept kept;
    for (int i = 0; i < count; ++i)
        (i < count / 3 ? kept.older : kept.newer).push_back({kNoon + i * 1000, value(i)});
    return kept;
}

std::vector<Sample> decimated(const Kept &kept, const TimeColumns &axis, qint64 gapMs)
{
    std::vector<Sample> out;
    decimate(kept.view(), axis, gapMs, out);
    return out;
}

using Act = std::function<void(ChartRange &, const TimeSpan &)>;

} // namespace
Q_DECLARE_METATYPE(Act)
Q_DECLARE_METATYPE(astern::TimeSpan)

// What a large chart shows and writes down, worked out without a window.
class ChartTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ranges_data();
    void ranges();
    void standsStillWhileTimeGoesOn();
    void allGrows();
    void anyWayOfMovingStaysInside();
    void atMostTwoAColumn_data();
    void atMostTwoAColumn();
    void peaksSurvive();
    void aGapIsAGap();
    void csv_data();
    void csv();
    void everyDoubleComesBack();
    void theCsvIsWhatIsStored();
};

void ChartTest::ranges_data()
{
    QTest::addColumn<Act>("act");
    QTest::addColumn<qint64>("from"); // seconds before now
    QTest::addColumn<qint64>("to");
    QTest::addColumn<bool>("follows");
    // One hour is kept; it begins with the last 15 minutes.
    const auto now = [](const TimeSpan &kept) { return kept.toMs; };
    const auto row = [](const char *name, const Act &act, qint64 from, qint64 to, bool follows) {
        QTest::newRow(name) << act << from << to << follows;
    };
    row("as it begins", [](ChartRange &, const TimeSpan &) {}, 900, 0, true);
    row("5 minutes", [](ChartRange &r, const TimeSpan &k) { r.setLength(300'000, k); }, 300, 0, true);
    row("an hour", [](ChartRange &r, const TimeSpan &k) { r.setLength(3'600'000, k); }, 3600, 0, true);
    row("longer than is kept", [](ChartRange &r, const TimeSpan &k) { r.setLength(7'200'000, k); }, 7200, 0, true);
    row("shorter than the shortest", [](ChartRange &r, const TimeSpan &k) { r.setLength(1, k); }, 5, 0, true);
    row("all", [](ChartRange &r, const TimeSpan &) { r.showAll(); }, 3600, 0, true);
    row("in at now", [now](ChartRange &r, const TimeSpan &k) { r.zoom(0.5, now(k), k); }, 450, 0, true);
    row(
        "in at a third", [now](ChartRange &r, const TimeSpan &k) { r.zoom(0.5, now(k) - 600'000, k); }, 750, 300,
        false);
    row(
        "out at the middle", [now](ChartRange &r, const TimeSpan &k) { r.zoom(2, now(k) - 450'000, k); }, 1800, 0,
        true);
    row("out beyond what is kept", [now](ChartRange &r, const TimeSpan &k) { r.zoom(100, now(k), k); }, 3600, 0, true);
    row(
        "out at the oldest",
        [now](ChartRange &r, const TimeSpan &k) {
            r.select({now(k) - 3'600'000, now(k) - 3'000'000}, k);
            r.zoom(2, now(k) - 3'000'000, k);
        },
        3600, 2400, false);
    row("in as far as it goes", [now](ChartRange &r, const TimeSpan &k) { r.zoom(1e-9, now(k), k); }, 5, 0, true);
    row(
        "a factor that is none",
        [now](ChartRange &r, const TimeSpan &k) {
            r.zoom(kNan, now(k), k);
            r.zoom(0, now(k), k);
            r.zoom(-1, now(k), k);
        },
        900, 0, true);
    row(
        "a piece", [now](ChartRange &r, const TimeSpan &k) { r.select({now(k) - 500'000, now(k) - 400'000}, k); }, 500,
        400, false);
    row(
        "a piece, backwards",
        [now](ChartRange &r, const TimeSpan &k) { r.select({now(k) - 400'000, now(k) - 500'000}, k); }, 500, 400,
        false);
    row(
        "a piece up to now",
        [now](ChartRange &r, const TimeSpan &k) { r.select({now(k) - 60'000, now(k) + 9'000}, k); }, 69, 0, true);
    row(
        "an instant", [now](ChartRange &r, const TimeSpan &k) { r.select({now(k) - 100'000, now(k) - 100'000}, k); },
        102, 97, false);
    row("back", [](ChartRange &r, const TimeSpan &k) { r.pan(-100'000, k); }, 1000, 100, false);
    row("back beyond the oldest", [](ChartRange &r, const TimeSpan &k) { r.pan(-99'000'000, k); }, 3600, 2700, false);
    row("on beyond now", [](ChartRange &r, const TimeSpan &k) { r.pan(100'000, k); }, 900, 0, true);
    row(
        "back and on again",
        [](ChartRange &r, const TimeSpan &k) {
            r.pan(-100'000, k);
            r.pan(100'000, k);
        },
        900, 0, true);
    row(
        "back, then live",
        [](ChartRange &r, const TimeSpan &k) {
            r.pan(-100'000, k);
            r.follow();
        },
        900, 0, true);
    row(
        "shorter in the past",
        [](ChartRange &r, const TimeSpan &k) {
            r.pan(-600'000, k);
            r.setLength(300'000, k);
        },
        900, 600, false);
    row(
        "all, then back",
        [](ChartRange &r, const TimeSpan &k) {
            r.showAll();
            r.pan(-100'000, k);
        },
        3600, 0, true);
    row(
        "all, then in",
        [now](ChartRange &r, const TimeSpan &k) {
            r.showAll();
            r.zoom(0.5, now(k) - 1'800'000, k);
        },
        2700, 900, false);
}

void ChartTest::ranges()
{
    QFETCH(const Act, act);
    QFETCH(const qint64, from);
    QFETCH(const qint64, to);
    const TimeSpan kept{kNoon - 3'600'000, kNoon};
    ChartRange range;
    act(range, kept);
    const TimeSpan shown = range.at(kept);
    // An instant is widened to five seconds around it: half a second of rounding is nobody's business.
    QCOMPARE((kNoon - shown.fromMs) / 1000, from);
    QCOMPARE((kNoon - shown.toMs) / 1000, to);
    QTEST(range.followsNow(), "follows");
}

void ChartTest::standsStillWhileTimeGoesOn()
{
    const TimeSpan kept{kNoon - 3'600'000, kNoon};
    const TimeSpan later{kNoon - 3'540'000, kNoon + 60'000};
    ChartRange range;
    QCOMPARE(range.at(later).toMs, kNoon + 60'000); // follows
    range.pan(-100'000, kept);
    QCOMPARE(range.at(later), range.at(kept));
    range.follow();
    QCOMPARE(range.at(later), (TimeSpan{kNoon + 60'000 - 900'000, kNoon + 60'000}));
}

void ChartTest::allGrows()
{
    ChartRange range;
    range.showAll();
    QVERIFY(range.showsAll());
    QCOMPARE(range.lengthMs(), 0);
    QCOMPARE(range.at({kNoon, kNoon}), (TimeSpan{kNoon - ChartRange::kLeastMs, kNoon})); // nothing is kept yet
    QCOMPARE(range.at({kNoon - 1, kNoon + 90'000}), (TimeSpan{kNoon - 1, kNoon + 90'000}));
    range.setLength(300'000, {kNoon - 900'000, kNoon});
    QVERIFY(!range.showsAll());
}

// Thousands of moves of any kind: never empty, never after now, never before the oldest while there is room.
void ChartTest::anyWayOfMovingStaysInside()
{
    std::mt19937_64 random(7);
    const auto upTo = [&random](qint64 most) { return qint64(random() % quint64(most)); };
    ChartRange range;
    TimeSpan kept{kNoon - 3'600'000, kNoon};
    for (int i = 0; i < 20'000; ++i) {
        kept.toMs += upTo(2000);
        kept.fromMs += upTo(2000);
        const TimeSpan before = range.at(kept);
        switch (random() % 5) {
        case 0:
            range.zoom(0.25 + double(upTo(400)) / 100, before.fromMs + upTo(before.lengthMs()), kept);
            break;
        case 1:
            range.pan(upTo(4'000'000) - 2'000'000, kept);
            break;
        case 2:
            range.select({kept.fromMs + upTo(4'000'000), kept.fromMs + upTo(4'000'000)}, kept);
            break;
        case 3:
            range.setLength(upTo(4'000'000), kept);
            break;
        default:
            range.follow();
            break;
        }
        const TimeSpan shown = range.at(kept);
        QVERIFY(shown.lengthMs() >= ChartRange::kLeastMs);
        QVERIFY(shown.toMs <= kept.toMs);
        QVERIFY(shown.fromMs >= kept.fromMs || shown.toMs == kept.toMs);
        QCOMPARE(range.followsNow(), shown.toMs == kept.toMs);
    }
}

void ChartTest::atMostTwoAColumn_data()
{
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("columns");
    QTest::newRow("fewer samples than columns") << 40 << 300;
    QTest::newRow("as many") << 300 << 300;
    QTest::newRow("a ring") << 3600 << 900;
    QTest::newRow("one column") << 3600 << 1;
    QTest::newRow("a day") << 86'400 << 1203;
}

void ChartTest::atMostTwoAColumn()
{
    QFETCH(const int, samples);
    QFETCH(const int, columns);
    const Kept kept = everySecond(samples, [](int i) { return std::sin(i * 0.37) * (1 + i % 17); });
    const TimeColumns axis{kNoon, kNoon + samples * 1000, columns};
    const std::vector<Sample> out = decimated(kept, axis, 30'000);
    QVERIFY(!out.empty());
    std::map<int, int> inColumn;
    std::map<int, std::pair<double, double>> wanted; // low and high by a plain walk
    for (qsizetype i = 0; i < kept.view().size(); ++i) {
        const Sample &sample = kept.view().at(i);
        const auto [at, isNew] = wanted.try_emplace(axis.column(sample.atMs), sample.value, sample.value);
        at->second = {std::min(at->second.first, sample.value), std::max(at->second.second, sample.value)};
    }
    std::map<int, std::pair<double, double>> got;
    for (const Sample &sample : out) {
        const int column = axis.column(sample.atMs);
        ++inColumn[column];
        const auto [at, isNew] = got.try_emplace(column, sample.value, sample.value);
        at->second = {std::min(at->second.first, sample.value), std::max(at->second.second, sample.value)};
        // A sample as it was, not one made up.
        QCOMPARE(kept.view().at((sample.atMs - kNoon) / 1000), sample);
    }
    for (const auto &[column, count] : inColumn)
        QVERIFY2(count <= 2, qPrintable(QString::number(column)));
    QVERIFY(got == wanted);
    QVERIFY(std::is_sorted(out.begin(), out.end(), [](const Sample &a, const Sample &b) { return a.atMs < b.atMs; }));
}

void ChartTest::peaksSurvive()
{
    const Kept kept = everySecond(36'000, [](int i) { return i == 17'321 ? 99.5 : i == 28'000 ? -7.25 : 1.0; });
    const std::vector<Sample> out = decimated(kept, {kNoon, kNoon + 36'000'000, 200}, 30'000);
    QVERIFY(std::count(out.begin(), out.end(), Sample{kNoon + 17'321'000, 99.5}) == 1);
    QVERIFY(std::count(out.begin(), out.end(), Sample{kNoon + 28'000'000, -7.25}) == 1);
}

void ChartTest::aGapIsAGap()
{
    Kept kept;
    for (int i = 0; i < 300; ++i) {
        if (i < 100 || i > 140) // a hole of 41 s, and one number that is none
            kept.newer.push_back({kNoon + i * 1000, i == 200 ? kNan : 1.0 * i});
    }
    const TimeColumns axis{kNoon, kNoon + 300'000, 300};
    const std::vector<Sample> out = decimated(kept, axis, 30'000);
    const auto pieces = unbroken(out);
    QCOMPARE(pieces.size(), size_t(3));
    QCOMPARE(pieces[0].back().atMs, kNoon + 99'000);
    QCOMPARE(pieces[1].front().atMs, kNoon + 141'000);
    QCOMPARE(pieces[1].back().atMs, kNoon + 199'000);
    QCOMPARE(pieces[2].front().atMs, kNoon + 201'000);
    // Shorter than the gap that counts: one line but for the NaN.
    QCOMPARE(unbroken(decimated(kept, axis, 60'000)).size(), size_t(2));
    // Looking at nothing but the hole: nothing inside of it, nothing across it.
    const std::vector<Sample> inside = decimated(kept, {kNoon + 110'000, kNoon + 130'000, 100}, 30'000);
    for (const std::span<const Sample> piece : unbroken(inside))
        QVERIFY(piece.size() == 1);
    QVERIFY(unbroken({}).empty());
    const std::vector<Sample> none{{1, kNan}, {2, kNan}};
    QVERIFY(unbroken(none).empty());
    const std::vector<Sample> lone{{1, kNan}, {2, 7.0}, {3, kNan}};
    QCOMPARE(unbroken(lone).size(), size_t(1));
    QCOMPARE(unbroken(lone)[0].front(), (Sample{2, 7.0}));
}

void ChartTest::csv_data()
{
    QTest::addColumn<QList<Sample>>("first");
    QTest::addColumn<QList<Sample>>("second");
    QTest::addColumn<QString>("name"); // of the first
    QTest::addColumn<QString>("unit");
    QTest::addColumn<QByteArray>("wanted");
    const auto at = [](qint64 ms, double value) { return Sample{kNoon + ms, value}; };
    QTest::newRow("two sides at one time")
        << QList<Sample>{at(0, 0.0342), at(5000, 2)} << QList<Sample>{at(0, 0.0021), at(5000, 3)}
        << QStringLiteral("canary 4.8.0") << QStringLiteral("ratio")
        << QByteArray("time (UTC),canary 4.8.0 (ratio),b (ms)\r\n"
                      "2026-11-25T12:00:00.000Z,0.0342,0.0021\r\n"
                      "2026-11-25T12:00:05.000Z,2,3\r\n");
    QTest::newRow("other instants, ms, no unit")
        << QList<Sample>{at(1, 1.5)} << QList<Sample>{at(0, 1), at(250, -2.5)} << QStringLiteral("a") << QString()
        << QByteArray("time (UTC),a,b (ms)\r\n"
                      "2026-11-25T12:00:00.000Z,,1\r\n"
                      "2026-11-25T12:00:00.001Z,1.5,\r\n"
                      "2026-11-25T12:00:00.250Z,,-2.5\r\n");
    QTest::newRow("not a number is empty, infinities are said")
        << QList<Sample>{at(0, kNan), at(1000, kInf), at(2000, -kInf)} << QList<Sample>{at(0, 1)} << QStringLiteral("a")
        << QStringLiteral("s")
        << QByteArray("time (UTC),a (s),b (ms)\r\n"
                      "2026-11-25T12:00:00.000Z,,1\r\n"
                      "2026-11-25T12:00:01.000Z,inf,\r\n"
                      "2026-11-25T12:00:02.000Z,-inf,\r\n");
    QTest::newRow("quotes, commas, lines")
        << QList<Sample>{at(0, 1)} << QList<Sample>{} << QStringLiteral("a \"b\", c\nd") << QStringLiteral("%")
        << QByteArray("time (UTC),\"a \"\"b\"\", c\nd (%)\",b (ms)\r\n2026-11-25T12:00:00.000Z,1,\r\n");
    QTest::newRow("UTF-8") << QList<Sample>{} << QList<Sample>{} << QStringLiteral("Größe") << QStringLiteral("µs")
                           << QByteArray("time (UTC),Gr\xc3\xb6\xc3\x9f"
                                         "e (\xc2\xb5s),b (ms)\r\n");
    QTest::newRow("the span, both ends included") << QList<Sample>{at(-1, 1), at(0, 2), at(60'000, 3), at(60'001, 4)}
                                                  << QList<Sample>{} << QStringLiteral("a") << QString()
                                                  << QByteArray("time (UTC),a,b (ms)\r\n"
                                                                "2026-11-25T12:00:00.000Z,2,\r\n"
                                                                "2026-11-25T12:01:00.000Z,3,\r\n");
}

void ChartTest::csv()
{
    QFETCH(const QList<Sample>, first);
    QFETCH(const QList<Sample>, second);
    QFETCH(const QString, name);
    QFETCH(const QString, unit);
    // A locale with a decimal comma has no say.
    QLocale::setDefault(QLocale(QLocale::German));
    const QByteArray got =
        seriesCsv({{name, unit, {{first.constData(), size_t(first.size())}, {}}},
                   {QStringLiteral("b"), QStringLiteral("ms"), {{}, {second.constData(), size_t(second.size())}}}},
                  {kNoon, kNoon + 60'000});
    QLocale::setDefault(QLocale::c());
    QTEST(got, "wanted");
}

void ChartTest::everyDoubleComesBack()
{
    std::mt19937_64 random(11);
    QList<Sample> samples{{kNoon, 0.1 + 0.2},
                          {kNoon + 1, std::numeric_limits<double>::denorm_min()},
                          {kNoon + 2, std::numeric_limits<double>::max()},
                          {kNoon + 3, -0.0}};
    while (samples.size() < 5000) {
        const double value = std::bit_cast<double>(quint64(random()));
        if (std::isfinite(value))
            samples.append({kNoon + samples.size(), value});
    }
    const QByteArray csv = seriesCsv({{QStringLiteral("a"), {}, {{samples.constData(), size_t(samples.size())}, {}}}},
                                     {kNoon, kNoon + 60'000});
    const QList<QByteArray> lines = csv.split('\n');
    QCOMPARE(lines.size(), samples.size() + 2); // a heading, and nothing after the last end of line
    for (qsizetype i = 0; i < samples.size(); ++i) {
        const QByteArray text = lines.at(i + 1).trimmed().split(',').at(1);
        const double back = std::strtod(text.constData(), nullptr);
        QCOMPARE(std::bit_cast<quint64>(back), std::bit_cast<quint64>(samples.at(i).value));
    }
}

// Out of the store, in its two pieces: every sample of the span once, none of the decimation.
void ChartTest::theCsvIsWhatIsStored()
{
    SeriesStore store(500);
    const SeriesId id{QStringLiteral("checkout@prod/eu-1"), QStringLiteral("errors"), Role::New};
    for (int i = 0; i < 1200; ++i)
        store.add({.backend = {}, .arrivedMs = 0, .series = {{id, {{kNoon + i * 1000, i / 7.0}}}}});
    const QByteArray csv = seriesCsv({{QStringLiteral("a"), {}, store.view(id)}}, {kNoon + 600'000, kNoon + 1'199'500});
    const QList<QByteArray> lines = csv.split('\n');
    QCOMPARE(lines.size(), 502); // the ring keeps 500
    for (int i = 0; i < 500; ++i) {
        const QByteArray text = lines.at(i + 1).trimmed().split(',').at(1);
        QCOMPARE(std::strtod(text.constData(), nullptr), (700 + i) / 7.0);
    }
}

QTEST_GUILESS_MAIN(ChartTest)

#include "tst_chart.moc"
