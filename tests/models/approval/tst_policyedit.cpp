// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/approval/approvaldesk.h"
#include "models/approval/policyedit.h"
#include "models/policy/policy.h"
#include "tests/models/approval/gatefixture.h"
#include "tests/models/journal/journalfixture.h"

#include <QTest>

using namespace astern;
using namespace astern::test;
using gatefixture::actor;
using gatefixture::s;

namespace {

constexpr char kWhy[] = "the old limit was too loose";

QByteArray text(const char *id, int revision, const char *above, const char *service = "checkout",
                const char *environment = "prod")
{
    QByteArray all = "policy: astern/v1\nid: ";
    all += QByteArray(id) + "\nrevision: " + QByteArray::number(revision) + "\nowner: team\n";
    all += "applies_to: {service: " + QByteArray(service) + ", environments: [" + environment +
           "], strategies: [canary]}\n"
           "signals:\n  http:\n    kind: events\n    scrape: 5s\n"
           "    total: {source: prom, series: http_requests_total}\n"
           "    bad: {source: prom, series: http_errors_total}\n    error_class: server_error\n"
           "rules:\n  - {id: errors, type: threshold, signal: http, role: new, above: ";
    all += above;
    all += ", window: 1m, for: 30s, min_total: 1, severity: major}\n"
           "ladder:\n  on_transient: [{do: hold}]\n  on_systemic: [{do: rollback}]\n  on_unknown: [{do: hold}]\n"
           "  on_external: [{do: hold}]\n";
    return all;
}

using Files = QMap<QString, QByteArray>;

Workspace workspaceOf(const Files &files)
{
    Workspace workspace;
    workspace.name = s("shop");
    workspace.backends = {{.id = s("prom"), .type = s("prometheus")}};
    EnvironmentConfig prod{.id = s("prod"), .cells = {s("eu-1")}};
    EnvironmentConfig staging{.id = s("staging"), .cells = {s("eu-1")}};
    workspace.environments = {prod, staging};
    ServiceConfig service{.id = s("checkout")};
    service.owner = s("team-shop");
    workspace.services = {service};
    GateConfig gate = gatefixture::gate(s("1 rm author"));
    gate.id = s("policy-changes");
    gate.when.acts = {GatedAct::PolicyEdit};
    workspace.gates = {gate};
    PolicyTexts texts;
    for (auto it = files.begin(); it != files.end(); ++it)
        texts.insert(it.key(), it.value());
    workspace.policies = readPolicies(texts, workspace);
    for (const PolicyFile &file : std::as_const(workspace.policies)) {
        if (!file.policy)
            qFatal("%s: %s", qPrintable(file.name),
                   file.issues.isEmpty() ? "?" : qPrintable(file.issues.first().toString()));
    }
    return workspace;
}

// "id digest", in the order of the files: what is in force.
QStringList inForce(const Workspace &workspace)
{
    QStringList all;
    for (const PolicyFile &file : workspace.policies)
        all.append(file.policy ? QStringLiteral("%1 %2").arg(file.policy->id).arg(file.policy->revision) : s("none"));
    all.sort();
    return all;
}

} // namespace

class TestPolicyEdit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void holds_data()
    {
        QTest::addColumn<Files>("before");
        QTest::addColumn<Files>("after");
        QTest::addColumn<QString>("when"); // "service environment" that the gate is narrowed to
        QTest::addColumn<QStringList>("held");
        QTest::addColumn<QStringList>("stays");
        const QString a = s("policies/a.yaml");
        const QString b = s("policies/b.yaml");
        const auto row = [](const char *name, const Files &before, const Files &after, const char *when,
                            const QStringList &held, const QStringList &stays) {
            QTest::newRow(name) << before << after << s(when) << held << stays;
        };
        row("another number", {{a, text("slo", 1, "5%")}}, {{a, text("slo", 2, "9%")}}, "", {s("slo")}, {s("slo 1")});
        row("only a comment", {{a, text("slo", 1, "5%")}}, {{a, "# why\n" + text("slo", 1, "5%")}}, "", {},
            {s("slo 1")});
        row("a new one", {}, {{a, text("slo", 1, "5%")}}, "", {s("slo")}, {s("none")});
        row("taken out", {{a, text("slo", 1, "5%")}}, {}, "", {s("slo")}, {s("slo 1")});
        row("moved to another file", {{a, text("slo", 1, "5%")}}, {{b, text("slo", 1, "5%")}}, "", {}, {s("slo 1")});
        row("moved and changed", {{a, text("slo", 1, "5%")}}, {{b, text("slo", 2, "9%")}}, "", {s("slo")},
            {s("slo 1")});
        row("another id in the same file", {{a, text("slo", 1, "5%")}}, {{a, text("new", 1, "5%")}}, "",
            {s("new"), s("slo")}, {s("slo 1")});
        row("a later id in the same file", {{a, text("slo", 1, "5%")}}, {{a, text("zeal", 1, "5%")}}, "",
            {s("slo"), s("zeal")}, {s("slo 1")});
        row("one of two", {{a, text("one", 1, "5%")}, {b, text("two", 1, "5%")}},
            {{a, text("one", 1, "5%")}, {b, text("two", 2, "9%")}}, "", {s("two")}, {s("one 1"), s("two 1")});
        row("a gate of its service", {{a, text("slo", 1, "5%")}}, {{a, text("slo", 2, "9%")}}, "checkout", {s("slo")},
            {s("slo 1")});
        row("a gate of another service", {{a, text("slo", 1, "5%")}}, {{a, text("slo", 2, "9%")}}, "cart", {},
            {s("slo 2")});
        row("out of the gate's place", {{a, text("slo", 1, "5%")}}, {{a, text("slo", 2, "5%", "checkout", "staging")}},
            "checkout prod", {s("slo")}, {s("slo 1")});
        row("elsewhere all along", {{a, text("slo", 1, "5%", "checkout", "staging")}},
            {{a, text("slo", 2, "9%", "checkout", "staging")}}, "checkout prod", {}, {s("slo 2")});
    }
    void holds()
    {
        QFETCH(const Files, before);
        QFETCH(const Files, after);
        QFETCH(const QString, when);
        QFETCH(const QStringList, held);
        QFETCH(const QStringList, stays);
        Workspace next = workspaceOf(after);
        if (!when.isEmpty())
            next.gates.first().when.services = {when.section(QLatin1Char(' '), 0, 0)};
        if (when.contains(QLatin1Char(' ')))
            next.gates.first().when.environments = {when.section(QLatin1Char(' '), 1)};
        ApprovalBook book;
        book.setRead();
        const QList<PolicyEdit> edits = gatedEdits(next, workspaceOf(before).policies, book, gatefixture::kStart);
        QStringList ids;
        for (const PolicyEdit &edit : edits) {
            ids.append(edit.policy);
            QVERIFY(!edit.isOpen() && !edit.used);
            QVERIFY2(edit.waitsFor().contains(s("policy-changes")), qPrintable(edit.waitsFor()));
        }
        QCOMPARE(ids, held);
        holdBack(next, edits);
        QCOMPARE(inForce(next), stays);
    }

    void withoutAGateNothingWaits()
    {
        Workspace next = workspaceOf({{s("policies/a.yaml"), text("slo", 2, "9%")}});
        next.gates.first().when.acts = {GatedAct::Promote};
        ApprovalBook book;
        QVERIFY(gatedEdits(next, {}, book, gatefixture::kStart).isEmpty());
    }

    // Before the log has been read nobody knows who approved it.
    void shutUntilTheLogIsRead()
    {
        const Workspace next = workspaceOf({{s("policies/a.yaml"), text("slo", 2, "9%")}});
        ApprovalBook book;
        const QList<PolicyEdit> edits = gatedEdits(next, {}, book, gatefixture::kStart);
        QCOMPARE(edits.size(), 1);
        QVERIFY(!edits.first().isOpen());
        QVERIFY(edits.first().waitsFor().contains(s("has not been read")));
    }

    // Asked for, signed by another, let in once; and the same on a device that never had the revision before it.
    void approvedAndLetIn()
    {
        QTemporaryDir folder;
        ApprovalBook book;
        auto clock = std::make_shared<SetClock>();
        const auto journal = openedJournal({.folder = folder.filePath(s("journal")),
                                            .markFile = {},
                                            .keys = std::make_shared<MemoryKeys>(),
                                            .clock = clock,
                                            .domain = {}});
        QObject::connect(
            journal.get(), &Journal::appended, journal.get(), [&book](const JournalEntry &entry) { book.take(entry); },
            Qt::DirectConnection);
        book.setRead();
        const ApprovalDesk desk{{.journal = journal.get(), .book = &book, .clock = clock.get(), .level = {}}};
        const QList<PolicyFile> before = workspaceOf({{s("policies/a.yaml"), text("slo", 1, "5%")}}).policies;
        const Workspace next = workspaceOf({{s("policies/a.yaml"), text("slo", 2, "9%")}});
        const auto edit = [&](const QList<PolicyFile> &from) {
            return gatedEdits(next, from, book, clock->wallMs()).value(0);
        };
        const auto request = await<QString>(
            [&](auto done) { desk.request(edit(before).gates.first(), actor(s("ann")), s(kWhy), done); });
        QVERIFY2(request, qPrintable(request ? QString() : request.error().toString()));
        const auto say = [&](const char *who) {
            return await<Decision>([&](auto done) {
                desk.decide(*request, ApprovalRecord::Verdict::Approve, edit(before).gates.first(), actor(s(who)),
                            s(kWhy), done);
            });
        };
        const auto own = say("ann"); // the author of an edit is who asks
        QVERIFY(!own && own.error().message.contains(s("who asked for it may not approve it")));
        QVERIFY(say("bob"));
        QVERIFY(edit(before).isOpen() && !edit(before).used);
        const auto letIn = [&] {
            return await<QJsonArray>(
                [&](auto done) { desk.pass(edit(before).gates, edit(before).use(), actor(s("ann")), done); });
        };
        QVERIFY(letIn());
        QVERIFY(edit(before).used);
        QVERIFY(edit({}).used && edit({}).isOpen()); // a device that has nothing in force
        clock->now += 30LL * 24 * 60 * 60'000;
        QVERIFY(edit({}).used); // for good, however old
        // Something else under the same number is another edit.
        const Workspace other = workspaceOf({{s("policies/a.yaml"), text("slo", 2, "50%")}});
        QVERIFY(!gatedEdits(other, before, book, clock->wallMs()).first().isOpen());
    }
};

QTEST_GUILESS_MAIN(TestPolicyEdit)
#include "tst_policyedit.moc"
