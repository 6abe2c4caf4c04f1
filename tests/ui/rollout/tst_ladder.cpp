// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/ladder.h"

#include <QTest>

using namespace astern;
using namespace astern::ui;

namespace {

RolloutStep weight(int w) { return {RolloutStep::Kind::SetWeight, w, -1, {}}; }
RolloutStep pause(qint64 ms) { return {RolloutStep::Kind::Pause, 0, ms, {}}; }

Rollout canary(const QList<RolloutStep> &steps, int current)
{
    Rollout rollout;
    rollout.desired.hash = QStringLiteral("new");
    rollout.stableHash = QStringLiteral("old");
    rollout.control.steps = steps;
    rollout.control.currentStep = current;
    rollout.serving.shares = {{QStringLiteral("old"), 1, 75, 9, 9}, {QStringLiteral("new"), 2, 25, 3, 3}};
    return rollout;
}

// "D5 %|C25 %:note|R100 %"
QString told(const QList<Rung> &rungs)
{
    QStringList out;
    for (const Rung &rung : rungs) {
        const char state = rung.state == Rung::State::Done ? 'D' : rung.state == Rung::State::Current ? 'C' : 'R';
        QString text = QLatin1Char(state) + rung.title;
        if (!rung.note.isEmpty())
            text += QLatin1Char(':') + rung.note;
        out.append(text.replace(QChar(0xa0), QLatin1Char(' ')));
    }
    return out.join(QLatin1Char('|'));
}

} // namespace

class LadderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rungs_data()
    {
        QTest::addColumn<Rollout>("rollout");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<int>("next");
        const QList<RolloutStep> usual{weight(5), pause(600'000), weight(25), pause(-1), weight(50), pause(60'000)};
        const auto row = [](const char *name, const Rollout &rollout, const char *expected, int next) {
            QTest::newRow(name) << rollout << QString::fromUtf8(expected) << next;
        };
        row("moving traffic", canary(usual, 0), "C5 %:moving traffic|R25 %:until somebody promotes|R50 %:1 min|R100 %",
            25);
        Rollout waits = canary(usual, 1);
        waits.control.pausedSinceMs = 1'000'000 - 38'400;
        row("in a timed wait", waits, "C5 %:38 s of 10 min|R25 %:until somebody promotes|R50 %:1 min|R100 %", 25);
        row("waits for a person", canary(usual, 3), "D5 %:10 min|C25 %:waits for a person|R50 %:1 min|R100 %", 50);
        row("last weight", canary(usual, 5), "D5 %:10 min|D25 %:until somebody promotes|C50 %:1 min|R100 %", 100);
        row("finishing", canary(usual, 6), "D5 %:10 min|D25 %:until somebody promotes|D50 %:1 min|C100 %:finishing",
            -1);
        Rollout held = canary(usual, 1);
        held.control.pausedByPerson = true;
        row("held", held, "C5 %:held by a person|R25 %:until somebody promotes|R50 %:1 min|R100 %", 25);
        Rollout aborted = canary(usual, 0);
        aborted.control.aborted = true;
        row("aborted: nothing is under way", aborted, "R5 %:10 min|R25 %:until somebody promotes|R50 %:1 min|R100 %",
            -1);
        Rollout done = canary(usual, 6);
        done.stableHash = done.desired.hash;
        done.serving.shares = {{QStringLiteral("new"), 2, 100, 12, 12}};
        row("finished", done, "D5 %:10 min|D25 %:until somebody promotes|D50 %:1 min|D100 %", -1);
        row("gate first", canary({pause(-1), weight(100)}, 0), "CGate:waits for a person|R100 %", 100);
        row("two waits", canary({weight(10), pause(1000), pause(-1)}, 2), "D10 %:1 s|CGate:waits for a person|R100 %",
            100);
        Rollout rolling = canary({}, -1);
        rolling.desired.replicas = 12;
        row("no steps", rolling, "CReplacing pods:3 of 12 ready|R100 %", -1);
    }
    void rungs()
    {
        QFETCH(Rollout, rollout);
        QFETCH(QString, expected);
        QFETCH(int, next);
        const QList<Rung> got = ladder(rollout, 1'000'000);
        QCOMPARE(told(got), expected);
        QCOMPARE(nextWeight(rollout), next);
        const QStringList parts = expected.split(QLatin1Char('|'));
        const auto isCurrent = [](const QString &part) { return part.startsWith(QLatin1Char('C')); };
        const auto current = std::find_if(parts.cbegin(), parts.cend(), isCurrent);
        QCOMPARE(currentRung(got), current == parts.cend() ? -1 : int(current - parts.cbegin()));
    }
};

QTEST_GUILESS_MAIN(LadderTest)
#include "tst_ladder.moc"
