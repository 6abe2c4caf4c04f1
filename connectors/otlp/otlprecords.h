// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "models/journal/ship.h"

namespace astern::connectors {

// Entries as an ExportLogsServiceRequest in OTLP's JSON mapping: one resource (Astern on this device), one scope, one
// record an entry. The body is the signed entry byte for byte, `journal.leaf` its hash: whoever reads it there can
// check it, and knows one that came twice. Pure.
[[nodiscard]] QByteArray otlpRequest(const QList<LoggedLeaf> &batch, Redaction redaction, qint64 observedMs);

// What an answer means. `status` 0: none came, and `error` says why. Pure.
[[nodiscard]] SinkAnswer otlpAnswer(int status, const QByteArray &body, const Error &error);

} // namespace astern::connectors
