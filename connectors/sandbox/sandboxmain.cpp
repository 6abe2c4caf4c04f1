// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/sandboxmain.h"

#include "connectors/sandbox/host.h"
#include "connectors/sandbox/json.h"
#include "connectors/sandbox/workspacewriter.h"
#include "models/base/savewhole.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <csignal>
#include <cstdio>
#include <optional>
#include <poll.h>
#include <unistd.h>

namespace astern::connectors {

using namespace sandbox;

namespace {

QString tr(const char *text) { return QCoreApplication::translate("Sandbox", text); }

volatile std::sig_atomic_t g_ending = 0;
void onSignal(int) { g_ending = 1; }

void say(FILE *to, const QByteArray &text)
{
    std::fwrite(text.constData(), 1, size_t(text.size()), to);
    std::fflush(to);
}

struct Wishes {
    Host::Options host;
    QString workspace;
    QString state;
    bool withParent = false;
    bool policies = true;
};

// Empty when help was asked for or something is wrong; then `exitCode` says which.
std::optional<Wishes> parse(const QStringList &args, int &exitCode)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("Opens a simulated company on loopback: three clusters, a Prometheus, a dozen services.\n"
           "Prints one line of JSON when it answers.\n\n"
           "Example: asternctl sandbox --seed 7 --speed 4 --workspace ~/sandbox"));
    parser.addOptions({
        {u"seed"_s, tr("The same seed makes the same company."), u"N"_s, u"1"_s},
        {u"speed"_s, tr("Simulated seconds per second."), u"X"_s, u"1"_s},
        {u"rollouts"_s, tr("Adds plain services until there are so many places."), u"N"_s, u"0"_s},
        {u"port"_s, tr("Prometheus gets this port, the clusters the next three, then the others; 0: free ones."),
         u"P"_s, u"0"_s},
        {u"workspace"_s, tr("Where to write the workspace; a temporary folder otherwise."), u"DIR"_s},
        {u"state"_s, tr("Also writes the line of JSON to this file while it runs."), u"FILE"_s},
        {u"scenario"_s, tr("Begins quiet, with a release of which the truth is known."), u"NAME"_s},
        {u"list-scenarios"_s, tr("Lists the scenarios.")},
        {u"at"_s, tr("Where the scenario plays."), u"SERVICE@CLUSTER"_s, u"checkout@prod-eu-1"_s},
        {u"onset"_s, tr("Seconds from the release to the fault; otherwise drawn from the seed."), u"S"_s},
        {u"quiet"_s, tr("Begins with every rollout finished and nothing wrong.")},
        {u"without-policies"_s, tr("Writes no policies into the workspace: nothing is judged, nobody acts by itself.")},
        {u"with-parent"_s, tr("Ends when the process that started it ends.")},
        {{u"h"_s, u"help"_s}, tr("Shows this help.")},
    });
    const auto wrong = [&exitCode](const QString &message) {
        say(stderr, (message + QLatin1Char('\n')).toUtf8());
        exitCode = 3;
        return std::nullopt;
    };
    if (!parser.parse(QStringList{u"asternctl sandbox"_s} + args))
        return wrong(parser.errorText());
    if (parser.isSet(u"help"_s)) {
        say(stdout, parser.helpText().toUtf8());
        exitCode = 0;
        return std::nullopt;
    }
    if (parser.isSet(u"list-scenarios"_s)) {
        say(stdout, scenarioList().toUtf8());
        exitCode = 0;
        return std::nullopt;
    }
    if (!parser.positionalArguments().isEmpty())
        return wrong(tr("sandbox takes no argument \"%1\"; see --help").arg(parser.positionalArguments().first()));
    bool seed = true;
    bool speed = true;
    bool rollouts = true;
    bool port = true;
    Wishes wishes;
    wishes.host.world.seed = parser.value(u"seed"_s).toULongLong(&seed);
    wishes.host.world.speed = parser.value(u"speed"_s).toDouble(&speed);
    wishes.host.world.rollouts = parser.value(u"rollouts"_s).toInt(&rollouts);
    wishes.host.world.story = !parser.isSet(u"quiet"_s);
    wishes.host.port = parser.value(u"port"_s).toInt(&port);
    wishes.workspace = parser.value(u"workspace"_s);
    wishes.state = parser.value(u"state"_s);
    wishes.withParent = parser.isSet(u"with-parent"_s);
    wishes.policies = !parser.isSet(u"without-policies"_s);
    if (!seed)
        return wrong(tr("--seed must be a whole number"));
    if (!speed || !(wishes.host.world.speed >= 0.1 && wishes.host.world.speed <= 1000))
        return wrong(tr("--speed must be between 0.1 and 1000"));
    if (!rollouts || wishes.host.world.rollouts < 0 || wishes.host.world.rollouts > 20'000)
        return wrong(tr("--rollouts must be between 0 and 20000"));
    if (!port || wishes.host.port < 0 || wishes.host.port > 65'000)
        return wrong(tr("--port must be between 0 and 65000"));
    if (!parser.isSet(u"scenario"_s)) {
        if (parser.isSet(u"onset"_s) || parser.isSet(u"at"_s))
            return wrong(tr("--onset and --at belong to --scenario"));
        return wishes;
    }
    ScenarioOrder order;
    bool onset = true;
    order.name = parser.value(u"scenario"_s);
    order.service = parser.value(u"at"_s).section(QLatin1Char('@'), 0, 0);
    order.cluster = parser.value(u"at"_s).section(QLatin1Char('@'), 1);
    if (parser.isSet(u"onset"_s))
        order.onsetSeconds = parser.value(u"onset"_s).toDouble(&onset);
    if (!onset || (parser.isSet(u"onset"_s) && order.onsetSeconds < 0))
        return wrong(tr("--onset must be a number of seconds"));
    if (const QString problem = order.problem(); !problem.isEmpty())
        return wrong(problem);
    wishes.host.world.story = false;
    wishes.host.world.scenario = order;
    return wishes;
}

QString announce(const Host &host, const Wishes &wishes, const QString &folder)
{
    WorkspaceFacts facts;
    QJsonArray urls;
    for (const QString &name : host.clusterNames()) {
        facts.clusters.append({name, host.clusterUrl(name)});
        urls.append(host.clusterUrl(name));
    }
    facts.prometheus = host.url(u"prometheus"_s);
    facts.unleash = host.url(u"unleash"_s);
    facts.adminToken = host.adminToken();
    facts.viewerToken = host.viewerToken();
    facts.services = host.world().services();
    facts.scrapeMs = host.world().scrapeMs();
    facts.policies = wishes.policies;
    if (const QString error = writeWorkspace(folder, facts); !error.isEmpty())
        return error;
    const QString control = host.url(u"prometheus"_s) + u"/sandbox/"_s;
    QJsonObject ready{{u"workspace"_s, folder},
                      {u"kubernetes"_s, urls},
                      {u"control"_s, control + u"control"_s},
                      {u"control_token"_s, QString::fromLatin1(host.controlToken())},
                      {u"page"_s, control + u"#token="_s + QString::fromLatin1(host.controlToken())},
                      {u"pid"_s, qint64(::getpid())}};
    for (const QString &server : Host::otherServers())
        ready.insert(server, host.url(server));
    const QByteArray line = compact(ready) + '\n';
    if (!wishes.state.isEmpty()) {
        // It holds the token.
        const Result<Ok> saved = saveWhole(wishes.state, line, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        if (!saved)
            return QStringLiteral("%1 (%2)").arg(saved.error().message, saved.error().where);
    }
    say(stdout, line);
    return {};
}

} // namespace

int runSandbox(const QStringList &args)
{
    int exitCode = 0;
    std::optional<Wishes> wishes = parse(args, exitCode);
    if (!wishes)
        return exitCode;
    const pid_t parent = ::getppid();
    struct sigaction action = {};
    action.sa_handler = onSignal;
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        ::sigaction(number, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    std::optional<QTemporaryDir> temporary;
    QString folder = QDir::current().absoluteFilePath(wishes->workspace);
    if (wishes->workspace.isEmpty()) {
        temporary.emplace(QDir::temp().filePath(u"astern-sandbox-XXXXXX"_s));
        folder = temporary->path();
    }
    wishes->host.world.startWallMs = QDateTime::currentMSecsSinceEpoch();
    Host host(wishes->host);
    QString error = host.start();
    if (error.isEmpty())
        error = announce(host, *wishes, folder);
    if (!error.isEmpty()) {
        say(stderr, (error + QLatin1Char('\n')).toUtf8());
        return 4;
    }
    while (g_ending == 0 && (!wishes->withParent || ::getppid() == parent))
        ::poll(nullptr, 0, 200); // a signal ends the wait
    host.stop();
    if (!wishes->state.isEmpty())
        QFile::remove(wishes->state);
    return 0;
}

} // namespace astern::connectors
