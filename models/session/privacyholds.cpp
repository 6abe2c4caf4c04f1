// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/privacyholds.h"

#include "models/journal/hold.h"

namespace astern {

void holdWords(const Session &session, const PrivacyHold &hold, Done<Receipt> done)
{
    if (!hold.lifted || !session.doors().recordNeeding)
        return session.journal()->hold(hold, std::move(done));
    const auto draft = holdDraft(hold);
    if (!draft)
        return done(draft.error());
    session.doors().recordNeeding(LogAction::Override, {}, *draft, std::move(done));
}

} // namespace astern
