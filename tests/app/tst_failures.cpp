// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/argo/argorollout.h"
#include "connectors/prometheus/prometheus.h"
#include "models/views/backendsmodel.h"
#include "tests/connectors/kubernetes/kubetest.h"
#include "tests/support/shop.h"
#include "tests/support/silentpeer.h"
#include "ui/board/degradedbanner.h"

#include <QProcess>
#include <QTcpServer>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace astern;
using namespace astern::connectors;
using namespace astern::test;
using State = BackendHealth::State;

namespace {

QString s(const char *text) { return QString::fromUtf8(text); }

// An API server with nothing in it, as a process that can be stopped.
const char kServer[] = R"py(
import http.server, time
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *args): pass
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        if "watch=1" in self.path:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.flush()
            time.sleep(600)
            return
        body = b'{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[]}'
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
)py";

// One failing connection of two, the way to the window, and what a person reads there.
struct Cockpit {
    SystemClock clock;
    Session session{shop::workspace(), {.clock = &clock}};
    BackendsModel chips{session};

    explicit Cockpit(const char *well)
    {
        session.setBackendHealth({.backend = s(well),
                                  .state = State::Live,
                                  .lastAnswerMs = clock.wallMs(),
                                  .sinceMs = clock.wallMs(),
                                  .pollMs = 3'600'000});
    }
    [[nodiscard]] QString chip(const char *backend)
    {
        chips.tick();
        for (const BackendRow &row : chips.rows()) {
            if (row.id() == s(backend))
                return row.words;
        }
        return {};
    }
    [[nodiscard]] State state(const char *backend) const
    {
        const BackendHealth *health = session.backend(s(backend));
        return health ? health->state : State::Connecting;
    }
    [[nodiscard]] ui::DegradedWords words() const { return ui::degradedWords(session, clock.wallMs()); }
};

BackendConfig argoAt(const QUrl &url)
{
    BackendConfig config;
    config.id = s("argo");
    config.type = s("argo-rollouts");
    config.url = url;
    config.allowPlainHttp = true;
    config.namespaces = {s("shop")};
    return config;
}

KubeTimings impatient()
{
    KubeTimings timings = quickTimings();
    timings.backoffMinMs = 1'000;
    timings.backoffMaxMs = 5'000;
    timings.listDeadlineMs = 1'000;
    timings.idleProbeMs = 300;
    return timings;
}

} // namespace

// The failure table: for each way that a connection fails what the chip and the banner say - who, why, what it means
// and what still works.
class TestFailures : public QObject {
    Q_OBJECT

    // "where" of a row: who listens there, and how.
    enum class Place { Unknown, Closed, Stranger, Expired, OtherName, BlackHole, Hangup, NoHttp, Signin, Forbidden };

    struct Ground {
        std::unique_ptr<FakeServer> server;
        std::unique_ptr<SilentPeer> hole;
        QUrl url;
        QString caFile;
    };
    static Ground ground(Place place)
    {
        const TestCertificates &made = TestCertificates::instance();
        Ground ground;
        const auto serve = [&](const FakeReply &reply) {
            ground.server = std::make_unique<FakeServer>();
            ground.server->handle([reply](const FakeRequest &) { return reply; });
            ground.url = ground.server->url(QString());
        };
        const auto tls = [&](const char *certificate) {
            ground.server = std::make_unique<FakeServer>(
                FakeServer::Tls{made.pem(QByteArray(certificate + QByteArray(".crt")).constData()),
                                made.pem(QByteArray(certificate + QByteArray(".key")).constData()),
                                {}});
            ground.url = ground.server->url(QString());
        };
        switch (place) {
        case Place::Unknown:
            ground.url = QUrl(s("http://api.shop.invalid:6443"));
            break;
        case Place::Closed: {
            QTcpServer gone;
            gone.listen(QHostAddress::LocalHost, 0);
            ground.url = QUrl(s("http://127.0.0.1:%1").arg(gone.serverPort()));
            break;
        }
        case Place::Stranger:
            tls("server");
            break;
        case Place::Expired:
            tls("expired");
            ground.caFile = made.file("ca.crt"); // trusted, but for its date
            break;
        case Place::OtherName:
            tls("elsewhere");
            break;
        case Place::BlackHole:
            ground.hole = std::make_unique<SilentPeer>(SilentPeer::Way::Vanishes);
            ground.url = QUrl(s("http://127.0.0.1:%1").arg(ground.hole->port()));
            break;
        case Place::Hangup:
            serve(FakeReply::silent(FakeReply::End::Close));
            break;
        case Place::NoHttp: {
            FakeReply reply;
            reply.raw = "SSH-2.0-OpenSSH_9.2\r\n\r\n";
            reply.end = FakeReply::End::Close;
            serve(reply);
            break;
        }
        case Place::Signin:
            serve(FakeReply::json(status(401, "Unauthorized", "Unauthorized"), 401));
            break;
        case Place::Forbidden:
            serve(FakeReply::json(status(403, "Forbidden", "User \\\"jo\\\" cannot list resource \\\"rollouts\\\""),
                                  403));
            break;
        }
        return ground;
    }

    static void rows()
    {
        QTest::addColumn<int>("place");
        QTest::addColumn<QString>("chip");
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("why");
        const auto row = [](const char *name, Place place, const char *chip, const char *who, const char *why) {
            QTest::newRow(name) << int(place) << s(chip) << s(who) << s(why);
        };
        const char *silent = "has never answered";
        row("unknown name", Place::Unknown, "retry", silent, "The host api.shop.invalid of %1 is not known.");
        row("nobody listens", Place::Closed, "retry", silent, "Nothing answers for %1 at 127.0.0.1, port ");
        row("unknown authority", Place::Stranger, "retry", silent,
            "The certificate of %1 comes from an authority that is not trusted here.");
        row("certificate expired", Place::Expired, "retry", silent, "The certificate of %1 expired at 2024-02-01 ");
        row("another's certificate", Place::OtherName, "retry", silent,
            "The certificate of %1 is for elsewhere.example, not for 127.0.0.1.");
        row("packets vanish", Place::BlackHole, "retry", silent, "%1 did not answer ");
        row("hangs up", Place::Hangup, "retry", silent, "%1 closed the connection without an answer.");
        row("no HTTP", Place::NoHttp, "retry", silent, "%1 ");
        row("sign in again", Place::Signin, "sign in again", "asks to sign in again",
            "does not accept the credentials");
        row("forbidden", Place::Forbidden, "refused", "refuses Astern", "");
    }

private Q_SLOTS:
    void delivery_data() { rows(); }
    void delivery()
    {
        QFETCH(int, place);
        QFETCH(QString, chip);
        QFETCH(QString, who);
        QFETCH(QString, why);
        const Ground there = ground(Place(place));
        Cockpit cockpit("prom");
        BackendConfig config = argoAt(there.url);
        config.caFile = there.caFile;
        Watched watched(config, argoKind(), impatient());
        connect(watched.watch.get(), &DeliveryWatch::healthChanged, &cockpit.session, &Session::setBackendHealth);
        QTRY_VERIFY_WITH_TIMEOUT(cockpit.state("argo") != State::Connecting, 20'000);
        if (why.contains(s("%1")))
            why = why.arg(s("argo"));
        // A retry may be under way at this very instant; the next one is announced again.
        QTRY_VERIFY2(cockpit.chip("argo").contains(chip), qPrintable(cockpit.chip("argo")));
        const ui::DegradedWords words = cockpit.words();
        QVERIFY2(words.who.startsWith(s("argo ")) && words.who.contains(who), qPrintable(words.who));
        QVERIFY2(words.why.contains(why), qPrintable(words.why));
        QCOMPARE(words.means, s("What runs in 36 places is shown as it was last seen, and cannot be changed there."));
        QCOMPARE(words.works, s("Nothing can be rolled back from here until a delivery system answers."));
    }

    void monitoring_data() { rows(); }
    void monitoring()
    {
        QFETCH(int, place);
        QFETCH(QString, chip);
        QFETCH(QString, who);
        QFETCH(QString, why);
        const Ground there = ground(Place(place));
        Cockpit cockpit("argo");
        BackendConfig config;
        config.id = s("prom");
        config.type = s("prometheus");
        config.url = there.url;
        config.allowPlainHttp = true;
        config.caFile = there.caFile;
        config.pollMs = 500;
        const auto source = makePrometheusSource(config, {}, cockpit.clock);
        connect(source.get(), &SignalSource::healthChanged, &cockpit.session, &Session::setBackendHealth);
        source->start();
        QTRY_VERIFY_WITH_TIMEOUT(cockpit.state("prom") != State::Connecting, 20'000);
        if (why.contains(s("%1")))
            why = why.arg(s("prom"));
        QTRY_VERIFY2(cockpit.chip("prom").contains(chip), qPrintable(cockpit.chip("prom")));
        const ui::DegradedWords words = cockpit.words();
        QVERIFY2(words.who.startsWith(s("prom ")) && words.who.contains(who), qPrintable(words.who));
        QVERIFY2(words.why.contains(why), qPrintable(words.why));
        QCOMPARE(words.means, s("Signals of 36 places are unknown: nothing there counts as healthy or recovered."));
        QVERIFY2(words.works.startsWith(s("Rolling back still works: argo answered ")), qPrintable(words.works));
    }

    // It was live, and then stands still in the middle: no packet says so.
    void stoppedInTheMiddle()
    {
        QProcess server;
        server.start(s("python3"), {s("-c"), QString::fromLatin1(kServer)});
        QVERIFY(server.waitForStarted() && server.waitForReadyRead());
        const int port = server.readLine().trimmed().toInt();
        QVERIFY(port > 0);
        Cockpit cockpit("prom");
        Watched watched(argoAt(QUrl(s("http://127.0.0.1:%1").arg(port))), argoKind(), impatient());
        connect(watched.watch.get(), &DeliveryWatch::healthChanged, &cockpit.session, &Session::setBackendHealth);
        QTRY_COMPARE(cockpit.state("argo"), State::Live);
        QVERIFY(cockpit.words().isEmpty());
        ::kill(pid_t(server.processId()), SIGSTOP);
        QTRY_COMPARE_WITH_TIMEOUT(cockpit.state("argo"), State::Retrying, 30'000);
        const ui::DegradedWords words = cockpit.words();
        QVERIFY2(words.who.startsWith(s("argo has not answered for ")), qPrintable(words.who));
        QVERIFY2(words.why.contains(s("argo did not answer within ")), qPrintable(words.why));
        QVERIFY(cockpit.session.backend(s("argo"))->isStale(cockpit.clock.wallMs()));
        ::kill(pid_t(server.processId()), SIGCONT);
        QTRY_COMPARE_WITH_TIMEOUT(cockpit.state("argo"), State::Live, 30'000);
        QVERIFY(cockpit.words().isEmpty());
        server.kill();
        server.waitForFinished();
    }
};

QTEST_GUILESS_MAIN(TestFailures)
#include "tst_failures.moc"
