// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/handover.h"

#include "models/approval/approvalbook.h"

#include <QCoreApplication>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("OnCall", text); }

} // namespace

OnCall onCallOf(const Session &session)
{
    const ApprovalBook *book = session.doors().approvals;
    return book ? book->onCall(session.workspace().name) : OnCall();
}

void handOver(const Session &session, const QString &to, const QString &toName, const QString &reason,
              const Done<Receipt> &done)
{
    const auto refuse = [&done](Error::Kind kind, const QString &why) {
        done(Error{.kind = kind, .message = tr("On call stays as it is: %1").arg(why)});
    };
    if (!session.doors().readOnly.isEmpty())
        return refuse(Error::Kind::NotPermitted, session.doors().readOnly);
    if (!session.journal() || !session.doors().approvals)
        return refuse(Error::Kind::Unsupported, tr("this session can only look"));
    const QString trouble = session.doors().approvals->trouble();
    if (!trouble.isEmpty())
        return refuse(Error::Kind::Unavailable, tr("what the team decided is not known here now: %1").arg(trouble));
    const OnCall now = onCallOf(session);
    const Actor self = session.self();
    const QString why = whyNotHandOver(now, self, to);
    if (!why.isEmpty())
        return refuse(Error::Kind::NotPermitted, why);
    session.journal()->append(handOverDraft(session.workspace().name, now, to, toName, self, reason),
                              JournalLevel::Shared, done);
}

} // namespace astern
