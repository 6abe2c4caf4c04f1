// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/prometheus/promdecode.h"

#include <QList>

namespace astern::connectors::promql {

// The samples of one signal, with the event times that the server told beside the values.
struct Joined {
    QList<Sample> samples; // ascending; one for each event time: the latest value that was computed from it
    bool hasTime = false;  // the series itself is there
    qint64 timeMs = 0;     // of its newest raw sample, with or without a value; 0: none
};

// Takes the answer to a batch of `count` parts apart. A value without an event time is no sample (its series has
// ended); an event time without a value is none either.
[[nodiscard]] QList<Joined> join(const PromDecoder &answer, qsizetype count);

} // namespace astern::connectors::promql
