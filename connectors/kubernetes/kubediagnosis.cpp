// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubediagnosis.h"

#include "connectors/kubernetes/podfacts.h"
#include "models/base/logging.h"

#include <QPointer>
#include <QUrl>

#include <algorithm>
#include <tuple>

namespace astern::connectors {
namespace {

constexpr int kMostNewPods = 250;
constexpr int kMostStablePods = 100;
constexpr int kMostEvents = 100;     // shown; more of one object are not asked for either
constexpr int kPodsWithEvents = 3;   // the worst ones
constexpr int kLogLines = 100;       // asked for and shown
constexpr int kLogBytes = 256 << 10; // the server stops after so many
constexpr qint64 kMaxBytes = 16 << 20;
constexpr qint64 kMaxLogBytes = 2 * kLogBytes;

QString encoded(const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

bool isTrouble(const Pod &pod) { return pod.health < PodHealth::Ready; }

} // namespace

// The requests of one question. Ends as a whole: what is still under way is cancelled with it.
class KubeDiagnosis::Inquiry : public QObject {
public:
    Inquiry(KubeDiagnosis &owner, quint64 ticket, const DiagnosisQuestion &question, Told told)
        : m_owner(owner), m_ticket(ticket), m_told(std::move(told))
    {
        m_diagnosis.question = question;
        m_core = QStringLiteral("/api/v1/namespaces/%1/").arg(question.ref.ns);
    }
    ~Inquiry() override { stop(); }

    void stop()
    {
        for (const QPointer<HttpJob> &job : std::exchange(m_jobs, {})) {
            if (job) {
                job->disconnect(this);
                job->cancel();
            }
        }
    }

    void start()
    {
        const DiagnosisQuestion &question = m_diagnosis.question;
        askConditions();
        askEvents(m_owner.m_info.kindName, question.ref.name, question.uid);
        if (!question.newSet.isEmpty())
            askEvents(QStringLiteral("ReplicaSet"), question.newSet, {});
        if (question.newHash.isEmpty() && question.stableHash.isEmpty()) {
            Error error;
            error.kind = Error::Kind::NotFound;
            error.message = tr("The controller has not told yet which pods belong to which version");
            error.where = question.ref.key();
            m_diagnosis.pods.error = error;
            m_diagnosis.log.error = error;
            return;
        }
        askPods(question.newHash.isEmpty() ? question.stableHash : question.newHash, kMostNewPods);
        if (!question.stableHash.isEmpty() && !question.newHash.isEmpty() && question.stableHash != question.newHash)
            askPods(question.stableHash, kMostStablePods);
    }

private:
    using Answer = std::function<void(const Result<HttpResponse> &)>;
    void get(const QString &path, const QString &query, const char *verb, const QString &resource, qint64 maxBytes,
             Answer answer)
    {
        HttpRequest request;
        request.url = m_owner.m_access.url(path, query);
        request.headers = KubeAccess::headers();
        request.attempts = 1; // whoever looks asks again in some seconds
        request.deadlineMs = m_owner.m_deadlineMs;
        request.idleMs = m_owner.m_deadlineMs;
        request.maxBytes = maxBytes;
        HttpJob *job = m_owner.m_client->send(request);
        m_jobs.append(job);
        ++m_open;
        QObject::connect(
            job, &HttpJob::finished, this,
            [this, job, verb, resource, answer = std::move(answer)](const Result<HttpResponse> &result) {
                --m_open;
                if (result)
                    answer(*result);
                else
                    answer(explained(kubeError(result.error(), job->answer(), m_owner.m_backend), verb, resource));
                tell();
            });
    }

    // A refusal names the right that is missing, so that somebody can grant it.
    [[nodiscard]] Error explained(Error error, const char *verb, const QString &resource) const
    {
        if (error.kind == Error::Kind::NotPermitted)
            error.hint = tr("The credentials of %1 need the right to %2 %3 in namespace %4; the role \"view\" has it.")
                             .arg(m_owner.m_backend, QLatin1String(verb), resource, m_diagnosis.question.ref.ns);
        return error;
    }
    [[nodiscard]] Error unreadable(const QString &what, const QString &reason) const
    {
        return notUnderstood(tr("The answer about %1 cannot be understood: %2").arg(what, reason), m_owner.m_backend);
    }

    // Calls `visit` with each item that can be read by itself; why the answer as a whole, or one item, cannot.
    template <class F>
    std::optional<Error> readItems(const QByteArray &body, const QString &what, F visit)
    {
        simdjson::dom::element document;
        const auto problem = m_parser.parse(body.constData(), static_cast<size_t>(body.size())).get(document);
        if (problem)
            return unreadable(what, toText(simdjson::error_message(problem)));
        JsonReader list(document);
        const JsonView root = list.root();
        QString wrong;
        root["items"].eachItem([&](const JsonView &item) {
            JsonReader one(item.element());
            visit(one.root(), root);
            if (wrong.isEmpty() && !one.ok())
                wrong = one.problem();
        });
        if (wrong.isEmpty() && !list.ok())
            wrong = list.problem();
        // "items" is null when a list of an old server is empty, but it is there.
        if (wrong.isEmpty() && !root["metadata"].isObject())
            wrong = tr("a list of items expected");
        return wrong.isEmpty() ? std::nullopt : std::optional(unreadable(what, wrong));
    }

    void askPods(const QString &hash, int most)
    {
        ++m_podLists;
        const QString query = QStringLiteral("limit=%1&labelSelector=%2")
                                  .arg(most)
                                  .arg(encoded(QLatin1String(m_owner.m_info.hashLabel) + QLatin1Char('=') + hash));
        get(m_core + QStringLiteral("pods"), query, "list", QStringLiteral("pods"), kMaxBytes,
            [this, hash](const Result<HttpResponse> &answer) { onPods(hash, answer); });
    }

    void onPods(const QString &hash, const Result<HttpResponse> &answer)
    {
        --m_podLists;
        const DiagnosisQuestion &question = m_diagnosis.question;
        // Another workload's pods can carry the same hash: the ReplicaSet tells them apart.
        const QString set = hash == question.newHash ? question.newSet : question.stableSet;
        std::optional<Error> error;
        if (!answer) {
            error = answer.error();
        } else {
            error = readItems(answer->body, tr("pods"), [&](const JsonView &item, const JsonView &root) {
                const Pod pod = readPod(item, m_owner.m_info.hashLabel);
                if (!pod.name.isEmpty() && pod.hash == hash && (set.isEmpty() || pod.setName == set))
                    m_pods.append(pod);
                m_more = m_more || !root["metadata"]["continue"].bytes().empty();
            });
        }
        if (error && !m_podsError)
            m_podsError = error;
        if (m_podLists > 0)
            return;
        sortPods(m_pods, question.newHash);
        m_diagnosis.pods.value = m_pods;
        m_diagnosis.pods.error = m_podsError;
        m_diagnosis.morePods = m_more;
        // Half an answer is one: the pods that could be read are shown, with what is wrong beside them.
        if (!m_podsError || !m_pods.isEmpty())
            m_diagnosis.pods.atMs = m_owner.m_clock.wallMs();
        int asked = 0;
        for (const Pod &pod : std::as_const(m_pods)) {
            if (isTrouble(pod) && asked++ < kPodsWithEvents)
                askEvents(QStringLiteral("Pod"), pod.name, pod.uid);
        }
        askLog();
    }

    void askEvents(const QString &kind, const QString &name, const QString &uid)
    {
        QString selector = QStringLiteral("involvedObject.kind=%1,involvedObject.name=%2").arg(kind, name);
        if (!uid.isEmpty())
            selector += QStringLiteral(",involvedObject.uid=") + uid;
        ++m_eventLists;
        get(m_core + QStringLiteral("events"), QStringLiteral("limit=500&fieldSelector=") + encoded(selector), "list",
            QStringLiteral("events"), kMaxBytes, [this](const Result<HttpResponse> &answer) { onEvents(answer); });
    }

    void onEvents(const Result<HttpResponse> &answer)
    {
        --m_eventLists;
        std::optional<Error> error;
        if (!answer)
            error = answer.error();
        else
            error = readItems(answer->body, tr("events"), [&](const JsonView &item, const JsonView &) {
                const ClusterEvent event = readEvent(item);
                if (!event.uid.isEmpty() && !event.reason.isEmpty())
                    m_events.append(event);
            });
        if (error && !m_eventsError)
            m_eventsError = error;
    }

    void finishEvents()
    {
        std::sort(m_events.begin(), m_events.end(), [](const ClusterEvent &a, const ClusterEvent &b) {
            // Kubernetes counts seconds: what belongs together often has the same one.
            return std::make_tuple(-a.lastMs, !a.warning, a.uid) < std::make_tuple(-b.lastMs, !b.warning, b.uid);
        });
        m_events.erase(std::unique(m_events.begin(), m_events.end(),
                                   [](const ClusterEvent &a, const ClusterEvent &b) { return a.uid == b.uid; }),
                       m_events.end());
        m_diagnosis.events.value = m_events.mid(0, kMostEvents);
        m_diagnosis.events.error = m_eventsError;
        if (!m_eventsError || !m_events.isEmpty())
            m_diagnosis.events.atMs = m_owner.m_clock.wallMs();
    }

    void askConditions()
    {
        const ObjectRef &ref = m_diagnosis.question.ref;
        const WorkloadKindInfo &info = m_owner.m_info;
        get(info.path(ref.ns) + QLatin1Char('/') + ref.name, {}, "get", info.resource + QLatin1Char('.') + info.group,
            kMaxBytes, [this](const Result<HttpResponse> &answer) { onWorkload(answer); });
    }

    void onWorkload(const Result<HttpResponse> &answer)
    {
        DiagnosisPart<QList<WorkloadCondition>> &part = m_diagnosis.conditions;
        if (!answer) {
            part.error = answer.error();
            return;
        }
        simdjson::dom::element document;
        const QByteArray &body = answer->body;
        const auto problem = m_parser.parse(body.constData(), static_cast<size_t>(body.size())).get(document);
        QString wrong = problem ? toText(simdjson::error_message(problem)) : QString();
        if (!problem) {
            JsonReader reader(document);
            const JsonView root = reader.root();
            part.value = readWorkloadConditions(root["status"]["conditions"]);
            wrong = reader.problem();
            if (wrong.isEmpty() && !root["metadata"].isObject())
                wrong = tr("metadata is missing");
        }
        if (wrong.isEmpty())
            part.atMs = m_owner.m_clock.wallMs();
        else
            part.error = unreadable(m_diagnosis.question.ref.name, wrong);
    }

    void askLog()
    {
        const Pod *pod = podForLog();
        if (!pod) {
            m_diagnosis.log.error =
                m_podsError ? m_podsError : std::optional(noLog(tr("There is no pod to read from")));
            return;
        }
        m_diagnosis.log.value.pod = pod->name;
        m_diagnosis.log.value.container = pod->container;
        if (!pod->exitCode && !pod->running) {
            m_diagnosis.log.error = noLog(tr("%1 has not run yet, so there is no log").arg(pod->name));
            return;
        }
        // The run that crashed says why; the one that just came up does not know yet.
        readLogOf(*pod, pod->exitCode && !pod->ready && pod->restarts > 0);
    }

    // The one that was asked for; else the worst of the new version that has ever run, then the worst at all.
    [[nodiscard]] const Pod *podForLog() const
    {
        const QString &wanted = m_diagnosis.question.logPod;
        const Pod *best = nullptr;
        int rank = -1;
        for (const Pod &pod : m_pods) { // worst first
            if (!wanted.isEmpty() && pod.name == wanted)
                return &pod;
            const int its = (m_diagnosis.isNew(pod) ? 2 : 0) + (pod.exitCode || pod.running ? 1 : 0);
            if (its > rank) {
                best = &pod;
                rank = its;
            }
        }
        return best;
    }

    [[nodiscard]] Error noLog(const QString &message) const
    {
        Error error;
        error.kind = Error::Kind::NotFound;
        error.message = message;
        return error;
    }

    void readLogOf(const Pod &pod, bool previous)
    {
        QString query = QStringLiteral("timestamps=true&tailLines=%1&limitBytes=%2").arg(kLogLines).arg(kLogBytes);
        if (!pod.container.isEmpty())
            query += QStringLiteral("&container=") + encoded(pod.container);
        if (previous)
            query += QStringLiteral("&previous=true");
        get(m_core + QStringLiteral("pods/%1/log").arg(encoded(pod.name)), query, "get", QStringLiteral("pods/log"),
            kMaxLogBytes, [this, pod, previous](const Result<HttpResponse> &answer) {
                // The earlier run's log is gone with its container, or there was none: then this one's.
                if (!answer && previous && answer.error().kind == Error::Kind::Invalid)
                    return readLogOf(pod, false);
                DiagnosisPart<LogTail> &log = m_diagnosis.log;
                if (!answer) {
                    log.error = answer.error();
                    return;
                }
                log.value.previous = previous;
                log.value.lines = readLog(answer->body, kLogLines);
                log.value.cut = answer->body.size() >= kLogBytes;
                log.atMs = m_owner.m_clock.wallMs();
            });
    }

    void tell()
    {
        if (m_eventLists == 0 && m_podLists == 0)
            finishEvents();
        m_diagnosis.complete = m_open == 0;
        // Copies: whoever is told may cancel, and that takes this object along.
        const Told told = m_told;
        const Diagnosis now = m_diagnosis;
        if (now.complete)
            m_owner.drop(m_ticket);
        told(now);
    }

    static QString tr(const char *text) { return KubeDiagnosis::tr(text); }

    KubeDiagnosis &m_owner;
    quint64 m_ticket;
    Told m_told;
    Diagnosis m_diagnosis;
    QString m_core;
    QList<QPointer<HttpJob>> m_jobs;
    simdjson::dom::parser m_parser;
    QList<Pod> m_pods;
    QList<ClusterEvent> m_events;
    std::optional<Error> m_podsError;
    std::optional<Error> m_eventsError;
    bool m_more = false;
    int m_open = 0;
    int m_podLists = 0;
    int m_eventLists = 0;
};

KubeDiagnosis::KubeDiagnosis(KubeAccess access, const BackendConfig &config, const WorkloadKindInfo &info,
                             const Clock &clock)
    : m_access(std::move(access)), m_backend(config.id), m_info(info), m_clock(clock)
{
}

KubeDiagnosis::~KubeDiagnosis() = default;

void KubeDiagnosis::ask(quint64 ticket, const DiagnosisQuestion &question, Told told)
{
    if (!m_client)
        m_client = std::make_unique<HttpClient>(m_access.http);
    cancel(ticket);
    auto inquiry = std::make_unique<Inquiry>(*this, ticket, question, std::move(told));
    Inquiry *started = inquiry.get();
    m_inquiries[ticket] = std::move(inquiry);
    started->start();
}

void KubeDiagnosis::cancel(quint64 ticket) { drop(ticket); }

// The one that is dropped may be telling right now.
void KubeDiagnosis::drop(quint64 ticket)
{
    const auto it = m_inquiries.find(ticket);
    if (it == m_inquiries.end())
        return;
    it->second->stop();
    it->second.release()->deleteLater();
    m_inquiries.erase(it);
}

} // namespace astern::connectors
