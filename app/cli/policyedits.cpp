// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/policyedits.h"

#include "app/cli/gateparts.h"
#include "app/cli/json.h"
#include "app/unixsignals.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

// Requests for every gate that is shut before this edit.
int propose(Session &session, const PolicyEdit &edit, const VerbOptions &options, QJsonArray &asked, Streams streams)
{
    for (const GateStanding &standing : edit.gates) {
        if (standing.decision.isOpen())
            continue;
        const auto id = waitHome<QString>([&](Done<QString> done) {
            session.doors().approvalDesk->request(standing, session.self(), options.value(QStringLiteral("reason")),
                                                  std::move(done));
        });
        if (!id)
            return 128 + receivedUnixSignal();
        if (!id->ok())
            return fail(streams, id->error(), options.json());
        asked.append(QJsonObject{{QStringLiteral("policy"), edit.policy},
                                 {QStringLiteral("file"), edit.file()},
                                 {QStringLiteral("gate"), standing.gate.id},
                                 {QStringLiteral("id"), id->value()},
                                 {QStringLiteral("short"), shortRequest(id->value())}});
        if (!options.json())
            streams.err << tr("Waits for approval: %1 at the gate %2. %3: %4")
                               .arg(shortRequest(id->value()), standing.gate.id, edit.file(), edit.words())
                        << '\n';
    }
    return ExitDone;
}

} // namespace

int proposePolicies(const QStringList &policies, const VerbOptions &options, Streams streams)
{
    if (options.value(QStringLiteral("reason")).trimmed().size() < 10)
        return options.usageError(streams, tr("say why with --reason, in at least 10 characters"));
    int exitCode = ExitDone;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    auto engine = Engine::create(*workspace, {.dataFolder = options.dataFolder(), .watch = false, .recover = false});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    (*engine)->start();
    if (!gatesAreKnown(**engine, options, streams, exitCode))
        return exitCode;
    Session &session = (*engine)->session();
    QJsonArray asked;
    for (const QString &wanted : policies) {
        const QList<PolicyEdit> &edits = session.policyEdits();
        if (std::none_of(edits.cbegin(), edits.cend(), [&](const PolicyEdit &edit) { return edit.policy == wanted; }))
            return fail(streams,
                        {.kind = Error::Kind::Invalid,
                         .message = tr("No edit of the policy %1 waits at a gate").arg(wanted),
                         .hint = tr("`asternctl policy propose` without a name takes all that wait.")},
                        options.json());
    }
    const QList<PolicyEdit> edits = session.policyEdits();
    for (const PolicyEdit &edit : edits) {
        if (!policies.isEmpty() && !policies.contains(edit.policy))
            continue;
        if (const int failed = propose(session, edit, options, asked, streams); failed != ExitDone)
            return failed;
    }
    if (options.json())
        streams.out << QString::fromUtf8(QJsonDocument(asked).toJson(QJsonDocument::Compact)) << Qt::endl;
    else if (asked.isEmpty())
        streams.err << tr("No edit of a policy waits at a gate.") << Qt::endl;
    streams.err.flush();
    return asked.isEmpty() ? ExitDone : ExitIncomplete;
}

} // namespace astern::app
