// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/workspace/workspace.h"

#include <QObject>

#include <memory>

namespace astern::app {

struct EngineOptions {
    QString dataFolder; // journal and keys; empty: XDG_DATA_HOME/astern/<workspace name>
    bool watch = true;  // start watches and sources
    bool readOnly = false;
    Actor actor; // ref empty: the OS user
};

// The composition root: builds connectors, journal, dispatcher and session for one workspace, owns the io,
// command and journal threads, and ends them in order. Both programs use it.
class Engine : public QObject {
    Q_OBJECT
public:
    static Result<std::unique_ptr<Engine>> create(const Workspace &workspace, const EngineOptions &options);
    ~Engine() override;

    [[nodiscard]] Session &session() { return *m_session; }
    [[nodiscard]] Journal &journal();
    void start(); // threads, watches, sources, recovery of unresolved intents
    // A changed workspace without a restart; a broken one is not given here.
    void reload(const Workspace &workspace);

    // A fresh read on the command connections, for the command line.
    void read(const ObjectRef &ref, Done<Rollout> done);
    void mayI(DeliveryAction action, const ObjectRef &ref, Done<Permission> done);

private:
    Engine();
    struct Private;
    std::unique_ptr<Private> d;
    std::unique_ptr<Session> m_session;
};

} // namespace astern::app
