// SPDX-License-Identifier: GPL-3.0-or-later
// Of an engine: what the log says of gates.
#include "app/engine/engineparts.h"

#include "models/approval/deviceenrol.h"

#include <QDir>

namespace astern::app {
namespace {

constexpr int kPage = 1'000;
constexpr int kTeamMs = 10'000; // for the store to answer, before whoever asks is told that it has not

} // namespace

void Engine::openApprovals()
{
    const auto level = [this](LogAction action, const QString &environment) {
        return d->log.need(action, environment);
    };
    const auto whenPlaced = [team = d->teamApprovals.get()](const QString &entry, const Done<Ok> &done) {
        if (!team->follows())
            return false;
        team->whenPlaced(entry, done);
        return true;
    };
    d->desk = std::make_unique<ApprovalDesk>(ApprovalDesk::Doors{.journal = d->journal.get(),
                                                                 .book = &d->approvals,
                                                                 .clock = &d->clock,
                                                                 .level = level,
                                                                 .whenPlaced = whenPlaced});
    d->authority->setApprovals(&d->approvals);
    d->authority->setHealth([this](const Plan &plan) { return d->limits.since(plan); });
    // Before the pages: what is written meanwhile comes twice, and is taken once. In a team what this device has
    // written counts where and when the team's log has it.
    connect(
        d->journal.get(), &Journal::appended, d->journal.get(),
        [book = &d->approvals, team = d->teamApprovals.get()](const JournalEntry &entry) {
            if (!team->follows())
                book->take(entry);
        },
        Qt::DirectConnection);
    connect(d->teamApprovals.get(), &TeamApprovals::changed, this, [this] {
        if (d->session)
            d->session->setApprovalsChanged();
        answerAwaited();
    });
    connect(d->teamApprovals.get(), &TeamApprovals::troubled, this,
            [](const QString &words) { qCWarning(lcSession).noquote() << words; });
}

// The log that decides about gates: the team's where there is one, else this device's own.
void Engine::followApprovals(const Workspace &workspace)
{
    const bool team = !workspace.journal.team.isEmpty();
    const bool same = d->teamApprovals->follows() == team;
    d->teamApprovals->follow(team);
    if (!team && (!same || !d->approvals.isRead()))
        readApprovals(JournalQuery::kOldest);
}

void Engine::readApprovals(quint64 after)
{
    d->journal->entries({.limit = kPage, .kinds = ApprovalBook::kinds(), .after = after},
                        d->inbox->wrap([this](const Result<QList<JournalEntry>> &page) {
                            if (d->teamApprovals->follows())
                                return; // it changed meanwhile
                            if (!page) {
                                // The gates stay shut; whoever waits is told why.
                                qCWarning(lcSession).noquote() << page.error().toString();
                                return tellApprovalsRead(page.error());
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

AuthorityAnswer Engine::mayEnrol(const DeviceEnrolment &enrolment)
{
    const Actor actor = d->authority->self();
    const AuthorityAnswer answer = d->authority->mayEnrol(enrolment, actor);
    // That approvals are missing is no refusal: they are asked for.
    if (!answer.allowed && !answer.waits && !d->options.readOnly)
        d->journal->append(
            refusedOfDevice(toString(GatedAct::KeyEnrol), enrolment.device, actor,
                            {.kind = Error::Kind::NotPermitted, .message = answer.reason, .where = answer.where}),
            [](const Result<Receipt> &) {});
    return answer;
}

// What the plan of a process that died had used up before it began.
void Engine::giveBackApprovals()
{
    if (d->options.readOnly)
        return;
    whenApprovalsRead([this](const Result<Ok> &read) {
        if (!read)
            return;
        const auto isDead = [claims = d->claims.get()](const QString &plan) {
            const Result<bool> mine = claims->take(plan);
            if (!mine || !*mine)
                return false;
            claims->release(plan);
            return true;
        };
        d->desk->giveBackLeft(d->startedMonoMs, isDead, d->authority->self());
    });
}

// Once what follows from it has come into force: whoever waited goes by the policies that are approved.
void Engine::answerAwaited()
{
    const TeamApprovals &team = *d->teamApprovals;
    const bool known = team.follows() ? team.isSettled() : d->approvals.isRead();
    if (known && d->lettingIn.isEmpty())
        tellApprovalsRead(Ok{});
}

void Engine::tellApprovalsRead(const Result<Ok> &read)
{
    for (const Done<Ok> &done : std::exchange(d->approvalsAwaited, {}))
        done(read);
}

void Engine::whenApprovalsRead(Done<Ok> done)
{
    d->approvalsAwaited.append(std::move(done));
    if (d->session && d->approvals.isRead())
        reconsiderPolicies(); // with what was written a moment ago
    answerAwaited();
    if (!d->approvalsAwaited.isEmpty() && d->teamApprovals->follows())
        QTimer::singleShot(kTeamMs, this, [this] { tellApprovalsRead(Ok{}); });
}

} // namespace astern::app
