// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine.h"
#include "models/policy/policy.h"
#include "tests/support/places.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::app;

// The workspace's file is edited as editors do it, while an engine runs on a simulated company.
class TestReload : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();
    void edits_data();
    void edits();
    void othersKeepTheirStreams();
    void limitsKeepTheSamples();
    void brokenAndMended();
    void halfAFileIsNotHeardOf();
    void removedAndAdded();
    void aPlanUnderWayKeepsItsGround();
    void theNameWaits();
    void whoOnlyLooksRecordsNothing();
    void aBrokenPolicyKeepsTheOneBefore();

private:
    enum class Way { RenameOver, TruncateAndWrite };
    void write(const QByteArray &text, Way way = Way::RenameOver);
    void writePolicy(const QByteArray &text); // empty: removes it
    [[nodiscard]] qint64 revisionInForce();   // -1: none
    [[nodiscard]] QByteArray changed(const QByteArray &from, const QByteArray &to) const;
    void open(bool readOnly = false);
    [[nodiscard]] Session &session() { return m_engine->session(); }
    [[nodiscard]] bool allLive();
    [[nodiscard]] QStringList recorded(); // words of what the log says about the workspace, newest first

    QProcess m_sandbox;
    QByteArray m_text; // as the sandbox wrote it
    QString m_folder;
    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Engine> m_engine;
};

namespace {

const QString kPlace = QStringLiteral("checkout@prod/eu-1");

} // namespace

void TestReload::initTestCase()
{
    m_sandbox.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_sandbox.start(test::buildPath("bin/asternctl"),
                    {QStringLiteral("sandbox"), QStringLiteral("--with-parent"), QStringLiteral("--quiet"),
                     QStringLiteral("--without-policies")});
    QByteArray line;
    while (!line.endsWith('\n') && m_sandbox.waitForReadyRead(240'000))
        line += m_sandbox.readLine();
    m_folder = QJsonDocument::fromJson(line).object().value(QLatin1String("workspace")).toString();
    QVERIFY2(!m_folder.isEmpty(), line.constData());
    QFile file(m_folder + QStringLiteral("/astern.yaml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_text = file.readAll();
}

void TestReload::cleanupTestCase()
{
    m_sandbox.terminate();
    m_sandbox.waitForFinished(10'000);
}

void TestReload::init()
{
    write(m_text);
    writePolicy({});
    m_data = std::make_unique<QTemporaryDir>();
    open();
}

void TestReload::cleanup()
{
    m_engine.reset();
    m_data.reset();
}

void TestReload::open(bool readOnly)
{
    const WorkspaceReading reading = readWorkspace(m_folder);
    QVERIFY(reading.workspace);
    auto engine = Engine::create(*reading.workspace, {.dataFolder = m_data->path(),
                                                      .watch = true,
                                                      .recover = true,
                                                      .readOnly = readOnly,
                                                      .follow = true,
                                                      .actor = {}});
    QVERIFY(engine.ok());
    m_engine = std::move(engine.value());
    m_engine->start();
    QTRY_VERIFY_WITH_TIMEOUT(allLive(), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(session().rollout(session().placement(kPlace)->object), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(session().journalState().state == JournalState::State::Open, 60'000);
}

bool TestReload::allLive()
{
    const QList<BackendHealth> all = session().backends();
    return all.size() == session().workspace().backends.size() &&
           std::all_of(all.cbegin(), all.cend(),
                       [](const BackendHealth &health) { return health.state == BackendHealth::State::Live; });
}

void TestReload::write(const QByteArray &text, Way way)
{
    const QString path = m_folder + QStringLiteral("/astern.yaml");
    QFile file(way == Way::RenameOver ? path + QStringLiteral(".swp") : path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(text), text.size());
    file.close();
    if (way == Way::RenameOver)
        QCOMPARE(::rename(file.fileName().toLocal8Bit().constData(), path.toLocal8Bit().constData()), 0);
}

void TestReload::writePolicy(const QByteArray &text)
{
    const QString path = m_folder + QStringLiteral("/policies/checkout.yaml");
    QDir(m_folder).mkpath(QStringLiteral("policies"));
    QFile file(path);
    if (text.isEmpty()) {
        file.remove();
        return;
    }
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(text), text.size());
}

qint64 TestReload::revisionInForce()
{
    const QList<PolicyFile> &files = session().workspace().policies;
    return files.isEmpty() || !files.constFirst().policy ? -1 : files.constFirst().policy->revision;
}

QByteArray TestReload::changed(const QByteArray &from, const QByteArray &to) const
{
    QByteArray text = m_text;
    const qsizetype at = text.indexOf(from);
    if (at < 0)
        qFatal("not in the sandbox's workspace: %s", from.constData());
    return text.replace(at, from.size(), to);
}

QStringList TestReload::recorded()
{
    QStringList all;
    bool answered = false;
    const Inbox inbox(this);
    m_engine->journal().entries({.limit = 100, .kind = QStringLiteral("workspace.")},
                                inbox.wrap([&](const Result<QList<JournalEntry>> &page) {
                                    answered = true;
                                    for (const JournalEntry &entry : page ? *page : QList<JournalEntry>{})
                                        all.append(entry.kind + QStringLiteral(": ") +
                                                   entry.payload.value(QLatin1String("workspace"))
                                                       .toObject()
                                                       .value(QLatin1String("words"))
                                                       .toString());
                                }));
    [&] { QTRY_VERIFY(answered); }();
    return all;
}

void TestReload::edits_data()
{
    QTest::addColumn<bool>("truncate");
    QTest::newRow("rename over") << false;
    QTest::newRow("truncate and write") << true;
}

// Twice, because a renamed file is another file: it must be watched anew.
void TestReload::edits()
{
    QFETCH(bool, truncate);
    const Way way = truncate ? Way::TruncateAndWrite : Way::RenameOver;
    write(changed("owner: team-payments", "owner: team-one"), way);
    const auto owner = [this] { return session().workspace().service(QStringLiteral("checkout"))->owner; };
    QTRY_COMPARE_WITH_TIMEOUT(owner(), QStringLiteral("team-one"), 20'000);
    write(changed("owner: team-payments", "owner: team-two"), way);
    QTRY_COMPARE_WITH_TIMEOUT(owner(), QStringLiteral("team-two"), 20'000);
    QVERIFY(session().workspaceNews().isEmpty());
    QTRY_COMPARE(recorded().size(), 2);
    QVERIFY2(recorded().constFirst().startsWith(QStringLiteral("workspace.changed: services: checkout changed")),
             qPrintable(recorded().constFirst()));
}

void TestReload::othersKeepTheirStreams()
{
    QHash<QString, qint64> since;
    QStringList connecting;
    for (const BackendHealth &health : session().backends())
        since.insert(health.backend, health.sinceMs);
    connect(&session(), &Session::backendsChanged, this, [&] {
        for (const BackendHealth &health : session().backends()) {
            if (health.state == BackendHealth::State::Connecting && !connecting.contains(health.backend))
                connecting.append(health.backend);
        }
    });
    const ObjectRef other = session().placement(kPlace)->object;
    const qint64 observed = session().rollout(other)->observedMs;
    bool forgotten = false;
    connect(&session(), &Session::workspaceChanged, this, [&] { forgotten = !session().rollout(other); });
    // Only staging's Rollouts get other settings.
    write(changed("staging-eu-1-rollouts: {type: argo-rollouts,",
                  "staging-eu-1-rollouts: {type: argo-rollouts, poll: 7s,"));
    QTRY_COMPARE_WITH_TIMEOUT(session().workspace().backend(QStringLiteral("staging-eu-1-rollouts"))->pollMs, 7000,
                              20'000);
    QTRY_VERIFY_WITH_TIMEOUT(allLive(), 30'000);
    QCOMPARE(connecting, QStringList{QStringLiteral("staging-eu-1-rollouts")});
    QVERIFY(!forgotten);
    QVERIFY(session().rollout(other)->observedMs >= observed);
    for (const BackendHealth &health : session().backends()) {
        if (health.backend != QLatin1String("staging-eu-1-rollouts"))
            QCOMPARE(health.sinceMs, since.value(health.backend));
    }
    const Placement *staging = session().placement(QStringLiteral("checkout@staging/eu-1"));
    QVERIFY(staging);
    QTRY_VERIFY_WITH_TIMEOUT(session().rollout(staging->object), 30'000); // through the new connection
}

void TestReload::limitsKeepTheSamples()
{
    const SeriesId id{kPlace, QStringLiteral("errors"), Role::Stable};
    QTRY_VERIFY_WITH_TIMEOUT(session().series().view(id).size() > 1, 60'000);
    const qint64 first = session().series().view(id).at(0).atMs;
    write(changed("limit: {above: 1%}", "limit: {above: 2%}"));
    const auto limit = [this] {
        return session().workspace().services.constFirst().signalSpecs.constFirst().limitAbove;
    };
    QTRY_COMPARE_WITH_TIMEOUT(limit(), std::optional(0.02), 20'000);
    QVERIFY(session().series().view(id).size() > 1);
    QCOMPARE(session().series().view(id).at(0).atMs, first);
}

void TestReload::brokenAndMended()
{
    write(changed("\nenvironments:", "\nenviroments:"));
    QTRY_VERIFY_WITH_TIMEOUT(!session().workspaceNews().isEmpty(), 20'000);
    const WorkspaceNews news = session().workspaceNews();
    QVERIFY(!news.issues.isEmpty());
    const int line = int(m_text.left(m_text.indexOf("\nenvironments:")).count('\n')) + 2;
    const auto key = std::find_if(news.issues.cbegin(), news.issues.cend(),
                                  [](const WorkspaceIssue &issue) { return issue.code == QLatin1String("W-KEY"); });
    QVERIFY(key != news.issues.cend());
    QCOMPARE(key->at.line, line);
    QCOMPARE(key->nearest, QStringLiteral("environments"));
    // What was read before stays in force, and everything goes on.
    QVERIFY(session().placement(kPlace));
    QVERIFY(allLive());
    QTRY_VERIFY(!recorded().isEmpty());
    QVERIFY2(recorded().constFirst().startsWith(QStringLiteral("workspace.refused: astern.yaml:")),
             qPrintable(recorded().constFirst()));
    write(m_text);
    QTRY_VERIFY_WITH_TIMEOUT(session().workspaceNews().isEmpty(), 20'000);
    // Gone altogether is broken, too.
    QVERIFY(QFile::remove(m_folder + QStringLiteral("/astern.yaml")));
    QTRY_VERIFY_WITH_TIMEOUT(!session().workspaceNews().isEmpty(), 20'000);
    QVERIFY(session().placement(kPlace));
    write(m_text);
    QTRY_VERIFY_WITH_TIMEOUT(session().workspaceNews().isEmpty(), 20'000);
}

// A write in pieces: the first piece alone reads well, but has fewer services.
void TestReload::halfAFileIsNotHeardOf()
{
    int changes = 0;
    qsizetype fewest = session().workspace().services.size();
    const qsizetype all = fewest;
    connect(&session(), &Session::workspaceChanged, this, [&] {
        ++changes;
        fewest = std::min(fewest, session().workspace().services.size());
    });
    connect(&session(), &Session::workspaceNewsChanged, this, [&] { ++changes; });
    const QByteArray next = changed("owner: team-payments", "owner: team-pieces");
    const qsizetype half = next.indexOf("\n  search:") + 1;
    QVERIFY(half > 0);
    QFile file(m_folder + QStringLiteral("/astern.yaml"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(next.left(half));
    file.flush();
    QTest::qWait(60); // less than an editor's pause is taken for
    file.write(next.mid(half));
    file.close();
    const auto owner = [this] { return session().workspace().service(QStringLiteral("checkout"))->owner; };
    QTRY_COMPARE_WITH_TIMEOUT(owner(), QStringLiteral("team-pieces"), 20'000);
    QCOMPARE(fewest, all);
    QCOMPARE(changes, 1);
}

void TestReload::removedAndAdded()
{
    QByteArray without = m_text;
    const qsizetype from = without.indexOf("\n  checkout:") + 1;
    const qsizetype next = without.indexOf("\n  payments:", from) + 1;
    QVERIFY(from > 0 && next > from);
    without.remove(from, next - from);
    write(without);
    QTRY_VERIFY_WITH_TIMEOUT(!session().placement(kPlace), 20'000);
    for (const SignalQuery &query : session().signalQueries())
        QVERIFY(query.id.place != kPlace);
    write(m_text);
    QTRY_VERIFY_WITH_TIMEOUT(session().placement(kPlace), 20'000);
    // Its connection was never closed: what it had seen is there at once.
    QVERIFY(session().rollout(session().placement(kPlace)->object));
}

void TestReload::aPlanUnderWayKeepsItsGround()
{
    const Result<Plan> plan = session().plan(PlanKind::Rollback, kPlace);
    QVERIFY2(plan.ok(), plan ? "" : qPrintable(plan.error().toString()));
    const std::optional<Workspace> before = session().workspace();
    QVERIFY(session().commit(*plan, QStringLiteral("a test")).ok());
    // Its connection, its signals, and the whole workspace read-only: all of it after the commit.
    QByteArray text =
        changed("prod-eu-1-rollouts: {type: argo-rollouts,", "prod-eu-1-rollouts: {type: argo-rollouts, poll: 9s,");
    text.replace("sandbox: true\n", "sandbox: true\nread_only: true\n");
    text.replace("owner: team-discovery", "owner: team-elsewhere");
    write(text);
    QTRY_VERIFY_WITH_TIMEOUT(session().workspace().readOnly, 20'000); // the rest is in force at once
    const PlanRun *run = session().runFor(kPlace);
    QVERIFY(run);
    if (run->state == PlanRun::State::Running) {
        QCOMPARE(session().workspace().backend(QStringLiteral("prod-eu-1-rollouts"))->pollMs,
                 before->backend(QStringLiteral("prod-eu-1-rollouts"))->pollMs);
        QVERIFY(session().workspaceNews().waits.contains(QStringLiteral("checkout")));
    }
    QVERIFY(!session().may(*plan).allowed || run->state == PlanRun::State::Running);
    QTRY_VERIFY_WITH_TIMEOUT(session().runFor(kPlace)->state != PlanRun::State::Running, 200'000);
    const PlanRun ended = *session().runFor(kPlace);
    QVERIFY2(ended.state == PlanRun::State::Succeeded, qPrintable(ended.summary));
    QTRY_COMPARE_WITH_TIMEOUT(session().workspace().backend(QStringLiteral("prod-eu-1-rollouts"))->pollMs, 9000,
                              20'000);
    QVERIFY(session().workspaceNews().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(allLive(), 30'000);
}

void TestReload::theNameWaits()
{
    write(changed("name: sandbox", "name: another"));
    QTRY_VERIFY_WITH_TIMEOUT(!session().workspaceNews().isEmpty(), 20'000);
    QVERIFY(session().workspaceNews().waits.contains(QStringLiteral("another")));
    QCOMPARE(session().workspace().name, QStringLiteral("sandbox"));
}

void TestReload::whoOnlyLooksRecordsNothing()
{
    m_engine.reset();
    open(true);
    write(changed("owner: team-payments", "owner: team-one"));
    const auto owner = [this] { return session().workspace().service(QStringLiteral("checkout"))->owner; };
    QTRY_COMPARE_WITH_TIMEOUT(owner(), QStringLiteral("team-one"), 20'000);
    QCOMPARE(recorded(), QStringList());
}

void TestReload::aBrokenPolicyKeepsTheOneBefore()
{
    QFile sample(test::sourcePath("resources/policies/error-window.yaml"));
    QVERIFY(sample.open(QIODevice::ReadOnly));
    const QByteArray third = sample.readAll();
    const QByteArray named = changed("  checkout:\n", "  checkout:\n    policies: [checkout-error-window]\n");
    write(named);
    QTRY_COMPARE_WITH_TIMEOUT(session().workspace().unenforced.size(), 1, 20'000); // named, and not there

    writePolicy(third);
    QTRY_COMPARE_WITH_TIMEOUT(revisionInForce(), 3, 20'000);
    QVERIFY(session().workspace().unenforced.isEmpty());
    QVERIFY(session().workspaceNews().isEmpty());

    writePolicy(QByteArray(third).replace("revision: 3", "revision: 4").replace("for: 120s", "for: 120"));
    QTRY_COMPARE_WITH_TIMEOUT(session().workspaceNews().issues.size(), 1, 20'000);
    QCOMPARE(session().workspaceNews().issues.constFirst().code, QStringLiteral("P-DURATION"));
    QCOMPARE(session().workspaceNews().issues.constFirst().at.file, QStringLiteral("policies/checkout.yaml"));
    QCOMPARE(revisionInForce(), 3);
    QVERIFY(session().workspace().unenforced.isEmpty());
    QTRY_VERIFY(
        recorded().constFirst().contains(QStringLiteral("refused, checkout-error-window revision 3 stays in force")));

    // So it is after a restart, though no file says it any more.
    m_engine.reset();
    open();
    QCOMPARE(revisionInForce(), 3);
    QVERIFY(session().workspace().unenforced.isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(session().workspaceNews().issues.size(), 1, 20'000);

    writePolicy(QByteArray(third).replace("revision: 3", "revision: 4"));
    QTRY_COMPARE_WITH_TIMEOUT(revisionInForce(), 4, 20'000);
    QVERIFY(session().workspaceNews().isEmpty());
}

QTEST_GUILESS_MAIN(TestReload)
#include "tst_reload.moc"
