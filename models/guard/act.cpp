// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/act.h"

#include "models/journal/canonical.h"
#include "models/journal/digest.h"
#include "models/policy/statistics/elementary.h"
#include "models/policy/words.h"

#include <QJsonArray>

#include <array>

namespace astern::guard {
namespace {

constexpr std::array kActWords{"hold", "shrink", "mitigate", "rollback", "notify",
                               "page", "ask",    "freeze",   "release",  "withdraw"};
static_assert(kActWords.size() == std::variant_size_v<Act::What>);
constexpr std::array kBecause{"step",          "rollback_unsafe", "too_many_rollbacks",
                              "answered",      "nobody_answered", "not_confirmed",
                              "not_recovered", "healthy",         "over"};
static_assert(kBecause.size() == size_t(Act::Because::Over) + 1);
constexpr std::array kResults{"confirmed", "partly", "failed", "unknown", "timed_out", "not_possible"};
static_assert(kResults.size() == size_t(Outcome::Result::NotPossible) + 1);

struct Details {
    QJsonObject &json;
    void operator()(const policy::Hold &) const {}
    void operator()(const policy::Shrink &act) const
    {
        json.insert(QStringLiteral("share_e9"), statistics::toE9(act.to));
    }
    void operator()(const policy::Mitigate &act) const
    {
        const bool flag = !act.flag.isEmpty();
        json.insert(flag ? QStringLiteral("flag") : QStringLiteral("config"), flag ? act.flag : act.config);
        json.insert(flag ? QStringLiteral("set") : QStringLiteral("apply"), flag ? act.set : act.apply);
    }
    void operator()(const policy::Rollback &act) const
    {
        json.insert(QStringLiteral("retries"), act.retries);
        json.insert(QStringLiteral("backoff_ms"), act.backoffMs);
        json.insert(QStringLiteral("timeout_ms"), act.timeoutMs);
    }
    void operator()(const policy::Notify &act) const { json.insert(QStringLiteral("to"), act.to); }
    void operator()(const policy::Page &act) const { json.insert(QStringLiteral("to"), act.to); }
    void operator()(const policy::Ask &act) const
    {
        json.insert(QStringLiteral("to"), act.to);
        json.insert(QStringLiteral("default"), policy::wordOf(act.otherwise));
    }
    void operator()(const Freeze &) const {}
    void operator()(const Release &act) const { json.insert(QStringLiteral("restore_share"), act.restoreShare); }
    void operator()(const Withdraw &act) const { json.insert(QStringLiteral("ask"), act.ask); }
};

} // namespace

QString Act::name() const { return QLatin1String(kActWords.at(what.index())); }

QString wordFor(Act::Because because) { return QLatin1String(kBecause.at(size_t(because))); }

QString wordFor(Outcome::Result result) { return QLatin1String(kResults.at(size_t(result))); }

std::optional<Outcome::Result> resultFrom(const QString &word)
{
    for (size_t i = 0; i < kResults.size(); ++i) {
        if (word == QLatin1String(kResults[i]))
            return Outcome::Result(i);
    }
    return std::nullopt;
}

QString actKey(const QString &rolloutId, policy::VerdictClass cause, int episode, int step, const QString &does)
{
    const auto text = toCanonical(QJsonArray{rolloutId, policy::wordFor(cause), episode, step, does});
    // Only text that is no Unicode at all cannot be written; its bytes are as good a name.
    return toHex(text ? sha256(*text) : sha256(rolloutId.toUtf8(), does.toUtf8()));
}

QJsonObject toJson(const Act &act)
{
    QJsonObject json{
        {QStringLiteral("key"), act.key},
        {QStringLiteral("do"), act.name()},
        {QStringLiteral("because"), wordFor(act.because)},
        {QStringLiteral("class"), policy::wordFor(act.cause)},
        {QStringLiteral("episode"), act.episode},
        {QStringLiteral("step"), act.step},
        {QStringLiteral("policy"), act.policyId},
        {QStringLiteral("due_ms"), act.dueMs},
        {QStringLiteral("deadline_ms"), act.deadlineMs},
        {QStringLiteral("automatic"), act.automatic},
        {QStringLiteral("decided_by"), act.decidedBy},
        {QStringLiteral("reasons"), QJsonArray::fromStringList(act.reasons)},
    };
    std::visit(Details{json}, act.what);
    return json;
}

} // namespace astern::guard
