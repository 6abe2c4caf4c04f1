// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/workloadwatch.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace astern::connectors {
namespace {

constexpr int kTickMs = 100;                // at most ten batches a second
constexpr qint64 kWaitForHistoryMs = 3'000; // then the board shows what there is
constexpr qsizetype kEvidenceEach = 256 << 10;
constexpr qsizetype kEvidenceCount = 32;

using BackendState = BackendHealth::State;

QString keyOf(const JsonView &object)
{
    const JsonView metadata = object["metadata"];
    const QString name = metadata["name"].text();
    return name.isEmpty() ? QString() : metadata["namespace"].text() + QLatin1Char('/') + name;
}

int gravity(BackendState state)
{
    switch (state) {
    case BackendState::NeedsLogin:
        return 4;
    case BackendState::Refused:
        return 3;
    case BackendState::Retrying:
        return 2;
    case BackendState::Connecting:
        return 1;
    case BackendState::Live:
        return 0;
    }
    return 0;
}

} // namespace

WorkloadWatch::WorkloadWatch(KubeAccess access, const BackendConfig &config, const WorkloadKindInfo &info,
                             const Clock &clock)
    : m_access(std::move(access)), m_config(config), m_info(info), m_clock(clock)
{
    m_timings.idleProbeMs = static_cast<int>(std::clamp<qint64>(config.pollMs, 2'000, 60'000));
    m_states =
        std::make_unique<StateTap>(m_config, m_info, m_clock, [this](const ObjectRef &ref) { return believed(ref); });
    m_states->setParent(this);
    connect(m_states.get(), &StateTap::recorded, this, &WorkloadWatch::recorded);
    connect(m_states.get(), &StateTap::problemChanged, this, [this] { m_healthDirty = true; });
}

WorkloadWatch::~WorkloadWatch() = default;

void WorkloadWatch::start()
{
    if (m_client)
        return;
    openClient();
    m_tick = new QTimer(this);
    connect(m_tick, &QTimer::timeout, this, &WorkloadWatch::tick);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &WorkloadWatch::tick);
    m_health.sinceMs = m_clock.wallMs();
    followAll();
    m_tick->start(kTickMs);
}

void WorkloadWatch::openClient()
{
    m_access.http.clock = &m_clock;
    m_client = std::make_unique<HttpClient>(m_access.http);
    connect(m_client.get(), &HttpClient::signInChanged, this, &WorkloadWatch::onSignInChanged);
    connect(m_client.get(), &HttpClient::woke, this, &WorkloadWatch::onWoke);
    m_files = std::make_unique<FileWatch>(m_access.files);
    connect(m_files.get(), &FileWatch::changed, this, &WorkloadWatch::reopen, Qt::QueuedConnection);
    m_parked = false;
    m_states->setConnection(m_client.get(), &m_access, m_timings);
}

void WorkloadWatch::followAll()
{
    m_listsAwaited = 0;
    m_toldComplete = false;
    m_fellBack = false;
    if (m_config.namespaces.isEmpty())
        follow(QString());
    for (const QString &ns : std::as_const(m_config.namespaces))
        follow(ns);
    for (const auto &each : m_follows)
        each->resource->start();
    m_healthDirty = true;
}

// A kubeconfig or certificate has changed: what it says now holds, and what was shown stays until it is told anew.
void WorkloadWatch::reopen()
{
    const Result<KubeAccess> next = m_access.reopen ? m_access.reopen() : Result<KubeAccess>(m_access);
    m_healthDirty = true;
    if (!next) {
        m_reopenError = next.error();
        return;
    }
    m_reopenError.reset();
    if (next->fingerprint == m_access.fingerprint && !m_parked)
        return; // touched only
    m_follows.clear();
    m_states->setConnection(nullptr, nullptr, m_timings);
    m_client.reset();
    m_access = *next;
    openClient();
    followAll();
}

void WorkloadWatch::signInAgain()
{
    if (!m_client)
        return;
    const bool parked = m_parked;
    m_client->signInAgain();
    if (!parked) // else that has asked again already
        refresh();
}

void WorkloadWatch::onWoke(qint64 sleptMs)
{
    if (m_parked)
        return;
    m_listsAwaited = 0;
    m_toldComplete = false;
    const QString reason = tr("This machine slept for %1: everything is read anew").arg(format::duration(sleptMs));
    for (const auto &each : m_follows) {
        if (!each->history)
            ++m_listsAwaited;
        each->resource->doubt(reason);
    }
    m_states->doubt(reason);
    tellHealth(); // not with the next tick: an answer that is faster would hide that the old state was in doubt
}

void WorkloadWatch::onSignInChanged()
{
    m_healthDirty = true;
    const bool parked = m_client->signIn().parked;
    if (std::exchange(m_parked, parked) && !parked)
        refresh();
}

void WorkloadWatch::refresh()
{
    m_listsAwaited = 0;
    m_toldComplete = false;
    for (const auto &each : m_follows) {
        if (!each->history)
            ++m_listsAwaited;
        each->resource->relist();
    }
}

void WorkloadWatch::follow(const QString &ns)
{
    addFollow(ns, false);
    addFollow(ns, true);
    ++m_listsAwaited;
}

void WorkloadWatch::addFollow(const QString &ns, bool history)
{
    auto owned = std::make_unique<Follow>();
    Follow *follow = owned.get();
    follow->history = history;
    follow->ns = ns;
    KubeResourceOptions options;
    options.timings = m_timings;
    options.notServed = m_info.notServed;
    options.path = m_info.path(ns);
    if (history) {
        const QString base = QStringLiteral("/apis/apps/v1/");
        options.path = ns.isEmpty() ? base + QStringLiteral("replicasets")
                                    : base + QStringLiteral("namespaces/%1/replicasets").arg(ns);
        options.labelSelector = QLatin1String(m_info.hashLabel); // those of this kind alone
    }
    KubeResource::Sink sink;
    sink.listBegun = [follow] {
        follow->seen.clear();
        follow->listing = true;
    };
    sink.upsert = [this, follow](JsonReader &reader, const JsonView &object) {
        follow->history ? onReplicaSet(*follow, reader, object) : onWorkload(*follow, reader, object);
    };
    sink.gone = [this, follow](const JsonView &object) {
        follow->history ? forgetReplicaSet(object["metadata"]["uid"].text()) : onWorkloadGone(object);
    };
    sink.listEnded = [this, follow] {
        follow->listing = false;
        follow->history ? onReplicaSetsListed(*follow) : onWorkloadsListed(*follow);
    };
    sink.stateChanged = [this, follow] { onStateChanged(*follow); };
    sink.notUnderstood = [this](const QByteArray &bytes, const QString &reason) { keepEvidence({}, bytes, reason); };
    follow->resource = std::make_unique<KubeResource>(*m_client, m_access, options, std::move(sink), m_clock);
    m_follows.push_back(std::move(owned));
}

void WorkloadWatch::onWorkload(Follow &follow, JsonReader &reader, const JsonView &object)
{
    WorkloadFacts facts = m_info.read(object);
    const QString key = keyOf(object);
    if (key.isEmpty()) {
        keepEvidence({}, QByteArray::fromStdString(simdjson::minify(object.element())),
                     reader.ok() ? tr("an object without a name") : reader.problem());
        return;
    }
    if (follow.listing)
        follow.seen.insert(key);
    Entry &entry = m_entries[key];
    entry.observedMs = m_clock.wallMs();
    entry.unknownReason = reader.problem();
    if (reader.ok()) {
        facts.rollout.ref.backend = m_config.id;
        m_keyByUid.insert(facts.rollout.uid, key);
        entry.facts = std::move(facts);
        entry.known = true;
    } else {
        // The facts stay the last known ones; the board says that and why.
        Rollout &rollout = entry.facts.rollout;
        rollout.ref = {m_config.id, m_info.kind, key.section(QLatin1Char('/'), 0, 0), key.section(QLatin1Char('/'), 1)};
        if (!entry.known)
            rollout.uid = facts.rollout.uid;
        keepEvidence(rollout.ref.key(), QByteArray::fromStdString(simdjson::minify(object.element())),
                     reader.problem());
    }
    markDirty(key);
}

void WorkloadWatch::onWorkloadGone(const JsonView &object) { remove(keyOf(object)); }

void WorkloadWatch::remove(const QString &key)
{
    const auto it = m_entries.find(key);
    if (it == m_entries.end())
        return;
    m_gone.append(it->facts.rollout.ref.key());
    m_keyByUid.remove(it->facts.rollout.uid);
    m_entries.erase(it);
    m_dirty.remove(key);
    tellSoon();
}

void WorkloadWatch::onWorkloadsListed(Follow &follow)
{
    QStringList missing;
    for (auto it = m_entries.cbegin(); it != m_entries.cend(); ++it) {
        const bool mine = follow.ns.isEmpty() || it.key().section(QLatin1Char('/'), 0, 0) == follow.ns;
        if (mine && !follow.seen.contains(it.key()))
            missing.append(it.key());
    }
    for (const QString &key : std::as_const(missing))
        remove(key);
    follow.seen.clear();
    m_listsAwaited = std::max(0, m_listsAwaited - 1);
    if (m_listsAwaited == 0)
        m_workloadsListedMs = m_clock.monoMs();
}

void WorkloadWatch::onReplicaSet(Follow &follow, JsonReader &reader, const JsonView &object)
{
    KubeReplicaSet set = readReplicaSet(object, m_info);
    if (!reader.ok() || set.uid.isEmpty()) {
        const QString what = tr("ReplicaSet %1: %2").arg(keyOf(object), reader.ok() ? tr("no uid") : reader.problem());
        keepEvidence({}, QByteArray::fromStdString(simdjson::minify(object.element())), what);
        return;
    }
    if (follow.listing)
        follow.seen.insert(set.uid);
    if (m_ownerOfSet.contains(set.uid) && m_ownerOfSet.value(set.uid) != set.ownerUid)
        forgetReplicaSet(set.uid);
    if (set.ownerUid.isEmpty())
        return;
    m_ownerOfSet.insert(set.uid, set.ownerUid);
    markDirty(m_keyByUid.value(set.ownerUid));
    const QString uid = set.uid;
    m_history[set.ownerUid].insert(uid, std::move(set));
}

void WorkloadWatch::forgetReplicaSet(const QString &uid)
{
    const QString owner = m_ownerOfSet.take(uid);
    const auto it = m_history.find(owner);
    if (it == m_history.end())
        return;
    it->remove(uid);
    if (it->isEmpty())
        m_history.erase(it);
    markDirty(m_keyByUid.value(owner));
}

void WorkloadWatch::onReplicaSetsListed(Follow &follow)
{
    QStringList missing;
    for (auto it = m_ownerOfSet.cbegin(); it != m_ownerOfSet.cend(); ++it) {
        const KubeReplicaSet &set = m_history[it.value()][it.key()];
        if ((follow.ns.isEmpty() || set.ns == follow.ns) && !follow.seen.contains(it.key()))
            missing.append(it.key());
    }
    for (const QString &uid : std::as_const(missing))
        forgetReplicaSet(uid);
    follow.seen.clear();
}

void WorkloadWatch::onStateChanged(Follow &follow)
{
    m_healthDirty = true;
    const KubeResource::State &state = follow.resource->state();
    const bool refused =
        state.state == BackendState::Refused && state.kind == Error::Kind::NotPermitted && !state.listed;
    if (refused && !follow.history && follow.ns.isEmpty() && !m_access.ns.isEmpty() && !m_fellBack) {
        m_fellBack = true;
        QMetaObject::invokeMethod(this, &WorkloadWatch::fallBackToOwnNamespace, Qt::QueuedConnection);
    }
}

// "All that the credentials may list" was asked for, and that is not the whole cluster.
void WorkloadWatch::fallBackToOwnNamespace()
{
    m_access.warnings.append(
        tr("Only the namespace “%1” is followed: the credentials may not list all of them").arg(m_access.ns));
    m_follows.clear();
    m_listsAwaited = 0;
    follow(m_access.ns);
    for (const auto &each : m_follows)
        each->resource->start();
}

void WorkloadWatch::markDirty(const QString &key)
{
    if (key.isEmpty())
        return;
    m_dirty.insert(key);
    tellSoon();
}

// What comes after a silence is told at once: somebody may be waiting for it.
void WorkloadWatch::tellSoon()
{
    if (m_soon.isActive())
        return;
    m_soon.start(int(std::clamp<qint64>(kTickMs - (m_clock.monoMs() - m_toldMs), 0, kTickMs)));
}

void WorkloadWatch::keepEvidence(const QString &object, const QByteArray &bytes, const QString &reason)
{
    m_evidence.append({m_clock.wallMs(), object, reason, bytes.left(kEvidenceEach)});
    while (m_evidence.size() > kEvidenceCount)
        m_evidence.removeFirst();
    m_note = object.isEmpty() ? reason : object + QStringLiteral(": ") + reason;
    m_healthDirty = true;
}

void WorkloadWatch::tick()
{
    if (const qint64 skew = m_client->clockSkewMs(); skew != m_skewMs) {
        // Every age that was told was counted by the wrong clock.
        m_skewMs = skew;
        m_healthDirty = true;
        const QStringList all = m_entries.keys();
        m_dirty.unite(QSet<QString>(all.cbegin(), all.cend()));
    }
    if ((!m_dirty.isEmpty() || !m_gone.isEmpty() || !m_toldComplete) && readyToTell())
        tellBatch();
    if (m_healthDirty)
        tellHealth();
}

// The first picture should be right at once: it waits for the histories too, but not for long.
bool WorkloadWatch::readyToTell()
{
    if (m_listsAwaited > 0)
        return m_toldComplete;
    const bool waited = m_clock.monoMs() - m_workloadsListedMs >= kWaitForHistoryMs;
    return waited || std::all_of(m_follows.cbegin(), m_follows.cend(), [](const auto &each) {
               const KubeResource::State &state = each->resource->state();
               return !each->history || state.listed || gravity(state.state) > gravity(BackendState::Retrying);
           });
}

void WorkloadWatch::tellBatch()
{
    RolloutBatch batch;
    batch.backend = m_config.id;
    batch.complete = !m_toldComplete;
    if (batch.complete) {
        const QStringList all = m_entries.keys();
        m_dirty = QSet<QString>(all.cbegin(), all.cend());
    } else {
        batch.gone = m_gone;
    }
    m_toldComplete = true;
    batch.changed.reserve(m_dirty.size());
    for (const QString &key : std::as_const(m_dirty)) {
        const auto entry = m_entries.find(key);
        if (entry != m_entries.end())
            batch.changed.append(build(*entry));
    }
    std::sort(batch.changed.begin(), batch.changed.end(), [](const Rollout &a, const Rollout &b) {
        return a.ref.ns != b.ref.ns ? a.ref.ns < b.ref.ns : a.ref.name < b.ref.name;
    });
    m_dirty.clear();
    m_gone.clear();
    m_toldMs = m_clock.monoMs();
    Q_EMIT observed(batch);
}

Rollout WorkloadWatch::build(Entry &entry)
{
    Rollout rollout = m_info.complete(entry.facts, m_history.value(entry.facts.rollout.uid).values());
    intoOurTime(rollout, m_skewMs);
    rollout.observedMs = entry.observedMs;
    rollout.unknownReason = entry.unknownReason;
    // What the objects do not tell, watching does: when the last share but one went away.
    Serving &serving = rollout.serving;
    if (serving.shares.size() == 1 && serving.sinceMs == 0 && entry.told) {
        const Serving &before = entry.last.serving;
        const bool same = before.shares.size() == 1 && before.shares.first().hash == serving.shares.first().hash;
        serving.sinceMs = same ? before.sinceMs : m_clock.wallMs();
    }
    entry.told = true;
    entry.last = rollout;
    return rollout;
}

// As it is told, while what was heard of it is heard still.
Result<Rollout> WorkloadWatch::believed(const ObjectRef &ref) const
{
    const auto unknown = [&ref](const QString &why) {
        return Error{.kind = Error::Kind::Unavailable, .message = why, .where = ref.key()};
    };
    for (const auto &each : m_follows) {
        const KubeResource::State &state = each->resource->state();
        const bool its = !each->history && (each->ns.isEmpty() || each->ns == ref.ns);
        if (its && state.state != BackendState::Live)
            return unknown(state.reason);
    }
    const auto entry = m_entries.constFind(ref.ns + QLatin1Char('/') + ref.name);
    if (entry == m_entries.cend() || !entry->told)
        return unknown(tr("It has not been seen yet"));
    if (!entry->unknownReason.isEmpty())
        return unknown(entry->unknownReason);
    return entry->last;
}

BackendHealth WorkloadWatch::health() const
{
    BackendHealth health;
    health.backend = m_config.id;
    health.type = m_info.type;
    health.pollMs = m_timings.idleProbeMs;
    health.state = BackendState::Live;
    QStringList hints = m_access.warnings;
    for (const auto &each : m_follows) {
        const KubeResource::State &state = each->resource->state();
        if (each->history && state.state == BackendState::Refused) {
            hints.append(tr("ReplicaSets may not be listed: history is not known and what serves is estimated. %1")
                             .arg(state.reason));
            continue;
        }
        if (gravity(state.state) > gravity(health.state) ||
            (gravity(state.state) == gravity(health.state) && health.reason.isEmpty())) {
            health.state = state.state;
            health.reason = state.reason;
            health.nextTryMs = state.nextTryMs;
            if (!state.hint.isEmpty())
                hints.prepend(state.hint);
        }
        if (!each->history && (health.lastAnswerMs == 0 || state.lastAnswerMs < health.lastAnswerMs))
            health.lastAnswerMs = state.lastAnswerMs;
    }
    if (const QString problem = m_states->problem(); !problem.isEmpty())
        hints.append(tr("Policies that judge pods say unknown. %1").arg(problem));
    const SignInState signIn = m_client ? m_client->signIn() : SignInState();
    health.signInUntilMs = signIn.untilMs;
    health.signInWarnFromMs = signIn.warnFromMs;
    health.renewable = signIn.renewable;
    health.clockSkewMs = m_skewMs;
    if (health.state == BackendState::Live && m_reopenError) {
        health.reason = tr("The changed settings cannot be used, the old ones still are: %1 (%2)")
                            .arg(m_reopenError->message, m_reopenError->where);
        hints.prepend(m_reopenError->hint);
    } else if (health.state == BackendState::Live && !signIn.problem.isEmpty()) {
        health.reason = signIn.problem;
        hints.prepend(signIn.hint);
    } else if (m_reopenError) {
        hints.prepend(
            tr("The changed settings cannot be used: %1 (%2)").arg(m_reopenError->message, m_reopenError->where));
    }
    if (health.state == BackendState::Live && health.reason.isEmpty())
        health.reason = m_note.isEmpty() ? QString() : tr("Not understood: %1").arg(m_note);
    health.hint = hints.join(QLatin1Char(' '));
    return health;
}

void WorkloadWatch::tellHealth()
{
    BackendHealth now = health();
    now.sinceMs = now.state == m_health.state && m_health.sinceMs != 0 ? m_health.sinceMs : m_clock.wallMs();
    BackendHealth old = m_health;
    // The age alone is told once a second.
    const bool aged = now.lastAnswerMs - old.lastAnswerMs >= 1'000 || old.lastAnswerMs == 0;
    old.lastAnswerMs = now.lastAnswerMs;
    if (now == old && !aged)
        return;
    m_healthDirty = false;
    m_health = now;
    Q_EMIT healthChanged(now);
}

} // namespace astern::connectors
