// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of gates: what waits, and what people say to it.
#include "app/cli/backends.h"
#include "app/cli/gateparts.h"
#include "app/cli/json.h"
#include "app/cli/table.h"
#include "app/cli/verbs.h"
#include "app/unixsignals.h"
#include "models/approval/deviceenrol.h"
#include "models/base/format.h"
#include "models/identity/personrule.h"
#include "models/journal/words.h"
#include "models/views/gatewords.h"
#include "models/views/policychanges.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

using Verdict = ApprovalRecord::Verdict;

void printRows(const Session &session, const QList<GateRow> &rows, bool json, Streams streams)
{
    if (json) {
        QJsonArray all;
        for (const GateRow &row : rows)
            all.append(toJson(row));
        streams.out << QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact)) << Qt::endl;
        return;
    }
    Table table({tr("id"), tr("place"), tr("what"), tr("gate"), tr("asked by"), tr("since"), tr("how it stands")});
    for (const GateRow &row : rows) {
        const Placement *place = session.placement(row.placementKey());
        const QString who = row.decision.requesterName.isEmpty() ? row.decision.requester : row.decision.requesterName;
        const QString words = row.pause.isEmpty() ? row.words : row.pause + QStringLiteral(". ") + row.words;
        table.add({row.request.isEmpty() ? QStringLiteral("-") : shortRequest(row.request),
                   row.service.isEmpty() ? titleOf(row)
                                         : row.service + QLatin1Char(' ') + (place ? place->where() : row.environment),
                   row.act + QLatin1Char(' ') + row.toVersion, row.gate,
                   row.kind == GateRow::Kind::Pause ? QString() : who,
                   row.sinceMs > 0 ? format::age(row.sinceMs, session.nowMs()) : QString(),
                   row.overdue ? words.toUpper() : words});
    }
    streams.out << table.text();
    if (rows.isEmpty())
        streams.err << tr("Nothing waits for anybody.") << '\n';
    streams.out.flush();
    streams.err.flush();
}

// The one request that a text means.
Result<ApprovalRecord> findRequest(const Session &session, const QString &text)
{
    QList<ApprovalRecord> found = session.doors().approvals->requestsLike(text);
    found.removeIf([](const ApprovalRecord &one) { return one.standing != ApprovalRecord::Standing::Counts; });
    if (found.size() == 1)
        return found.constFirst();
    return Error{.kind = Error::Kind::Invalid,
                 .message = found.isEmpty() ? tr("There is no request %1").arg(text)
                                            : tr("%1 may mean several requests").arg(text),
                 .hint = tr("`asternctl gates` lists them.")};
}

// What is there now, into the session: what somebody signs for is looked at freshly.
bool readFresh(Engine &engine, const Placement &placement, const VerbOptions &options, Streams streams, int &exitCode)
{
    const auto now = wait<Rollout>([&](Done<Rollout> done) { engine.read(placement.object, std::move(done)); });
    if (!now || !now->ok()) {
        exitCode = now ? fail(streams, now->error(), options.json()) : 128 + receivedUnixSignal();
        return false;
    }
    engine.session().observe(
        {.backend = placement.object.backend, .complete = false, .changed = {now->value()}, .gone = {}});
    return true;
}

int tell(const Result<Decision> &decision, const ApprovalRecord &request, const VerbOptions &options, Streams streams)
{
    if (!decision)
        return fail(streams, decision.error(), options.json());
    if (options.json()) {
        QJsonObject object = toJson(*decision);
        object.insert(QStringLiteral("id"), request.request);
        streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
    } else {
        streams.err << shortRequest(request.request) << QStringLiteral(": ") << decision->words() << Qt::endl;
    }
    return ExitDone;
}

int countersign(Engine &engine, const ApprovalRecord &review, Verdict verdict, const VerbOptions &options,
                Streams streams)
{
    if (verdict != Verdict::Approve)
        return fail(streams,
                    {.kind = Error::Kind::Invalid,
                     .message = tr("A review is countersigned, or stays open: it cannot be rejected"),
                     .hint = tr("What was done stays in the log. Roll back if it was wrong.")},
                    options.json());
    Session &session = engine.session();
    GateConfig gate;
    gate.id = review.gate;
    if (const GateConfig *known = session.workspace().gate(review.gate))
        gate = *known;
    int exitCode = ExitDone;
    if (!confirmed(shortRequest(review.request), options, streams, exitCode))
        return exitCode;
    const auto done = waitHome<Ok>([&](Done<Ok> answer) {
        session.doors().approvalDesk->countersign(review.request, gate, session.self(),
                                                  options.value(QStringLiteral("reason")), std::move(answer));
    });
    if (!done)
        return 128 + receivedUnixSignal();
    if (!done->ok())
        return fail(streams, done->error(), options.json());
    streams.err << tr("%1 is countersigned.").arg(shortRequest(review.request)) << Qt::endl;
    return ExitDone;
}

// What somebody signs for: the numbers that differ, and how to see the rest.
void printPolicyEdit(const PolicyEdit &edit, Streams streams)
{
    streams.err << edit.file() << QStringLiteral(": ") << edit.words() << '\n';
    for (const PolicyChange &change : policyChanges(edit))
        streams.err << QStringLiteral("  ") << change.line() << '\n';
    streams.err.flush();
}

// What the two who know the device compare with what it says of itself.
void printEnrolment(const DeviceEnrolment &enrolment, Streams streams)
{
    streams.err << tr("device   %1").arg(enrolment.device) << '\n'
                << tr("login    %1").arg(enrolment.login) << '\n'
                << tr("key      %1").arg(enrolment.key) << '\n'
                << tr("aloud    %1").arg(spokenKey(enrolment.key)) << '\n'
                << tr("journal  %1").arg(enrolment.journal) << '\n'
                << tr("domain   %1").arg(enrolment.domain()) << '\n'
                << tr("heads    %1").arg(enrolment.signsHeads ? tr("it signs the log's") : tr("it signs none"))
                << Qt::endl;
}

// Whoever lets something go forward in production is known, and proves to sit here, as who promotes does.
bool isHere(Engine &engine, const Plan &plan, Actor &actor, const VerbOptions &options, Streams streams, int &exitCode)
{
    const Session &session = engine.session();
    const AuthorityAnswer known =
        knownWellEnough(session.workspace().identity, session.signedIn(), plan, actor, session.nowMs());
    if (known.allowed)
        return true;
    if (!known.presence) {
        exitCode =
            fail(streams,
                 {.kind = Error::Kind::NotPermitted, .message = known.reason, .where = known.where, .hint = known.hint},
                 options.json());
        return false;
    }
    if (!provenPresent(engine, plan, options, streams, exitCode))
        return false;
    actor.auth = QLatin1String(kPinAuth);
    return true;
}

// By what is there now: a request for something else is told so, with what changed.
int decideOn(Engine &engine, const ApprovalRecord &request, Verdict verdict, const VerbOptions &options,
             Streams streams)
{
    Session &session = engine.session();
    const Result<GateStanding> standing = standingOf(session, request);
    if (!standing) {
        fail(streams, standing.error(), options.json());
        return ExitRefused;
    }
    if (!options.json()) {
        if (const std::optional<PolicyEdit> edit = policyEditOf(session, request))
            printPolicyEdit(*edit, streams);
        else if (const std::optional<DeviceEnrolment> enrolment = enrolmentIn(request.subject))
            printEnrolment(*enrolment, streams);
        else if (const Result<Plan> plan = planOf(session, request))
            printPlan(*plan, {}, session.nowMs(), streams);
        streams.err << standing->gate.where() << QStringLiteral(": ") << gateRow(session, request).words << Qt::endl;
    }
    int exitCode = ExitDone;
    const QString service = request.subject.value(QLatin1String("service")).toString();
    if (!confirmed(service.isEmpty() ? shortRequest(request.request) : service, options, streams, exitCode))
        return exitCode;
    Actor actor = session.self();
    const Result<Plan> goes = isOfPlan(request) ? planOf(session, request) : Result<Plan>(Error{});
    if (verdict == Verdict::Approve && goes && !isHere(engine, *goes, actor, options, streams, exitCode))
        return exitCode;
    const ApprovalDesk &desk = *session.doors().approvalDesk;
    const QString reason = options.value(QStringLiteral("reason"));
    const QString to = options.value(QStringLiteral("to"));
    const auto decision = waitHome<Decision>([&](Done<Decision> done) {
        if (to.isEmpty())
            desk.decide(request.request, verdict, *standing, actor, reason, std::move(done));
        else
            desk.delegate(request.request, *standing, actor, to, reason, std::move(done));
    });
    // A policy that is approved comes into force before this program ends.
    if (isPolicyEdit(request) && !gatesAreKnown(engine, options, streams, exitCode))
        return exitCode;
    return decision ? tell(*decision, request, options, streams) : 128 + receivedUnixSignal();
}

int withdraw(Engine &engine, const ApprovalRecord &request, const VerbOptions &options, Streams streams)
{
    const auto done = waitHome<Ok>([&](Done<Ok> answer) {
        engine.session().doors().approvalDesk->cancel(request.request, engine.session().self(), std::move(answer));
    });
    if (!done)
        return 128 + receivedUnixSignal();
    if (!done->ok())
        return fail(streams, done->error(), options.json());
    streams.err << tr("%1 is taken back.").arg(shortRequest(request.request)) << Qt::endl;
    return ExitDone;
}

int decide(const QStringList &args, Streams streams, Verdict verdict)
{
    const bool approves = verdict == Verdict::Approve;
    VerbOptions options(approves ? QStringLiteral("approve") : QStringLiteral("reject"),
                        approves ? tr("Signs for what a request is about, as it is now; countersigns a review.")
                                 : tr("Says no to a request, or with --withdraw takes the own one back."),
                        approves ? QStringLiteral("ID --reason TEXT [--to PERSON] [--yes] [--json]")
                                 : QStringLiteral("ID --reason TEXT [--withdraw] [--yes] [--json]"),
                        approves ? QStringLiteral("asternctl approve AP-0193f2a1 --reason \"canary looks good\"")
                                 : QStringLiteral("asternctl reject AP-0193f2a1 --reason \"not before the weekend\""));
    options.add({{QStringLiteral("r"), QStringLiteral("reason")}, tr("Why; kept in the log."), QStringLiteral("TEXT")});
    options.add({QStringLiteral("yes"), tr("Do not ask.")});
    if (approves)
        options.add({QStringLiteral("to"),
                     tr("Hand the own approval of this request to another person (their pseudonym)."),
                     QStringLiteral("PERSON")});
    else
        options.add({QStringLiteral("withdraw"), tr("Take the own request back.")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    if (options.positional().size() != 1)
        return options.usageError(streams, tr("name one request: its ID"));
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    auto engine = Engine::create(
        *workspace,
        {.dataFolder = options.dataFolder(), .watch = false, .recover = false, .readOnly = false, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    (*engine)->start();
    waitForIdentity(**engine);
    if (!gatesAreCurrent(**engine, options, streams, exitCode))
        return exitCode;
    waitForIdentity(**engine);
    Session &session = (*engine)->session();
    const Result<ApprovalRecord> request = findRequest(session, options.positional().constFirst());
    if (!request)
        return fail(streams, request.error(), options.json());
    if (!approves && options.isSet(QStringLiteral("withdraw")))
        return withdraw(**engine, *request, options, streams);
    if (options.value(QStringLiteral("reason")).trimmed().size() < 10)
        return options.usageError(streams, tr("say why with --reason, in at least 10 characters"));
    if (request->review)
        return countersign(**engine, *request, verdict, options, streams);
    if (!isOfPlan(*request))
        return decideOn(**engine, *request, verdict, options, streams);
    const Placement *known = session.placement(gateRow(session, *request).placementKey());
    if (!known)
        return fail(streams,
                    {.kind = Error::Kind::NotFound, .message = tr("The workspace no longer has the place of it")},
                    options.json());
    const Placement placement = *known;
    if (!readFresh(**engine, placement, options, streams, exitCode))
        return exitCode;
    readMitigations(**engine, placement, streams); // flags, which a request may be about
    return decideOn(**engine, *request, verdict, options, streams);
}

} // namespace

int runGates(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("gates"),
                        tr("Shows what waits for people: requests for approval, reviews of what went past a gate, and "
                           "pauses of the backends."),
                        QStringLiteral("[--all] [--json]"), QStringLiteral("asternctl gates --workspace ./shop"));
    options.add({QStringLiteral("all"), tr("Also what is over.")});
    options.add({QStringLiteral("timeout"), tr("Give up waiting for backends after S seconds (default 10)."),
                 QStringLiteral("S"), QStringLiteral("10")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    // In a team this device's copy of the log has to be as the log is now: a process that follows it sees to that.
    auto engine = Engine::create(*workspace, {.dataFolder = options.dataFolder(),
                                              .recover = false,
                                              .readOnly = workspace->journal.team.isEmpty(),
                                              .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    startAndSettle(**engine, int(options.value(QStringLiteral("timeout")).toDouble() * 1000));
    if (receivedUnixSignal())
        return 128 + receivedUnixSignal();
    if (!gatesAreKnown(**engine, options, streams, exitCode))
        return exitCode;
    const Session &session = (*engine)->session();
    if (const QString why = session.doors().approvals->trouble(); !why.isEmpty())
        streams.err << tr("As it was known here; it may have changed: %1").arg(why) << Qt::endl;
    printRows(session, gateRows(session, options.isSet(QStringLiteral("all"))), options.json(), streams);
    return ExitDone;
}

int runApprove(const QStringList &args, Streams streams) { return decide(args, streams, Verdict::Approve); }

int runReject(const QStringList &args, Streams streams) { return decide(args, streams, Verdict::Reject); }

} // namespace astern::app
