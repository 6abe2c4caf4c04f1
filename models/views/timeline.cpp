// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/timeline.h"

#include "models/base/format.h"
#include "models/guard/placeverdict.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace astern {
namespace {

using Lane = TimelineLane;
using Tone = EntryRow::Tone;

QString tr(const char *text) { return QCoreApplication::translate("Timeline", text); }

QJsonObject object(const JournalEntry &entry, const char *name)
{
    return entry.payload.value(QLatin1String(name)).toObject();
}
QString text(const JournalEntry &entry, const char *of, const char *key)
{
    return object(entry, of).value(QLatin1String(key)).toString();
}
QString family(const QString &kind) { return kind.section(QLatin1Char('.'), 0, 0); }
QString part(const QString &kind) { return kind.section(QLatin1Char('.'), 1); }

bool isOperation(const QString &kind)
{
    const QString of = family(kind);
    return of == QLatin1String("rollback") || of == QLatin1String("promotion") || of == QLatin1String("flag");
}

bool switchesFlag(const JournalEntry &intent)
{
    return family(intent.kind) == QLatin1String("flag") || text(intent, "command", "kind") == QLatin1String("flag");
}

// The sentence without its reason.
QString brief(const QString &sentence) { return sentence.section(QStringLiteral(" – "), 0, 0); }

QString glyphOf(const JournalEntry &entry)
{
    const QString of = family(entry.kind);
    if (of == QLatin1String("verdict") || entry.kind == QLatin1String("policy.verdict"))
        return QStringLiteral("scale");
    if (of == QLatin1String("guard"))
        return QStringLiteral("gavel");
    if (entry.kind == QLatin1String("automation.held"))
        return QStringLiteral("hand");
    if (entry.kind == QLatin1String("rationale.late"))
        return QStringLiteral("info");
    if (of == QLatin1String("approval"))
        return QStringLiteral("check");
    if (of == QLatin1String("override") || entry.kind == QLatin1String("journal.verify-failed"))
        return QStringLiteral("triangle-alert");
    if (of == QLatin1String("automation") || of == QLatin1String("campaign") || isOperation(entry.kind))
        return QStringLiteral("user");
    if (of == QLatin1String("clock"))
        return QStringLiteral("clock");
    return QStringLiteral("scroll-text");
}

Lane laneOf(const QString &kind)
{
    const KindLook look = lookOfKind(kind);
    for (int lane = 0; lane < kTimelineLanes; ++lane) {
        if (look.lanes[size_t(lane)])
            return Lane(lane);
    }
    return Lane::Journal;
}

TimelineItem itemOf(const JournalEntry &entry, Lane lane)
{
    const EntryRow row = describeEntry(entry);
    TimelineItem item;
    item.key = QString::number(int(lane)) + QLatin1Char('/') + entry.id;
    item.lane = lane;
    item.entryId = entry.id;
    item.index = entry.index;
    item.saga = entry.saga;
    item.place = row.place;
    item.fromMs = item.toMs = entry.wallMs;
    item.tone = row.tone;
    item.glyph = glyphOf(entry);
    item.details = row.text;
    item.label = brief(row.text);
    return item;
}

// One command: from its intent to its outcome.
struct Step {
    const JournalEntry *intent = nullptr;
    const JournalEntry *outcome = nullptr;
    int attempts = 1;
};

struct Operation {
    QList<Step> steps;
    const JournalEntry *ended = nullptr;
    qint64 lastMs = 0;
};

// By the link; an older writer's outcome without one is that of the first step without an outcome.
Step *stepOf(Operation &operation, const JournalEntry &entry)
{
    QString linked;
    for (const QJsonValue &value : entry.payload.value(QLatin1String("links")).toArray()) {
        const QString rel = value.toObject().value(QLatin1String("rel")).toString();
        if (rel == QLatin1String("outcome-of") || rel == QLatin1String("attempt-of"))
            linked = value.toObject().value(QLatin1String("id")).toString();
    }
    for (Step &step : operation.steps) {
        if (linked.isEmpty() ? step.outcome == nullptr : step.intent->id == linked)
            return &step;
    }
    return nullptr;
}

void add(Operation &operation, const JournalEntry &entry)
{
    operation.lastMs = std::max(operation.lastMs, entry.wallMs);
    const QString what = part(entry.kind);
    if (what == QLatin1String("intent"))
        operation.steps.append({&entry});
    else if (what == QLatin1String("ended"))
        operation.ended = &entry;
    else if (Step *step = stepOf(operation, entry)) {
        if (what == QLatin1String("outcome"))
            step->outcome = &entry;
        else if (what == QLatin1String("attempt"))
            ++step->attempts;
    }
}

TimelineItem commandItem(const Step &step, bool over, qint64 nowMs)
{
    TimelineItem item = itemOf(*step.intent, switchesFlag(*step.intent) ? Lane::Flags : Lane::Commands);
    item.shape = TimelineItem::Shape::Span;
    item.attempts = step.attempts;
    item.open = !step.outcome && !over;
    item.toMs = step.outcome ? step.outcome->wallMs : item.open ? std::max(nowMs, item.fromMs) : item.fromMs;
    const QString title = text(*step.intent, "decision", "title");
    QString label = title.isEmpty() ? step.intent->kind : title;
    if (!item.place.isEmpty())
        label = QStringLiteral("%1, %2").arg(item.place.section(QLatin1Char(' '), 0, 0), label);
    if (step.outcome) {
        const EntryRow outcome = describeEntry(*step.outcome);
        item.tone = outcome.tone == Tone::Good ? Tone::Plain : outcome.tone;
        label += QStringLiteral("  ") + format::duration(item.toMs - item.fromMs);
        item.details = tr("%1. After %2: %3")
                           .arg(title.isEmpty() ? brief(item.details) : title,
                                format::duration(item.toMs - item.fromMs), outcome.text);
    } else if (item.open) {
        item.details = tr("%1. It has no outcome yet").arg(title.isEmpty() ? brief(item.details) : title);
    } else {
        item.tone = Tone::Doubt;
        item.details = tr("%1. Its outcome was never recorded").arg(title.isEmpty() ? brief(item.details) : title);
    }
    item.label = label;
    return item;
}

// The operation as the release sees it: where from, where to, how long.
TimelineItem rolloutItem(const Operation &operation, qint64 nowMs)
{
    const JournalEntry &first = *operation.steps.constFirst().intent;
    TimelineItem item = itemOf(first, Lane::Rollouts);
    item.shape = TimelineItem::Shape::Span;
    item.open = !operation.ended && std::any_of(operation.steps.cbegin(), operation.steps.cend(),
                                                [](const Step &step) { return !step.outcome; });
    item.toMs = item.open ? std::max(nowMs, item.fromMs) : operation.lastMs;
    for (const Step &step : operation.steps) {
        if (step.outcome && int(describeEntry(*step.outcome).tone) > int(Tone::Good))
            item.tone = Tone::Bad;
    }
    const QJsonObject path = object(first, qUtf8Printable(family(first.kind)));
    const QString from = path.value(QLatin1String("from")).toString();
    const QString to = path.value(QLatin1String("to")).toString();
    const QString service = item.place.section(QLatin1Char(' '), 0, 0);
    const QString what = !from.isEmpty() && !to.isEmpty() && from != to ? QStringLiteral("%1 → %2").arg(from, to)
                         : !to.isEmpty()                                ? to
                                                                        : text(first, "decision", "plan");
    item.label = service.isEmpty() ? what : QStringLiteral("%1  %2").arg(service, what);
    const QString took = format::duration(item.toMs - item.fromMs);
    item.details =
        item.open ? tr("%1: under way for %2").arg(item.label, took) : tr("%1: took %2").arg(item.label, took);
    return item;
}

void addOperation(QList<TimelineItem> &items, const Operation &operation, qint64 nowMs)
{
    if (operation.steps.isEmpty())
        return; // its beginning was not read
    bool delivers = false;
    for (const Step &step : operation.steps) {
        items.append(commandItem(step, operation.ended != nullptr, nowMs));
        delivers = delivers || !switchesFlag(*step.intent);
    }
    if (delivers)
        items.append(rolloutItem(operation, nowMs));
    const JournalEntry &first = *operation.steps.constFirst().intent;
    // What a policy does has its decision in an entry of its own.
    if (!object(first, "actor").value(QLatin1String("automation")).toBool())
        items.append(itemOf(first, Lane::Decisions));
}

void addVerdicts(QList<TimelineItem> &items, QList<const JournalEntry *> verdicts, qint64 nowMs)
{
    QHash<QString, qsizetype> last; // of each place and policy
    for (const JournalEntry *entry : std::as_const(verdicts)) {
        TimelineItem item = itemOf(*entry, Lane::Verdicts);
        item.shape = TimelineItem::Shape::Span;
        item.open = true;
        item.toMs = std::max(nowMs, item.fromMs);
        const QString word = text(*entry, "verdict", "class");
        using policy::VerdictClass;
        QString words = word;
        item.verdict = TimelineItem::Verdict::Unknown; // a class of a later version
        using V = TimelineItem::Verdict;
        for (const auto &[one, verdict] :
             {std::pair{VerdictClass::Healthy, V::Healthy}, std::pair{VerdictClass::Unknown, V::Unknown},
              std::pair{VerdictClass::Transient, V::Suspect}, std::pair{VerdictClass::External, V::External},
              std::pair{VerdictClass::Systemic, V::Failing}}) {
            if (policy::wordFor(one) != word)
                continue;
            words = guard::words(one);
            item.verdict = verdict;
        }
        const QString service = item.place.section(QLatin1Char(' '), 0, 0);
        item.label = service.isEmpty() ? words : QStringLiteral("%1 %2").arg(service, words);
        const QString of = item.place + QLatin1Char('\n') + text(*entry, "verdict", "policy");
        if (const auto before = last.constFind(of); before != last.constEnd()) {
            items[*before].toMs = item.fromMs;
            items[*before].open = false;
        }
        last.insert(of, items.size());
        items.append(item);
    }
}

} // namespace

QString laneName(TimelineLane lane)
{
    switch (lane) {
    case Lane::Rollouts:
        return tr("Rollouts");
    case Lane::Verdicts:
        return tr("Verdicts");
    case Lane::Decisions:
        return tr("Decisions");
    case Lane::Commands:
        return tr("Commands");
    case Lane::Flags:
        return tr("Flags");
    case Lane::Journal:
        break;
    }
    return tr("Journal");
}

KindLook lookOfKind(const QString &kind)
{
    KindLook look;
    const auto in = [&look](Lane lane) { look.lanes[size_t(lane)] = true; };
    const QString of = family(kind);
    if (of == QLatin1String("flag")) {
        in(Lane::Flags);
    } else if (isOperation(kind)) {
        in(Lane::Commands);
        if (part(kind) == QLatin1String("intent"))
            in(Lane::Rollouts);
        look.tone = of == QLatin1String("rollback") ? Tone::Bad : Tone::Plain;
    } else if (of == QLatin1String("verdict") || kind == QLatin1String("policy.verdict")) {
        in(Lane::Verdicts);
    } else if (of == QLatin1String("guard") || of == QLatin1String("automation") || of == QLatin1String("campaign") ||
               of == QLatin1String("approval") || of == QLatin1String("override") || of == QLatin1String("policy") ||
               of == QLatin1String("rationale")) {
        in(Lane::Decisions);
        if (kind == QLatin1String("guard.rollback") || kind == QLatin1String("guard.freeze"))
            look.tone = Tone::Bad;
        else if (of == QLatin1String("override"))
            look.tone = Tone::Doubt;
    } else {
        in(Lane::Journal);
        look.tone = kind == QLatin1String("journal.verify-failed") || kind == QLatin1String("journal.gap") ? Tone::Bad
                    : of == QLatin1String("clock")                                                         ? Tone::Doubt
                                                   : Tone::Plain;
    }
    return look;
}

QList<TimelineItem> timelineItems(QList<JournalEntry> entries, qint64 nowMs, const Names &names)
{
    for (JournalEntry &entry : entries)
        entry = named(std::move(entry), names);
    std::sort(entries.begin(), entries.end(),
              [](const JournalEntry &a, const JournalEntry &b) { return a.index < b.index; });
    QList<TimelineItem> items;
    QHash<QString, Operation> operations;
    QStringList order;
    QList<const JournalEntry *> verdicts;
    for (const JournalEntry &entry : std::as_const(entries)) {
        if (isOperation(entry.kind) && !entry.saga.isEmpty()) {
            if (!operations.contains(entry.saga))
                order.append(entry.saga);
            add(operations[entry.saga], entry);
        } else if (laneOf(entry.kind) == Lane::Verdicts) {
            verdicts.append(&entry);
        } else {
            items.append(itemOf(entry, laneOf(entry.kind)));
        }
    }
    for (const QString &saga : std::as_const(order))
        addOperation(items, operations.value(saga), nowMs);
    addVerdicts(items, verdicts, nowMs);
    std::stable_sort(items.begin(), items.end(), [](const TimelineItem &a, const TimelineItem &b) {
        return a.fromMs != b.fromMs ? a.fromMs < b.fromMs : int(a.lane) < int(b.lane);
    });
    return items;
}

} // namespace astern
