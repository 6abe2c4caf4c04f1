// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/draft.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

constexpr qint64 kHourMs = 3'600'000;

// Names that go into queries and URLs of other systems: only what those allow.
void checkName(Fields &fields, const char *key, const QString &text, const char *form, const QString &allowed)
{
    if (!text.isEmpty() && !QRegularExpression(QLatin1String(form)).match(text).hasMatch())
        fields.refuse(key, kDialect.value, tr("%1 is %2").arg(fields.path(QLatin1String(key)), quoted(text)), allowed);
}

QMap<QString, QString> textsOf(Fields &fields, const char *key, const char *keyForm, const QString &allowed)
{
    QMap<QString, QString> map;
    const YamlNode *node = fields.take(key);
    if (!node)
        return map;
    const QString name = fields.path(QLatin1String(key));
    if (node->kind != YamlNode::Kind::Map)
        fields.context().type(*node, name, tr("a map of texts"));
    const QRegularExpression form{QLatin1String(keyForm)};
    for (const YamlNode::Entry &entry : node->entries) {
        if (!form.match(entry.key).hasMatch())
            fields.context().error(entry.keyAt, kDialect.value, tr("%1 has the key %2").arg(name, quoted(entry.key)),
                                   allowed);
        if (checkText(fields.context(), entry.value, name + QLatin1Char('.') + entry.key))
            map.insert(entry.key, entry.value.text);
    }
    return map;
}

QString readSource(Fields &fields)
{
    if (!fields.need("source"))
        return {};
    const QString source = fields.words("source");
    if (!source.isEmpty() && !isPlainId(source))
        fields.refuse("source", kDialect.id, tr("%1 is %2").arg(fields.path(QStringLiteral("source")), quoted(source)),
                      tr("the id of a backend of the workspace"));
    return source;
}

Query readQuery(Fields &fields)
{
    Query query;
    query.source = readSource(fields);
    if (fields.need("series"))
        query.selector.series = fields.words("series");
    checkName(fields, "series", query.selector.series, "^[a-zA-Z_:][a-zA-Z0-9_:.]{0,199}\\z",
              tr("letters, digits, '_', ':' and '.'"));
    query.selector.where = textsOf(fields, "where", "^[a-zA-Z_][a-zA-Z0-9_]*\\z", tr("letters, digits and '_'"));
    return query;
}

Query readQuery(Fields &parent, const char *key)
{
    Fields fields(parent.context(), *parent.take(key), parent.path(QLatin1String(key)));
    const Query query = fields.isMap() ? readQuery(fields) : Query();
    if (fields.isMap())
        fields.finish();
    return query;
}

Events readEvents(Fields &fields)
{
    Events events;
    const bool histogram = fields.has("histogram");
    if (histogram && (fields.has("total") || fields.has("bad")))
        fields.conflict(fields.has("total") ? "total" : "bad", "histogram",
                        tr("%1 has counters and a histogram").arg(fields.path({})), tr("total and bad, or histogram"));
    for (const char *counter : {"total", "bad"})
        (void)fields.take(counter); // known keys in every case
    if (histogram) {
        Fields from(fields.context(), *fields.take("histogram"), fields.path(QStringLiteral("histogram")));
        if (from.isMap()) {
            Events::Histogram made;
            made.query = readQuery(from);
            if (from.need("over"))
                made.overMs = from.span("over", 0, 1);
            from.finish();
            events.from = made;
        }
    } else {
        Events::Counters made;
        if (fields.need("total"))
            made.total = readQuery(fields, "total");
        if (fields.need("bad"))
            made.bad = readQuery(fields, "bad");
        events.from = made;
    }
    events.unit = fields.oneOf(
        "unit",
        {QStringLiteral("request"), QStringLiteral("session"), QStringLiteral("user"), QStringLiteral("message")},
        events.unit);
    events.errorClass = fields.word("error_class", events.errorClass);
    events.seriesStart = fields.word("series_start", events.seriesStart);
    return events;
}

Gauge readGauge(Fields &fields)
{
    Gauge gauge;
    if (fields.need("series"))
        gauge.query = readQuery(fields, "series");
    if (fields.need("unit"))
        gauge.unit = fields.words("unit");
    return gauge;
}

std::optional<qint64> readLatency(Fields &fields)
{
    if (!fields.has("max_latency"))
        return std::nullopt;
    return fields.span("max_latency", 0, 1);
}

// Of the members at the top of an answer's JSON object.
QMap<QString, QJsonValue> readExpectedJson(Fields &fields)
{
    QMap<QString, QJsonValue> expected;
    const YamlNode *node = fields.take("expect_json");
    if (!node)
        return expected;
    const QString name = fields.path(QStringLiteral("expect_json"));
    if (node->kind != YamlNode::Kind::Map)
        fields.context().type(*node, name, tr("a map from member to value"));
    static const QRegularExpression ascii(QStringLiteral("^[\\x20-\\x7e]+\\z"));
    static const QRegularExpression whole(QStringLiteral("^-?[0-9]{1,15}\\z"));
    for (const YamlNode::Entry &entry : node->entries) {
        const QString &text = entry.value.text;
        if (!ascii.match(entry.key).hasMatch())
            fields.context().error(entry.keyAt, kDialect.value, tr("%1 has the key %2").arg(name, quoted(entry.key)),
                                   tr("ASCII text"));
        if (entry.value.kind == YamlNode::Kind::Null)
            expected.insert(entry.key, QJsonValue::Null);
        else if (entry.value.plain && (text == QLatin1String("true") || text == QLatin1String("false")))
            expected.insert(entry.key, text == QLatin1String("true"));
        else if (entry.value.plain && whole.match(text).hasMatch())
            expected.insert(entry.key, text.toLongLong());
        else if (entry.value.kind == YamlNode::Kind::Scalar && !isYamlNumber(entry.value))
            expected.insert(entry.key, text);
        else
            fields.context().type(entry.value, name + QLatin1Char('.') + entry.key,
                                  tr("text, a whole number, true, false or null"));
    }
    return expected;
}

HttpCheck readHttp(Fields &fields)
{
    HttpCheck http;
    http.method = fields.oneOf("method",
                               {QStringLiteral("GET"), QStringLiteral("HEAD"), QStringLiteral("POST"),
                                QStringLiteral("PUT"), QStringLiteral("OPTIONS")},
                               http.method);
    if (fields.need("url"))
        http.url = fields.words("url");
    checkName(fields, "url", http.url, "^https?://[^\\s/?#@]+([/?#]\\S*)?\\z",
              tr("http:// or https://, a host such as {role}, and a path; no user and no blank"));
    http.headers = textsOf(fields, "headers", "^[A-Za-z0-9!#$%&'*+.^_`|~-]+\\z", tr("the name of a header"));
    if (fields.has("body"))
        http.body = fields.words("body");
    if (const YamlNode *list = fields.list("expect_status", tr("status codes"))) {
        http.expectStatus.clear();
        static const QRegularExpression form(QStringLiteral("^[1-5][0-9]{2}\\z"));
        for (const YamlNode &item : list->items) {
            if (item.plain && form.match(item.text).hasMatch())
                http.expectStatus.append(item.text.toInt());
            else
                fields.context().error(
                    item.at, kDialect.value,
                    tr("an item of %1 is %2").arg(fields.path(QStringLiteral("expect_status")), quoted(item.text)),
                    tr("a status code from 100 to 599"));
        }
        if (list->items.empty())
            fields.refuse("expect_status", kDialect.range,
                          tr("%1 is empty").arg(fields.path(QStringLiteral("expect_status"))), tr("at least one"));
    }
    http.expectJson = readExpectedJson(fields);
    if (fields.has("expect_body"))
        http.expectBody = fields.words("expect_body");
    http.maxLatencyMs = readLatency(fields);
    return http;
}

TcpCheck readTcp(Fields &fields)
{
    TcpCheck tcp;
    if (fields.need("host"))
        tcp.host = fields.words("host");
    if (fields.need("port"))
        tcp.port = int(fields.integer("port", 0, 1, 65'535));
    tcp.maxLatencyMs = readLatency(fields);
    return tcp;
}

Probe readProbe(Fields &fields)
{
    Probe probe;
    if (fields.need("every"))
        probe.everyMs = fields.duration("every", 10'000, 1'000, kHourMs);
    if (fields.need("timeout"))
        probe.timeoutMs = fields.duration("timeout", 1'000, 1, kHourMs);
    if (fields.has("http") && fields.has("tcp"))
        fields.conflict("http", "tcp", tr("%1 has two checks").arg(fields.path({})), tr("http, or tcp"));
    else if (!fields.has("http") && !fields.has("tcp"))
        fields.context().error(fields.missingAt(), kDialect.missingKey,
                               tr("%1 checks nothing: http is missing").arg(fields.path({})),
                               tr("http: {url: …}, or tcp: {host: …, port: …}"));
    for (const char *key : {"http", "tcp"}) {
        const YamlNode *node = fields.take(key);
        if (!node)
            continue;
        Fields check(fields.context(), *node, fields.path(QLatin1String(key)));
        if (!check.isMap())
            continue;
        if (QLatin1String(key) == QLatin1String("http"))
            probe.check = readHttp(check);
        else
            probe.check = readTcp(check);
        check.finish();
    }
    probe.from = fields.wordList("from");
    return probe;
}

States readStates(Fields &fields)
{
    States states;
    states.source = readSource(fields);
    if (fields.need("object"))
        states.object = fields.words("object");
    if (fields.need("states"))
        states.states = fields.wordList("states");
    return states;
}

void readSignal(Draft &draft, const QString &id, const YamlNode &node)
{
    Fields fields(draft.context, node, QStringLiteral("signals.") + id);
    if (!fields.isMap() || !fields.need("kind"))
        return;
    QStringList kinds;
    for (const char *kind : kSignalKinds)
        kinds.append(QLatin1String(kind));
    const QString kind = fields.oneOf("kind", kinds, {});
    if (kind.isEmpty()) // without a kind nobody knows which keys belong here
        return;
    Signal signal;
    signal.id = id;
    switch (kinds.indexOf(kind)) {
    case 0:
        signal.body = readEvents(fields);
        break;
    case 1:
        signal.body = readGauge(fields);
        break;
    case 2:
        signal.body = readProbe(fields);
        signal.scrapeMs = std::get<Probe>(signal.body).everyMs;
        break;
    default:
        signal.body = readStates(fields);
        break;
    }
    const bool sampled = kind == QLatin1String("events") || kind == QLatin1String("gauge");
    if (sampled)
        signal.scrapeMs = fields.duration("scrape", signal.scrapeMs, 1'000, kHourMs);
    signal.staleAfterMs = std::max<qint64>(3 * signal.scrapeMs, 30'000);
    if (sampled)
        signal.staleAfterMs = fields.span("stale_after", signal.staleAfterMs, 1);
    fields.finish();
    draft.policy.signalSpecs.append(signal);
}

} // namespace

void readSignals(Draft &draft, const YamlNode &node)
{
    if (node.kind != YamlNode::Kind::Map) {
        draft.context.type(node, QStringLiteral("signals"), tr("a map from id to signal"));
        return;
    }
    if (node.entries.empty())
        draft.context.error(node.at, kDialect.range, tr("signals is empty"), tr("at least one signal"));
    for (const YamlNode::Entry &entry : node.entries) {
        QString kind;
        for (const YamlNode::Entry &part : entry.value.entries) {
            if (part.key == QLatin1String("kind"))
                kind = part.value.text;
        }
        draft.signalKinds.insert(entry.key, kind);
        if (const QString meant = entry.key.toLower();
            isPolicyId(meant)) // rules that have it right are not wrong as well
            draft.signalKinds.insert(meant, kind);
        if (!isPolicyId(entry.key))
            draft.context.error(entry.keyAt, kDialect.id, tr("%1 cannot be the id of a signal").arg(quoted(entry.key)),
                                policyIdForm(), isPolicyId(entry.key.toLower()) ? entry.key.toLower() : QString());
        readSignal(draft, entry.key, entry.value);
    }
}

} // namespace astern::policy
