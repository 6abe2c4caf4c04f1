// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace astern::connectors::sandbox {

// RFC 7396.
[[nodiscard]] QJsonObject mergePatch(QJsonObject target, const QJsonObject &patch);

struct PatchOutcome {
    QJsonObject object;
    QString error;          // empty: done
    bool malformed = false; // the patch itself is not one (400), otherwise it could not be applied (422)
};
// RFC 6902: add, remove, replace, move, copy, test.
[[nodiscard]] PatchOutcome jsonPatch(const QJsonObject &target, const QJsonArray &patch);

} // namespace astern::connectors::sandbox
