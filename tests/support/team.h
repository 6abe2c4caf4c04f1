// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/identity/oncall.h"
#include "models/presence/presence.h"
#include "models/session/session.h"
#include "tests/support/fakedoors.h"
#include "tests/support/samples.h"

// A team of the shop at samples::kNow, as a database would tell of it.
namespace astern::team {

class FakePresence final : public Presence {
    Q_OBJECT
public:
    using Presence::Presence;
    QList<Whereabouts> looked; // at, in their order
    void tell(const TeamPresence &now)
    {
        m_now = now;
        Q_EMIT changed(now);
    }
    // The database no longer answers: what was told last stays.
    void lose(const char *why)
    {
        TeamPresence last = m_now;
        last.trouble = QString::fromUtf8(why);
        tell(last);
    }
    void setSelf(const QString &, const QString &) override {}
    void look(const Whereabouts &place) override { looked.append(place); }
    [[nodiscard]] TeamPresence now() const override { return m_now; }

private:
    TeamPresence m_now;
};

inline Whereabouts at(const char *service, const char *cell = "eu-1")
{
    return {QString::fromUtf8(service), QStringLiteral("prod"), QString::fromUtf8(cell)};
}

inline Present person(const char *name, const char *login, const Whereabouts &looksAt, qint64 minutes)
{
    const QString who = QString::fromUtf8(login);
    return {.session = QStringLiteral("session-") + who,
            .login = who,
            .person = QStringLiteral("p-") + who,
            .name = QString::fromUtf8(name),
            .program = QStringLiteral("the desktop on ") + who + QStringLiteral("-laptop"),
            .looksAt = looksAt,
            .sinceMs = samples::kNow - minutes * 60'000};
}

// Alice at this screen; Jo looks at checkout as she may.
inline Present alice()
{
    Present self = person("Alice Ang", "alice", {}, 95);
    self.person = QStringLiteral("person-1");
    self.self = true;
    return self;
}

inline Present guard()
{
    return {.session = QStringLiteral("session-guard"),
            .login = QStringLiteral("ops"),
            .person = {},
            .name = {},
            .program = QStringLiteral("asternctl guard on ops-2"),
            .looksAt = {},
            .sinceMs = samples::kNow - 3 * 86'400'000LL};
}

// Five people and a guard, which acts by policies.
inline TeamPresence five()
{
    TeamPresence now;
    now.known = true;
    now.present = {guard(),
                   person("Kim Lee-Hansen", "kim", {}, 240),
                   alice(),
                   person("Jo Berg", "jo", at("checkout"), 62),
                   person("Dana Okafor", "dana", at("payments"), 12),
                   person("bartholomew of the northern release guild", "bart", at("retired", "mars-1"), 3)};
    now.automation = QStringLiteral("asternctl guard on ops-2, ops");
    now.automationLogin = QStringLiteral("ops");
    return now;
}

// The person at this screen is who() says.
class TeamAuthority : public FakeAuthority {
public:
    Actor who = [] {
        Actor alice{.ref = QStringLiteral("os-1"), .name = QStringLiteral("Alice Ang")};
        alice.person = QStringLiteral("person-1");
        alice.roles = {kOnCallRole};
        alice.auth = QStringLiteral("oidc");
        return alice;
    }();
    [[nodiscard]] Actor self() const override { return who; }
};

inline Workspace withTeam(Workspace workspace)
{
    workspace.journal.team.type = QStringLiteral("postgresql");
    return workspace;
}

// As the log says that this person has it.
inline JournalEntry handedOver(const Draft &draft, int minutesAgo)
{
    JournalEntry entry;
    entry.id = QStringLiteral("hand-over");
    entry.kind = draft.kind;
    entry.wallMs = samples::kNow - minutesAgo * 60'000LL;
    entry.payload = draft.fields;
    entry.personal = draft.personal;
    return entry;
}

} // namespace astern::team
