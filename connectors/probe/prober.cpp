// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/probe/prober.h"

#include "connectors/http/tls.h"
#include "models/base/clock.h"
#include "models/base/logging.h"

#include <algorithm>

namespace astern::connectors {
namespace {

// A place has tens of rollouts at once now and then: their first tries do not come together.
constexpr int kApartMs = 20;
constexpr int kLongestDelayMs = 1'000;

QString keyOf(const policy::ProbeQuery &query)
{
    return query.rollout + QLatin1Char(' ') + query.signal + QLatin1Char(' ') + toString(query.role);
}

void end(std::unique_ptr<ProbeTask> &task)
{
    if (!task)
        return;
    task->stop();
    task.release()->deleteLater(); // it may be telling right now
}

} // namespace

Prober::Prober(QString location, const Clock &clock) : m_location(std::move(location)), m_clock(clock) {}

Prober::~Prober() = default;

void Prober::setSettings(const ProbeSettings &settings)
{
    if (m_settings == settings)
        return;
    m_settings = settings;
    QList<policy::ProbeQuery> queries;
    for (auto &task : std::exchange(m_tasks, {})) {
        queries.append(task->query());
        end(task);
    }
    setQueries(queries);
}

Result<HttpOptions> Prober::options() const
{
    const Result<QSslConfiguration> tls = tlsFromFiles(m_settings.caFile, m_settings.certFile, m_settings.keyFile);
    if (!tls)
        return tls.error();
    const Result<ProxyRules> proxy = ProxyRules::fromEnvironment();
    if (!proxy)
        return proxy.error();
    HttpOptions options;
    options.name = QLatin1String(policy::kProbeSource);
    options.tls = *tls;
    options.proxy = *proxy;
    options.clock = &m_clock;
    // The policy names the address whole, and no credentials of Astern go there.
    options.allowPlainHttp = true;
    return options;
}

void Prober::setQueries(const QList<policy::ProbeQuery> &queries)
{
    auto before = std::exchange(m_tasks, {});
    m_said.removeIf([&queries](const std::pair<const QString &, QString &> &said) {
        return std::none_of(queries.cbegin(), queries.cend(),
                            [&said](const policy::ProbeQuery &query) { return keyOf(query) == said.first; });
    });
    int delayMs = 0;
    std::optional<Result<HttpOptions>> made;
    for (const policy::ProbeQuery &query : queries) {
        const auto known = std::find_if(before.begin(), before.end(),
                                        [&query](const auto &one) { return one && one->query() == query; });
        if (known != before.end()) {
            m_tasks.push_back(std::move(*known));
            continue;
        }
        if (!made)
            made = options();
        if (!*made) { // no result is better than a wrong one: the rule says unknown
            qCWarning(lcGuard).noquote() << query.rollout << query.signal << made->error().toString();
            continue;
        }
        auto task = std::make_unique<ProbeTask>(query, **made, m_clock);
        connect(task.get(), &ProbeTask::probed, this, [this, query](const QString &trouble) { tell(query, trouble); });
        task->start(delayMs);
        delayMs = std::min(delayMs + kApartMs, kLongestDelayMs);
        m_tasks.push_back(std::move(task));
    }
    for (auto &old : before)
        end(old);
}

void Prober::tell(const policy::ProbeQuery &query, const QString &trouble)
{
    const QString role = toString(query.role);
    const QString key = keyOf(query);
    if (QString &said = m_said[key]; said != trouble) {
        said = trouble;
        qCInfo(lcGuard).noquote() << key << (trouble.isEmpty() ? QStringLiteral("answers as it should") : trouble);
    }
    policy::RecordBatch batch;
    batch.rollout = query.rollout;
    batch.source = QLatin1String(policy::kProbeSource);
    batch.arrivedMs = m_clock.wallMs();
    QMap<QString, QString> labels{{QStringLiteral("role"), role}, {QStringLiteral("location"), m_location}};
    if (!trouble.isEmpty())
        labels.insert(QStringLiteral("detail"), trouble);
    batch.records.append(
        {batch.source, query.signal, labels, batch.arrivedMs, batch.arrivedMs, trouble.isEmpty() ? 1.0 : 0.0});
    Q_EMIT recorded(batch);
}

} // namespace astern::connectors
