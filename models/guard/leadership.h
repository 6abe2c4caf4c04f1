// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace astern::guard {

// Which of a team's processes acts by policies, where they have journals of their own. It leads by a lease that it
// keeps renewing; each take-over has another epoch. Thread safe.
class Leadership {
public:
    struct State {
        bool leads = false;
        quint64 epoch = 0; // of whoever leads
        QString leader;    // for people; empty: nobody is known to lead
        QString why;       // as a sentence, why this one does not lead; empty where it does
        bool operator==(const State &) const = default;
    };
    virtual ~Leadership() = default;
    // Whether this process would act: who does not must not keep the lease from others. At first it would not.
    virtual void want(bool wanted) = 0;
    // As of this moment: a lease that has run out meanwhile is none, however long this process was stopped.
    [[nodiscard]] virtual State state() const = 0;
};

} // namespace astern::guard
