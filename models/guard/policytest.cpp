// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/policytest.h"

#include "models/base/format.h"
#include "models/guard/backtest.h"
#include "models/policy/samples/samplereader.h"
#include "models/policy/simulation/drawnrollout.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace astern::guard {
namespace {

using Kind = PolicyTest::Expectation::Kind;
using policy::Record;

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

// The counts of a case as what a source would have told, scrape by scrape at the end of each tick.
QList<Record> recordsOf(const PolicyTest &test, const PolicyTest::Case &one, const policy::Policy &policy,
                        const policy::Signal &signal)
{
    QList<Record> records;
    policy::simulation::SignalFeed feed(signal, test.rollout);
    const auto tickMs = policy.time.tickMs;
    auto tick = policy::tickOf(test.rollout.startMs, tickMs);
    // Stable has served before, so that its first count is no beginning.
    records += feed.records(Role::Stable, {}, (tick - 1) * tickMs, (tick - 1) * tickMs);
    for (const auto &stretch : one.counts) {
        for (auto left = policy::ticksOf(stretch.forMs, tickMs); left > 0; --left, ++tick) {
            if (stretch.fresh)
                records += feed.records(Role::New, *stretch.fresh, tick * tickMs, tick * tickMs);
            if (stretch.stable)
                records += feed.records(Role::Stable, *stretch.stable, tick * tickMs, tick * tickMs);
            records.append(policy::HeartbeatRecord{tick * tickMs + policy.time.latenessMs});
        }
    }
    return records;
}

QString sentence(const PolicyTest::Expectation &expected, const BacktestKept &found, const policy::Policy &policy,
                 qint64 startMs)
{
    // Times count from the beginning of the rollout's first tick: 5m is the last tick of five minutes.
    const auto tickMs = policy.time.tickMs;
    const auto origin = (policy::tickOf(startMs, tickMs) - 1) * tickMs;
    const auto &verdicts = found.verdicts.front();
    const auto what = expected.verdict ? policy::wordFor(*expected.verdict) : expected.act;
    const auto tick = origin + std::max<qint64>(1, policy::ticksOf(expected.ms, tickMs)) * tickMs;
    if (expected.kind == Kind::At) {
        const auto verdict = std::find_if(verdicts.cbegin(), verdicts.cend(),
                                          [&](const policy::Verdict &one) { return one.tickMs == tick; });
        if (verdict == verdicts.cend())
            return tr("%1 is not within what was told").arg(format::duration(expected.ms));
        if (verdict->verdict == expected.verdict)
            return {};
        return tr("at %1 it was to be %2, and is %3 (%4)")
            .arg(format::duration(expected.ms), what, policy::wordFor(verdict->verdict),
                 verdict->reasons.isEmpty() ? tr("no reason") : verdict->reasons.join(QStringLiteral(", ")));
    }
    std::optional<qint64> first;
    if (expected.verdict) {
        const auto verdict = std::find_if(verdicts.cbegin(), verdicts.cend(),
                                          [&](const policy::Verdict &one) { return one.verdict == *expected.verdict; });
        if (verdict != verdicts.cend())
            first = verdict->tickMs;
    } else {
        const auto act = std::find_if(found.acts.cbegin(), found.acts.cend(),
                                      [&](const Act &one) { return one.name() == expected.act; });
        if (act != found.acts.cend())
            first = act->dueMs - policy.time.latenessMs; // due once its tick is judged
    }
    if (expected.kind == Kind::Never)
        return first ? tr("%1 was never to be, and comes after %2").arg(what, format::duration(*first - origin))
                     : QString();
    if (!first)
        return tr("%1 was to come by %2, and never does").arg(what, format::duration(expected.ms));
    return *first <= tick ? QString()
                          : tr("%1 was to come by %2, and comes after %3")
                                .arg(what, format::duration(expected.ms), format::duration(*first - origin));
}

} // namespace

Result<CaseFound> runCase(const PolicyTest &test, const PolicyTest::Case &one, const policy::Policy &policy)
{
    const BacktestOrder order{.policies = {policy}, .rollout = test.rollout, .assumed = {}};
    std::optional<Result<BacktestKept>> found;
    if (!one.samples.isEmpty()) {
        QFile file(one.samples);
        if (!file.open(QIODevice::ReadOnly))
            return Error{.kind = Error::Kind::Storage,
                         .message = tr("The samples cannot be read: %1").arg(file.errorString()),
                         .where = one.samples};
        policy::SampleReader reader(file, one.samples);
        found = backtest(order, recordsOf(reader));
    } else {
        const auto *signal =
            one.signal.isEmpty() ? policy::simulation::eventsSignal(policy) : policy.signal(one.signal);
        if (!signal || !std::holds_alternative<policy::Events>(signal->body))
            return Error{.kind = Error::Kind::Invalid,
                         .message = tr("Counts are of a signal of kind events, and %1 has none %2")
                                        .arg(policy.id, one.signal.isEmpty() ? tr("at all") : one.signal),
                         .where = one.at.toString()};
        const auto records = recordsOf(test, one, policy, *signal);
        qsizetype next = 0;
        found = backtest(
            order, [&]() -> Result<const Record *> { return next < records.size() ? &records.at(next++) : nullptr; });
    }
    if (!*found)
        return found->error();
    CaseFound result{.name = one.name, .failures = {}};
    for (const auto &expected : one.expect) {
        const auto failure = sentence(expected, **found, policy, test.rollout.startMs);
        if (!failure.isEmpty())
            result.failures.append(expected.at.toString() + QStringLiteral(": ") + failure);
    }
    return result;
}

} // namespace astern::guard
