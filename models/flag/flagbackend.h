// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/flag/flag.h"
#include "models/rollout/deliverybackend.h"

namespace astern {

// What can be asked of a flag server.
enum class FlagAction {
    Off,
    On,        // lets in whom its strategies say; never without one, since servers then let everybody in
    SetPercent // of users, whether it is on or not
};
[[nodiscard]] QString toString(FlagAction action); // "off", "on", "percent"

// One changing request, complete.
struct FlagCommand {
    FlagAction action = FlagAction::Off;
    FlagRef target;
    int percent = -1; // for SetPercent, 0…100
    bool operator==(const FlagCommand &) const = default;
};

// What flag servers take without a word: they accept 250, "abc" and -5.
[[nodiscard]] Result<Ok> checkPercent(int percent);

// All that was read of one server.
struct FlagBatch {
    QString backend;
    QList<FlagState> flags; // of what was asked for; what could not be read has an unknownReason
};

// The watching half of a flag server. Lives on the io thread.
class FlagSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    // What to keep reading.
    virtual void watch(const QList<FlagRef> &flags) = 0;
    // A person has signed in again, or wants it tried: secrets are read anew and it is asked again.
    virtual void signInAgain() = 0;

Q_SIGNALS:
    void told(const astern::FlagBatch &batch); // after every round
    void healthChanged(const astern::BackendHealth &health);
};

// The commanding half. Lives on the command thread, with connections of its own. Every answer comes on that thread,
// exactly once, never from inside the call.
class FlagBackend : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] virtual Capability capability(FlagAction action, const FlagState &state) const = 0;
    // All flags of a project in one environment; without what only read() tells (percentage, last change).
    virtual void list(const QString &project, const QString &environment, Done<QList<FlagState>> done) = 0;
    // A fresh read.
    virtual void read(const FlagRef &ref, Done<FlagState> done) = 0;
    virtual void mayI(FlagAction action, const FlagRef &ref, Done<Permission> done) = 0;
    // The only way to change anything. Sends at most one changing request, once. What it does is read back by
    // whoever asks for it.
    virtual void apply(const LoggedIntent &intent, const FlagCommand &command, Done<Accepted> done) = 0;
    virtual void signInAgain() {}
};

} // namespace astern

Q_DECLARE_METATYPE(astern::FlagBatch)
