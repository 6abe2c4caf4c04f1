// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json.h"
#include "models/views/verdictwords.h"

#include <QJsonArray>

namespace astern::app {
namespace {

QJsonValue timeOrNull(qint64 ms) { return ms > 0 ? QJsonValue(ms) : QJsonValue(); }

QJsonArray policiesToJson(const guard::PlaceVerdict &verdict)
{
    QJsonArray policies;
    for (const guard::PlaceVerdict::OfPolicy &of : verdict.policies)
        policies.append(QJsonObject{{QStringLiteral("id"), of.policy.policy->id},
                                    {QStringLiteral("revision"), of.policy.policy->revision},
                                    {QStringLiteral("digest"), of.policy.digest},
                                    {QStringLiteral("class"), policy::wordFor(of.verdict.verdict)},
                                    {QStringLiteral("reasons"), QJsonArray::fromStringList(of.verdict.reasons)}});
    return policies;
}

} // namespace

QJsonValue verdictToJson(const Session &session, const QString &placementKey)
{
    const guard::PlaceVerdict *verdict = session.verdict(placementKey);
    if (!verdict)
        return {};
    const qint64 now = session.nowMs();
    const QString nobody = inactionWords(session.guardState(), placementKey, now);
    QJsonArray coming;
    // What nobody does is not announced.
    for (const guard::PlaceVerdict::Coming &one :
         nobody.isEmpty() && !verdict->isStale(now) ? verdict->coming : QList<guard::PlaceVerdict::Coming>{})
        coming.append(QJsonObject{{QStringLiteral("do"), one.what},
                                  {QStringLiteral("at_ms"), timeOrNull(one.atMs)},
                                  {QStringLiteral("policy"), one.policyId},
                                  {QStringLiteral("rule"), one.ruleId}});
    QJsonArray asks;
    for (const guard::Act &ask : verdict->asks)
        asks.append(guard::toJson(ask));
    QJsonArray sent;
    for (const guard::PlaceVerdict::Sent &one : verdict->sent) {
        QJsonObject act = guard::toJson(one.act);
        act.insert(QStringLiteral("result"), one.result ? QJsonValue(guard::wordFor(*one.result)) : QJsonValue());
        act.insert(QStringLiteral("words"), one.words);
        sent.append(act);
    }
    return QJsonObject{{QStringLiteral("class"), policy::wordFor(verdict->verdict)},
                       {QStringLiteral("critical"), verdict->critical},
                       {QStringLiteral("stale"), verdict->isStale(now)},
                       {QStringLiteral("since_ms"), timeOrNull(verdict->sinceMs)},
                       {QStringLiteral("tick_ms"), timeOrNull(verdict->tickMs)},
                       {QStringLiteral("judged_at_ms"), timeOrNull(verdict->judgedAtMs)},
                       {QStringLiteral("rollout"), verdict->rollout},
                       {QStringLiteral("policies"), policiesToJson(*verdict)},
                       {QStringLiteral("reasons"), QJsonArray::fromStringList(verdict->reasons)},
                       {QStringLiteral("nobody_acts"), nobody.isEmpty() ? QJsonValue() : QJsonValue(nobody)},
                       {QStringLiteral("coming"), coming},
                       {QStringLiteral("asks"), asks},
                       {QStringLiteral("sent"), sent}};
}

} // namespace astern::app
