// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/command/logneed.h"

#include <QJsonArray>
#include <QtTest>

using namespace astern;

namespace {

constexpr qint64 kNow = 1'794'790'000'000;

SinkState sinkIs(const QString &name, SinkState::State state, bool required)
{
    SinkState sink;
    sink.name = name;
    sink.where = name + QStringLiteral(".example");
    sink.required = required;
    sink.state = state;
    sink.words = QStringLiteral("no route");
    return sink;
}

SinkConfig configOf(const QString &id, bool required)
{
    SinkConfig config;
    config.id = id;
    config.required = required;
    return config;
}

// "lone", "copy" (a sink, not required), "required", "team", "both"; "-down", "-behind", "-stale" of what there is.
LogSight sightOf(const QString &words)
{
    LogSight sight;
    sight.nowMs = kNow;
    sight.shipping.shipping = true;
    const auto state = words.contains(QStringLiteral("down")) ? SinkState::State::Retrying : SinkState::State::Current;
    if (words.startsWith(QStringLiteral("team")) || words.startsWith(QStringLiteral("both"))) {
        sight.config.team.type = QStringLiteral("postgresql");
        sight.config.team.host = QStringLiteral("db.example");
        sight.teamKnown = !words.contains(QStringLiteral("new"));
        if (words.contains(QStringLiteral("down")))
            sight.teamTrouble = QStringLiteral("connection refused");
    }
    if (words.startsWith(QStringLiteral("required")) || words.startsWith(QStringLiteral("both"))) {
        sight.config.sinks = {configOf(QStringLiteral("otel"), true)};
        sight.shipping.sinks = {sinkIs(QStringLiteral("otel"), state, true)};
        if (words.contains(QStringLiteral("behind"))) {
            sight.shipping.sinks[0].pressure = SinkState::Pressure::Red;
            sight.shipping.sinks[0].due = 10'001;
        }
    }
    if (words.startsWith(QStringLiteral("copy"))) {
        sight.config.sinks = {configOf(QStringLiteral("vault"), false)};
        SinkState sink = sinkIs(QStringLiteral("vault"), state, false);
        sink.lastAckMs = kNow - (words.contains(QStringLiteral("stale")) ? kAnchorMs + 1 : kAnchorMs);
        sink.oldestMs = sink.lastAckMs;
        sink.due = words.contains(QStringLiteral("down")) ? 1 : 0;
        sight.shipping.sinks = {sink};
    }
    return sight;
}

} // namespace

class TestLogNeed : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // (action, environment, state of the sinks) -> level, refused, degraded.
    void rule_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("production");
        QTest::addColumn<QString>("sinks");
        QTest::addColumn<QString>("outcome");
        const auto row = [](PlanKind kind, bool production, const char *sinks, const char *outcome) {
            QTest::addRow("%s%s, %s", qPrintable(toString(kind)), production ? " in production" : "", sinks)
                << int(kind) << production << QString::fromLatin1(sinks) << QString::fromLatin1(outcome);
        };
        for (const PlanKind kind : {PlanKind::Promote, PlanKind::PromoteFull, PlanKind::Resume, PlanKind::Retry}) {
            for (const bool production : {false, true}) {
                row(kind, production, "lone", "local");
                row(kind, production, "copy", "local");
                row(kind, production, "copy-down", "local");
                row(kind, production, "copy-stale", "local"); // it has everything: nothing newer could be there
                row(kind, production, "copy-down-stale", "refused: vault");
                row(kind, production, "team", "shared");
                row(kind, production, "team-down", "refused: the shared log: connection refused");
                row(kind, production, "team-new", "shared"); // asked by appending
                row(kind, production, "required", "shipped");
                row(kind, production, "required-down", "refused: otel: no route");
                row(kind, production, "required-behind", "refused: otel: 10");
                row(kind, production, "both", "shipped");
                row(kind, production, "both-down", "refused: the shared log: connection refused; otel: no route");
            }
        }
        for (const PlanKind kind : {PlanKind::FlagOn, PlanKind::FlagPercent}) {
            row(kind, true, "team", "shared");
            row(kind, true, "team-down", "refused: the shared log");
            row(kind, true, "required-down", "refused: otel");
            row(kind, false, "team-down", "local");
            row(kind, false, "required-down", "local");
            row(kind, true, "copy-down-stale", "local");
        }
        for (const PlanKind kind :
             {PlanKind::Rollback, PlanKind::Abort, PlanKind::Pause, PlanKind::Mitigate, PlanKind::RestoreConfig}) {
            for (const bool production : {false, true}) {
                row(kind, production, "lone", "local");
                row(kind, production, "copy-down-stale", "local");
                row(kind, production, "team", "local");
                row(kind, production, "team-down", "local without team");
                row(kind, production, "team-new", "local without team"); // nobody waits for its first answer
                row(kind, production, "required", "local");
                row(kind, production, "required-down", "local without otel");
                row(kind, production, "both-down", "local without team, otel");
            }
        }
        row(PlanKind::FlagOff, true, "team-down", "local without team");
        row(PlanKind::FlagOff, true, "required-down", "local without otel");
        row(PlanKind::FlagOff, false, "required-down", "local");
    }
    // Approvals, edits of policies, keys and overrides are no plans: nothing of them goes on without its level.
    void whatIsNoPlan_data()
    {
        QTest::addColumn<int>("action");
        QTest::addColumn<QString>("sinks");
        QTest::addColumn<QString>("outcome");
        for (const LogAction action : {LogAction::Approval, LogAction::Policy, LogAction::Key, LogAction::Override}) {
            const auto row = [action](const char *sinks, const char *outcome) {
                QTest::addRow("%s, %s", qPrintable(toString(action)), sinks)
                    << int(action) << QString::fromLatin1(sinks) << QString::fromLatin1(outcome);
            };
            row("lone", "local");
            row("copy-down-stale", "local");
            row("team", "shared");
            row("team-down", "refused: the shared log: connection refused");
            row("required", "shipped");
            row("required-down", "refused: otel: no route");
            row("required-behind", "refused: otel: 10");
        }
    }
    void whatIsNoPlan()
    {
        QFETCH(const int, action);
        QFETCH(const QString, sinks);
        QFETCH(const QString, outcome);
        LogSight sight = sightOf(sinks);
        for (const char *environment : {"prod", ""}) {
            const LogVerdict verdict = judgeLog(LogAction(action), QString::fromLatin1(environment), sight);
            const QString prefix = QStringLiteral("refused: It cannot be recorded as safely as it must be: ");
            QString found = toString(verdict.level);
            if (verdict.refused)
                found = QStringLiteral("refused: ") + verdict.refused->message.mid(prefix.size() - 9);
            QVERIFY2(found.startsWith(outcome), qPrintable(found));
            QVERIFY(!verdict.isDegraded());
        }
        // Said of one environment: counts there, and for what belongs to none.
        sight.config.needs[QStringLiteral("prod")][LogAction(action)] = JournalLevel::Local;
        QCOMPARE(toString(judgeLog(LogAction(action), QStringLiteral("prod"), sight).required),
                 QStringLiteral("local"));
        sight.config.needs[QStringLiteral("staging")][LogAction(action)] = JournalLevel::Shipped;
        QCOMPARE(toString(judgeLog(LogAction(action), {}, sight).required), QStringLiteral("shipped"));
    }
    void rule()
    {
        QFETCH(int, kind);
        QFETCH(bool, production);
        QFETCH(QString, sinks);
        QFETCH(QString, outcome);
        const LogVerdict verdict = judgeLog(PlanKind(kind), QStringLiteral("prod"), production, sightOf(sinks));
        QString found = toString(verdict.level);
        if (verdict.refused) {
            QVERIFY(!verdict.refused->hint.isEmpty() && !verdict.refused->where.isEmpty());
            found = QStringLiteral("refused: ") + verdict.refused->message;
            const QString names = outcome.mid(9);
            QVERIFY2(outcome.startsWith(QStringLiteral("refused: ")) && found.contains(names), qPrintable(found));
            QVERIFY(!isProtective(PlanKind(kind)));
            return;
        }
        if (verdict.isDegraded()) {
            found += QStringLiteral(" without ") + verdict.missing.join(QStringLiteral(", "));
            QVERIFY(!verdict.reason.isEmpty());
        }
        QCOMPARE(found, outcome);
    }

    void theWorkspaceMaySayLessOrMore()
    {
        LogSight sight = sightOf(QStringLiteral("both-down"));
        sight.config.needs[QStringLiteral("staging")][LogAction::Promotion] = JournalLevel::Local;
        QVERIFY(!judgeLog(PlanKind::Promote, QStringLiteral("staging"), false, sight).refused);
        QVERIFY(judgeLog(PlanKind::Promote, QStringLiteral("prod"), false, sight).refused);
        sight.config.needs[QStringLiteral("staging")][LogAction::Flag] = JournalLevel::Shared;
        QVERIFY(judgeLog(PlanKind::FlagOn, QStringLiteral("staging"), false, sight).refused);
        // Said so, an old copy is nobody's concern.
        LogSight lone = sightOf(QStringLiteral("copy-down-stale"));
        lone.config.needs[QStringLiteral("staging")][LogAction::Promotion] = JournalLevel::Local;
        QVERIFY(!judgeLog(PlanKind::Promote, QStringLiteral("staging"), false, lone).refused);
    }

    // Another process ships: its sinks are not known here, and the append is answered by it.
    void whoDoesNotShipAsksByAppending()
    {
        LogSight sight = sightOf(QStringLiteral("required-down"));
        sight.shipping.shipping = false;
        const LogVerdict verdict = judgeLog(PlanKind::Promote, QStringLiteral("prod"), true, sight);
        QVERIFY(!verdict.refused);
        QVERIFY(verdict.level == JournalLevel::Shipped);
    }

    void theEntrySaysWhatIsMissing()
    {
        Draft draft;
        markLevel(judgeLog(PlanKind::Rollback, QStringLiteral("prod"), true, sightOf(QStringLiteral("both-down"))),
                  draft);
        JournalEntry entry;
        entry.payload = draft.fields;
        QCOMPARE(missingOf(entry), (QStringList{QStringLiteral("team"), QStringLiteral("otel")}));
        QCOMPARE(draft.fields.value(QStringLiteral("level_required")).toInt(), 5);
        Draft plain;
        markLevel(judgeLog(PlanKind::Promote, QStringLiteral("prod"), true, sightOf(QStringLiteral("lone"))), plain);
        QVERIFY(plain.fields.isEmpty());
    }

    void caughtUp()
    {
        ShippingState shipping = sightOf(QStringLiteral("required")).shipping;
        const QStringList missing{QStringLiteral("team"), QStringLiteral("otel")};
        QVERIFY(!hasCaughtUp(missing, 7, shipping, {.shared = 8}));
        shipping.sinks[0].acked = 7; // those below
        QVERIFY(!hasCaughtUp(missing, 7, shipping, {.shared = 8}));
        shipping.sinks[0].acked = 8;
        QVERIFY(hasCaughtUp(missing, 7, shipping, {.shared = 8}));
        QVERIFY(!hasCaughtUp(missing, 7, shipping, {.shared = 7}));
        shipping.sinks[0].rejected = {7};
        QVERIFY(!hasCaughtUp(missing, 7, shipping, {.shared = 8}));
        QVERIFY(hasCaughtUp({QStringLiteral("gone")}, 7, shipping, {}));
    }
};

QTEST_GUILESS_MAIN(TestLogNeed)
#include "tst_logneed.moc"
