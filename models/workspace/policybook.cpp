// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/policybook.h"

#include "models/document/yamltree.h"
#include "models/policy/canonicalform.h"
#include "models/policy/freezewindow.h"
#include "models/policy/reader.h"
#include "models/policy/verdict/statequery.h"
#include "models/rollout/rollout.h"
#include "models/workspace/backendtypes.h"
#include "models/workspace/workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

// Where a file names something first: a policy as a value keeps no positions.
SourcePosition placeOf(const PolicyFile &file, const QByteArray &text, const QString &key, const QString &value)
{
    const QRegularExpression pattern(
        QStringLiteral("\\b%1:\\s*[\"']?%2(?![\\w-])").arg(key, QRegularExpression::escape(value)));
    const QRegularExpressionMatch match = pattern.match(QString::fromUtf8(text));
    if (!match.hasMatch())
        return {file.name, 1, 1};
    const QString before = QString::fromUtf8(text).left(match.capturedStart());
    return {file.name, int(before.count(u'\n')) + 1, int(before.size() - before.lastIndexOf(u'\n'))};
}

QStringList sourcesOf(const policy::Signal &signal)
{
    if (const auto *events = std::get_if<policy::Events>(&signal.body)) {
        if (const auto *counters = std::get_if<policy::Events::Counters>(&events->from))
            return {counters->total.source, counters->bad.source};
        return {std::get<policy::Events::Histogram>(events->from).query.source};
    }
    if (const auto *gauge = std::get_if<policy::Gauge>(&signal.body))
        return {gauge->query.source};
    return {};
}

// Who is told by name must be somebody that the workspace knows a way to, once it knows any.
void checkPeople(PolicyFile &file, const QByteArray &text, const policy::Policy &policy, const Workspace &workspace)
{
    const QStringList known = workspace.notify.ids();
    if (known.isEmpty())
        return;
    QStringList said;
    const policy::Ladder &ladder = policy.ladder;
    for (const QList<policy::Step> &steps :
         {ladder.onTransient, ladder.onSystemic, ladder.onUnknown, ladder.onExternal}) {
        for (const policy::Step &step : steps) {
            const auto *notify = std::get_if<policy::Notify>(&step.act);
            const auto *page = std::get_if<policy::Page>(&step.act);
            const QString to = notify ? notify->to : page ? page->to : QString();
            if (to.isEmpty() || known.contains(to) || said.contains(to))
                continue;
            said.append(to);
            file.issues.append({DocumentIssue::Severity::Error, placeOf(file, text, QStringLiteral("to"), to),
                                QStringLiteral("P-UNKNOWN-REF"),
                                tr("people.notify of the workspace has no \"%1\"").arg(to.left(60)),
                                known.join(QStringLiteral(", ")), nearestText(to, known)});
        }
    }
}

// Where {role} leads nowhere, and where more is asked than there are reporters, a rule says less than it promises.
void checkProbes(PolicyFile &file, const QByteArray &text, const policy::Policy &policy, const Workspace &workspace)
{
    const ServiceConfig *service = workspace.service(policy.appliesTo.service);
    for (const policy::Rule &rule : policy.rules) {
        const auto *body = std::get_if<policy::ProbeRule>(&rule.body);
        const policy::Signal *signal = body ? policy.signal(body->signal) : nullptr;
        if (!signal)
            continue;
        const auto &probe = std::get<policy::Probe>(signal->body);
        const auto *http = std::get_if<policy::HttpCheck>(&probe.check);
        const QString address = http ? http->url : std::get<policy::TcpCheck>(probe.check).host;
        const SourcePosition at = placeOf(file, text, QStringLiteral("id"), rule.id);
        if (service && address.contains(QLatin1String("{role}")) && !service->hosts.contains(body->role))
            file.issues.append({DocumentIssue::Severity::Warning,
                                at,
                                QStringLiteral("W-NO-HOST"),
                                tr("%1 has no answer: nobody knows where %2 leads").arg(rule.id, address.left(100)),
                                QStringLiteral("services.%1.hosts.%2").arg(service->id, toString(body->role)),
                                {}});
        if (body->locations > 1)
            file.issues.append({DocumentIssue::Severity::Warning,
                                at,
                                QStringLiteral("W-LOCATIONS"),
                                tr("%1 only ever holds: it wants %2 locations to agree, and the guard is one")
                                    .arg(rule.id)
                                    .arg(body->locations),
                                QStringLiteral("locations: 1"),
                                {}});
    }
}

void checkReferences(PolicyFile &file, const QByteArray &text, const policy::Policy &policy, const Workspace &workspace)
{
    QStringList ids;
    QStringList deliveries;
    QStringList alerts;
    for (const BackendConfig &backend : workspace.backends) {
        if (signalTypes().contains(backend.type))
            ids.append(backend.id);
        if (deliveryTypes().contains(backend.type))
            deliveries.append(backend.id);
        if (alertTypes().contains(backend.type))
            alerts.append(backend.id);
    }
    QStringList said;
    const auto refuse = [&](const char *key, const QString &value, const QString &message, const QStringList &allowed) {
        if (said.contains(value))
            return;
        said.append(value);
        file.issues.append({DocumentIssue::Severity::Error, placeOf(file, text, QLatin1String(key), value),
                            QStringLiteral("P-UNKNOWN-REF"), message,
                            allowed.isEmpty() ? tr("declare one in astern.yaml") : allowed.join(QStringLiteral(", ")),
                            nearestText(value, allowed)});
    };
    const auto check = [&](const QString &source, const QStringList &allowed, const QString &kind) {
        if (!allowed.contains(source))
            refuse("source", source, tr("the workspace has no backend \"%1\" that gives %2").arg(source.left(60), kind),
                   allowed);
    };
    static const QStringList objects{QLatin1String(policy::kReplicasObject), QLatin1String(policy::kRolloutObject)};
    for (const policy::Signal &signal : policy.signalSpecs) {
        for (const QString &source : sourcesOf(signal))
            check(source, ids, tr("samples"));
        const auto *states = std::get_if<policy::States>(&signal.body);
        if (!states)
            continue;
        check(states->source, deliveries + alerts, tr("states"));
        if (deliveries.contains(states->source) && !objects.contains(states->object))
            refuse("object", states->object,
                   tr("\"%1\" is nothing whose states %2 tells").arg(states->object.left(60), states->source), objects);
    }
    checkProbes(file, text, policy, workspace);
    checkPeople(file, text, policy, workspace);
}

} // namespace

PolicyTexts readPolicyTexts(const QString &workspaceFolder)
{
    PolicyTexts texts;
    const QDir folder(QDir(workspaceFolder).filePath(QLatin1String(kPolicyFolder)));
    for (const QString &name : folder.entryList({QStringLiteral("*.yaml"), QStringLiteral("*.yml")}, QDir::Files)) {
        QFile file(folder.filePath(name));
        std::optional<QByteArray> &text = texts[QLatin1String(kPolicyFolder) + u'/' + name];
        if (file.open(QIODevice::ReadOnly))
            text = file.read(kMaxDocumentBytes + 1); // one more than allowed: the reader says that it is too large
    }
    return texts;
}

PolicyFile readPolicy(const QString &name, const QByteArray &text, const Workspace &workspace,
                      const QList<PolicyFile> &others)
{
    PolicyFile file;
    file.name = name;
    policy::Reading reading = policy::readText(text, name);
    file.issues = reading.issues;
    if (reading.policy) {
        checkReferences(file, text, *reading.policy, workspace);
        const QString id = reading.policy->id;
        const auto declared = std::find_if(others.cbegin(), others.cend(), [&id, &name](const PolicyFile &other) {
            return other.name != name && other.policy && other.policy->id == id;
        });
        if (declared != others.cend())
            file.issues.append({DocumentIssue::Severity::Error,
                                {name, 1, 1},
                                QStringLiteral("P-DUPLICATE-ID"),
                                tr("%1 declares a policy \"%2\", too").arg(declared->name, id),
                                tr("one file for each policy"),
                                {}});
    }
    file.issues = inFileOrder(file.issues);
    if (reading.policy && !file.isRefused()) {
        file.text = text;
        file.digest = policy::digestOf(*reading.policy);
        file.policy = std::make_shared<const policy::Policy>(std::move(*reading.policy));
    }
    return file;
}

QList<PolicyFile> readPolicies(const PolicyTexts &texts, const Workspace &workspace)
{
    QList<PolicyFile> files;
    for (auto text = texts.cbegin(); text != texts.cend(); ++text) {
        if (text.value()) {
            files.append(readPolicy(text.key(), *text.value(), workspace, files));
            continue;
        }
        PolicyFile file;
        file.name = text.key();
        file.issues.append({DocumentIssue::Severity::Error,
                            {file.name, 1, 1},
                            QStringLiteral("P-FILE"),
                            tr("the file cannot be read"),
                            tr("a file that you may read"),
                            {}});
        files.append(file);
    }
    return files;
}

void declareUnenforced(Workspace &workspace)
{
    workspace.unenforced.removeIf([](const Unenforced &one) { return one.isPolicy; });
    for (const ServiceConfig &service : std::as_const(workspace.services)) {
        for (const QString &id : service.policies) {
            const auto found =
                std::find_if(workspace.policies.cbegin(), workspace.policies.cend(),
                             [&id](const PolicyFile &file) { return file.policy && file.policy->id == id; });
            const bool applies = found != workspace.policies.cend() && found->policy->appliesTo.service == service.id;
            if (!applies)
                workspace.unenforced.append({found == workspace.policies.cend()
                                                 ? tr("policy %1 of %2").arg(id, service.id)
                                                 : tr("policy %1 of %2, which applies to %3 alone")
                                                       .arg(id, service.id, found->policy->appliesTo.service),
                                             service.policiesAt,
                                             {},
                                             service.id,
                                             true});
        }
    }
    std::stable_sort(workspace.unenforced.begin(), workspace.unenforced.end(),
                     [](const Unenforced &a, const Unenforced &b) {
                         return a.at.line != b.at.line ? a.at.line < b.at.line : a.at.column < b.at.column;
                     });
}

void keepPoliciesInForce(Workspace &next, const QList<PolicyFile> &before)
{
    for (PolicyFile &file : next.policies) {
        if (!file.isRefused() || file.policy)
            continue;
        const auto old = std::find_if(before.cbegin(), before.cend(),
                                      [&file](const PolicyFile &one) { return one.name == file.name && one.policy; });
        if (old == before.cend())
            continue;
        // Moved to another file meanwhile: that one is in force.
        const bool moved = std::any_of(next.policies.cbegin(), next.policies.cend(), [&old](const PolicyFile &one) {
            return one.policy && one.policy->id == old->policy->id;
        });
        if (moved)
            continue;
        file.text = old->text;
        file.digest = old->digest;
        file.policy = old->policy;
    }
    declareUnenforced(next);
}

QList<PolicyFile> policiesFor(const Workspace &workspace, const ServiceConfig &service, const QString &environment,
                              policy::Strategy strategy)
{
    QList<PolicyFile> found;
    for (const PolicyFile &file : workspace.policies) {
        if (file.policy && service.policies.contains(file.policy->id) && file.policy->appliesTo.service == service.id &&
            file.policy->appliesTo.environments.contains(environment) &&
            file.policy->appliesTo.strategies.contains(strategy))
            found.append(file);
    }
    std::sort(found.begin(), found.end(),
              [](const PolicyFile &a, const PolicyFile &b) { return a.policy->id < b.policy->id; });
    return found;
}

policy::Strategy strategyOf(const Rollout &rollout)
{
    if (rollout.control.strategy == QLatin1String("canary"))
        return policy::Strategy::Canary;
    return rollout.control.strategy == QLatin1String("blue-green") ? policy::Strategy::BlueGreen
                                                                   : policy::Strategy::Rolling;
}

QList<FreezeInForce> freezesInForce(const QList<PolicyFile> &policies, qint64 nowMs)
{
    QList<FreezeInForce> found;
    for (const PolicyFile &file : policies) {
        if (file.policy->mode == policy::Mode::Observe)
            continue;
        for (const policy::Freeze &freeze : file.policy->freezes) {
            if (const std::optional<qint64> until = policy::frozenUntil(freeze, nowMs))
                found.append({file, &freeze, *until});
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const FreezeInForce &a, const FreezeInForce &b) { return a.untilMs > b.untilMs; });
    return found;
}

} // namespace astern
