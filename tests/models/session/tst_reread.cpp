// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/clocks.h"
#include "tests/support/shop.h"

#include <QSignalSpy>
#include <QTest>

using namespace astern;

// Another reading of the workspace, while everything runs.
class TestReread : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theSameForgetsNothing();
    void anotherConnectionForgetsWhatTheOldOneSaid();
    void samplesStayWithTheirQuestion_data();
    void samplesStayWithTheirQuestion();
    void aPlaceThatIsGoneIsNotAsked();
    void namespacesAreFilledIn();
    void news();

private:
    [[nodiscard]] bool hasSamples() const { return !m_session->series().view(m_series).isEmpty(); }

    SteppedClock m_clock{samples::kNow};
    FakeAuthority m_authority;
    std::unique_ptr<Session> m_session;
    const QString m_key = QStringLiteral("checkout@prod/eu-1");
    const SeriesId m_series{m_key, QStringLiteral("errors"), Role::Stable};
};

void TestReread::init()
{
    m_session = std::make_unique<Session>(shop::workspace(),
                                          Session::Doors{.clock = &m_clock,
                                                         .authority = &m_authority,
                                                         .mayI = [](const PlanCommand &, const Done<Permission> &done) {
                                                             done(Permission{.allowed = true, .reason = {}});
                                                         }});
    shop::open(*m_session);
    m_session->askPermissions(m_key);
}

void TestReread::theSameForgetsNothing()
{
    const ObjectRef ref = m_session->placement(m_key)->object;
    const Rollout seen = *m_session->rollout(ref);
    m_session->setWorkspace(shop::workspace());
    QVERIFY(m_session->rollout(ref));
    QVERIFY(*m_session->rollout(ref) == seen);
    QVERIFY(hasSamples());
    QCOMPARE(m_session->backends().size(), 2);
    QVERIFY(m_session->permission(DeliveryAction::Undo, ref));
}

void TestReread::anotherConnectionForgetsWhatTheOldOneSaid()
{
    const ObjectRef ref = m_session->placement(m_key)->object;
    QSignalSpy backends(m_session.get(), &Session::backendsChanged);
    Workspace next = shop::workspace();
    next.backends[0].context = QStringLiteral("elsewhere");
    m_session->setWorkspace(next);
    QVERIFY(!m_session->rollout(ref)); // another cluster: it has not said anything yet
    QVERIFY(!m_session->backend(QStringLiteral("argo")));
    QVERIFY(!m_session->permission(DeliveryAction::Undo, ref));
    QVERIFY(!m_session->plan(PlanKind::Rollback, m_key).ok());
    QVERIFY(m_session->backend(QStringLiteral("prom"))); // the other one is as it was
    QCOMPARE(backends.size(), 1);
}

void TestReread::samplesStayWithTheirQuestion_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<bool>("stay");
    for (const auto &[change, stay] :
         {std::pair("limit", true), std::pair("title", true), std::pair("owner", true), std::pair("series", false),
          std::pair("kind", false), std::pair("labels", false), std::pair("source", false), std::pair("signal", false)})
        QTest::newRow(change) << QString::fromLatin1(change) << stay;
}

void TestReread::samplesStayWithTheirQuestion()
{
    QFETCH(QString, change);
    QFETCH(bool, stay);
    Workspace next = shop::workspace();
    ServiceConfig &service = next.services.first();
    SignalSpec &spec = service.signalSpecs.first();
    if (change == QLatin1String("limit"))
        spec.limitAbove = 0.5;
    else if (change == QLatin1String("title"))
        spec.title = QStringLiteral("Errors");
    else if (change == QLatin1String("owner"))
        service.owner = QStringLiteral("others");
    else if (change == QLatin1String("series"))
        spec.bad.series = QStringLiteral("another");
    else if (change == QLatin1String("kind"))
        spec.kind = SignalSpec::Kind::Gauge;
    else if (change == QLatin1String("labels"))
        service.stableLabels.insert(QStringLiteral("zone"), QStringLiteral("a"));
    else if (change == QLatin1String("source"))
        next.backends[1].url = QUrl(QStringLiteral("https://other.example"));
    else if (change == QLatin1String("signal"))
        service.signalSpecs.removeFirst();
    QVERIFY(hasSamples());
    m_session->setWorkspace(next);
    QCOMPARE(hasSamples(), stay);
}

void TestReread::aPlaceThatIsGoneIsNotAsked()
{
    Workspace next = shop::workspace();
    next.services.removeFirst();
    QSignalSpy asked(m_session.get(), &Session::queriesChanged);
    m_session->setWorkspace(next);
    QCOMPARE(asked.size(), 1);
    for (const SignalQuery &query : m_session->signalQueries())
        QVERIFY(query.id.place != m_key);
    QVERIFY(!hasSamples());
    QVERIFY(!m_session->placement(m_key));
}

// What the reader accepts in a role is filled in.
void TestReread::namespacesAreFilledIn()
{
    Workspace next = shop::workspace();
    next.services.first().allLabels = {{QStringLiteral("at"), QStringLiteral("{namespace}/{name}")}};
    m_session->setWorkspace(next);
    for (const SignalQuery &query : m_session->signalQueries()) {
        if (query.id.place == m_key && query.id.role == Role::All) {
            QCOMPARE(query.labels.value(QStringLiteral("at")), QStringLiteral("prod-eu-1/checkout"));
            return;
        }
    }
    QFAIL("not asked");
}

void TestReread::news()
{
    QSignalSpy changed(m_session.get(), &Session::workspaceNewsChanged);
    QVERIFY(m_session->workspaceNews().isEmpty());
    WorkspaceNews news;
    news.issues = {{.at = {QStringLiteral("astern.yaml"), 3, 1}, .code = QStringLiteral("W-KEY")}};
    m_session->setWorkspaceNews(news);
    m_session->setWorkspaceNews(news);
    QCOMPARE(changed.size(), 1);
    m_session->setWorkspaceNews({});
    QCOMPARE(changed.size(), 2);
    QVERIFY(m_session->workspaceNews().isEmpty());
}

QTEST_GUILESS_MAIN(TestReread)
#include "tst_reread.moc"
