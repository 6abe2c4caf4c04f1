// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kuberesource.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QUrlQuery>

#include <algorithm>

namespace astern::connectors {
namespace {

using BackendState = BackendHealth::State;

// Spread over half to all of it: after an outage not every client comes back in the same second.
qint64 jittered(qint64 ms) { return ms / 2 + QRandomGenerator::global()->bounded(static_cast<int>(ms / 2) + 1); }

QString encodedQuery(std::initializer_list<std::pair<QString, QString>> items)
{
    QStringList parts;
    for (const auto &[key, value] : items) {
        if (!value.isEmpty())
            parts.append(key + QLatin1Char('=') + QString::fromLatin1(QUrl::toPercentEncoding(value)));
    }
    return parts.join(QLatin1Char('&'));
}

} // namespace

KubeResource::KubeResource(HttpClient &client, const KubeAccess &access, KubeResourceOptions options, Sink sink,
                           const Clock &clock, QObject *parent)
    : QObject(parent), m_client(client), m_access(access), m_options(std::move(options)), m_sink(std::move(sink)),
      m_clock(clock)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] { m_next == Next::List ? list({}) : watch(); });
    connect(&m_silence, &QTimer::timeout, this, &KubeResource::onSilence);
}

KubeResource::~KubeResource() { stopAll(); }

void KubeResource::start() { list({}); }

void KubeResource::relist()
{
    stopAll();
    m_failures = 0;
    list({});
}

void KubeResource::doubt(const QString &reason)
{
    m_state.listed = false;
    setState(BackendState::Connecting);
    m_state.reason = reason;
    relist();
}

void KubeResource::stopAll()
{
    m_retry.stop();
    m_silence.stop();
    for (HttpJob *job : {m_job.data(), m_probe.data()}) {
        if (job) {
            job->disconnect(this);
            job->cancel();
        }
    }
    if (m_stream) {
        m_stream->disconnect(this);
        m_stream->cancel();
    }
    m_job = nullptr;
    m_probe = nullptr;
    m_stream = nullptr;
}

void KubeResource::list(const QString &continueToken)
{
    if (continueToken.isEmpty()) {
        m_told = 0;
        m_sink.listBegun();
    }
    HttpRequest request;
    // After two continue tokens went stale in a row the list is longer than the server remembers: take it whole.
    const QString limit = m_expiredLists < 2 ? QString::number(m_options.pageSize) : QString();
    request.url =
        m_access.url(m_options.path, encodedQuery({{QStringLiteral("limit"), limit},
                                                   {QStringLiteral("continue"), continueToken},
                                                   {QStringLiteral("labelSelector"), m_options.labelSelector}}));
    request.headers = KubeAccess::headers();
    request.deadlineMs = m_options.timings.listDeadlineMs;
    request.idleMs = m_options.timings.listDeadlineMs / 2;
    request.maxBytes = m_expiredLists < 2 ? 64LL << 20 : 512LL << 20;
    request.attempts = 1; // the pauses between tries are this class's own
    HttpJob *job = m_client.send(request);
    m_job = job;
    connect(job, &HttpJob::finished, this, [this, job](const Result<HttpResponse> &result) { onPage(*job, result); });
}

void KubeResource::onPage(HttpJob &job, const Result<HttpResponse> &result)
{
    m_job = nullptr;
    if (!result) {
        if (isNotServed(job.answer())) {
            Error error = kubeError(result.error(), job.answer(), m_access.http.name);
            error.message = m_options.notServed;
            error.hint = tr("Check the backend's type and address in the workspace.");
            setState(BackendState::Refused, error);
            return waitFor(Next::List, m_options.timings.refusedRetryMs);
        }
        return onListFailed(kubeError(result.error(), job.answer(), m_access.http.name));
    }
    answered();
    if (!readPage(result->body))
        return;
    if (m_told > m_options.maxObjects) {
        Error error =
            notUnderstood(tr("The list has more than %1 objects").arg(m_options.maxObjects), m_access.http.name);
        error.kind = Error::Kind::TooLarge;
        error.hint = tr("Name the namespaces that matter with “namespaces:” in the workspace.");
        setState(BackendState::Refused, error);
        waitFor(Next::List, m_options.timings.refusedRetryMs);
    }
}

// Tells the page's objects and goes on with the next page or the watch. False: it was no list.
bool KubeResource::readPage(const QByteArray &body)
{
    simdjson::dom::element document;
    const auto error = m_parser.parse(body.constData(), static_cast<size_t>(body.size())).get(document);
    if (error) {
        m_sink.notUnderstood(body, toText(simdjson::error_message(error)));
        again(Next::List, notUnderstood(tr("The list cannot be read: %1").arg(toText(simdjson::error_message(error))),
                                        m_access.http.name));
        return false;
    }
    JsonReader reader(document);
    const JsonView root = reader.root();
    const QString version = root["metadata"]["resourceVersion"].text();
    const QString next = root["metadata"]["continue"].text();
    if (version.isEmpty() || !root["items"].exists() || !reader.ok()) {
        const QString what =
            reader.ok() ? tr("a list with items and metadata.resourceVersion expected") : reader.problem();
        m_sink.notUnderstood(body, what);
        again(Next::List, notUnderstood(tr("The list cannot be read: %1").arg(what), m_access.http.name));
        return false;
    }
    root["items"].eachItem([this](const JsonView &item) {
        ++m_told;
        JsonReader one(item.element());
        m_sink.upsert(one, one.root());
    });
    if (!next.isEmpty() && m_told <= m_options.maxObjects) {
        list(next);
        return true;
    }
    m_version = version; // of the list, never of its last item
    m_expiredLists = 0;
    m_failures = 0;
    if (m_told > m_options.maxObjects)
        return true;
    m_state.listed = true;
    answered();
    m_sink.listEnded();
    watch();
    return true;
}

void KubeResource::onListFailed(const Error &error)
{
    // A continue token that is too old. The token that comes with this answer would give a list of two instants:
    // begin again, and if that fails too, ask for everything at once.
    if (error.kind == Error::Kind::Gone) {
        ++m_expiredLists;
        if (m_expiredLists <= 2)
            return list({});
    }
    again(Next::List, error);
}

void KubeResource::watch()
{
    HttpRequest request;
    const int seconds = m_options.timings.watchSeconds;
    request.url = m_access.url(
        m_options.path, encodedQuery({{QStringLiteral("watch"), QStringLiteral("1")},
                                      {QStringLiteral("resourceVersion"), m_version},
                                      {QStringLiteral("allowWatchBookmarks"), QStringLiteral("true")},
                                      {QStringLiteral("timeoutSeconds"),
                                       QString::number(seconds + QRandomGenerator::global()->bounded(seconds / 4 + 1))},
                                      {QStringLiteral("labelSelector"), m_options.labelSelector}}));
    request.headers = KubeAccess::headers();
    request.deadlineMs = m_options.timings.listDeadlineMs; // until it begins to answer
    request.idleMs = m_options.timings.reopenMs;
    request.attempts = 1;
    HttpStream *stream = m_client.open(request);
    m_stream = stream;
    m_openedMs = m_clock.monoMs();
    m_lastLineMs = m_openedMs;
    m_streamTold = false;
    connect(stream, &HttpStream::started, this, [this](int status) {
        if (status >= 300)
            return;
        m_failures = 0;
        answered();
        m_silence.start(m_options.timings.idleProbeMs);
    });
    connect(stream, &HttpStream::line, this, &KubeResource::onLine);
    connect(stream, &HttpStream::ended, this,
            [this, stream](const Result<Ok> &result) { onWatchEnded(result, stream->answer()); });
}

void KubeResource::onLine(const QByteArray &line)
{
    m_lastLineMs = m_clock.monoMs();
    m_streamTold = true;
    m_silence.start(m_options.timings.idleProbeMs);
    simdjson::dom::element document;
    const auto error = m_parser.parse(line.constData(), static_cast<size_t>(line.size())).get(document);
    if (error || !document.is_object()) {
        // An event is lost and nobody knows of which object: only a new list tells.
        m_sink.notUnderstood(line, error ? toText(simdjson::error_message(error)) : tr("an event expected"));
        stopAll();
        return again(Next::List, notUnderstood(tr("An event cannot be read; listing again"), m_access.http.name));
    }
    JsonReader reader(document);
    onEvent(reader.root(), reader);
}

void KubeResource::onEvent(const JsonView &root, JsonReader &reader)
{
    const std::string_view type = root["type"].bytes();
    const JsonView object = root["object"];
    if (type == "ERROR")
        return onErrorEvent(object);
    if (!object.isObject() || !reader.ok()) {
        m_sink.notUnderstood(QByteArray(), reader.ok() ? tr("an event without an object") : reader.problem());
        stopAll();
        return again(Next::List, notUnderstood(tr("An event cannot be read; listing again"), m_access.http.name));
    }
    JsonReader one(object.element());
    const JsonView view = one.root();
    const QString version = view["metadata"]["resourceVersion"].text();
    if (!version.isEmpty())
        m_version = version;
    answered();
    if (type == "ADDED" || type == "MODIFIED")
        m_sink.upsert(one, view);
    else if (type == "DELETED")
        m_sink.gone(view);
    // BOOKMARK: the version alone. Anything else is of a newer protocol and carries nothing we know.
}

void KubeResource::onErrorEvent(const JsonView &status)
{
    const qint64 code = status["code"].integer();
    stopAll();
    Error error =
        notUnderstood(tr("The watch ended: %1").arg(HttpClient::redact(status["message"].text())), m_access.http.name);
    error.kind = code == 410 ? Error::Kind::Gone : Error::Kind::Unavailable;
    if (code != 410)
        return again(Next::List, error);
    // Too old to go on from: normal after a pause of minutes, no failure.
    if (m_clock.monoMs() - m_openedMs < m_options.timings.backoffMinMs && ++m_failures > 1)
        return waitFor(Next::List, jittered(m_options.timings.backoffMinMs));
    list({});
}

void KubeResource::onWatchEnded(const Result<Ok> &result, const HttpResponse &answer)
{
    m_stream = nullptr;
    m_silence.stop();
    if (result) {
        // Servers end watches after some minutes; go on where it stopped, but never in a tight circle.
        const qint64 lived = m_clock.monoMs() - m_openedMs;
        const qint64 pause =
            m_streamTold || lived >= m_options.timings.backoffMinMs ? 0 : m_options.timings.backoffMinMs - lived;
        return pause == 0 ? watch() : waitFor(Next::Watch, pause);
    }
    const Error error = kubeError(result.error(), answer, m_access.http.name);
    if (error.kind == Error::Kind::Gone)
        return list({});
    if (answer.status >= 400) {
        // Also 504 for a version from the future (a restored server): only a new list helps.
        return again(Next::List, error);
    }
    if (error.kind == Error::Kind::TooLarge)
        return again(Next::List, error);
    if (m_clock.monoMs() - m_openedMs >= m_options.timings.backoffMinMs)
        m_failures = 0;
    again(Next::Watch, error); // dropped: nothing is lost, the stream goes on from the last version
}

void KubeResource::onSilence()
{
    if (!m_stream)
        return;
    if (m_clock.monoMs() - m_lastLineMs >= m_options.timings.reopenMs) {
        stopAll();
        return watch();
    }
    if (!m_probe)
        probe();
}

void KubeResource::probe()
{
    HttpRequest request;
    request.url =
        m_access.url(m_options.path, encodedQuery({{QStringLiteral("limit"), QStringLiteral("1")},
                                                   {QStringLiteral("labelSelector"), m_options.labelSelector}}));
    request.headers = KubeAccess::headers();
    // Names alone.
    request.headers.first().second =
        "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io, application/json";
    request.attempts = 1;
    HttpJob *job = m_client.send(request);
    m_probe = job;
    connect(job, &HttpJob::finished, this, [this, job](const Result<HttpResponse> &result) {
        m_probe = nullptr;
        if (result)
            return answered();
        const Error error = kubeError(result.error(), job->answer(), m_access.http.name);
        if (error.kind == Error::Kind::Throttled)
            return;
        stopAll();
        again(Next::Watch, error);
    });
}

void KubeResource::answered()
{
    m_state.lastAnswerMs = m_clock.wallMs();
    m_state.nextTryMs = 0;
    if (m_state.listed)
        setState(BackendState::Live);
    else if (m_state.state != BackendState::Connecting)
        setState(BackendState::Connecting);
    m_sink.stateChanged();
}

void KubeResource::again(Next next, const Error &error)
{
    const KubeTimings &t = m_options.timings;
    if (error.kind == Error::Kind::Unauthorized) {
        if (!m_client.signIn().parked)
            return waitFor(next, jittered(t.backoffMinMs)); // new credentials are on their way
        // Nothing is sent any more until somebody signs in: whoever follows is then told to list again.
        setState(BackendState::NeedsLogin, error);
        m_state.nextTryMs = 0;
        return m_sink.stateChanged();
    }
    if (error.kind == Error::Kind::NotPermitted) {
        setState(BackendState::Refused, error);
        return waitFor(Next::List, t.refusedRetryMs);
    }
    setState(BackendState::Retrying, error);
    const int doublings = std::min(m_failures++, 10);
    const qint64 backoff = std::min<qint64>(static_cast<qint64>(t.backoffMinMs) << doublings, t.backoffMaxMs);
    waitFor(next, std::max(jittered(backoff), error.retryAfterMs));
}

void KubeResource::waitFor(Next next, qint64 ms)
{
    m_next = next;
    m_state.nextTryMs = m_clock.wallMs() + ms;
    m_retry.start(static_cast<int>(std::min<qint64>(ms, 3'600'000)));
    m_sink.stateChanged();
}

void KubeResource::setState(BackendState state, const Error &error)
{
    const bool same = m_state.state == state && m_state.reason == error.message;
    m_state.state = state;
    m_state.kind = error.kind;
    m_state.reason = error.message;
    m_state.hint = error.hint;
    if (!same)
        m_sink.stateChanged();
}

} // namespace astern::connectors
