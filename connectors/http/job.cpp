// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/job.h"

#include "connectors/http/httperror.h"
#include "connectors/http/retry.h"
#include "models/base/logging.h"

#include <QMetaObject>

#include <algorithm>

namespace astern::connectors {
namespace {

// 500 is left out: what it means is as often "no" as "not now".
bool transientStatus(int status) { return status == 408 || status == 429 || (status >= 502 && status <= 504); }

// The try may have been obeyed: no answer came or only the beginning of a good one, or a proxy gave up before its
// server.
bool leavesDoubt(int status) { return status < 400 || (transientStatus(status) && status != 429); }

} // namespace

Job::Job(HttpShared &shared, HttpRequest request, QObject *parent)
    : HttpJob(parent), m_shared(shared), m_request(std::move(request))
{
    m_sleptMs = m_shared.clock().sleptMs();
    m_wait.setSingleShot(true);
    connect(&m_wait, &QTimer::timeout, this, &Job::attempt);
}

void Job::start()
{
    const Result<Ok> allowed = checkTarget(m_shared.options().name, m_request, m_shared.options().allowPlainHttp);
    if (!allowed) {
        failLater(allowed.error());
        return;
    }
    attempt();
}

void Job::cancel()
{
    if (m_done)
        return;
    failLater(cancelledError(m_shared.options().name, m_request.url));
}

void Job::failLater(const Error &error)
{
    m_done = true;
    m_wait.stop();
    m_left = m_left || m_exchange;
    delete std::exchange(m_exchange, nullptr);
    Error clean = m_shared.clean(error);
    clean.notSent = !m_left;
    QMetaObject::invokeMethod(
        this,
        [this, clean] {
            Q_EMIT finished(clean);
            deleteLater();
        },
        Qt::QueuedConnection);
}

// Whoever decided on a change did so before the sleep: it is for them to look again, not for us to send.
void Job::onWoke()
{
    if (m_done)
        return;
    const Error error = sleptError(m_shared.options().name, m_request.url);
    if (m_request.idempotency != Idempotency::Safe)
        failLater(error);
    else if (m_exchange) // its connection is most likely dead, and says so in minutes
        onFailed({error, true, true});
}

// False: it waits for credentials, or there are none to be had.
bool Job::mayPass()
{
    SignIn &signIn = m_shared.signIn();
    const SignIn::Gate gate = signIn.gate();
    if (gate == SignIn::Gate::Waiting)
        connect(&signIn, &SignIn::changed, this, &Job::attempt, Qt::UniqueConnection);
    else
        disconnect(&signIn, &SignIn::changed, this, &Job::attempt);
    if (gate == SignIn::Gate::Parked) {
        m_answer = {}; // an earlier 401 was not the last word
        failLater(signIn.refusal());
    }
    return gate == SignIn::Gate::Open;
}

void Job::attempt()
{
    if (m_done || m_exchange)
        return;
    if (m_request.idempotency != Idempotency::Safe && m_shared.clock().sleptMs() - m_sleptMs >= kShortestSleepMs)
        return failLater(sleptError(m_shared.options().name, m_request.url));
    if (!mayPass())
        return;
    const RetryStep &step =
        m_shared.options()
            .retry[size_t(std::min<qsizetype>(m_attempt, qsizetype(m_shared.options().retry.size()) - 1))];
    const int deadlineMs = m_request.deadlineMs * step.timesDeadline;
    if (const qint64 pause = m_shared.pausedForMs(); pause > 0) {
        // Waiting longer than an answer may take helps nobody: say so instead.
        if (pause > deadlineMs) {
            failLater(pausedError(m_shared.options().name, m_request.url, pause));
            return;
        }
        m_wait.start(int(pause));
        return;
    }
    const HttpHeaders credentials = m_shared.credentialsFor(m_request);
    m_generation = m_shared.signIn().generation();
    m_answer = {};
    m_inflater.reset();
    ++m_sent;
    m_exchange = new Exchange(m_shared, m_shared.requests(), m_request, {deadlineMs, m_request.idleMs, false}, this);
    connect(m_exchange, &Exchange::answering, this, &Job::onAnswering);
    connect(m_exchange, &Exchange::received, this, &Job::onReceived);
    connect(m_exchange, &Exchange::complete, this, &Job::onComplete);
    connect(m_exchange, &Exchange::failed, this, &Job::onFailed);
    m_exchange->start(credentials);
}

void Job::onAnswering()
{
    m_answer.status = m_exchange->status();
    m_answer.headers = m_exchange->headers();
    const QByteArray encoding = m_answer.header("Content-Encoding").trimmed().toLower();
    const QString &name = m_shared.options().name;
    if (encoding == "gzip" || encoding == "deflate") {
        m_inflater = std::make_unique<Inflater>();
    } else if (!encoding.isEmpty() && encoding != "identity") {
        onFailed({encodingError(name, m_request.url), false, false});
        return;
    }
    bool ok = false;
    const qint64 length = m_answer.header("Content-Length").toLongLong(&ok);
    if (ok && length > m_request.maxBytes) {
        onFailed({tooLargeError(name, m_request.url, m_request.maxBytes), false, false});
        return;
    }
    if (ok && !m_inflater)
        m_answer.body.reserve(length);
}

void Job::onReceived(const QByteArray &bytes)
{
    if (m_done || !m_exchange)
        return;
    const QString &name = m_shared.options().name;
    if (!m_inflater) {
        if (m_answer.body.size() + bytes.size() > m_request.maxBytes)
            onFailed({tooLargeError(name, m_request.url, m_request.maxBytes), false, false});
        else
            m_answer.body += bytes;
        return;
    }
    const Inflater::State state = m_inflater->feed(bytes, m_answer.body, m_request.maxBytes);
    if (state == Inflater::State::TooLarge)
        onFailed({tooLargeError(name, m_request.url, m_request.maxBytes), false, false});
    else if (state == Inflater::State::Malformed)
        onFailed({encodingError(name, m_request.url), false, false});
}

void Job::onComplete()
{
    const QString &name = m_shared.options().name;
    const bool cutShort = m_inflater && m_inflater->state() != Inflater::State::Complete &&
                          !(m_answer.body.isEmpty() && m_request.method == "HEAD");
    if (cutShort) {
        onFailed({encodingError(name, m_request.url), true, false});
        return;
    }
    m_exchange->deleteLater();
    m_exchange = nullptr;
    if (m_answer.status != 401)
        m_shared.signIn().accepted();
    // 304 can only be an answer to a condition that the caller set.
    if (m_answer.status < 300 || m_answer.status == 304) {
        finish(m_answer);
        return;
    }
    Failure failure{statusError(name, m_request.url, m_answer), transientStatus(m_answer.status), false};
    if ((m_answer.status == 429 || m_answer.status == 503) && failure.error.retryAfterMs > 0)
        m_shared.pause(failure.error.retryAfterMs);
    // Refused before anything was done: with renewed credentials it may go out once more, whatever its verb.
    if (m_answer.status == 401 && m_shared.signIn().refused(m_generation, failure.error) && !m_resentSignedIn) {
        m_resentSignedIn = true;
        m_left = true;
        m_wait.start(0);
        return;
    }
    retryOrFinish(failure);
}

void Job::onFailed(const Failure &failure)
{
    if (m_done || !m_exchange)
        return;
    // Not deleted here: this may be its own signal.
    m_exchange->disconnect(this);
    m_exchange->stop();
    m_exchange->deleteLater();
    m_exchange = nullptr;
    retryOrFinish(failure);
}

void Job::retryOrFinish(const Failure &failure)
{
    m_left = m_left || !failure.neverLeft;
    const bool mayRepeat = m_request.idempotency != Idempotency::Unsafe && failure.transient;
    const bool doubt = !failure.neverLeft && leavesDoubt(m_answer.status);
    if (mayRepeat && failure.closedUnanswered && !m_resentAtOnce) {
        // Most likely a kept-alive connection that had died meanwhile: a fresh one costs no pause.
        m_resentAtOnce = true;
        m_doubtful = true;
        m_wait.start(0);
        return;
    }
    if (!mayRepeat || m_attempt + 1 >= m_request.attempts) {
        finish(failure.error);
        return;
    }
    const auto &table = m_shared.options().retry;
    const RetryStep &step = table[size_t(std::min<qsizetype>(m_attempt, qsizetype(table.size()) - 1))];
    // A pause of the whole backend is kept by attempt(); it may refuse one that is too long.
    const qint64 wait = std::max<qint64>(step.waitMs, std::min(failure.error.retryAfterMs, m_shared.pausedForMs()));
    const int nextDeadline =
        m_request.deadlineMs *
        table[size_t(std::min<qsizetype>(m_attempt + 1, qsizetype(table.size()) - 1))].timesDeadline;
    if (m_shared.pausedForMs() > nextDeadline) {
        finish(failure.error);
        return;
    }
    ++m_attempt;
    m_doubtful = m_doubtful || doubt;
    qCInfo(lcHttp).noquote() << m_shared.clean(failure.error.toString()) << "- again in" << wait << "ms";
    m_wait.start(int(wait));
}

void Job::finish(const Result<HttpResponse> &result)
{
    if (m_done)
        return;
    m_done = true;
    m_wait.stop();
    if (result) {
        Q_EMIT finished(result);
    } else {
        Error clean = m_shared.clean(result.error());
        clean.notSent = !m_left;
        qCDebug(lcHttp).noquote() << clean.toString() << clean.detail;
        Q_EMIT finished(clean);
    }
    deleteLater();
}

} // namespace astern::connectors
