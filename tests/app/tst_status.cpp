// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json.h"
#include "app/cli/status.h"
#include "models/views/backendsmodel.h"
#include "models/views/boardmodel.h"
#include "tests/support/clocks.h"
#include "tests/support/shop.h"

#include <QTest>

using namespace astern;
using namespace astern::app;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

// The board's cell for a place.
QString board(const BoardModel &model, const QString &key, int column)
{
    return model.index(model.rowOf(key), column).data(Qt::DisplayRole).toString();
}

} // namespace

// A shell and the window say the same of the same thing.
class TestStatus : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rowsAreTheBoards_data()
    {
        QTest::addColumn<bool>("seen");
        QTest::newRow("everything seen") << true;
        QTest::newRow("nothing seen") << false;
    }
    void rowsAreTheBoards()
    {
        QFETCH(bool, seen);
        ManualClock clock;
        Session session(shop::workspace(), Session::Doors{.clock = &clock});
        if (seen)
            shop::open(session);
        else
            shop::setHealth(session, "argo", false);
        const BoardModel model(session);
        const QList<Placement> places = session.workspace().placements();
        const QList<QStringList> cells = statusCells(session);
        QCOMPARE(cells.size(), places.size() + 1);
        QSet<QString> states;
        for (qsizetype i = 0; i < places.size(); ++i) {
            const QString key = places.at(i).key();
            const QStringList &row = cells.at(i + 1);
            QCOMPARE(row.size(), cells.first().size());
            QCOMPARE(row.at(0), board(model, key, BoardModel::ServiceColumn));
            QCOMPARE(row.at(1), board(model, key, BoardModel::PlaceColumn));
            QCOMPARE(row.at(2), board(model, key, BoardModel::StateColumn));
            QCOMPARE(row.at(3), board(model, key, BoardModel::ReleaseColumn));
            QVERIFY2(row.at(4).startsWith(board(model, key, BoardModel::ProgressColumn)), qPrintable(row.at(4)));
            QCOMPARE(row.last(), board(model, key, BoardModel::NextColumn));
            states.insert(row.at(2));

            const QJsonObject json = statusToJson(session, places.at(i));
            const BoardRow &shown = model.rowAt(model.rowOf(key));
            QCOMPARE(json[s("state")].toString(), toString(shown.state));
            QCOMPARE(json[s("state_words")].toString(), row.at(2));
            QCOMPARE(json[s("state_reason")].toString(), shown.stateReason);
            QCOMPARE(json[s("state_since_ms")].toInteger(), shown.sinceMs);
            QCOMPARE(json[s("release")].toString(), row.at(3));
            QCOMPARE(json[s("rollback_to")].toString(), shown.rollbackTo);
            QCOMPARE(json[s("rollback_to")].isNull(), !json[s("not_ready")].isNull());
            QCOMPARE(json.contains(s("serving")), seen);
            QCOMPARE(json[s("unknown")].isNull(), seen);
            QCOMPARE(json[s("connection")][s("state")].toString(), seen ? s("live") : s("retrying"));
        }
        QCOMPARE(states, seen ? (QSet<QString>{s("over limit"), s("waits for you"), s("held"), s("no verdict"),
                                               s("rolled back"), s("serving")})
                              : QSet<QString>{s("unknown")});
    }

    void connections_data()
    {
        QTest::addColumn<BackendHealth>("health");
        QTest::addColumn<QString>("line");
        const qint64 now = samples::kNow;
        BackendHealth health{.backend = s("argo"),
                             .type = s("argo-rollouts"),
                             .state = BackendHealth::State::Connecting,
                             .sinceMs = now - 10'000,
                             .pollMs = 5'000};
        QTest::newRow("connecting") << health
                                    << s("argo: connecting, for 10 s: no answer yet. Check that it runs and can be "
                                         "reached, or wait longer with --timeout.");
        health.state = BackendHealth::State::Retrying;
        health.nextTryMs = now + 4'000;
        health.reason = s("Nothing answers for argo at 10.0.0.1, port 443.");
        health.hint = s("Check that it runs.");
        QTest::newRow("retrying") << health
                                  << s("argo: retry in 4 s, for 10 s: Nothing answers for argo at 10.0.0.1, port 443. "
                                       "Check that it runs.");
        health.state = BackendHealth::State::NeedsLogin;
        health.reason = s("The server does not accept the credentials.");
        health.hint = s("Log in again.");
        QTest::newRow("needs login") << health
                                     << s("argo: sign in again, for 10 s: The server does not accept the credentials. "
                                          "Log in again.");
        health = {.backend = s("argo"),
                  .state = BackendHealth::State::Live,
                  .lastAnswerMs = now - 2'000,
                  .sinceMs = now - 60'000,
                  .pollMs = 5'000};
        QTest::newRow("live") << health << QString();
        health.lastAnswerMs = now - 40'000;
        QTest::newRow("silent") << health << s("argo: silent, for 1 min: its last answer is 40 s old.");
        health.lastAnswerMs = now - 2'000;
        health.reason = s("1 of 5 signals cannot be read: errors.");
        QTest::newRow("live, with a remark")
            << health << s("argo: live, for 1 min: 1 of 5 signals cannot be read: errors.");
    }
    void connections()
    {
        QFETCH(BackendHealth, health);
        QFETCH(QString, line);
        ManualClock clock;
        Session session(shop::workspace(), Session::Doors{.clock = &clock});
        session.setBackendHealth(health);
        QString told = connectionLines(session).join(QLatin1Char('\n'));
        told.replace(QChar::Nbsp, QLatin1Char(' '));
        QCOMPARE(told, line);
        const BackendsModel model(session);
        const QString words = model.index(0, BackendsModel::StateColumn).data().toString();
        QVERIFY2(line.isEmpty() || connectionLines(session).first().startsWith(s("argo: ") + words), qPrintable(words));
        const QJsonObject json = statusToJson(session, session.workspace().placements().first());
        QCOMPARE(json[s("connection")][s("words")].toString(), words);
        QCOMPARE(json[s("connection")][s("since_ms")].toInteger(), health.sinceMs);
        QCOMPARE(json[s("connection")][s("hint")].toString(), health.hint);
    }
};

QTEST_GUILESS_MAIN(TestStatus)
#include "tst_status.moc"
