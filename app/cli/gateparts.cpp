// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/gateparts.h"

#include "app/cli/json.h"
#include "app/unixsignals.h"
#include "models/approval/deviceenrol.h"
#include "models/base/format.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

#include <algorithm>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

constexpr int kHealthWaitMs = 10'000;
constexpr int kReadBackMs = 20'000; // the copy of the log is read again every 15 s, and when the store tells
constexpr int kLookMs = 50;

QJsonValue orNull(const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); }
QJsonValue orNull(qint64 ms) { return ms > 0 ? QJsonValue(ms) : QJsonValue(); }

QList<GateStanding> shut(QList<GateStanding> list)
{
    list.removeIf([](const GateStanding &standing) { return standing.decision.isOpen(); });
    return list;
}

} // namespace

QJsonObject toJson(const Decision &decision)
{
    QJsonArray seats;
    for (const Seat &seat : decision.seats)
        seats.append(QJsonObject{{QStringLiteral("person"), seat.person},
                                 {QStringLiteral("name"), orNull(seat.name)},
                                 {QStringLiteral("role"), orNull(seat.role)},
                                 {QStringLiteral("owner"), seat.owner},
                                 {QStringLiteral("delegated_by"), orNull(seat.delegatedBy)},
                                 {QStringLiteral("entry"), seat.entry},
                                 {QStringLiteral("at_ms"), seat.atMs}});
    QJsonArray changes;
    for (const SubjectChange &change : decision.changes)
        changes.append(QJsonObject{{QStringLiteral("field"), change.field},
                                   {QStringLiteral("from"), change.from},
                                   {QStringLiteral("to"), change.to}});
    return {{QStringLiteral("state"), toString(decision.state)},
            {QStringLiteral("words"), decision.words()},
            {QStringLiteral("approvals"), seats},
            {QStringLiteral("wanted"), decision.wanted},
            {QStringLiteral("missing"), QJsonArray::fromStringList(decision.missing)},
            {QStringLiteral("reason"), orNull(decision.reason)},
            {QStringLiteral("changes"), changes},
            {QStringLiteral("discounted"), QJsonArray::fromStringList(decision.discounted)},
            {QStringLiteral("broken_glass"), decision.byBrokenGlass}};
}

QJsonObject toJson(const GateRow &row)
{
    QJsonObject object = toJson(row.decision);
    object.insert(QStringLiteral("words"), row.words);
    object.insert(QStringLiteral("kind"), toString(row.kind));
    object.insert(QStringLiteral("id"), orNull(row.request));
    object.insert(QStringLiteral("short"), orNull(row.request.isEmpty() ? QString() : shortRequest(row.request)));
    object.insert(QStringLiteral("gate"), orNull(row.gate));
    object.insert(QStringLiteral("rule"), orNull(row.rule));
    object.insert(QStringLiteral("service"), row.service);
    object.insert(QStringLiteral("environment"), row.environment);
    object.insert(QStringLiteral("cell"), row.cell);
    object.insert(QStringLiteral("act"), row.act);
    object.insert(QStringLiteral("from"), orNull(row.fromVersion));
    object.insert(QStringLiteral("to"), orNull(row.toVersion));
    object.insert(QStringLiteral("requester"), orNull(row.decision.requester));
    object.insert(QStringLiteral("requester_name"), orNull(row.decision.requesterName));
    object.insert(QStringLiteral("over"), row.over);
    object.insert(QStringLiteral("overdue"), row.overdue);
    object.insert(QStringLiteral("since_ms"), orNull(row.sinceMs));
    object.insert(QStringLiteral("expires_ms"), orNull(row.decision.expiresMs));
    object.insert(QStringLiteral("digest"), orNull(row.record.digest));
    object.insert(QStringLiteral("backend"), orNull(row.backend));
    object.insert(QStringLiteral("pause"), orNull(row.pause));
    return object;
}

QJsonObject toJson(const GateStanding &standing)
{
    QJsonObject object = toJson(standing.decision);
    object.insert(QStringLiteral("gate"), standing.gate.id);
    object.insert(QStringLiteral("rule"), standing.gate.where());
    object.insert(QStringLiteral("id"), orNull(standing.decision.request));
    object.insert(QStringLiteral("expires_ms"), orNull(standing.decision.expiresMs));
    object.insert(QStringLiteral("digest"), standing.subject.digest());
    return object;
}

bool gatesAreKnown(Engine &engine, const VerbOptions &options, Streams streams, int &exitCode)
{
    const auto read = wait<Ok>([&](Done<Ok> done) { engine.whenApprovalsRead(std::move(done)); });
    if (read && read->ok())
        return true;
    exitCode = read ? fail(streams, read->error(), options.json()) : 128 + receivedUnixSignal();
    return false;
}

bool gatesAreCurrent(Engine &engine, const VerbOptions &options, Streams streams, int &exitCode)
{
    if (!gatesAreKnown(engine, options, streams, exitCode))
        return false;
    const QString why = engine.session().doors().approvals->trouble();
    if (why.isEmpty())
        return true;
    exitCode = fail(streams,
                    {.kind = Error::Kind::Unavailable,
                     .message = tr("Nobody knows here what the team decided: %1").arg(why),
                     .hint = tr("Try again when this device has the team's log as it is now; `asternctl status` says "
                                "how that is.")},
                    options.json());
    return false;
}

std::unique_ptr<Engine> engineOfTeam(const VerbOptions &options, Streams streams, int &exitCode)
{
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    return workspace ? engineOfTeam(*workspace, options, streams, exitCode) : nullptr;
}

std::unique_ptr<Engine> engineOfTeam(const Workspace &workspace, const VerbOptions &options, Streams streams,
                                     int &exitCode)
{
    if (workspace.journal.team.isEmpty()) {
        exitCode = fail(streams,
                        {.kind = Error::Kind::Invalid,
                         .message = tr("The workspace has no team"),
                         .where = QStringLiteral("astern.yaml: journal.team")},
                        options.json());
        return nullptr;
    }
    auto engine = Engine::create(
        workspace,
        {.dataFolder = options.dataFolder(), .watch = false, .recover = false, .readOnly = false, .actor = {}});
    if (!engine) {
        exitCode = fail(streams, engine.error(), options.json());
        return nullptr;
    }
    (*engine)->start();
    waitForIdentity(**engine);
    if (!gatesAreCurrent(**engine, options, streams, exitCode))
        return nullptr;
    return std::move(engine).value();
}

void recordRefusal(Session &session, const QString &act, const QString &device, const Error &why)
{
    (void)waitHome<Receipt>([&](Done<Receipt> done) {
        session.journal()->append(refusedOfDevice(act, device, session.self(), why), std::move(done));
    });
}

bool readBack(const std::function<bool()> &isSo)
{
    const QDeadlineTimer deadline(kReadBackMs);
    while (!isSo()) {
        if (deadline.hasExpired() || receivedUnixSignal())
            return false;
        QEventLoop loop;
        QTimer::singleShot(kLookMs, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return true;
}

bool asksHealth(const Workspace &workspace, const Placement &placement)
{
    return std::any_of(workspace.gates.cbegin(), workspace.gates.cend(), [&placement](const GateConfig &gate) {
        return gate.require.healthyForMs > 0 && gate.when.coversPlace(placement.environment, placement.service);
    });
}

void awaitHealth(Engine &engine, const Plan &plan)
{
    Session &session = engine.session();
    const auto known = [&session, &plan] { return session.underLimitsSince(plan.placementKey()) > 0; };
    if (known())
        return;
    QEventLoop loop;
    QObject::connect(&session, &Session::changed, &loop, [&loop, &known] {
        if (known())
            loop.quit();
    });
    QTimer::singleShot(kHealthWaitMs, &loop, &QEventLoop::quit);
    loop.exec();
    // The authority hears of it by the same signal.
    QCoreApplication::processEvents();
}

int askForApproval(Engine &engine, const Plan &plan, const VerbOptions &options, Streams streams)
{
    return askForApproval(engine, engine.session().gates(plan), options, streams);
}

int askForApproval(Engine &engine, QList<GateStanding> standings, const VerbOptions &options, Streams streams)
{
    Session &session = engine.session();
    const QString reason = options.value(QStringLiteral("reason"));
    QJsonArray asked;
    standings = shut(std::move(standings));
    for (const GateStanding &standing : std::as_const(standings)) {
        const auto id = waitHome<QString>([&](Done<QString> done) {
            session.doors().approvalDesk->request(standing, session.self(), reason, std::move(done));
        });
        if (!id)
            return 128 + receivedUnixSignal();
        if (!id->ok())
            return fail(streams, id->error(), options.json());
        QJsonObject one = toJson(standing);
        one.insert(QStringLiteral("id"), id->value());
        one.insert(QStringLiteral("short"), shortRequest(id->value()));
        asked.append(one);
        if (!options.json())
            streams.err << tr("Waits for approval: %1 at the gate %2. %3")
                               .arg(shortRequest(id->value()), standing.gate.id, standing.decision.words())
                        << '\n';
    }
    if (options.json())
        streams.out << QString::fromUtf8(QJsonDocument(QJsonObject{{QStringLiteral("state"), QStringLiteral("waiting")},
                                                                   {QStringLiteral("gates"), asked}})
                                             .toJson(QJsonDocument::Compact))
                    << Qt::endl;
    else
        streams.err << tr("Nothing was sent. `asternctl gates` shows how it stands; once it is approved, say the same "
                          "again.")
                    << Qt::endl;
    return ExitIncomplete;
}

bool breakGlass(Engine &engine, const Plan &plan, const VerbOptions &options, Streams streams, int &exitCode)
{
    Session &session = engine.session();
    const QString reason = options.value(QStringLiteral("reason"));
    const QList<GateStanding> standings = shut(session.gates(plan));
    // All or none: half of the gates passed would leave overrides behind for nothing.
    for (const GateStanding &standing : standings) {
        const QString why = whyNoBreakGlass(standing.gate, session.self());
        if (why.isEmpty())
            continue;
        exitCode = fail(streams,
                        {.kind = Error::Kind::NotPermitted,
                         .message = tr("The glass of %1 stays whole: %2").arg(standing.gate.id, why),
                         .where = standing.gate.where(),
                         .hint = tr("Rolling back needs no gate: `asternctl rollback %1`.").arg(plan.service)},
                        options.json());
        return false;
    }
    for (const GateStanding &standing : standings) {
        const auto broken = waitHome<Ok>([&](Done<Ok> done) {
            session.doors().approvalDesk->breakGlass(standing, plan, session.self(), reason, std::move(done));
        });
        if (!broken || !broken->ok()) {
            exitCode = broken ? fail(streams, broken->error(), options.json()) : 128 + receivedUnixSignal();
            return false;
        }
        streams.err << tr("GLASS BROKEN at the gate %1: recorded as an override. A second person has to countersign "
                          "within %2; `asternctl gates` shows it until then.")
                           .arg(standing.gate.id, format::duration(standing.gate.breakGlass.countersignWithinMs))
                    << Qt::endl;
    }
    return true;
}

} // namespace astern::app
