// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/section.h"

namespace astern {

// What services may refer to.
struct References {
    QMap<QString, QString> backendTypes; // every declared backend, also of types that come later
    [[nodiscard]] QStringList backendsOf(const QStringList &types) const;
};

void readBackends(ReadingContext &context, const YamlNode &node, Workspace &workspace, References &references);
void readServices(ReadingContext &context, const YamlNode &node, const References &references, Workspace &workspace);
[[nodiscard]] std::optional<SignalSpec> readSignal(ReadingContext &context, const QString &id, const YamlNode &node,
                                                   const QString &path, const References &references);

} // namespace astern
