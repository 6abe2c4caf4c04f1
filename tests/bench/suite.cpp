// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>
#include <QTextStream>
#include <QThread>

#include <algorithm>

namespace astern::bench {

struct Suite::Options {
    QString json;
    QStringList only;
    bool list = false;
    Scale scale = Scale::Usual;
    QString problem;
};

namespace {

constexpr int kFewestRounds = 7;

const char kUsage[] = "usage: astern_bench [--json FILE] [--only ID]... [--list] [--smoke | --long | --large]\n"
                      "  --json FILE  write all figures to FILE; -: to standard output, and nothing else\n"
                      "  --only ID    P1: every part of it; P1a: that part\n"
                      "  --list       only the ids\n"
                      "  --smoke      the smallest sizes, once: shows that it works, says nothing about speed\n"
                      "  --long       minutes instead of seconds where a promise is about minutes\n"
                      "  --large      logs of ten million entries: hours, and 45 GB of disk\n";

QString machine()
{
    QFile file(QStringLiteral("/proc/cpuinfo"));
    QString cpu = QSysInfo::currentCpuArchitecture();
    if (file.open(QIODevice::ReadOnly)) {
        const auto lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
        for (const QString &line : lines) {
            if (line.startsWith(QLatin1String("model name"))) {
                cpu = line.section(QLatin1Char(':'), 1).trimmed();
                break;
            }
        }
    }
    return QStringLiteral("%1, %2 cores, Linux %3")
        .arg(cpu)
        .arg(QThread::idealThreadCount())
        .arg(QSysInfo::kernelVersion());
}

// P1 is not P10: behind the wanted id a part of the same goal may follow, not another digit.
bool matches(const QString &id, const QString &wanted)
{
    return !wanted.isEmpty() && id.startsWith(wanted) &&
           (id.size() == wanted.size() || !id.at(wanted.size()).isDigit());
}

struct Figures {
    double ours = 0;
    double anchor = 0;
    double ratio = 0;
    QList<double> rounds; // of ours: the spread
    qsizetype samples = 0;
};

Figures figures(const Bench &bench, const QList<Round> &rounds)
{
    Figures result;
    QList<double> anchors;
    QList<double> allOurs;
    QList<double> allAnchors;
    for (const Round &round : rounds) {
        result.rounds.append(median(round.ours));
        anchors.append(median(round.anchor));
        allOurs += round.ours;
        allAnchors += round.anchor;
    }
    const bool tail = bench.figure == Bench::Figure::P99;
    result.ours = tail ? percentile(allOurs, 0.99) : median(result.rounds);
    result.anchor = tail ? percentile(allAnchors, 0.99) : median(anchors);
    result.ratio = bench.faster ? result.anchor / result.ours : result.ours / result.anchor;
    result.samples = allOurs.size();
    return result;
}

bool isMet(const Bench &bench, const Figures &figures)
{
    return (bench.faster ? figures.ratio >= bench.target : figures.ratio <= bench.target) &&
           (!bench.limit || figures.ours <= *bench.limit);
}

QJsonObject report(const Bench &bench, const QList<QList<Round>> &sizes, const QString &wrong)
{
    const Figures judged = figures(bench, sizes.last());
    const auto [low, high] = std::minmax_element(judged.rounds.begin(), judged.rounds.end());
    QJsonObject result{{QStringLiteral("id"), bench.id},
                       {QStringLiteral("what"), bench.what},
                       {QStringLiteral("against"), bench.against},
                       {QStringLiteral("figure"),
                        bench.figure == Bench::Figure::P99 ? QStringLiteral("p99") : QStringLiteral("median")},
                       {QStringLiteral("ours"), judged.ours},
                       {QStringLiteral("anchor"), judged.anchor},
                       {QStringLiteral("ratio"), judged.ratio},
                       {QStringLiteral("target"), bench.target},
                       {QStringLiteral("met"), wrong.isEmpty() && isMet(bench, judged)},
                       {QStringLiteral("unit"), bench.unit},
                       {QStringLiteral("n"), int(judged.samples)},
                       {QStringLiteral("rounds"), int(sizes.last().size())},
                       {QStringLiteral("spread"), (*high - *low) / median(judged.rounds)},
                       {QStringLiteral("machine"), machine()}};
    if (bench.limit)
        result.insert(QStringLiteral("limit"), *bench.limit);
    if (!wrong.isEmpty())
        result.insert(QStringLiteral("wrong"), wrong);
    QJsonArray grows;
    for (qsizetype i = 0; i < sizes.size(); ++i) {
        const Figures one = figures(bench, sizes.at(i));
        QList<double> all;
        for (const Round &round : sizes.at(i))
            all += round.ours;
        grows.append(QJsonObject{{QStringLiteral("size"), bench.sizes.at(i)},
                                 {QStringLiteral("ours"), one.ours},
                                 {QStringLiteral("anchor"), one.anchor},
                                 {QStringLiteral("ratio"), one.ratio},
                                 {QStringLiteral("p50"), percentile(all, 0.5)},
                                 {QStringLiteral("p99"), percentile(all, 0.99)}});
    }
    result.insert(QStringLiteral("grows"), grows);
    return result;
}

QJsonObject notMeasured(const Bench &bench, const QString &why)
{
    return {{QStringLiteral("id"), bench.id},           {QStringLiteral("what"), bench.what},
            {QStringLiteral("against"), bench.against}, {QStringLiteral("unit"), bench.unit},
            {QStringLiteral("target"), bench.target},   {QStringLiteral("met"), false},
            {QStringLiteral("machine"), machine()},     {QStringLiteral("not_measured"), why}};
}

QString inWords(const Bench &bench, const QJsonObject &result)
{
    if (const QString why = result.value(QLatin1String("not_measured")).toString(); !why.isEmpty())
        return QStringLiteral("%1  %2\n     not measured: %3\n").arg(bench.id, bench.what, why);
    const auto number = [](const QJsonObject &from, const char *key) {
        return QString::number(from.value(QLatin1String(key)).toDouble(), 'f', 2);
    };
    const QString wrong = result.value(QLatin1String("wrong")).toString();
    QString text =
        QStringLiteral("%1  %2\n     %3 %4, %5: %6 %4; ")
            .arg(bench.id, bench.what, number(result, "ours"), bench.unit, bench.against, number(result, "anchor"));
    text += bench.faster ? QStringLiteral("%1x faster (goal: at least %2x")
                               .arg(number(result, "ratio"), QString::number(bench.target))
                         : QStringLiteral("%1x of it (goal: at most %2x")
                               .arg(number(result, "ratio"), QString::number(bench.target));
    if (bench.limit)
        text += QStringLiteral(" and %1 %2").arg(QString::number(*bench.limit), bench.unit);
    text += QStringLiteral("): ");
    text += !wrong.isEmpty()                              ? QString(QStringLiteral("WRONG: ") + wrong)
            : result.value(QLatin1String("met")).toBool() ? QStringLiteral("met")
                                                          : QStringLiteral("missed");
    text += QLatin1Char('\n');
    if (const QJsonObject floor = result.value(QLatin1String("floor")).toObject(); !floor.isEmpty())
        text += QStringLiteral("     in the same run %1 %2: %3\n")
                    .arg(number(floor, "value"), bench.unit, floor.value(QLatin1String("what")).toString());
    const QJsonArray grows = result.value(QLatin1String("grows")).toArray();
    for (const QJsonValue &each : grows) {
        const QJsonObject size = each.toObject();
        if (grows.size() > 1)
            text += QStringLiteral("       %1: %2 %3, against %4; %5x\n")
                        .arg(size.value(QLatin1String("size")).toString(), number(size, "ours"), bench.unit,
                             number(size, "anchor"), number(size, "ratio"));
    }
    return text;
}

} // namespace

QList<Bench> Suite::wanted(const Options &options) const
{
    if (options.only.isEmpty())
        return m_benches;
    QList<Bench> some;
    for (const Bench &bench : m_benches) {
        if (std::any_of(options.only.begin(), options.only.end(),
                        [&](const QString &wanted) { return matches(bench.id, wanted); }))
            some.append(bench);
    }
    return some;
}

int Suite::run(const QStringList &arguments) const
{
    QTextStream out(stdout);
    QTextStream err(stderr);
    Options options;
    QStringList ids;
    for (const Bench &bench : m_benches)
        ids.append(bench.id);
    for (qsizetype i = 1; i < arguments.size() && options.problem.isEmpty(); ++i) {
        const QString &argument = arguments.at(i);
        const bool hasValue = i + 1 < arguments.size();
        if (argument == QLatin1String("--help")) {
            out << kUsage;
            return 0;
        }
        if (argument == QLatin1String("--json") && hasValue) {
            options.json = arguments.at(++i);
        } else if (argument == QLatin1String("--only") && hasValue) {
            const QString id = arguments.at(++i);
            options.only.append(id);
            if (std::none_of(ids.begin(), ids.end(), [&](const QString &known) { return matches(known, id); }))
                options.problem =
                    QStringLiteral("There is no bench \"%1\". There are: %2").arg(id, ids.join(QStringLiteral(", ")));
        } else if (argument == QLatin1String("--list")) {
            options.list = true;
        } else if (argument == QLatin1String("--smoke")) {
            options.scale = Scale::Smoke;
        } else if (argument == QLatin1String("--long")) {
            options.scale = Scale::Long;
        } else if (argument == QLatin1String("--large")) {
            options.scale = Scale::Large;
        } else {
            options.problem = QStringLiteral("\"%1\" is not understood, or lacks its value").arg(argument);
        }
    }
    if (!options.problem.isEmpty()) {
        err << "astern_bench: " << options.problem << '\n' << kUsage;
        return 3;
    }
    const QList<Bench> benches = wanted(options);
    if (options.list) {
        for (const Bench &bench : benches)
            out << bench.id << "  " << bench.what << '\n';
        return 0;
    }
    QJsonArray results;
    bool right = true;
    for (const Bench &bench : benches) {
        if (const QString lack = bench.lacks ? bench.lacks() : QString(); !lack.isEmpty()) {
            results.append(notMeasured(bench, lack));
            if (options.json != QLatin1String("-"))
                out << inWords(bench, results.last().toObject()) << Qt::flush;
            continue;
        }
        const std::unique_ptr<Work> work = bench.make(options.scale);
        QList<QList<Round>> sizes(bench.sizes.size());
        const int rounds = options.scale == Scale::Smoke ? 1 : std::max(kFewestRounds, bench.rounds);
        for (int i = 0; i < rounds; ++i) {
            for (qsizetype size = 0; size < sizes.size(); ++size)
                sizes[size].append(work->round(size));
        }
        const QString wrong = work->prove();
        QJsonObject result = report(bench, sizes, wrong);
        if (const std::optional<Floor> floor = work->floor())
            result.insert(QStringLiteral("floor"),
                          QJsonObject{{QStringLiteral("what"), floor->what}, {QStringLiteral("value"), floor->value}});
        right = right && wrong.isEmpty();
        results.append(result);
        if (options.json != QLatin1String("-"))
            out << inWords(bench, result) << Qt::flush;
    }
    const QByteArray document = QJsonDocument(results).toJson();
    if (options.json == QLatin1String("-")) {
        out << QString::fromUtf8(document);
    } else if (!options.json.isEmpty()) {
        QFile file(options.json);
        if (!file.open(QIODevice::WriteOnly) || file.write(document) != document.size()) {
            err << "astern_bench: the results cannot be written to " << options.json << ": " << file.errorString()
                << '\n';
            return 4;
        }
    }
    return right ? 0 : 1;
}

} // namespace astern::bench
