// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubeconfig.h"
#include "tests/connectors/kubernetes/guardedapi.h"
#include "tests/support/clocks.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using State = BackendHealth::State;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

const QByteArray kV1 = "client.authentication.k8s.io/v1";

QByteArray answer(const QByteArray &status, const QByteArray &version = kV1)
{
    return "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + version + "\",\"status\":{" + status + "}}";
}

// Prints the token in the file "next", notes every run in "runs" and what it was told in "told".
const QByteArray kPlugin = "#!/bin/sh\n"
                           "here=$(dirname \"$0\")\n"
                           "echo \"$GREETING $*\" >> \"$here/runs\"\n"
                           "printf %s \"$KUBERNETES_EXEC_INFO\" > \"$here/told\"\n"
                           "printf '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
                           "\"status\":{\"token\":\"%s\"}}' \"$(cat \"$here/next\")\"\n";

QByteArray user(const QByteArray &more = {})
{
    return "{exec: {apiVersion: " + kV1 + ", command: ./plugin, interactiveMode: Never" + more + "}}";
}

QStringList g_log;
void keepLog(QtMsgType, const QMessageLogContext &, const QString &text) { g_log.append(text); }

} // namespace

// Where credentials come from, when they are renewed, and what happens to those that are refused.
class TestCredentials : public QObject {
    Q_OBJECT
    QtMessageHandler m_before = nullptr;

private Q_SLOTS:
    void init()
    {
        g_log.clear();
        m_before = qInstallMessageHandler(keepLog);
    }
    void cleanup() { qInstallMessageHandler(m_before); }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QString>("said"); // empty: good
        const auto pem = [](const char *name) { return TestCertificates::instance().pem(name).replace("\n", "\\n"); };
        QTest::newRow("token") << answer("\"token\":\"abc\"") << QString();
        QTest::newRow("certificate") << answer("\"clientCertificateData\":\"" + pem("client.crt") +
                                               "\",\"clientKeyData\":\"" + pem("client.key") + "\"")
                                     << QString();
        QTest::newRow("certificate alone")
            << answer("\"clientCertificateData\":\"" + pem("client.crt") + "\"") << s("certificate and its key");
        QTest::newRow("no key") << answer("\"clientCertificateData\":\"" + pem("client.crt") +
                                          "\",\"clientKeyData\":\"s3cret\"")
                                << s("cannot be read");
        QTest::newRow("nothing") << QByteArray("\n") << s("printed nothing");
        QTest::newRow("words") << QByteArray("Please log in") << s("no JSON");
        QTest::newRow("another kind") << QByteArray("{\"kind\":\"Secret\"}") << s("no ExecCredential");
        QTest::newRow("another version") << answer("\"token\":\"abc\"", "client.authentication.k8s.io/v1beta1")
                                         << s("answers as client.authentication.k8s.io/v1beta1");
        QTest::newRow("empty") << answer("") << s("neither a token nor a certificate");
        QTest::newRow("two lines") << answer("\"token\":\"s3cret\\nX: y\"") << s("line break");
        QTest::newRow("no time") << answer("\"token\":\"s3cret\",\"expirationTimestamp\":\"soon\"") << s("no time");
    }
    void answers()
    {
        QFETCH(QByteArray, output);
        QFETCH(QString, said);
        const Result<Credentials> read = readExecCredential(output, QString::fromLatin1(kV1));
        QCOMPARE(read.ok(), said.isEmpty());
        if (!read) {
            QVERIFY2(read.error().message.contains(said), qPrintable(read.error().message));
            QVERIFY(!read.error().toString().contains(s("s3cret")));
        }
    }

    void ends()
    {
        const QString v1 = QString::fromLatin1(kV1);
        QCOMPARE(
            readExecCredential(answer("\"token\":\"t\",\"expirationTimestamp\":\"2026-11-26T12:00:00Z\""), v1)->untilMs,
            1'795'694'400'000);
        // {"exp":1795694400}: what it says of itself, where the plugin says nothing
        QCOMPARE(
            readExecCredential(answer("\"token\":\"eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTU2OTQ0MDB9.x\""), v1)->untilMs,
            1'795'694'400'000);
        QCOMPARE(readExecCredential(answer("\"token\":\"opaque\""), v1)->untilMs, 0);
    }

    void pluginIsRunAsTheKubeconfigSays()
    {
        GuardedApi api;
        api.accept({"first"});
        const KubeFolder folder;
        folder.write("plugin", kPlugin, true);
        folder.write("next", "first");
        folder.kubeconfig(
            api.server, user(", args: [get, \"a b\"], env: [{name: GREETING, value: hello}], provideClusterInfo: true"),
            ", extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: "
            "\"06f\", depth: 3, on: true}}]");
        Watched watched(folder.config(), deploymentKind());
        QTRY_COMPARE(watched.health.state, State::Live);
        QCOMPARE(folder.read("runs"), QByteArray("hello get a b\n"));
        QCOMPARE(api.refused(), 0);
        QCOMPARE(api.lastToken(), QByteArray("first"));
        const QJsonObject spec = QJsonDocument::fromJson(folder.read("told"))[s("spec")].toObject();
        QCOMPARE(spec[s("interactive")].toBool(true), false);
        QCOMPARE(spec[s("cluster")][s("server")].toString(), api.server.url(QString()).toString());
        QCOMPARE(spec[s("cluster")][s("config")].toObject(),
                 (QJsonObject{{s("audience"), s("06f")}, {s("depth"), 3}, {s("on"), true}}));
        QVERIFY(watched.health.renewable);
    }

    void failures_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("advice");
        QTest::newRow("says no") << QByteArray(
                                        "#!/bin/sh\necho 'debug: x' >&2\necho 'session expired, run: cloud login' "
                                        ">&2\nexit 3\n")
                                 << QByteArray() << s("ended with code 3 (it says: session expired, run: cloud login)")
                                 << s("Sign in with its own command");
        QTest::newRow("not there") << QByteArray() << QByteArray(", installHint: \"Install the cloud's command line\"")
                                   << s("no such program") << s("Install the cloud's command line");
        QTest::newRow("prints for ever") << QByteArray("#!/bin/sh\nexec yes s3cret\n") << QByteArray() << s("more than")
                                         << s("Sign in");
        QTest::newRow("killed") << QByteArray("#!/bin/sh\nkill -9 $$\n") << QByteArray() << s("was killed")
                                << s("Sign in");
        QTest::newRow("repeats the token") << "#!/bin/sh\ncat <<X\n" + answer("\"token\":\"plainlowersecret\"") +
                                                  "\nX\necho 'got plainlowersecret' >&2\nexit 1\n"
                                           << QByteArray() << s("it says: got ***") << s("Sign in");
        QTest::newRow("ended long ago") << "#!/bin/sh\ncat <<X\n" +
                                               answer("\"token\":\"plainlowersecret\",\"expirationTimestamp\":"
                                                      "\"2020-01-01T00:00:00Z\"") +
                                               "\nX\n"
                                        << QByteArray() << s("ended already at 2020-01-01") << s("clock");
    }
    void failures()
    {
        QFETCH(QByteArray, script);
        QFETCH(QByteArray, more);
        QFETCH(QString, said);
        QFETCH(QString, advice);
        GuardedApi api;
        const KubeFolder folder;
        if (!script.isEmpty())
            folder.write("plugin", script, true);
        folder.kubeconfig(api.server, user(more));
        Watched watched(folder.config(), deploymentKind());
        QTRY_COMPARE(watched.health.state, State::NeedsLogin);
        QVERIFY2(watched.health.reason.contains(said), qPrintable(watched.health.reason));
        QVERIFY2(watched.health.hint.contains(advice), qPrintable(watched.health.hint));
        QCOMPARE(api.asked(), 0); // nothing leaves without credentials
        const QString all = watched.health.reason + watched.health.hint + g_log.join(QLatin1Char('\n'));
        QVERIFY2(!all.contains(s("plainlowersecret")) && !all.contains(s("s3cret")), qPrintable(all));
    }

    void hangingPluginEndsWithWhatItStarted()
    {
        const KubeFolder folder;
        folder.write("plugin", "#!/bin/sh\nsleep 1000 &\necho $! > \"$(dirname \"$0\")/child\"\nwait\n", true);
        SystemClock clock;
        ExecPlugin plugin;
        plugin.command = folder.path("plugin");
        ExecCredentials credentials(plugin, {}, clock, {.timeoutMs = 1'500});
        Error error;
        connect(&credentials, &CredentialSource::failed, &credentials, [&](const Error &said) { error = said; });
        credentials.renew();
        QTRY_VERIFY(!folder.read("child").isEmpty());
        const pid_t child = folder.read("child").trimmed().toInt();
        QVERIFY(child > 0);
        QTRY_VERIFY(!error.message.isEmpty());
        QVERIFY2(error.message.contains(s("did not end within")), qPrintable(error.message));
        // Whoever inherits it may take a while to collect it; a zombie is as dead.
        QTRY_VERIFY([&] {
            QFile stat(s("/proc/%1/stat").arg(child));
            return !stat.open(QIODevice::ReadOnly) || stat.readAll().contains(") Z ");
        }());
    }

    void onATerminalOnly()
    {
        GuardedApi api;
        const KubeFolder folder;
        folder.write("plugin", kPlugin, true);
        folder.kubeconfig(api.server, "{exec: {apiVersion: " + kV1 + ", command: ./plugin, interactiveMode: Always}}");
        Watched watched(folder.config(), deploymentKind());
        QTRY_COMPARE(watched.health.state, State::NeedsLogin);
        QVERIFY2(watched.health.reason.contains(s("Astern has none")), qPrintable(watched.health.reason));
        QVERIFY(folder.read("runs").isEmpty());
    }

    void renewedBeforeTheEnd()
    {
        GuardedApi api;
        api.accept({"t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"});
        const KubeFolder folder;
        // Each is good for six seconds: renewed after three.
        folder.write("plugin",
                     "#!/bin/sh\nhere=$(dirname \"$0\")\necho >> \"$here/runs\"\nn=$(wc -l < \"$here/runs\")\n"
                     "end=$(date -u -d '+6 seconds' +%Y-%m-%dT%H:%M:%SZ)\n"
                     "printf '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
                     "\"status\":{\"token\":\"t%s\",\"expirationTimestamp\":\"%s\"}}' $n $end\n",
                     true);
        folder.kubeconfig(api.server, user());
        Watched watched(folder.config(), deploymentKind());
        QTRY_COMPARE(watched.health.state, State::Live);
        const qint64 firstEnd = watched.health.signInUntilMs;
        QVERIFY(firstEnd > 0);
        QTRY_VERIFY_WITH_TIMEOUT(watched.health.signInUntilMs > firstEnd, 10'000);
        QVERIFY(watched.clock.wallMs() < firstEnd);
        QVERIFY(folder.lines("runs") >= 2);
        QCOMPARE(api.refused(), 0);
        QVERIFY(!watched.states.contains(State::NeedsLogin));
    }

    void refusedIsRenewedOnce()
    {
        GuardedApi api;
        api.accept({"second"});
        const KubeFolder folder;
        folder.write("plugin", QByteArray(kPlugin).append("echo second > \"$here/next\"\n"), true);
        folder.write("next", "first");
        folder.kubeconfig(api.server, user());
        Watched watched(folder.config(), deploymentKind());
        QTRY_COMPARE(watched.health.state, State::Live);
        QVERIFY(!watched.states.contains(State::NeedsLogin));
        QCOMPARE(folder.lines("runs"), 2);
        QVERIFY(api.refused() <= 2); // what was under way: workloads and their ReplicaSets
    }

    void parkedUntilSomebodySignsIn()
    {
        GuardedApi api;
        const KubeFolder folder;
        folder.write("plugin", kPlugin, true);
        folder.write("next", "old");
        folder.kubeconfig(api.server, user());
        Watched watched(folder.config(), deploymentKind());
        QTRY_COMPARE(watched.health.state, State::NeedsLogin);
        QVERIFY2(watched.health.reason.contains(s("does not accept the credentials")),
                 qPrintable(watched.health.reason));
        QCOMPARE(watched.health.nextTryMs, 0);
        QCOMPARE(folder.lines("runs"), 2); // renewed once, in vain
        const int asked = api.asked();
        QVERIFY2(asked <= 4, qPrintable(QString::number(asked))); // twice for workloads, twice for ReplicaSets
        // Whoever asks now is answered here: nothing leaves.
        watched.watch->refresh();
        QTest::qWait(1'000); // six times the pause after which it used to ask again
        QCOMPARE(api.asked(), asked);
        QCOMPARE(folder.lines("runs"), 2);
        // The person signed in elsewhere and says so.
        folder.write("next", "new");
        api.accept({"new"});
        watched.watch->signInAgain();
        QTRY_COMPARE(watched.health.state, State::Live);
        QCOMPARE(folder.lines("runs"), 3);
        QCOMPARE(api.refused(), asked);
    }

    void everythingShownIsStaleWhileParked()
    {
        BackendHealth health;
        health.pollMs = 5'000;
        health.lastAnswerMs = 100'000;
        health.state = State::Live;
        QVERIFY(!health.isStale(101'000));
        health.state = State::NeedsLogin;
        QVERIFY(health.isStale(101'000));
    }

    void newTokenInItsFileResumes()
    {
        GuardedApi api;
        const KubeFolder folder;
        folder.write("token", "old\n");
        folder.kubeconfig(api.server, "{tokenFile: token}");
        Watched watched(folder.config(), deploymentKind());
        QTRY_COMPARE(watched.health.state, State::NeedsLogin);
        QVERIFY2(watched.health.hint.contains(s("still the same one")), qPrintable(watched.health.hint));
        const int asked = api.asked();
        QVERIFY(asked <= 2);
        api.accept({"new"});
        folder.write("token", "new\n");
        QTRY_COMPARE(watched.health.state, State::Live);
        QCOMPARE(api.refused(), asked);
        QCOMPARE(api.lastToken(), QByteArray("new"));
    }

    void changedKubeconfigResumes()
    {
        GuardedApi api;
        const KubeFolder folder;
        folder.kubeconfig(api.server, "{token: old}");
        Watched watched(folder.config(), deploymentKind());
        QTRY_COMPARE(watched.health.state, State::NeedsLogin);
        const int asked = api.asked();
        QVERIFY(asked <= 2);
        api.accept({"new"});
        folder.write("config", "clusters: [");
        QTRY_VERIFY2(watched.health.hint.contains(s("changed settings cannot be used")),
                     qPrintable(watched.health.hint));
        folder.kubeconfig(api.server, "{token: new}");
        QTRY_COMPARE(watched.health.state, State::Live);
        QCOMPARE(api.refused(), asked);
    }

    void certificateFromThePlugin()
    {
        const TestCertificates &made = TestCertificates::instance();
        GuardedApi api({made.pem("server.crt"), made.pem("server.key"), made.pem("ca.crt")});
        api.accept({""});
        const KubeFolder folder;
        const QByteArray status = "\"clientCertificateData\":\"" + made.pem("client.crt").replace("\n", "\\n") +
                                  "\",\"clientKeyData\":\"" + made.pem("client.key").replace("\n", "\\n") + "\"";
        folder.write("answer", answer(status));
        folder.write("plugin", "#!/bin/sh\nexec cat \"$(dirname \"$0\")/answer\"\n", true);
        folder.kubeconfig(api.server, user(), ", certificate-authority: " + made.file("ca.crt").toUtf8());
        Watched watched(folder.config(), deploymentKind());
        QTRY_COMPARE(watched.health.state, State::Live);
        const QSslCertificate client(made.pem("client.crt"));
        QCOMPARE(watched.health.signInUntilMs, client.expiryDate().toMSecsSinceEpoch());
        QVERIFY(!watched.health.signInEndsSoon(watched.clock.wallMs()));
    }

    void certificateNearItsEnd()
    {
        const TestCertificates &made = TestCertificates::instance();
        const qint64 end = QSslCertificate(made.pem("client.crt")).expiryDate().toMSecsSinceEpoch();
        SteppedClock clock(end - 6 * 86'400'000LL);
        SignIn signIn(nullptr, {}, clock);
        signIn.setCertificate(QSslCertificate(made.pem("client.crt")));
        const SignInState state = signIn.state();
        QCOMPARE(state.untilMs, end);
        BackendHealth health{
            .state = State::Live, .signInUntilMs = state.untilMs, .signInWarnFromMs = state.warnFromMs};
        QVERIFY(health.signInEndsSoon(clock.wallMs()));
        QVERIFY(!health.signInEndsSoon(end - 8 * 86'400'000LL));
    }
};

QTEST_GUILESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
