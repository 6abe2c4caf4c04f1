// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/gatejudge.h"

#include <QHash>

// A gate and what the log says of it, written as people would tell it: "ask=ann yes=bob yes=cyd/at=70".
namespace astern::gatefixture {

inline QString s(const char *text) { return QString::fromUtf8(text); }

inline constexpr qint64 kMinute = 60'000;
inline constexpr qint64 kStart = 1'764'000'000'000;

// "ann" of the account "os-ann"; "bob2" is bob, under another account on another device.
inline Actor actor(const QString &called)
{
    static const QHash<QString, QStringList> roles{{s("ann"), {s("rm")}},
                                                   {s("bob"), {s("rm")}},
                                                   {s("cyd"), {s("rm")}},
                                                   {s("dan"), {s("on-call")}},
                                                   {s("eve"), {s("rm"), s("team-shop")}},
                                                   {s("mal"), {}},
                                                   {s("fay"), {s("team-shop")}},
                                                   {s("guard"), {s("rm")}}};
    QString person = called;
    while (!person.isEmpty() && person.back().isDigit())
        person.chop(1);
    Actor who;
    who.ref = s("os-") + called;
    who.name = person;
    who.person = s("p-") + person;
    who.roles = roles.value(person);
    who.automation = person == s("guard");
    return who;
}

inline ApprovalSubject subject(const char *version = "4.8.0")
{
    ApprovalSubject of;
    of.gate = s("into-production");
    of.gateDigest = s("rule-1");
    of.act = s("promote");
    of.service = s("checkout");
    of.environment = s("prod");
    of.cell = s("eu-1");
    of.target = s("argo/rollout/shop/checkout");
    of.fromVersion = of.toVersion = s(version);
    of.manifest = s("sha256:") + s(version);
    of.stableManifest = s("sha256:4.7.1");
    of.rollout = s("checkout@prod/eu-1#abc@1");
    of.policies = {{s("slo"), s("d-1")}};
    return of;
}

// "2 rm requester author expires=60 reason owners hand healthy=5 drill=9 ready glass=on-call": count, then what is
// asked.
inline GateConfig gate(const QString &text)
{
    GateConfig gate;
    gate.id = s("into-production");
    gate.at = {s("astern.yaml"), 58, 5};
    gate.approvals.expiresMs = 240 * kMinute;
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QString value = word.section(QLatin1Char('='), 1);
        bool isNumber = false;
        const int number = word.toInt(&isNumber);
        if (isNumber)
            gate.approvals.count = number;
        else if (word == s("requester"))
            gate.approvals.notRequester = true;
        else if (word == s("author"))
            gate.approvals.notAuthor = true;
        else if (word == s("reason"))
            gate.approvals.reason = true;
        else if (word == s("owners"))
            gate.approvals.owners = true;
        else if (word == s("hand"))
            gate.delegation = true;
        else if (word == s("ready"))
            gate.require.readiness = true;
        else if (word.startsWith(s("expires=")))
            gate.approvals.expiresMs = value.toInt() * kMinute;
        else if (word.startsWith(s("healthy=")))
            gate.require.healthyForMs = value.toInt() * kMinute;
        else if (word.startsWith(s("drill=")))
            gate.require.drillWithinMs = value.toInt() * kMinute;
        else if (word.startsWith(s("glass=")))
            gate.breakGlass.roles = {value};
        else
            gate.approvals.roles.append(word);
    }
    return gate;
}

// One word an entry: ask=, yes=, no=, back= (who takes it back), use= (a plan), free= (the plan sent nothing),
// hand=who>whom, glass= (who, for plan p); then what is odd about it: /at=MIN /gen=N /mute (no reason) /other (another
// plan) /elsewhere (another request) /dev=NAME (the device) /forged /revoked /unapproved /lost /bare (no person)
// /nobody /r=N (which request) /new=VERSION (asked for).
inline QList<ApprovalRecord> history(const QString &text, const GateConfig &gate)
{
    using Kind = ApprovalRecord::Kind;
    using Verdict = ApprovalRecord::Verdict;
    using Standing = ApprovalRecord::Standing;
    QList<ApprovalRecord> all;
    QHash<int, qsizetype> requests; // number -> place in `all`
    QHash<int, qint64> generations;
    int newest = 0;
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QStringList parts = word.split(QLatin1Char('/'));
        const QString verb = parts.constFirst().section(QLatin1Char('='), 0, 0);
        const QString value = parts.constFirst().section(QLatin1Char('='), 1);
        QHash<QString, QString> odd;
        for (const QString &part : parts.mid(1))
            odd.insert(part.section(QLatin1Char('='), 0, 0), part.section(QLatin1Char('='), 1));
        ApprovalRecord record;
        record.order = quint64(all.size() + 1);
        record.id = s("e-%1").arg(record.order);
        record.leaf = s("l-%1").arg(record.order);
        record.wallMs = kStart + odd.value(s("at")).toInt() * kMinute;
        record.actor = actor(value.section(QLatin1Char('>'), 0, 0));
        record.reason = !odd.contains(s("mute"));
        record.gate = gate.id;
        record.writer = odd.value(s("dev"), record.actor.ref);
        if (odd.contains(s("bare")))
            record.actor.person.clear();
        if (odd.contains(s("nobody")))
            record.actor = Actor();
        record.standing = odd.contains(s("forged"))       ? Standing::Forged
                          : odd.contains(s("revoked"))    ? Standing::Revoked
                          : odd.contains(s("unapproved")) ? Standing::Unapproved
                          : odd.contains(s("lost"))       ? Standing::Lost
                                                          : Standing::Counts;
        if (verb == s("ask") || verb == s("glass")) {
            const QByteArray version = odd.value(s("new"), s("4.8.0")).toUtf8();
            record.subject = subject(version.constData()).toJson();
            record.digest = subjectDigest(record.subject);
            record.kind = verb == s("ask") ? Kind::Requested : Kind::Granted;
            record.request = s("r-%1").arg(++newest);
            record.expiresMs = record.wallMs + gate.approvals.expiresMs;
            if (record.kind == Kind::Granted) {
                record.plan = odd.value(s("plan"), s("p"));
                record.request = record.plan;
                --newest;
            } else {
                requests.insert(newest, all.size());
            }
            all.append(record);
            continue;
        }
        const int number = odd.contains(s("r")) ? odd.value(s("r")).toInt() : newest;
        const ApprovalRecord of = requests.contains(number) ? all.at(requests.value(number)) : ApprovalRecord();
        record.request = of.request;
        record.linkId = odd.contains(s("elsewhere")) ? s("e-99") : of.id;
        record.linkLeaf = of.leaf;
        record.digest = odd.contains(s("other")) ? subject("9.9.9").digest() : of.digest;
        record.generation = odd.contains(s("gen")) ? odd.value(s("gen")).toLongLong() : generations.value(number) + 1;
        generations.insert(number, std::max(generations.value(number), record.generation));
        record.kind = verb == s("use") || verb == s("free") || verb == s("back") ? Kind::Closed : Kind::Decided;
        record.verdict = verb == s("yes")    ? Verdict::Approve
                         : verb == s("no")   ? Verdict::Reject
                         : verb == s("hand") ? Verdict::Delegate
                         : verb == s("use")  ? Verdict::Used
                         : verb == s("free") ? Verdict::Released
                                             : Verdict::Cancelled;
        if (record.verdict == Verdict::Used || record.verdict == Verdict::Released)
            record.plan = value;
        if (record.verdict == Verdict::Delegate)
            record.delegateTo = s("p-") + value.section(QLatin1Char('>'), 1);
        all.append(record);
    }
    return all;
}

} // namespace astern::gatefixture
