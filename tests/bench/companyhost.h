// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench.h"
#include "company.h"

#include "app/engine/engine.h"

#include <QProcess>

// A company that keeps the cockpit busy: the process of company.h, and an engine that watches it.
namespace astern::bench {

class CompanyHost {
public:
    // Has the other side running when it is there. Services are svc-0000 and so on, one place each.
    explicit CompanyHost(int rollouts);
    ~CompanyHost();
    CompanyHost(const CompanyHost &) = delete;
    CompanyHost &operator=(const CompanyHost &) = delete;

    // An engine that does not watch yet.
    [[nodiscard]] std::unique_ptr<app::Engine> makeEngine(app::Guarding guarding = app::Guarding::None) const;
    // Waits until every rollout and its signal have been seen; false: not within a minute.
    [[nodiscard]] bool allSeen(app::Engine &engine) const;
    [[nodiscard]] bool rolloutsSeen(app::Engine &engine) const; // the same without signals

    // The same as files, for a program of its own; the folder.
    [[nodiscard]] QString writeWorkspace() const;

    [[nodiscard]] const Workspace &workspace() const { return m_workspace; }
    [[nodiscard]] Workspace &workspace() { return m_workspace; } // before the engine is made
    [[nodiscard]] CompanyTable &table() const { return *m_table; }
    [[nodiscard]] const Folder &folder() const { return m_folder; }
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    [[nodiscard]] bool seen(const std::function<bool(const Placement &)> &isSeen) const;

    Folder m_folder;
    CompanyTable *m_table = nullptr;
    QProcess m_server;
    quint16 m_port = 0;
    Workspace m_workspace;
};

// Lets the main thread do what it does for `ms`.
void turn(int ms);

} // namespace astern::bench
