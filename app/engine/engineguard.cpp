// SPDX-License-Identifier: GPL-3.0-or-later
// Of an engine: policies, the guard that judges and acts by them, and what other processes are told of it.
#include "app/engine/engineparts.h"
#include "app/engine/secrets.h"
#include "models/command/mitigationplanner.h"
#include "models/document/units.h"
#include "models/escalation/concerns.h"

#include <cmath>

namespace astern::app {
namespace {

Draft holdDraft(const guard::AutomationHold &hold, const Placement *place, qint64 nowMs)
{
    Draft draft;
    draft.kind = hold.untilMs > nowMs ? QStringLiteral("automation.held") : QStringLiteral("automation.released");
    draft.fields.insert(QStringLiteral("hold"),
                        QJsonObject{{QStringLiteral("place"), hold.place}, {QStringLiteral("until_ms"), hold.untilMs}});
    draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), hold.by}});
    if (place)
        draft.fields.insert(QStringLiteral("subject"), QJsonObject{{QStringLiteral("service"), place->service},
                                                                   {QStringLiteral("environment"), place->environment},
                                                                   {QStringLiteral("cell"), place->cell}});
    draft.personal.insert(QStringLiteral("rationale"), hold.reason);
    return draft;
}

} // namespace

// Rollouts and verdicts pass between the main thread and the io thread as values; records never leave the io thread.
void Engine::openGuard()
{
    Session *session = d->session.get();
    const bool acts = d->options.guarding == Guarding::Act && !d->options.readOnly;
    seatLeader(session->workspace());
    onThreadOf(d->io, [this, acts] {
        d->guard = new guard::Guard(
            {.clock = &d->clock,
             .journal = d->journal.get(),
             .run =
                 [this](const Plan &plan, const Actor &actor, const QString &reason) {
                     QMetaObject::invokeMethod(
                         d->dispatcher, [this, plan, actor, reason] { d->dispatcher->run(plan, actor, reason); });
                 },
             .mitigation =
                 [this](const QString &place, const policy::Mitigate &wanted, const Done<Plan> &done) {
                     QMetaObject::invokeMethod(this,
                                               [this, place, wanted, done] { planMitigation(place, wanted, done); });
                 },
             .people = [this](const guard::PlaceVerdict &verdict, const guard::Act &act,
                              const Done<Ok> &done) { d->escalator->raise(escalation::concernOf(verdict, act), done); },
             .record = [this](const policy::RecordNeeds &needs) { d->connections->record(needs); },
             .leadership = [this](bool wants) { return d->leadership.state(wants); }},
            {.folder = d->folder,
             .name = d->options.guardName,
             .act = acts,
             .whyNot = d->options.readOnly ? tr("this session is read-only") : tr("it only judges")},
            d->io);
    });
    connect(d->dispatcher, &Dispatcher::progressed, d->guard, &guard::Guard::planProgressed);
    // On their own thread: whoever acts is the one who tells people.
    connect(d->guard, &guard::Guard::stateChanged, d->escalator,
            [escalator = d->escalator](const guard::GuardState &state) { escalator->setSending(state.acts); });
    connect(d->guard, &guard::Guard::judged, d->escalator, &escalation::Escalator::see);
    connect(d->guard, &guard::Guard::forgotten, d->escalator, &escalation::Escalator::forgetPlace);
    connect(d->guard, &guard::Guard::judged, this, [this, session](const guard::PlaceVerdict &verdict) {
        d->gate.set(verdict);
        session->setVerdict(verdict);
    });
    connect(d->guard, &guard::Guard::forgotten, this, [this, session](const QString &place) {
        d->gate.forget(place);
        session->forgetVerdict(place);
    });
    connect(d->guard, &guard::Guard::stateChanged, session, &Session::setGuardState);
    connect(d->guard, &guard::Guard::tookOver, this, [this] {
        d->recovering = true;
        QMetaObject::invokeMethod(d->dispatcher, &Dispatcher::recoverUnresolved);
    });
    QMetaObject::invokeMethod(d->guard, [this] { Q_EMIT d->guard->stateChanged(d->guard->state()); });
    d->authority->setPromotionGate(
        [this](const Plan &plan) { return d->gate.refusal(plan.placementKey(), d->clock.wallMs()); });
    d->guardSoon.setSingleShot(true);
    connect(&d->guardSoon, &QTimer::timeout, this, &Engine::tellGuard);
    const auto soon = [this] {
        if (!d->guardSoon.isActive())
            d->guardSoon.start(0);
    };
    connect(session, &Session::changed, this, [this, soon](const QSet<QString> &, const QSet<QString> &turned) {
        d->turned += turned;
        if (!turned.isEmpty())
            soon();
    });
    connect(session, &Session::workspaceChanged, this, [this, soon] {
        d->turnedAll = true;
        soon();
    });
}

// Only whoever would act asks for the lease: one that only judges must not keep it from others.
void Engine::seatLeader(const Workspace &workspace)
{
    // A command is over before anybody looks.
    if (d->options.guarding != Guarding::None && !d->options.readOnly)
        d->presence.setConfig(workspace, d->options.guardName,
                              connectors::SecretResolver(&resolveSecret, &d->keychain));
    if (d->options.guarding == Guarding::Act && !d->options.readOnly)
        d->leadership.setConfig(workspace, QStringLiteral("%1, %2").arg(d->options.guardName, d->session->self().name),
                                connectors::SecretResolver(&resolveSecret, &d->keychain));
}

// From a fresh read of what is to be changed.
void Engine::planMitigation(const QString &placementKey, const policy::Mitigate &wanted, const Done<Plan> &done)
{
    const auto refuse = [&done](const QString &message) {
        done(Error{.kind = Error::Kind::Refused, .message = message});
    };
    Session &session = *d->session;
    const Placement *known = session.placement(placementKey);
    if (!known)
        return refuse(tr("The workspace has no such place."));
    const Placement place = *known;
    const PlanContext context = session.planContext(place);
    if (!wanted.flag.isEmpty()) {
        const QList<FlagRef> flags = flagsOf(session.workspace(), place);
        const auto flag = std::find_if(flags.cbegin(), flags.cend(),
                                       [&wanted](const FlagRef &one) { return one.name == wanted.flag; });
        if (flag == flags.cend())
            return refuse(tr("%1 declares no flag %2 here.").arg(place.service, wanted.flag));
        const bool off = wanted.set == QLatin1String("off");
        const bool on = wanted.set == QLatin1String("on");
        const std::optional<double> share = off || on ? std::nullopt : units::ratio(wanted.set);
        if (!off && !on && !share)
            return refuse(tr("A flag is set to on, off or a share of users, not to %1.").arg(wanted.set));
        const PlanKind kind = off ? PlanKind::FlagOff : on ? PlanKind::FlagOn : PlanKind::FlagPercent;
        const int percent = share ? int(std::lround(*share * 100)) : -1;
        return readTarget(FlagCommand{FlagAction::Off, *flag, -1},
                          [kind, percent, context, place, done](const Result<Observation> &now) {
                              done(now ? planFlag(kind, std::get<FlagState>(*now), percent, context, place.object)
                                       : Result<Plan>(now.error()));
                          });
    }
    const QList<ConfigOf> configs = configsOf(session.workspace(), place);
    const auto config = std::find_if(configs.cbegin(), configs.cend(),
                                     [&wanted](const ConfigOf &one) { return one.use.id == wanted.config; });
    if (config == configs.cend())
        return refuse(tr("%1 declares no configuration %2 here.").arg(place.service, wanted.config));
    readTarget(ConfigCommand{config->ref, {}, {}}, [this, use = config->use, wanted, context, place,
                                                    done](const Result<Observation> &answer) {
        if (!answer)
            return done(answer.error());
        const ConfigState &now = std::get<ConfigState>(*answer);
        // A version by its digest; any other word means the one that the workspace calls safe.
        const bool byDigest = wanted.apply.startsWith(QLatin1String("sha256:"));
        const Result<QString> digest = versionAskedFor(byDigest ? wanted.apply : QString(), use, now, this->configs());
        done(digest ? planConfig(now, *digest, context, place.object) : Result<Plan>(digest.error()));
    });
}

void Engine::take(const policy::RecordBatch &batch)
{
    QMetaObject::invokeMethod(d->io, [this, batch] {
        if (d->guard)
            d->guard->take(batch);
    });
}

// Recorded first, on the disk of the io thread then; the guard that acts finds it there.
void Engine::holdAutomation(const guard::AutomationHold &hold, Done<Ok> done)
{
    const Done<Ok> answer = d->inbox->wrap(std::move(done));
    const Placement *place = d->session->placement(hold.place);
    const qint64 nowMs = d->clock.wallMs();
    const Done<Receipt> then = [this, hold, answer](const Result<Receipt> &receipt) {
        if (!receipt)
            return answer(receipt.error());
        QMetaObject::invokeMethod(d->io, [folder = d->folder, hold, answer] {
            const auto store = guard::GuardStore::open(folder);
            answer(store ? (*store)->hold(hold) : Result<Ok>(store.error()));
        });
    };
    const Draft draft = holdDraft(hold, place, nowMs);
    // A hold protects, and waits for this machine alone; that automation goes on overrides somebody's hold.
    if (hold.untilMs > nowMs)
        d->journal->append(draft, then);
    else
        appendNeeding(LogAction::Override, place ? place->environment : QString(), draft, then);
}

// A process that judges nothing itself asks what the one that does has written down.
void Engine::askOtherGuards()
{
    QHash<QString, Placement> places; // asked for each plan: thousands of places must not be gone through for one
    for (const Placement &place : d->session->workspace().placements())
        places.insert(place.key(), place);
    d->authority->setPromotionGate(
        [workspace = d->session->workspace(), places, folder = d->folder, clock = &d->clock](const Plan &plan) {
            const auto place = places.constFind(plan.placementKey());
            if (place == places.cend() || !guard::subjectOf(workspace, *place, plan.seen))
                return QString();
            const auto store = guard::GuardStore::open(folder);
            if (!store)
                return store.error().toString();
            const auto said = (*store)->promotion(place->key());
            if (!said)
                return said.error().toString();
            if (!*said || clock->wallMs() > (*said)->goodUntilMs)
                return tr("nobody judges it now; start asternctl guard, or open the desktop");
            return (*said)->refused;
        });
}

// Of the places that turned alone: two thousand of them are too much for every batch.
void Engine::tellGuard()
{
    const Session &session = *d->session;
    const QSet<QString> turned = std::exchange(d->turned, {});
    QList<guard::Subject> subjects;
    const QSet<QString> before = d->guarded;
    const auto look = [&](const Placement &placement) {
        const Rollout *rollout = session.rollout(placement.object);
        const auto subject = rollout ? guard::subjectOf(session.workspace(), placement, *rollout) : std::nullopt;
        if (subject)
            subjects.append(*subject);
        if (subject && subject->onItsWay)
            d->guarded.insert(placement.key());
        else
            d->guarded.remove(placement.key());
        return subject.has_value();
    };
    // One that is no longer there, or under no policy, is told by not being among all of them.
    bool all = std::exchange(d->turnedAll, false);
    for (const QString &key : turned) {
        const Session::Sight sight = session.look(key);
        if (!all && sight.service && !sight.service->policies.isEmpty())
            all = !look(*sight.placement);
    }
    if (all) {
        subjects.clear();
        d->guarded.clear();
        for (const ServiceConfig &service : session.workspace().services) {
            for (const Placement &placement : service.policies.isEmpty() ? QList<Placement>() : service.placements)
                look(placement);
        }
    }
    if (d->guarded != before)
        d->gate.setGuarded(d->guarded);
    if (!subjects.isEmpty() || all)
        QMetaObject::invokeMethod(d->guard, [guard = d->guard, subjects, all] {
            all ? guard->setSubjects(subjects) : guard->seeSubjects(subjects);
        });
}

} // namespace astern::app
