// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/httperror.h"
#include "connectors/http/job.h"

#include <QMetaObject>

#include <utility>

namespace astern::connectors {
namespace {

constexpr qint64 kMaxErrorBody = 1 << 20;

} // namespace

Stream::Stream(HttpShared &shared, HttpRequest request, int maxLineBytes, QObject *parent)
    : HttpStream(parent), m_shared(shared), m_request(std::move(request)), m_lines(maxLineBytes),
      m_maxLineBytes(maxLineBytes)
{
    // A compressed stream holds lines back until a block is full.
    m_request.headers.append(qMakePair(QByteArray("Accept-Encoding"), QByteArray("identity")));
    m_wait.setSingleShot(true);
    connect(&m_wait, &QTimer::timeout, this, &Stream::connectNow);
}

Stream::~Stream()
{
    if (m_manager)
        m_shared.release(m_manager);
}

void Stream::start()
{
    const Result<Ok> allowed = checkTarget(m_shared.options().name, m_request, m_shared.options().allowPlainHttp);
    if (!allowed) {
        endLater(allowed.error());
        return;
    }
    connectNow();
}

void Stream::connectNow()
{
    if (m_done || m_exchange)
        return;
    SignIn &signIn = m_shared.signIn();
    const SignIn::Gate gate = signIn.gate();
    if (gate == SignIn::Gate::Waiting)
        connect(&signIn, &SignIn::changed, this, &Stream::connectNow, Qt::UniqueConnection);
    else
        disconnect(&signIn, &SignIn::changed, this, &Stream::connectNow);
    if (gate == SignIn::Gate::Parked)
        endLater(signIn.refusal());
    if (gate != SignIn::Gate::Open)
        return;
    if (const qint64 pause = m_shared.pausedForMs(); pause > 0) {
        if (pause > m_request.deadlineMs)
            endLater(pausedError(m_shared.options().name, m_request.url, pause));
        else
            m_wait.start(int(pause));
        return;
    }
    const HttpHeaders credentials = m_shared.credentialsFor(m_request);
    m_manager = m_shared.acquireStream(); // after that: a new client certificate takes new connections
    m_generation = signIn.generation();
    m_exchange = new Exchange(m_shared, m_manager, m_request, {m_request.deadlineMs, m_request.idleMs, true}, this);
    connect(m_exchange, &Exchange::answering, this, &Stream::onAnswering);
    connect(m_exchange, &Exchange::received, this, &Stream::onReceived);
    connect(m_exchange, &Exchange::complete, this, &Stream::onComplete);
    connect(m_exchange, &Exchange::failed, this, [this](const Failure &failure) { end(failure.error); });
    m_exchange->start(credentials);
}

void Stream::cancel()
{
    if (!m_done)
        endLater(cancelledError(m_shared.options().name, m_request.url));
}

void Stream::onWoke()
{
    if (!m_done && m_exchange)
        endLater(sleptError(m_shared.options().name, m_request.url));
}

void Stream::onAnswering()
{
    m_answer.status = m_exchange->status();
    m_answer.headers = m_exchange->headers();
    const QByteArray encoding = m_answer.header("Content-Encoding").trimmed().toLower();
    if (!encoding.isEmpty() && encoding != "identity") {
        end(encodingError(m_shared.options().name, m_request.url));
        return;
    }
    if (m_answer.status < 300)
        Q_EMIT started(m_answer.status);
}

void Stream::onReceived(const QByteArray &bytes)
{
    if (m_done)
        return;
    if (m_answer.status >= 300) {
        m_answer.body += bytes.left(std::max<qsizetype>(0, kMaxErrorBody - m_answer.body.size()));
        return;
    }
    const bool fits = m_lines.feed(bytes, [this](const QByteArray &text) {
        Q_EMIT line(text);
        return !m_done; // cancelled by whoever got it
    });
    if (!fits && !m_done)
        end(tooLargeError(m_shared.options().name, m_request.url, m_maxLineBytes));
}

void Stream::onComplete()
{
    if (m_answer.status != 401)
        m_shared.signIn().accepted();
    if (m_answer.status < 300) {
        end(Ok{});
        return;
    }
    const Error error = statusError(m_shared.options().name, m_request.url, m_answer);
    if ((m_answer.status == 429 || m_answer.status == 503) && error.retryAfterMs > 0)
        m_shared.pause(error.retryAfterMs);
    // Whoever opened it opens it again, and then waits for the renewed ones.
    if (m_answer.status == 401)
        m_shared.signIn().refused(m_generation, error);
    end(error);
}

void Stream::endLater(const Error &error)
{
    m_done = true;
    m_wait.stop();
    if (m_exchange) {
        // Not deleted: this may come from inside its own signal.
        m_exchange->disconnect(this);
        m_exchange->stop();
    }
    const Error clean = m_shared.clean(error);
    QMetaObject::invokeMethod(
        this,
        [this, clean] {
            Q_EMIT ended(clean);
            deleteLater();
        },
        Qt::QueuedConnection);
}

void Stream::end(const Result<Ok> &result)
{
    if (m_done)
        return;
    m_done = true;
    m_wait.stop();
    if (m_exchange) {
        m_exchange->disconnect(this);
        m_exchange->stop();
    }
    if (result)
        Q_EMIT ended(result);
    else
        Q_EMIT ended(m_shared.clean(result.error()));
    deleteLater();
}

} // namespace astern::connectors
