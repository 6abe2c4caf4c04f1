// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/prometheussource.h"

#include "connectors/http/tls.h"
#include "connectors/prometheus/promjoin.h"
#include "models/base/logging.h"

#include <QUrlQuery>

#include <algorithm>

namespace astern::connectors {
namespace {

// As it is sent, percent-encoded. VictoriaMetrics takes 16 kB of query; and Qt sends a body in pieces of 16 kB, of
// which the second waits 40 ms for the acknowledgement of the first (Nagle), at every poll.
constexpr qsizetype kMaxQueryChars = 15'000;
// The past is asked in small pieces, a few each poll, so that it never stands before a live value.
constexpr qsizetype kHistoryQueryChars = 4'000;
constexpr qsizetype kHistoryPerPoll = 4;
const QString kBetween = QStringLiteral(" or ");
constexpr int kParallel = 4; // of Qt's six connections
constexpr qint64 kMaxPoints = 11'000;
constexpr int kKeptPoints = 3'600;
constexpr int kFirstBackoffMs = 1'000;
constexpr int kLastBackoffMs = 30'000;

QByteArray seconds(qint64 ms)
{
    return QByteArray::number(ms / 1000) + '.' + QByteArray::number(1000 + ms % 1000).mid(1);
}

QString nameOf(const SeriesId &id)
{
    return id.place + QLatin1Char(' ') + id.signal + QLatin1Char(' ') + toString(id.role);
}

BackendHealth::State stateFor(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Unauthorized:
        return BackendHealth::State::NeedsLogin;
    case Error::Kind::NotPermitted:
    case Error::Kind::Refused:
        return BackendHealth::State::Refused;
    default:
        return BackendHealth::State::Retrying;
    }
}

} // namespace

PrometheusSource::PrometheusSource(const BackendConfig &config, SecretResolver secrets, const Clock &clock,
                                   qint64 historyMs)
    : m_config(config), m_secrets(std::move(secrets)), m_clock(clock), m_historyMs(historyMs), m_timer(this)
{
    m_health.backend = config.id;
    m_health.type = config.type;
    m_health.pollMs = config.pollMs;
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PrometheusSource::poll);
}

PrometheusSource::~PrometheusSource() = default;

void PrometheusSource::start()
{
    m_health.sinceMs = m_clock.wallMs();
    Q_EMIT healthChanged(m_health);
    m_timer.start(0);
}

// Secrets and files are read now, and again as long as one of them is wrong.
void PrometheusSource::connectNow()
{
    const auto secret = [this](const Secret &text) { return m_secrets ? m_secrets(text) : Result<QString>(text.text); };
    HttpHeaders headers;
    if (!m_config.bearer.isEmpty()) {
        const Result<QString> token = secret(m_config.bearer);
        if (!token)
            return report(BackendHealth::State::NeedsLogin, token.error());
        headers.append(qMakePair(QByteArray("Authorization"), QByteArray("Bearer " + token->toUtf8())));
    } else if (!m_config.basicUser.isEmpty()) {
        const Result<QString> password = secret(m_config.basicPassword);
        if (!password)
            return report(BackendHealth::State::NeedsLogin, password.error());
        const QString pair = m_config.basicUser + QLatin1Char(':') + *password;
        headers.append(qMakePair(QByteArray("Authorization"), QByteArray("Basic " + pair.toUtf8().toBase64())));
    }
    for (auto it = m_config.headers.begin(); it != m_config.headers.end(); ++it) {
        const Result<QString> value = secret(it.value());
        if (!value)
            return report(BackendHealth::State::NeedsLogin, value.error());
        headers.append(qMakePair(it.key().toUtf8(), value->toUtf8()));
    }
    const Result<QSslConfiguration> tls = tlsFromFiles(m_config.caFile, m_config.certFile, m_config.keyFile);
    if (!tls)
        return report(BackendHealth::State::Refused, tls.error());
    HttpOptions options;
    options.name = m_config.id;
    options.tls = *tls;
    options.allowPlainHttp = m_config.allowPlainHttp;
    options.credentials = [headers] { return headers; };
    m_client = std::make_unique<HttpClient>(options);
}

void PrometheusSource::setQueries(const QList<SignalQuery> &queries)
{
    // A big company has ten thousand of them: each is looked up, not looked for.
    QHash<SeriesId, qsizetype> known;
    for (qsizetype i = 0; i < m_asked.size(); ++i)
        known.insert(m_asked.at(i).query.id, i);
    QList<Asked> next;
    bool news = false;
    for (const SignalQuery &query : queries) {
        const qsizetype index = known.value(query.id, -1);
        if (index >= 0 && m_asked.at(index).query == query) {
            next.append(m_asked.at(index));
            continue;
        }
        news = true;
        Asked asked;
        asked.query = query;
        const Result<promql::Questions> questions = promql::questions(query);
        if (questions) {
            asked.questions = *questions;
            asked.sentChars = QUrl::toPercentEncoding(promql::batchPart(*questions, 999) + kBetween).size();
        } else {
            asked.problem = questions.error().toString();
            qCWarning(lcPrometheus).noquote() << m_config.id << nameOf(query.id) << asked.problem;
        }
        next.append(asked);
    }
    m_asked = next;
    // Answers under way carry indices into the old list.
    ++m_generation;
    m_waiting.clear();
    if (m_client)
        m_client->cancelAll();
    m_running = m_historyRunning = 0;
    // A new signal is asked now, unless the backend is in trouble anyway.
    if (news && m_backoffMs == 0 && m_health.sinceMs != 0)
        m_timer.start(0);
    else if (!m_timer.isActive() && m_health.sinceMs != 0)
        m_timer.start(int(m_config.pollMs));
}

QUrl PrometheusSource::apiUrl(const QString &call) const
{
    QUrl url = m_config.url;
    QString path = url.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    url.setPath(path + QStringLiteral("/api/v1/") + call);
    return url;
}

QList<PrometheusSource::Chunk> PrometheusSource::chunks(bool history) const
{
    QList<Chunk> together;
    QList<Chunk> alone; // what the server would not take with others; kept apart, so that it does not part them
    qsizetype chars = 0;
    for (qsizetype i = 0; i < m_asked.size(); ++i) {
        const Asked &asked = m_asked.at(i);
        if (asked.questions.value.isEmpty() || (history && asked.historyRead))
            continue;
        if (!asked.problem.isEmpty()) {
            alone.append(Chunk{history, {i}});
            continue;
        }
        const qsizetype more = asked.sentChars;
        if (together.isEmpty() || chars + more > (history ? kHistoryQueryChars : kMaxQueryChars)) {
            together.append(Chunk{history, {}});
            chars = 0;
        }
        together.last().indices.append(i);
        chars += more;
    }
    return together + alone;
}

void PrometheusSource::poll()
{
    m_waiting.clear();
    m_running = m_historyRunning = 0;
    ++m_generation;
    m_failedThisTick = false;
    m_atMs = m_clock.wallMs();
    if (!m_client) {
        connectNow();
        if (!m_client)
            return;
    }
    m_waiting = chunks(false) + chunks(true).mid(0, kHistoryPerPoll);
    if (m_waiting.isEmpty()) {
        // Nothing to ask; whether it lives is asked all the same.
        m_waiting.append(Chunk{});
    }
    pump();
}

void PrometheusSource::pump()
{
    while (!m_waiting.isEmpty() && m_running < kParallel) {
        if (m_waiting.first().history && m_running > 0)
            return; // one piece of the past at a time, and only when nothing else is under way
        send(m_waiting.takeFirst());
    }
    if (m_running == 0)
        finishTick();
}

qint64 PrometheusSource::stepMs(const Chunk &chunk) const
{
    // Not finer than anybody keeps or the server answers; not finer than the finest scrape either.
    qint64 scrape = m_historyMs;
    for (const qsizetype index : chunk.indices)
        scrape = std::min(scrape, m_asked.at(index).query.spec.scrapeMs);
    const qint64 finest = std::max(m_historyMs / kKeptPoints, m_historyMs / (kMaxPoints - 1) + 1);
    // Whole seconds, so that the grid is the same whoever asks.
    return (std::max(finest, scrape) + 999) / 1000 * 1000;
}

void PrometheusSource::send(const Chunk &chunk)
{
    QStringList parts;
    for (qsizetype i = 0; i < chunk.indices.size(); ++i)
        parts.append(promql::batchPart(m_asked.at(chunk.indices.at(i)).questions, i));
    const QString query = parts.isEmpty() ? QStringLiteral("vector(1)") : parts.join(kBetween);
    HttpRequest request;
    request.method = "POST"; // a long query does not fit into an address
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    request.deadlineMs = int(std::clamp<qint64>(2 * m_config.pollMs, 2'000, 10'000));
    request.idleMs = request.deadlineMs; // a server that computes says nothing until it is done
    request.attempts = 1;                // the next poll is the retry
    request.body = "query=" + QUrl::toPercentEncoding(query);
    if (chunk.history) {
        const qint64 step = stepMs(chunk);
        const qint64 end = m_atMs / step * step;
        request.url = apiUrl(QStringLiteral("query_range"));
        request.deadlineMs = 3 * request.deadlineMs;
        request.idleMs = request.deadlineMs;
        request.body += "&start=" + seconds(end - std::min(m_historyMs, step * (kMaxPoints - 1))) +
                        "&end=" + seconds(end) + "&step=" + seconds(step);
        ++m_historyRunning;
    } else {
        request.url = apiUrl(QStringLiteral("query"));
        request.body += "&time=" + seconds(m_atMs);
    }
    ++m_running;
    HttpJob *job = m_client->send(request);
    connect(job, &HttpJob::finished, this,
            [this, chunk, generation = m_generation](const Result<HttpResponse> &answer) {
                if (generation != m_generation)
                    return;
                --m_running;
                if (chunk.history)
                    --m_historyRunning;
                onAnswer(chunk, answer);
                pump();
            });
}

void PrometheusSource::onAnswer(const Chunk &chunk, const Result<HttpResponse> &answer)
{
    using Kind = Error::Kind;
    if (!answer) {
        const Error &error = answer.error();
        // The server understood and says no to this query; the others are not to suffer.
        if (error.kind == Kind::Invalid || error.kind == Kind::Unprocessable)
            onRefused(chunk, error);
        else
            onFailed(error);
        return;
    }
    QByteArray body = answer->body;
    const Result<Ok> decoded = m_decoder.decode(body);
    if (decoded) {
        onDecoded(chunk);
        return;
    }
    Error error = decoded.error();
    error.where = m_config.id + QStringLiteral(", ") +
                  apiUrl(QString()).toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery) +
                  (error.where.isEmpty() ? QString() : QString(QStringLiteral(", ") + error.where));
    if (error.kind == Kind::Unprocessable || error.kind == Kind::Unsupported)
        onRefused(chunk, error);
    else
        onFailed(error);
}

void PrometheusSource::onRefused(const Chunk &chunk, const Error &error)
{
    m_health.lastAnswerMs = m_clock.wallMs();
    if (chunk.indices.isEmpty()) {
        onFailed(error);
        return;
    }
    if (chunk.indices.size() > 1) {
        // Which of them is it? Halves, until it stands alone.
        const qsizetype half = chunk.indices.size() / 2;
        m_waiting.prepend(Chunk{chunk.history, chunk.indices.mid(half)});
        m_waiting.prepend(Chunk{chunk.history, chunk.indices.mid(0, half)});
        return;
    }
    Asked &asked = m_asked[chunk.indices.first()];
    if (chunk.history)
        asked.historyRead = true; // live without a past
    const QString problem = error.detail.isEmpty() ? error.message : HttpClient::redact(error.detail);
    if (asked.problem != problem)
        qCWarning(lcPrometheus).noquote() << m_config.id << "refuses" << nameOf(asked.query.id) << problem;
    asked.problem = problem;
}

void PrometheusSource::onDecoded(const Chunk &chunk)
{
    m_health.lastAnswerMs = m_clock.wallMs();
    for (const std::string_view warning : m_decoder.warnings()) {
        const QString text = HttpClient::redact(QString::fromUtf8(warning.data(), qsizetype(warning.size())));
        // Once, not with every poll.
        if (text != m_lastWarning)
            qCWarning(lcPrometheus).noquote() << m_config.id << "warns:" << text;
        m_lastWarning = text;
    }
    SampleBatch batch;
    batch.backend = m_config.id;
    batch.arrivedMs = m_health.lastAnswerMs;
    const QList<promql::Joined> joined = promql::join(m_decoder, chunk.indices.size());
    for (qsizetype i = 0; i < joined.size(); ++i) {
        Asked &asked = m_asked[chunk.indices.at(i)];
        const promql::Joined &found = joined.at(i);
        if (chunk.history)
            asked.historyRead = true;
        if (!chunk.history)
            asked.problem.clear();
        if (!found.samples.isEmpty()) {
            asked.seriesSeenMs = 0;
            batch.series.append({asked.query.id, found.samples});
        } else if (!chunk.history && found.hasTime) {
            // The series is there, long enough for a rate, and still there is no value.
            if (asked.seriesSeenMs == 0)
                asked.seriesSeenMs = m_clock.monoMs();
            else if (m_clock.monoMs() - asked.seriesSeenMs > 2 * promql::windowMs(asked.query.spec))
                asked.problem =
                    asked.query.spec.histogram.series.isEmpty()
                        ? tr("the series is there, but the query has no answer")
                        : tr("the histogram has no bucket that ends at %1 s").arg(asked.query.spec.overSeconds);
        }
    }
    if (!batch.series.isEmpty())
        Q_EMIT sampled(batch);
}

void PrometheusSource::onFailed(const Error &error)
{
    // One failure ends the tick: a server in trouble is not asked for the rest.
    m_waiting.clear();
    if (m_failedThisTick)
        return;
    m_failedThisTick = true;
    m_backoffMs = m_backoffMs == 0 ? kFirstBackoffMs : std::min(2 * m_backoffMs, kLastBackoffMs);
    report(stateFor(error), error);
}

void PrometheusSource::report(BackendHealth::State state, const Error &error)
{
    if (m_backoffMs == 0)
        m_backoffMs = kFirstBackoffMs;
    // Nobody renews a token within a second; and what is asked too often gets locked.
    qint64 wait = state == BackendHealth::State::Retrying ? m_backoffMs : kLastBackoffMs;
    wait = std::max(wait, std::min<qint64>(error.retryAfterMs, 10 * kLastBackoffMs));
    const qint64 now = m_clock.wallMs();
    if (m_health.state != state)
        m_health.sinceMs = now;
    m_health.state = state;
    m_health.nextTryMs = now + wait;
    m_health.reason = HttpClient::redact(error.message);
    m_health.hint = error.hint;
    m_timer.start(int(wait));
    qCInfo(lcPrometheus).noquote() << HttpClient::redact(error.toString()) << HttpClient::redact(error.detail);
    Q_EMIT healthChanged(m_health);
}

void PrometheusSource::finishTick()
{
    if (m_failedThisTick)
        return;
    m_backoffMs = 0;
    const qint64 now = m_clock.wallMs();
    if (m_health.state != BackendHealth::State::Live)
        m_health.sinceMs = now;
    m_health.state = BackendHealth::State::Live;
    m_health.nextTryMs = 0;
    m_health.reason.clear();
    m_health.hint.clear();
    QStringList problems;
    for (const Asked &asked : std::as_const(m_asked)) {
        if (!asked.problem.isEmpty())
            problems.append(nameOf(asked.query.id) + QStringLiteral(": ") + asked.problem);
    }
    if (!problems.isEmpty()) {
        m_health.reason =
            tr("%1 of %2 signals cannot be read: %3").arg(problems.size()).arg(m_asked.size()).arg(problems.first());
        m_health.hint = tr("Check the signal in the workspace against the metrics that the server has.");
    }
    // From the planned instant on, so that a slow answer does not stretch the distance.
    const qint64 spent = now - m_atMs;
    m_timer.start(int(std::clamp<qint64>(m_config.pollMs - spent, 0, m_config.pollMs)));
    Q_EMIT healthChanged(m_health);
}

std::unique_ptr<SignalSource> makePrometheusSource(const BackendConfig &config, const SecretResolver &secrets,
                                                   const Clock &clock, qint64 historyMs)
{
    return std::make_unique<PrometheusSource>(config, secrets, clock, historyMs);
}

} // namespace astern::connectors
