// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/prometheus/promdialect.h"
#include "models/base/result.h"
#include "models/health/signal.h"

namespace astern::connectors::promql {

// The window over which rates are taken: max(4 x scrape, 30 s).
[[nodiscard]] qint64 windowMs(const SignalSpec &spec);

// `name{label="value",…}`. Values in `where`: exact; "5xx" any code that begins with 5; "a|b" either; a leading
// "!" not. Values in `labels`: exact, whatever they contain. Invalid: a label name that Prometheus does not know.
[[nodiscard]] Result<QString> selector(const QString &name, const QMap<QString, QString> &where,
                                       const QMap<QString, QString> &labels);

// Raw series: any of these names, with `labels` exactly; of histograms (`…_bucket`) the buckets that end at one of
// `bounds` (seconds) and +Inf. Whole milliseconds of range are appended by whoever asks: `…[600000ms]`.
[[nodiscard]] Result<QString> rawSelector(const QStringList &series, const QList<double> &bounds,
                                          const QMap<QString, QString> &labels);

// The two questions that make a sample of a signal.
struct Questions {
    QString value; // one number: a ratio, a rate, a gauge
    // Unix seconds of the newest raw sample under it. Prometheus answers with values up to five minutes old, and
    // rates for a whole window after a series ended, as if they were of now: only this tells.
    QString time;
};
[[nodiscard]] Result<Questions> questions(const SignalQuery &query, const PromDialect &dialect = {});

// Label that carries the place in a batch: `batchPart(q, 3)` answers with {astern_v="3"} and {astern_t="3"}.
inline constexpr char kValueLabel[] = "astern_v";
inline constexpr char kTimeLabel[] = "astern_t";
[[nodiscard]] QString batchPart(const Questions &questions, qsizetype index);

} // namespace astern::connectors::promql
