// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promrecording.h"

#include "connectors/prometheus/promcall.h"
#include "connectors/prometheus/promquery.h"
#include "models/base/logging.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::connectors {
namespace {

QString text(const char *source) { return QCoreApplication::translate("astern::Prometheus", source); }

constexpr int kParallel = 2; // beside the signals' four, of Qt's six connections
constexpr qint64 kPieceMs = 600'000;
constexpr qint64 kSmallestPieceMs = 30'000;
constexpr qint64 kLeastMarginMs = 30'000;
constexpr qint64 kLongestScrapeMs = 300'000;
// How late a server may still take in a sample that is older than others which it has answered with.
constexpr qint64 kLatestMs = 300'000;
// A time in decimal seconds loses a millisecond now and then, and newer servers leave the older end of a range out.
constexpr qint64 kOverlapMs = 1'000;
constexpr qint64 kShortestGapMs = 60'000;
// What a server needs at least, from the beginning of a scrape, to have it in its answers. Where it is more, it is
// found.
constexpr qint64 kLeastAfterMs = 25;
constexpr qint64 kMaxBytes = 32 << 20;
constexpr size_t kMaxSeries = 20'000;

} // namespace

PromRecording::PromRecording(const Backend &backend, policy::RecordQuery query)
    : m_backend(backend), m_query(std::move(query)), m_pace(backend.config, backend.clock), m_timer(this),
      m_afterMs(kLeastAfterMs), m_pieceMs(kPieceMs)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PromRecording::poll);
    if (m_query.series.isEmpty())
        return; // nothing to ask: every poll says so
    const QList<QMap<QString, QString>> anything{{}};
    for (const QMap<QString, QString> &labels : m_query.selectors.isEmpty() ? anything : m_query.selectors) {
        const Result<QString> selector = promql::rawSelector(m_query.series, m_query.bounds, labels);
        if (!selector) {
            m_invalid = selector.error();
            qCWarning(lcPrometheus).noquote() << m_backend.config.id << m_query.rollout << m_invalid->toString();
            return;
        }
        m_selectors.append(*selector);
    }
}

PromRecording::~PromRecording() { letGo(); }

void PromRecording::goOnFrom(PromRecording &before)
{
    before.letGo();
    m_sieve = std::move(before.m_sieve);
    m_sieve.drop();
}

void PromRecording::setClient(HttpClient *client, const std::optional<Error> &why)
{
    letGo();
    m_client = client;
    m_why = why;
    m_pace.askAnew();
    if (m_client || m_why) {
        m_dueMs = m_backend.clock.monoMs();
        m_timer.start(0);
    } else {
        m_timer.stop();
    }
}

void PromRecording::woke()
{
    m_catchUp = true;
    if (!m_polling && m_client) {
        m_dueMs = m_backend.clock.monoMs();
        m_timer.start(0);
    }
}

qint64 PromRecording::everyMs() const
{
    return std::max<qint64>(m_query.everyMs > 0 ? m_query.everyMs : m_backend.config.pollMs, 1);
}

qint64 PromRecording::marginMs() const
{
    return std::max(2 * std::min(m_sieve.scrapeMs(), kLongestScrapeMs), kLeastMarginMs);
}

void PromRecording::poll()
{
    if (m_polling)
        return;
    if (m_invalid || m_why || m_selectors.isEmpty()) {
        policy::RecordBatch batch;
        batch.error = m_invalid ? m_invalid : m_why;
        again();
        tell(batch);
        return;
    }
    if (!m_client)
        return;
    m_askedTwice = false;
    ask();
}

void PromRecording::ask()
{
    m_polling = true;
    m_next = 0;
    m_skewMs = m_client->clockSkewMs();
    m_nowMs = m_backend.clock.wallMs() + m_skewMs;
    if (m_askedToMs == 0) {
        m_fromMs = std::min(m_query.fromMs + m_skewMs, m_nowMs - kOverlapMs);
        m_toMs = std::min(m_nowMs, m_fromMs + m_pieceMs);
    } else {
        m_catchUp = m_catchUp || m_nowMs - m_askedToMs > std::max(3 * everyMs(), kShortestGapMs);
        m_toMs = std::min(m_nowMs, m_askedToMs + m_pieceMs);
        m_fromMs =
            m_catchUp ? m_askedToMs - kOverlapMs : std::max(m_sieve.newestMs(), m_askedToMs - kLatestMs) - marginMs();
        // Also after its clock was set back.
        m_fromMs = std::min(std::max(m_fromMs, m_floorMs), m_toMs - kOverlapMs);
    }
    sendNext();
}

void PromRecording::sendNext()
{
    while (m_next < m_selectors.size() && m_jobs.size() < kParallel) {
        const QString query =
            m_selectors.at(m_next++) + QStringLiteral("[%1ms]").arg(std::max<qint64>(m_toMs - m_fromMs, 1));
        HttpRequest request = promcall::request(m_backend.config, m_backend.dialect, QStringLiteral("query"), query);
        request.body += "&time=" + promcall::seconds(m_toMs);
        request.maxBytes = kMaxBytes;
        if (m_catchUp) { // more at once, and from further back
            request.deadlineMs = 3 * request.deadlineMs;
            request.idleMs = request.deadlineMs;
        }
        HttpJob *job = m_client->send(request);
        m_jobs.append(job);
        connect(job, &HttpJob::finished, this, [this, job](const Result<HttpResponse> &answer) {
            if (m_jobs.removeOne(job))
                onAnswer(answer);
        });
    }
    if (m_jobs.isEmpty() && m_next >= m_selectors.size())
        finish();
}

void PromRecording::onAnswer(const Result<HttpResponse> &answer)
{
    if (!answer)
        return fail(m_backend.dialect.understood(answer.error()));
    PromDecoder &decoder = m_backend.decoder;
    const Result<Ok> decoded = promcall::decodeWhole(decoder, answer->body, m_backend.config, m_backend.dialect);
    if (!decoded)
        return fail(decoded.error());
    if (decoder.type() != PromDecoder::Type::Matrix)
        return fail(
            {.kind = Error::Kind::Malformed,
             .message = text("%1 answers a question for raw samples with something else.").arg(m_backend.config.id),
             .where = m_backend.config.id,
             .hint = text("Check that its url leads to a Prometheus or VictoriaMetrics.")});
    m_sieve.add(decoder, m_backend.dialect.dropsNaN);
    if (m_sieve.seriesCount() > kMaxSeries)
        return fail(
            {.kind = Error::Kind::TooLarge,
             .message = text("%1 has more than %2 series for one rollout.").arg(m_backend.config.id).arg(kMaxSeries),
             .where = m_query.series.join(QStringLiteral(", ")),
             .hint = text("Narrow the roles of the service: its labels have to name it and its place.")});
    sendNext();
}

void PromRecording::finish()
{
    // The first answer tells of a clock that is wrong, after the question. Samples read by a skew that was not known
    // would lie elsewhere than those that follow.
    if (m_client->clockSkewMs() != m_skewMs && !m_askedTwice) {
        m_sieve.drop();
        m_askedTwice = true;
        ask();
        return;
    }
    m_polling = false;
    m_pace.live(*m_client);
    m_pieceMs = std::min(2 * m_pieceMs, kPieceMs);
    policy::RecordBatch batch;
    batch.arrivedMs = m_backend.clock.wallMs();
    const qint64 newestMs = m_sieve.newestMs();
    batch.records = m_sieve.take(m_query.source, batch.arrivedMs, m_skewMs);
    // A scrape that is due and not there yet: it is asked for a little later, this time and from now on.
    m_scrapeMs = m_sieve.shortestScrapeMs();
    const qint64 waited = m_nowMs - newestMs;
    const bool early = !m_catchUp && m_scrapeMs > 0 && m_sieve.newestMs() == newestMs && waited >= m_scrapeMs &&
                       waited < m_scrapeMs + m_scrapeMs / 2;
    m_afterMs = early ? std::min(2 * m_afterMs, m_scrapeMs / 2) : std::max(m_afterMs - m_afterMs / 16, kLeastAfterMs);
    batch.catchUp = m_catchUp;
    m_askedToMs = std::max(m_askedToMs, m_toMs);
    m_floorMs = std::max(m_floorMs, m_fromMs);
    m_sieve.forgetBefore(m_floorMs);
    m_behind = m_toMs < m_nowMs;
    m_catchUp = m_catchUp && m_behind;
    if (m_behind)
        m_timer.start(0);
    else if (early)
        m_timer.start(int(m_afterMs / 2));
    else
        again();
    tell(batch);
}

void PromRecording::fail(const Error &error)
{
    using Kind = Error::Kind;
    letGo();
    const qint64 asked = m_toMs - std::max(m_fromMs, m_askedToMs);
    const bool tooMuch = error.kind == Kind::TooLarge || error.kind == Kind::Unprocessable;
    const bool smaller = (tooMuch || error.kind == Kind::TimedOut) && asked > kSmallestPieceMs;
    if (smaller)
        m_pieceMs = std::max(asked / 2, kSmallestPieceMs);
    if (smaller && tooMuch) {
        m_timer.start(0); // with less at once, it has an answer
        return;
    }
    // One that is parked is asked all the same: it answers for itself, and sends nothing.
    if (const std::optional<int> wait = m_pace.failed(error, m_client))
        m_timer.start(*wait);
    else
        again();
    policy::RecordBatch batch;
    batch.error = error;
    tell(batch);
}

void PromRecording::letGo()
{
    m_polling = false;
    for (HttpJob *job : std::exchange(m_jobs, {}))
        job->cancel();
    m_sieve.drop();
}

// At the next multiple of the distance: a poll that took longer skips those that fell due meanwhile.
void PromRecording::again()
{
    const qint64 now = m_backend.clock.monoMs();
    const qint64 every = everyMs();
    m_dueMs += (std::max<qint64>(now - m_dueMs, 0) / every + 1) * every;
    m_dueMs = std::max(alongWithScrapes(m_dueMs), now + every / 2);
    m_timer.start(int(std::clamp<qint64>(m_dueMs - now, 0, 2 * every)));
}

// The instant next to that one which is just after a scrape, as far as they are known.
qint64 PromRecording::alongWithScrapes(qint64 dueMs) const
{
    if (m_catchUp || m_scrapeMs <= 0 || m_scrapeMs > kLongestScrapeMs || everyMs() < m_scrapeMs / 2)
        return dueMs;
    const qint64 server = dueMs - m_backend.clock.monoMs() + m_backend.clock.wallMs() + m_skewMs;
    const qint64 behind = server - m_sieve.newestMs() - m_afterMs;
    const qint64 off = ((behind % m_scrapeMs) + m_scrapeMs) % m_scrapeMs;
    return off <= m_scrapeMs / 2 ? dueMs - off : dueMs + m_scrapeMs - off;
}

// The last that is done: who hears it may replace the queries, and this with them.
void PromRecording::tell(policy::RecordBatch batch)
{
    batch.rollout = m_query.rollout;
    batch.source = m_query.source;
    if (batch.arrivedMs == 0)
        batch.arrivedMs = m_backend.clock.wallMs();
    Q_EMIT recorded(batch);
}

} // namespace astern::connectors
