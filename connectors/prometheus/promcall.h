// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "connectors/prometheus/promdecode.h"
#include "connectors/prometheus/promdialect.h"

// One question to the query API, and what its answer has to be before anything in it counts.
namespace astern::connectors::promcall {

// "1795446612.250", as the API takes times.
[[nodiscard]] QByteArray seconds(qint64 ms);

// A query by POST: a long one does not fit into an address. Sent once: the next poll is the retry. `call`: "query",
// "query_range"; more fields are appended to the body.
[[nodiscard]] HttpRequest request(const BackendConfig &config, const PromDialect &dialect, const QString &call,
                                  const QString &query);

// Decodes an answer into `decoder`. An error, with its place, also where the server says that a part of its storage
// was missing: part of a sum is no reading.
Result<Ok> decodeWhole(PromDecoder &decoder, QByteArray body, const BackendConfig &config, const PromDialect &dialect);

} // namespace astern::connectors::promcall
