// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/escalation/concerns.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::escalation {
namespace {

constexpr qsizetype kReasons = 3;

QString tr(const char *text) { return QCoreApplication::translate("Escalation", text); }

QString reasonsOf(const guard::Act &act)
{
    using Because = guard::Act::Because;
    QStringList all = act.reasons.mid(0, kReasons);
    if (act.reasons.size() > kReasons)
        all.append(tr("and %1 more").arg(act.reasons.size() - kReasons));
    const QString reasons = all.join(QStringLiteral(", "));
    const QString why = act.because == Because::NotConfirmed       ? tr("the rollback was not confirmed")
                        : act.because == Because::NotRecovered     ? tr("rolled back, and still not healthy")
                        : act.because == Because::RollbackUnsafe   ? tr("a rollback is not safe here by itself")
                        : act.because == Because::TooManyRollbacks ? tr("it has rolled back by itself too often")
                                                                   : QString();
    return why.isEmpty() ? reasons : reasons.isEmpty() ? why : tr("%1; %2").arg(why, reasons);
}

QString wordFor(policy::Ask::Default otherwise)
{
    switch (otherwise) {
    case policy::Ask::Default::Hold:
        return QStringLiteral("hold");
    case policy::Ask::Default::Rollback:
        return QStringLiteral("rollback");
    case policy::Ask::Default::Freeze:
        return QStringLiteral("freeze");
    }
    return {};
}

} // namespace

Concern concernOf(const guard::PlaceVerdict &verdict, const guard::Act &act)
{
    Concern concern;
    concern.cause = act.key;
    concern.id = idOf(act.key, act.dueMs);
    concern.place = verdict.place;
    concern.service = verdict.place.section(QLatin1Char('@'), 0, 0);
    concern.environment = verdict.place.section(QLatin1Char('@'), 1).section(QLatin1Char('/'), 0, 0);
    concern.cell = verdict.place.section(QLatin1Char('/'), 1);
    concern.rollout = verdict.rollout;
    concern.policy = act.policyId;
    concern.verdict = policy::wordFor(act.cause);
    concern.sinceMs = verdict.verdict == act.cause && verdict.sinceMs > 0 ? verdict.sinceMs : act.dueMs;
    concern.words = reasonsOf(act);
    if (const auto *ask = std::get_if<policy::Ask>(&act.what)) {
        concern.kind = Concern::Kind::Question;
        concern.target = ask->to;
        concern.byItself = wordFor(ask->otherwise);
        concern.byItselfMs = act.deadlineMs;
        return concern;
    }
    const auto *page = std::get_if<policy::Page>(&act.what);
    const auto *notify = std::get_if<policy::Notify>(&act.what);
    concern.kind = page ? Concern::Kind::Page : Concern::Kind::Notice;
    concern.target = page ? page->to : notify ? notify->to : QString();
    const auto coming = std::find_if(verdict.coming.cbegin(), verdict.coming.cend(), [](const auto &one) {
        return one.atMs > 0 && one.what != QLatin1String("notify") && one.what != QLatin1String("page");
    });
    if (coming != verdict.coming.cend()) {
        concern.byItself = coming->what;
        concern.byItselfMs = coming->atMs;
    }
    return concern;
}

QList<Concern> questionsOf(const guard::PlaceVerdict &verdict)
{
    QList<Concern> all;
    for (const guard::Act &ask : verdict.asks)
        all.append(concernOf(verdict, ask));
    return all;
}

std::optional<QString> whyOver(const Item &item, const guard::PlaceVerdict &verdict)
{
    using guard::Recovery;
    const Concern &concern = item.concern;
    if (!item.isOpen() || concern.place != verdict.place || concern.rollout.isEmpty())
        return std::nullopt;
    if (concern.rollout != verdict.rollout) // another one is on its way there
        return item.acknowledgedMs > 0 || concern.kind == Concern::Kind::Question
                   ? std::optional(tr("another rollout is on its way"))
                   : std::nullopt;
    if (concern.kind == Concern::Kind::Question) {
        const bool open = std::any_of(verdict.asks.cbegin(), verdict.asks.cend(),
                                      [&concern](const guard::Act &ask) { return ask.key == concern.cause; });
        return open ? std::nullopt : std::optional(tr("the question is answered, or no longer asked"));
    }
    if (verdict.recovery == Recovery::Recovered)
        return tr("rolled back, and recovered after %1")
            .arg(format::duration(std::max<qint64>(0, verdict.judgedAtMs - item.raisedMs)));
    if (verdict.recovery == Recovery::Watching || verdict.recovery == Recovery::Failed)
        return verdict.over && item.acknowledgedMs > 0 && verdict.recovery == Recovery::Failed
                   ? std::optional(tr("the rollout has ended"))
                   : std::nullopt;
    if (verdict.tickMs > item.raisedMs && verdict.verdict == policy::VerdictClass::Healthy && verdict.fresh)
        return tr("healthy again");
    if (verdict.over && item.acknowledgedMs > 0)
        return tr("the rollout has ended");
    return std::nullopt;
}

} // namespace astern::escalation
