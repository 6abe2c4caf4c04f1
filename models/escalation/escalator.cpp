// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/escalation/escalator.h"

#include "models/base/crashpoint.h"
#include "models/base/logging.h"
#include "models/base/uuid7.h"
#include "models/escalation/concerns.h"
#include "models/escalation/record.h"

#include <QTimeZone>

#include <algorithm>

namespace astern::escalation {
namespace {

constexpr qint64 kLookBackMs = 14 * 24 * 3'600'000LL;
constexpr qint64 kShownMs = 3'600'000; // after it was over
constexpr int kPage = 500;
constexpr int kAgainMs = 5'000; // the log could not be read or written
constexpr int kRestMs = 1'000;
constexpr qint64 kLetGoMs = 5 * 60'000; // a start has seen every place by then

} // namespace

Escalator::Escalator(Doors doors, QString workspace, QObject *parent)
    : QObject(parent), m_doors(std::move(doors)), m_workspace(std::move(workspace)), m_inbox(this), m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { m_ready ? step() : load(JournalQuery::kOldest); });
    m_timer.start(0);
}

// Oldest first, page by page.
void Escalator::load(std::optional<quint64> after)
{
    JournalQuery query;
    query.limit = kPage;
    query.after = after;
    query.kinds = recordedKinds();
    query.fromMs = m_doors.clock->wallMs() - kLookBackMs;
    m_doors.journal->entries(query, m_inbox.wrap([this](const Result<QList<JournalEntry>> &page) {
        if (!page) { // it opens on a thread of its own, or cannot be had
            m_timer.start(kAgainMs / 10);
            return;
        }
        for (const JournalEntry &entry : *page)
            fold(entry);
        if (page->size() == kPage)
            return load(page->constLast().index);
        loaded();
    }));
}

void Escalator::loaded()
{
    for (const JournalEntry &entry : std::exchange(m_early, {}))
        fold(entry);
    m_ready = true;
    tell();
    judgeGates();
    for (const std::function<void()> &then : std::exchange(m_waiting, {}))
        then();
    step();
}

void Escalator::whenReady(const std::function<void()> &then)
{
    if (m_ready)
        return then();
    m_waiting.append(then);
}

void Escalator::take(const JournalEntry &entry)
{
    if (!m_ready) {
        m_early.append(entry);
        return;
    }
    fold(entry);
    step();
}

void Escalator::fold(const JournalEntry &entry)
{
    const std::optional<Event> event = eventOf(entry);
    if (!event || m_known.contains(entry.id))
        return;
    if (const auto *sending = std::get_if<Sending>(&event->what))
        m_intents.insert(sending->key(), {EntryLink::Rel::OutcomeOf, entry.id, entry.leafHash});
    else if (const auto *sent = std::get_if<Sent>(&event->what))
        m_intents.remove(sent->key);
    apply(*event, entry.id);
}

void Escalator::setRules(const NotifyConfig &rules)
{
    m_book.setRules(rules);
    tell();
    step();
}

void Escalator::setSending(bool sends)
{
    if (m_sends == sends)
        return;
    m_sends = sends;
    m_cleared = false;
    tell();
    judgeGates();
    step();
}

void Escalator::enqueue(const Event &event, const Actor &actor, const Done<Ok> &done)
{
    m_jobs.push_back({event, actor, done});
    step();
}

void Escalator::raise(const Concern &concern, const Done<Ok> &done)
{
    const bool waits = std::any_of(m_jobs.cbegin(), m_jobs.cend(), [&concern](const Job &job) {
        const auto *raised = std::get_if<Raised>(&job.event.what);
        return raised && raised->concern.id == concern.id;
    });
    // Where the past is not read yet the book knows nothing; the entry is then recorded twice at worst, and counts
    // once.
    if (m_book.find(concern.id) || (waits && !done)) {
        if (done)
            done(Ok{});
        return;
    }
    enqueue({m_doors.clock->wallMs(), Raised{concern}}, {}, done);
}

void Escalator::see(const guard::PlaceVerdict &verdict)
{
    if (!m_sends || !m_ready)
        return;
    m_judged.insert(verdict.place);
    for (const Concern &question : questionsOf(verdict))
        raise(question);
    QList<std::pair<QString, QString>> over;
    for (const Item &item : m_book.items()) {
        if (const std::optional<QString> why = whyOver(item, verdict))
            over.append({item.concern.id, *why});
    }
    for (const auto &[id, why] : std::as_const(over))
        resolve(id, why);
}

void Escalator::seeGates(const QList<Concern> &waiting)
{
    m_gates = waiting;
    judgeGates();
}

void Escalator::judgeGates()
{
    if (!m_sends || !m_ready || !m_gates)
        return;
    for (const Concern &concern : std::as_const(*m_gates))
        raise(concern);
    QStringList over;
    for (const Item &item : m_book.items()) {
        const bool waits = std::any_of(m_gates->cbegin(), m_gates->cend(),
                                       [&item](const Concern &one) { return one.id == item.concern.id; });
        if (item.isOpen() && isOfGate(item.concern.kind) && !waits)
            over.append(item.concern.id);
    }
    for (const QString &id : std::as_const(over))
        resolve(id, tr("it is decided, taken back or over"));
}

void Escalator::forgetPlace(const QString &place)
{
    m_judged.remove(place);
    if (m_ready && m_sends)
        letGo();
}

// What somebody has taken over is theirs once nothing is judged there any more.
void Escalator::letGo()
{
    const qint64 now = m_doors.clock->wallMs();
    QStringList over;
    for (const Item &item : m_book.items()) {
        if (item.isOpen() && item.acknowledgedMs > 0 && !item.concern.rollout.isEmpty() &&
            !m_judged.contains(item.concern.place) && now - item.acknowledgedMs > kLetGoMs)
            over.append(item.concern.id);
    }
    for (const QString &id : std::as_const(over))
        resolve(id, tr("taken over, and nothing is judged there any more"));
}

void Escalator::resolve(const QString &id, const QString &why)
{
    const Item *item = m_book.find(id);
    if (!item || !item->isOpen() || m_resolving.contains(id))
        return;
    m_resolving.insert(id);
    enqueue({m_doors.clock->wallMs(), Resolved{id, why}});
}

void Escalator::acknowledge(const QString &id, const Actor &actor, const Done<Ok> &done)
{
    if (!m_ready)
        return whenReady([this, id, actor, done] { acknowledge(id, actor, done); });
    const QList<Item> &items = m_book.items();
    const auto named = std::find_if(items.crbegin(), items.crend(), [&id](const Item &one) {
        return one.concern.id == id || shortId(one.concern.id).compare(id, Qt::CaseInsensitive) == 0;
    });
    const Item *item = named == items.crend() ? nullptr : &*named;
    const auto answer = [&done](const Result<Ok> &result) {
        if (done)
            done(result);
    };
    if (!item || !item->isOpen())
        return answer(Error{.kind = Error::Kind::NotFound,
                            .message = tr("Nothing with the id %1 is open").arg(id.left(60)),
                            .where = {},
                            .hint = tr("`asternctl status` names what is.")});
    if (item->acknowledgedMs > 0)
        return answer(Ok{});
    enqueue({m_doors.clock->wallMs(), Acknowledged{item->concern.id, actor.ref}}, actor, done);
}

// Somebody else was faster, or it was asked for twice.
bool Escalator::isKnown(const Event &event) const
{
    if (const auto *raised = std::get_if<Raised>(&event.what))
        return m_book.find(raised->concern.id) != nullptr;
    const auto *resolved = std::get_if<Resolved>(&event.what);
    const auto *acknowledged = std::get_if<Acknowledged>(&event.what);
    const Item *item = resolved ? m_book.find(resolved->id) : acknowledged ? m_book.find(acknowledged->id) : nullptr;
    return item && (!item->isOpen() || (acknowledged && item->acknowledgedMs > 0));
}

void Escalator::step()
{
    if (m_busy || !m_ready)
        return;
    const qint64 now = m_doors.clock->wallMs();
    while (!m_jobs.empty() && isKnown(m_jobs.front().event)) {
        const Done<Ok> done = m_jobs.front().done;
        m_jobs.pop_front();
        if (done)
            done(Ok{});
    }
    if (!m_jobs.empty()) {
        const Job &job = m_jobs.front();
        return record(job.event, job.actor, job.done, true);
    }
    if (!m_sends)
        return rest();
    if (!std::exchange(m_cleared, true)) {
        for (const Event &left : m_book.leftOver(now))
            m_jobs.push_back({left, {}, {}});
        if (!m_jobs.empty())
            return step();
    }
    const QList<Event> due = m_book.due(now);
    if (due.isEmpty())
        return rest();
    if (const auto *sending = std::get_if<Sending>(&due.constFirst().what))
        return recordIntent(*sending, now);
    record(due.constFirst(), {}, {}, false);
}

void Escalator::rest()
{
    m_book.forget(m_doors.clock->wallMs() - kLookBackMs);
    if (m_sends)
        letGo();
    if (m_busy)
        return;
    const bool open = m_sends && std::any_of(m_book.items().cbegin(), m_book.items().cend(),
                                             [](const Item &item) { return item.isOpen() || !item.rungs.isEmpty(); });
    if (open && !m_timer.isActive())
        m_timer.start(kRestMs);
}

void Escalator::record(const Event &event, const Actor &actor, const Done<Ok> &done, bool queued)
{
    m_busy = true;
    QString about;
    if (const auto *sent = std::get_if<Sent>(&event.what))
        about = sent->key.section(QLatin1Char(':'), 0, 0);
    else if (const auto *acknowledged = std::get_if<Acknowledged>(&event.what))
        about = acknowledged->id;
    else if (const auto *resolved = std::get_if<Resolved>(&event.what))
        about = resolved->id;
    else if (const auto *held = std::get_if<HeldBack>(&event.what))
        about = held->id;
    else if (const auto *passed = std::get_if<Passed>(&event.what))
        about = passed->id;
    const Item *item = m_book.find(about);
    Draft draft = draftOf(event, item ? &item->concern : nullptr);
    if (const auto *sent = std::get_if<Sent>(&event.what); sent && m_intents.contains(sent->key))
        draft.links.append(m_intents.value(sent->key));
    if (!actor.ref.isEmpty()) {
        draft.fields.insert(QStringLiteral("actor"),
                            QJsonObject{{QStringLiteral("ref"), actor.ref}, {QStringLiteral("role"), actor.role}});
        if (!actor.name.isEmpty())
            draft.personal.insert(QStringLiteral("actor.name"), actor.name);
    } else {
        draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("guard")},
                                                                 {QStringLiteral("automation"), true}});
    }
    const QString name = actor.name;
    m_doors.journal->append(draft, m_inbox.wrap([this, event, done, queued, name](const Result<Receipt> &receipt) {
        m_busy = false;
        if (!receipt)
            return failed(receipt.error());
        if (queued)
            m_jobs.pop_front();
        Event known = event;
        if (auto *acknowledged = std::get_if<Acknowledged>(&known.what); acknowledged && !name.isEmpty())
            acknowledged->by = name;
        if (const auto *sent = std::get_if<Sent>(&event.what))
            m_intents.remove(sent->key);
        ASTERN_CRASH_POINT("escalation.recorded");
        apply(known, receipt->id);
        if (done)
            done(Ok{});
        step();
    }));
}

void Escalator::recordIntent(const Sending &sending, qint64 atMs)
{
    m_busy = true;
    const Item *item = m_book.find(sending.id);
    Draft draft = draftOf({atMs, sending}, item ? &item->concern : nullptr);
    draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("guard")},
                                                             {QStringLiteral("automation"), true}});
    m_doors.journal->appendIntent(
        draft, sending.key(), m_inbox.wrap([this, sending, atMs](const Result<LoggedIntent> &intent) {
            m_busy = false;
            if (!intent)
                return failed(intent.error());
            m_intents.insert(sending.key(),
                             {EntryLink::Rel::OutcomeOf, intent->receipt().id, intent->receipt().leafHash});
            apply({atMs, sending}, intent->receipt().id);
            ASTERN_CRASH_POINT("escalation.intended");
            send(*intent, sending);
            step();
        }));
}

void Escalator::send(const LoggedIntent &intent, const Sending &sending)
{
    const Item *item = m_book.find(sending.id);
    if (!item)
        return;
    const qint64 now = m_doors.clock->wallMs();
    const Message message =
        messageOf(m_workspace, *item, sending, m_book.next(*item), now, QTimeZone::systemTimeZone());
    m_doors.send(intent, sending.target, message,
                 m_inbox.wrap([this, key = sending.key()](const Result<Answer> &answer) {
                     ASTERN_CRASH_POINT("escalation.sent");
                     const Answer came = answer ? *answer : Answer{Delivery::Refused, answer.error().message, 0};
                     enqueue({m_doors.clock->wallMs(), Sent{key, came.delivery, came.words, came.retryAfterMs}});
                 }));
}

void Escalator::test(const QString &target, const Done<Answer> &done)
{
    const qint64 now = m_doors.clock->wallMs();
    const Sending sending{.id = Uuid7::next(), .target = target};
    Draft draft = draftOf({now, sending}, nullptr);
    m_doors.journal->appendIntent(
        draft, sending.key(), m_inbox.wrap([this, sending, done, now](const Result<LoggedIntent> &intent) {
            if (!intent)
                return done(intent.error());
            const EntryLink link{EntryLink::Rel::OutcomeOf, intent->receipt().id, intent->receipt().leafHash};
            m_doors.send(
                *intent, sending.target, testMessage(m_workspace, sending.id, now),
                m_inbox.wrap([this, sending, done, link](const Result<Answer> &answer) {
                    const Answer came = answer ? *answer : Answer{Delivery::Refused, answer.error().message, 0};
                    Draft outcome =
                        draftOf({m_doors.clock->wallMs(), Sent{sending.key(), came.delivery, came.words, 0}}, nullptr);
                    outcome.links.append(link);
                    m_doors.journal->append(outcome,
                                            m_inbox.wrap([came, done](const Result<Receipt> &) { done(came); }));
                }));
        }));
}

void Escalator::apply(const Event &event, const QString &entry)
{
    if (m_known.contains(entry))
        return; // the log told it before its receipt came
    m_known.insert(entry);
    m_book.apply(event);
    if (const auto *resolved = std::get_if<Resolved>(&event.what))
        m_resolving.remove(resolved->id);
    if (!m_trouble.isEmpty())
        m_trouble.clear();
    if (m_ready)
        tell();
}

// Without its entry nothing leaves: it is tried again, and shown meanwhile.
void Escalator::failed(const Error &error)
{
    qCWarning(lcGuard).noquote() << error.toString();
    m_trouble = error.message;
    tell();
    m_timer.start(kAgainMs);
}

Sight Escalator::sight() const
{
    Sight sight{m_sends, m_trouble, {}};
    const qint64 now = m_doors.clock->wallMs();
    for (auto item = m_book.items().crbegin(); item != m_book.items().crend(); ++item) {
        if (item->isOpen() || now - item->overMs < kShownMs)
            sight.items.append({*item, m_book.next(*item)});
    }
    return sight;
}

void Escalator::tell()
{
    Sight now = sight();
    if (now == m_told)
        return;
    m_told = std::move(now);
    Q_EMIT changed(m_told);
}

} // namespace astern::escalation
