// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/approval/gates.h"

namespace astern {

// A device that somebody wants to take into the team: what its card says, and what the database is to let it do. What
// is approved is exactly this, wherever it is looked at.
struct DeviceEnrolment {
    QString device;  // id of its writer
    QString journal; // leaf hash of its genesis
    QString origin;  // of its log: "shop.example/journal/w/…"
    QString key;     // "ed25519:…"
    QString entry;   // id of its key.enrol, which an administrator's approval links to
    QString leaf;    // the hash of that
    QString login;   // that is to write for it
    bool signsHeads = false;

    // What an approval of it lets go, in place of a plan: said again, the same enrolment goes on where it stopped.
    [[nodiscard]] Plan use() const;
    [[nodiscard]] QString domain() const; // of its origin
    bool operator==(const DeviceEnrolment &) const = default;
};

// Of what was asked for; empty: it is about something else, or says too little.
[[nodiscard]] std::optional<DeviceEnrolment> enrolmentIn(const QJsonObject &subject);
// Whether the workspace has a say in who brings devices in: a gate before that, or a permission.
[[nodiscard]] bool rulesEnrolments(const Workspace &workspace);
// Every gate before it. A device writes everywhere, so that a gate's places do not narrow it.
[[nodiscard]] QList<GateStanding> enrolmentGates(const Workspace &workspace, const DeviceEnrolment &enrolment,
                                                 const QList<ApprovalRecord> &history, qint64 nowMs);

// The administrator's entry by which the device counts; `gates`: what let it go.
[[nodiscard]] Draft enrolmentDraft(const DeviceEnrolment &enrolment, const QList<GateStanding> &gates);
// Somebody was refused to take a device in or out, or to pin the rules from it; `act`: "key-enrol", "key-revoke",
// "rules-pin".
[[nodiscard]] Draft refusedOfDevice(const QString &act, const QString &device, const Actor &actor, const Error &why);

} // namespace astern
