// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/knobs.h"
#include "models/policy/reader.h"
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
        const QDir samples(QStringLiteral(ASTERN_SOURCE_DIR "/resources/policies"));
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
    void whatIsLeftOutIsPutIn_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("line");
        QTest::newRow("in a block") << "versus-stable/transient_max"
                                    << "  - id: versus-stable\n    transient_max: 90s\n";
        QTest::newRow("written in a flow") << "errors/for" << "window: 30s, for: 90s, severity";
    }
    void whatIsLeftOutIsPutIn()
    {
        QFETCH(QString, id);
        QFETCH(QString, line);
        const QString text = QString::fromUtf8(recordings::policyText());
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
        QVERIFY(knob->stops.contains(QStringLiteral("1.5%")) && knob->stops.contains(QStringLiteral("10%")));
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
