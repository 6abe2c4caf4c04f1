// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/simulation/simulate.h"
#include "app/cli/options.h"
#include "app/cli/table.h"
#include "app/cli/timeline.h"
#include "app/cli/verbs.h"
#include "models/base/format.h"
#include "models/policy/reader.h"
#include "models/policy/samples/samplewriter.h"
#include "models/policy/simulation/scenarioreader.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>

namespace astern::app {
namespace {

using namespace policy::simulation;

constexpr int kMostRuns = 1'000'000;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

// The scenarios that are named, by name or by file; all without a name.
std::optional<QList<Scenario>> chosen(const VerbOptions &options, Streams streams, int &exitCode)
{
    const auto names = options.values(QStringLiteral("scenario"));
    if (names.isEmpty())
        return scenarios();
    QList<Scenario> list;
    for (const auto &name : names) {
        const auto known = std::find_if(scenarios().cbegin(), scenarios().cend(),
                                        [&](const Scenario &scenario) { return scenario.id == name; });
        if (known != scenarios().cend()) {
            list.append(*known);
            continue;
        }
        if (!QFileInfo::exists(name)) {
            QStringList all;
            for (const auto &scenario : scenarios())
                all.append(scenario.id);
            exitCode = options.usageError(
                streams,
                tr("%1 is neither a scenario nor a file; there are %2").arg(name, all.join(QStringLiteral(", "))));
            return std::nullopt;
        }
        const auto reading = readScenarioFile(name);
        for (const auto &issue : reading.issues)
            streams.err << issue.toString() << '\n';
        streams.err.flush();
        if (!reading.scenario) {
            exitCode = reading.unreadable ? ExitUnreachable : ExitRefused;
            return std::nullopt;
        }
        list.append(*reading.scenario);
    }
    return list;
}

// What is played: the policy that is named, or the built-in one for what the scenario counts.
std::optional<policy::Policy> policyFor(const VerbOptions &options, Subject subject, Streams streams, int &exitCode)
{
    const auto file = options.value(QStringLiteral("policy"));
    const auto reading =
        file.isEmpty() ? policy::readText(policyTextFor(subject), QStringLiteral("built-in")) : policy::readFile(file);
    if (!reading.policy) {
        for (const auto &issue : reading.issues)
            streams.err << issue.toString() << '\n';
        streams.err.flush();
        exitCode = reading.unreadable ? ExitUnreachable : ExitRefused;
        return std::nullopt;
    }
    if (!eventsSignal(*reading.policy)) {
        exitCode = fail(streams,
                        Error{.kind = Error::Kind::Refused,
                              .message = tr("%1 has no signal of kind events").arg(reading.policy->id),
                              .where = file,
                              .hint = tr("Scenarios play counts of events; choose a policy that judges some.")},
                        options.json());
        return std::nullopt;
    }
    return reading.policy;
}

QString seconds(const std::optional<double> &value) { return value ? format::number(*value) : QStringLiteral("–"); }

QString cell(const Row &row)
{
    if (!row.detectedPct)
        return format::number(row.falsePer1000);
    QString text =
        QStringLiteral("%1% · %2 · %3").arg(format::number(*row.detectedPct), seconds(row.medianS), seconds(row.p95S));
    if (row.failedRequests)
        text += QStringLiteral(" · ") + format::count(qint64(std::llround(*row.failedRequests)));
    if (row.falsePer1000 > 0)
        text += tr(" (early %1)").arg(format::number(row.falsePer1000));
    return text;
}

void printTable(QTextStream &out, const QList<Row> &rows, bool harmful)
{
    Table table({harmful ? tr("harmful: found · median s · p95 s · failed requests")
                         : tr("healthy or transient: rollbacks per 1000"),
                 tr("policy"), tr("(its hold)"), tr("Argo-style"), tr("Flagger-style"), tr("SRE burn")});
    const auto of = [&](const Row &policy, const char *method) {
        const auto found = std::find_if(rows.cbegin(), rows.cend(), [&](const Row &row) {
            return row.scenario == policy.scenario && row.method == QLatin1String(method);
        });
        return found == rows.cend() ? QStringLiteral("–") : cell(*found);
    };
    bool any = false;
    for (const auto &row : rows) {
        if (row.method != QLatin1String("policy") || row.detectedPct.has_value() != harmful)
            continue;
        any = true;
        table.add({row.scenario, cell(row),
                   harmful ? seconds(row.holdMedianS) : format::number(row.holdPer1000.value_or(0)), of(row, "argo"),
                   of(row, "flagger"), of(row, "sre-burn")});
    }
    if (any)
        out << table.text() << '\n';
}

int writeRun(const Order &order, const QString &file, Streams streams, bool json)
{
    const auto rollout = drawRun(order, 0);
    QFile out(file);
    auto written = out.open(QIODevice::WriteOnly)
                       ? Result<Ok>(Ok())
                       : Result<Ok>(Error{.kind = Error::Kind::Storage, .message = out.errorString(), .where = file});
    policy::SampleWriter writer(out, file.endsWith(QLatin1String(".csv")) ? policy::SampleForm::Csv
                                                                          : policy::SampleForm::Ndjson);
    const auto records = recordsOf(rollout, order.policy);
    for (qsizetype i = 0; written && i < records.size(); ++i)
        written = writer.write(records.at(i));
    if (written && !out.flush())
        written = Error{.kind = Error::Kind::Storage, .message = out.errorString(), .where = file};
    if (!written)
        return fail(streams, written.error(), json);
    const auto found = judge(rollout, order.policy);
    const auto at = [&](const std::optional<qint64> &tick) {
        return tick ? format::stamp(kSimulatedStartMs + (*tick + 1) * rollout.tickMs, QTimeZone::utc()) : tr("never");
    };
    streams.err << tr("%1: the first run of %2; onset %3, hold %4, systemic %5")
                       .arg(file, order.scenario.id, at(rollout.onset - 1), at(found.hold), at(found.systemic))
                << '\n'
                << tr("asternctl backtest --samples %1 --start %2 --policy POLICY gives the same")
                       .arg(file)
                       .arg(kSimulatedStartMs + 1)
                << Qt::endl;
    return ExitDone;
}

} // namespace

int runSimulate(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("simulate"),
                        tr("Plays rollouts whose truth is known through a policy: what it finds, how soon, and what it "
                           "takes for harm that is none; beside it what is common today."),
                        QStringLiteral("[--scenario NAME|FILE]... [--runs N] [--seed N] [--policy FILE] [--samples-out "
                                       "FILE] [--threads N] [--json]"),
                        QStringLiteral("asternctl simulate --scenario systemic_step_1pct --runs 1000 --seed 7"));
    options.add(QCommandLineOption(QStringLiteral("scenario"), tr("a built-in scenario or a file; without: all"),
                                   QStringLiteral("NAME|FILE")));
    options.add(
        QCommandLineOption(QStringLiteral("runs"), tr("rollouts of each"), QStringLiteral("N"), QStringLiteral("200")));
    options.add(QCommandLineOption(QStringLiteral("seed"),
                                   tr("the same seed, the same rollouts; without: a new one, which is printed"),
                                   QStringLiteral("N")));
    options.add(QCommandLineOption(QStringLiteral("policy"),
                                   tr("judge by this one; without: a built-in comparison with the stable version"),
                                   QStringLiteral("FILE")));
    options.add(QCommandLineOption(QStringLiteral("samples-out"),
                                   tr("write the samples of the first run of the one scenario; .csv: as CSV"),
                                   QStringLiteral("FILE")));
    options.add(QCommandLineOption(QStringLiteral("threads"),
                                   tr("how many cores work; the figures do not depend on it"), QStringLiteral("N"),
                                   QStringLiteral("0")));
    options.add({QStringLiteral("print-policy"), tr("print the built-in policy and end")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    bool runsOk = false;
    bool threadsOk = false;
    bool seedOk = true;
    const auto runs = options.value(QStringLiteral("runs")).toInt(&runsOk);
    const auto threads = options.value(QStringLiteral("threads")).toInt(&threadsOk);
    // Within what JSON numbers hold exactly everywhere.
    const auto seed = options.isSet(QStringLiteral("seed")) ? options.value(QStringLiteral("seed")).toULongLong(&seedOk)
                                                            : QRandomGenerator::system()->bounded(1U << 31);
    if (!options.positional().isEmpty() || !runsOk || runs < 1 || runs > kMostRuns || !threadsOk || threads < 0 ||
        threads > 1024 || !seedOk || seed > 9'007'199'254'740'991ULL)
        return options.usageError(streams,
                                  tr("--runs is a number from 1 to %1, --seed one from 0 to 2^53 - 1").arg(kMostRuns));
    const auto list = chosen(options, streams, exitCode);
    if (!list)
        return exitCode;
    if (options.isSet(QStringLiteral("print-policy"))) {
        streams.out << QString::fromUtf8(policyTextFor(list->constFirst().subject)) << Qt::flush;
        return ExitDone;
    }
    const auto samplesOut = options.value(QStringLiteral("samples-out"));
    if (!samplesOut.isEmpty() && list->size() != 1)
        return options.usageError(streams, tr("--samples-out writes a run of one scenario: name it with --scenario"));
    QList<Row> rows;
    for (const auto &scenario : *list) {
        const auto policy = policyFor(options, scenario.subject, streams, exitCode);
        if (!policy)
            return exitCode;
        Order order{
            .scenario = scenario, .policy = *policy, .runs = runs, .seed = seed, .threads = threads, .progress = {}};
        if (streams.terminal)
            order.progress = [&](int done) {
                streams.err << '\r' << scenario.id << ' ' << done << '/' << runs << "   " << Qt::flush;
                return true;
            };
        rows += policy::simulation::simulate(order);
        if (streams.terminal)
            streams.err << '\r' << QString(70, QLatin1Char(' ')) << '\r' << Qt::flush;
        if (!samplesOut.isEmpty() && (exitCode = writeRun(order, samplesOut, streams, options.json())) != ExitDone)
            return exitCode;
    }
    if (options.json()) {
        QJsonArray all;
        for (const auto &row : rows)
            all.append(toJson(row));
        streams.out << QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact)) << Qt::endl;
        return ExitDone;
    }
    streams.out
        << tr("%1 of each scenario, seed %2. Delays count from the onset and know neither lateness nor scrapes.")
               .arg(format::plural(runs, tr("one run"), tr("%1 runs")))
               .arg(seed)
        << "\n\n";
    printTable(streams.out, rows, false);
    printTable(streams.out, rows, true);
    streams.out.flush();
    return ExitDone;
}

} // namespace astern::app
