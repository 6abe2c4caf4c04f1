// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/workspace.h"

#include <QTest>

using namespace astern;

namespace {

const QByteArray kShop = R"(astern: workspace/v1
name: shop
backends:
  argo: {type: argo-rollouts, namespaces: [shop]}
environments:
  staging: {cells: [eu-1]}
  prod: {cells: [eu-1]}
people:
  roles:
    release-manager: {oidc_group: rm}
    on-call: {oidc_group: oncall}
    team-shop: {oidc_group: shop}
services:
  checkout: {owner: team-shop, rollouts: [{environment: prod, backend: argo}]}
  cart: {owner: team-cart, rollouts: [{environment: prod, backend: argo}]}
)";

WorkspaceReading read(const QByteArray &more) { return readWorkspaceText(kShop + more, QStringLiteral("/")); }

QString all(const WorkspaceReading &reading)
{
    QStringList lines;
    for (const WorkspaceIssue &issue : reading.issues)
        lines.append(issue.toString());
    return lines.join(QLatin1Char('\n'));
}

QStringList names(const QList<GatedAct> &acts)
{
    QStringList all;
    for (const GatedAct act : acts)
        all.append(toString(act));
    return all;
}

QString s(const char *text) { return QString::fromUtf8(text); }

} // namespace

class TestGates : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everything()
    {
        const WorkspaceReading reading = read(R"(
gates:
  - id: into-production
    when: {plan: [promote, flag-on], environment: [prod, staging], service: checkout, reach_above: 25%}
    approvals: {count: 2, roles: [release-manager, on-call], owners: true, not: [author, requester], expires: 2h,
                reason: required}
    require: {healthy_for: 5m, drill_within: 30d, readiness: green}
    break_glass: {roles: [on-call], countersign_within: 30m}
    delegation: true
permissions: {promote: release-manager, flag-on: [on-call, team-shop]}
)");
        QCOMPARE(all(reading), QString());
        const GateConfig &gate = reading.workspace->gates.at(0);
        QCOMPARE(names(gate.when.acts),
                 (QStringList{s("promote"), s("promote-full"), s("resume"), s("retry"), s("flag-on")}));
        QCOMPARE(gate.when.environments, (QStringList{s("prod"), s("staging")}));
        QCOMPARE(gate.when.services, QStringList{s("checkout")});
        QCOMPARE(gate.when.reachAbove, 25.0);
        QCOMPARE(gate.approvals.count, 2);
        QCOMPARE(gate.approvals.roles, (QStringList{s("release-manager"), s("on-call")}));
        QVERIFY(gate.approvals.owners && gate.approvals.notAuthor && gate.approvals.notRequester);
        QCOMPARE(gate.approvals.expiresMs, 2 * 3'600'000LL);
        QVERIFY(gate.approvals.reason && gate.delegation && gate.require.readiness);
        QCOMPARE(gate.require.healthyForMs, 300'000LL);
        QCOMPARE(gate.require.drillWithinMs, 30 * 86'400'000LL);
        QCOMPARE(gate.breakGlass.roles, QStringList{s("on-call")});
        QCOMPARE(gate.breakGlass.countersignWithinMs, 1'800'000LL);
        QCOMPARE(gate.where(), s("astern.yaml:18: gate into-production"));
        QCOMPARE(reading.workspace->permissions.size(), 2);
        QCOMPARE(reading.workspace->permissions.at(1).roles, (QStringList{s("on-call"), s("team-shop")}));
        // Enforced, so nothing is said about it.
        for (const Unenforced &one : reading.workspace->unenforced)
            QVERIFY2(!one.what.contains(s("gate")), qPrintable(one.what));
    }

    // A gate that goes round by `promote --full`, or that asks for nothing, would be none.
    void least()
    {
        const WorkspaceReading reading = read("gates: [{id: a, when: {plan: promote}}, {id: b, require: {readiness: "
                                              "green}}]\n");
        QCOMPARE(all(reading), QString());
        const QList<GateConfig> &gates = reading.workspace->gates;
        QCOMPARE(names(gates.at(0).when.acts), (QStringList{s("promote"), s("promote-full"), s("resume"), s("retry")}));
        QCOMPARE(gates.at(0).approvals.count, 1);
        QCOMPARE(gates.at(1).approvals.count, 0);
        QVERIFY(!gates.at(0).approvals.notRequester && gates.at(0).breakGlass.roles.isEmpty());
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("at"); // where the error stands
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("nearest");
        const auto row = [](const char *name, const QByteArray &text, const char *at, const char *code,
                            const char *nearest = "") {
            QTest::newRow(name) << text << s(at) << s(code) << s(nearest);
        };
        row("no list", "gates: {id: a}", "{id: a}", "W-TYPE");
        row("no map", "gates: [a]", "a]", "W-TYPE");
        row("no id", "gates: [{delegation: true}]", "{delegation", "W-MISSING");
        row("an id twice", "gates: [{id: a}, {id: a}]", "a}]", "W-ID");
        row("an id with a blank", "gates: [{id: \"a b\"}]", "\"a b\"", "W-ID");
        row("unknown key", "gates: [{id: a, approval: {count: 2}}]", "approval:", "W-KEY", "approvals");
        row("unknown plan", "gates: [{id: a, when: {plan: promot}}]", "promot}", "W-VALUE", "promote");
        row("unknown plan in a list", "gates: [{id: a, when: {plan: [promote, flagon]}}]", "flagon]", "W-VALUE",
            "flag-on");
        row("before a rollback", "gates: [{id: a, when: {plan: rollback}}]", "rollback}", "W-VALUE");
        row("before an abort", "gates: [{id: a, when: {plan: [abort]}}]", "abort]", "W-VALUE");
        row("before switching off", "gates: [{id: a, when: {plan: flag-off}}]", "flag-off}", "W-VALUE");
        row("a plan that is a map", "gates: [{id: a, when: {plan: {a: b}}}]", "{a: b}", "W-TYPE");
        row("an empty list", "gates: [{id: a, when: {environment: []}}]", "[]", "W-VALUE");
        row("unknown environment", "gates: [{id: a, when: {environment: [prod, stagin]}}]", "stagin]", "W-REF",
            "staging");
        row("unknown service", "gates: [{id: a, when: {service: chekout}}]", "chekout", "W-REF", "checkout");
        row("a reach without unit", "gates: [{id: a, when: {reach_above: 25}}]", "25}", "W-UNIT", "25%");
        row("a reach above everything", "gates: [{id: a, when: {reach_above: 100%}}]", "100%", "W-UNIT");
        row("nobody", "gates: [{id: a, approvals: {count: 0}}]", "0}", "W-RANGE");
        row("too many", "gates: [{id: a, approvals: {count: 21}}]", "21}", "W-RANGE");
        row("no number", "gates: [{id: a, approvals: {count: two}}]", "two}", "W-VALUE");
        row("unknown role", "gates: [{id: a, approvals: {roles: [release-manger]}}]", "release-manger", "W-REF",
            "release-manager");
        row("unknown exclusion", "gates: [{id: a, approvals: {not: [autor]}}]", "autor]", "W-VALUE", "author");
        row("expires at once", "gates: [{id: a, approvals: {expires: 1s}}]", "1s}", "W-RANGE");
        row("expires without unit", "gates: [{id: a, approvals: {expires: 4}}]", "4}", "W-UNIT");
        row("reason", "gates: [{id: a, approvals: {reason: requird}}]", "requird", "W-VALUE", "required");
        row("owner without a role", "gates: [{id: a, approvals: {owners: true}}]", "{id: a", "W-REF");
        row("readiness", "gates: [{id: a, require: {readiness: gren}}]", "gren}", "W-VALUE", "green");
        row("healthy for nothing", "gates: [{id: a, require: {healthy_for: 0s}}]", "0s}", "W-RANGE");
        row("break glass for nobody", "gates: [{id: a, break_glass: {countersign_within: 1h}}]", "{countersign",
            "W-MISSING");
        row("break glass for an unknown role", "gates: [{id: a, break_glass: {roles: [oncall]}}]", "oncall]", "W-REF",
            "on-call");
        row("delegation", "gates: [{id: a, delegation: yes}]", "yes}", "W-TYPE", "");
        row("permission of an unknown act", "permissions: {rollback: [on-call]}", "rollback:", "W-KEY");
        row("permission of an unknown role", "permissions: {promote: [on-cal]}", "on-cal]", "W-REF", "on-call");
    }
    void refused()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, at);
        QFETCH(const QString, code);
        QFETCH(const QString, nearest);
        const WorkspaceReading reading = read(text + "\n");
        QVERIFY2(!reading.workspace && reading.issues.size() == 1, qPrintable(all(reading)));
        const WorkspaceIssue &issue = reading.issues.constFirst();
        QCOMPARE(issue.code, code);
        QCOMPARE(issue.at.line, 16);
        const qsizetype column = text.lastIndexOf(at.toUtf8());
        QVERIFY(column >= 0);
        QCOMPARE(issue.at.column, int(column) + 1);
        QVERIFY(!issue.message.isEmpty() && !issue.allowed.isEmpty());
        if (!nearest.isEmpty())
            QCOMPARE(issue.nearest, nearest);
    }

    // What an approval was given under: each key of a gate changes it, its place in the file does not.
    void digests()
    {
        const auto digest = [](const QByteArray &gate) {
            const WorkspaceReading reading = read("gates: [{id: a" + gate + "}]\n");
            return reading.workspace ? reading.workspace->gates.at(0).digest() : all(reading);
        };
        QSet<QString> seen;
        const QList<QByteArray> gates{
            "",
            ", when: {plan: flag-on}",
            ", when: {environment: prod}",
            ", when: {service: cart}",
            ", when: {reach_above: 1%}",
            ", when: {reach_above: 2%}",
            ", approvals: {count: 2}",
            ", approvals: {roles: on-call}",
            ", approvals: {owners: true}, when: {service: checkout}",
            ", approvals: {not: author}",
            ", approvals: {not: requester}",
            ", approvals: {expires: 1h}",
            ", approvals: {reason: required}",
            ", require: {healthy_for: 1m}",
            ", require: {drill_within: 1d}",
            ", require: {readiness: green}",
            ", break_glass: {roles: on-call}",
            ", break_glass: {roles: on-call, countersign_within: 2h}",
            ", delegation: true",
        };
        for (const QByteArray &gate : gates)
            seen.insert(digest(gate));
        QCOMPARE(seen.size(), gates.size());
        QCOMPARE(digest(" , delegation: true"), digest(", delegation: true"));
    }

    void rules()
    {
        const QString nothing = readWorkspaceText("astern: workspace/v1\nname: a\nbackends:\n  k: {type: kubernetes}\n"
                                                  "environments: {prod: {cells: [eu]}}\nservices:\n  s: {rollouts: "
                                                  "[{environment: prod, backend: k}]}\n",
                                                  QStringLiteral("/"))
                                    .workspace->rulesDigest;
        QCOMPARE(nothing, QString());
        const QString before = read("gates: [{id: a}]\n").workspace->rulesDigest;
        QCOMPARE(before.size(), 64);
        QCOMPARE(read("# moved\n\ngates: [ {id: a} ]\n").workspace->rulesDigest, before);
        QVERIFY(read("gates: [{id: b}]\n").workspace->rulesDigest != before);
        QVERIFY(read("gates: [{id: a}]\npermissions: {promote: on-call}\n").workspace->rulesDigest != before);
    }
};

QTEST_GUILESS_MAIN(TestGates)
#include "tst_gates.moc"
