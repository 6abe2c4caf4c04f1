// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/policy/verdict/statequery.h"
#include "models/rollout/rollout.h"

#include <QObject>

namespace astern {

class LoggedIntent;

// What can be asked of a delivery backend.
enum class DeliveryAction {
    Pause,
    Resume,      // end a person's pause
    Promote,     // end the pause at the current step: go one step on
    PromoteFull, // skip the remaining steps: the desired version gets everything
    Abort,       // return traffic to the stable version
    Retry,       // start again after an abort
    Undo,        // make the template of an older revision the desired one
};
[[nodiscard]] QString toString(DeliveryAction action); // "promote-full"

// May the same request be sent again when its answer was lost?
enum class Idempotency {
    Safe,  // changes nothing, or sets a state flag: sending twice equals sending once
    Keyed, // carries a key or a compare-and-set: the second one is refused by the other side
    Unsafe // never sent twice: on doubt the state is read back
};

enum class Support { Native, Emulated, Impossible };

struct Capability {
    Support support = Support::Impossible;
    Idempotency idempotency = Idempotency::Unsafe;
    QString reason; // why it is emulated or impossible, in words a person understands
    bool operator==(const Capability &) const = default;
};

// One changing request, complete: a connector adds nothing to it but its own encoding.
struct DeliveryCommand {
    DeliveryAction action = DeliveryAction::Pause;
    ObjectRef target;
    QString expectResourceVersion; // not empty: the backend must refuse when the object changed since
    int toRevision = 0;            // for Undo
    QString expectDesiredHash;     // not empty: only while this version is the desired one (guards PromoteFull)
    int fromStep = -1;             // for Promote: the step that was seen
    bool operator==(const DeliveryCommand &) const = default;
};

// The backend accepted the request. Not the same as its effect: that is read back.
struct Accepted {
    QString resourceVersion; // after the change
    bool changedNothing = false;
    QString warning; // the server's own, if it gave one
};

// Answer of a permission check asked from the backend itself.
struct Permission {
    bool allowed = false;
    QString reason; // who may not do what
};

// The watching half of a backend. Lives on the io thread, with connections of its own.
class DeliveryWatch : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    // List again now, whatever the stream says.
    virtual void refresh() = 0;
    // A person has signed in again, or wants it tried: credentials are fetched anew and everything is asked again.
    virtual void signInAgain() = 0;
    // Replaces whose states are recorded; a query that stays the same goes on where it was. A backend that has none
    // tells nothing.
    virtual void setStateQueries(const QList<astern::policy::StateQuery> &queries) { Q_UNUSED(queries) }

Q_SIGNALS:
    void observed(const astern::RolloutBatch &batch);
    void recorded(const astern::policy::RecordBatch &batch);
    void healthChanged(const astern::BackendHealth &health);
};

// The commanding half. Lives on the command thread, with connections of its own. Every answer comes on that
// thread, exactly once, never from inside the call.
class DeliveryCommands : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] virtual Capability capability(DeliveryAction action, const Rollout &rollout) const = 0;
    // A fresh read, with history.
    virtual void read(const ObjectRef &ref, Done<Rollout> done) = 0;
    virtual void mayI(DeliveryAction action, const ObjectRef &ref, Done<Permission> done) = 0;
    // The only way to change anything. Sends at most one changing request, and sends it again only where
    // capability().idempotency allows.
    virtual void apply(const LoggedIntent &intent, const DeliveryCommand &command, Done<Accepted> done) = 0;
    // As of the watch; nothing to do for a backend without credentials.
    virtual void signInAgain() {}
};

} // namespace astern
