// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/job.h"

#include <QNetworkAccessManager>
#include <QPointer>

namespace astern::connectors {

QByteArray HttpResponse::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

class HttpClient::Private {
public:
    explicit Private(HttpOptions options) : shared(std::move(options), nullptr) {}

    HttpShared shared;
    QList<QPointer<HttpJob>> jobs;
    QList<QPointer<HttpStream>> streams;

    void prune()
    {
        jobs.removeAll(nullptr);
        streams.removeAll(nullptr);
    }
};

HttpClient::HttpClient(HttpOptions options, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(std::move(options)))
{
    connect(&d->shared.signIn(), &SignIn::changed, this, &HttpClient::signInChanged);
    connect(&d->shared.wakeWatch(), &WakeWatch::woke, this, [this](qint64 sleptMs) {
        d->prune();
        const auto jobs = d->jobs;
        for (const QPointer<HttpJob> &job : jobs) {
            if (job)
                static_cast<Job *>(job.data())->onWoke();
        }
        const auto streams = d->streams;
        for (const QPointer<HttpStream> &stream : streams) {
            if (stream)
                static_cast<Stream *>(stream.data())->onWoke();
        }
        Q_EMIT woke(sleptMs);
    });
}

HttpClient::~HttpClient()
{
    // Silently: whoever listens is very often being destroyed too. Before the connections that they use.
    for (const QPointer<HttpJob> &job : std::as_const(d->jobs))
        delete job.data();
    for (const QPointer<HttpStream> &stream : std::as_const(d->streams))
        delete stream.data();
}

HttpJob *HttpClient::send(const HttpRequest &request)
{
    d->prune();
    auto *job = new Job(d->shared, request, this);
    d->jobs.append(job);
    job->start();
    return job;
}

HttpStream *HttpClient::open(const HttpRequest &request, int maxLineBytes)
{
    d->prune();
    auto *stream = new Stream(d->shared, request, maxLineBytes, this);
    d->streams.append(stream);
    stream->start();
    return stream;
}

void HttpClient::signInAgain() { d->shared.signIn().again(); }

SignInState HttpClient::signIn() const
{
    SignInState state = d->shared.signIn().state();
    state.problem = d->shared.clean(state.problem);
    state.hint = d->shared.clean(state.hint);
    return state;
}

qint64 HttpClient::clockSkewMs() const { return d->shared.skew().ms(); }

QSslCertificate HttpClient::peerCertificate() const { return d->shared.peerCertificate(); }

bool HttpClient::isIdle() const
{
    d->prune();
    return d->jobs.isEmpty() && d->streams.isEmpty();
}

void HttpClient::cancelAll()
{
    d->prune();
    const auto jobs = d->jobs;
    for (const QPointer<HttpJob> &job : jobs) {
        if (job)
            job->cancel();
    }
    const auto streams = d->streams;
    for (const QPointer<HttpStream> &stream : streams) {
        if (stream)
            stream->cancel();
    }
}

} // namespace astern::connectors
