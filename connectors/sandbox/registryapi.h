// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/api.h"
#include "connectors/sandbox/artifacts.h"
#include "connectors/sandbox/faults.h"

#include <QStringList>

namespace astern::connectors::sandbox {

// Answers as a registry of the distribution specification does (docker-registry 2.8), to those who read: anonymous,
// no pushes. An image that pods cannot pull is unknown here, too.
class RegistryApi {
public:
    RegistryApi(const Artifacts &artifacts, const Faults &faults) : m_artifacts(artifacts), m_faults(faults) {}
    [[nodiscard]] ApiResponse handle(const ApiRequest &request) const;

private:
    [[nodiscard]] ApiResponse manifest(const ApiRequest &request, const QString &name, const QString &reference) const;
    [[nodiscard]] ApiResponse blob(const QString &name, const QString &digest) const;
    [[nodiscard]] QStringList tags(const QString &repository) const;

    const Artifacts &m_artifacts;
    const Faults &m_faults;
};

} // namespace astern::connectors::sandbox
