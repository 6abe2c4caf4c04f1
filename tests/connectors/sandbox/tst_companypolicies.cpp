// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/companypolicies.h"
#include "connectors/sandbox/workspacewriter.h"
#include "models/policy/policy.h"
#include "models/workspace/workspace.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace astern;
namespace sandbox = astern::connectors::sandbox;

namespace {

sandbox::WorkspaceFacts facts(bool policies)
{
    sandbox::WorkspaceFacts facts;
    for (const sandbox::CellSpec &cell : sandbox::cells())
        facts.clusters.append({cell.context(), QStringLiteral("http://127.0.0.1:1")});
    facts.prometheus = QStringLiteral("http://127.0.0.1:2");
    facts.unleash = QStringLiteral("http://127.0.0.1:3");
    facts.services = sandbox::shopServices();
    facts.policies = policies;
    return facts;
}

} // namespace

// What a newcomer finds in the company's workspace.
class TestCompanyPolicies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allAreInForceAndClean()
    {
        QTemporaryDir folder;
        QCOMPARE(sandbox::writeWorkspace(folder.path(), facts(true)), QString());
        const WorkspaceReading reading = readWorkspace(folder.path());
        QVERIFY(reading.workspace);
        const Workspace &workspace = *reading.workspace;
        for (const WorkspaceIssue &issue : reading.issues)
            qWarning("%s", qUtf8Printable(issue.toString()));
        QVERIFY(reading.issues.isEmpty());
        QCOMPARE(workspace.policies.size(), sandbox::companyPolicies(5'000).size());
        QCOMPARE(workspace.unenforced.size(), 0);
        for (const PolicyFile &file : workspace.policies) {
            for (const DocumentIssue &issue : file.issues)
                qWarning("%s", qUtf8Printable(issue.toString()));
            QVERIFY2(file.policy && file.issues.isEmpty(), qPrintable(file.name));
        }
    }

    // Each applies to the service that names it, in an environment and under a strategy that it has there.
    void eachIsLivedBy()
    {
        QTemporaryDir folder;
        QCOMPARE(sandbox::writeWorkspace(folder.path(), facts(true)), QString());
        const WorkspaceReading reading = readWorkspace(folder.path());
        QVERIFY(reading.workspace);
        for (const sandbox::CompanyPolicy &policy : sandbox::companyPolicies(5'000)) {
            const ServiceConfig *service = reading.workspace->service(policy.service);
            QVERIFY2(service && service->policies.contains(policy.id), qPrintable(policy.id));
            const auto spec =
                std::find_if(sandbox::shopServices().cbegin(), sandbox::shopServices().cend(),
                             [&policy](const sandbox::ServiceSpec &one) { return one.id == policy.service; });
            const bool rolls = spec->strategy == sandbox::Strategy::Deployment;
            const QList<PolicyFile> applies =
                policiesFor(*reading.workspace, *service, QStringLiteral("prod"),
                            rolls ? astern::policy::Strategy::Rolling : astern::policy::Strategy::Canary);
            QVERIFY2(std::any_of(applies.cbegin(), applies.cend(),
                                 [&policy](const PolicyFile &file) { return file.policy->id == policy.id; }),
                     qPrintable(policy.id));
        }
    }

    void aCompanyWithoutThem()
    {
        QTemporaryDir folder;
        QCOMPARE(sandbox::writeWorkspace(folder.path(), facts(false)), QString());
        const WorkspaceReading reading = readWorkspace(folder.path());
        QVERIFY(reading.workspace);
        QVERIFY(reading.workspace->policies.isEmpty());
        for (const ServiceConfig &service : reading.workspace->services)
            QVERIFY(service.policies.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCompanyPolicies)
#include "tst_companypolicies.moc"
