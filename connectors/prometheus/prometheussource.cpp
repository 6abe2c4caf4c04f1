// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/prometheussource.h"

#include "connectors/prometheus/promcall.h"
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

QString nameOf(const SeriesId &id)
{
    return id.place + QLatin1Char(' ') + id.signal + QLatin1Char(' ') + toString(id.role);
}

} // namespace

PrometheusSource::PrometheusSource(const BackendConfig &config, SecretResolver secrets, const Clock &clock,
                                   qint64 historyMs)
    : m_config(config), m_dialect(PromDialect::of(config)), m_clock(clock), m_historyMs(historyMs),
      m_loop(config, std::move(secrets), clock, &lcPrometheus),
      m_tap(std::make_unique<PromTap>(m_config, m_dialect, clock))
{
    m_loop.setParent(this);
    connect(m_tap.get(), &PromTap::recorded, this, &PrometheusSource::recorded);
    connect(&m_loop, &PollLoop::due, this, &PrometheusSource::poll);
    connect(&m_loop, &PollLoop::healthChanged, this, &PrometheusSource::healthChanged);
    connect(&m_loop, &PollLoop::refused, this, [this](const Error &why) { m_tap->setClient(nullptr, why); });
    connect(&m_loop, &PollLoop::opened, this, [this] { m_tap->setClient(m_loop.client()); });
    connect(&m_loop, &PollLoop::woke, this, [this] { m_tap->woke(); });
    // The next poll asks for everything again.
    connect(&m_loop, &PollLoop::closing, this, [this] {
        m_waiting.clear();
        dropRunning();
        m_tap->setClient(nullptr);
    });
}

PrometheusSource::~PrometheusSource() = default;

void PrometheusSource::start() { m_loop.start(); }

void PrometheusSource::signInAgain() { m_loop.signInAgain(); }

void PrometheusSource::setRecordQueries(const QList<policy::RecordQuery> &queries) { m_tap->setQueries(queries); }

void PrometheusSource::setQueries(const QList<SignalQuery> &queries)
{
    // A big company has ten thousand of them: each is looked up, not looked for.
    QHash<SeriesId, qsizetype> known;
    for (qsizetype i = 0; i < m_asked.size(); ++i)
        known.insert(m_asked.at(i).query.id, i);
    QList<Asked> next;
    for (const SignalQuery &query : queries) {
        const qsizetype index = known.value(query.id, -1);
        if (index >= 0 && m_asked.at(index).query == query) {
            next.append(m_asked.at(index));
            continue;
        }
        Asked asked;
        asked.query = query;
        const Result<promql::Questions> questions = promql::questions(query, m_dialect);
        if (questions) {
            asked.questions = *questions;
            asked.sentChars = QUrl::toPercentEncoding(promql::batchPart(*questions, 999) + kBetween).size();
        } else {
            asked.problem = questions.error().toString();
            qCWarning(lcPrometheus).noquote() << m_config.id << nameOf(query.id) << asked.problem;
        }
        next.append(asked);
    }
    const int firstNew = m_nextTicket;
    m_places.clear();
    for (qsizetype i = 0; i < next.size(); ++i) {
        if (next.at(i).ticket == 0)
            next[i].ticket = m_nextTicket++;
        m_places.insert(next.at(i).ticket, i);
    }
    m_asked = next;
    const bool underWay = !m_failedThisTick && (!m_running.isEmpty() || !m_waiting.isEmpty());
    forgetWhatNobodyAsks();
    // One place that changed its version is no reason to ask for all others again: the new ones join.
    if (underWay)
        m_waiting = chunks(false, firstNew) + m_waiting + chunks(true, firstNew).mid(0, kHistoryPerPoll);
    if (underWay && (!m_running.isEmpty() || !m_waiting.isEmpty())) {
        pump();
        return;
    }
    // A new signal is asked now, unless the backend is in trouble anyway.
    if (m_nextTicket > firstNew && !m_loop.inTrouble())
        m_loop.askNow();
    else if (!m_loop.isWaiting())
        m_loop.askIn(m_config.pollMs);
}

// Ends the requests all of whose signals went away or changed; of the others those parts are passed over.
void PrometheusSource::forgetWhatNobodyAsks()
{
    const auto forgotten = [this](int ticket) { return !m_places.contains(ticket); };
    for (Chunk &chunk : m_waiting)
        chunk.tickets.removeIf(forgotten);
    m_waiting.removeIf([](const Chunk &chunk) { return chunk.tickets.isEmpty(); });
    m_running.removeIf([&forgotten](const Running &running) {
        const QList<int> &tickets = running.chunk.tickets;
        // One without any signal asks whether the server lives.
        const bool needed = tickets.isEmpty() || !std::all_of(tickets.cbegin(), tickets.cend(), forgotten);
        if (!needed)
            running.job->cancel();
        return !needed;
    });
}

void PrometheusSource::dropRunning()
{
    for (const Running &running : std::exchange(m_running, {}))
        running.job->cancel();
}

PrometheusSource::Asked *PrometheusSource::find(int ticket)
{
    const qsizetype place = m_places.value(ticket, -1);
    return place < 0 ? nullptr : &m_asked[place];
}

QList<PrometheusSource::Chunk> PrometheusSource::chunks(bool history, int fromTicket) const
{
    QList<Chunk> together;
    QList<Chunk> alone; // what the server would not take with others; kept apart, so that it does not part them
    qsizetype chars = 0;
    for (const Asked &asked : m_asked) {
        if (asked.questions.value.isEmpty() || (history && asked.historyRead) || asked.ticket < fromTicket)
            continue;
        if (!asked.problem.isEmpty()) {
            alone.append(Chunk{history, {asked.ticket}});
            continue;
        }
        const qsizetype more = asked.sentChars;
        if (together.isEmpty() || chars + more > (history ? kHistoryQueryChars : kMaxQueryChars)) {
            together.append(Chunk{history, {}});
            chars = 0;
        }
        together.last().tickets.append(asked.ticket);
        chars += more;
    }
    return together + alone;
}

void PrometheusSource::poll()
{
    m_waiting.clear();
    dropRunning(); // of a tick that failed
    m_failedThisTick = false;
    m_tickMs = m_clock.wallMs();
    const HttpClient *client = m_loop.open();
    if (!client)
        return;
    // "Now" of a server whose clock is behind or ahead is its own: by ours it would be asked for a past or a future
    // that looks fresh.
    m_atMs = m_tickMs + client->clockSkewMs();
    m_waiting = chunks(false) + chunks(true).mid(0, kHistoryPerPoll);
    if (m_waiting.isEmpty()) {
        // Nothing to ask; whether it lives is asked all the same.
        m_waiting.append(Chunk{});
    }
    pump();
}

void PrometheusSource::pump()
{
    while (!m_waiting.isEmpty() && m_running.size() < kParallel) {
        if (m_waiting.first().history && !m_running.isEmpty())
            return; // one piece of the past at a time, and only when nothing else is under way
        send(m_waiting.takeFirst());
    }
    if (m_running.isEmpty())
        finishTick();
}

qint64 PrometheusSource::stepMs(const Chunk &chunk) const
{
    // Not finer than anybody keeps or the server answers; not finer than the finest scrape either.
    qint64 scrape = m_historyMs;
    for (const int ticket : chunk.tickets)
        scrape = std::min(scrape, m_asked.at(m_places.value(ticket)).query.spec.scrapeMs);
    const qint64 finest = std::max(m_historyMs / kKeptPoints, m_historyMs / (kMaxPoints - 1) + 1);
    // Whole seconds, so that the grid is the same whoever asks.
    return (std::max(finest, scrape) + 999) / 1000 * 1000;
}

void PrometheusSource::send(const Chunk &chunk)
{
    QStringList parts;
    for (qsizetype i = 0; i < chunk.tickets.size(); ++i)
        parts.append(promql::batchPart(m_asked.at(m_places.value(chunk.tickets.at(i))).questions, i));
    const QString query = parts.isEmpty() ? QStringLiteral("vector(1)") : parts.join(kBetween);
    HttpRequest request = promcall::request(
        m_config, m_dialect, chunk.history ? QStringLiteral("query_range") : QStringLiteral("query"), query);
    if (chunk.history) {
        const qint64 step = stepMs(chunk);
        const qint64 end = m_atMs / step * step;
        request.deadlineMs = 3 * request.deadlineMs;
        request.idleMs = request.deadlineMs;
        request.body += "&start=" + promcall::seconds(end - std::min(m_historyMs, step * (kMaxPoints - 1))) +
                        "&end=" + promcall::seconds(end) + "&step=" + promcall::seconds(step);
    } else {
        request.body += "&time=" + promcall::seconds(m_atMs);
    }
    HttpJob *job = m_loop.client()->send(request);
    m_running.append({job, chunk});
    connect(job, &HttpJob::finished, this, [this, job, chunk](const Result<HttpResponse> &answer) {
        if (m_running.removeIf([job](const Running &running) { return running.job == job; }) == 0)
            return; // nobody asks for it any more
        onAnswer(chunk, answer);
        pump();
    });
}

void PrometheusSource::onAnswer(const Chunk &chunk, const Result<HttpResponse> &answer)
{
    using Kind = Error::Kind;
    if (!answer) {
        const Error error = m_dialect.understood(answer.error());
        // The server understood and says no to this query; the others are not to suffer.
        if (error.kind == Kind::Invalid || error.kind == Kind::Unprocessable)
            onRefused(chunk, error);
        else
            onFailed(error);
        return;
    }
    const Result<Ok> decoded = promcall::decodeWhole(m_decoder, answer->body, m_config, m_dialect);
    if (decoded) {
        onDecoded(chunk);
        return;
    }
    const Error &error = decoded.error();
    if (error.kind == Kind::Unprocessable || error.kind == Kind::Unsupported)
        onRefused(chunk, error);
    else
        onFailed(error);
}

void PrometheusSource::onRefused(const Chunk &chunk, const Error &error)
{
    m_loop.answered();
    if (chunk.tickets.isEmpty()) {
        onFailed(error);
        return;
    }
    QList<int> tickets = chunk.tickets;
    const bool changed = tickets.removeIf([this](int ticket) { return !m_places.contains(ticket); }) > 0;
    if (changed) {
        // It may have been one that nobody asks for any more.
        if (!tickets.isEmpty())
            m_waiting.prepend(Chunk{chunk.history, tickets});
        return;
    }
    if (tickets.size() > 1) {
        // Which of them is it? Halves, until it stands alone.
        const qsizetype half = tickets.size() / 2;
        m_waiting.prepend(Chunk{chunk.history, tickets.mid(half)});
        m_waiting.prepend(Chunk{chunk.history, tickets.mid(0, half)});
        return;
    }
    Asked &asked = *find(tickets.first());
    if (chunk.history)
        asked.historyRead = true; // live without a past
    const QString problem = error.detail.isEmpty() ? error.message : HttpClient::redact(error.detail);
    if (asked.problem != problem)
        qCWarning(lcPrometheus).noquote() << m_config.id << "refuses" << nameOf(asked.query.id) << problem;
    asked.problem = problem;
}

void PrometheusSource::onDecoded(const Chunk &chunk)
{
    m_loop.answered();
    for (const std::string_view warning : m_decoder.warnings()) {
        const QString text = HttpClient::redact(QString::fromUtf8(warning.data(), qsizetype(warning.size())));
        // Once, not with every poll.
        if (text != m_lastWarning)
            qCWarning(lcPrometheus).noquote() << m_config.id << "warns:" << text;
        m_lastWarning = text;
    }
    SampleBatch batch;
    batch.backend = m_config.id;
    batch.arrivedMs = m_loop.health().lastAnswerMs;
    const QList<promql::Joined> joined = promql::join(m_decoder, chunk.tickets.size());
    for (qsizetype i = 0; i < joined.size(); ++i) {
        Asked *known = find(chunk.tickets.at(i));
        if (!known)
            continue; // it went away or changed meanwhile
        Asked &asked = *known;
        const promql::Joined &found = joined.at(i);
        if (chunk.history)
            asked.historyRead = true;
        if (!chunk.history)
            asked.problem.clear();
        if (!found.samples.isEmpty()) {
            asked.seriesSeenMs = 0;
            QList<Sample> samples = found.samples;
            // The server stamped them by its clock; ages are counted by ours. By the skew that the question was asked
            // with: one that is found out later would put them beyond the instant that was asked for, and nothing
            // newer would be taken until that has come.
            for (Sample &sample : samples)
                sample = {sample.atMs - (m_atMs - m_tickMs), m_dialect.read(asked.query.spec, sample.value)};
            batch.series.append({asked.query.id, samples});
        } else if (!chunk.history && found.hasTime && m_atMs - found.timeMs > promql::windowMs(asked.query.spec)) {
            // It has ended, and the server still remembers its last sample.
            asked.seriesSeenMs = 0;
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
    m_loop.fail(error);
}

void PrometheusSource::finishTick()
{
    if (m_failedThisTick)
        return;
    QStringList problems;
    for (const Asked &asked : std::as_const(m_asked)) {
        if (!asked.problem.isEmpty())
            problems.append(nameOf(asked.query.id) + QStringLiteral(": ") + asked.problem);
    }
    QString reason;
    QString hint;
    if (!problems.isEmpty()) {
        reason =
            tr("%1 of %2 signals cannot be read: %3").arg(problems.size()).arg(m_asked.size()).arg(problems.first());
        hint = tr("Check the signal in the workspace against the metrics that the server has.");
    }
    m_loop.done(reason, hint);
}

std::unique_ptr<SignalSource> makePrometheusSource(const BackendConfig &config, const SecretResolver &secrets,
                                                   const Clock &clock, qint64 historyMs)
{
    return std::make_unique<PrometheusSource>(config, secrets, clock, historyMs);
}

} // namespace astern::connectors
