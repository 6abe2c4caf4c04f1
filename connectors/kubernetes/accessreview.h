// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/kubeaccess.h"

namespace astern::connectors {

// "May these credentials do that?", as a SelfSubjectAccessReview asks the API server itself. Changes nothing.
struct AccessQuestion {
    QString verb = QStringLiteral("patch");
    QString group; // empty: the core group
    QString resource;
    QString subresource;
    QString ns;                         // empty: all of them
    QString name;                       // empty: any
    [[nodiscard]] QString what() const; // "rollouts.argoproj.io/status"
};
[[nodiscard]] HttpRequest accessReview(const KubeAccess &access, const AccessQuestion &question);
[[nodiscard]] Result<Permission> readAccessReview(const HttpResponse &answer, const AccessQuestion &question,
                                                  const QString &backend);

} // namespace astern::connectors
