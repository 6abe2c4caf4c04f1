// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/hold.h"

#include <QCoreApplication>

namespace astern {

Result<Draft> holdDraft(const PrivacyHold &hold)
{
    if (hold.subject.isEmpty() || hold.by.isEmpty() || hold.basis.trimmed().isEmpty())
        return Error{.kind = Error::Kind::Invalid,
                     .message = QCoreApplication::translate(
                         "Journal", "A hold names whose data stays, by which law and who decides it"),
                     .where = QStringLiteral("hold")};
    Draft draft{.kind = QStringLiteral("privacy.hold")};
    draft.fields = {{QStringLiteral("hold"), QJsonObject{{QStringLiteral("subject"), hold.subject},
                                                         {QStringLiteral("basis"), hold.basis},
                                                         {QStringLiteral("lifted"), hold.lifted}}},
                    {QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), hold.by}}}};
    if (!hold.reason.isEmpty())
        draft.personal = {{QStringLiteral("rationale"), hold.reason}};
    return draft;
}

} // namespace astern
