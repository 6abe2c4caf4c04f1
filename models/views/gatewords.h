// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/gatesight.h"

namespace astern {

// One line of the inbox, whole and in words: what would be done, on what evidence, who signed, who may, and which
// conditions hold. Pure.
struct GateDetail {
    enum class Tone { Plain, Yours, Bad, Doubt, Good };
    QString title;    // "payments"
    QString place;    // "prod/eu-1"
    QString versions; // "9.2.4 → 9.3.0"
    QString act;      // "promote up to 25 %"
    QString sentence; // how it stands for who looks
    QString more;     // what else there is to say about that
    Tone tone = Tone::Plain;
    QList<EntrySection> plan;   // what changed, what would be done, the evidence
    QList<EntrySection> people; // who, conditions, the rule
    QString signs;              // "You sign plan 3fa9 07c2 as shown here."; empty: nothing is to be signed
};
[[nodiscard]] GateDetail detailOf(const Session &session, const GateSight &sight);

// "promote to 50 %": what waits.
[[nodiscard]] QString actWords(const GateSight &sight);
[[nodiscard]] QString actWords(const QString &act, int reach);
// Behind the versions, where they say that it is a promotion: "to 50 %".
[[nodiscard]] QString briefAct(const GateSight &sight);
// The service, the policy that is edited, or the device that comes.
[[nodiscard]] QString titleOf(const GateRow &row);
// "prod/eu-1"; empty: it is of no place.
[[nodiscard]] QString placeWords(const Session &session, const GateRow &row);
// "4.7.1 → 4.8.0": what serves there now, and what comes; one of them where the other is not known.
[[nodiscard]] QString versionWords(const Session &session, const GateRow &row);
// "asked by jo", "jo broke the glass", "argo waits".
[[nodiscard]] QString askerWords(const GateRow &row);
// At the right of a line: "1 of 2", "not signed", "paused", "void", "approved", "rejected".
[[nodiscard]] QString standWords(const GateRow &row);
// "expires in 54 min", "2 h overdue", "countersign within 38 min", "14:59"; empty: it has no end.
[[nodiscard]] QString endWords(const GateRow &row, qint64 nowMs);

} // namespace astern
