// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/promparser.h"
#include "connectors/sandbox/samplestore.h"

#include <vector>

namespace astern::connectors::sandbox {

struct PromSample {
    Labels labels;
    double value = 0;
    qint64 at = 0; // of the stored sample, for timestamp()
};

struct PromSeries {
    Labels labels;
    std::vector<SampleStore::Point> points;
};

struct PromValue {
    PromType type = PromType::Scalar;
    double scalar = 0;
    QString text;
    std::vector<PromSample> vector;
    std::vector<PromSeries> matrix;
};

// Evaluates a parsed query at one instant, with the semantics of Prometheus 2.42: a range includes both its ends,
// rate() and increase() extrapolate, an instant selector looks back five minutes, stale markers end a series.
class PromEvaluator {
public:
    static constexpr qint64 kLookbackMs = 300'000;

    PromEvaluator(const SampleStore &samples, qint64 atMs) : m_samples(samples), m_at(atMs) {}
    // False: `error` says why.
    [[nodiscard]] bool evaluate(const PromExpr &expr, PromValue &out, PromError &error) const;

private:
    [[nodiscard]] bool selector(const PromExpr &expr, PromValue &out) const;
    [[nodiscard]] bool aggregate(const PromExpr &expr, PromValue &out, PromError &error) const;
    [[nodiscard]] bool binary(const PromExpr &expr, PromValue &out, PromError &error) const;
    [[nodiscard]] bool call(const PromExpr &expr, PromValue &out, PromError &error) const;

    const SampleStore &m_samples;
    qint64 m_at;
};

// promfunctions.cpp
[[nodiscard]] bool callPromFunction(const PromExpr &expr, std::vector<PromValue> &args, qint64 atMs, PromValue &out,
                                    PromError &error);
[[nodiscard]] Labels withoutName(Labels labels);
// Two results with the same labels are an error, not a choice.
[[nodiscard]] bool unique(const std::vector<PromSample> &vector, PromError &error);

} // namespace astern::connectors::sandbox
