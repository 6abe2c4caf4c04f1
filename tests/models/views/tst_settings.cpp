// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/connectionmodel.h"
#include "models/views/issuesmodel.h"
#include "models/views/secretsmodel.h"
#include "tests/support/clocks.h"
#include "tests/support/fakesecrets.h"
#include "tests/support/shop.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace astern;
using State = ConnectionLine::State;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

Workspace withSecrets()
{
    Workspace workspace = shop::ground();
    workspace.backends[0].bearer = {QStringLiteral("${keychain:eu.token}")};
    workspace.backends[1].basicUser = QStringLiteral("jo");
    workspace.backends[1].basicPassword = {QStringLiteral("${keychain:eu.token}")};
    workspace.backends[1].headers = {{QStringLiteral("X-Key"), {QStringLiteral("${keychain:a.key}")}},
                                     {QStringLiteral("X-Org"), {QStringLiteral("${env:ORG}")}}};
    return workspace;
}

ConnectionReport reportOf(State first, State second, bool complete)
{
    return {QStringLiteral("prom"),
            QStringLiteral("prometheus"),
            {{first, QStringLiteral("answer"), QStringLiteral("Answer"), QStringLiteral("it answers"), {}},
             {second,
              QStringLiteral("may-query"),
              QStringLiteral("May query"),
              second == State::Waiting ? QString() : QStringLiteral("yes"),
              {}}},
            complete};
}

} // namespace

// The models behind Settings.
class TestSettings : public QObject {
    Q_OBJECT
    SteppedClock m_clock{samples::kNow};

private Q_SLOTS:
    void references_data();
    void references();
    void secretsAreNamesOnly();
    void aSecretThatIsSetSignsInAgain();
    void whatFailsIsSaid();
    void aTestIsToldLineByLine();
    void aCancelledTestSaysWhatItDidNotAsk();
    void anotherTestDoesNotHearTheFirst();
    void linesOfTheWorkspace();
};

void TestSettings::references_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    for (const char *good : {"${env:TOKEN}", "${keychain:prom.eu-1_x}", "${file:/run/credentials/prom token}"})
        QTest::newRow(good) << QString::fromLatin1(good) << true;
    for (const char *bad : {"s3cret", "${env:}", "${keychain:a b}", "${file:relative}", "${file:/a}b", "${vault:a}",
                            "${env:A}\n", " ${env:A}", "${file:/a\n}"})
        QTest::newRow(bad) << QString::fromLatin1(bad) << false;
}

void TestSettings::references()
{
    QFETCH(const QString, text);
    const std::optional<SecretRef> ref = secretRef(text);
    QTEST(ref.has_value(), "good");
    if (ref)
        QCOMPARE(ref->toString(), text);
}

void TestSettings::secretsAreNamesOnly()
{
    FakeSecrets keychain;
    keychain.kept = {{QStringLiteral("eu.token"), QStringLiteral("s3cret-9")}};
    Session session(withSecrets(), {.clock = &m_clock, .secrets = &keychain});
    SecretsModel model(session);
    const QAbstractItemModelTester tester(&model, kFatal);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowAt(0).name, QStringLiteral("a.key"));
    QCOMPARE(model.rowAt(1).backends, (QStringList{QStringLiteral("argo"), QStringLiteral("prom")}));
    QVERIFY(keychain.asked.isEmpty()); // nobody has looked yet
    model.refresh();
    QTRY_COMPARE(int(model.rowAt(0).state), int(SecretRow::State::Missing));
    QCOMPARE(int(model.rowAt(1).state), int(SecretRow::State::Set));
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column) {
            for (int role = 0; role < Qt::UserRole + 8; ++role)
                QVERIFY(!model.index(row, column).data(role).toString().contains(QStringLiteral("s3cret")));
        }
    }
    Workspace fewer = withSecrets();
    fewer.backends[1].headers.clear();
    session.setWorkspace(fewer);
    QCOMPARE(model.rowCount(), 1);
}

void TestSettings::aSecretThatIsSetSignsInAgain()
{
    FakeSecrets keychain;
    QStringList signedIn;
    Session session(withSecrets(), {.clock = &m_clock,
                                    .signIn = [&signedIn](const QString &backend) { signedIn.append(backend); },
                                    .secrets = &keychain});
    SecretsModel model(session);
    QSignalSpy told(&model, &SecretsModel::told);
    model.set(QStringLiteral("eu.token"), QStringLiteral("new-value"));
    QVERIFY(model.isBusy());
    QTRY_COMPARE(told.size(), 1);
    QVERIFY(told.first().at(1).toBool());
    QCOMPARE(signedIn, (QStringList{QStringLiteral("argo"), QStringLiteral("prom")}));
    QTRY_COMPARE(int(model.rowAt(1).state), int(SecretRow::State::Set));
    model.remove(QStringLiteral("eu.token"));
    QTRY_COMPARE(told.size(), 2);
    QTRY_COMPARE(int(model.rowAt(1).state), int(SecretRow::State::Missing));
}

void TestSettings::whatFailsIsSaid()
{
    FakeSecrets keychain;
    keychain.failing = Error{.kind = Error::Kind::Unreachable,
                             .message = QStringLiteral("No keychain answers"),
                             .where = {},
                             .hint = QStringLiteral("Start one.")};
    QStringList signedIn;
    Session session(withSecrets(), {.clock = &m_clock,
                                    .signIn = [&signedIn](const QString &backend) { signedIn.append(backend); },
                                    .secrets = &keychain});
    SecretsModel model(session);
    QSignalSpy told(&model, &SecretsModel::told);
    model.refresh();
    QTRY_COMPARE(int(model.rowAt(0).state), int(SecretRow::State::Unknown));
    QVERIFY(
        model.index(0, SecretsModel::StateColumn).data().toString().contains(QStringLiteral("No keychain answers")));
    model.set(QStringLiteral("eu.token"), QStringLiteral("new-value"));
    QTRY_COMPARE(told.size(), 1);
    QVERIFY(!told.first().at(1).toBool());
    QVERIFY(told.first().at(0).toString().contains(QStringLiteral("Start one.")));
    QVERIFY(signedIn.isEmpty());
}

void TestSettings::aTestIsToldLineByLine()
{
    ConnectionTest::Told told;
    Session session(shop::ground(),
                    {.clock = &m_clock, .testConnection = [&told](const QString &, ConnectionTest::Told tell) {
                         told = std::move(tell);
                         return quint64(7);
                     }});
    ConnectionModel model(session);
    const QAbstractItemModelTester tester(&model, kFatal);
    model.start(QStringLiteral("prom"));
    QVERIFY(model.isRunning());
    told(reportOf(State::Waiting, State::Waiting, false));
    QCOMPARE(model.words(), QStringLiteral("0 of 2"));
    QCOMPARE(model.index(1, 0).data(ConnectionModel::ToneRole).toInt(), 3); // not known yet is not well
    told(reportOf(State::Good, State::Waiting, false));
    QCOMPARE(model.words(), QStringLiteral("1 of 2"));
    told(reportOf(State::Good, State::Good, true));
    QVERIFY(!model.isRunning());
    QCOMPARE(model.words(), QStringLiteral("everything is well"));
    QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("yes"));
    told(reportOf(State::Wrong, State::Unknown, true));
    QCOMPARE(model.words(), QStringLiteral("the connection does not work"));
}

void TestSettings::aCancelledTestSaysWhatItDidNotAsk()
{
    ConnectionTest::Told told;
    QList<quint64> ended;
    Session session(shop::ground(), {.clock = &m_clock,
                                     .testConnection =
                                         [&told](const QString &, ConnectionTest::Told tell) {
                                             told = std::move(tell);
                                             return quint64(7);
                                         },
                                     .endTest = [&ended](quint64 ticket) { ended.append(ticket); }});
    ConnectionModel model(session);
    const QAbstractItemModelTester tester(&model, kFatal);
    model.start(QStringLiteral("prom"));
    told(reportOf(State::Good, State::Waiting, false));
    model.cancel();
    QCOMPARE(ended, QList<quint64>{7});
    QCOMPARE(int(model.rowAt(0).line.state), int(State::Good));
    QCOMPARE(int(model.rowAt(1).line.state), int(State::Unknown));
    told(reportOf(State::Good, State::Good, true)); // it was on its way already
    QCOMPARE(int(model.rowAt(1).line.state), int(State::Unknown));
    {
        ConnectionModel short_lived(session);
        short_lived.start(QStringLiteral("argo"));
    }
    QCOMPARE(ended.size(), 2); // nobody listens any more
}

void TestSettings::anotherTestDoesNotHearTheFirst()
{
    QList<ConnectionTest::Told> told;
    Session session(shop::ground(),
                    {.clock = &m_clock, .testConnection = [&told](const QString &, ConnectionTest::Told tell) {
                         told.append(std::move(tell));
                         return quint64(told.size());
                     }});
    ConnectionModel model(session);
    model.start(QStringLiteral("prom"));
    model.start(QStringLiteral("argo"));
    told.first()(reportOf(State::Wrong, State::Wrong, true));
    QCOMPARE(model.report().backend, QStringLiteral("argo"));
    QVERIFY(model.isRunning());
    model.start(QStringLiteral("nothing"));
    QCOMPARE(told.size(), 2);
    QVERIFY(!model.isRunning());
}

void TestSettings::linesOfTheWorkspace()
{
    IssuesModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    const WorkspaceIssue issue{.at = {QStringLiteral("astern.yaml"), 3, 5},
                               .code = QStringLiteral("W-KEY"),
                               .message = QStringLiteral("the key \"x\" is not known"),
                               .allowed = QStringLiteral("y"),
                               .nearest = {}};
    const Unenforced later{QStringLiteral("gate into-production"), {QStringLiteral("astern.yaml"), 9, 1}, {}, {}};
    model.setIssues({issue}, {later});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 0).data().toString(), issue.toString());
    QCOMPARE(model.index(0, 0).data(IssuesModel::ToneRole).toInt(), 2);
    QVERIFY(
        model.index(1, 0).data().toString().startsWith(QStringLiteral("astern.yaml:9:1: note: gate into-production")));
    QCOMPARE(model.index(1, 0).data(IssuesModel::ToneRole).toInt(), 3);
    model.setIssues({}, {});
    QCOMPARE(model.rowCount(), 0);
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
