// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/probe/probetask.h"

#include "connectors/http/wakewatch.h"
#include "connectors/probe/probecheck.h"
#include "models/base/clock.h"

#include <QNetworkProxy>
#include <QTcpSocket>

#include <algorithm>

namespace astern::connectors {
namespace {

// Longer than any `timeout` leaves room for: the request's own deadline speaks first, and says more.
constexpr qint64 kGraceMs = 500;
constexpr qsizetype kLongestTrouble = 160;

QString wordsFor(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::TimedOut:
        return QStringLiteral("timed out");
    case Error::Kind::TooLarge:
        return QStringLiteral("the answer is too large");
    default:
        return error.message.left(kLongestTrouble);
    }
}

QString wordsFor(QAbstractSocket::SocketError error, const QString &qtText)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return QStringLiteral("the host is not known");
    case QAbstractSocket::ConnectionRefusedError:
        return QStringLiteral("the connection is refused");
    case QAbstractSocket::SocketTimeoutError:
        return QStringLiteral("timed out");
    default:
        return qtText.left(kLongestTrouble);
    }
}

} // namespace

ProbeTask::ProbeTask(policy::ProbeQuery query, HttpOptions http, const Clock &clock)
    : m_query(std::move(query)), m_http(std::move(http)), m_clock(clock), m_next(this), m_overdue(this)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &ProbeTask::begin);
    m_overdue.setSingleShot(true);
    connect(&m_overdue, &QTimer::timeout, this, &ProbeTask::onOverdue);
}

ProbeTask::~ProbeTask() { dropTry(); }

void ProbeTask::start(int delayMs)
{
    m_dueMs = m_clock.monoMs() + delayMs;
    m_next.start(delayMs);
}

void ProbeTask::stop()
{
    disconnect(this, &ProbeTask::probed, nullptr, nullptr);
    m_next.stop();
    dropTry();
}

void ProbeTask::dropTry()
{
    m_overdue.stop();
    if (HttpJob *job = std::exchange(m_job, nullptr)) {
        job->disconnect(this);
        job->cancel();
    }
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket.release()->deleteLater(); // this may be its own signal
    }
}

qint64 ProbeTask::spentMs() const { return m_clock.monoMs() - m_begunMs; }

void ProbeTask::begin()
{
    m_begunMs = m_clock.monoMs();
    m_sleptMs = m_clock.sleptMs();
    if (const auto *http = std::get_if<policy::HttpCheck>(&m_query.probe.check))
        beginHttp(*http);
    else
        beginTcp(std::get<policy::TcpCheck>(m_query.probe.check));
}

void ProbeTask::beginHttp(const policy::HttpCheck &check)
{
    if (!m_client)
        m_client = std::make_unique<HttpClient>(m_http);
    HttpRequest request;
    request.method = check.method.toLatin1();
    request.url = QUrl(check.url, QUrl::StrictMode);
    for (auto header = check.headers.cbegin(); header != check.headers.cend(); ++header)
        request.headers.append(qMakePair(header.key().toLatin1(), header.value().toUtf8()));
    // A connection of its own each time: one that is kept would stay with the instance that it met first.
    request.headers.append(qMakePair(QByteArray("Connection"), QByteArray("close")));
    request.body = check.body.toUtf8();
    // A try is sent once, whatever its verb; the next one is the retry.
    request.idempotency = Idempotency::Unsafe;
    request.attempts = 1;
    request.deadlineMs = int(m_query.probe.timeoutMs);
    request.idleMs = request.deadlineMs;
    request.maxBytes = kMaxProbeBytes;
    m_job = m_client->send(request);
    connect(m_job, &HttpJob::finished, this, [this, job = m_job, check](const Result<HttpResponse> &answer) {
        if (m_job == job)
            onAnswer(job, check, answer);
    });
    m_overdue.start(int(m_query.probe.timeoutMs + kGraceMs));
}

void ProbeTask::onAnswer(HttpJob *job, const policy::HttpCheck &check, const Result<HttpResponse> &answer)
{
    m_job = nullptr;
    const bool isWhole = answer || (job->status() >= 300 && answer.error().kind != Error::Kind::TooLarge &&
                                    answer.error().kind != Error::Kind::TimedOut);
    // Whatever else a client makes of a refusal (a pause, no more requests), it is not the next try's.
    if (!answer)
        m_client.release()->deleteLater();
    if (isWhole)
        end(probeTrouble(check, job->status(), job->answer().body, spentMs()));
    else
        end(wordsFor(answer.error()));
}

void ProbeTask::beginTcp(const policy::TcpCheck &check)
{
    m_socket = std::make_unique<QTcpSocket>();
    m_socket->setProxy(QNetworkProxy::NoProxy);
    connect(m_socket.get(), &QTcpSocket::connected, this,
            [this, limit = check.maxLatencyMs] { end(latencyTrouble(limit, spentMs())); });
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this,
            [this](QAbstractSocket::SocketError error) { end(wordsFor(error, m_socket->errorString())); });
    m_overdue.start(int(m_query.probe.timeoutMs));
    // It may fail at once, and end the try.
    m_socket->connectToHost(check.host, quint16(check.port));
}

void ProbeTask::onOverdue() { end(QStringLiteral("timed out")); }

// The last that is done: who hears it may end this.
void ProbeTask::end(const QString &trouble)
{
    dropTry();
    const qint64 now = m_clock.monoMs();
    const qint64 every = std::max<qint64>(m_query.probe.everyMs, 1);
    m_dueMs += (std::max<qint64>(now - m_dueMs, 0) / every + 1) * every;
    m_next.start(int(std::clamp<qint64>(m_dueMs - now, 0, every)));
    // What a machine that slept did not hear says nothing about the other side.
    if (m_clock.sleptMs() - m_sleptMs < kShortestSleepMs)
        Q_EMIT probed(trouble);
}

} // namespace astern::connectors
