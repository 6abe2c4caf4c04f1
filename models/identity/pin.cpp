// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/identity/pin.h"

#include "models/base/format.h"
#include "models/journal/digest.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <sodium.h>

#include <algorithm>
#include <array>

namespace astern {
namespace {

constexpr int kFreeMisses = 3;
constexpr std::array<qint64, 5> kDelays{30'000, 60'000, 5 * 60'000, 15 * 60'000, 60 * 60'000};

QString tr(const char *text) { return QCoreApplication::translate("Identity", text); }

// "111111", "123456", "987654": what anybody tries first.
bool isPlainRow(const QString &pin)
{
    for (const int step : {0, 1, -1}) {
        bool row = true;
        for (qsizetype i = 1; i < pin.size() && row; ++i)
            row = pin.at(i).unicode() - pin.at(i - 1).unicode() == step;
        if (row)
            return true;
    }
    return false;
}

Error tooEarly(const PinRecord &record, qint64 nowMs)
{
    return {.kind = Error::Kind::Throttled,
            .message = tr("The PIN was wrong too often: the next try counts in %1")
                           .arg(format::duration(record.notBeforeMs - nowMs)),
            .hint = tr("Rolling back needs no PIN."),
            .retryAfterMs = record.notBeforeMs - nowMs};
}

} // namespace

qint64 pinDelayMs(int misses)
{
    if (misses <= kFreeMisses)
        return 0;
    return kDelays.at(size_t(std::min(misses - kFreeMisses, int(kDelays.size())) - 1));
}

Result<PinRecord> makePin(const QString &pin, qint64 nowMs)
{
    if (pin.size() < kLeastPin || pin.size() > kMostPin || isPlainRow(pin))
        return Error{
            .kind = Error::Kind::Invalid,
            .message = tr("This is no good PIN"),
            .hint = tr("From %1 to %2 characters, not all the same and not in a row.").arg(kLeastPin).arg(kMostPin)};
    ensureSodium();
    const QByteArray words = pin.toUtf8();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str(hash.data(), words.constData(), static_cast<unsigned long long>(words.size()),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return Error{.kind = Error::Kind::Internal, .message = tr("The PIN could not be hashed: not enough memory")};
    return PinRecord{.hash = QByteArray(hash.data()), .setMs = nowMs};
}

PinTry tryPin(PinRecord record, const QString &pin, qint64 nowMs)
{
    // A clock that was set back must not lock anybody out for longer than the delay itself.
    record.notBeforeMs = std::min(record.notBeforeMs, nowMs + pinDelayMs(record.misses));
    if (nowMs < record.notBeforeMs)
        return {record, tooEarly(record, nowMs)};
    ensureSodium();
    const QByteArray words = pin.toUtf8();
    const bool right =
        pin.size() <= kMostPin && crypto_pwhash_str_verify(record.hash.constData(), words.constData(),
                                                           static_cast<unsigned long long>(words.size())) == 0;
    if (right) {
        record.misses = 0;
        record.notBeforeMs = 0;
        return {record, std::nullopt};
    }
    ++record.misses;
    const qint64 delay = pinDelayMs(record.misses);
    record.notBeforeMs = delay == 0 ? 0 : nowMs + delay;
    Error wrong{.kind = Error::Kind::NotPermitted, .message = tr("The PIN is wrong")};
    if (delay > 0)
        wrong.hint = tr("The next try counts in %1.").arg(format::duration(delay));
    return {record, wrong};
}

QByteArray pinToBytes(const PinRecord &record)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("v"), 1},
                                     {QStringLiteral("hash"), QString::fromLatin1(record.hash)},
                                     {QStringLiteral("set_ms"), record.setMs},
                                     {QStringLiteral("misses"), record.misses},
                                     {QStringLiteral("not_before_ms"), record.notBeforeMs}})
        .toJson(QJsonDocument::Compact);
}

std::optional<PinRecord> pinFromBytes(const QByteArray &bytes)
{
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    PinRecord record{.hash = object.value(QLatin1String("hash")).toString().toLatin1(),
                     .setMs = object.value(QLatin1String("set_ms")).toInteger(),
                     .misses = object.value(QLatin1String("misses")).toInt(-1),
                     .notBeforeMs = object.value(QLatin1String("not_before_ms")).toInteger(-1)};
    if (object.value(QLatin1String("v")).toInt() != 1 || record.hash.isEmpty() ||
        record.hash.size() >= qsizetype(crypto_pwhash_STRBYTES) || record.misses < 0 || record.notBeforeMs < 0)
        return std::nullopt;
    return record;
}

} // namespace astern
