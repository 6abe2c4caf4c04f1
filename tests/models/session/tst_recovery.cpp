// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/clocks.h"
#include "tests/support/shop.h"

#include <QTest>

using namespace astern;

namespace {

// What the last minute of a role looked like. Mended: over the limit until 20 s ago.
enum class Was { Absent, Well, Bad, Mended, Stale };

} // namespace
Q_DECLARE_METATYPE(Was)

// Since when a service counts as recovered: by every role that its metrics tell apart.
class TestRecovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void since_data();
    void since();
};

void TestRecovery::since_data()
{
    QTest::addColumn<Was>("whole");
    QTest::addColumn<Was>("stable");
    QTest::addColumn<Was>("fresh");
    QTest::addColumn<qint64>("agoMs"); // -1: not recovered
    const auto row = [](const char *name, Was whole, Was stable, Was fresh, qint64 agoMs) {
        QTest::newRow(name) << whole << stable << fresh << agoMs;
    };
    row("what serves is well", Was::Absent, Was::Well, Was::Absent, 60'000);
    row("all are well", Was::Well, Was::Well, Was::Well, 60'000);
    row("what serves is bad", Was::Absent, Was::Bad, Was::Absent, -1);
    row("the whole is still bad", Was::Bad, Was::Well, Was::Absent, -1);
    row("the whole was bad until lately", Was::Mended, Was::Well, Was::Absent, 20'000);
    row("the new one still hurts", Was::Well, Was::Well, Was::Bad, -1);
    row("the new one hurt until lately", Was::Absent, Was::Well, Was::Mended, 20'000);
    row("the new one has ended", Was::Well, Was::Well, Was::Stale, 60'000);
    row("versions are not told apart", Was::Well, Was::Absent, Was::Absent, 60'000);
    row("only the new one is known", Was::Absent, Was::Absent, Was::Well, -1);
    row("nothing is known", Was::Absent, Was::Absent, Was::Absent, -1);
    row("the whole is not known any more", Was::Stale, Was::Well, Was::Absent, -1);
    row("what serves is not known any more", Was::Well, Was::Stale, Was::Absent, -1);
}

void TestRecovery::since()
{
    SteppedClock clock{samples::kNow};
    FakeAuthority authority;
    Workspace workspace = shop::ground();
    ServiceConfig service = shop::service(QStringLiteral("checkout"), QStringLiteral("team-shop"));
    service.signalSpecs = {shop::signal("errors", "Errors", SignalSpec::Kind::Events, "%", 0.05)};
    workspace.services = {service};
    Session session(workspace, Session::Doors{.clock = &clock, .authority = &authority, .mayI = {}});
    const QString place = service.placements.constFirst().key();
    SampleBatch batch{.backend = QStringLiteral("prom"), .arrivedMs = samples::kNow, .series = {}};
    for (const auto &[role, column] : {std::pair(Role::All, "whole"), {Role::Stable, "stable"}, {Role::New, "fresh"}}) {
        const Was was = *static_cast<Was *>(QTest::qData(column, qMetaTypeId<Was>()));
        SampleBatch::Series series{{place, QStringLiteral("errors"), role}, {}};
        const qint64 late = was == Was::Stale ? 120'000 : 0;
        for (qint64 ago = 60'000; ago >= 0 && was != Was::Absent; ago -= 5'000) {
            const bool bad = was == Was::Bad || (was == Was::Mended && ago > 20'000);
            series.samples.append({samples::kNow - ago - late, bad ? 0.2 : 0.01});
        }
        batch.series.append(series);
    }
    session.addSamples(batch);
    QFETCH(const qint64, agoMs);
    QCOMPARE(session.underLimitsSince(place), agoMs < 0 ? 0 : samples::kNow - agoMs);
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
