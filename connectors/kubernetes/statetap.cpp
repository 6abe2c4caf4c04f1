// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/statetap.h"

#include "connectors/kubernetes/podfacts.h"
#include "models/base/logging.h"

#include <algorithm>

namespace astern::connectors {
namespace {

QString wordFor(const Pod &pod)
{
    switch (pod.health) {
    case PodHealth::Crashing:
        return QStringLiteral("crashed");
    case PodHealth::CannotStart:
        return QStringLiteral("pending");
    case PodHealth::NotReady:
        return QStringLiteral("unready");
    case PodHealth::Starting:
        return pod.running ? QStringLiteral("starting") : QStringLiteral("pending");
    case PodHealth::Ready:
        return QStringLiteral("ready");
    case PodHealth::Unknown:
    case PodHealth::Ended:
    case PodHealth::Ending:
        break;
    }
    return QStringLiteral("unknown");
}

// One that ended, was evicted or is being taken away: its ReplicaSet does not count it either, and makes another.
bool isGone(const Pod &pod)
{
    return pod.health == PodHealth::Ending || pod.health == PodHealth::Ended || pod.phase == QLatin1String("Failed") ||
           pod.phase == QLatin1String("Succeeded");
}

QString wordFor(const Rollout &rollout)
{
    return rollout.control.aborted ? QStringLiteral("aborted") : toString(rollout.control.phase);
}

} // namespace

StateTap::StateTap(const BackendConfig &config, const WorkloadKindInfo &info, const Clock &clock, Find find)
    : m_config(config), m_info(info), m_clock(clock), m_find(std::move(find))
{
}

StateTap::~StateTap() = default;

void StateTap::setQueries(const QList<policy::StateQuery> &queries)
{
    auto before = std::exchange(m_recordings, {});
    for (const policy::StateQuery &query : queries) {
        const auto known = std::find_if(before.begin(), before.end(),
                                        [&query](const auto &one) { return one && one->query() == query; });
        if (known != before.end()) {
            m_recordings.push_back(std::move(*known));
            continue;
        }
        m_recordings.push_back(std::make_unique<StateRecording>(*this, query));
        m_recordings.back()->open();
    }
    // One of them may be telling right now.
    for (auto &old : before) {
        if (old) {
            old->close();
            old.release()->deleteLater();
        }
    }
}

void StateTap::setConnection(HttpClient *client, const KubeAccess *access, const KubeTimings &timings)
{
    m_client = client;
    m_access = access;
    m_timings = timings;
    for (const auto &one : m_recordings) {
        one->close();
        one->open();
    }
}

void StateTap::doubt(const QString &reason)
{
    for (const auto &one : m_recordings)
        one->doubt(reason);
}

QString StateTap::problem() const
{
    for (const auto &one : m_recordings) {
        if (const QString problem = one->problem(); !problem.isEmpty())
            return problem;
    }
    return {};
}

StateRecording::StateRecording(StateTap &tap, const policy::StateQuery &query)
    : m_tap(tap), m_query(query), m_timer(this)
{
    connect(&m_timer, &QTimer::timeout, this, &StateRecording::tell);
}

StateRecording::~StateRecording() = default;

void StateRecording::open()
{
    if (!m_tap.m_client)
        return;
    QStringList hashes{m_query.newHash, m_query.stableHash};
    hashes.removeAll(QString());
    hashes.removeDuplicates();
    if (asks(policy::kReplicasObject) && !hashes.isEmpty()) {
        KubeResourceOptions options;
        options.path = QStringLiteral("/api/v1/namespaces/%1/pods").arg(m_query.target.ns);
        options.labelSelector =
            QStringLiteral("%1 in (%2)").arg(QLatin1String(m_tap.m_info.hashLabel), hashes.join(QLatin1Char(',')));
        options.timings = m_tap.m_timings;
        options.notServed = tr("This cluster has no pods");
        KubeResource::Sink sink;
        sink.listBegun = [this] {
            m_listing = true;
            for (Instance &one : m_instances)
                one.seen = false;
        };
        sink.upsert = [this](JsonReader &reader, const JsonView &object) { onPod(reader, object); };
        sink.gone = [this](const JsonView &object) { m_instances.remove(object["metadata"]["uid"].text()); };
        sink.listEnded = [this] { onListed(); };
        sink.stateChanged = [this] { Q_EMIT m_tap.problemChanged(); };
        sink.notUnderstood = [this](const QByteArray &, const QString &reason) {
            qCWarning(lcKubernetes).noquote() << m_query.rollout << reason;
        };
        m_pods =
            std::make_unique<KubeResource>(*m_tap.m_client, *m_tap.m_access, options, std::move(sink), m_tap.m_clock);
        m_pods->start();
    }
    m_timer.start(int(std::clamp<qint64>(m_query.everyMs, 250, 3'600'000)));
}

// What is known stays: the next list says which of it is gone.
void StateRecording::close()
{
    m_timer.stop();
    m_pods.reset();
    m_listing = false;
}

void StateRecording::doubt(const QString &reason)
{
    if (m_pods)
        m_pods->doubt(reason);
}

QString StateRecording::problem() const
{
    using State = BackendHealth::State;
    const State state = m_pods ? m_pods->state().state : State::Live;
    if (state == State::Live || state == State::Connecting)
        return {};
    return m_pods->state().reason;
}

void StateRecording::onPod(JsonReader &reader, const JsonView &object)
{
    const Pod pod = readPod(object, m_tap.m_info.hashLabel);
    if (!reader.ok() || pod.uid.isEmpty() || pod.name.isEmpty()) {
        qCWarning(lcKubernetes).noquote() << m_query.rollout << reader.problem();
        return;
    }
    const bool isNew = pod.hash == m_query.newHash;
    // Another workload's pods can carry the same hash: the ReplicaSet tells them apart.
    const QString set = isNew ? m_query.newSet : m_query.stableSet;
    if (!isNew && pod.hash != m_query.stableHash)
        return;
    if (!set.isEmpty() && pod.setName != set)
        return;
    if (isGone(pod)) {
        m_instances.remove(pod.uid);
        return;
    }
    Instance &one = m_instances[pod.uid];
    // By our clock; later estimates of the cluster's may differ by some, and it would be another series.
    if (one.startedMs == 0)
        one.startedMs = pod.createdMs - m_tap.m_client->clockSkewMs();
    one.name = pod.name;
    one.state = wordFor(pod);
    one.restarts = pod.restarts;
    one.isNew = isNew;
    one.seen = true;
}

void StateRecording::onListed()
{
    const bool first = std::exchange(m_listing, false);
    m_instances.removeIf([](const std::pair<const QString &, Instance &> &one) { return !one.second.seen; });
    // Not from inside: who hears it may replace the queries, and this with them.
    if (first)
        QMetaObject::invokeMethod(this, &StateRecording::tell, Qt::QueuedConnection);
}

void StateRecording::tellPods(policy::RecordBatch &batch)
{
    if (!m_pods)
        return; // the hashes are not known: there is nothing to be said
    const KubeResource::State &state = m_pods->state();
    if (state.state != BackendHealth::State::Live && state.state != BackendHealth::State::Connecting) {
        batch.error = Error{.kind = state.kind, .message = state.reason, .where = m_query.source, .hint = state.hint};
        return;
    }
    if (!state.listed || m_listing || state.state != BackendHealth::State::Live)
        return;
    const QString object = QLatin1String(policy::kReplicasObject);
    batch.records.append({m_query.source, object, {}, batch.arrivedMs, batch.arrivedMs, 1});
    for (const Instance &one : std::as_const(m_instances)) {
        QMap<QString, QString> labels = one.isNew ? m_query.newLabels : m_query.stableLabels;
        labels.insert(QStringLiteral("instance"), one.name);
        labels.insert(QStringLiteral("state"), one.state);
        labels.insert(QStringLiteral("started"), QString::number(one.startedMs));
        batch.records.append({m_query.source, object, labels, batch.arrivedMs, batch.arrivedMs, double(one.restarts)});
    }
}

void StateRecording::tellRollout(policy::RecordBatch &batch)
{
    const Result<Rollout> rollout = m_tap.m_find(m_query.target);
    if (!rollout) {
        batch.error = rollout.error();
        return;
    }
    const QString object = QLatin1String(policy::kRolloutObject);
    batch.records.append({m_query.source, object, {}, batch.arrivedMs, batch.arrivedMs, 1});
    if (rollout->desired.hash != m_query.newHash)
        return; // it is another version's by now
    QMap<QString, QString> labels = m_query.newLabels;
    labels.insert(QStringLiteral("instance"), rollout->ref.name);
    labels.insert(QStringLiteral("state"), wordFor(*rollout));
    if (rollout->startedMs > 0)
        labels.insert(QStringLiteral("started"), QString::number(rollout->startedMs));
    batch.records.append({m_query.source, object, labels, batch.arrivedMs, batch.arrivedMs, 0});
}

void StateRecording::tell()
{
    policy::RecordBatch batch;
    batch.rollout = m_query.rollout;
    batch.source = m_query.source;
    batch.arrivedMs = m_tap.m_clock.wallMs();
    if (asks(policy::kReplicasObject))
        tellPods(batch);
    if (asks(policy::kRolloutObject))
        tellRollout(batch);
    const QString trouble = batch.error ? batch.error->toString() : QString();
    if (std::exchange(m_said, trouble) != trouble && !trouble.isEmpty())
        qCWarning(lcKubernetes).noquote() << m_query.rollout << trouble;
    // The last that is done: who hears it may replace the queries, and this with them.
    Q_EMIT m_tap.recorded(batch);
}

} // namespace astern::connectors
