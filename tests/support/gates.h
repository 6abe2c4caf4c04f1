// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/approvaldesk.h"
#include "models/approval/deviceenrol.h"
#include "models/approval/localauthority.h"
#include "models/base/format.h"
#include "models/views/gaterows.h"
#include "tests/support/people.h"
#include "tests/support/shop.h"

#include <QCryptographicHash>
#include <QJsonArray>

// Gates of the shop, and a log of them with ids that are the same in every run.
namespace astern::gates {

inline QString s(const char *text) { return QString::fromUtf8(text); }
// Numbers and their units are held together by spaces that do not break.
inline QString plain(QString text)
{
    return text.replace(QChar(format::kNoBreakSpace), QLatin1Char(' '))
        .replace(QChar(format::kThinSpace), QLatin1Char(' '));
}
inline constexpr qint64 kMinute = 60'000;

inline Actor someone(const char *name, const QStringList &roles = {QStringLiteral("release-manager")})
{
    Actor who{.ref = s("os-") + s(name), .name = s(name)};
    who.person = s("p-") + s(name);
    who.roles = roles;
    who.auth = s("oidc");
    return who;
}

// Two release managers for what goes forward in production, not who asked; on-call may go past it.
inline GateConfig intoProduction()
{
    GateConfig gate;
    gate.id = s("into-production");
    gate.when.environments = {s("prod")};
    gate.approvals.count = 2;
    gate.approvals.roles = {s("release-manager")};
    gate.approvals.notRequester = true;
    gate.approvals.reason = true;
    gate.breakGlass.roles = {s("on-call")};
    gate.at = {s("astern.yaml"), 58, 5};
    return gate;
}

// A release manager for every device that comes into the team, not who brings it.
inline GateConfig newDevices()
{
    GateConfig gate;
    gate.id = s("new-devices");
    gate.when.acts = {GatedAct::KeyEnrol};
    gate.approvals.count = 1;
    gate.approvals.roles = {s("release-manager")};
    gate.approvals.notRequester = true;
    gate.approvals.reason = true;
    gate.at = {s("astern.yaml"), 71, 5};
    return gate;
}
inline DeviceEnrolment notebook()
{
    const QString device = s("019abc77-4f00-7000-8000-00000003d2c1");
    return {.device = device,
            .journal = s("7c19a3f0b8e24d5591c0d6f27ab83e14905df6a1c27b4380e9d15f6a0b3c8d72"),
            .origin = s("shop.example/journal/w/") + device,
            .key = s("ed25519:3fa907c2b1d84e6fa05c92e7318bd640f27ca95e18d3b06c4a7f9e21d58b03c6"),
            .entry = s("019abc77-4f00-7000-8000-00000003d2c2"),
            .leaf = s("51b0c3d9e8f74a6290ab1c5d7e3f48b6092d4a7c1e5f8093b6d2a4c7e9f01b35"),
            .login = s("anna"),
            .signsHeads = false};
}

inline Workspace gated(Workspace workspace)
{
    workspace.unenforced.clear();
    scenes::namePeople(workspace);
    workspace.gates = {intoProduction()};
    workspace.permissions = {{.act = GatedAct::Promote, .roles = {s("release-manager"), s("on-call")}, .at = {}},
                             {.act = GatedAct::FlagOn, .roles = {s("release-manager")}, .at = {}}};
    return workspace;
}

// Writes what people do at gates as the log would have it, without a log.
class Register {
public:
    explicit Register(ApprovalBook &book) : m_book(book) { book.setRead(); }

    // What the gate would have somebody sign now.
    static ApprovalSubject subject(const Session &session, const QString &place, PlanKind kind = PlanKind::Promote)
    {
        const Result<Plan> plan = session.plan(kind, place);
        if (!plan)
            qFatal("%s: %s", qPrintable(place), qPrintable(plan.error().toString()));
        const GateConfig *gate = session.workspace().gate(intoProduction().id);
        return subjectOf(gate ? *gate : intoProduction(), *plan, session.workspace());
    }
    static ApprovalSubject subject(const Session &session, const DeviceEnrolment &enrolment)
    {
        return enrolmentGates(session.workspace(), enrolment, {}, samples::kNow).constFirst().subject;
    }
    QString ask(const ApprovalSubject &of, const Actor &who, qint64 minutesAgo, qint64 minutesLeft = 240)
    {
        const QString id = nextId();
        write(requestDraft(id, of, who, s("it is healthy"), samples::kNow + minutesLeft * kMinute, {}), minutesAgo,
              who);
        m_of.insert(id, m_last);
        return id;
    }
    void say(const QString &request, ApprovalRecord::Verdict verdict, const Actor &who, qint64 minutesAgo)
    {
        write(decisionDraft(record(request), verdict, who, s("looked at it"), ++m_generations[request], {}), minutesAgo,
              who);
    }
    void hand(const QString &request, const Actor &who, const QString &to, qint64 minutesAgo)
    {
        write(decisionDraft(record(request), ApprovalRecord::Verdict::Delegate, who, s("on leave"),
                            ++m_generations[request], {}, to),
              minutesAgo, who);
    }
    void end(const QString &request, ApprovalRecord::Verdict verdict, const Actor &who, qint64 minutesAgo,
             const QString &plan = {})
    {
        write(closingDraft(record(request), verdict, who, ++m_generations[request], plan), minutesAgo, who);
    }
    // Goes past the gate; the answer is the request of its review.
    QString glass(const ApprovalSubject &of, const Actor &who, qint64 minutesAgo, qint64 minutesLeft)
    {
        write(grantDraft(of, nextId(), who, s("customers cannot pay"), samples::kNow + minutesLeft * kMinute),
              minutesAgo, who);
        const std::optional<ApprovalRecord> granted = readApproval(m_last);
        const QString review = nextId();
        write(reviewDraft(review, *granted, who), minutesAgo, who);
        m_of.insert(review, m_last);
        return review;
    }

private:
    static QString id(int number)
    {
        return QStringLiteral("019abc%1-4f00-7000-8000-0000000%2")
            .arg(number, 2, 16, QLatin1Char('0'))
            .arg(number * 7919 % 65536, 5, 16, QLatin1Char('0'));
    }
    QString nextId() { return id(++m_number); }
    ApprovalRecord record(const QString &request) const { return *readApproval(m_of.value(request)); }
    void write(const Draft &draft, qint64 minutesAgo, const Actor &who)
    {
        JournalEntry entry;
        entry.index = m_index++;
        entry.id = nextId();
        entry.kind = draft.kind;
        entry.saga = draft.saga;
        entry.leafHash = QStringLiteral("%1").arg(entry.index, 64, 16, QLatin1Char('0'));
        entry.wallMs = samples::kNow - minutesAgo * kMinute;
        entry.payload = draft.fields;
        entry.personal = draft.personal;
        QJsonArray links;
        for (const EntryLink &link : draft.links)
            links.append(QJsonObject{{s("rel"), link.rel == EntryLink::Rel::Approves ? s("approves") : s("overrides")},
                                     {s("id"), link.id},
                                     {s("leaf"), link.leaf}});
        entry.payload.insert(s("links"), links);
        entry.payload.insert(s("writer"), QJsonObject{{s("id"), deviceOf(who)}, {s("seq"), qint64(entry.index)}});
        if (draft.personal.contains(s("rationale")))
            entry.payload.insert(s("pd"), QJsonObject{{s("rationale"), s("commitment")}});
        m_last = entry;
        m_book.take(entry);
    }
    static QString deviceOf(const Actor &who)
    {
        return QString::fromLatin1(
            QCryptographicHash::hash(who.ref.toUtf8(), QCryptographicHash::Sha256).toHex().left(12));
    }

    ApprovalBook &m_book;
    int m_number = 0;
    quint64 m_index = 4'100;
    JournalEntry m_last;
    QHash<QString, JournalEntry> m_of; // by request
    QHash<QString, qint64> m_generations;
};

// A person has paused this rollout twelve minutes ago.
inline void pauseByPerson(Session &session, const char *place)
{
    Rollout rollout = samples::progressing();
    rollout.ref = session.placement(s(place))->object;
    rollout.desired.paused = true;
    rollout.control.pausedByPerson = true;
    rollout.control.pausedSinceMs = samples::kNow - 12 * kMinute;
    session.observe({.backend = s("argo"), .complete = false, .changed = {rollout}, .gone = {}});
}

// An inbox with one of everything at samples::kNow. Alice is at the screen.
inline void fillInbox(Session &session, Register &log)
{
    pauseByPerson(session, "catalog@prod/eu-1");
    using Verdict = ApprovalRecord::Verdict;
    const Actor bob = someone("bob");
    const Actor cyd = someone("cyd");
    const Actor dan = someone("dan", {s("on-call")});
    Actor alice = session.self();
    const auto at = [&session](const char *place, PlanKind kind = PlanKind::Promote) {
        return Register::subject(session, s(place), kind);
    };
    const QString payments = log.ask(at("payments@prod/eu-1"), bob, 6, 54);
    log.say(payments, Verdict::Approve, cyd, 4);
    (void)log.ask(at("checkout@prod/eu-1"), cyd, 22, 118);
    const QString own = log.ask(at("pricing@prod/eu-1"), alice, 48, 192);
    log.say(own, Verdict::Approve, bob, 31);
    // Asked for when another version was on its way.
    ApprovalSubject other = at("catalog@prod/eu-1", PlanKind::Resume);
    other.manifest = s("sha256:4.7.9");
    other.toVersion = other.fromVersion = s("4.7.9");
    const QString changed = log.ask(other, bob, 70, 170);
    log.say(changed, Verdict::Approve, cyd, 65);
    ApprovalSubject past = at("payments@prod/eu-1");
    past.cell = s("us-1");
    (void)log.glass(past, dan, 130, -70);
    past.service = s("accounts");
    (void)log.glass(past, dan, 20, 40);
    const auto old = [&](const char *service, qint64 minutesAgo) {
        ApprovalSubject of = past;
        of.service = s(service);
        return log.ask(of, bob, minutesAgo, 240 - minutesAgo);
    };
    const QString used = old("inventory", 95);
    log.say(used, Verdict::Approve, cyd, 93);
    log.say(used, Verdict::Approve, alice, 90);
    log.end(used, Verdict::Used, bob, 88, s("019abcff-4f00-7000-8000-000000000001"));
    log.say(old("search", 180), Verdict::Reject, cyd, 171);
    log.end(old("cart", 200), Verdict::Cancelled, bob, 199);
    (void)old("media-resizer", 300);
}

} // namespace astern::gates
