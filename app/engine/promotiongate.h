// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/placeverdict.h"

#include <QHash>
#include <QSet>

#include <mutex>

namespace astern::app {

// Whether policies let a place go forward now. Told by the guard of this process, asked by buttons and the dispatcher
// from their threads. Verdicts that have grown old refuse: nobody judges any more.
class PromotionGate {
public:
    // Places at which a rollout is under policies: without a verdict nothing is promoted there.
    void setGuarded(const QSet<QString> &places);
    void set(const guard::PlaceVerdict &verdict);
    void forget(const QString &place);
    // Empty: it may. Else the end of a sentence: "policy checkout-slo says suspect: …".
    [[nodiscard]] QString refusal(const QString &place, qint64 nowMs) const;

private:
    struct Said {
        QString refused;
        qint64 goodUntilMs = 0;
    };
    mutable std::mutex m_mutex;
    QSet<QString> m_guarded;
    QHash<QString, Said> m_said;
};

} // namespace astern::app
