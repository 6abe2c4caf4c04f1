// SPDX-License-Identifier: GPL-3.0-or-later
// Of an engine: who is told outside, and how that climbs.
#include "app/engine/engineparts.h"
#include "app/engine/secrets.h"
#include "models/views/gateconcerns.h"

namespace astern::app {
namespace {

constexpr int kGatesSoonMs = 200; // a decision is several entries
constexpr int kGatesAgainMs = 15'000;

} // namespace

// On the thread of watching, beside the guard. Every process looks; the one whose guard acts sends.
void Engine::openEscalator()
{
    onThreadOf(d->io, [this] {
        d->notifier =
            new connectors::Notifier(connectors::SecretResolver(&resolveSecret, &d->keychain), d->clock, d->io);
        d->escalator = new escalation::Escalator(
            {.clock = &d->clock,
             .journal = d->journal.get(),
             .send =
                 [this](const LoggedIntent &intent, const QString &target, const escalation::Message &message,
                        const Done<escalation::Answer> &done) { d->notifier->send(intent, target, message, done); }},
            d->session->workspace().name, d->io);
    });
    connect(d->escalator, &escalation::Escalator::changed, d->session.get(), &Session::setEscalations);
    connect(d->journal.get(), &Journal::appended, d->escalator, &escalation::Escalator::take);
    setPeople(d->session->workspace().notify);
    if (d->options.guarding != Guarding::Act)
        return; // another process tells people
    connect(d->session.get(), &Session::approvalsChanged, &d->gatesDue, [this] { d->gatesDue.start(kGatesSoonMs); });
    connect(&d->gatesDue, &QTimer::timeout, this, &Engine::tellGates);
    d->gatesDue.setSingleShot(true);
    d->gatesDue.start(kGatesSoonMs);
}

// Again and again, as a request expires and a review is overdue without anybody's doing.
void Engine::tellGates()
{
    d->gatesDue.start(kGatesAgainMs);
    if (!d->session->approvalsRead())
        return;
    QMetaObject::invokeMethod(d->escalator,
                              [escalator = d->escalator, waiting = escalation::gateConcerns(requestRows(*d->session))] {
                                  escalator->seeGates(waiting);
                              });
}

void Engine::setPeople(const NotifyConfig &config)
{
    QMetaObject::invokeMethod(d->io, [this, config] {
        d->notifier->setConfig(config);
        d->escalator->setRules(config);
    });
}

void Engine::acknowledge(const QString &id, Done<Ok> done)
{
    QMetaObject::invokeMethod(
        d->io, [this, id, self = d->session->self(), answer = Done<Ok>(d->inbox->wrap(std::move(done)))] {
            d->escalator->acknowledge(id, self, answer);
        });
}

void Engine::testTarget(const QString &target, Done<escalation::Answer> done)
{
    QMetaObject::invokeMethod(d->io,
                              [this, target, answer = Done<escalation::Answer>(d->inbox->wrap(std::move(done)))] {
                                  d->escalator->test(target, answer);
                              });
}

void Engine::escalations(Done<escalation::Sight> done)
{
    QMetaObject::invokeMethod(d->io, [this, answer = Done<escalation::Sight>(d->inbox->wrap(std::move(done)))] {
        d->escalator->whenReady([this, answer] { answer(d->escalator->sight()); });
    });
}

} // namespace astern::app
