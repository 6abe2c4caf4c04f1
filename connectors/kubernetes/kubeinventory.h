// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/kubeaccess.h"
#include "models/workspace/firstworkspace.h"

#include <QObject>

namespace astern::connectors {

// One page of a list of Deployments or Rollouts, as far as a first workspace needs it.
struct InventoryPage {
    QList<FoundWorkload> workloads;
    QString next;    // continue token; empty: the last page
    int strange = 0; // items without name or namespace
};
[[nodiscard]] Result<InventoryPage> readInventoryPage(const QByteArray &body, WorkloadKind kind);

// What one API server has, looked at once. Where the credentials may not list everything, the namespace of the context
// is looked at alone.
struct Inventory {
    FoundContext found;
    bool rolloutsServed = true; // false: Argo Rollouts is not installed there
    QStringList doubts;         // what could not be read, a sentence each
};

// Asks and answers on one thread, exactly once, never from inside start(); an error when nothing at all could be read.
class KubeInventory : public QObject {
    Q_OBJECT
public:
    KubeInventory(const KubeAccess &access, const QString &context, QObject *parent = nullptr);
    void start(Done<Inventory> done);

private:
    struct Question {
        WorkloadKind kind;
        QString ns; // empty: all
    };
    void ask(const QString &next = {});
    void answered(const HttpJob &job, const Result<HttpResponse> &result);
    void finish();

    const KubeAccess m_access;
    HttpClient m_client;
    Done<Inventory> m_done;
    Inventory m_all;
    QList<Question> m_waiting;
    int m_answered = 0;
    std::optional<Error> m_error; // the last one
};

} // namespace astern::connectors
