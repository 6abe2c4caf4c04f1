// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubeaccess.h"
#include "tests/fuzz/mutator.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace astern;
using namespace astern::connectors;

class FuzzKubeconfig : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mutations()
    {
        const fuzz::Mutator mutator(
            {"apiVersion: v1\nkind: Config\ncurrent-context: eu\nclusters:\n- name: eu\n  cluster:\n    server: "
             "https://eu.example:6443\n    certificate-authority-data: "
             "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==\nusers:\n"
             "- name: jo\n  user:\n    token: abc\n    client-certificate-data: "
             "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==\n"
             "contexts:\n- name: eu\n  context: {cluster: eu, user: jo, namespace: shop}\n",
             "clusters: [{name: eu, cluster: {server: \"http://127.0.0.1:1\"}}]\nusers: [{name: jo, user: {exec: "
             "{command: x}}}]\ncontexts: [{name: eu, context: {cluster: eu, user: jo}}]\ncurrent-context: eu\n"},
            fuzz::yamlWords() + QList<QByteArray>{"users:", "exec:", "auth-provider:", "tokenFile: /",
                                                  "client-key-data: ", "insecure-skip-tls-verify: true", "https://[",
                                                  "proxy-url: x"});
        const QTemporaryDir folder;
        BackendConfig config;
        config.id = QStringLiteral("eu");
        config.kubeconfig = folder.filePath(QStringLiteral("config"));
        const quint64 done = fuzz::run(mutator, [&](const QByteArray &input) -> QByteArray {
            QFile file(config.kubeconfig);
            if (!file.open(QIODevice::WriteOnly) || file.write(input) != input.size())
                return "cannot write the kubeconfig";
            file.close();
            const Result<KubeAccess> access = openKubeAccess(config, {});
            if (access)
                return access->server.isValid() && !access->server.host().isEmpty() ? "" : "no server";
            const Error &error = access.error();
            if (error.message.isEmpty() || error.where.isEmpty() || error.hint.isEmpty())
                return "half an error: " + error.toString().toUtf8();
            return {};
        });
        QVERIFY(done > 0);
    }
};

QTEST_GUILESS_MAIN(FuzzKubeconfig)
#include "fuzz_kubeconfig.moc"
