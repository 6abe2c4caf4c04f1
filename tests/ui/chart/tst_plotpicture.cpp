// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/plotpicture.h"

#include <QDateTime>
#include <QTest>

#include <cmath>
#include <limits>

using namespace astern;
using namespace astern::ui;

namespace {

constexpr qint64 kNow = 1'795'608'000'000;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

Curve curve(const char *signal, SignalSpec::Kind kind, const char *unit, bool stable = false, int subject = 0)
{
    Curve made;
    made.spec.id = QLatin1String(signal);
    made.spec.title = QLatin1String(signal);
    made.spec.kind = kind;
    made.spec.unit = QLatin1String(unit);
    made.spec.scrapeMs = 5'000; // silent after 30 s
    made.id = {QStringLiteral("checkout@prod/eu-1"), made.spec.id, stable ? Role::Stable : Role::New};
    made.subject = subject;
    made.stable = stable;
    return made;
}

void fill(SeriesStore &store, const SeriesId &id, const QList<Sample> &samples)
{
    store.add({.backend = {}, .arrivedMs = 0, .series = {{id, samples}}});
}

// Every 5 s up to `untilMs` before now.
QList<Sample> steady(double value, qint64 untilMs = 2'000)
{
    QList<Sample> all;
    for (qint64 at = kNow - 600'000; at <= kNow - untilMs; at += 5'000)
        all.append({at, value});
    return all;
}

} // namespace

class PlotPictureTest : public QObject {
    Q_OBJECT
private:
    SeriesStore m_store;
    Curve m_errors = curve("errors", SignalSpec::Kind::Events, "%");
    Curve m_stable = curve("errors", SignalSpec::Kind::Events, "%", true);
    [[nodiscard]] PlotPicture compose(const QList<Curve> &curves, const QList<bool> &shown) const
    {
        PlotInput input;
        input.curves = curves;
        input.shown = shown;
        input.span = {kNow - 300'000, kNow};
        input.nowMs = kNow;
        input.plot = QRectF(50, 20, 600, 200);
        input.zone = QTimeZone("Europe/Berlin");
        return composePlot(m_store, input);
    }

private Q_SLOTS:
    void init()
    {
        m_store = SeriesStore();
        m_errors.spec.limitAbove.reset();
    }

    void aRatioIsInPercentAndTheTimeFromTheSpan()
    {
        fill(m_store, m_errors.id, steady(0.02));
        const PlotPicture picture = compose({m_errors}, {true});
        QCOMPARE(picture.axes.size(), 1);
        QCOMPARE(picture.axes.at(0).unit, QStringLiteral("%"));
        QCOMPARE(picture.lines.at(0).pieces.size(), 1);
        const PlotPicture::Piece &piece = picture.lines.at(0).pieces.at(0);
        QCOMPARE(piece.last(), QPointF(295'000, 2));
        QVERIFY(piece.size() <= 2 * 600 + 2);
        QVERIFY(picture.lines.at(0).last);
        QVERIFY(!picture.silentFrom);
    }

    void anotherUnitHasItsOwnAxis()
    {
        const Curve orders = curve("orders", SignalSpec::Kind::Counter, "/min", false, 1);
        const Curve slow = curve("slow", SignalSpec::Kind::Events, "%", false, 2);
        fill(m_store, m_errors.id, steady(0.02));
        fill(m_store, orders.id, steady(5000));
        fill(m_store, slow.id, steady(0.5));
        const PlotPicture both = compose({m_errors, orders, slow}, {true, true, true});
        QCOMPARE(both.axes.size(), 2);
        QCOMPARE(both.axes.at(1).unit, QStringLiteral("/min"));
        QCOMPARE(both.lines.at(2).axis, 0); // the same unit, the same axis
        QVERIFY(both.axes.at(0).scale.high >= 50 && both.axes.at(0).scale.high < 5000);
        QVERIFY(both.axes.at(1).scale.high >= 5000);
        // Switched off: no line, no axis, and no room for it.
        const PlotPicture one = compose({m_errors, orders, slow}, {true, false, false});
        QCOMPARE(one.axes.size(), 1);
        QVERIFY(one.lines.at(1).pieces.isEmpty());
        QVERIFY(one.axes.at(0).scale.high < 50);
        QCOMPARE(compose({m_errors}, {false}).axes.size(), 1); // the first unit keeps its place
    }

    void gapsAreNotBridged_data()
    {
        QTest::addColumn<double>("value"); // in the middle
        QTest::addColumn<bool>("hole");
        QTest::addColumn<int>("pieces");
        QTest::newRow("whole") << 0.02 << false << 1;
        QTest::newRow("not a number") << kNan << false << 2;
        QTest::newRow("infinite") << kInf << false << 2;
        QTest::newRow("a minute without samples") << 0.02 << true << 2;
    }
    void gapsAreNotBridged()
    {
        QFETCH(const double, value);
        QFETCH(const bool, hole);
        QFETCH(const int, pieces);
        QList<Sample> samples;
        for (const Sample &sample : steady(0.02)) {
            const qint64 before = kNow - sample.atMs;
            if (!hole || before < 100'000 || before > 160'000)
                samples.append({sample.atMs, before > 128'000 && before < 132'000 ? value : sample.value});
        }
        samples[samples.size() - 26].value = hole ? 0.02 : value;
        fill(m_store, m_errors.id, samples);
        QCOMPARE(compose({m_errors}, {true}).lines.at(0).pieces.size(), pieces);
    }

    void aLoneSampleIsADot()
    {
        fill(m_store, m_errors.id, {{kNow - 200'000, 0.01}, {kNow - 100'000, 0.03}});
        const PlotPicture picture = compose({m_errors}, {true});
        QCOMPARE(picture.lines.at(0).pieces.size(), 2);
        for (const PlotPicture::Piece &piece : picture.lines.at(0).pieces) {
            QCOMPARE(piece.size(), 2); // a pixel wide, around the instant
            QVERIFY(std::abs(piece.at(1).x() - piece.at(0).x() - 300'000 / 600.0) < 1e-6);
            QCOMPARE(piece.at(0).y(), piece.at(1).y());
        }
    }

    void silenceIsSaid()
    {
        fill(m_store, m_errors.id, steady(0.02, 61'000));
        const PlotPicture picture = compose({m_errors}, {true});
        QVERIFY(picture.silentFrom);
        const double wanted = 50 + 600 * (300'000 - 65'000) / 300'000.0;
        QVERIFY2(std::abs(*picture.silentFrom - wanted) < 11, qPrintable(QString::number(*picture.silentFrom)));
        QVERIFY(!picture.lines.at(0).last);
        QCOMPARE(compose({m_stable}, {true}).silentFrom, std::optional<double>(50.0)); // nothing at all
    }

    void whatIsBeyondItsLimitIsMarked()
    {
        m_errors.spec.limitAbove = 0.025;
        fill(m_store, m_errors.id,
             {{kNow - 200'000, 0.01}, {kNow - 195'000, 0.04}, {kNow - 190'000, 0.04}, {kNow - 185'000, 0.01}});
        fill(m_store, m_stable.id, steady(0.04));
        const PlotPicture picture = compose({m_errors, m_stable}, {true, true});
        const SplitCurve &split = picture.lines.at(0).split;
        QCOMPARE(split.beyond.size(), 1);
        QCOMPARE(split.areas.size(), 1);
        // From where it crosses the limit, half way up, to where it crosses back.
        const auto x = [](qint64 agoMs) { return 50 + 600 * double(300'000 - agoMs) / 300'000; };
        QVERIFY(std::abs(split.beyond.at(0).first().x() - x(197'500)) < 0.1);
        QVERIFY(std::abs(split.beyond.at(0).last().x() - x(187'500)) < 0.1);
        QVERIFY(picture.lines.at(1).split.beyond.isEmpty()); // the stable version has nothing to answer for
    }

    void oneLineForOneLimit()
    {
        m_errors.spec.limitAbove = 0.01;
        m_stable.spec.limitAbove = 0.01;
        fill(m_store, m_errors.id, steady(0.002));
        fill(m_store, m_stable.id, steady(0.001));
        Curve slow = curve("slow", SignalSpec::Kind::Events, "%", false, 1);
        slow.spec.limitAbove = 0.05;
        fill(m_store, slow.id, steady(0.01));
        const PlotPicture picture = compose({m_errors, m_stable, slow}, {true, true, true});
        QCOMPARE(picture.limits.size(), 2);
        QVERIFY2(picture.limits.at(0).label.startsWith(QStringLiteral("limit 1")),
                 qPrintable(picture.limits.at(0).label));
        QVERIFY2(picture.limits.at(1).label.startsWith(QStringLiteral("slow, limit 5")),
                 qPrintable(picture.limits.at(1).label));
        // All of them are inside.
        for (const PlotPicture::Limit &limit : picture.limits)
            QVERIFY(limit.y > 20 && limit.y < 220);
        QVERIFY(compose({m_errors, slow}, {true, false}).limits.size() == 1);
    }

    void timesAreLocal_data()
    {
        QTest::addColumn<qint64>("apart"); // ms between the ticks
        QTest::addColumn<QString>("label");
        QTest::newRow("seconds") << qint64(30'000) << QStringLiteral("13:00:00");
        QTest::newRow("minutes") << qint64(120'000) << QStringLiteral("13:00");
        QTest::newRow("half days") << qint64(43'200'000) << QStringLiteral("25 Nov 13:00");
    }
    void timesAreLocal()
    {
        QFETCH(const qint64, apart);
        QTEST(plotTimeLabel(kNow, {kNow, kNow + apart}, QTimeZone("Europe/Berlin")), "label"); // noon in UTC
    }
};

QTEST_GUILESS_MAIN(PlotPictureTest)

#include "tst_plotpicture.moc"
