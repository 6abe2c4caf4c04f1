// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/escalation/book.h"
#include "models/escalation/record.h"

#include <QTest>

namespace astern::escalation::test {

inline constexpr qint64 kStart = 1'764'000'000'000;
inline constexpr qint64 kMinute = 60'000;

inline QString s(const char *text) { return QString::fromUtf8(text); }

// room (webhook), oncall (PagerDuty: then leads after 10 min, then boss after 5; all again after 30), leads, boss
// (e-mail).
inline NotifyConfig rules()
{
    using Channel = NotifyTarget::Channel;
    NotifyConfig config;
    const auto target = [&config](const char *id, Channel channel) {
        NotifyTarget one;
        one.id = s(id);
        one.channel = channel;
        config.targets.append(one);
    };
    target("room", Channel::Webhook);
    target("oncall", Channel::PagerDuty);
    target("leads", Channel::Email);
    target("boss", Channel::Email);
    config.needsYou = s("room");
    config.retries = 2;
    config.ladders.insert(s("oncall"), {.then = {{s("leads"), 10 * kMinute}, {s("boss"), 5 * kMinute}},
                                        .checkpointMs = 30 * kMinute,
                                        .otherwise = NotifyLadder::Otherwise::Repeat,
                                        .at = {}});
    return config;
}

inline Concern concern(const QString &cause, const char *target = "oncall", qint64 atMs = kStart)
{
    Concern one;
    one.id = idOf(cause, atMs);
    one.kind = Concern::Kind::Page;
    one.cause = cause;
    one.target = s(target);
    one.place = cause + s("@prod/eu-1");
    one.service = cause;
    one.environment = s("prod");
    one.cell = s("eu-1");
    one.rollout = s("r-") + cause;
    one.policy = s("slo");
    one.verdict = s("systemic");
    one.sinceMs = atMs - kMinute;
    one.words = s("errors: confirmed");
    return one;
}

// As an event comes back from the log.
inline Event recorded(const Event &event)
{
    const Draft draft = draftOf(event, nullptr);
    JournalEntry entry;
    entry.kind = draft.kind;
    entry.saga = draft.saga;
    entry.payload = draft.fields;
    entry.wallMs = event.atMs + 7;
    const std::optional<Event> back = eventOf(entry);
    if (!back)
        qFatal("an event does not come back from the log");
    return *back;
}

// A book, the log that it follows from, and a world that is answered for by the test.
struct Desk {
    explicit Desk(const NotifyConfig &with = rules(), bool restarts = false)
        : config(with), book(with), restarting(restarts)
    {
    }
    NotifyConfig config;
    Book book;
    QList<Event> log;
    QList<Sending> sent;
    QList<Sending> waiting; // without an answer
    qint64 now = kStart;
    bool restarting = false; // before every input the book is built anew from the log

    void take(const Event &event)
    {
        const Event back = recorded(event);
        log.append(back);
        book.apply(back);
        if (const auto *sending = std::get_if<Sending>(&back.what)) {
            sent.append(*sending);
            waiting.append(*sending);
        }
    }
    template <class T>
    void tell(T what)
    {
        input();
        take({now, std::move(what)});
        work();
    }
    void pass(qint64 ms)
    {
        input();
        now += ms;
        work();
    }
    void answer(Delivery delivery, qint64 retryAfterMs = 0)
    {
        const Sending first = waiting.takeFirst();
        tell(Sent{first.key(), delivery, s("words"), retryAfterMs});
    }
    void answerAll(Delivery delivery = Delivery::Told)
    {
        while (!waiting.isEmpty())
            answer(delivery);
    }
    // The process ends; another one takes over.
    void crash()
    {
        rebuild();
        waiting.clear();
        for (const Event &left : book.leftOver(now))
            take(left);
        work();
    }
    void work()
    {
        for (QList<Event> due = book.due(now); !due.isEmpty(); due = book.due(now))
            take(due.constFirst());
    }
    // "oncall!1 leads!1": who was sent what, and which try; ? an acknowledgement, . the end; +n held back; * again
    [[nodiscard]] QString told() const
    {
        QStringList all;
        for (const Sending &one : sent) {
            QString text = one.target +
                           (one.deed == Deed::Trigger   ? QLatin1Char('!')
                            : one.deed == Deed::Resolve ? QLatin1Char('.')
                                                        : QLatin1Char('?')) +
                           QString::number(one.attempt);
            if (one.heldBack > 0)
                text += QStringLiteral("+%1").arg(one.heldBack);
            if (one.again)
                text += QLatin1Char('*');
            all.append(text);
        }
        return all.join(QLatin1Char(' '));
    }
    void rebuild()
    {
        book = Book(config);
        for (const Event &event : log)
            book.apply(event);
    }

private:
    void input()
    {
        if (restarting)
            rebuild();
    }
};

} // namespace astern::escalation::test
