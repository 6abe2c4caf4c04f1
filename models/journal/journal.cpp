// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/journal.h"

#include "models/base/uuid7.h"

#include <QCoreApplication>
#include <QDateTime>

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
    // Who was told belongs to that: without its entry nobody would be.
    return draft.kind.startsWith(QLatin1String("rollback.")) || draft.kind.startsWith(QLatin1String("guard.")) ||
           draft.kind.startsWith(QLatin1String("escalation.")) || draft.kind.startsWith(QLatin1String("notify."));
}

void Journal::appendIntent(Draft draft, const QString &key, JournalLevel level, Done<LoggedIntent> done)
{
    draft.fields.insert(QStringLiteral("idem"), key);
    append(draft, level, [saga = draft.saga, key, done = std::move(done)](Result<Receipt> receipt) {
        if (receipt)
            done(LoggedIntent(*receipt, saga, key, true));
        else
            done(receipt.error());
    });
}

void Journal::appendUnrecorded(Draft draft, const QString &key, const TypedConfirmation &confirmation,
                               Done<LoggedIntent> done)
{
    const QJsonObject subject = draft.fields.value(QLatin1String("subject")).toObject();
    if (!isEmergency(draft) || subject.value(QLatin1String("service")).toString() != confirmation.service())
        return done(Error{.kind = Error::Kind::Refused,
                          .message = QCoreApplication::translate(
                              "Journal", "Only what goes back, and what was named, may be done without a record")});
    draft.fields.insert(QStringLiteral("idem"), key);
    append(draft, JournalLevel::Local, [this, draft, key, done = std::move(done)](const Result<Receipt> &receipt) {
        if (receipt)
            return done(LoggedIntent(*receipt, draft.saga, key, true));
        const QString id = Uuid7::next();
        {
            const std::lock_guard lock(m_unrecordedMutex);
            m_unrecorded.append({id, draft, QDateTime::currentMSecsSinceEpoch(), receipt.error().toString()});
        }
        done(LoggedIntent(Receipt{.index = 0, .id = id, .leafHash = {}}, draft.saga, key, false));
    });
}

void Journal::noteUnrecorded(const Draft &draft, const QString &why)
{
    const std::lock_guard lock(m_unrecordedMutex);
    m_unrecorded.append({Uuid7::next(), draft, QDateTime::currentMSecsSinceEpoch(), why});
}

QList<UnrecordedEntry> Journal::unrecorded() const
{
    const std::lock_guard lock(m_unrecordedMutex);
    return m_unrecorded;
}

void Journal::catchUpUnrecorded(Done<Ok> done)
{
    const QList<UnrecordedEntry> todo = unrecorded();
    if (todo.isEmpty())
        return done(Ok{});
    const auto recorded = [this](const QString &id, const Receipt &receipt) {
        const std::lock_guard lock(m_unrecordedMutex);
        m_unrecorded.removeIf([&id](const UnrecordedEntry &entry) { return entry.id == id; });
        linkRecorded(m_unrecorded, id, receipt);
    };
    recordUnrecorded(*this, todo, recorded, [done = std::move(done)](const Result<Receipt> &gap) {
        done(gap ? Result<Ok>(Ok{}) : Result<Ok>(gap.error()));
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

void Journal::changeKey(const KeyChange &, JournalLevel, Done<Receipt> done) { done(unsupported()); }

} // namespace astern

// Here and not in one file for the whole library, so that who uses the journal links nothing else.
#include "moc_journal.cpp"
