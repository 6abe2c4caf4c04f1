// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/session/session.h"

#include "models/base/uuid7.h"
#include "models/workspace/backendtypes.h"
#include "models/workspace/rolelabels.h"
#include "models/workspace/workspacechange.h"

#include <algorithm>

namespace astern {
namespace {

constexpr qsizetype kKeptRuns = 200;
constexpr qint64 kRecentRunMs = 10 * 60'000;

} // namespace

Session::Session(Workspace workspace, Doors doors, QObject *parent)
    : QObject(parent), m_doors(std::move(doors)), m_inbox(this)
{
    m_workspaceReadMs = nowMs();
    m_coalesce.setSingleShot(true);
    connect(&m_coalesce, &QTimer::timeout, this, [this] {
        m_pace.wentAt(clock().monoMs());
        if (std::exchange(m_answered, false))
            Q_EMIT backendsAnswered();
        const QSet<QString> touched = std::exchange(m_touched, {});
        const QSet<QString> turned = std::exchange(m_turned, {});
        m_touched.reserve(touched.size()); // what told of so many places is about to tell of them again
        if (!touched.isEmpty())
            Q_EMIT changed(touched, turned);
    });
    setWorkspace(workspace);
}

Actor Session::self() const { return m_doors.authority ? m_doors.authority->self() : Actor{}; }

const Rollout *Session::rollout(const ObjectRef &ref) const
{
    const auto it = m_rollouts.constFind(ref.key());
    return it == m_rollouts.cend() ? nullptr : &*it;
}

const Placement *Session::placement(const QString &key) const
{
    const auto it = m_placementIndex.constFind(key);
    return it == m_placementIndex.cend() ? nullptr : &m_places.at(*it).placement;
}

QList<BackendHealth> Session::backends() const
{
    QList<BackendHealth> all;
    for (const BackendConfig &config : m_workspace.backends) {
        if (const BackendHealth *health = backend(config.id))
            all.append(*health);
    }
    return all;
}

const BackendHealth *Session::backend(const QString &id) const
{
    const auto it = m_backends.constFind(id);
    return it == m_backends.cend() ? nullptr : &*it;
}

QList<PlanRun> Session::runs() const { return m_runs; }

const PlanRun *Session::runFor(const QString &placementKey) const
{
    const auto it = m_placementIndex.constFind(placementKey);
    return it == m_placementIndex.cend() ? nullptr : runOf(m_places.at(*it));
}

const PlanRun *Session::runOf(const Place &place) const
{
    // Asked for every place in each tick, and hardly any of them has one.
    if (!m_runTargets.contains(place.objectKey))
        return nullptr;
    for (const PlanRun &run : m_runs) {
        if (run.plan.target != place.placement.object)
            continue;
        if (run.state == PlanRun::State::Running || nowMs() - run.endedMs < kRecentRunMs)
            return &run;
    }
    return nullptr;
}

Session::Sight Session::look(const QString &placementKey) const
{
    const auto it = m_placementIndex.constFind(placementKey);
    if (it == m_placementIndex.cend())
        return {};
    const Place &place = m_places.at(*it);
    const auto rollout = m_rollouts.constFind(place.objectKey);
    return {&place.placement, place.service, rollout == m_rollouts.cend() ? nullptr : &*rollout,
            backend(place.placement.object.backend), runOf(place)};
}

qint64 Session::underLimitsSince(const QString &placementKey) const
{
    const Placement *place = placement(placementKey);
    const ServiceConfig *config = place ? service(place->service) : nullptr;
    if (!config)
        return 0;
    const qint64 now = nowMs();
    qint64 since = 0;
    for (const SignalSpec &spec : config->signalSpecs) {
        if (!spec.hasLimit())
            continue;
        // After a rollback the new version has no traffic left: what serves is what must be well. The service as a
        // whole, where it is measured, still counts what the new version broke; and a version on its way that hurts
        // is no recovery.
        bool judged = false;
        for (const Role role : {Role::Stable, Role::All, Role::New}) {
            const LimitReading reading = m_series.reading({placementKey, spec.id, role}, spec, now);
            if (reading.state == LimitReading::State::OverLimit)
                return 0;
            if (reading.state != LimitReading::State::Within) {
                if (role != Role::New && reading.state != LimitReading::State::NoData)
                    return 0;
                continue;
            }
            judged = judged || role != Role::New;
            since = std::max(since, reading.sinceMs);
        }
        if (!judged)
            return 0;
    }
    return since;
}

QList<SignalQuery> Session::queriesFor(const Placement &place) const
{
    QList<SignalQuery> all;
    const ServiceConfig *config = service(place.service);
    if (!config)
        return all;
    const Rollout *seen = rollout(place.object);
    const auto newLabels = filledIn(config->newLabels, place, seen);
    const auto stableLabels = filledIn(config->stableLabels, place, seen);
    const auto allLabels = filledIn(config->allLabels, place, seen);
    for (const SignalSpec &spec : config->signalSpecs) {
        if (newLabels && !newLabels->isEmpty())
            all.append({{place.key(), spec.id, Role::New}, spec, *newLabels});
        if (stableLabels && !stableLabels->isEmpty())
            all.append({{place.key(), spec.id, Role::Stable}, spec, *stableLabels});
        // A workspace that cannot tell the versions apart still has the service as a whole.
        if ((allLabels && !allLabels->isEmpty()) || (config->newLabels.isEmpty() && config->stableLabels.isEmpty()))
            all.append({{place.key(), spec.id, Role::All}, spec, allLabels.value_or(QMap<QString, QString>{})});
    }
    return all;
}

bool Session::askFor(Place &place) const
{
    const Rollout *seen = rollout(place.placement.object);
    const QString desired = seen ? seen->desired.hash : QString();
    const QString stable = seen ? seen->stableHash : QString();
    // Nothing else of a rollout is in a question.
    if (place.desiredHash == desired && place.stableHash == stable)
        return false;
    place.desiredHash = desired;
    place.stableHash = stable;
    QList<SignalQuery> queries = queriesFor(place.placement);
    if (queries == place.queries)
        return false;
    place.queries = std::move(queries);
    return true;
}

QList<SignalQuery> Session::signalQueries() const
{
    QList<SignalQuery> all;
    for (const Place &place : m_places)
        all.append(place.queries);
    return all;
}

QList<QList<SignalQuery>> Session::signalQueriesByPlace() const
{
    QList<QList<SignalQuery>> all;
    all.reserve(m_places.size());
    for (const Place &place : m_places)
        all.append(place.queries);
    return all;
}

AuthorityAnswer Session::may(const Plan &plan) const
{
    if (!m_doors.authority)
        return {.allowed = false, .reason = tr("This session can only look"), .where = {}, .hint = {}};
    const AuthorityAnswer answer = m_doors.authority->may(plan, actorFor(plan));
    if (!answer.allowed)
        return answer;
    const LogVerdict log = judgeLog(plan.kind, plan.environment, plan.production, logSight());
    if (!log.refused)
        return answer;
    return {.allowed = false, .reason = log.refused->message, .where = log.refused->where, .hint = log.refused->hint};
}

Result<Ok> Session::mayStart(const Plan &plan)
{
    const AuthorityAnswer answer = may(plan);
    if (!answer.allowed) {
        noteRefusal(plan, answer);
        return Error{
            .kind = Error::Kind::NotPermitted, .message = answer.reason, .where = answer.where, .hint = answer.hint};
    }
    if (!m_doors.run)
        return Error{.kind = Error::Kind::Unsupported, .message = tr("This session cannot send anything")};
    const bool known =
        std::any_of(m_runs.cbegin(), m_runs.cend(), [&](const PlanRun &r) { return r.plan.id == plan.id; });
    if (known)
        return Error{.kind = Error::Kind::Refused, .message = tr("This plan has already been started")};
    return Ok{};
}

// Shown at once; the dispatcher's own snapshots follow.
void Session::showStart(const Plan &plan, const QString &reason)
{
    PlanRun run;
    run.plan = plan;
    run.actor = actorFor(plan);
    m_present.remove(plan.id);
    run.reason = reason;
    run.startedMs = nowMs();
    run.steps.resize(plan.steps.size());
    setRun(run);
}

Result<Ok> Session::commit(const Plan &plan, const QString &reason)
{
    if (auto done = mayStart(plan); !done)
        return done;
    const Actor actor = actorFor(plan); // the proof is for one start
    showStart(plan, reason);
    m_doors.run(plan, actor, reason);
    return Ok{};
}

Result<Plan> Session::commitUnrecorded(const Plan &asked, const QString &reason, const QString &typed)
{
    const auto confirmation = TypedConfirmation::of(typed, asked.service);
    if (!confirmation)
        return Error{.kind = Error::Kind::Invalid,
                     .message =
                         tr("Nothing was sent: to go back without a record, type the name %1").arg(asked.service)};
    Plan plan = asked;
    plan.id = Uuid7::next();
    if (auto done = mayStart(plan); !done)
        return done.error();
    if (!m_doors.runUnrecorded)
        return Error{.kind = Error::Kind::Unsupported, .message = tr("This session cannot send anything")};
    const Actor actor = actorFor(plan);
    showStart(plan, reason);
    m_doors.runUnrecorded(plan, actor, reason, *confirmation);
    return plan;
}

void Session::setUnrecorded(const QString &text)
{
    if (std::exchange(m_unrecorded, text) != text)
        Q_EMIT unrecordedChanged();
}

void Session::stop(const QString &planId)
{
    if (m_doors.stop)
        m_doors.stop(planId);
}

void Session::skipStep(const QString &planId)
{
    if (m_doors.skip)
        m_doors.skip(planId);
}

void Session::giveReason(const QString &id, const QString &reason)
{
    if (!m_doors.journal)
        return;
    Draft draft;
    draft.kind = QStringLiteral("rationale.late");
    draft.saga = id;
    draft.personal.insert(QStringLiteral("rationale"), reason.trimmed());
    draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), self().ref}});
    m_doors.journal->append(draft, m_inbox.wrap([this, id, reason](const Result<Receipt> &receipt) {
        if (!receipt)
            return;
        for (PlanRun &run : m_runs) {
            if (run.plan.id == id) {
                run.reason = reason;
                Q_EMIT runChanged(run);
            }
        }
        for (CampaignRun &run : m_campaigns) {
            if (run.campaign.id == id) {
                run.reason = reason;
                Q_EMIT campaignChanged(run);
            }
        }
    }));
}

void Session::signInAgain(const QString &backend)
{
    if (m_doors.signIn)
        m_doors.signIn(backend);
}

void Session::observe(const RolloutBatch &batch)
{
    QSet<QString> objects;
    const auto forget = [&](const QString &key) {
        if (m_rollouts.remove(key))
            objects.insert(key);
    };
    // First: an object that was deleted and made again is in both lists.
    for (const QString &key : batch.gone)
        forget(key);
    for (const Rollout &next : batch.changed) {
        const QString key = next.ref.key();
        m_rollouts.insert(key, next);
        objects.insert(key);
    }
    if (batch.complete) {
        const QString prefix = batch.backend + QLatin1Char('/');
        const QStringList known = m_rollouts.keys();
        for (const QString &key : known) {
            if (key.startsWith(prefix) && !objects.contains(key) && !batch.told.contains(key))
                forget(key);
        }
    }
    bool asksAnew = false;
    for (const QString &key : std::as_const(objects)) {
        const QList<qsizetype> places = m_placesOf.value(key);
        for (const qsizetype index : places) {
            touch(m_places.at(index).key);
            noteFlags(m_places.at(index));
            asksAnew = askFor(m_places[index]) || asksAnew;
        }
    }
    if (asksAnew)
        Q_EMIT queriesChanged();
}

void Session::addSamples(const SampleBatch &batch)
{
    const QString *touched = nullptr; // series of one place stand together
    for (const SeriesStore::News &news : m_series.add(batch)) {
        const QString &place = batch.series.at(news.series).id.place;
        if (!news.turns && touched && *touched == place)
            continue;
        touched = &place;
        touch(place, news.turns);
    }
}

void Session::setAlerts(const AlertBatch &batch)
{
    // Nothing stands differently for it: an alert is no verdict.
    for (const QString &key : m_alerts.set(batch))
        touch(key, false);
}

PlaceAlerts Session::alerts(const QString &placementKey) const
{
    PlaceAlerts all;
    for (const BackendConfig &config : m_workspace.backends) {
        if (!alertTypes().contains(config.type))
            continue;
        const BackendHealth *health = backend(config.id);
        const bool answered = health && health->lastAnswerMs > 0;
        const PlaceAlerts::Known known = !answered                  ? PlaceAlerts::Known::NotYet
                                         : health->isStale(nowMs()) ? PlaceAlerts::Known::Stale
                                                                    : PlaceAlerts::Known::Now;
        if (answered && (all.asOfMs == 0 || health->lastAnswerMs < all.asOfMs))
            all.asOfMs = health->lastAnswerMs;
        if (known <= all.known)
            continue; // one of another manager is known even less
        all.known = known;
        all.trouble = known == PlaceAlerts::Known::Now || !health ? QString() : health->reason;
    }
    all.alerts = m_alerts.of(placementKey);
    return all;
}

void Session::setBackendHealth(const BackendHealth &health)
{
    BackendHealth &known = m_backends[health.backend];
    if (known == health)
        return;
    BackendHealth onlyNewer = known;
    onlyNewer.lastAnswerMs = health.lastAnswerMs;
    const bool wasSilent = known.lastAnswerMs == 0 || known.isStale(nowMs());
    const bool isNews = wasSilent || onlyNewer != health;
    known = health;
    if (isNews) {
        Q_EMIT backendsChanged();
        return;
    }
    // One more answer, of hundreds in a second.
    m_answered = true;
    saySoon();
}

const guard::PlaceVerdict *Session::verdict(const QString &placementKey) const
{
    const auto found = m_verdicts.constFind(placementKey);
    return found == m_verdicts.constEnd() ? nullptr : &*found;
}

void Session::setVerdict(const guard::PlaceVerdict &verdict)
{
    guard::PlaceVerdict &known = m_verdicts[verdict.place];
    if (known == verdict)
        return;
    const bool turned = known.verdict != verdict.verdict || known.sinceMs != verdict.sinceMs ||
                        known.critical != verdict.critical || known.over != verdict.over ||
                        known.recovery != verdict.recovery || known.isStale(nowMs());
    known = verdict;
    touch(verdict.place, turned);
    Q_EMIT verdictChanged(verdict.place);
}

void Session::forgetVerdict(const QString &placementKey)
{
    if (m_verdicts.remove(placementKey) == 0)
        return;
    touch(placementKey);
    Q_EMIT verdictChanged(placementKey);
}

void Session::setGuardState(const guard::GuardState &state)
{
    if (m_guardState == state)
        return;
    m_guardState = state;
    Q_EMIT guardChanged();
}

void Session::setJournalState(const JournalState &state)
{
    const bool told = m_journalState.shared != state.shared;
    m_journalState = state;
    Q_EMIT journalChanged();
    settleDebt();
    if (told)
        Q_EMIT shippingChanged();
}

void Session::setRun(const PlanRun &run)
{
    const auto known =
        std::find_if(m_runs.begin(), m_runs.end(), [&](const PlanRun &r) { return r.plan.id == run.plan.id; });
    if (known != m_runs.end())
        *known = run;
    else
        m_runs.prepend(run);
    m_runTargets.insert(run.plan.target.key());
    if (m_runs.size() > kKeptRuns)
        m_runs.removeLast();
    const QList<qsizetype> places = m_placesOf.value(run.plan.target.key());
    for (const qsizetype index : places)
        touch(m_places.at(index).key);
    Q_EMIT runChanged(run);
}

void Session::setWorkspace(const Workspace &workspace)
{
    const BackendChanges changes = backendChanges(m_workspace, workspace);
    for (const QString &id : changes.closed)
        forgetBackend(id);
    m_workspace = workspace;
    m_alerts.setWorkspace(m_workspace);
    const QList<Place> before = std::exchange(m_places, {});
    m_services.clear();
    for (const ServiceConfig &config : std::as_const(m_workspace.services))
        m_services.insert(config.id, &config);
    m_placementIndex.clear();
    m_placesOf.clear();
    for (const Placement &placement : workspace.placements()) {
        Place place{.placement = placement,
                    .key = placement.key(),
                    .objectKey = placement.object.key(),
                    .service = service(placement.service)};
        place.queries = queriesFor(placement);
        (void)askFor(place);
        m_placementIndex.insert(place.key, m_places.size());
        m_placesOf[placement.object.key()].append(m_places.size());
        touch(place.key);
        m_places.append(place);
    }
    forgetSeries(before, changes.closed);
    Q_EMIT queriesChanged();
    Q_EMIT workspaceChanged();
    if (!changes.closed.isEmpty() || !changes.opened.isEmpty())
        Q_EMIT backendsChanged();
}

void Session::setWorkspaceNews(const WorkspaceNews &news)
{
    if (m_news == news)
        return;
    m_news = news;
    Q_EMIT workspaceNewsChanged();
}

void Session::noteWorkspaceRead()
{
    m_workspaceReadMs = nowMs();
    Q_EMIT workspaceRead();
}

// Another cluster, or another account, knows nothing of what the one before said.
void Session::forgetBackend(const QString &id)
{
    m_backends.remove(id);
    for (const QString &key : m_alerts.forget(id))
        touch(key, false);
    m_rollouts.removeIf([&id](const auto &entry) { return entry.value().ref.backend == id; });
    m_flags.removeIf([&id](const auto &entry) { return entry.value().ref.backend == id; });
    m_configs.removeIf([&id](const auto &entry) { return entry.value().ref.backend == id; });
    m_permissions.removeIf([&id](const auto &entry) {
        return entry.key().section(QLatin1Char(' '), 1).startsWith(id + QLatin1Char('/'));
    });
}

// Samples that answer another question than the one asked now would be read against the wrong limit.
void Session::forgetSeries(const QList<Place> &before, const QStringList &closed)
{
    const auto question = [](SignalQuery query) {
        query.spec.title.clear();
        query.spec.unit.clear();
        query.spec.better = {};
        query.spec.limitAbove.reset();
        query.spec.limitBelow.reset();
        return query;
    };
    QHash<SeriesId, SignalQuery> now;
    for (const Place &place : std::as_const(m_places)) {
        for (const SignalQuery &query : place.queries)
            now.insert(query.id, question(query));
    }
    for (const Place &place : before) {
        for (const SignalQuery &query : place.queries) {
            const auto found = now.constFind(query.id);
            if (found == now.cend() || *found != question(query) || closed.contains(query.spec.source))
                m_series.forget(query.id);
        }
    }
}

// What comes after a silence is told with the next turn of the event loop; what follows it, together.
void Session::saySoon()
{
    if (!m_coalesce.isActive())
        m_coalesce.start(int(m_pace.waitMs(clock().monoMs())));
}

void Session::touch(const QString &placementKey, bool turned)
{
    m_touched.insert(placementKey);
    if (turned)
        m_turned.insert(placementKey);
    saySoon();
}

} // namespace astern
