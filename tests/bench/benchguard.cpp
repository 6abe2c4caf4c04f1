// SPDX-License-Identifier: GPL-3.0-or-later
// P4: from a failure to the request that rolls it back, by the guard alone. (a) with a source that pushes, from the end
// of the tick that has it, against the durable write and the round trip that it needs at least; (b) with a real
// Prometheus, against the webhook of the alert that the same Prometheus raises on the same failure.
#include "companyhost.h"
#include "least.h"

#include "models/policy/canonicalform.h"
#include "models/policy/reader.h"
#include "tests/support/fakeserver.h"
#include "tests/support/realalertmanager.h"
#include "tests/support/realmetrics.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

#include <cmath>
#include <map>
#include <mutex>
#include <random>

namespace astern::bench {
namespace {

constexpr qint64 kTickMs = 1000;
constexpr int kPatienceMs = 20'000;
constexpr double kRequests = 200; // a second and version
const QString kPushed = QStringLiteral("push");

// What the issue asks of both sides: judged every second, nothing waited for.
QByteArray policyText(const QString &service, const QString &source)
{
    return "policy: astern/v1\nid: " + service.toUtf8() +
           "\nrevision: 1\nowner: bench\napplies_to: {service: " + service.toUtf8() +
           ", environments: [prod], strategies: [canary]}\n"
           "time: {tick: 1s, lateness: 0s, max_duration: 24h}\n"
           "signals:\n"
           "  http:\n"
           "    kind: events\n"
           "    scrape: 1s\n"
           "    stale_after: 5s\n"
           "    total: {source: " +
           source.toUtf8() +
           ", series: http_requests_total}\n"
           "    bad: {source: " +
           source.toUtf8() +
           ", series: http_requests_total, where: {status: \"5xx\"}}\n"
           "    error_class: server_error\n"
           "rules:\n"
           "  - {id: errors, type: threshold, signal: http, role: new, above: 5%, window: 5s, for: 0s, clear_for: 1s, "
           "min_total: 1, severity: critical}\n"
           "ladder:\n"
           "  on_transient: [{do: hold}]\n"
           "  on_systemic: [{do: rollback}]\n"
           "  on_unknown: [{do: notify, to: nobody}]\n"
           "  on_external: [{do: notify, to: nobody}]\n";
}

// Every service of the company under such a policy, on the source that is its.
void putUnderPolicies(Workspace &workspace, const std::function<QString(int)> &sourceOf)
{
    for (int i = 0; i < workspace.services.size(); ++i) {
        ServiceConfig &service = workspace.services[i];
        const QByteArray text = policyText(service.id, sourceOf(i));
        const QString name = QStringLiteral("policies/%1.yaml").arg(service.id);
        policy::Reading reading = policy::readText(text, name);
        if (!reading.policy)
            qFatal("%s", qPrintable(reading.issues.constLast().toString()));
        const QString digest = policy::digestOf(*reading.policy);
        workspace.policies.append({.name = name,
                                   .text = text,
                                   .digest = digest,
                                   .policy = std::make_shared<const policy::Policy>(std::move(*reading.policy)),
                                   .issues = {}});
        service.policies = {service.id};
        service.signalSpecs.clear(); // only what the policy asks for
    }
}

// A company whose rollouts are judged, and rolled back one after the other.
class GuardedCompany {
public:
    GuardedCompany(int rollouts, const std::function<QString(int)> &sourceOf, const QList<BackendConfig> &sources = {})
        : m_company(rollouts)
    {
        Workspace &workspace = m_company.workspace();
        workspace.backends.removeIf(
            [](const BackendConfig &backend) { return backend.type == QLatin1String("prometheus"); });
        workspace.backends += sources;
        putUnderPolicies(workspace, sourceOf);
        m_company.table().quiet = true;
        m_engine = m_company.makeEngine(app::Guarding::Act);
        m_engine->start();
        const auto areJudged = [this] {
            for (int i = 0; i < count(); ++i) {
                if (!verdict(i))
                    return false;
            }
            return true;
        };
        for (int i = 0; i < 200 && !areJudged(); ++i)
            turn(100);
        if (!areJudged())
            m_wrong = QStringLiteral("not every rollout is judged within twenty seconds");
    }

    [[nodiscard]] int count() const { return int(m_company.workspace().services.size()); }
    [[nodiscard]] int takeNext() { return m_next < count() ? m_next++ : -1; } // -1: each was taken
    [[nodiscard]] bool isTaken(int index) const { return index < m_next; }
    [[nodiscard]] const Placement &place(int index) const
    {
        return m_company.workspace().services.at(index).placements.first();
    }
    [[nodiscard]] const guard::PlaceVerdict *verdict(int index) const
    {
        return m_engine->session().verdict(place(index).key());
    }
    // What tells the new version of a service.
    [[nodiscard]] QMap<QString, QString> newLabels(int index) const
    {
        const QString hash = verdict(index)->rollout.section(QLatin1Char('#'), 1).section(QLatin1Char('@'), 0, 0);
        return {{QStringLiteral("service"), place(index).service},
                {QStringLiteral("environment"), place(index).environment},
                {QStringLiteral("cell"), place(index).cell},
                {QStringLiteral("hash"), hash}};
    }

    [[nodiscard]] bool waitForHealthy(int index) const
    {
        for (int i = 0; i < kPatienceMs && verdict(index)->verdict != policy::VerdictClass::Healthy; i += 20)
            turn(20);
        return verdict(index)->verdict == policy::VerdictClass::Healthy;
    }
    [[nodiscard]] QString said(int index) const
    {
        const guard::PlaceVerdict &now = *verdict(index);
        return QStringLiteral("%1 is %2: %3%4")
            .arg(now.rollout, guard::words(now.verdict), now.reasons.join(QStringLiteral(", ")),
                 now.catchingUp ? QStringLiteral(", catching up") : QString());
    }
    // When its first changing request arrived, monotonic; 0: none did.
    [[nodiscard]] std::int64_t waitForRollback(int index)
    {
        for (int i = 0; i < kPatienceMs && m_company.table().patchedNs[index] == 0; i += 5)
            turn(5);
        m_rolledBack.append(index);
        return m_company.table().patchedNs[index];
    }
    // Before each request stand its intent, and before that the guard's act and the verdict; in the log.
    [[nodiscard]] QString prove()
    {
        if (!m_wrong.isEmpty())
            return m_wrong;
        QList<JournalEntry> log;
        QEventLoop loop;
        m_engine->journal().entries({.limit = 100'000}, [&](const Result<QList<JournalEntry>> &entries) {
            if (entries)
                log = *entries;
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        loop.exec();
        const auto lastOf = [&](int index, const char *kind) {
            qint64 last = -1;
            for (const JournalEntry &entry : std::as_const(log)) {
                if (entry.kind == QLatin1String(kind) &&
                    entry.payload[QLatin1String("subject")][QLatin1String("service")].toString() ==
                        place(index).service)
                    last = std::max(last, qint64(entry.index));
            }
            return last;
        };
        for (const int index : std::as_const(m_rolledBack)) {
            const qint64 act = lastOf(index, "guard.rollback");
            const qint64 intent = lastOf(index, "rollback.intent");
            if (act < 0 || intent < act || lastOf(index, "verdict.changed") < 0)
                return QStringLiteral("the log of %1 does not tell verdict, act and intent").arg(place(index).service);
        }
        return m_rolledBack.isEmpty() ? QStringLiteral("nothing was rolled back") : QString();
    }

    [[nodiscard]] app::Engine &engine() { return *m_engine; }
    [[nodiscard]] const QString &wrong() const { return m_wrong; }
    [[nodiscard]] const CompanyHost &host() const { return m_company; }

private:
    CompanyHost m_company;
    std::unique_ptr<app::Engine> m_engine; // ends before the company does
    int m_next = 0;
    QList<int> m_rolledBack;
    QString m_wrong;
};

qint64 wallMs() { return SystemClock().wallMs(); }

// (a) Counts of every service come once a second, in the middle of the tick.
class PushWork final : public Work {
public:
    explicit PushWork(bool smoke)
        : m_perRound(smoke ? 1 : 6), m_company(m_perRound * kRounds, [](int) { return kPushed; }),
          m_least(m_company.host().folder().file(QStringLiteral("raw")), m_company.host().port())
    {
        m_feed.setSingleShot(true);
        m_feed.setTimerType(Qt::PreciseTimer);
        m_feed.callOnTimeout([this] { pushAll(); });
        pushAll();
        for (int i = 0; i < m_company.count() && m_wrong.isEmpty(); ++i) {
            if (!m_company.waitForHealthy(i))
                m_wrong = m_company.said(i);
        }
    }

    Round round(qsizetype) override
    {
        Round round;
        for (int i = 0; i < m_perRound && m_wrong.isEmpty(); ++i) {
            const int index = m_company.takeNext();
            if (index < 0)
                break;
            round.anchor.append(m_least.once());
            round.ours.append(rollback(index));
        }
        return round;
    }

    QString prove() override
    {
        if (!m_wrong.isEmpty())
            return m_wrong;
        return m_least.good() ? m_company.prove() : QStringLiteral("the anchor failed");
    }

private:
    static constexpr int kRounds = 9;

    void pushAll()
    {
        for (int i = 0; i < m_company.count(); ++i) {
            if (!m_company.isTaken(i))
                push(i, false);
        }
        m_feed.start(int(kTickMs - (wallMs() + kTickMs / 2) % kTickMs));
    }

    void push(int index, bool fails)
    {
        const qint64 now = wallMs();
        policy::RecordBatch batch{.rollout = m_company.verdict(index)->rollout,
                                  .source = kPushed,
                                  .arrivedMs = now,
                                  .records = {},
                                  .catchUp = false,
                                  .error = {}};
        const double requests = kRequests * double(now - m_startMs) / 1000;
        for (const bool bad : {false, true}) {
            auto labels = m_company.newLabels(index);
            labels.insert(QStringLiteral("status"), bad ? QStringLiteral("500") : QStringLiteral("200"));
            batch.records.append({kPushed, QStringLiteral("http_requests_total"), labels, now, now,
                                  bad == fails ? std::floor(requests) : 0.0});
        }
        m_company.engine().take(batch);
    }

    // Microseconds from the end of the tick in which it fails.
    double rollback(int index)
    {
        // After the others, so that they are not in its way.
        while ((wallMs() + kTickMs / 2) % kTickMs < 50 || (wallMs() + kTickMs / 2) % kTickMs > kTickMs / 2 - 100)
            turn(5);
        push(index, true);
        const qint64 end = (wallMs() / kTickMs + 1) * kTickMs;
        const std::int64_t begun = monotonicNs() + (end - wallMs()) * 1'000'000;
        const std::int64_t arrived = m_company.waitForRollback(index);
        if (arrived == 0)
            m_wrong = QStringLiteral("%1 was not rolled back").arg(m_company.place(index).service);
        return double(arrived - begun) / 1000;
    }

    const int m_perRound;
    const qint64 m_startMs = wallMs();
    GuardedCompany m_company;
    Least m_least;
    QTimer m_feed;
    QString m_wrong;
};

// Services that one Prometheus scrapes each second, and its alerts on them.
class Fleet {
public:
    Fleet(const QString &source, const test::RealAlertmanager &alerts)
        : m_exporter(std::make_unique<test::FakeServer>()),
          m_prometheus({"127.0.0.1:" + QByteArray::number(m_exporter->port())}, int(kTickMs),
                       {kRule, "127.0.0.1:" + QByteArray::number(alerts.url().port())}),
          m_source(source)
    {
        m_exporter->handle([this](const test::FakeRequest &) {
            return test::FakeReply::text(200, metrics(), "text/plain; version=0.0.4");
        });
    }

    [[nodiscard]] QString start() { return m_prometheus.start(); }
    // Well before a tick's end.
    [[nodiscard]] bool isScrapedInTime()
    {
        std::optional<test::RealMetrics::Answer> answer;
        for (int i = 0; i < 100 && !answer; ++i) {
            turn(50);
            answer = m_prometheus.query(QStringLiteral("timestamp(up)"), wallMs());
        }
        return answer && std::fmod(answer->value * 1000, double(kTickMs)) < 0.7 * double(kTickMs);
    }
    [[nodiscard]] BackendConfig backend() const
    {
        BackendConfig config{.id = m_source, .type = QStringLiteral("prometheus"), .url = m_prometheus.url()};
        config.pollMs = int(kTickMs);
        return config;
    }
    void add(int index, const QMap<QString, QString> &labels)
    {
        QByteArray text;
        for (auto label = labels.cbegin(); label != labels.cend(); ++label)
            text += label.key().toUtf8() + "=\"" + label.value().toUtf8() + "\",";
        const std::lock_guard lock(m_mutex);
        m_services[index] = {text, wallMs(), 0};
    }
    void fail(int index)
    {
        const std::lock_guard lock(m_mutex);
        m_services[index].failsMs = wallMs();
    }

private:
    static constexpr char kRule[] =
        "groups:\n- name: bench\n  rules:\n  - alert: Failing\n    for: 0s\n    expr: sum by (service) "
        "(increase(http_requests_total{status=\"500\"}[5s])) / sum by (service) (increase(http_requests_total[5s])) > "
        "0.05\n";
    struct Service {
        QByteArray labels;
        qint64 sinceMs = 0;
        qint64 failsMs = 0; // 0: it does not
    };

    QByteArray metrics()
    {
        QByteArray text = "# TYPE http_requests_total counter\n";
        const qint64 now = wallMs();
        const std::lock_guard lock(m_mutex);
        for (const auto &[index, service] : m_services) {
            const qint64 until = service.failsMs > 0 ? service.failsMs : now;
            const auto line = [&](const char *status, qint64 ms) {
                text += "http_requests_total{" + service.labels + "status=\"" + status + "\"} " +
                        QByteArray::number(qint64(kRequests * double(ms) / 1000)) + '\n';
            };
            line("200", until - service.sinceMs);
            line("500", now - until);
        }
        return text;
    }

    std::mutex m_mutex;
    std::map<int, Service> m_services;
    std::unique_ptr<test::FakeServer> m_exporter;
    test::RealPrometheus m_prometheus;
    QString m_source;
};

// (b) Three Prometheus, as each scrapes and evaluates at instants of its own.
class RealWork final : public Work {
public:
    explicit RealWork(bool smoke) : m_fleetCount(smoke ? 1 : 3)
    {
        m_hook.handle([this](const test::FakeRequest &request) {
            told(request.body);
            return test::FakeReply::text(200, "");
        });
        m_alerts = std::make_unique<test::RealAlertmanager>("", m_hook.url(QStringLiteral("/")));
        m_wrong = m_alerts->start();
        QList<BackendConfig> sources;
        for (int i = 0; i < m_fleetCount && m_wrong.isEmpty(); ++i) {
            // With no lateness at all a scrape in a tick's last moments comes too late for it, each time.
            constexpr int kTries = 12;
            for (int tries = 0; tries < kTries && m_wrong.isEmpty(); ++tries) {
                auto fleet = std::make_unique<Fleet>(nameOf(i), *m_alerts);
                m_wrong = fleet->start();
                if (m_wrong.isEmpty() && !fleet->isScrapedInTime() && tries < kTries - 1)
                    continue;
                m_fleets.push_back(std::move(fleet));
                break;
            }
            if (m_wrong.isEmpty())
                sources.append(m_fleets.back()->backend());
        }
        if (!m_wrong.isEmpty())
            return;
        m_company = std::make_unique<GuardedCompany>(
            m_fleetCount * kRounds, [this](int index) { return nameOf(index % m_fleetCount); }, sources);
        m_wrong = m_company->wrong();
        for (int i = 0; i < m_company->count() && m_wrong.isEmpty(); ++i)
            m_fleets[size_t(i % m_fleetCount)]->add(i, m_company->newLabels(i));
    }

    Round round(qsizetype) override
    {
        Round round;
        for (int i = 0; i < m_fleetCount && m_wrong.isEmpty(); ++i) {
            const int index = m_company->takeNext();
            if (index < 0)
                break;
            if (!m_company->waitForHealthy(index)) {
                m_wrong = m_company->said(index);
                break;
            }
            turn(std::uniform_int_distribution(0, int(kTickMs))(m_random));
            const std::int64_t begun = monotonicNs();
            m_fleets[size_t(index % m_fleetCount)]->fail(index);
            const std::int64_t rolledBack = m_company->waitForRollback(index);
            const std::int64_t alerted = waitForAlert(m_company->place(index).service);
            if (rolledBack == 0 || alerted == 0)
                m_wrong = QStringLiteral("%1 was not %2")
                              .arg(m_company->place(index).service,
                                   rolledBack == 0 ? QStringLiteral("rolled back") : QStringLiteral("alerted on"));
            round.ours.append(double(rolledBack - begun) / 1e6);
            round.anchor.append(double(alerted - begun) / 1e6);
        }
        return round;
    }

    QString prove() override { return m_wrong.isEmpty() ? m_company->prove() : m_wrong; }

private:
    static constexpr int kRounds = 10;

    [[nodiscard]] static QString nameOf(int fleet) { return QStringLiteral("prom-%1").arg(fleet); }

    void told(const QByteArray &body)
    {
        const std::int64_t now = monotonicNs();
        const QJsonArray alerts = QJsonDocument::fromJson(body)[QLatin1String("alerts")].toArray();
        const std::lock_guard lock(m_mutex);
        for (const QJsonValue &alert : alerts)
            m_alerted.try_emplace(alert[QLatin1String("labels")][QLatin1String("service")].toString(), now);
    }
    [[nodiscard]] std::int64_t waitForAlert(const QString &service)
    {
        for (int i = 0; i < kPatienceMs; i += 5) {
            {
                const std::lock_guard lock(m_mutex);
                if (const auto found = m_alerted.find(service); found != m_alerted.end())
                    return found->second;
            }
            turn(5);
        }
        return 0;
    }

    const int m_fleetCount;
    std::mutex m_mutex;
    std::map<QString, std::int64_t> m_alerted; // by service, when first
    test::FakeServer m_hook;
    std::unique_ptr<test::RealAlertmanager> m_alerts;
    std::vector<std::unique_ptr<Fleet>> m_fleets;
    std::unique_ptr<GuardedCompany> m_company;
    std::mt19937 m_random{1795446612};
    QString m_wrong;
};

} // namespace

void addGuard(Suite &suite)
{
    suite.add({.id = QStringLiteral("P4a"),
               .what = QStringLiteral("a failing tick's end until the guard's rollback leaves, pushed samples"),
               .against = QStringLiteral("one durable write and one loopback round trip"),
               .unit = QStringLiteral("us"),
               .target = 2,
               .limit = 1'000,
               .sizes = {QStringLiteral("54 rollouts judged each second")},
               .make = [](Scale scale) { return std::make_unique<PushWork>(scale == Scale::Smoke); }});
    suite.add({.id = QStringLiteral("P4b"),
               .what = QStringLiteral("a failure until the guard's rollback leaves, real Prometheus"),
               .against = QStringLiteral("until the webhook of its alert, through Alertmanager"),
               .unit = QStringLiteral("ms"),
               .target = 0.6,
               .sizes = {QStringLiteral("scraped and judged each second")},
               .make = [](Scale scale) { return std::make_unique<RealWork>(scale == Scale::Smoke); }});
}

} // namespace astern::bench
