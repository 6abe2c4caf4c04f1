// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/section.h"
#include "models/workspace/workspace.h"

namespace astern {

// What services may refer to.
struct References {
    QMap<QString, QString> backendTypes; // every declared backend, also of types that come later
    [[nodiscard]] QStringList backendsOf(const QStringList &types) const;
};

inline constexpr Dialect kWorkspaceDialect{
    .yaml = "W-YAML",
    .encoding = "W-ENCODING",
    .tooLarge = "W-TOO-LARGE",
    .manyDocuments = "W-MULTI-DOC",
    .alias = "W-ALIAS",
    .tag = "W-TAG",
    .duplicateKey = "W-DUPLICATE-KEY",
    .type = "W-TYPE",
    .unknownKey = "W-KEY",
    .missingKey = "W-MISSING",
    .value = "W-VALUE",
    .reference = "W-REF",
    .duration = "W-UNIT",
    .range = "W-RANGE",
    .id = "W-ID",
    .itself = QT_TRANSLATE_NOOP("Workspace", "a workspace"),
    .firstLine = "astern: workspace/v1",
    .missingAtFirstKey = false,
};

// A secret is only ever named; absent or refused: empty.
[[nodiscard]] Secret secretOf(ReadingContext &context, const YamlNode &node, const QString &path);
[[nodiscard]] Secret secretIn(Section &section, const char *key);
// The name of a host without a port; a whole number within bounds. Absent or refused: empty, `otherwise`.
[[nodiscard]] QString hostIn(Section &section);
[[nodiscard]] int numberIn(Section &section, const char *key, int otherwise, int least, int most);
void readBackends(ReadingContext &context, const YamlNode &node, Workspace &workspace, References &references);
void readServices(ReadingContext &context, const YamlNode &node, const References &references, Workspace &workspace);
// How a server over HTTP is reached, beside its type: address, credentials, headers, certificates.
void readHttpConnection(Section &section, BackendConfig &backend);
// After environments: `needs` refers to them.
void readJournal(ReadingContext &context, const YamlNode &node, Workspace &workspace);
void readIdentity(ReadingContext &context, const YamlNode &node, Workspace &workspace);
// people.roles; after identity.
void readRoles(ReadingContext &context, const YamlNode &node, Workspace &workspace);
// Ids of people.roles, as the file has them.
[[nodiscard]] QStringList declaredRoles(const YamlNode &root);
// After environments and services.
void readGates(ReadingContext &context, const YamlNode &node, const QStringList &roles, Workspace &workspace);
void readPermissions(ReadingContext &context, const YamlNode &node, const QStringList &roles, Workspace &workspace);
// After the time zone, too.
void readCalendars(ReadingContext &context, const YamlNode &node, Workspace &workspace);
void readBudgets(ReadingContext &context, const YamlNode &node, Workspace &workspace);
// As Workspace::rulesDigest has it.
[[nodiscard]] QString rulesDigestOf(const YamlNode &root);
// Who is told outside (people.notify), how that climbs (escalation; after the former), and whether both fit.
void readNotify(ReadingContext &context, const YamlNode &node, Workspace &workspace);
void readEscalation(ReadingContext &context, const YamlNode &node, Workspace &workspace);
void checkNotify(ReadingContext &context, const Workspace &workspace);
// Names go into URLs: only what Kubernetes itself allows.
[[nodiscard]] QString kubernetesName(Section &section, const char *key, const QString &otherwise);
// Flags and configuration sets of a service.
void readMitigations(Section &section, const References &references, const Workspace &workspace,
                     ServiceConfig &service);
[[nodiscard]] std::optional<SignalSpec> readSignal(ReadingContext &context, const QString &id, const YamlNode &node,
                                                   const QString &path, const References &references);

} // namespace astern
