// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts as they are read: the words of a cell and a tooltip, and the list of a place.
#include "models/views/alertsmodel.h"
#include "models/views/alertwords.h"
#include "models/views/boardmodel.h"
#include "tests/models/views/shop.h"
#include "tests/support/alerts.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace astern;
using Known = PlaceAlerts::Known;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }
const QString kCheckout = QStringLiteral("checkout@prod/eu-1");

// Numbers and their units are held together by spaces that do not break.
QString plain(QString text)
{
    return text.replace(QChar(0x00a0), QLatin1Char(' ')).replace(QChar(0x202f), QLatin1Char(' '));
}

} // namespace

class TestAlertViews : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(s(".*"))); }

    void words_data()
    {
        QTest::addColumn<int>("known");
        QTest::addColumn<QList<Alert>>("alerts");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, Known known, const QList<Alert> &alerts, const char *text) {
            QTest::newRow(name) << int(known) << alerts << s(text);
        };
        const Alert page = samples::alert("Down", "critical", 60'000);
        const Alert slow = samples::alert("Slow", "warning", 720'000);
        const Alert bare = samples::alert("Odd", "", 720'000);
        const Alert mute = samples::silenced(samples::alert("Queue", "page", 720'000));
        row("nobody is asked", Known::NoSource, {}, "");
        row("none", Known::Now, {}, "none");
        row("one", Known::Now, {slow}, "1 · warning");
        row("the worst of several", Known::Now, {page, slow, mute}, "2 · critical");
        row("without a severity", Known::Now, {bare}, "1");
        row("only silenced", Known::Now, {mute}, "1 silenced");
        row("old", Known::Stale, {page, slow}, "2 · 48 s old");
        row("old and none", Known::Stale, {}, "48 s old"); // never "none"
        row("never heard", Known::NotYet, {}, "not known");
        row("of two managers one", Known::NotYet, {slow}, "1 · warning or more");
    }
    void words()
    {
        QFETCH(int, known);
        QFETCH(QList<Alert>, alerts);
        QFETCH(QString, text);
        const PlaceAlerts all{.known = Known(known), .asOfMs = samples::kNow - 48'000, .trouble = {}, .alerts = alerts};
        QCOMPARE(plain(alertWords(all, samples::kNow).text), text);
    }

    void tooltipNamesThem()
    {
        const PlaceAlerts all{.known = Known::Stale,
                              .asOfMs = samples::kNow - 48'000,
                              .trouble = s("Nothing answers"),
                              .alerts = {samples::alert("Down", "critical", 60'000),
                                         samples::silenced(samples::alert("Queue", "info", 7'200'000))}};
        QCOMPARE(plain(alertWords(all, samples::kNow).names),
                 s("Down, critical, for 1 min\nQueue, info, for 2 h, silenced\n48 s old: Nothing answers"));
        QList<Alert> many(12, samples::alert("Down", "critical", 60'000));
        QVERIFY(alertWords({.known = Known::Now, .asOfMs = 0, .trouble = {}, .alerts = many}, samples::kNow)
                    .names.endsWith(s("and 4 more")));
        QCOMPARE(ofNoPlaceWords(many.mid(0, 1)), s("1 alert fits no place of the workspace: Down"));
        QCOMPARE(ofNoPlaceWords({many.first(), samples::alert("Disk", "info", 1)}),
                 s("2 alerts fit no place of the workspace: Down, Disk"));
    }

    void listOfAPlace()
    {
        ManualClock clock;
        Session session(samples::watched(small::workspace()), {.clock = &clock});
        AlertsModel model(session);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setPlacement(kCheckout);
        QCOMPARE(model.rowCount(), 0);
        samples::tellAlerts(session,
                            {samples::alert("Slow", "warning", 720'000), samples::alert("Queue", "info", 60'000)});
        QTRY_COMPARE(model.rowCount(), 2);
        QVERIFY(model.alerts().known == Known::Now);
        const QPersistentModelIndex slow(model.index(0, AlertsModel::NameColumn));
        QCOMPARE(slow.data().toString(), s("Slow"));
        QCOMPARE(slow.data(AlertsModel::ToneRole).toInt(), 3);
        QCOMPARE(plain(slow.sibling(slow.row(), AlertsModel::SinceColumn).data().toString()), s("12 min"));
        QCOMPARE(slow.data(AlertsModel::RunbookRole).toString(), s("https://wiki.shop.example/Slow"));
        // What is worse comes to stand before it; what is silenced goes behind.
        samples::tellAlerts(session,
                            {samples::alert("Down", "critical", 1'000), samples::alert("Slow", "warning", 720'000),
                             samples::silenced(samples::alert("Queue", "warning", 60'000))});
        QTRY_COMPARE(model.rowCount(), 3);
        QVERIFY(slow.isValid());
        QCOMPARE(slow.row(), 1);
        QCOMPARE(model.index(0, 0).data(AlertsModel::ToneRole).toInt(), 2);
        QCOMPARE(model.index(2, AlertsModel::StateColumn).data().toString(), s("silenced"));
        QCOMPARE(plain(model.index(2, 0).data(Qt::AccessibleTextRole).toString()),
                 s("Queue, warning, 1 min, silenced, Queue of the shop"));
        QCOMPARE(model.index(2, 0).data(AlertsModel::ToneRole).toInt(), 0); // whatever its severity
        // Ages run on.
        clock.pass(60'000);
        model.tick();
        QCOMPARE(plain(slow.sibling(slow.row(), AlertsModel::SinceColumn).data().toString()), s("13 min"));
        QVERIFY(model.alerts().known == Known::Stale);
        samples::tellAlerts(session, {});
        QTRY_COMPARE(model.rowCount(), 0);
        QVERIFY(!slow.isValid());
        for (int column = 0; column < AlertsModel::ColumnCount; ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }

    void cellOfTheBoard()
    {
        ManualClock clock;
        Session session(samples::watched(small::workspace()), {.clock = &clock});
        BoardModel board(session);
        const QAbstractItemModelTester tester(&board, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto cell = [&](int role = Qt::DisplayRole) {
            return board.index(board.rowOf(kCheckout), BoardModel::AlertsColumn).data(role);
        };
        QCOMPARE(cell().toString(), s("not known"));
        QVERIFY(cell(BoardModel::StaleRole).toBool());
        samples::tellAlerts(session, {samples::alert("Down", "critical", 60'000)});
        QTRY_COMPARE(cell().toString(), s("1 · critical"));
        QVERIFY(!cell(BoardModel::StaleRole).toBool());
        QVERIFY(cell(Qt::ToolTipRole).toString().startsWith(s("Down, critical")));
        QCOMPARE(cell(Qt::AccessibleTextRole).toString(), s("alerts: 1 · critical"));
        QVERIFY(cell(BoardModel::SortRole).toInt() > 0);
        QCOMPARE(board.headerData(BoardModel::AlertsColumn, Qt::Horizontal, Qt::DisplayRole).toString(), s("alerts"));
        clock.pass(16'000);
        board.secondPassed();
        QCOMPARE(plain(cell().toString()), s("1 · 16 s old"));
        QVERIFY(cell(BoardModel::StaleRole).toBool());
    }
};

QTEST_GUILESS_MAIN(TestAlertViews)
#include "tst_alerts.moc"
