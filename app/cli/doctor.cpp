// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/act.h"
#include "app/cli/backends.h"
#include "app/cli/bundle.h"
#include "app/cli/escalations.h"
#include "app/cli/options.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/engine/journalopening.h"
#include "app/unixsignals.h"
#include "models/base/format.h"
#include "models/views/logwords.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

struct Finding {
    enum class State { Good, Doubtful, Bad };
    State state = State::Good;
    QString what;
    QString words;
    QString hint;
    bool permission = false; // a refusal of the credentials, not a broken connection
};

QString stateWord(Finding::State state)
{
    switch (state) {
    case Finding::State::Good:
        return QStringLiteral("ok");
    case Finding::State::Doubtful:
        return QStringLiteral("note");
    case Finding::State::Bad:
        return QStringLiteral("wrong");
    }
    return {};
}

Finding journalFinding(const JournalState &state)
{
    Finding finding{Finding::State::Good, tr("journal"), {}, {}, false};
    if (state.state == JournalState::State::Open) {
        finding.words = tr("%1 entries, verified to %2, %3")
                            .arg(format::count(qint64(state.size)), format::count(qint64(state.verifiedTo)),
                                 state.owner ? tr("owned by this process") : tr("through the process that owns it"));
        if (!state.locked.isEmpty()) {
            finding.state = Finding::State::Doubtful;
            finding.hint = tr("Only emergencies are recorded: %1").arg(state.locked);
        }
    } else {
        finding.state = Finding::State::Bad;
        finding.words = state.words.isEmpty() ? tr("not open") : state.words;
    }
    return finding;
}

// What whoever follows the team's log on this device says; its connection is tested beside.
QList<Finding> teamFindings(const Session &session)
{
    QList<Finding> findings;
    const SharedLogState &state = session.journalState().shared;
    if (session.workspace().journal.team.isEmpty())
        return findings;
    for (const SharedAlarm &alarm : state.alarms) {
        if (alarm.healedMs == 0)
            findings.append({Finding::State::Bad, tr("shared log"), alarm.words, alarm.hint, false});
    }
    const TeamWords words = teamWords(state);
    if (!findings.isEmpty() || words.text.isEmpty())
        return findings;
    findings.append({Finding::State::Doubtful, tr("shared log"), words.text, words.hint, false});
    return findings;
}

Finding keyFinding(const QString &dataFolder)
{
    const KeyWords where = keyWords(QDir(dataFolder).filePath(QStringLiteral("journal")));
    return {where.isGood ? Finding::State::Good : Finding::State::Bad, tr("key of this device"), where.words,
            where.hint, false};
}

QList<Finding> backendFindings(const Session &session)
{
    QList<Finding> findings;
    for (const BackendHealth &health : session.backends()) {
        Finding finding{Finding::State::Good, tr("backend %1 (%2)").arg(health.backend, health.type), {}, {}, false};
        if (health.state == BackendHealth::State::Live) {
            finding.words = tr("answers, %1 ago").arg(format::duration(session.nowMs() - health.lastAnswerMs));
            if (health.signInUntilMs > 0)
                finding.words += tr(", signed in until %1").arg(format::stamp(health.signInUntilMs));
            if (!health.reason.isEmpty())
                finding.words += QStringLiteral("; ") + health.reason;
            if (!health.reason.isEmpty() || health.signInEndsSoon(session.nowMs())) {
                finding.state = Finding::State::Doubtful;
                finding.hint = health.hint;
            }
        } else {
            finding.state = Finding::State::Bad;
            finding.words = health.reason.isEmpty() ? tr("no answer yet") : health.reason;
            finding.hint = health.hint;
        }
        findings.append(finding);
    }
    return findings;
}

// What the tests of the connections found, beside what watching says: the lines of Settings, in the same words.
QList<Finding> connectionFindings(Engine &engine)
{
    QList<Finding> findings;
    QEventLoop loop;
    const Workspace &workspace = engine.session().workspace();
    QStringList ids;
    for (const BackendConfig &config : workspace.backends)
        ids.append(config.id);
    for (const SinkConfig &sink : workspace.journal.sinks) {
        if (!ids.contains(sink.id))
            ids.append(sink.id);
    }
    if (!workspace.journal.team.isEmpty())
        ids.append(kTeamName);
    const QString provider = QLatin1String(kIdentityConnection);
    if (workspace.identity.isOidc())
        ids.append(provider);
    QMap<QString, ConnectionReport> reports;
    for (const QString &id : std::as_const(ids)) {
        engine.testConnection(id, [&, id](const ConnectionReport &report) {
            reports.insert(id, report);
            const auto complete =
                std::count_if(reports.cbegin(), reports.cend(), [](const auto &each) { return each.complete; });
            if (complete == ids.size())
                loop.quit();
        });
    }
    if (!ids.isEmpty())
        loop.exec();
    for (const QString &id : std::as_const(ids)) {
        for (const ConnectionLine &line : reports.value(id).lines) {
            const bool good = line.state == ConnectionLine::State::Good;
            // What is wrong with the connection is said once, by watching; a right that is missing stops nothing yet.
            // Of a sink, the team's store or who knows people nobody else says it.
            const bool wrong = line.state == ConnectionLine::State::Wrong &&
                               (id == provider || id == kTeamName || workspace.journal.sink(id));
            findings.append({good    ? Finding::State::Good
                             : wrong ? Finding::State::Bad
                                     : Finding::State::Doubtful,
                             tr("%1: %2").arg(id == provider ? tr("identity") : id, line.what), line.words, line.hint,
                             false});
        }
    }
    return findings;
}

// Whom the workspace knows to tell, whether their secrets are there, and what is open.
QList<Finding> peopleFindings(Engine &engine)
{
    QList<Finding> findings;
    const Session &session = engine.session();
    const NotifyConfig &notify = session.workspace().notify;
    for (const NotifyTarget &target : notify.targets) {
        const bool mail = target.channel == NotifyTarget::Channel::Email;
        findings.append({Finding::State::Good, tr("tells %1").arg(target.id),
                         mail ? tr("by e-mail, through %1").arg(notify.mail.host)
                              : tr("%1, kept as %2").arg(toString(target.channel), target.secret.text),
                         tr("`asternctl notify test %1` sends a test").arg(target.id), false});
    }
    if (notify.targets.isEmpty())
        findings.append({Finding::State::Doubtful, tr("people"), tr("nobody is told outside of Astern"),
                         tr("Declare people.notify in astern.yaml."), false});
    const auto known =
        wait<escalation::Sight>([&](Done<escalation::Sight> done) { engine.escalations(std::move(done)); });
    for (const QString &line : known && *known ? escalationLines(**known, session.nowMs()) : QStringList{})
        findings.append({Finding::State::Doubtful, tr("waits for a person"), line, {}, false});
    return findings;
}

// Could each service be rolled back right now: is there a target, and may the credentials do it?
QList<Finding> rollbackFindings(Engine &engine)
{
    QList<Finding> findings;
    Session &session = engine.session();
    for (const Placement &placement : session.workspace().placements()) {
        Finding finding{
            Finding::State::Good, tr("roll back %1 in %2").arg(placement.service, placement.where()), {}, {}, false};
        const Result<Plan> plan = session.plan(PlanKind::Rollback, placement.key());
        if (!plan) {
            finding.state = plan.error().kind == Error::Kind::Refused ? Finding::State::Doubtful : Finding::State::Bad;
            finding.words = plan.error().message;
            finding.hint = plan.error().hint;
            findings.append(finding);
            continue;
        }
        finding.words = tr("possible, to %1").arg(plan->toVersion);
        for (const PlanStep &step : plan->steps) {
            if (step.kind != PlanStep::Kind::Command)
                continue;
            QEventLoop loop;
            bool answered = false;
            engine.mayI(step.command, [&](const Result<Permission> &answer) {
                answered = true;
                if (!answer) {
                    finding.state = Finding::State::Bad;
                    finding.words = answer.error().message;
                    finding.hint = answer.error().hint;
                } else if (!answer->allowed) {
                    finding.state = Finding::State::Bad;
                    finding.permission = true;
                    finding.words = tr("the credentials may not %1: %2").arg(actionWord(step.command), answer->reason);
                }
                loop.quit();
            });
            if (!answered)
                loop.exec();
        }
        findings.append(finding);
    }
    return findings;
}

QJsonArray toJson(const QList<Finding> &findings)
{
    QJsonArray list;
    for (const Finding &finding : findings) {
        list.append(QJsonObject{{QStringLiteral("state"), stateWord(finding.state)},
                                {QStringLiteral("what"), finding.what},
                                {QStringLiteral("message"), finding.words},
                                {QStringLiteral("hint"), finding.hint}});
    }
    return list;
}

int exitCodeOf(const QList<Finding> &findings)
{
    int exitCode = ExitDone;
    for (const Finding &finding : findings) {
        if (finding.state == Finding::State::Bad)
            exitCode = finding.permission && exitCode != ExitUnreachable ? ExitNotPermitted : ExitUnreachable;
    }
    return exitCode;
}

// Support is needed most where the workspace cannot be read: then the bundle holds what can be said without it.
BundleFacts factsWithoutEngine(const VerbOptions &options)
{
    BundleFacts facts;
    facts.workspaceFolder = options.workspaceFolder();
    QFile file(QDir(facts.workspaceFolder).filePath(QLatin1String(kWorkspaceFile)));
    if (file.open(QIODevice::ReadOnly))
        facts.workspaceText = file.read(2'000'000);
    facts.reading = readWorkspace(facts.workspaceFolder);
    facts.dataFolder = options.dataFolder();
    if (facts.dataFolder.isEmpty() && facts.reading.workspace)
        facts.dataFolder = defaultDataFolder(*facts.reading.workspace);
    return facts;
}

// The log opens on a thread of its own; asked too soon it has only said that it is opening.
void settleJournal(Session &session)
{
    constexpr int kWaitMs = 10'000;
    QEventLoop loop;
    const auto check = [&] {
        if (session.journalState().state != JournalState::State::Opening)
            loop.quit();
    };
    QObject::connect(&session, &Session::journalChanged, &loop, check);
    QTimer::singleShot(kWaitMs, &loop, &QEventLoop::quit);
    QTimer::singleShot(0, &loop, check);
    loop.exec();
}

QList<JournalEntry> newestEntries(Engine &engine)
{
    constexpr int kNewest = 200;
    QList<JournalEntry> entries;
    QEventLoop loop;
    const Inbox inbox(&loop);
    engine.journal().entries({.limit = kNewest}, inbox.wrap([&](const Result<QList<JournalEntry>> &page) {
        if (page)
            entries = *page;
        loop.quit();
    }));
    loop.exec();
    return entries;
}

// How the verb ends when the bundle was, or was not, written.
int bundle(const VerbOptions &options, const BundleFacts &facts, int exitCode, Streams streams)
{
    const QString path = options.value(QStringLiteral("bundle"));
    if (const Result<Ok> written = writeBundle(path, facts); !written)
        return fail(streams, written.error(), options.json());
    streams.err << tr("%1 is written. No secret is in it; read it before you send it.").arg(path) << Qt::endl;
    return exitCode;
}

} // namespace

int runDoctor(const QStringList &args, Streams streams)
{
    VerbOptions options(
        QStringLiteral("doctor"),
        tr("Checks the workspace, each backend, the log, and whether every service could be rolled back now."),
        QStringLiteral("[--workspace DIR] [--bundle FILE.tar.gz [--with-log]] [--json]"),
        QStringLiteral("asternctl doctor --workspace ./shop --bundle astern-doctor.tar.gz"));
    options.add(
        {QStringLiteral("bundle"), tr("Also write what support needs, without any secret."), QStringLiteral("FILE")});
    options.add({QStringLiteral("with-log"), tr("The newest entries of the log go into the bundle, too.")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    const bool bundled = options.isSet(QStringLiteral("bundle"));
    if (options.isSet(QStringLiteral("with-log")) && !bundled)
        return options.usageError(streams, tr("--with-log goes with --bundle"));
    if (!workspace)
        return bundled ? bundle(options, factsWithoutEngine(options), exitCode, streams) : exitCode;
    auto engine = Engine::create(*workspace,
                                 {.dataFolder = options.dataFolder(), .recover = false, .readOnly = true, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    startAndSettle(**engine, 12'000);
    settleJournal((*engine)->session());
    if (receivedUnixSignal())
        return 128 + receivedUnixSignal();

    QList<Finding> findings{journalFinding((*engine)->session().journalState())};
    findings += teamFindings((*engine)->session());
    findings.append(keyFinding(options.dataFolder().isEmpty() ? defaultDataFolder(*workspace) : options.dataFolder()));
    findings += backendFindings((*engine)->session());
    findings += connectionFindings(**engine);
    if (receivedUnixSignal())
        return 128 + receivedUnixSignal();
    for (const Unenforced &item : workspace->unenforced) {
        findings.append({Finding::State::Doubtful,
                         item.at.toString(),
                         tr("%1 cannot be enforced by this version: promotions it covers are refused").arg(item.what),
                         {},
                         false});
    }
    findings += peopleFindings(**engine);
    findings += rollbackFindings(**engine);

    if (!options.json()) {
        for (const Finding &finding : std::as_const(findings)) {
            streams.out << stateWord(finding.state).leftJustified(6) << finding.what << ": " << finding.words;
            if (!finding.hint.isEmpty())
                streams.out << "  " << finding.hint;
            streams.out << '\n';
        }
    } else {
        streams.out << QString::fromUtf8(QJsonDocument(toJson(findings)).toJson(QJsonDocument::Compact)) << '\n';
    }
    streams.out.flush();
    exitCode = exitCodeOf(findings);
    if (!bundled)
        return exitCode;
    BundleFacts facts = factsWithoutEngine(options);
    facts.backends = (*engine)->session().backends();
    facts.journal = (*engine)->session().journalState();
    facts.findings = toJson(findings);
    facts.withEntries = options.isSet(QStringLiteral("with-log"));
    if (facts.withEntries)
        facts.entries = newestEntries(**engine);
    return bundle(options, facts, exitCode, streams);
}

} // namespace astern::app
