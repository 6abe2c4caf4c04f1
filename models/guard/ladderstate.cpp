// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/ladderstate.h"

#include "models/policy/words.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace astern::guard {
namespace {

using policy::VerdictClass;

constexpr int kVersion = 2;
constexpr std::array kStepWords{"pending", "running", "done", "skipped", "spared"};
static_assert(kStepWords.size() == size_t(StepState::Is::Spared) + 1);
constexpr std::array kRecoveryWords{"none", "watching", "recovered", "not_judged", "failed"};
static_assert(kRecoveryWords.size() == size_t(Recovery::Failed) + 1);

QString tr(const char *text) { return QCoreApplication::translate("Guard", text); }

template <class E, size_t N>
QString wordOf(E value, const std::array<const char *, N> &words)
{
    return QLatin1String(words.at(size_t(value)));
}

QJsonValue resultWord(const std::optional<Outcome::Result> &result)
{
    return result ? QJsonValue(wordFor(*result)) : QJsonValue(QJsonValue::Null);
}

template <class T, class F>
QJsonArray listOf(const T &values, F toValue)
{
    QJsonArray list;
    for (const auto &value : values)
        list.append(toValue(value));
    return list;
}

QJsonObject stepToJson(const StepState &step)
{
    return {{QStringLiteral("is"), wordOf(step.is, kStepWords)},
            {QStringLiteral("key"), step.key},
            {QStringLiteral("result"), resultWord(step.result)},
            {QStringLiteral("ended_ms"), step.endedMs},
            {QStringLiteral("deadline_ms"), step.deadlineMs}};
}

QJsonObject standingToJson(const Standing &standing)
{
    return {{QStringLiteral("policy"), standing.policyId},
            {QStringLiteral("tick_ms"), standing.tickMs},
            {QStringLiteral("class"), policy::wordFor(standing.verdict)},
            {QStringLiteral("critical"), standing.critical},
            {QStringLiteral("fresh"), standing.fresh},
            {QStringLiteral("still_systemic"), standing.stillSystemic},
            {QStringLiteral("raising"), standing.raising},
            {QStringLiteral("escalates"), standing.escalates},
            {QStringLiteral("well_since_ms"),
             standing.wellSinceMs ? QJsonValue(*standing.wellSinceMs) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("reasons"), QJsonArray::fromStringList(standing.reasons)}};
}

QJsonObject askToJson(const OpenAsk &ask)
{
    return {{QStringLiteral("key"), ask.key},
            {QStringLiteral("step"), ask.step},
            {QStringLiteral("deadline_ms"), ask.deadlineMs},
            {QStringLiteral("default"), policy::wordOf(ask.otherwise)}};
}

QJsonObject mitigateToJson(const policy::Mitigate &mitigate)
{
    return {{QStringLiteral("flag"), mitigate.flag},
            {QStringLiteral("set"), mitigate.set},
            {QStringLiteral("config"), mitigate.config},
            {QStringLiteral("apply"), mitigate.apply},
            {QStringLiteral("wait_ms"), mitigate.waitMs}};
}

QJsonObject episodeToJson(const Episode &episode)
{
    return {{QStringLiteral("class"), policy::wordFor(episode.verdict)},
            {QStringLiteral("policy"), episode.policyId},
            {QStringLiteral("number"), episode.number},
            {QStringLiteral("critical"), episode.critical},
            {QStringLiteral("began_ms"), episode.beganMs},
            {QStringLiteral("ended"), episode.ended},
            {QStringLiteral("steps"), listOf(episode.steps, stepToJson)}};
}

QJsonObject rollbackToJson(const RollbackState &rollback)
{
    return {{QStringLiteral("key"), rollback.key},
            {QStringLiteral("result"), resultWord(rollback.result)},
            {QStringLiteral("issued_ms"), rollback.issuedMs},
            {QStringLiteral("deadline_ms"), rollback.deadlineMs},
            {QStringLiteral("ended_ms"), rollback.endedMs},
            {QStringLiteral("class"), policy::wordFor(rollback.cause)},
            {QStringLiteral("episode"), rollback.episode},
            {QStringLiteral("step"), rollback.step},
            {QStringLiteral("policy"), rollback.policyId},
            {QStringLiteral("recovery"), wordOf(rollback.recovery, kRecoveryWords)}};
}

// Reads what the writers above make, and remembers whether anything else was found.
class Reader {
public:
    [[nodiscard]] bool ok() const { return m_ok; }

    QJsonValue need(const QJsonObject &object, const char *key, QJsonValue::Type type)
    {
        const auto value = object.value(QLatin1String(key));
        m_ok = m_ok && value.type() == type;
        return value;
    }
    QString text(const QJsonObject &object, const char *key)
    {
        return need(object, key, QJsonValue::String).toString();
    }
    bool flag(const QJsonObject &object, const char *key) { return need(object, key, QJsonValue::Bool).toBool(); }
    qint64 whole(const QJsonObject &object, const char *key) { return whole(need(object, key, QJsonValue::Double)); }
    qint64 whole(const QJsonValue &value)
    {
        constexpr qint64 none = std::numeric_limits<qint64>::min();
        const auto number = value.toInteger(none);
        m_ok = m_ok && number != none;
        return number;
    }
    int small(const QJsonObject &object, const char *key)
    {
        const auto number = whole(object, key);
        m_ok = m_ok && number >= 0 && number <= std::numeric_limits<int>::max();
        return m_ok ? int(number) : 0;
    }
    QJsonObject part(const QJsonObject &object, const char *key)
    {
        return need(object, key, QJsonValue::Object).toObject();
    }
    QJsonArray list(const QJsonObject &object, const char *key)
    {
        return need(object, key, QJsonValue::Array).toArray();
    }
    QStringList texts(const QJsonObject &object, const char *key)
    {
        QStringList found;
        const auto values = list(object, key);
        for (const auto &value : values) {
            m_ok = m_ok && value.isString();
            found.append(value.toString());
        }
        return found;
    }
    template <class E, size_t N>
    E word(const QJsonObject &object, const char *key, const std::array<const char *, N> &words)
    {
        const auto found = text(object, key);
        for (size_t i = 0; i < N; ++i) {
            if (found == QLatin1String(words[i]))
                return E(i);
        }
        m_ok = false;
        return {};
    }
    VerdictClass verdict(const QJsonObject &object)
    {
        const auto found = text(object, "class");
        for (const auto verdict : {VerdictClass::Healthy, VerdictClass::Unknown, VerdictClass::Transient,
                                   VerdictClass::External, VerdictClass::Systemic}) {
            if (found == policy::wordFor(verdict))
                return verdict;
        }
        m_ok = false;
        return {};
    }
    std::optional<Outcome::Result> result(const QJsonObject &object)
    {
        const auto value = object.value(QLatin1String("result"));
        if (value.isNull())
            return std::nullopt;
        const auto found = resultFrom(value.toString());
        m_ok = m_ok && found;
        return found;
    }

    Standing standing(const QJsonObject &object)
    {
        Standing standing{.policyId = text(object, "policy"),
                          .tickMs = whole(object, "tick_ms"),
                          .verdict = verdict(object),
                          .critical = flag(object, "critical"),
                          .fresh = flag(object, "fresh"),
                          .stillSystemic = flag(object, "still_systemic"),
                          .raising = flag(object, "raising"),
                          .escalates = flag(object, "escalates"),
                          .reasons = texts(object, "reasons")};
        if (!object.value(QLatin1String("well_since_ms")).isNull())
            standing.wellSinceMs = whole(object, "well_since_ms");
        return standing;
    }
    StepState step(const QJsonObject &object)
    {
        return {.is = word<StepState::Is>(object, "is", kStepWords),
                .key = text(object, "key"),
                .result = result(object),
                .endedMs = whole(object, "ended_ms"),
                .deadlineMs = whole(object, "deadline_ms")};
    }
    Episode episode(const QJsonObject &object)
    {
        Episode episode{.verdict = verdict(object),
                        .policyId = text(object, "policy"),
                        .number = small(object, "number"),
                        .critical = flag(object, "critical"),
                        .beganMs = whole(object, "began_ms"),
                        .ended = flag(object, "ended"),
                        .steps = {}};
        const auto steps = list(object, "steps");
        for (const auto &value : steps)
            episode.steps.append(step(value.toObject()));
        return episode;
    }
    Act act(const QJsonObject &object)
    {
        const auto found = actFrom(object);
        m_ok = m_ok && found;
        return found.value_or(Act());
    }
    OpenAsk ask(const QJsonObject &object)
    {
        return {.key = text(object, "key"),
                .step = small(object, "step"),
                .deadlineMs = whole(object, "deadline_ms"),
                .otherwise = word<policy::Ask::Default>(object, "default", policy::Words<policy::Ask::Default>::kAll)};
    }
    policy::Mitigate mitigate(const QJsonObject &object)
    {
        return {.flag = text(object, "flag"),
                .set = text(object, "set"),
                .config = text(object, "config"),
                .apply = text(object, "apply"),
                .waitMs = whole(object, "wait_ms")};
    }
    RollbackState rollback(const QJsonObject &object)
    {
        return {.key = text(object, "key"),
                .result = result(object),
                .issuedMs = whole(object, "issued_ms"),
                .deadlineMs = whole(object, "deadline_ms"),
                .endedMs = whole(object, "ended_ms"),
                .cause = verdict(object),
                .episode = small(object, "episode"),
                .step = small(object, "step"),
                .policyId = text(object, "policy"),
                .recovery = word<Recovery>(object, "recovery", kRecoveryWords)};
    }

private:
    bool m_ok = true;
};

} // namespace

QString wordFor(Recovery recovery) { return wordOf(recovery, kRecoveryWords); }

std::optional<Recovery> recoveryFrom(const QString &word)
{
    for (size_t i = 0; i < kRecoveryWords.size(); ++i) {
        if (word == QLatin1String(kRecoveryWords[i]))
            return Recovery(i);
    }
    return std::nullopt;
}

const QList<policy::Step> &stepsOf(const policy::Policy &policy, policy::VerdictClass verdict)
{
    static const QList<policy::Step> none;
    switch (verdict) {
    case policy::VerdictClass::Transient:
        return policy.ladder.onTransient;
    case policy::VerdictClass::Systemic:
        return policy.ladder.onSystemic;
    case policy::VerdictClass::Unknown:
        return policy.ladder.onUnknown;
    case policy::VerdictClass::External:
        return policy.ladder.onExternal;
    case policy::VerdictClass::Healthy:
        break;
    }
    return none;
}

LadderState withoutTime(LadderState state)
{
    state.nowMs = 0;
    for (Standing &standing : state.standings)
        standing.tickMs = 0;
    return state;
}

QJsonObject toJson(const LadderState &state, const QString &rolloutId)
{
    QJsonObject episodes;
    for (auto it = state.episodes.cbegin(); it != state.episodes.cend(); ++it)
        episodes.insert(it.key(), *it);
    return {{QStringLiteral("version"), kVersion},
            {QStringLiteral("rollout"), rolloutId},
            {QStringLiteral("now_ms"), state.nowMs},
            {QStringLiteral("standings"), listOf(state.standings, standingToJson)},
            {QStringLiteral("episodes"), episodes},
            {QStringLiteral("episode"), episodeToJson(state.episode)},
            {QStringLiteral("asks"), listOf(state.asks, askToJson)},
            {QStringLiteral("issued"), QJsonArray::fromStringList(state.issued)},
            {QStringLiteral("open"), listOf(state.open, [](const Act &act) { return QJsonValue(toJson(act)); })},
            {QStringLiteral("mitigated"), listOf(state.mitigated, mitigateToJson)},
            {QStringLiteral("rollbacks"), listOf(state.rollbacks, [](qint64 at) { return QJsonValue(at); })},
            {QStringLiteral("rollback"), rollbackToJson(state.rollback)},
            {QStringLiteral("hold"), state.holdKey},
            {QStringLiteral("held"), state.held},
            {QStringLiteral("shrunk"), state.shrunk},
            {QStringLiteral("frozen"), state.frozen},
            {QStringLiteral("finished"), state.finished}};
}

Result<LadderState> ladderStateFrom(const QJsonObject &json, const QString &rolloutId)
{
    const auto refuse = [&](const QString &message) {
        return Error{.kind = Error::Kind::Invalid, .message = message, .where = rolloutId};
    };
    if (json.value(QLatin1String("version")).toInt() != kVersion)
        return refuse(tr("The ladder's state is of another version of Astern"));
    if (json.value(QLatin1String("rollout")).toString() != rolloutId)
        return refuse(tr("The ladder's state is of another rollout"));
    Reader read;
    LadderState state{.nowMs = read.whole(json, "now_ms"),
                      .episode = read.episode(read.part(json, "episode")),
                      .issued = read.texts(json, "issued"),
                      .rollback = read.rollback(read.part(json, "rollback")),
                      .holdKey = read.text(json, "hold"),
                      .held = read.flag(json, "held"),
                      .shrunk = read.flag(json, "shrunk"),
                      .frozen = read.flag(json, "frozen"),
                      .finished = read.flag(json, "finished")};
    const auto standings = read.list(json, "standings");
    for (const auto &value : standings) {
        const auto standing = read.standing(value.toObject());
        state.standings.insert(standing.policyId, standing);
    }
    const auto episodes = read.part(json, "episodes");
    for (auto it = episodes.constBegin(); it != episodes.constEnd(); ++it)
        state.episodes.insert(it.key(), int(read.whole(it.value())));
    const auto asks = read.list(json, "asks");
    for (const auto &value : asks)
        state.asks.append(read.ask(value.toObject()));
    const auto open = read.list(json, "open");
    for (const auto &value : open)
        state.open.append(read.act(value.toObject()));
    const auto mitigated = read.list(json, "mitigated");
    for (const auto &value : mitigated)
        state.mitigated.append(read.mitigate(value.toObject()));
    const auto rollbacks = read.list(json, "rollbacks");
    for (const auto &value : rollbacks)
        state.rollbacks.append(read.whole(value));
    const auto inRange = [&](int step) { return step < state.episode.steps.size(); };
    const bool fits =
        std::all_of(state.asks.cbegin(), state.asks.cend(), [&](const OpenAsk &ask) { return inRange(ask.step); });
    if (!read.ok() || !fits)
        return refuse(tr("The ladder's state is damaged"));
    return state;
}

} // namespace astern::guard
