// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promquery.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace astern::connectors::promql {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("astern::Prometheus", text); }

// A PromQL string literal.
QString quoted(const QString &text)
{
    QString out = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == QLatin1Char('\\') || c == QLatin1Char('"'))
            out += QLatin1Char('\\') + c;
        else if (c == QLatin1Char('\n'))
            out += QStringLiteral("\\n");
        else
            out += c;
    }
    return out + QLatin1Char('"');
}

// Takes the meaning from everything that RE2 reads as an operator.
QString escapedRegex(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (QStringLiteral("\\.+*?()|[]{}^$").contains(c))
            out += QLatin1Char('\\');
        out += c;
    }
    return out;
}

bool isCodeClass(const QString &text)
{
    return text.size() == 3 && text.at(0) >= QLatin1Char('1') && text.at(0) <= QLatin1Char('5') &&
           text.endsWith(QLatin1String("xx"));
}

// `="200"`, `!~"5..|429"`.
QString condition(QString value)
{
    const bool negative = value.startsWith(QLatin1Char('!'));
    if (negative)
        value.remove(0, 1);
    const QStringList parts = value.split(QLatin1Char('|'));
    if (parts.size() == 1 && !isCodeClass(value))
        return (negative ? QStringLiteral("!=") : QStringLiteral("=")) + quoted(value);
    QStringList patterns;
    for (const QString &part : parts)
        patterns.append(isCodeClass(part) ? QString(part.left(1) + QStringLiteral("..")) : escapedRegex(part));
    return (negative ? QStringLiteral("!~") : QStringLiteral("=~")) + quoted(patterns.join(QLatin1Char('|')));
}

bool isLabelName(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[a-zA-Z_][a-zA-Z0-9_]*\\z"));
    return pattern.match(name).hasMatch();
}

bool isMetricName(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[a-zA-Z_:][a-zA-Z0-9_:]*\\z"));
    return pattern.match(name).hasMatch();
}

Error invalid(const QString &message, const QString &hint)
{
    Error error;
    error.kind = Error::Kind::Invalid;
    error.message = message;
    error.hint = hint;
    return error;
}

// `first`: the matcher of the name, where it is none that can stand before the braces.
Result<QString> braces(const QString &name, const QString &first, const QMap<QString, QString> &where,
                       const QMap<QString, QString> &labels)
{
    QStringList matchers;
    if (!first.isEmpty())
        matchers.append(first);
    for (const auto &[map, exact] : {std::pair(&where, false), std::pair(&labels, true)}) {
        for (auto it = map->begin(); it != map->end(); ++it) {
            if (!isLabelName(it.key()))
                return invalid(tr("\"%1\" is no label name.").arg(it.key()),
                               tr("Prometheus labels are letters, digits and underscores."));
            matchers.append(it.key() +
                            (exact ? QString(QStringLiteral("=") + quoted(it.value())) : condition(it.value())));
        }
    }
    return QString(name + QLatin1Char('{') + matchers.join(QLatin1Char(',')) + QLatin1Char('}'));
}

QString number(double value) { return QString::number(value, 'g', 15); }

QString sumRate(const QString &series, const QString &window)
{
    return QStringLiteral("sum(rate(%1[%2]))").arg(series, window);
}

QString newest(const QString &series) { return QStringLiteral("max(timestamp(%1))").arg(series); }

// Clients write the same bound in their own ways: 0.3, 0.30, 1, 1.0, 1e+06.
QString boundPattern(double seconds)
{
    const QString text = QString::number(seconds, 'f', QLocale::FloatingPointShortest);
    QString pattern = escapedRegex(text);
    pattern += text.contains(QLatin1Char('.')) ? QStringLiteral("0*") : QStringLiteral("(\\.0+)?");
    const QString exponent = QString::number(seconds, 'g', 15);
    if (exponent != text)
        pattern += QLatin1Char('|') + escapedRegex(exponent);
    return pattern;
}

QString withoutSuffix(QString name, const QString &suffix)
{
    if (name.endsWith(suffix))
        name.chop(suffix.size());
    return name;
}

// A ratio of `all`, which is a rate: NaN without traffic, also where the server would leave it out.
QString ratio(const QString &value, const QString &all, const PromDialect &dialect)
{
    if (!dialect.dropsNaN)
        return value;
    // Only where the rate is zero: a ratio that is missing for another reason stays missing.
    return QStringLiteral("((%1) default ((%2 == 0) + %3))").arg(value, all, number(kNoTraffic));
}

Result<Questions> histogramQuestions(const SignalQuery &query, const QString &window, const PromDialect &dialect)
{
    const SeriesSelector &histogram = query.spec.histogram;
    const QString base = withoutSuffix(histogram.series, QStringLiteral("_bucket"));
    if (!(query.spec.overSeconds > 0))
        return invalid(tr("The histogram of signal %1 has no limit.").arg(query.spec.id),
                       tr("Say `over: 300ms`, with a bound that the histogram has."));
    const Result<QString> all = selector(base + QStringLiteral("_count"), histogram.where, query.labels);
    Result<QString> within = selector(base + QStringLiteral("_bucket"), histogram.where, query.labels);
    if (!all)
        return all.error();
    if (!within)
        return within.error();
    QString bucket = *within;
    bucket.chop(1);
    if (!bucket.endsWith(QLatin1Char('{')))
        bucket += QLatin1Char(',');
    bucket += QStringLiteral("le=~") + quoted(boundPattern(query.spec.overSeconds)) + QLatin1Char('}');
    // Counters of one request are not read at one instant: a hair below zero is zero.
    const QString rate = sumRate(*all, window);
    const QString value = QStringLiteral("clamp_min(1 - %1 / %2, 0)").arg(sumRate(bucket, window), rate);
    return Questions{ratio(value, rate, dialect), newest(*all)};
}

Result<Questions> eventQuestions(const SignalQuery &query, const QString &window, const PromDialect &dialect)
{
    const Result<QString> total = selector(query.spec.total.series, query.spec.total.where, query.labels);
    const Result<QString> bad = selector(query.spec.bad.series, query.spec.bad.where, query.labels);
    if (!total)
        return total.error();
    if (!bad)
        return bad.error();
    // A bad series that never was, beside a total that is: none were bad. Without traffic 0/0 = NaN.
    const QString all = sumRate(*total, window);
    const QString value = QStringLiteral("(%1 or 0 * %2) / %2").arg(sumRate(*bad, window), all);
    return Questions{ratio(value, all, dialect), newest(*total)};
}

} // namespace

qint64 windowMs(const SignalSpec &spec) { return std::max<qint64>(4 * spec.scrapeMs, 30'000); }

Result<QString> selector(const QString &name, const QMap<QString, QString> &where, const QMap<QString, QString> &labels)
{
    if (name.isEmpty())
        return invalid(tr("The signal names no series."), tr("Say which metric it is: `series: http_requests_total`."));
    if (isMetricName(name))
        return braces(name, {}, where, labels);
    return braces({}, QStringLiteral("__name__=") + quoted(name), where, labels);
}

Result<QString> rawSelector(const QStringList &series, const QList<double> &bounds,
                            const QMap<QString, QString> &labels)
{
    QStringList names;
    bool buckets = false;
    for (const QString &name : series) {
        names.append(escapedRegex(name));
        buckets = buckets || name.endsWith(QLatin1String("_bucket"));
    }
    // Without its name the selector would match everything that the server has.
    if (names.isEmpty() || series.contains(QString()))
        return invalid(tr("The signal names no series."), tr("Say which metric it is: `series: http_requests_total`."));
    Result<QString> all = braces({}, QStringLiteral("__name__=~") + quoted(names.join(QLatin1Char('|'))), {}, labels);
    if (!all || !buckets)
        return all;
    // What is no bucket has no such label, and an absent one is as an empty one.
    QStringList ends{QString()};
    for (const double bound : bounds) {
        if (std::isfinite(bound))
            ends.append(boundPattern(bound));
    }
    ends.append(QStringLiteral("\\+Inf"));
    QString narrowed = *all;
    narrowed.chop(1);
    return QString(narrowed + QStringLiteral(",le=~") + quoted(ends.join(QLatin1Char('|'))) + QLatin1Char('}'));
}

Result<Questions> questions(const SignalQuery &query, const PromDialect &dialect)
{
    const SignalSpec &spec = query.spec;
    const QString window = QString::number(windowMs(spec)) + QStringLiteral("ms");
    if (spec.kind == SignalSpec::Kind::Events)
        return spec.histogram.series.isEmpty() ? eventQuestions(query, window, dialect)
                                               : histogramQuestions(query, window, dialect);
    const Result<QString> series = selector(spec.total.series, spec.total.where, query.labels);
    if (!series)
        return series.error();
    if (spec.kind == SignalSpec::Kind::Gauge)
        return Questions{QStringLiteral("avg(%1)").arg(*series), newest(*series)};
    QString value = sumRate(*series, window);
    if (spec.perSeconds != 1)
        value += QStringLiteral(" * ") + number(spec.perSeconds);
    return Questions{value, newest(*series)};
}

QString batchPart(const Questions &questions, qsizetype index)
{
    // All in one arg(): a label value may hold a "%2" of its own.
    return QStringLiteral("label_replace(%1,\"%2\",\"%5\",\"\",\"\") or label_replace(%3,\"%4\",\"%5\",\"\",\"\")")
        .arg(questions.value, QLatin1String(kValueLabel), questions.time, QLatin1String(kTimeLabel),
             QString::number(index));
}

} // namespace astern::connectors::promql
