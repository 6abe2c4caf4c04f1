// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json.h"
#include "app/cli/options.h"
#include "app/cli/policyedits.h"
#include "app/cli/policysave.h"
#include "app/cli/verbs.h"
#include "models/base/format.h"
#include "models/guard/policytest.h"
#include "models/policy/canonicalform.h"
#include "models/policy/explain.h"
#include "models/policy/reader.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

// Standing beside each rule, because for and window are easily read as if they added up the other way.
void printInOrder(QTextStream &out, const QString &file, const policy::Policy &policy)
{
    out << tr("%1: %2 revision %3 is in order, digest %4")
               .arg(file, policy.id)
               .arg(policy.revision)
               .arg(policy::digestOf(policy).left(12))
        << '\n';
    for (const policy::Rule &rule : policy.rules) {
        if (const std::optional<qint64> forgiven = policy::longestForgivenMs(rule))
            out << "  " << tr("%1: bursts of up to %2 are forgiven").arg(rule.id, format::duration(*forgiven)) << '\n';
    }
}

int check(const QStringList &files, bool json, Streams streams)
{
    ExitCode worst = ExitDone;
    QJsonArray list;
    for (const QString &file : files) {
        const policy::Reading reading = policy::readFile(file);
        for (const DocumentIssue &issue : reading.issues) {
            list.append(issueToJson(issue));
            if (!json)
                streams.out << issue.toString() << '\n';
        }
        if (!reading.policy)
            worst = std::max(worst, reading.unreadable ? ExitUnreachable : ExitRefused);
        else if (!json)
            printInOrder(streams.out, file, *reading.policy);
    }
    if (json)
        streams.out << QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact)) << '\n';
    streams.out.flush();
    return worst;
}

int explain(const QString &file, bool json, Streams streams)
{
    const policy::Reading reading = policy::readFile(file);
    for (const DocumentIssue &issue : reading.issues)
        streams.err << issue.toString() << '\n';
    streams.err.flush();
    if (!reading.policy) {
        streams.err << tr("asternctl: a policy with errors never takes effect, so there is nothing to explain")
                    << Qt::endl;
        return reading.unreadable ? ExitUnreachable : ExitRefused;
    }
    const QList<policy::Chapter> chapters = policy::explain(*reading.policy);
    QJsonArray list;
    for (const policy::Chapter &chapter : chapters) {
        list.append(QJsonObject{{QStringLiteral("heading"), chapter.heading},
                                {QStringLiteral("sentences"), QJsonArray::fromStringList(chapter.sentences)}});
        if (json)
            continue;
        streams.out << chapter.heading << '\n';
        for (const QString &sentence : chapter.sentences)
            streams.out << "  " << sentence << '\n';
        streams.out << '\n';
    }
    const QString digest = policy::digestOf(*reading.policy);
    if (json)
        streams.out << QString::fromUtf8(
                           QJsonDocument(
                               QJsonObject{{QStringLiteral("id"), reading.policy->id},
                                           {QStringLiteral("revision"), reading.policy->revision},
                                           {QStringLiteral("digest"), digest},
                                           {QStringLiteral("canonical"), policy::canonicalForm(*reading.policy)},
                                           {QStringLiteral("chapters"), list}})
                               .toJson(QJsonDocument::Compact))
                    << '\n';
    else
        streams.out << tr("Digest (SHA-256 of the canonical form): %1").arg(digest) << '\n';
    streams.out.flush();
    return ExitDone;
}

// Every case of every file; whatever is not as expected, each with its line.
int test(const QStringList &files, bool json, Streams streams)
{
    ExitCode worst = ExitDone;
    QJsonArray list;
    for (const QString &file : files) {
        const guard::PolicyTestReading reading = guard::readPolicyTestFile(file);
        QList<DocumentIssue> issues = reading.issues;
        policy::Reading judged;
        if (reading.test) {
            judged = policy::readFile(reading.test->policyFile);
            if (!judged.policy)
                issues += judged.issues;
        }
        for (const DocumentIssue &issue : std::as_const(issues))
            streams.err << issue.toString() << '\n';
        if (!reading.test || !judged.policy) {
            worst = std::max(worst, reading.unreadable || judged.unreadable ? ExitUnreachable : ExitRefused);
            continue;
        }
        for (const guard::PolicyTest::Case &one : reading.test->cases) {
            const Result<guard::CaseFound> found = guard::runCase(*reading.test, one, *judged.policy);
            const QStringList failures = found ? found->failures : QStringList(found.error().toString());
            if (!failures.isEmpty())
                worst = std::max(worst, found ? ExitRefused : exitCodeFor(found.error()));
            list.append(QJsonObject{{QStringLiteral("file"), file},
                                    {QStringLiteral("case"), one.name},
                                    {QStringLiteral("ok"), failures.isEmpty()},
                                    {QStringLiteral("failures"), QJsonArray::fromStringList(failures)}});
            if (json)
                continue;
            streams.out << (failures.isEmpty() ? tr("ok      ") : tr("FAILED  ")) << one.name << '\n';
            for (const QString &failure : failures)
                streams.out << "  " << failure << '\n';
        }
    }
    if (json)
        streams.out << QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact)) << '\n';
    streams.out.flush();
    streams.err.flush();
    return worst;
}

} // namespace

int runPolicy(const QStringList &args, Streams streams)
{
    VerbOptions options(
        QStringLiteral("policy"),
        tr("Checks policies: every error with line and column, all in one go. Or says in plain words what "
           "one means, plays small cases against one, puts a new text into a file of the workspace once the log has "
           "the edit, or prints the JSON Schema of the format, for editors. `propose` asks for approval of edits that "
           "wait at a gate."),
        QStringLiteral("check FILE... [--json] | explain FILE [--json] | test FILE... [--json] | "
                       "save NAME FILE [--workspace DIR] [--data DIR] [--json] | schema | "
                       "propose [POLICY...] --reason TEXT [--json]"),
        QStringLiteral("asternctl policy check shop/policies/checkout.yaml"));
    options.add({{QStringLiteral("r"), QStringLiteral("reason")},
                 tr("propose: why; kept in the log."),
                 QStringLiteral("TEXT")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const QString what = options.positional().value(0);
    const QStringList files = options.positional().mid(1);
    if (what == QLatin1String("schema") && files.isEmpty())
        return printSchema(streams, QStringLiteral("policy"));
    if (what == QLatin1String("check") && !files.isEmpty())
        return check(files, options.json(), streams);
    if (what == QLatin1String("explain") && files.size() == 1)
        return explain(files.constFirst(), options.json(), streams);
    if (what == QLatin1String("test") && !files.isEmpty())
        return test(files, options.json(), streams);
    if (what == QLatin1String("save") && files.size() == 2)
        return savePolicy(options, files.at(0), files.at(1), streams);
    if (what == QLatin1String("propose"))
        return proposePolicies(files, options, streams);
    return options.usageError(streams, tr("say `policy check FILE...`, `policy explain FILE`, `policy test FILE...`, "
                                          "`policy save NAME FILE`, `policy schema` or `policy propose`"));
}

} // namespace astern::app
