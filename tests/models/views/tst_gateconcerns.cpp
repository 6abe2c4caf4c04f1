// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/gateconcerns.h"

#include <QTest>

using namespace astern;
using namespace astern::escalation;

namespace {

constexpr qint64 kStart = 1'764'000'000'000;

QString s(const char *text) { return QString::fromUtf8(text); }

} // namespace

class GateConcernsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void raises_data()
    {
        using Kind = GateRow::Kind;
        using State = Decision::State;
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<State>("state");
        QTest::addColumn<bool>("asksPeople");
        QTest::addColumn<bool>("over");
        QTest::addColumn<bool>("overdue");
        QTest::addColumn<QStringList>("raised");
        const auto row = [](const char *name, Kind kind, State state, bool asksPeople, bool over, bool overdue,
                            const QStringList &raised) {
            QTest::newRow(name) << kind << state << asksPeople << over << overdue << raised;
        };
        row("asked for", Kind::Request, State::Waiting, true, false, false, {s("gate")});
        row("waits for time alone", Kind::Request, State::Waiting, false, false, false, {});
        row("approved", Kind::Request, State::Open, true, false, false, {});
        row("void", Kind::Request, State::Void, true, false, false, {});
        row("refused", Kind::Request, State::Refused, true, true, false, {});
        row("a pause of the backend", Kind::Pause, State::Open, true, false, false, {});
        row("past the gate", Kind::Review, State::Waiting, true, false, false, {s("review")});
        row("and not looked at in time", Kind::Review, State::Waiting, true, false, true, {s("review"), s("overdue")});
        row("countersigned", Kind::Review, State::Open, true, true, false, {});
    }
    void raises()
    {
        QFETCH(const GateRow::Kind, kind);
        QFETCH(const QStringList, raised);
        GateRow row{.kind = kind, .request = s("0192f3a1-0000-7000-8000-00000000009c"), .gate = s("into-prod")};
        row.service = s("pay");
        row.environment = s("prod");
        row.cell = s("eu-1");
        row.act = s("promote");
        row.fromVersion = s("1.4");
        row.toVersion = s("1.5");
        QFETCH(const Decision::State, state);
        QFETCH(const bool, asksPeople);
        QFETCH(const bool, over);
        QFETCH(const bool, overdue);
        row.decision.state = state;
        row.decision.wanted = 2;
        row.decision.seats.append(Seat{});
        row.decision.asksPeople = asksPeople;
        row.over = over;
        row.overdue = overdue;
        row.sinceMs = kStart;
        QStringList kinds;
        QSet<QString> ids;
        for (const Concern &each : gateConcerns({row})) {
            kinds.append(toString(each.kind));
            ids.insert(each.id);
            QVERIFY(isOfGate(each.kind));
            QVERIFY2(each.words.contains(s("promote 1.4 → 1.5")) && each.words.contains(s("into-prod")) &&
                         each.words.contains(s("asternctl approve AP-0192f3a1-009c")),
                     qPrintable(each.words));
            QVERIFY(each.rollout.isEmpty()); // else a verdict of the place would end it
            QCOMPARE(each.place, s("pay@prod/eu-1"));
        }
        QCOMPARE(kinds, raised);
        QCOMPARE(ids.size(), raised.size());
        if (kinds == QStringList{s("gate")})
            QVERIFY(gateConcerns({row}).constFirst().words.contains(s("1 of 2 people")));
        // The same cause has the same id, whoever looks and whenever.
        row.words = s("in other words");
        row.decision.seats.append(Seat{});
        for (const Concern &each : gateConcerns({row}))
            QVERIFY(ids.contains(each.id));
    }
};

QTEST_GUILESS_MAIN(GateConcernsTest)
#include "tst_gateconcerns.moc"
