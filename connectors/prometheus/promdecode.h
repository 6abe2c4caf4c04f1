// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/health/signal.h"

#include <QByteArray>

#include <memory>
#include <span>
#include <string_view>

namespace astern::connectors {

// Reads answers of the Prometheus query API. One decoder is used again and again and keeps its memory: once it has
// seen answers of a size it allocates nothing more. What it hands out lives until the next decode().
class PromDecoder {
public:
    enum class Type { None, Vector, Matrix, Scalar, String };
    struct Label {
        std::string_view name;
        std::string_view value;
    };
    struct Series {
        std::span<const Label> labels;
        std::span<const Sample> samples; // one for a vector; event times as the server gave them, to the millisecond
        [[nodiscard]] std::string_view label(std::string_view name) const; // empty: absent
    };

    PromDecoder();
    ~PromDecoder();
    PromDecoder(PromDecoder &&) noexcept;
    PromDecoder &operator=(PromDecoder &&) noexcept;

    // Everything is checked: an answer with a wrong type anywhere gives an Error that names the place in the JSON
    // ("data.result[3].values[17][1]") and no series at all. Grows the capacity of `body` where it has no room for
    // the bytes that the parser may read beyond the end; its content stays.
    Result<Ok> decode(QByteArray &body);

    [[nodiscard]] Type type() const;
    [[nodiscard]] std::span<const Series> series() const; // a scalar is one series without labels
    [[nodiscard]] std::span<const std::string_view> warnings() const;
    // A cluster has answered without some of its storage (VictoriaMetrics): sums are too small, ratios are wrong.
    [[nodiscard]] bool isPartial() const;

    // The text of a sample's value as Prometheus writes it: "1.5", "1e-07", "NaN", "+Inf", "-Inf". False: not one.
    static bool parseValue(std::string_view text, double &value);

    // For tests: reads every array of samples with the general parser, never with the quick scan.
    void setQuickScan(bool on);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace astern::connectors
