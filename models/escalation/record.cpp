// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/escalation/record.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>

namespace astern::escalation {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Escalation", text); }

QString key(const char *text) { return QLatin1String(text); }

QString textOf(const QJsonObject &json, const char *name) { return json.value(QLatin1String(name)).toString(); }
qint64 numberOf(const QJsonObject &json, const char *name) { return json.value(QLatin1String(name)).toInteger(); }

// What is not said is not written.
void put(QJsonObject &json, const char *name, const QString &value)
{
    if (!value.isEmpty())
        json.insert(key(name), value);
}
void put(QJsonObject &json, const char *name, qint64 value)
{
    if (value != 0)
        json.insert(key(name), value);
}

template <class E>
std::optional<E> wordOf(const QString &word, std::initializer_list<E> all)
{
    for (const E one : all) {
        if (toString(one) == word)
            return one;
    }
    return std::nullopt;
}

QJsonObject concernJson(const Concern &concern)
{
    QJsonObject json{{key("kind"), toString(concern.kind)}, {key("cause"), concern.cause}};
    put(json, "target", concern.target);
    put(json, "place", concern.place);
    put(json, "rollout", concern.rollout);
    put(json, "policy", concern.policy);
    put(json, "verdict", concern.verdict);
    put(json, "since_ms", concern.sinceMs);
    put(json, "words", concern.words.left(500));
    put(json, "by_itself", concern.byItself);
    put(json, "by_itself_ms", concern.byItselfMs);
    return json;
}

std::optional<Concern> concernFrom(const JournalEntry &entry, const QJsonObject &json)
{
    using Kind = Concern::Kind;
    const std::optional<Kind> kind = wordOf(
        textOf(json, "kind"), {Kind::Page, Kind::Notice, Kind::Question, Kind::Gate, Kind::Review, Kind::Overdue});
    if (!kind)
        return std::nullopt;
    const QJsonObject subject = entry.payload.value(QLatin1String("subject")).toObject();
    return Concern{.id = entry.saga,
                   .kind = *kind,
                   .cause = textOf(json, "cause"),
                   .target = textOf(json, "target"),
                   .place = textOf(json, "place"),
                   .service = textOf(subject, "service"),
                   .environment = textOf(subject, "environment"),
                   .cell = textOf(subject, "cell"),
                   .rollout = textOf(json, "rollout"),
                   .policy = textOf(json, "policy"),
                   .verdict = textOf(json, "verdict"),
                   .sinceMs = numberOf(json, "since_ms"),
                   .words = textOf(json, "words"),
                   .byItself = textOf(json, "by_itself"),
                   .byItselfMs = numberOf(json, "by_itself_ms")};
}

QJsonObject rungJson(const QString &target, int round, int rung)
{
    QJsonObject json{{key("target"), target}};
    put(json, "round", round);
    put(json, "rung", rung);
    return json;
}

QString titleOf(const Sending &sending)
{
    switch (sending.deed) {
    case Deed::Trigger:
        return sending.attempt > 1 ? tr("Tell %1, try %2").arg(sending.target).arg(sending.attempt)
                                   : tr("Tell %1").arg(sending.target);
    case Deed::Acknowledge:
        return tr("Tell %1 that somebody has taken it over").arg(sending.target);
    case Deed::Resolve:
        return tr("Tell %1 that it is over").arg(sending.target);
    }
    return {};
}

// One writer for each event.
struct Writer {
    Draft &draft;
    QJsonObject &body; // "escalation" or "notify"

    void operator()(const Raised &raised) const
    {
        draft.kind = key(kRaisedKind);
        draft.saga = raised.concern.id;
        body = concernJson(raised.concern);
    }
    void operator()(const Sending &sending) const
    {
        draft.kind = key(kIntentKind);
        draft.saga = sending.id;
        draft.fields.insert(key("decision"), QJsonObject{{key("title"), titleOf(sending)}});
        body = rungJson(sending.target, sending.round, sending.rung);
        body.insert(key("deed"), toString(sending.deed));
        body.insert(key("attempt"), sending.attempt);
        put(body, "held_back", sending.heldBack);
        if (!sending.heldWhere.isEmpty())
            body.insert(key("held_where"), QJsonArray::fromStringList(sending.heldWhere));
        if (sending.again)
            body.insert(key("again"), true);
    }
    void operator()(const Sent &sent) const
    {
        draft.kind = key(kOutcomeKind);
        draft.saga = sent.key.section(QLatin1Char(':'), 0, 0);
        QJsonObject outcome{{key("result"), toString(sent.delivery)}};
        put(outcome, "observed", sent.words.left(500));
        draft.fields.insert(key("outcome"), outcome);
        body.insert(key("key"), sent.key);
        put(body, "retry_after_ms", sent.retryAfterMs);
    }
    void operator()(const HeldBack &held) const
    {
        draft.kind = key(kHeldKind);
        draft.saga = held.id;
        body = rungJson(held.target, held.round, held.rung);
    }
    void operator()(const Passed &passed) const
    {
        draft.kind = key(kPassedKind);
        draft.saga = passed.id;
        put(body, "round", passed.round);
        body.insert(key("default"), passed.repeats ? key("repeat") : key("stop"));
    }
    void operator()(const Acknowledged &acknowledged) const
    {
        draft.kind = key(kAcknowledgedKind);
        draft.saga = acknowledged.id;
        body.insert(key("by"), acknowledged.by);
    }
    void operator()(const Resolved &resolved) const
    {
        draft.kind = key(kResolvedKind);
        draft.saga = resolved.id;
        put(body, "why", resolved.why.left(500));
    }
};

std::optional<Event> sendingFrom(const JournalEntry &entry, const QJsonObject &body)
{
    const std::optional<Deed> deed = wordOf(textOf(body, "deed"), {Deed::Trigger, Deed::Acknowledge, Deed::Resolve});
    if (!deed)
        return std::nullopt;
    Sending sending{.id = entry.saga,
                    .target = textOf(body, "target"),
                    .round = int(numberOf(body, "round")),
                    .rung = int(numberOf(body, "rung")),
                    .deed = *deed,
                    .attempt = int(numberOf(body, "attempt")),
                    .heldBack = int(numberOf(body, "held_back")),
                    .again = body.value(QLatin1String("again")).toBool()};
    for (const QJsonValue &place : body.value(QLatin1String("held_where")).toArray())
        sending.heldWhere.append(place.toString());
    return Event{0, sending};
}

} // namespace

QStringList recordedKinds() { return {QStringLiteral("escalation."), QStringLiteral("notify.")}; }

Draft draftOf(const Event &event, const Concern *concern)
{
    Draft draft;
    QJsonObject body;
    std::visit(Writer{draft, body}, event.what);
    body.insert(key("at_ms"), event.atMs);
    draft.fields.insert(draft.kind.section(QLatin1Char('.'), 0, 0), body);
    if (const auto *raised = std::get_if<Raised>(&event.what))
        concern = &raised->concern;
    if (concern && !concern->service.isEmpty())
        draft.fields.insert(key("subject"), QJsonObject{{key("service"), concern->service},
                                                        {key("environment"), concern->environment},
                                                        {key("cell"), concern->cell}});
    return draft;
}

std::optional<Event> eventOf(const JournalEntry &entry)
{
    const QString family = entry.kind.section(QLatin1Char('.'), 0, 0);
    const QJsonObject body = entry.payload.value(family).toObject();
    std::optional<Event> event;
    if (entry.kind == QLatin1String(kRaisedKind)) {
        if (const std::optional<Concern> concern = concernFrom(entry, body))
            event = Event{0, Raised{*concern}};
    } else if (entry.kind == QLatin1String(kIntentKind)) {
        event = sendingFrom(entry, body);
    } else if (entry.kind == QLatin1String(kOutcomeKind)) {
        const QJsonObject outcome = entry.payload.value(QLatin1String("outcome")).toObject();
        const std::optional<Delivery> delivery =
            wordOf(textOf(outcome, "result"), {Delivery::Told, Delivery::Failed, Delivery::Refused, Delivery::Unknown});
        if (delivery)
            event = Event{
                0, Sent{textOf(body, "key"), *delivery, textOf(outcome, "observed"), numberOf(body, "retry_after_ms")}};
    } else if (entry.kind == QLatin1String(kHeldKind)) {
        event = Event{
            0, HeldBack{entry.saga, textOf(body, "target"), int(numberOf(body, "round")), int(numberOf(body, "rung"))}};
    } else if (entry.kind == QLatin1String(kPassedKind)) {
        event = Event{
            0, Passed{entry.saga, int(numberOf(body, "round")), textOf(body, "default") == QLatin1String("repeat")}};
    } else if (entry.kind == QLatin1String(kAcknowledgedKind)) {
        event = Event{0, Acknowledged{entry.saga, entry.personal.value(key("actor.name"), textOf(body, "by"))}};
    } else if (entry.kind == QLatin1String(kResolvedKind)) {
        event = Event{0, Resolved{entry.saga, textOf(body, "why")}};
    }
    if (event)
        event->atMs = body.contains(QLatin1String("at_ms")) ? numberOf(body, "at_ms") : entry.wallMs;
    return event;
}

} // namespace astern::escalation
