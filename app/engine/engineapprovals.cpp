// SPDX-License-Identifier: GPL-3.0-or-later
// Of an engine: what the log says of gates.
#include "app/engine/engineparts.h"

namespace astern::app {
namespace {

constexpr int kPage = 1'000;

} // namespace

void Engine::openApprovals()
{
    d->desk = std::make_unique<ApprovalDesk>(ApprovalDesk::Doors{
        .journal = d->journal.get(),
        .book = &d->approvals,
        .clock = &d->clock,
        .level = [this](LogAction action, const QString &environment) { return d->log.need(action, environment); }});
    d->authority->setApprovals(&d->approvals);
    d->authority->setHealth([this](const Plan &plan) { return d->limits.since(plan); });
    // Before the pages: what is written meanwhile comes twice, and is taken once.
    connect(
        d->journal.get(), &Journal::appended, d->journal.get(),
        [book = &d->approvals](const JournalEntry &entry) { book->take(entry); }, Qt::DirectConnection);
    readApprovals(JournalQuery::kOldest);
}

void Engine::readApprovals(quint64 after)
{
    d->journal->entries({.limit = kPage, .kinds = ApprovalBook::kinds(), .after = after},
                        d->inbox->wrap([this](const Result<QList<JournalEntry>> &page) {
                            QList<Done<Ok>> awaited;
                            if (!page) {
                                // The gates stay shut; whoever waits is told why.
                                qCWarning(lcSession).noquote() << page.error().toString();
                                awaited.swap(d->approvalsAwaited);
                                for (const Done<Ok> &done : awaited)
                                    done(page.error());
                                return;
                            }
                            for (const JournalEntry &entry : *page)
                                d->approvals.take(entry);
                            if (page->size() == kPage)
                                return readApprovals(page->constLast().index);
                            d->approvals.setRead();
                            if (d->session)
                                d->session->setApprovalsChanged();
                            answerAwaited();
                        }));
}

// Once what follows from it has come into force: whoever waited goes by the policies that are approved.
void Engine::answerAwaited()
{
    if (!d->approvals.isRead() || !d->lettingIn.isEmpty())
        return;
    for (const Done<Ok> &done : std::exchange(d->approvalsAwaited, {}))
        done(Ok{});
}

void Engine::whenApprovalsRead(Done<Ok> done)
{
    d->approvalsAwaited.append(std::move(done));
    answerAwaited();
}

} // namespace astern::app
