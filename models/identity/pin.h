// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace astern {

// What is kept of a PIN: a slow salted hash (Argon2id), and how often it was missed since it was last right.
struct PinRecord {
    QByteArray hash; // as crypto_pwhash_str writes it, with salt and cost
    qint64 setMs = 0;
    int misses = 0;
    qint64 notBeforeMs = 0; // wall clock; no try counts before
    bool operator==(const PinRecord &) const = default;
};

inline constexpr int kLeastPin = 6;
inline constexpr int kMostPin = 64;

// How long no try counts after so many misses in a row: three are free, then it grows to an hour.
[[nodiscard]] qint64 pinDelayMs(int misses);

// Takes some 0.1 s and 64 MB, on purpose: not on the GUI thread. Refused: too short, too long, one character only, or a
// plain row up or down.
[[nodiscard]] Result<PinRecord> makePin(const QString &pin, qint64 nowMs);

struct PinTry {
    PinRecord after; // to be kept, whatever came of it
    std::optional<Error> error;
};
// As slow as makePin(). A miss, or a try that came too early, is an error that says when the next one counts.
[[nodiscard]] PinTry tryPin(PinRecord record, const QString &pin, qint64 nowMs);

[[nodiscard]] QByteArray pinToBytes(const PinRecord &record);
[[nodiscard]] std::optional<PinRecord> pinFromBytes(const QByteArray &bytes);

} // namespace astern
