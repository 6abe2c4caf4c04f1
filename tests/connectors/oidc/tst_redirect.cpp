// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/oidc/redirectlistener.h"
#include "tests/support/realopenid.h"

#include <QTcpSocket>
#include <QTest>

using namespace astern;
using namespace astern::connectors;

namespace {

const QString kState = QStringLiteral("state-that-nobody-guesses");
const QString kIssuer = QStringLiteral("https://login.shop.example");

} // namespace

// What the browser, its other pages and other users of the machine can send to the redirect.
class TestRedirect : public QObject {
    Q_OBJECT
    std::unique_ptr<RedirectListener> m_listener;
    QUrl m_url;
    QList<QString> m_codes; // "code", or "error: …"

    // What came back, up to the end of the connection; empty: nobody listens, or it was closed without a word.
    QByteArray send(const QByteArray &bytes)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(m_url.port()));
        if (!QTest::qWaitFor([&socket] {
                return socket.state() != QAbstractSocket::ConnectingState &&
                       socket.state() != QAbstractSocket::HostLookupState;
            }) ||
            socket.state() != QAbstractSocket::ConnectedState)
            return {};
        socket.write(bytes);
        (void)QTest::qWaitFor([&socket] { return socket.state() == QAbstractSocket::UnconnectedState; }, 20'000);
        return socket.readAll();
    }
    QByteArray host() const { return "127.0.0.1:" + QByteArray::number(m_url.port()); }
    QByteArray request(const QByteArray &target, const QByteArray &method = "GET") const
    {
        return method + ' ' + target + " HTTP/1.1\r\nHost: " + host() + "\r\nAccept: */*\r\n\r\n";
    }
    static QByteArray good(const QByteArray &code = "code-1")
    {
        return "/callback?code=" + code + "&state=" + kState.toLatin1() + "&iss=https%3A%2F%2Flogin.shop.example";
    }
private Q_SLOTS:
    void init();
    void onlyHere();
    void hears_data();
    void hears();
    void refuses_data();
    void refuses();
    void once();
    void afterAttacks();
    void silentAndLong();
};

void TestRedirect::init()
{
    m_codes.clear();
    m_listener = std::make_unique<RedirectListener>(
        RedirectListener::Expected{.state = kState, .issuer = kIssuer, .namesIssuer = true});
    connect(m_listener.get(), &RedirectListener::answered, this, [this](const Result<QString> &code) {
        m_codes.append(code ? *code : QStringLiteral("error: ") + code.error().message);
    });
    const Result<QUrl> url = m_listener->listen();
    QVERIFY(url);
    m_url = *url;
}

void TestRedirect::onlyHere()
{
    QCOMPARE(m_url.host(), QStringLiteral("127.0.0.1"));
    QCOMPARE(m_url.path(), QStringLiteral("/callback"));
    // Not on any other address of this machine.
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QStringLiteral("127.0.0.2")), quint16(m_url.port()));
    QVERIFY(!socket.waitForConnected(2'000));
    // Another sign-in has another port.
    RedirectListener other({.state = kState});
    QVERIFY(other.listen()->port() != m_url.port());
}

void TestRedirect::hears_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("heard");
    QTest::newRow("code") << good() << QStringLiteral("code-1");
    QTest::newRow("coded code") << good("a%2Fb%2Bc") << QStringLiteral("a/b+c");
    const QByteArray rest = "&state=" + kState.toLatin1() + "&iss=https%3A%2F%2Flogin.shop.example";
    QTest::newRow("refused") << QByteArray("/callback?error=access_denied" + rest)
                             << QStringLiteral("error: The sign-in was refused at the provider");
    QTest::newRow("error") << QByteArray("/callback?error=invalid_scope&error_description=no+such+scope" + rest)
                           << QStringLiteral("error: The provider refuses the sign-in: no such scope (invalid_scope)");
    QTest::newRow("error with markup") << QByteArray("/callback?error=%3Cscript%3E" + rest)
                                       << QStringLiteral("error: The provider refuses the sign-in: <script>");
}

void TestRedirect::hears()
{
    QFETCH(QByteArray, target);
    QFETCH(QString, heard);
    const QByteArray page = send(request(target));
    QVERIFY2(page.startsWith("HTTP/1.1 200"), page.constData());
    QCOMPARE(m_codes, QStringList{heard});
    QVERIFY(!page.contains("<script>") && page.contains("Content-Security-Policy") && page.contains("no-store"));
    QVERIFY(!page.contains("code-1"));
}

void TestRedirect::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray state = kState.toLatin1();
    const auto row = [](const char *name, const QByteArray &target, const QByteArray &host = "@",
                        const QByteArray &method = "GET") {
        QTest::newRow(name) << method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    };
    row("wrong state", good().replace(state, "state-that-somebody-made"));
    row("longer state", good().replace(state, state + 'x'));
    row("shorter state", good().replace(state, state.left(5)));
    row("no state", "/callback?code=code-1");
    row("empty state", "/callback?code=code-1&state=");
    row("state twice", good() + "&state=" + state);
    row("code twice", good() + "&code=code-2");
    row("no code", "/callback?state=" + state + "&iss=https%3A%2F%2Flogin.shop.example");
    row("other issuer", "/callback?code=code-1&state=" + state + "&iss=https%3A%2F%2Fevil.example");
    row("no issuer", "/callback?code=code-1&state=" + state);
    row("issuer twice", good() + "&iss=https%3A%2F%2Flogin.shop.example");
    row("error without state", "/callback?error=access_denied");
    row("other path", "/favicon.ico");
    row("longer path", good().replace("/callback", "/callback/x"));
    row("absolute target", "http://127.0.0.1" + good());
    row("no query", "/callback");
    row("POST", good(), "@", "POST");
    row("OPTIONS", good(), "@", "OPTIONS");
    row("HEAD", good(), "@", "HEAD");
    row("name of this machine", good(), "localhost:@p");
    row("name that leads here", good(), "astern.evil.example:@p");
    row("no port", good(), "127.0.0.1");
    row("other port", good(), "127.0.0.1:1");
    row("other form of the address", good(), "127.1:@p");
    row("host twice", good(), "@\r\nHost: @");
    QTest::newRow("no host") << QByteArray("GET " + good() + " HTTP/1.1\r\n\r\n");
    QTest::newRow("host of HTTP/1.0") << QByteArray("GET " + good() + " HTTP/1.0\r\n\r\n");
    QTest::newRow("no HTTP") << QByteArray("GET " + good() + "\r\n\r\n");
    QTest::newRow("nothing") << QByteArray("\r\n\r\n");
    QTest::newRow("too long") << QByteArray("GET /callback?" + QByteArray(RedirectListener::kMostBytes, 'a'));
    QTest::newRow("binary") << QByteArray::fromHex("160301020001000100000d0a0d0a");
}

// An error page, nothing is heard, and the sign-in that was waited for still comes through.
void TestRedirect::refuses()
{
    QFETCH(QByteArray, bytes);
    bytes.replace("@p", QByteArray::number(m_url.port())).replace("@", host());
    const QByteArray page = send(bytes);
    QVERIFY2(page.startsWith("HTTP/1.1 4"), page.constData());
    QVERIFY(page.contains("Nothing was changed"));
    QCOMPARE(m_codes, QStringList());
    QVERIFY(send(request(good("mine"))).startsWith("HTTP/1.1 200"));
    QCOMPARE(m_codes, QStringList{QStringLiteral("mine")});
}

// A second visit with the same, right state changes nothing: nobody is there.
void TestRedirect::once()
{
    QVERIFY(send(request(good())).startsWith("HTTP/1.1 200"));
    QCOMPARE(test::RealOpenId::visit(m_url.resolved(QUrl(QString::fromLatin1(good("code-2"))))), 0);
    QVERIFY(send(request(good("code-3"))).isEmpty());
    QCOMPARE(m_codes, QStringList{QStringLiteral("code-1")});
}

void TestRedirect::afterAttacks()
{
    for (int i = 0; i < 60; ++i)
        (void)send(request(good().replace(kState.toLatin1(), "guess-" + QByteArray::number(i))));
    QCOMPARE(m_codes, QStringList());
    QVERIFY(send(request(good())).startsWith("HTTP/1.1 200"));
    QCOMPARE(m_codes, QStringList{QStringLiteral("code-1")});
}

// Whoever connects and says nothing holds nobody up; a request may come in pieces.
void TestRedirect::silentAndLong()
{
    QList<QTcpSocket *> silent;
    for (int i = 0; i < RedirectListener::kMostSockets - 1; ++i) {
        silent.append(new QTcpSocket(this));
        silent.last()->connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(m_url.port()));
        QVERIFY(silent.last()->waitForConnected(5'000));
    }
    QTcpSocket slow;
    slow.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(m_url.port()));
    QVERIFY(slow.waitForConnected(5'000));
    const QByteArray whole = request(good());
    for (qsizetype at = 0; at < whole.size(); at += 16) {
        slow.write(whole.mid(at, 16));
        slow.flush();
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(m_codes, QStringList{QStringLiteral("code-1")});
    qDeleteAll(silent);
}

QTEST_GUILESS_MAIN(TestRedirect)
#include "tst_redirect.moc"
