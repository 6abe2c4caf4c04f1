// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"
#include "app/cli/table.h"
#include "app/cli/timeline.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "models/base/format.h"
#include "models/guard/recorded.h"
#include "models/journal/canonical.h"
#include "models/policy/canonicalform.h"
#include "models/policy/reader.h"
#include "models/policy/samples/samplereader.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QCommandLineOption option(const char *name, const QString &text, const char *value, const char *otherwise = "")
{
    return QCommandLineOption(QLatin1String(name), text, QLatin1String(value), QLatin1String(otherwise));
}

// RFC 3339 with an offset, or milliseconds since 1970.
std::optional<qint64> instantOf(const QString &text)
{
    bool whole = false;
    const auto ms = text.toLongLong(&whole);
    if (whole)
        return ms;
    const auto instant = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!instant.isValid() || instant.timeSpec() == Qt::LocalTime)
        return std::nullopt;
    return instant.toMSecsSinceEpoch();
}

// "version=4.8.0;app=checkout"
std::optional<QMap<QString, QString>> labelsOf(const QString &text)
{
    QMap<QString, QString> labels;
    for (const auto &pair : text.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        const auto at = pair.indexOf(QLatin1Char('='));
        if (at <= 0)
            return std::nullopt;
        labels.insert(pair.first(at), pair.mid(at + 1));
    }
    return labels;
}

// Every policy that the command line names; absent: `exitCode` says how the verb ends.
std::optional<QList<policy::Policy>> readPolicies(const VerbOptions &options, const QString &service, Streams streams,
                                                  int &exitCode)
{
    QList<policy::Policy> policies;
    exitCode = ExitDone;
    for (const auto &file : options.values(QStringLiteral("policy"))) {
        const auto reading = policy::readFile(file);
        for (const auto &issue : reading.issues)
            streams.err << issue.toString() << '\n';
        if (!reading.policy)
            exitCode = std::max<int>(exitCode, reading.unreadable ? ExitUnreachable : ExitRefused);
        else
            policies.append(*reading.policy);
    }
    streams.err.flush();
    if (exitCode != ExitDone)
        return std::nullopt;
    const auto environment = options.value(QStringLiteral("environment"));
    for (const auto &policy : std::as_const(policies)) {
        const bool twice = std::count_if(policies.cbegin(), policies.cend(),
                                         [&](const policy::Policy &other) { return other.id == policy.id; }) > 1;
        const bool applies = (service.isEmpty() || policy.appliesTo.service == service) &&
                             (environment.isEmpty() || policy.appliesTo.environments.contains(environment));
        if (applies && !twice)
            continue;
        exitCode = fail(
            streams,
            Error{.kind = Error::Kind::Refused,
                  .message =
                      twice ? tr("%1 is named twice").arg(policy.id) : tr("%1 is not about that place").arg(policy.id),
                  .where = {},
                  .hint = tr("It applies to %1 in %2.")
                              .arg(policy.appliesTo.service, policy.appliesTo.environments.join(QStringLiteral(", ")))},
            options.json());
        return std::nullopt;
    }
    return policies;
}

int print(const guard::BacktestOrder &order, const guard::NextRecord &next, Streams streams)
{
    const auto startMs = order.rollout.startMs;
    std::vector<Timeline> timelines;
    for (const auto &policy : order.policies)
        timelines.emplace_back(policy, startMs);
    const auto judged = guard::backtest(
        order, next, [&](size_t policy, const policy::Verdict &verdict) { timelines[policy].add(verdict); });
    if (!judged)
        return fail(streams, judged.error(), false);
    const guard::BacktestFound &found = *judged;
    auto &out = streams.out;
    out << tr("%1, started %2; %3 records")
               .arg(order.rollout.id, format::stamp(startMs, QTimeZone::utc()), format::count(found.records))
        << '\n';
    if (order.revised)
        out << tr("REVISED: %1 counted for the tick it belongs to, although it came too late for it. Nobody saw "
                  "these verdicts at the time.")
                   .arg(format::plural(found.revised, tr("one sample is"), tr("%1 samples are")))
            << '\n';
    if (!found.absent.isEmpty())
        out << tr("No sample of %1 is among them: what needs it has no answer.")
                   .arg(found.absent.join(QStringLiteral(", ")))
            << '\n';
    for (qsizetype i = 0; i < order.policies.size(); ++i) {
        const auto &policy = order.policies.at(i);
        const auto &timeline = timelines[size_t(i)];
        out << '\n'
            << tr("%1 revision %2, digest %3: %4 of %5")
                   .arg(policy.id)
                   .arg(policy.revision)
                   .arg(policy::digestOf(policy).left(12),
                        format::plural(timeline.ticks(), tr("one tick"), tr("%1 ticks")),
                        format::duration(policy.time.tickMs))
            << '\n'
            << timeline.text();
    }
    out << '\n' << tr("What the ladder would have done") << '\n';
    if (found.acts.isEmpty())
        out << tr("nothing") << '\n';
    printActs(out, found.acts, startMs);
    out << tr("(every act taken as confirmed at once, questions as unanswered%1)")
               .arg(found.marked ? QString() : tr(", mitigations as no help: the samples do not say that any was made"))
        << Qt::endl;
    return ExitDone;
}

// The records as they would have been written down, tick by tick, or the acts: canonical JSON, one a line.
int printJson(const guard::BacktestOrder &order, const guard::NextRecord &next, bool acts, Streams streams)
{
    bool whole = true;
    const auto line = [&](const QJsonObject &json) {
        const auto bytes = toCanonical(json);
        streams.out << (bytes ? QString::fromUtf8(*bytes) : bytes.error().toString()) << '\n';
        whole = whole && bytes.ok();
    };
    QList<policy::JudgedBy> by;
    for (const auto &policy : order.policies)
        by.append({policy.id, policy::digestOf(policy), order.rollout.id});
    const auto found = guard::backtest(order, next, [&](size_t policy, const policy::Verdict &verdict) {
        if (!acts)
            line(toRecord(verdict, order.policies.at(qsizetype(policy)), by.at(qsizetype(policy))));
    });
    if (!found) {
        streams.out.flush();
        return fail(streams, found.error(), true);
    }
    for (const auto &act : acts ? found->acts : QList<guard::Act>())
        line(guard::toJson(act));
    streams.out.flush();
    return whole ? ExitDone : ExitRefused;
}

int tell(const VerbOptions &options, const guard::BacktestOrder &order, const guard::NextRecord &next, Streams streams)
{
    return options.json() ? printJson(order, next, options.isSet(QStringLiteral("acts")), streams)
                          : print(order, next, streams);
}

// The data folder that the guard of this workspace writes to; absent: `exitCode` says how the verb ends.
std::optional<QString> dataFolderOf(const VerbOptions &options, Streams streams, int &exitCode)
{
    if (!options.dataFolder().isEmpty())
        return options.dataFolder();
    const auto workspace = loadWorkspace(options, streams, exitCode);
    return workspace ? std::optional(defaultDataFolder(*workspace)) : std::nullopt;
}

int list(const VerbOptions &options, const QString &dataFolder, Streams streams)
{
    const auto all = policy::RecordStore(guard::samplesFolder(dataFolder)).list();
    if (!all)
        return fail(streams, all.error(), options.json());
    QJsonArray rows;
    Table table({tr("began"), tr("recorded to"), tr("size"), tr("rollout")});
    for (const auto &one : *all) {
        rows.append(QJsonObject{{QStringLiteral("rollout"), one.rollout},
                                {QStringLiteral("service"), one.service},
                                {QStringLiteral("place"), one.place},
                                {QStringLiteral("start_ms"), one.startMs},
                                {QStringLiteral("end_ms"), one.endMs},
                                {QStringLiteral("bytes"), one.bytes},
                                {QStringLiteral("open"), one.open},
                                {QStringLiteral("problem"), one.problem ? one.problem->toString() : QString()}});
        table.add({one.startMs > 0 ? format::stamp(one.startMs, QTimeZone::utc()) : QString(),
                   format::stamp(one.endMs, QTimeZone::utc()),
                   tr("%1 KiB").arg(format::count((one.bytes + 1023) / 1024)),
                   one.problem ? one.problem->toString() : one.rollout});
    }
    if (options.json())
        streams.out << QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact)) << Qt::endl;
    else if (all->isEmpty())
        streams.out << tr("No rollout is recorded in %1").arg(guard::samplesFolder(dataFolder)) << Qt::endl;
    else
        streams.out << table.text() << Qt::flush;
    return ExitDone;
}

// What the guard recorded of a rollout, by the policies that were in force or by others.
int runRecorded(const VerbOptions &options, bool revised, Streams streams)
{
    int exitCode = ExitDone;
    const auto folder = dataFolderOf(options, streams, exitCode);
    if (!folder)
        return exitCode;
    if (options.isSet(QStringLiteral("list")))
        return list(options, *folder, streams);
    const auto meant = guard::findRecorded(*folder, options.value(QStringLiteral("rollout")));
    if (!meant)
        return fail(streams, meant.error(), options.json());
    auto run = guard::RecordedRun::open(meant->path);
    if (!run)
        return fail(streams, run.error(), options.json());
    QList<policy::Policy> policies;
    if (options.isSet(QStringLiteral("policy"))) {
        const auto read = readPolicies(options, run->ground().service, streams, exitCode);
        if (!read)
            return exitCode;
        policies = *read;
    } else {
        const auto inForce = run->policies();
        if (!inForce)
            return fail(streams, inForce.error(), options.json());
        for (const auto &file : *inForce)
            policies.append(*file.policy);
    }
    const guard::BacktestOrder order{
        .policies = policies, .rollout = run->ground().rollout, .revised = revised, .assumed = {}};
    return tell(options, order, [&run] { return run->next(); }, streams);
}

} // namespace

int runBacktest(const QStringList &args, Streams streams)
{
    VerbOptions options(
        QStringLiteral("backtest"),
        tr("Judges recorded samples again: when a policy would have said what, and what its ladder would have done."),
        QStringLiteral("--rollout ID [--policy FILE...] [--lateness inf] [--acts] [--json]\n"
                       "       asternctl backtest --list\n"
                       "       asternctl backtest --policy FILE... --samples FILE --start TIME [--rollout-id ID] "
                       "[--service S --environment E] [--new k=v] [--stable k=v] [--lateness inf] [--acts] [--json]"),
        QStringLiteral("asternctl backtest --policy checkout.yaml --samples rollout.ndjson --start "
                       "2026-11-23T14:00:03Z --new version=4.8.0 --stable version=4.7.9"));
    options.add(
        option("rollout",
               tr("a rollout that the guard recorded: its id, or a part of one that no other has. Judged by the "
                  "policies that were in force, or by those of --policy"),
               "ID"));
    options.add({QStringLiteral("list"), tr("print the rollouts that are recorded, the oldest first")});
    options.add(option("policy", tr("a policy; several judge side by side"), "FILE"));
    options.add(option("samples", tr("recorded samples, NDJSON or CSV; - reads standard input"), "FILE"));
    options.add(
        option("start", tr("when the rollout began: RFC 3339 with an offset, or milliseconds since 1970"), "TIME"));
    options.add(option("rollout-id", tr("what the records call the rollout"), "ID", "backtest"));
    options.add(option("service", tr("refuse policies that are not about this service"), "S"));
    options.add(option("environment", tr("refuse policies that are not about this environment"), "E"));
    options.add(option("new", tr("labels of the new version's series"), "k=v;k=v", "version=new"));
    options.add(option("stable", tr("labels of the stable version's series; \"\": there is none"), "k=v;k=v",
                       "version=stable"));
    options.add(option("lateness", tr("\"inf\": no sample is too late; the report says that it is revised"), "inf"));
    options.add({QStringLiteral("acts"), tr("with --json: what the ladder would have done, not the verdicts")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const auto lateness = options.value(QStringLiteral("lateness"));
    if (!lateness.isEmpty() && lateness != QLatin1String("inf"))
        return options.usageError(streams, tr("--lateness is inf; the policy's own needs no option"));
    const bool listed = options.isSet(QStringLiteral("list"));
    if (options.positional().isEmpty() && (listed || options.isSet(QStringLiteral("rollout")))) {
        for (const auto *other : {"samples", "start", "rollout-id", "new", "stable"}) {
            if (options.isSet(QLatin1String(other)))
                return options.usageError(
                    streams,
                    tr("--%1 goes with --samples: of a recorded rollout it is known").arg(QLatin1String(other)));
        }
        return runRecorded(options, !lateness.isEmpty(), streams);
    }
    if (!options.positional().isEmpty() || !options.isSet(QStringLiteral("policy")) ||
        !options.isSet(QStringLiteral("samples")) || !options.isSet(QStringLiteral("start")))
        return options.usageError(streams, tr("say --rollout, or --policy, --samples and --start"));
    const auto start = instantOf(options.value(QStringLiteral("start")));
    if (!start)
        return options.usageError(streams, tr("--start is a time like 2026-11-23T14:00:03Z"));
    const auto newLabels = labelsOf(options.value(QStringLiteral("new")));
    const auto stableLabels = labelsOf(options.value(QStringLiteral("stable")));
    if (!newLabels || !stableLabels)
        return options.usageError(streams, tr("--new and --stable are labels like version=4.8.0"));

    auto policies = readPolicies(options, options.value(QStringLiteral("service")), streams, exitCode);
    if (!policies)
        return exitCode;
    const guard::BacktestOrder order{.policies = *policies,
                                     .rollout = {.id = options.value(QStringLiteral("rollout-id")),
                                                 .startMs = *start,
                                                 .newLabels = *newLabels,
                                                 .stableLabels = *stableLabels,
                                                 .sameSlots = {}},
                                     .revised = !lateness.isEmpty(),
                                     .assumed = {}};
    const auto name = options.value(QStringLiteral("samples"));
    QFile file(name);
    const bool opened =
        name == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened)
        return fail(streams,
                    Error{.kind = Error::Kind::Storage,
                          .message = tr("The samples cannot be read"),
                          .where = name,
                          .hint = file.errorString()},
                    options.json());
    policy::SampleReader reader(file, name);
    return tell(options, order, guard::recordsOf(reader), streams);
}

} // namespace astern::app
