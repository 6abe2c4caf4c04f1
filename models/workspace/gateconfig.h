// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/issue.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace astern {

// What a gate can stand before. Nothing that goes back, stops or turns off is among them.
enum class GatedAct { Promote, PromoteFull, Resume, Retry, FlagOn, PolicyEdit, KeyEnrol };
[[nodiscard]] QString toString(GatedAct act); // "promote-full"
[[nodiscard]] QList<GatedAct> gatedActs();

struct GateWhen {
    // "promote" in the file stands for all four that carry a release further: a gate that `promote --full` goes round
    // would be none.
    QList<GatedAct> acts{GatedAct::Promote, GatedAct::PromoteFull, GatedAct::Resume, GatedAct::Retry};
    QStringList environments; // empty: every one
    QStringList services;     // empty: every one
    double reachAbove = -1;   // percent of traffic or users that the act leads to; -1: whatever it is
    [[nodiscard]] bool coversPlace(const QString &environment, const QString &service) const
    {
        return (environments.isEmpty() || environments.contains(environment)) &&
               (services.isEmpty() || services.contains(service));
    }
    bool operator==(const GateWhen &) const = default;
};

struct GateApprovals {
    int count = 0;       // distinct people; 0: nobody is asked, and what `require` says is all
    QStringList roles;   // who may: any of these, ids of people.roles; empty: anybody whose entries count
    bool owners = false; // one of them has the role that is called as the service's owner
    bool notAuthor = false;
    bool notRequester = false;
    qint64 expiresMs = 4 * 3'600'000LL; // after the request
    bool reason = false;                // each says why
    bool operator==(const GateApprovals &) const = default;
};

struct GateRequire {
    qint64 healthyForMs = 0;  // every signal with a limit has been under it for that long; 0: not asked
    qint64 drillWithinMs = 0; // a rollback of the service was rehearsed that recently; 0: not asked
    bool readiness = false;   // its readiness is green
    bool operator==(const GateRequire &) const = default;
};

// Who may go past it in an emergency, and until when somebody else has to have looked at that.
struct BreakGlass {
    QStringList roles; // empty: nobody may
    qint64 countersignWithinMs = 3'600'000;
    bool operator==(const BreakGlass &) const = default;
};

// A place where what goes forward waits for people and proofs.
struct GateConfig {
    QString id;
    GateWhen when;
    GateApprovals approvals;
    GateRequire require;
    BreakGlass breakGlass;
    bool delegation = false; // who may approve may hand that to somebody else, for one request
    SourcePosition at;
    [[nodiscard]] QString where() const; // "astern.yaml:58: gate into-production"
    // SHA-256 in hexadecimal of all but the place in the file: the revision that an approval was given under.
    [[nodiscard]] QString digest() const;
    bool operator==(const GateConfig &) const = default;
};

// Which roles may what; an act without an entry is open to everybody whose entries count. What goes back is open to
// everybody: roles cannot be proven while the one who proves them is away.
struct ActRoles {
    GatedAct act = GatedAct::Promote;
    QStringList roles;
    SourcePosition at;
    bool operator==(const ActRoles &) const = default;
};

} // namespace astern
