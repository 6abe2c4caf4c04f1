// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/canonicalform.h"

#include "models/journal/canonical.h"
#include "models/journal/digest.h"
#include "models/policy/formparts.h"

namespace astern::policy {
namespace {

QJsonObject textMap(const QMap<QString, QString> &map)
{
    QJsonObject object;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

QJsonObject form(const Query &query)
{
    return {{key("source"), query.source},
            {key("series"), query.selector.series},
            {key("where"), textMap(query.selector.where)}};
}

QJsonObject form(const HttpCheck &check)
{
    QJsonObject json;
    for (auto it = check.expectJson.cbegin(); it != check.expectJson.cend(); ++it)
        json.insert(it.key(), it.value());
    QJsonObject object{{key("method"), check.method},
                       {key("url"), check.url},
                       {key("headers"), textMap(check.headers)},
                       {key("body"), check.body},
                       {key("expect_status"), listOf(check.expectStatus, [](int status) { return status; })},
                       {key("expect_json"), json},
                       {key("expect_body"), check.expectBody}};
    if (check.maxLatencyMs)
        object.insert(key("max_latency"), *check.maxLatencyMs);
    return object;
}

QJsonObject form(const TcpCheck &check)
{
    QJsonObject object{{key("host"), check.host}, {key("port"), check.port}};
    if (check.maxLatencyMs)
        object.insert(key("max_latency"), *check.maxLatencyMs);
    return object;
}

// The parts of a signal beside its kind.
struct SignalForm {
    const Signal &signal;

    void sampling(QJsonObject &object) const
    {
        object.insert(key("scrape"), signal.scrapeMs);
        object.insert(key("stale_after"), signal.staleAfterMs);
    }
    QJsonObject operator()(const Events &events) const
    {
        QJsonObject object{{key("unit"), events.unit},
                           {key("error_class"), wordOf(events.errorClass)},
                           {key("series_start"), wordOf(events.seriesStart)}};
        sampling(object);
        if (const auto *counters = std::get_if<Events::Counters>(&events.from)) {
            object.insert(key("total"), form(counters->total));
            object.insert(key("bad"), form(counters->bad));
        } else if (const auto *histogram = std::get_if<Events::Histogram>(&events.from)) {
            QJsonObject from = form(histogram->query);
            from.insert(key("over"), histogram->overMs);
            object.insert(key("histogram"), from);
        }
        return object;
    }
    QJsonObject operator()(const Gauge &gauge) const
    {
        QJsonObject object{{key("series"), form(gauge.query)}, {key("unit"), gauge.unit}};
        sampling(object);
        return object;
    }
    QJsonObject operator()(const Probe &probe) const
    {
        QJsonObject object{
            {key("every"), probe.everyMs}, {key("timeout"), probe.timeoutMs}, {key("from"), texts(probe.from)}};
        std::visit(
            [&](const auto &check) {
                object.insert(std::holds_alternative<HttpCheck>(probe.check) ? key("http") : key("tcp"), form(check));
            },
            probe.check);
        return object;
    }
    QJsonObject operator()(const States &states) const
    {
        return {{key("source"), states.source}, {key("object"), states.object}, {key("states"), texts(states.states)}};
    }
};

QJsonObject form(const Freeze &freeze)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    QJsonArray blocks;
    if (freeze.blocksStart)
        blocks.append(key("start"));
    if (freeze.blocksPromote)
        blocks.append(key("promote"));
    QJsonObject object{{key("id"), freeze.id}, {key("blocks"), blocks}};
    if (const FreezeSpan *span = std::get_if<FreezeSpan>(&freeze.when)) {
        object.insert(key("from"), span->fromMs);
        object.insert(key("to"), span->toMs);
    } else if (const FreezeWeekly *weekly = std::get_if<FreezeWeekly>(&freeze.when)) {
        const auto ms = [](int minute) { return qint64(minute) * 60'000; };
        object.insert(key("weekly"),
                      QJsonObject{{key("days"), listOf(weekly->days, [](int day) { return key(days[day - 1]); })},
                                  {key("from"), ms(weekly->fromMinute)},
                                  {key("to"), ms(weekly->toMinute)},
                                  {key("tz"), weekly->zone}});
    }
    return object;
}

QJsonObject form(const Hold &) { return {}; }
QJsonObject form(const Shrink &act) { return {{key("to"), e9(act.to)}}; }
QJsonObject form(const Mitigate &act)
{
    QJsonObject object{{key("wait"), act.waitMs}};
    if (!act.flag.isEmpty()) {
        object.insert(key("flag"), act.flag);
        object.insert(key("set"), act.set);
    } else {
        object.insert(key("config"), act.config);
        object.insert(key("apply"), act.apply);
    }
    return object;
}
QJsonObject form(const Rollback &act)
{
    return {{key("retries"), act.retries}, {key("backoff"), act.backoffMs}, {key("timeout"), act.timeoutMs}};
}
QJsonObject form(const Notify &act) { return {{key("to"), act.to}}; }
QJsonObject form(const Page &act) { return {{key("to"), act.to}}; }
QJsonObject form(const Ask &act)
{
    return {{key("to"), act.to}, {key("timeout"), act.timeoutMs}, {key("default"), wordOf(act.otherwise)}};
}

QJsonObject form(const Step &step)
{
    QJsonObject object = std::visit([](const auto &act) { return form(act); }, step.act);
    object.insert(key("do"), step.name());
    object.insert(key("after"), step.afterMs);
    if (step.when != Step::When::Always)
        object.insert(key("when"), wordOf(step.when));
    if (step.unlessCritical)
        object.insert(key("unless"), key("critical"));
    return object;
}

QJsonArray form(const QList<Step> &steps)
{
    return listOf(steps, [](const Step &step) { return form(step); });
}

} // namespace

QJsonObject canonicalForm(const Policy &policy)
{
    QJsonObject signalForms;
    for (const Signal &signal : policy.signalSpecs) {
        QJsonObject object = std::visit(SignalForm{signal}, signal.body);
        object.insert(key("kind"), QLatin1String(kSignalKinds[signal.body.index()]));
        signalForms.insert(signal.id, object);
    }
    const Guards &guards = policy.guards;
    return {
        {key("policy"), key("astern/v1")},
        {key("id"), policy.id},
        {key("revision"), policy.revision},
        {key("owner"), policy.owner},
        {key("mode"), wordOf(policy.mode)},
        {key("applies_to"), QJsonObject{{key("service"), policy.appliesTo.service},
                                        {key("environments"), texts(policy.appliesTo.environments)},
                                        {key("strategies"), listOf(policy.appliesTo.strategies, wordOf<Strategy>)}}},
        {key("time"), QJsonObject{{key("tick"), policy.time.tickMs},
                                  {key("lateness"), policy.time.latenessMs},
                                  {key("max_duration"), policy.time.maxDurationMs},
                                  {key("warm_up"), policy.time.warmUpMs}}},
        {key("signals"), signalForms},
        {key("rules"), listOf(policy.rules, [](const Rule &rule) { return form(rule); })},
        {key("guards"),
         QJsonObject{{key("cool_down"), guards.coolDownMs},
                     {key("max_auto_rollbacks"), QJsonObject{{key("count"), guards.maxAutoRollbacks},
                                                             {key("within"), guards.maxAutoRollbacksWithinMs}}},
                     {key("rollback_safe"), guards.rollbackSafe},
                     {key("alert_budget"), QJsonObject{{key("per_10m"), guards.alertsPer10m},
                                                       {key("flood"), guards.alertFlood},
                                                       {key("per_day"), guards.alertsPerDay}}}}},
        {key("freeze"), listOf(policy.freezes, [](const Freeze &freeze) { return form(freeze); })},
        {key("ladder"), QJsonObject{{key("on_transient"), form(policy.ladder.onTransient)},
                                    {key("on_systemic"), form(policy.ladder.onSystemic)},
                                    {key("on_unknown"), form(policy.ladder.onUnknown)},
                                    {key("on_external"), form(policy.ladder.onExternal)}}}};
}

QByteArray canonicalText(const Policy &policy)
{
    // Everything that the reader lets through has a canonical form: ASCII keys, whole numbers, valid text.
    const Result<QByteArray> text = toCanonical(canonicalForm(policy));
    Q_ASSERT(text.ok());
    return text ? *text : QByteArray();
}

QString digestOf(const Policy &policy) { return toHex(sha256(canonicalText(policy))); }

} // namespace astern::policy
