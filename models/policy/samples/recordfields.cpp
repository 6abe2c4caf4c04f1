// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/samples/recordfields.h"

#include "models/policy/samples/samplereader.h"

#include <QStringDecoder>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace astern::policy {
namespace {

constexpr std::array kMarks{"step_end", "rollout_end", "mitigated"};
static_assert(kMarks.size() == size_t(MarkRecord::Kind::Mitigated) + 1);

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
bool isJsonNumber(QByteArrayView text)
{
    const char *at = text.begin();
    const char *const end = text.end();
    const auto digits = [&] {
        const char *const from = at;
        while (at < end && isDigit(*at))
            ++at;
        return at > from;
    };
    if (at < end && *at == '-')
        ++at;
    const bool zero = at < end && *at == '0';
    if (zero)
        ++at;
    else if (!digits())
        return false;
    if (at < end && *at == '.') {
        ++at;
        if (!digits())
            return false;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        ++at;
        if (at < end && (*at == '+' || *at == '-'))
            ++at;
        if (!digits())
            return false;
    }
    return at == end;
}

} // namespace

QByteArray valueText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> buffer{};
    const auto done = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), done.ptr - buffer.data()};
}

std::optional<double> numberFrom(QByteArrayView text)
{
    if (!isJsonNumber(text))
        return std::nullopt;
    double value = 0;
    const auto done = std::from_chars(text.begin(), text.end(), value);
    if (done.ec != std::errc() || done.ptr != text.end())
        return std::nullopt;
    return value;
}

std::optional<double> wordValueFrom(QByteArrayView text)
{
    if (text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (text == "+Inf")
        return std::numeric_limits<double>::infinity();
    if (text == "-Inf")
        return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

std::optional<qint64> instantFrom(QByteArrayView text)
{
    qint64 value = 0;
    if (text.isEmpty() || !isDigit(text.front()) || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    const auto done = std::from_chars(text.begin(), text.end(), value);
    if (done.ec != std::errc() || done.ptr != text.end() || value > SampleReader::kLatestMs)
        return std::nullopt;
    return value;
}

std::optional<QString> textFrom(QByteArrayView utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    QString text = decoder(utf8);
    if (decoder.hasError())
        return std::nullopt;
    return text;
}

QString wordFor(MarkRecord::Kind kind) { return QLatin1String(kMarks.at(size_t(kind))); }

std::optional<MarkRecord::Kind> markFrom(const QString &word)
{
    for (size_t i = 0; i < kMarks.size(); ++i) {
        if (word == QLatin1String(kMarks[i]))
            return MarkRecord::Kind(i);
    }
    return std::nullopt;
}

} // namespace astern::policy
