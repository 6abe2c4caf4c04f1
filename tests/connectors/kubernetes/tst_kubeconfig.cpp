// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubeaccess.h"
#include "connectors/kubernetes/kubeconfig.h"

#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::connectors;

namespace {

const QByteArray kGood = "apiVersion: v1\n"
                         "kind: Config\n"
                         "current-context: eu\n"
                         "clusters:\n"
                         "- name: eu\n"
                         "  cluster: {server: \"https://eu.example:6443\"}\n"
                         "- name: us\n"
                         "  cluster: {server: \"https://us.example:6443/k8s/clusters/c-1\"}\n"
                         "users:\n"
                         "- name: jo\n"
                         "  user: {token: abc}\n"
                         "contexts:\n"
                         "- name: eu\n"
                         "  context: {cluster: eu, user: jo, namespace: shop}\n"
                         "- name: us\n"
                         "  context: {cluster: us, user: jo}\n";

QString s(const char *text) { return QString::fromUtf8(text); }

} // namespace

// Each mistake in a kubeconfig names file, line and column and says what to do.
class TestKubeconfig : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_round = 0;

    QString file(const QByteArray &text)
    {
        const QString name = m_dir.filePath(QStringLiteral("config%1").arg(m_round++));
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write a kubeconfig");
        return name;
    }
    static Result<KubeAccess> open(const QString &kubeconfig, const QString &context = {})
    {
        BackendConfig config;
        config.id = QStringLiteral("prod-eu");
        config.kubeconfig = kubeconfig;
        config.context = context;
        return openKubeAccess(config, {});
    }

private Q_SLOTS:
    void contexts()
    {
        const QString name = file(kGood);
        const Result<KubeAccess> current = open(name);
        QVERIFY(current.ok());
        QCOMPARE(current->server, QUrl(s("https://eu.example:6443")));
        QCOMPARE(current->ns, s("shop"));
        const Result<KubeAccess> other = open(name, s("us"));
        QVERIFY(other.ok());
        QCOMPARE(other->url(s("/apis")), QUrl(s("https://us.example:6443/k8s/clusters/c-1/apis")));
    }

    void mistakes_data()
    {
        QTest::addColumn<QByteArray>("find");
        QTest::addColumn<QByteArray>("replace");
        QTest::addColumn<QString>("context");
        QTest::addColumn<QString>("where"); // behind the file's name
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("advice");
        const auto row = [](const char *name, const char *find, const char *replace, const char *context,
                            const char *where, const char *said, const char *advice) {
            QTest::newRow(name) << QByteArray(find) << QByteArray(replace) << s(context) << s(where) << s(said)
                                << s(advice);
        };
        row("unknown context", "", "", "prod-eu", ":1:1", "has no context “prod-eu”", "There are: eu, us.");
        row("nearly known context", "", "", "uss", ":1:1", "has no context “uss”", "Did you mean “us”?");
        row("no current context", "current-context: eu\n", "\n", "", ":1:1", "no current-context",
            "There are: eu, us.");
        row("unknown cluster", "cluster: eu,", "cluster: asia,", "", ":13:3", "names the cluster “asia”",
            "There are: eu, us.");
        row("unknown user", "user: jo, namespace", "user: yo, namespace", "", ":13:3", "names the user “yo”",
            "Did you mean “jo”?");
        row("not YAML", "kind: Config", "kind: [Config", "", ":3:", "Not valid YAML", "kubectl config view");
        row("no map", "apiVersion: v1\nkind: Config\ncurrent-context: eu\nclusters:\n", "", "", ":1:", "",
            "kubectl config view");
        row("wrong type", "{token: abc}", "{token: [abc]}", "", ":11:17", "token must be a text",
            "kubectl config view");
        row("no name", "- name: jo\n", "- nam: jo\n", "", ":10:3", "has no name", "kubectl config view");
        row("wrong flag", "\"https://eu.example:6443\"}",
            "\"https://eu.example:6443\", insecure-skip-tls-verify: maybe}", "", ":6:74",
            "must be true or false, found “maybe”", "kubectl config view");
        row("broken base64", "{token: abc}", "{client-certificate-data: \"???\"}", "", ":11:35", "must be base64",
            "kubectl config view");
        row("no address", "\"https://eu.example:6443\"", "eu.example", "", ":5:3",
            "The server of cluster “eu” is no address: “eu.example”", "https://HOST:PORT");
        row("plugin of an old version", "{token: abc}",
            "{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}}", "", ":11:16",
            "must be client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1", "update");
        row("plugin without a command", "{token: abc}", "{exec: {apiVersion: client.authentication.k8s.io/v1beta1}}",
            "", ":11:16", "has no command", "kubectl config view");
        row("plugin without a mode", "{token: abc}",
            "{exec: {apiVersion: client.authentication.k8s.io/v1, command: x}}", "", ":11:16",
            "interactiveMode of the plugin is missing", "kubectl config view");
        row("plugin in an unknown mode", "{token: abc}",
            "{exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Maybe}}", "", ":11:91",
            "must be Never, IfAvailable or Always, found “Maybe”", "kubectl config view");
        row("auth provider", "{token: abc}", "{auth-provider: {name: oidc}}", "", ":11:25",
            "the auth provider “oidc”, which Astern does not run", "auth: {bearer:");
        row("proxy of another kind", "\"https://eu.example:6443\"}",
            "\"https://eu.example:6443\", proxy-url: \"https://jo:abc@p\"}", "", "", "does not speak: https",
            "http://");
        row("proxy that is no address", "\"https://eu.example:6443\"}",
            "\"https://eu.example:6443\", proxy-url: \"http://jo:abc@\"}", "", "", "is no address", "HOST:PORT");
    }
    void mistakes()
    {
        QFETCH(QByteArray, find);
        QFETCH(QByteArray, replace);
        QFETCH(QString, context);
        QFETCH(QString, where);
        QFETCH(QString, said);
        QFETCH(QString, advice);
        QByteArray text = kGood;
        QVERIFY(find.isEmpty() || text.contains(find));
        if (!find.isEmpty())
            text.replace(find, replace);
        const QString name = file(text);
        const Result<KubeAccess> access = open(name, context);
        QVERIFY(!access);
        const Error &error = access.error();
        QVERIFY2(error.message.contains(said) && !error.message.isEmpty(), qPrintable(error.toString()));
        QVERIFY2(error.where.startsWith(name + where) || (where.isEmpty() && error.where.contains(name)),
                 qPrintable(error.toString()));
        QVERIFY2(error.hint.contains(advice), qPrintable(error.toString()));
        QVERIFY(!error.toString().contains(s("abc"))); // a token
    }

    void missingFiles()
    {
        const QString name = m_dir.filePath(s("nowhere"));
        const Result<KubeAccess> access = open(name);
        QVERIFY(!access);
        QCOMPARE(access.error().where, name);
        QCOMPARE(access.error().kind, Error::Kind::NotFound);
        QVERIFY2(access.error().hint.contains(s("kubeconfig:")), qPrintable(access.error().hint));
        const Result<KubeAccess> ca = open(file(QByteArray(kGood).replace(
            "\"https://eu.example:6443\"", "\"https://eu.example:6443\", certificate-authority: gone.pem")));
        QVERIFY(!ca);
        QCOMPARE(ca.error().where, m_dir.filePath(s("gone.pem")));
        QVERIFY2(!ca.error().hint.isEmpty(), qPrintable(ca.error().toString()));
    }

    void unreadableCredentials_data()
    {
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QString>("said");
        const QByteArray pem = QByteArray("-----BEGIN X-----\nAA==\n-----END X-----\n").toBase64();
        QTest::newRow("certificate without a key")
            << "{client-certificate-data: " + pem + "}" << s("A client certificate needs its key");
        QTest::newRow("no key in the key")
            << "{client-certificate-data: " + pem + ", client-key-data: " + pem + "}" << s("not readable");
    }
    void unreadableCredentials()
    {
        QFETCH(QByteArray, user);
        QFETCH(QString, said);
        const Result<KubeAccess> access = open(file(QByteArray(kGood).replace("{token: abc}", user)));
        QVERIFY(!access);
        QVERIFY2(access.error().message.contains(said), qPrintable(access.error().toString()));
        QVERIFY2(!access.error().hint.isEmpty(), qPrintable(access.error().toString()));
    }

    void several()
    {
        // The first that says a thing wins; missing ones of several are left out.
        const QString first = file("current-context: us\nusers: [{name: jo, user: {token: first}}]\n");
        const QString second = file(kGood);
        const Result<Kubeconfig> merged = readKubeconfig({first, m_dir.filePath(s("nowhere")), second});
        QVERIFY(merged.ok());
        QCOMPARE(merged->currentContext, s("us"));
        QCOMPARE(merged->users.value(s("jo")).token, s("first"));
        QCOMPARE(merged->contexts.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestKubeconfig)
#include "tst_kubeconfig.moc"
