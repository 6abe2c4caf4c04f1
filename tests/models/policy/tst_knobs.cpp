// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/knobs.h"
#include "models/policy/reader.h"
#include "tests/support/places.h"
#include "tests/support/recordings.h"

#include <QTest>

using namespace astern;
using policy::Knob;

namespace {

const Knob *find(const QList<Knob> &knobs, const QString &id)
{
    for (const Knob &knob : knobs) {
        if (knob.id() == id)
            return &knob;
    }
    return nullptr;
}

QString turned(QString text, const Knob &knob, int stop)
{
    return text.replace(knob.position, knob.length, policy::turnedTo(knob, stop));
}

} // namespace

class TestKnobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Every number that is found can be turned to each of its stops, and the text then says that and nothing else.
    void everyStopIsRead()
    {
        const QDir samples(test::sourcePath("resources/policies"));
        int turns = 0;
        for (const QString &name : samples.entryList({QStringLiteral("*.yaml")})) {
            QFile file(samples.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            for (const Knob &knob : policy::knobsOf(text)) {
                if (knob.written)
                    QCOMPARE(text.mid(knob.position, knob.length), knob.value());
                for (int stop = 0; stop < knob.stops.size(); ++stop) {
                    const QString changed = turned(text, knob, stop);
                    const policy::Reading reading = policy::readText(changed.toUtf8(), name);
                    if (!reading.policy)
                        continue; // too far for its neighbours: the screen says so
                    const QList<Knob> now = policy::knobsOf(changed);
                    const Knob *again = find(now, knob.id());
                    QVERIFY2(again && again->written, qPrintable(knob.id()));
                    QCOMPARE(again->value(), knob.stops.at(stop));
                    ++turns;
                }
                // As it stands it means the same.
                const policy::Reading before = policy::readText(text.toUtf8(), name);
                const policy::Reading after = policy::readText(turned(text, knob, knob.at).toUtf8(), name);
                QVERIFY2(after.policy && *after.policy == *before.policy, qPrintable(name + u' ' + knob.id()));
            }
        }
        QVERIFY(turns > 200);
    }
    // Deeper than a rule, and in the ladder.
    void whatIsNested_data()
    {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("stop");
        QTest::addColumn<QString>("line");
        QTest::newRow("a factor") << "burn-rate.yaml" << "burn/factor 6h/30m" << "6" << "10"
                                  << "{long: 6h, short: 30m, factor: 10, severity: major}";
        QTest::newRow("the fast path") << "canary-compare.yaml" << "errors-vs-stable/critical ratio" << "50%" << "30%"
                                       << "critical: {ratio: 30%, min_total: 50, for: 40s}";
        QTest::newRow("flapping") << "canary-compare.yaml" << "errors-vs-stable/episodes" << "3" << "5"
                                  << "recurrence: {episodes: 5, within: 15m}";
        QTest::newRow("a question") << "canary-compare.yaml" << "on_unknown/ask after" << "15m" << "20m"
                                    << "{do: ask, to: release-manager, after: 20m, timeout: 30m, default: rollback}";
        QTest::newRow("another mitigation") << "quorum-ladder.yaml" << "on_systemic/mitigate wait (2)" << "90s" << "60s"
                                            << "apply: safe-defaults, wait: 60s, when: still_systemic";
    }
    void whatIsNested()
    {
        QFETCH(QString, sample);
        QFETCH(QString, id);
        QFETCH(QString, stop);
        QFETCH(QString, line);
        QFile file(test::sourcePath("resources/policies/") + sample);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        const QList<Knob> knobs = policy::knobsOf(text);
        const Knob *knob = find(knobs, id);
        QVERIFY2(knob, qPrintable(id));
        QTEST(knob->value(), "value");
        const auto at = knob->stops.indexOf(stop);
        QVERIFY2(at >= 0, qPrintable(knob->stops.join(u' ')));
        const QString changed = turned(text, *knob, int(at));
        QVERIFY2(changed.contains(line), qPrintable(changed));
        for (qsizetype i = 0; i < knobs.size(); ++i) {
            for (qsizetype j = 0; j < i; ++j)
                QVERIFY2(knobs.at(i).id() != knobs.at(j).id(), qPrintable(knobs.at(i).id()));
        }
    }
    void whatIsLeftOutIsPutIn_data()
    {
        QTest::addColumn<bool>("flow"); // the rule that leaves it out
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("line");
        QTest::newRow("in a block") << false << "versus-stable/transient_max"
                                    << "  - id: versus-stable\n    transient_max: 90s\n";
        QTest::newRow("in a flow") << true << "versus-stable/transient_max"
                                   << "{id: versus-stable, transient_max: 90s, type: ";
        QTest::newRow("written in a flow") << false << "errors/for" << "window: 30s, for: 90s, severity";
    }
    void whatIsLeftOutIsPutIn()
    {
        QFETCH(bool, flow);
        QFETCH(QString, id);
        QFETCH(QString, line);
        QString text = QString::fromUtf8(recordings::policyText());
        if (flow)
            text.replace(QStringLiteral("id: versus-stable\n    type: compare.ratio\n    signal: http\n    direction: "
                                        "higher_is_bad\n    mode: observe\n"),
                         QStringLiteral("{id: versus-stable, type: compare.ratio, signal: http, direction: "
                                        "higher_is_bad, mode: observe}\n"));
        QCOMPARE(text.contains(QStringLiteral("{id: versus-stable")), flow);
        const QList<Knob> knobs = policy::knobsOf(text);
        const Knob *knob = find(knobs, id);
        QVERIFY(knob);
        const auto stop = knob->stops.indexOf(QStringLiteral("90s"));
        QVERIFY(stop >= 0);
        const QString changed = turned(text, *knob, int(stop));
        QVERIFY2(changed.contains(line), qPrintable(changed));
    }
    // Columns count code points, positions UTF-16.
    void behindSignsOfTwoUnits()
    {
        QString text = QString::fromUtf8(recordings::policyText());
        text.replace(QStringLiteral("{id: errors, type: threshold,"),
                     QStringLiteral("{id: errors, type: threshold, # \U0001F6A2 ship\n     "));
        const QList<Knob> knobs = policy::knobsOf(text);
        const Knob *knob = find(knobs, QStringLiteral("errors/above"));
        QVERIFY(knob);
        QCOMPARE(text.mid(knob->position, knob->length), QStringLiteral("2%"));
        // From an eighth of it to eight times as much.
        QCOMPARE(knob->stops.join(u' '), QStringLiteral("0.3% 0.4% 0.5% 0.75% 1% 1.5% 2% 3% 4% 5% 7.5% 10% 15%"));
        // The same where all of it stands in one line, behind a text with such a sign.
        const QString line = QStringLiteral(
            "{policy: astern/v1, id: x, revision: 1, owner: team, applies_to: {service: checkout, environments: "
            "[prod], "
            "strategies: [canary]}, signals: {http: {kind: events, scrape: 10s, total: {source: prom, series: t, "
            "where: "
            "{of: \"\U0001F6A2\"}}, bad: {source: prom, series: b}, error_class: server_error}}, rules: [{id: errors, "
            "type: threshold, signal: http, role: new, above: 2%, window: 30s, for: 120s, severity: major}], ladder: "
            "{on_transient: [{do: hold}], on_systemic: [{do: rollback}], on_unknown: [{do: hold}], on_external: [{do: "
            "hold}]}}\n");
        const QList<Knob> ofLine = policy::knobsOf(line);
        knob = find(ofLine, QStringLiteral("errors/above"));
        QVERIFY(knob);
        QCOMPARE(line.mid(knob->position, knob->length), QStringLiteral("2%"));
    }
    void aTextWithErrorsHasNone()
    {
        QByteArray text = recordings::policyText();
        text.replace("above: 2%", "above: 2");
        QVERIFY(policy::knobsOf(QString::fromUtf8(text)).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestKnobs)
#include "tst_knobs.moc"
