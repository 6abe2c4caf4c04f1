// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/journal.h"

#include <QCoreApplication>

namespace astern {
namespace {

Error unsupported()
{
    return {.kind = Error::Kind::Unsupported,
            .message = QCoreApplication::translate("Journal", "This journal cannot do that")};
}

} // namespace

quint64 JournalLevels::of(JournalLevel level) const
{
    switch (level) {
    case JournalLevel::Local:
        return 0;
    case JournalLevel::Shared:
        return shared;
    case JournalLevel::Sealed:
        return sealed;
    case JournalLevel::Witnessed:
        return witnessed;
    case JournalLevel::Shipped:
        return shipped;
    }
    return 0;
}

bool isEmergency(const Draft &draft)
{
    // The dispatcher files every plan that protects as a rollback: an abort, an undo, a flag that is switched off.
    return draft.kind.startsWith(QLatin1String("rollback.")) || draft.kind.startsWith(QLatin1String("guard."));
}

void Journal::appendIntent(Draft draft, const QString &key, JournalLevel level, Done<LoggedIntent> done)
{
    draft.fields.insert(QStringLiteral("idem"), key);
    append(draft, level, [saga = draft.saga, key, done = std::move(done)](Result<Receipt> receipt) {
        if (receipt)
            done(LoggedIntent(*receipt, saga, key));
        else
            done(receipt.error());
    });
}

void Journal::setReached(JournalLevel, quint64) {}

void Journal::setUnreachable(JournalLevel, const Error &) {}

void Journal::summary(const JournalSummaryQuery &, Done<JournalSummary> done) { done(unsupported()); }

void Journal::setLost(quint64, const Error &) {}

void Journal::setSeen(const QJsonObject &) {}

void Journal::setShared(const SharedLogState &) {}

void Journal::verifyNow(Done<Ok> done) { done(unsupported()); }

void Journal::erase(const Erasure &, Done<Receipt> done) { done(unsupported()); }

void Journal::hold(const PrivacyHold &, Done<Receipt> done) { done(unsupported()); }

} // namespace astern

// Here and not in one file for the whole library, so that who uses the journal links nothing else.
#include "moc_journal.cpp"
