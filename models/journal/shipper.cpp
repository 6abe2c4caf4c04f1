// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/shipper.h"

#include "models/base/logging.h"
#include "models/journal/shipfacts.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace astern {
namespace {

constexpr int kAgeMs = 5'000;
// One failure may be an old connection; the next try is a second later.
constexpr int kUnreachableAfter = 2;

} // namespace

struct Shipper::Line {
    QString settings;
    ShipperSink sink;
    std::unique_ptr<JournalSink> door;
    std::optional<ShipQueue> queue; // once the cursors were read
    bool loading = false;
    bool noting = false;
    QString kind; // of the batch under way, where it is one entry
    quint64 generation = 0;
};

Shipper::Shipper(Journal &journal, const Clock &clock, std::function<double()> jitter, ShipRules rules, QObject *parent)
    : QObject(parent), m_journal(journal), m_clock(clock), m_jitter(std::move(jitter)), m_rules(rules), m_timer(this),
      m_age(this), m_inbox(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Shipper::goOn);
    connect(&m_age, &QTimer::timeout, this, &Shipper::tell);
    connect(&journal, &Journal::stateChanged, this, &Shipper::takeState);
    journal.state(m_inbox.wrap([this](const Result<JournalState> &state) {
        if (state)
            takeState(*state);
    }));
}

Shipper::~Shipper() = default;

void Shipper::setSinks(const QList<std::pair<QString, ShipperSink>> &settingsAndSinks)
{
    std::vector<std::unique_ptr<Line>> next;
    for (const auto &[settings, sink] : settingsAndSinks) {
        const auto same = std::find_if(m_lines.begin(), m_lines.end(), [&](const std::unique_ptr<Line> &line) {
            return line && line->settings == settings && line->sink.is.name == sink.is.name;
        });
        if (same != m_lines.end()) {
            next.push_back(std::move(*same));
            continue;
        }
        auto line = std::make_unique<Line>();
        line->settings = settings;
        line->sink = sink;
        next.push_back(std::move(line));
    }
    m_lines = std::move(next);
    if (m_lines.empty())
        m_age.stop();
    else
        m_age.start(kAgeMs);
    begin();
    tell();
}

void Shipper::tryNow(const QString &name)
{
    for (const auto &line : m_lines) {
        if (line->sink.is.name == name && line->queue)
            line->queue->tryNow();
    }
    goOn();
}

void Shipper::takeState(const JournalState &state)
{
    m_state = state;
    if (!state.owner || state.state != JournalState::State::Open) {
        // Somebody else ships, or nobody may: what is under way here is given up.
        m_outbox = nullptr;
        for (const auto &line : m_lines) {
            line->queue.reset();
            line->door.reset();
        }
        return tell();
    }
    if (!m_outbox)
        return begin();
    for (const auto &line : m_lines) {
        if (line->queue)
            line->queue->setSize(state.size);
    }
    goOn();
}

// The cursors are the journal's: whoever owned it before has left them there.
void Shipper::begin()
{
    if (m_beginning || m_lines.empty() || !m_state.owner || m_state.state != JournalState::State::Open)
        return;
    Outbox *outbox = m_journal.outbox();
    if (!outbox)
        return; // the state that says so is on its way
    m_beginning = true;
    outbox->cursors(m_inbox.wrap([this, outbox](const Result<QList<SinkCursor>> &cursors) {
        m_beginning = false;
        if (!cursors) {
            qCWarning(lcJournal).noquote() << "sinks:" << cursors.error().toString();
            return m_timer.start(int(m_rules.firstWaitMs));
        }
        m_outbox = outbox;
        for (const auto &line : m_lines) {
            if (line->queue)
                continue;
            SinkCursor cursor{.sink = line->sink.is.name};
            for (const SinkCursor &one : *cursors) {
                if (one.sink == cursor.sink)
                    cursor = one;
            }
            line->queue.emplace(line->sink.is, cursor, m_jitter, m_rules);
            line->queue->setSize(m_state.size);
            line->generation = ++m_generation;
            line->loading = line->noting = false;
        }
        goOn();
    }));
}

void Shipper::goOn()
{
    const bool unread = std::any_of(m_lines.cbegin(), m_lines.cend(), [](const auto &line) { return !line->queue; });
    if (!m_outbox || unread)
        begin();
    qint64 wait = -1;
    for (const auto &line : m_lines) {
        if (!line->queue || !m_outbox)
            continue;
        turn(*line);
        const ShipQueue::Next next = line->queue->next(m_clock.monoMs());
        if (next.what == ShipQueue::Do::Wait && (wait < 0 || next.waitMs < wait))
            wait = next.waitMs;
    }
    if (wait >= 0)
        m_timer.start(int(std::min<qint64>(wait, 3'600'000)));
    tellLevel();
    tell();
}

void Shipper::turn(Line &line)
{
    if (line.loading || line.noting)
        return;
    const ShipQueue::Next next = line.queue->next(m_clock.monoMs());
    if (next.what == ShipQueue::Do::Note)
        note(line);
    else if (next.what == ShipQueue::Do::Load)
        load(line, next.from, next.most);
}

void Shipper::load(Line &line, quint64 from, int most)
{
    line.loading = true;
    const auto find = [this, name = line.sink.is.name, settings = line.settings, generation = line.generation] {
        const auto found = std::find_if(m_lines.begin(), m_lines.end(), [&](const std::unique_ptr<Line> &one) {
            return one->sink.is.name == name && one->settings == settings && one->generation == generation;
        });
        return found == m_lines.end() || !(*found)->queue ? nullptr : found->get();
    };
    m_outbox->leaves(from, most, m_inbox.wrap([this, find](const Result<QList<LoggedLeaf>> &leaves) {
        Line *one = find();
        if (!one)
            return;
        one->loading = false;
        if (!leaves || leaves->isEmpty()) {
            one->queue->notLoaded(leaves ? Error{.message = QCoreApplication::translate("Ship", "nothing is there")}
                                         : leaves.error(),
                                  m_clock.monoMs());
            return goOn();
        }
        const QList<LoggedLeaf> batch = one->queue->take(*leaves, recordedMs(leaves->constFirst()));
        one->kind = kindOf(batch.constFirst());
        if (!one->door)
            one->door = one->sink.open();
        one->door->send(batch, m_inbox.wrap([this, find, last = batch.constLast().index](const SinkAnswer &answer) {
            Line *sent = find();
            if (!sent)
                return;
            sent->queue->answered(answer, m_clock.wallMs(), m_clock.monoMs());
            const QList<quint64> refused = sent->queue->takeRejected();
            for (const quint64 index : refused) {
                qCWarning(lcJournal).noquote()
                    << sent->sink.is.name << "refuses entry" << index << ':' << answer.error.toString();
                if (sent->sink.is.required) {
                    // Whoever waits for this one must hear it; those behind it go on.
                    m_journal.setReached(JournalLevel::Shipped, index);
                    m_journal.setUnreachable(JournalLevel::Shipped, answer.error);
                    m_unreachable = true;
                    m_unreachableWords.clear();
                }
                // The entry about a refusal may be refused, too; that must not go on for ever.
                if (sent->kind != QLatin1String("sink.state"))
                    Q_EMIT rejected(sent->sink.is.name, index, answer.error.toString());
            }
            const bool taken =
                answer.kind == SinkAnswer::Kind::Acknowledged || answer.kind == SinkAnswer::Kind::HandedOver;
            if (taken && last + 1 == m_state.size)
                sent->door->tellHead(m_state.size, m_state.root);
            goOn();
        }));
        tell();
    }));
}

void Shipper::note(Line &line)
{
    line.noting = true;
    m_outbox->advance(line.queue->cursor(), m_inbox.wrap([this, name = line.sink.is.name,
                                                          generation = line.generation](const Result<Ok> &done) {
        for (const auto &one : m_lines) {
            if (one->sink.is.name != name || one->generation != generation || !one->queue)
                continue;
            one->noting = false;
            one->queue->noted(done, m_clock.monoMs());
        }
        goOn();
    }));
}

// Every required sink has what is below.
void Shipper::tellLevel()
{
    std::optional<quint64> shipped;
    std::optional<Error> trouble;
    for (const auto &line : m_lines) {
        if (!line->sink.is.required || !line->queue)
            continue;
        const quint64 acked = line->noting ? m_shipped : line->queue->cursor().acked;
        shipped = std::min(acked, shipped.value_or(acked));
        const SinkState state = line->queue->state(m_clock.wallMs(), m_clock.monoMs());
        const bool away = line->queue->failures() >= kUnreachableAfter || state.state == SinkState::State::Refused;
        if (away && !trouble) {
            trouble = Error{.kind = Error::Kind::Unreachable,
                            .message = QCoreApplication::translate("Ship", "the sink %1 does not take entries: %2")
                                           .arg(state.name, state.words),
                            .where = state.where,
                            .hint = state.hint};
        }
    }
    if (!shipped)
        return;
    if (trouble) {
        if (!m_unreachable || m_unreachableWords != trouble->message)
            m_journal.setUnreachable(JournalLevel::Shipped, *trouble);
        m_unreachable = true;
        m_unreachableWords = trouble->message;
        return;
    }
    if (*shipped > m_shipped || m_unreachable)
        m_journal.setReached(JournalLevel::Shipped, std::max(m_shipped, *shipped));
    m_shipped = std::max(m_shipped, *shipped);
    m_unreachable = false;
}

void Shipper::tell()
{
    ShippingState now;
    now.shipping = m_outbox != nullptr;
    for (const auto &line : m_lines)
        now.sinks.append(line->queue ? line->queue->state(m_clock.wallMs(), m_clock.monoMs()) : line->sink.is);
    if (now == m_told)
        return;
    m_told = now;
    Q_EMIT stateChanged(now);
}

} // namespace astern
