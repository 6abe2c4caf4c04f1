// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/reader.h"

#include "models/document/units.h"
#include "models/workspace/backendtypes.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

// `{source: prom, series: http_requests_total, where: {status: "5xx"}}`; a histogram also has `over`.
class QueryReader {
public:
    QueryReader(ReadingContext &context, const References &references, SignalSpec &spec)
        : m_context(context), m_references(references), m_spec(spec)
    {
    }

    SeriesSelector read(const YamlNode &node, const QString &path, bool histogram)
    {
        SeriesSelector selector;
        Section section(m_context, node, path);
        if (!section.isMap())
            return selector;
        readSource(section);
        selector.series = section.requiredText("series");
        static const QRegularExpression metric(QStringLiteral("^[a-zA-Z_:][a-zA-Z0-9_:]*$"));
        if (!selector.series.isEmpty() && !metric.match(selector.series).hasMatch())
            m_context.error(section.take("series")->at, "W-VALUE",
                            tr("%1 is not the name of a series").arg(section.path(QStringLiteral("series"))),
                            tr("letters, digits, '_' and ':'"));
        selector.where = section.textMap("where");
        checkLabels(section, selector.where);
        if (histogram) {
            (void)section.require("over");
            m_spec.overSeconds = double(section.duration("over", 0, 1, 3'600'000)) / 1000;
        }
        section.finish();
        return selector;
    }

private:
    void readSource(Section &section)
    {
        const YamlNode *node = section.require("source");
        if (!node)
            return;
        const QStringList sources = m_references.backendsOf(signalTypes());
        if (!m_context.reference(*node, tr("monitoring backend"), sources))
            return;
        if (!m_spec.source.isEmpty() && m_spec.source != node->text)
            m_context.error(
                node->at, "W-VALUE",
                tr("%1 is another source than the signal's other series").arg(section.path(QStringLiteral("source"))),
                tr("one source for all series of a signal: %1").arg(m_spec.source), m_spec.source);
        m_spec.source = node->text;
    }
    void checkLabels(Section &section, const QMap<QString, QString> &where)
    {
        static const QRegularExpression label(QStringLiteral("^[a-zA-Z_][a-zA-Z0-9_]*$"));
        for (const QString &name : where.keys()) {
            if (!label.match(name).hasMatch())
                m_context.error(section.take("where")->at, "W-VALUE", tr("\"%1\" is not the name of a label").arg(name),
                                tr("letters, digits and '_'"));
        }
    }

    ReadingContext &m_context;
    const References &m_references;
    SignalSpec &m_spec;
};

std::optional<double> readLimitValue(Section &limit, const char *key, SignalSpec::Kind kind)
{
    const YamlNode *node = limit.scalar(key);
    if (!node)
        return std::nullopt;
    const bool isRatio = kind == SignalSpec::Kind::Events;
    const std::optional<double> value = isRatio ? units::ratio(node->text) : units::number(node->text);
    if (!value) {
        limit.context().error(node->at, "W-UNIT",
                              tr("%1 is \"%2\"").arg(limit.path(QLatin1String(key)), node->text.left(40)),
                              isRatio ? tr("a ratio: 1% or 0.01") : tr("a plain number in the signal's unit"),
                              isRatio && units::number(node->text) ? node->text + QLatin1Char('%') : QString());
    }
    return value;
}

void readLimit(Section &section, SignalSpec &spec)
{
    const YamlNode *node = section.take("limit");
    if (!node)
        return;
    Section limit(section.context(), *node, section.path(QStringLiteral("limit")));
    if (!limit.isMap())
        return;
    spec.limitAbove = readLimitValue(limit, "above", spec.kind);
    spec.limitBelow = readLimitValue(limit, "below", spec.kind);
    if (!limit.take("above") && !limit.take("below"))
        section.context().error(node->at, "W-MISSING",
                                tr("%1 says neither above nor below").arg(section.path(QStringLiteral("limit"))),
                                tr("{above: 1%} or {below: 40}"));
    if (spec.limitAbove && spec.limitBelow && *spec.limitBelow >= *spec.limitAbove)
        section.context().error(
            node->at, "W-RANGE",
            tr("%1: nothing lies between below and above").arg(section.path(QStringLiteral("limit"))),
            tr("below smaller than above"));
    limit.finish();
}

void readEvents(Section &section, QueryReader &queries, SignalSpec &spec)
{
    const YamlNode *total = section.take("total");
    const YamlNode *bad = section.take("bad");
    const YamlNode *histogram = section.take("histogram");
    if (histogram && (total || bad))
        section.context().error(histogram->at, "W-VALUE", tr("%1 has counters and a histogram").arg(section.path({})),
                                tr("total and bad, or histogram"));
    else if (!histogram && (!total || !bad))
        section.context().error(section.at(), "W-MISSING",
                                tr("%1 has no complete source of events").arg(section.path({})),
                                tr("total and bad, or histogram"));
    if (total)
        spec.total = queries.read(*total, section.path(QStringLiteral("total")), false);
    if (bad)
        spec.bad = queries.read(*bad, section.path(QStringLiteral("bad")), false);
    if (histogram)
        spec.histogram = queries.read(*histogram, section.path(QStringLiteral("histogram")), true);
    // In the policy format this is what is counted; the board shows a ratio.
    section.later("unit", tr("what is counted matters to policies; a ratio is shown in %"));
    spec.unit = QStringLiteral("%");
}

void readSingle(Section &section, QueryReader &queries, SignalSpec &spec)
{
    const bool counter = spec.kind == SignalSpec::Kind::Counter;
    // The policy format says `series: {source, series}`; `value` reads better where nothing else is counted.
    const YamlNode *value = section.take("value");
    const YamlNode *series = section.take("series");
    if (value && series)
        section.context().error(series->at, "W-VALUE", tr("%1 says twice what to read").arg(section.path({})),
                                tr("value, or series"));
    else if (!value && !series)
        (void)section.require("value");
    else
        spec.total = queries.read(value ? *value : *series,
                                  section.path(value ? QStringLiteral("value") : QStringLiteral("series")), false);
    const qint64 perMs = counter ? section.duration("per", 1'000, 1'000, 3'600'000) : 1'000;
    spec.perSeconds = double(perMs) / 1000;
    if (!counter) {
        spec.unit = section.requiredText("unit");
        return;
    }
    spec.unit = section.text("unit");
    if (!spec.unit.isEmpty())
        return;
    spec.unit = perMs == 1'000       ? QStringLiteral("/s")
                : perMs == 60'000    ? QStringLiteral("/min")
                : perMs == 3'600'000 ? QStringLiteral("/h")
                                     : QStringLiteral("/%1 s").arg(perMs / 1000);
}

QString readable(QString id)
{
    id.replace(QLatin1Char('-'), QLatin1Char(' ')).replace(QLatin1Char('_'), QLatin1Char(' '));
    return id.left(1).toUpper() + id.mid(1);
}

} // namespace

std::optional<SignalSpec> readSignal(ReadingContext &context, const QString &id, const YamlNode &node,
                                     const QString &path, const References &references)
{
    const qsizetype before = context.issues.size();
    Section section(context, node, path);
    if (!section.isMap() || !section.require("kind"))
        return std::nullopt;
    const QString kind =
        section.oneOf("kind", {QStringLiteral("events"), QStringLiteral("counter"), QStringLiteral("gauge")}, {});
    if (kind.isEmpty()) // without a kind nobody knows which keys belong here
        return std::nullopt;
    SignalSpec spec;
    spec.id = id;
    spec.kind = kind == QLatin1String("events")    ? SignalSpec::Kind::Events
                : kind == QLatin1String("counter") ? SignalSpec::Kind::Counter
                                                   : SignalSpec::Kind::Gauge;
    spec.title = section.text("title");
    if (spec.title.isEmpty())
        spec.title = readable(id);
    spec.scrapeMs = section.duration("scrape", spec.scrapeMs, 1'000, 3'600'000);
    QueryReader queries(context, references, spec);
    if (spec.kind == SignalSpec::Kind::Events)
        readEvents(section, queries, spec);
    else
        readSingle(section, queries, spec);
    readLimit(section, spec);
    const QString better =
        section.oneOf("better", {QStringLiteral("lower"), QStringLiteral("higher")},
                      spec.limitBelow && !spec.limitAbove ? QStringLiteral("higher") : QStringLiteral("lower"));
    spec.better = better == QLatin1String("higher") ? SignalSpec::Better::Higher : SignalSpec::Better::Lower;
    for (const char *later : {"error_class", "series_start", "stale_after"})
        section.later(later, tr("used by policies"));
    section.finish();
    if (context.issues.size() > before)
        return std::nullopt;
    return spec;
}

} // namespace astern
