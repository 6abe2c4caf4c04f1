// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/explainparts.h"

#include "models/base/format.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

Chapter document(const Policy &policy)
{
    QStringList strategies;
    for (const Strategy strategy : policy.appliesTo.strategies)
        strategies.append(wordOf(strategy));
    Chapter chapter{tr("%1, revision %2").arg(policy.id).arg(policy.revision), {}};
    chapter.sentences = {
        tr("%1 owns it. It judges rollouts of %2 in %3 that go by %4.")
            .arg(policy.owner, policy.appliesTo.service, listed(policy.appliesTo.environments), listed(strategies)),
        policy.mode == Mode::Observe ? tr("It only observes: verdicts are shown and recorded, nothing is done.")
                                     : tr("It acts: what its ladder says is done."),
        tr("It looks every %1 at what has arrived by %2 after each look's end.")
            .arg(format::duration(policy.time.tickMs), format::duration(policy.time.latenessMs)),
        tr("A rollout is planned to take %1 at most; one that takes longer needs a person.")
            .arg(format::duration(policy.time.maxDurationMs))};
    if (policy.time.warmUpMs > 0)
        chapter.sentences.append(
            tr("In the first %1 rules about the new version gather and do not judge, except deadlines and probes.")
                .arg(format::duration(policy.time.warmUpMs)));
    return chapter;
}

QString queryText(const Query &query)
{
    QStringList labels;
    for (auto it = query.selector.where.cbegin(); it != query.selector.where.cend(); ++it)
        labels.append(QStringLiteral("%1=%2").arg(it.key(), it.value()));
    const QString series = labels.isEmpty()
                               ? query.selector.series
                               : QStringLiteral("%1{%2}").arg(query.selector.series, labels.join(QLatin1Char(',')));
    return tr("%1 of %2").arg(series, query.source);
}

QString signalSentence(const Signal &signal)
{
    if (const Events *events = std::get_if<Events>(&signal.body)) {
        if (const auto *histogram = std::get_if<Events::Histogram>(&events->from))
            return tr("%1: the share of %2 that took longer than %3.")
                .arg(signal.id, queryText(histogram->query), format::duration(histogram->overMs));
        const auto &counters = std::get<Events::Counters>(events->from);
        return tr("%1: %2 as a share of %3, counted by %4.")
            .arg(signal.id, queryText(counters.bad), queryText(counters.total), events->unit);
    }
    if (const Gauge *gauge = std::get_if<Gauge>(&signal.body))
        return tr("%1: the value of %2, in %3.").arg(signal.id, queryText(gauge->query), gauge->unit);
    if (const Probe *probe = std::get_if<Probe>(&signal.body)) {
        const HttpCheck *http = std::get_if<HttpCheck>(&probe->check);
        const TcpCheck *tcp = std::get_if<TcpCheck>(&probe->check);
        const QString what = http ? http->method + QLatin1Char(' ') + http->url
                                  : tr("a connection to %1, port %2").arg(tcp->host).arg(tcp->port);
        const QString from = probe->from.isEmpty() ? tr("wherever somebody reports from") : listed(probe->from);
        return tr("%1: %2, tried every %3 from %4; an answer counts within %5.")
            .arg(signal.id, what, format::duration(probe->everyMs), from, format::duration(probe->timeoutMs));
    }
    const States &states = std::get<States>(signal.body);
    return tr("%1: the state of %2 as %3 tells it, one of %4.")
        .arg(signal.id, states.object, states.source, listed(states.states));
}

Chapter signalChapter(const Policy &policy)
{
    Chapter chapter{tr("What is looked at"), {}};
    for (const Signal &signal : policy.signalSpecs) {
        QString sentence = signalSentence(signal);
        if (std::holds_alternative<Events>(signal.body) || std::holds_alternative<Gauge>(signal.body))
            sentence +=
                QLatin1Char(' ') + tr("Expected every %1; a gap of more than %2 is missing data.")
                                       .arg(format::duration(signal.scrapeMs), format::duration(signal.staleAfterMs));
        chapter.sentences.append(sentence);
    }
    return chapter;
}

QString actSentence(const Step &step, const Guards &guards)
{
    if (std::holds_alternative<Hold>(step.act))
        return tr("hold: nothing is promoted");
    if (const Shrink *shrink = std::get_if<Shrink>(&step.act))
        return tr("shrink: the new version gets %1 of the traffic at most").arg(format::ratio(shrink->to));
    if (const Mitigate *mitigate = std::get_if<Mitigate>(&step.act)) {
        const QString what =
            mitigate->flag.isEmpty()
                ? tr("mitigate: the configuration %1 becomes %2").arg(mitigate->config, mitigate->apply)
                : tr("mitigate: the flag %1 is set to %2").arg(mitigate->flag, mitigate->set);
        return tr("%1; the next step waits %2 for its effect").arg(what, format::duration(mitigate->waitMs));
    }
    if (const Rollback *rollback = std::get_if<Rollback>(&step.act)) {
        if (!guards.rollbackSafe)
            return tr("roll back, which this policy calls unsafe: a person is asked instead");
        return tr("roll back; tried %1 more, first after %2, given up after %3")
            .arg(format::plural(rollback->retries, tr("once"), tr("%1 times")), format::duration(rollback->backoffMs),
                 format::duration(rollback->timeoutMs));
    }
    if (const Notify *notify = std::get_if<Notify>(&step.act))
        return tr("notify %1").arg(notify->to);
    if (const Page *page = std::get_if<Page>(&step.act))
        return tr("page %1").arg(page->to);
    const Ask &ask = std::get<Ask>(step.act);
    return tr("ask %1; without an answer within %2: %3")
        .arg(ask.to, format::duration(ask.timeoutMs), wordOf(ask.otherwise));
}

QStringList stepSentences(const QList<Step> &steps, const Guards &guards)
{
    if (steps.isEmpty())
        return {tr("Nothing is done.")};
    QStringList sentences;
    for (const Step &step : steps) {
        QString sentence = QStringLiteral("%1. ").arg(sentences.size() + 1) + actSentence(step, guards);
        if (step.when == Step::When::StillSystemic)
            sentence += tr(" — only if it is still systemic");
        if (step.when == Step::When::NotConfirmed)
            sentence += tr(" — only if the step before was not confirmed");
        if (step.unlessCritical)
            sentence += tr(" — left out when it is critical");
        if (step.afterMs > 0)
            sentence += tr(" — %1 after it began").arg(format::duration(step.afterMs));
        sentences.append(sentence);
    }
    return sentences;
}

Chapter guardChapter(const Policy &policy)
{
    const Guards &guards = policy.guards;
    return {tr("Guards"),
            {tr("After a rollback nothing starts by itself for %1.").arg(format::duration(guards.coolDownMs)),
             tr("More than %1 in %2 for one service and environment: a person decides.")
                 .arg(format::plural(guards.maxAutoRollbacks, tr("one rollback"), tr("%1 rollbacks")),
                      format::duration(guards.maxAutoRollbacksWithinMs)),
             tr("Alerts are meant to stay at %1 in 10 min and %2 a day; %3 in 10 min are a flood.")
                 .arg(guards.alertsPer10m)
                 .arg(guards.alertsPerDay)
                 .arg(guards.alertFlood)}};
}

QString freezeSentence(const Freeze &freeze)
{
    const QString blocked = freeze.blocksStart && freeze.blocksPromote ? tr("nothing starts and nothing is promoted")
                            : freeze.blocksStart                       ? tr("nothing starts")
                                                                       : tr("nothing is promoted");
    if (const FreezeSpan *span = std::get_if<FreezeSpan>(&freeze.when))
        return tr("%1: from %2 to %3 %4; rollbacks go on.")
            .arg(freeze.id, format::stamp(span->fromMs, QTimeZone::utc()), format::stamp(span->toMs, QTimeZone::utc()),
                 blocked);
    const FreezeWeekly &weekly = std::get<FreezeWeekly>(freeze.when);
    static const char *const names[] = {
        QT_TRANSLATE_NOOP("Policy", "Monday"),    QT_TRANSLATE_NOOP("Policy", "Tuesday"),
        QT_TRANSLATE_NOOP("Policy", "Wednesday"), QT_TRANSLATE_NOOP("Policy", "Thursday"),
        QT_TRANSLATE_NOOP("Policy", "Friday"),    QT_TRANSLATE_NOOP("Policy", "Saturday"),
        QT_TRANSLATE_NOOP("Policy", "Sunday")};
    QStringList days;
    for (const int day : weekly.days)
        days.append(tr(names[day - 1]));
    const auto clock = [](int minute) {
        return QStringLiteral("%1:%2")
            .arg(minute / 60, 2, 10, QLatin1Char('0'))
            .arg(minute % 60, 2, 10, QLatin1Char('0'));
    };
    const QString to = weekly.toMinute <= weekly.fromMinute ? tr("%1 of the next day").arg(clock(weekly.toMinute))
                                                            : clock(weekly.toMinute);
    return tr("%1: every %2 from %3 to %4 (%5) %6; rollbacks go on.")
        .arg(freeze.id, days.size() == 7 ? tr("day") : listed(days), clock(weekly.fromMinute), to, weekly.zone,
             blocked);
}

} // namespace

QString listed(const QStringList &items)
{
    if (items.size() < 2)
        return items.value(0);
    return tr("%1 and %2")
        .arg(QStringList(items.mid(0, items.size() - 1)).join(QStringLiteral(", ")), items.constLast());
}

QList<Chapter> explain(const Policy &policy)
{
    QList<Chapter> chapters{document(policy), signalChapter(policy)};
    for (const Rule &rule : policy.rules)
        chapters.append(explainRule(policy, rule));
    const Ladder &ladder = policy.ladder;
    chapters.append({tr("When it is transient"), stepSentences(ladder.onTransient, policy.guards)});
    chapters.append({tr("When it is systemic"), stepSentences(ladder.onSystemic, policy.guards)});
    chapters.append(
        {tr("When it is external (the stable version suffers too)"), stepSentences(ladder.onExternal, policy.guards)});
    chapters.append({tr("When it is unknown"), stepSentences(ladder.onUnknown, policy.guards)});
    chapters.append(guardChapter(policy));
    if (!policy.freezes.isEmpty()) {
        Chapter freezes{tr("Freezes"), {}};
        for (const Freeze &freeze : policy.freezes)
            freezes.sentences.append(freezeSentence(freeze));
        chapters.append(freezes);
    }
    return chapters;
}

} // namespace astern::policy
