// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/act.h"

#include "models/journal/canonical.h"
#include "models/journal/digest.h"
#include "models/policy/statistics/elementary.h"
#include "models/policy/words.h"

#include <QJsonArray>

#include <algorithm>
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
        json.insert(QStringLiteral("wait_ms"), act.waitMs);
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
        json.insert(QStringLiteral("timeout_ms"), act.timeoutMs);
    }
    void operator()(const Freeze &) const {}
    void operator()(const Release &act) const { json.insert(QStringLiteral("restore_share"), act.restoreShare); }
    void operator()(const Withdraw &act) const { json.insert(QStringLiteral("ask"), act.ask); }
};

QString textOf(const QJsonObject &json, const char *key) { return json.value(QLatin1String(key)).toString(); }
qint64 wholeOf(const QJsonObject &json, const char *key) { return json.value(QLatin1String(key)).toInteger(); }

template <class E, size_t N>
E valueOf(const QString &word, const std::array<const char *, N> &words)
{
    const auto found =
        std::find_if(words.begin(), words.end(), [&](const char *one) { return word == QLatin1String(one); });
    return found == words.end() ? E() : E(found - words.begin());
}

// One reader for each alternative of Act::What, in its order.
using ReadWhat = Act::What (*)(const QJsonObject &);
constexpr std::array<ReadWhat, std::variant_size_v<Act::What>> kReaders{
    [](const QJsonObject &) -> Act::What { return policy::Hold(); },
    [](const QJsonObject &json) -> Act::What {
        return policy::Shrink{.to = statistics::fromE9(wholeOf(json, "share_e9"))};
    },
    [](const QJsonObject &json) -> Act::What {
        return policy::Mitigate{.flag = textOf(json, "flag"),
                                .set = textOf(json, "set"),
                                .config = textOf(json, "config"),
                                .apply = textOf(json, "apply"),
                                .waitMs = wholeOf(json, "wait_ms")};
    },
    [](const QJsonObject &json) -> Act::What {
        return policy::Rollback{.retries = wholeOf(json, "retries"),
                                .backoffMs = wholeOf(json, "backoff_ms"),
                                .timeoutMs = wholeOf(json, "timeout_ms")};
    },
    [](const QJsonObject &json) -> Act::What { return policy::Notify{.to = textOf(json, "to")}; },
    [](const QJsonObject &json) -> Act::What { return policy::Page{.to = textOf(json, "to")}; },
    [](const QJsonObject &json) -> Act::What {
        return policy::Ask{.to = textOf(json, "to"),
                           .timeoutMs = wholeOf(json, "timeout_ms"),
                           .otherwise = valueOf<policy::Ask::Default>(textOf(json, "default"),
                                                                      policy::Words<policy::Ask::Default>::kAll)};
    },
    [](const QJsonObject &) -> Act::What { return Freeze(); },
    [](const QJsonObject &json) -> Act::What {
        return Release{.restoreShare = json.value(QLatin1String("restore_share")).toBool()};
    },
    [](const QJsonObject &json) -> Act::What { return Withdraw{.ask = textOf(json, "ask")}; },
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

std::optional<Act> actFrom(const QJsonObject &json)
{
    const auto does = valueOf<size_t>(textOf(json, "do"), kActWords);
    Act act{.key = textOf(json, "key"),
            .what = kReaders.at(does)(json),
            .because = valueOf<Act::Because>(textOf(json, "because"), kBecause),
            .cause = policy::VerdictClass::Unknown,
            .episode = int(wholeOf(json, "episode")),
            .step = int(wholeOf(json, "step")),
            .policyId = textOf(json, "policy"),
            .dueMs = wholeOf(json, "due_ms"),
            .deadlineMs = wholeOf(json, "deadline_ms"),
            .automatic = json.value(QLatin1String("automatic")).toBool(),
            .decidedBy = textOf(json, "decided_by"),
            .reasons = {}};
    for (int i = 0; i <= int(policy::VerdictClass::Systemic); ++i) {
        if (policy::wordFor(policy::VerdictClass(i)) == textOf(json, "class"))
            act.cause = policy::VerdictClass(i);
    }
    const auto reasons = json.value(QLatin1String("reasons")).toArray();
    for (const auto reason : reasons)
        act.reasons.append(reason.toString());
    return toJson(act) == json ? std::optional(act) : std::nullopt;
}

} // namespace astern::guard
