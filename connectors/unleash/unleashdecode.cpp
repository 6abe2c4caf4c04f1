// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/unleash/unleashdecode.h"

#include "models/base/format.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>
#include <cmath>

namespace astern::connectors::unleash {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Unleash", text); }

constexpr qsizetype kMostText = 200;
constexpr qint64 kMaxBytes = 32 << 20;

QString line(const QString &text) { return HttpClient::redact(text).simplified().left(kMostText); }

Error malformed(const QString &what)
{
    return Error{.kind = Error::Kind::Malformed,
                 .message = tr("The answer is not one of Unleash: %1").arg(what),
                 .hint = tr("Check that the address is that of an Unleash server, and the proxy in between.")};
}

Result<QJsonObject> objectOf(const QByteArray &body)
{
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(body, &error);
    if (error.error != QJsonParseError::NoError)
        return malformed(error.errorString());
    if (!document.isObject())
        return malformed(tr("an object expected"));
    return document.object();
}

HttpRequest get(const QUrl &url)
{
    HttpRequest request;
    request.url = url;
    request.headers = {{"Accept", "application/json"}};
    request.maxBytes = kMaxBytes;
    return request;
}

// A whole number 0…100; servers keep whatever text they were given.
std::optional<int> percentOf(const QJsonValue &value)
{
    const QString text = value.isString() ? value.toString() : QString::number(value.toDouble(-1), 'g', 15);
    bool good = false;
    const int percent = text.toInt(&good);
    return good && percent >= 0 && percent <= 100 ? std::optional(percent) : std::nullopt;
}

bool isEmptyList(const QJsonObject &strategy, const char *key)
{
    return strategy.value(QLatin1String(key)).toArray().isEmpty();
}

void readStrategies(const QJsonArray &all, FlagState &state)
{
    QList<QJsonObject> active;
    for (const QJsonValue &value : all) {
        if (const QJsonObject strategy = value.toObject(); !strategy.value(QLatin1String("disabled")).toBool())
            active.append(strategy);
    }
    state.strategies = int(active.size());
    if (active.isEmpty()) {
        state.decides = all.isEmpty() ? tr("nothing yet") : tr("no strategy that is enabled");
        return;
    }
    if (active.size() > 1) {
        state.decides = tr("%1 strategies").arg(active.size());
        return;
    }
    const QJsonObject &only = active.constFirst();
    const QString name = only.value(QLatin1String("name")).toString();
    const QJsonValue rollout = only.value(QLatin1String("parameters")).toObject().value(QLatin1String("rollout"));
    // Which users a constraint leaves is the server's to know.
    const bool plain = isEmptyList(only, "constraints") && isEmptyList(only, "segments");
    if (name == QLatin1String("default")) {
        if (plain)
            state.percent = 100;
        state.decides = plain ? tr("everybody") : tr("everybody who meets its constraints");
    } else if (name == QLatin1String("flexibleRollout") && percentOf(rollout)) {
        // Disabled ones beside it are somebody's plan, and stay.
        state.strategyId = only.value(QLatin1String("id")).toString();
        const QString share = format::weight(*percentOf(rollout));
        state.percent = percentOf(rollout);
        state.decides =
            plain ? tr("%1 of users").arg(share) : tr("%1 of the users who meet its constraints").arg(share);
    } else if (name == QLatin1String("flexibleRollout")) {
        state.decides = tr("a rollout of \"%1\", which is no percentage").arg(line(rollout.toVariant().toString()));
        state.strategyId = only.value(QLatin1String("id")).toString();
    } else {
        state.decides = tr("the strategy %1").arg(line(name));
    }
}

// Ids and order numbers are the server's bookkeeping: a strategy that was taken out and put back decides the same.
QString digestOf(bool on, const QJsonArray &strategies)
{
    QStringList each;
    for (const QJsonValue &value : strategies) {
        QJsonObject strategy = value.toObject();
        for (const char *key : {"id", "sortOrder", "title", "milestoneId", "featureName"})
            strategy.remove(QLatin1String(key));
        each.append(QString::fromUtf8(QJsonDocument(strategy).toJson(QJsonDocument::Compact)));
    }
    each.sort();
    const QByteArray text = (on ? "on\n" : "off\n") + each.join(QLatin1Char('\n')).toUtf8();
    return QStringLiteral("sha256:") +
           QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

QString wordsOf(const QString &type)
{
    static const QHash<QString, const char *> words{
        {QStringLiteral("feature-created"), QT_TRANSLATE_NOOP("Unleash", "created")},
        {QStringLiteral("feature-archived"), QT_TRANSLATE_NOOP("Unleash", "archived")},
        {QStringLiteral("feature-revived"), QT_TRANSLATE_NOOP("Unleash", "brought back")},
        {QStringLiteral("feature-environment-enabled"), QT_TRANSLATE_NOOP("Unleash", "switched on")},
        {QStringLiteral("feature-environment-disabled"), QT_TRANSLATE_NOOP("Unleash", "switched off")},
        {QStringLiteral("feature-strategy-add"), QT_TRANSLATE_NOOP("Unleash", "strategy added")},
        {QStringLiteral("feature-strategy-update"), QT_TRANSLATE_NOOP("Unleash", "strategy changed")},
        {QStringLiteral("feature-strategy-remove"), QT_TRANSLATE_NOOP("Unleash", "strategy removed")}};
    const char *known = words.value(type, nullptr);
    return known ? tr(known) : line(type);
}

} // namespace

QUrl adminUrl(const QUrl &server, const QStringList &path, const QString &query)
{
    QUrl url = server;
    QString whole = url.path(QUrl::FullyEncoded);
    while (whole.endsWith(QLatin1Char('/')))
        whole.chop(1);
    whole += QStringLiteral("/api/admin");
    for (const QString &part : path)
        whole += QLatin1Char('/') + QString::fromLatin1(QUrl::toPercentEncoding(part));
    url.setPath(whole, QUrl::TolerantMode);
    url.setQuery(query.isEmpty() ? QString() : query);
    return url;
}

HttpRequest getFeature(const QUrl &server, const FlagRef &ref)
{
    return get(adminUrl(server, {QStringLiteral("projects"), ref.project, QStringLiteral("features"), ref.name}));
}

HttpRequest getFeatures(const QUrl &server, const QString &project)
{
    return get(adminUrl(server, {QStringLiteral("projects"), project, QStringLiteral("features")}));
}

HttpRequest getChanges(const QUrl &server, const FlagRef &ref, int limit)
{
    // Not by arg(): what is encoded looks like its place markers.
    const auto is = [](const QString &value) { return QString::fromLatin1("IS%3A" + QUrl::toPercentEncoding(value)); };
    const QString query = QStringLiteral("feature=") + is(ref.name) + QStringLiteral("&environment=") +
                          is(ref.environment) + QStringLiteral("&limit=") + QString::number(limit);
    return get(adminUrl(server, {QStringLiteral("search"), QStringLiteral("events")}, query));
}

Result<FlagState> readFeature(const QByteArray &body, const FlagRef &ref)
{
    const Result<QJsonObject> feature = objectOf(body);
    if (!feature)
        return feature.error();
    if (feature->value(QLatin1String("name")).toString() != ref.name)
        return malformed(tr("it is about another flag"));
    const QJsonValue environments = feature->value(QLatin1String("environments"));
    if (!environments.isArray())
        return malformed(tr("environments are missing"));
    FlagState state;
    state.ref = ref;
    state.archived = feature->value(QLatin1String("archived")).toBool();
    QStringList names;
    const QJsonArray list = environments.toArray();
    for (const QJsonValue &value : list) {
        const QJsonObject environment = value.toObject();
        const QString name = environment.value(QLatin1String("name")).toString();
        names.append(line(name));
        if (name != ref.environment)
            continue;
        const QJsonValue enabled = environment.value(QLatin1String("enabled"));
        if (!enabled.isBool())
            return malformed(tr("it does not say whether the flag is on"));
        state.on = enabled.toBool() && !state.archived;
        const QJsonArray strategies = environment.value(QLatin1String("strategies")).toArray();
        readStrategies(strategies, state);
        state.digest = digestOf(state.on, strategies);
        return state;
    }
    return Error{.kind = Error::Kind::NotFound,
                 .message = tr("The flag %1 has no environment \"%2\"").arg(ref.name, ref.environment),
                 .where = ref.backend,
                 .hint = names.isEmpty() ? QString() : tr("It has: %1.").arg(names.join(QStringLiteral(", ")))};
}

Result<QList<FlagState>> readFeatures(const QByteArray &body, const QString &backend, const QString &project,
                                      const QString &environment)
{
    const Result<QJsonObject> answer = objectOf(body);
    if (!answer)
        return answer.error();
    if (!answer->value(QLatin1String("features")).isArray())
        return malformed(tr("features are missing"));
    QList<FlagState> all;
    const QJsonArray features = answer->value(QLatin1String("features")).toArray();
    for (const QJsonValue &value : features) {
        const QJsonObject feature = value.toObject();
        const QJsonArray environments = feature.value(QLatin1String("environments")).toArray();
        for (const QJsonValue &each : environments) {
            const QJsonObject one = each.toObject();
            if (one.value(QLatin1String("name")).toString() != environment)
                continue;
            FlagState state;
            state.ref = {backend, project, feature.value(QLatin1String("name")).toString(), environment};
            state.on = one.value(QLatin1String("enabled")).toBool();
            state.archived = feature.value(QLatin1String("archived")).toBool();
            state.decides =
                one.value(QLatin1String("hasEnabledStrategies")).toBool() ? tr("its strategies") : tr("nothing yet");
            all.append(state);
        }
    }
    std::sort(all.begin(), all.end(), [](const FlagState &a, const FlagState &b) { return a.ref.name < b.ref.name; });
    return all;
}

Result<QList<FlagChange>> readChanges(const QByteArray &body)
{
    const Result<QJsonObject> answer = objectOf(body);
    if (!answer)
        return answer.error();
    if (!answer->value(QLatin1String("events")).isArray())
        return malformed(tr("events are missing"));
    QList<FlagChange> all;
    const QJsonArray events = answer->value(QLatin1String("events")).toArray();
    for (const QJsonValue &value : events) {
        const QJsonObject event = value.toObject();
        const QDateTime at =
            QDateTime::fromString(event.value(QLatin1String("createdAt")).toString(), Qt::ISODateWithMs);
        all.append({quint64(std::max<qint64>(0, event.value(QLatin1String("id")).toInteger())),
                    wordsOf(event.value(QLatin1String("type")).toString()),
                    line(event.value(QLatin1String("createdBy")).toString()),
                    {},
                    at.isValid() ? at.toMSecsSinceEpoch() : 0});
    }
    std::sort(all.begin(), all.end(), [](const FlagChange &a, const FlagChange &b) { return a.id > b.id; });
    return all;
}

QString whyNoPercent(const FlagState &now)
{
    if (now.archived)
        return tr("%1 is archived").arg(now.ref.name);
    if (now.strategies == 0 || !now.strategyId.isEmpty())
        return {};
    return now.strategies > 1
               ? tr("%1 strategies decide about %2: which of them should change is not said")
                     .arg(now.strategies)
                     .arg(now.ref.name)
               : tr("What decides about %1 (%2) has no percentage that could be set").arg(now.ref.name, now.decides);
}

bool isDone(const FlagCommand &command, const FlagState &now)
{
    switch (command.action) {
    case FlagAction::Off:
        return !now.on;
    case FlagAction::On:
        return now.on;
    case FlagAction::SetPercent:
        return now.percent == command.percent && !now.strategyId.isEmpty();
    }
    return false;
}

Result<HttpRequest> changingRequest(const QUrl &server, const FlagCommand &command, const FlagState &now)
{
    const FlagRef &ref = command.target;
    const auto refused = [](const QString &message, const QString &hint) {
        return Error{.kind = Error::Kind::Refused, .message = message, .hint = hint};
    };
    QStringList path{QStringLiteral("projects"),     ref.project,    QStringLiteral("features"), ref.name,
                     QStringLiteral("environments"), ref.environment};
    HttpRequest request;
    request.method = "POST";
    request.headers = {{"Accept", "application/json"}};
    request.idempotency = Idempotency::Unsafe; // sent once here; who has the plan decides what follows
    if (now.archived)
        return refused(tr("%1 is archived").arg(ref.name), tr("Bring it back in Unleash first."));
    if (command.action != FlagAction::SetPercent) {
        const bool on = command.action == FlagAction::On;
        if (on && now.strategies == 0)
            return refused(tr("No strategy decides about %1 yet: switched on, everybody would get it").arg(ref.name),
                           tr("Set a percentage first."));
        request.url = adminUrl(server, path << (on ? QStringLiteral("on") : QStringLiteral("off")));
        return request;
    }
    if (const Result<Ok> good = checkPercent(command.percent); !good)
        return good.error();
    if (const QString why = whyNoPercent(now); !why.isEmpty())
        return refused(why, tr("Change it in Unleash."));
    path << QStringLiteral("strategies");
    request.headers.append(qMakePair(QByteArray("Content-Type"), QByteArray("application/json")));
    const QString percent = QString::number(command.percent);
    if (!now.strategyId.isEmpty()) {
        // Only this one value: constraints and variants stay as somebody wrote them.
        request.method = "PATCH";
        request.url = adminUrl(server, path << now.strategyId);
        request.body =
            QJsonDocument(QJsonArray{QJsonObject{{QStringLiteral("op"), QStringLiteral("replace")},
                                                 {QStringLiteral("path"), QStringLiteral("/parameters/rollout")},
                                                 {QStringLiteral("value"), percent}}})
                .toJson(QJsonDocument::Compact);
        return request;
    }
    request.url = adminUrl(server, path);
    request.body = QJsonDocument(QJsonObject{{QStringLiteral("name"), QStringLiteral("flexibleRollout")},
                                             {QStringLiteral("constraints"), QJsonArray()},
                                             {QStringLiteral("parameters"),
                                              QJsonObject{{QStringLiteral("rollout"), percent},
                                                          {QStringLiteral("stickiness"), QStringLiteral("default")},
                                                          {QStringLiteral("groupId"), ref.name}}}})
                       .toJson(QJsonDocument::Compact);
    return request;
}

} // namespace astern::connectors::unleash
