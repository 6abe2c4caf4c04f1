// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/release/configset.h"
#include "models/rollout/deliverybackend.h"

namespace astern {

// Makes a version that was seen before the present one again. The only change there is.
struct ConfigCommand {
    ConfigRef target;
    QString digest;                // of the version; its content is in the ConfigStore
    QString expectResourceVersion; // the cluster must refuse when the object changed since
    bool operator==(const ConfigCommand &) const = default;
};

// All that was read of one cluster.
struct ConfigBatch {
    QString backend;
    QList<ConfigState> configs; // of what was asked for; what could not be read has an unknownReason
};

// The watching half: reads again and again, so that each version is seen. Lives on the io thread. How the connection
// is doing is told by the delivery backend's own watch.
class ConfigSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    virtual void watch(const QList<ConfigRef> &configs) = 0;
    virtual void signInAgain() = 0;

Q_SIGNALS:
    void told(const astern::ConfigBatch &batch); // after every round
};

// The commanding half. Lives on the command thread. Every answer comes on that thread, exactly once, never from inside
// the call.
class ConfigBackend : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] virtual Capability capability(const ConfigState &state) const = 0;
    virtual void read(const ConfigRef &ref, Done<ConfigState> done) = 0;
    virtual void mayI(const ConfigRef &ref, Done<Permission> done) = 0;
    // The only way to change anything. Sends at most one changing request, once.
    virtual void apply(const LoggedIntent &intent, const ConfigCommand &command, Done<Accepted> done) = 0;
    virtual void signInAgain() {}
};

} // namespace astern

Q_DECLARE_METATYPE(astern::ConfigBatch)
