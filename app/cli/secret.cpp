// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hidden.h"
#include "app/cli/options.h"
#include "app/cli/verbs.h"
#include "connectors/keychain/systemkeychain.h"
#include "models/workspace/secretref.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <unistd.h>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

constexpr qint64 kMostBytes = 64 << 10;

// Never an argument: every process of the machine can read those, and the shell keeps them.
Result<QString> valueFromStdin(const QString &name, Streams streams)
{
    QFile in;
    if (!in.open(stdin, QIODevice::ReadOnly))
        return Error{.kind = Error::Kind::Storage, .message = tr("The standard input cannot be read")};
    QByteArray bytes;
    if (::isatty(STDIN_FILENO)) {
        streams.err << tr("Value of %1 (not shown): ").arg(name) << Qt::flush;
        const NoEcho quiet(STDIN_FILENO);
        bytes = in.readLine(kMostBytes + 2);
        streams.err << Qt::endl;
    } else {
        while (bytes.size() <= kMostBytes) {
            const QByteArray more = in.read(kMostBytes);
            if (more.isEmpty())
                break;
            bytes += more;
        }
    }
    if (bytes.endsWith('\n'))
        bytes.chop(1);
    if (bytes.endsWith('\r'))
        bytes.chop(1);
    if (bytes.isEmpty() || bytes.size() > kMostBytes) {
        return Error{.kind = Error::Kind::Invalid,
                     .message = bytes.isEmpty() ? tr("There is no value") : tr("The value is larger than 64 kB"),
                     .where = {},
                     .hint = tr("Give it on the standard input, or type it when asked.")};
    }
    // It goes into a header of a request.
    if (bytes.contains('\n') || bytes.contains('\r') || bytes.contains('\0')) {
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("The value has more than one line"),
                     .where = {},
                     .hint = tr("A token or password is one line.")};
    }
    return QString::fromUtf8(bytes);
}

// Asks and waits for the one answer; the keychain keeps its own time.
template <class T, class Ask>
Result<T> answerOf(Ask ask)
{
    QObject context;
    QEventLoop loop;
    std::optional<Result<T>> answer;
    ask(&context, [&](Result<T> result) {
        answer = std::move(result);
        loop.quit();
    });
    loop.exec();
    return answer ? *answer : Result<T>(Error{.kind = Error::Kind::Cancelled, .message = tr("Interrupted")});
}

int list(const VerbOptions &options, SecretStore &keychain, Streams streams)
{
    int exitCode = ExitDone;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    QJsonArray all;
    for (const KeychainUse &use : keychainUses(*workspace)) {
        // Whether it is there can only be asked by reading it; the value is let go at once.
        const auto value = answerOf<QString>(
            [&](QObject *context, Done<QString> done) { keychain.read(use.name, context, std::move(done)); });
        const bool missing = !value && value.error().kind == Error::Kind::NotFound;
        if (!value && !missing)
            return fail(streams, value.error(), options.json());
        if (missing)
            exitCode = ExitIncomplete;
        all.append(QJsonObject{{QStringLiteral("name"), use.name},
                               {QStringLiteral("set"), value.ok()},
                               {QStringLiteral("backends"), QJsonArray::fromStringList(use.backends)}});
        if (!options.json())
            streams.out << use.name.leftJustified(24) << ' ' << (value ? tr("set") : tr("missing")).leftJustified(8)
                        << ' ' << use.backends.join(QStringLiteral(", ")) << '\n';
    }
    if (options.json())
        streams.out << QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact)) << '\n';
    else if (all.isEmpty())
        streams.out << tr("This workspace keeps no secret in the keychain.") << '\n';
    streams.out.flush();
    return exitCode;
}

// Said, not refused: the workspace may be written next.
void sayIfUnused(const VerbOptions &options, const QString &name, Streams streams)
{
    const WorkspaceReading reading = readWorkspace(options.workspaceFolder());
    if (!reading.workspace)
        return;
    for (const KeychainUse &use : keychainUses(*reading.workspace)) {
        if (use.name == name)
            return;
    }
    streams.err << tr("No backend of %1 uses it yet: write \"%2\" there.")
                       .arg(reading.workspace->name, SecretRef{SecretRef::Kind::Keychain, name}.toString())
                << Qt::endl;
}

} // namespace

int runSecret(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("secret"),
                        tr("Keeps secrets in the keychain of this desktop. The value comes from the standard input, or "
                           "is asked for without being shown; a workspace names it as \"${keychain:NAME}\"."),
                        QStringLiteral("set NAME | delete NAME | list [--workspace DIR] [--json]"),
                        QStringLiteral("asternctl secret set prometheus < token.txt"));
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const QStringList words = options.positional();
    const QString verb = words.value(0);
    connectors::SystemKeychain keychain;
    if (verb == QLatin1String("list") && words.size() == 1)
        return list(options, keychain, streams);
    if (words.size() != 2 || (verb != QLatin1String("set") && verb != QLatin1String("delete")))
        return options.usageError(streams, tr("say `secret set NAME`, `secret delete NAME` or `secret list`; a value "
                                              "is never an argument"));
    const QString name = words.at(1);
    if (!isSecretName(name))
        return options.usageError(
            streams, tr("\"%1\" is no name: letters, digits, \"_\", \".\" and \"-\", at most 64 of them").arg(name));
    if (verb == QLatin1String("set")) {
        const Result<QString> value = valueFromStdin(name, streams);
        if (!value)
            return fail(streams, value.error(), options.json());
        const auto written = answerOf<Ok>(
            [&](QObject *context, Done<Ok> done) { keychain.write(name, *value, context, std::move(done)); });
        if (!written)
            return fail(streams, written.error(), options.json());
        streams.err << tr("%1 is in the keychain.").arg(name) << Qt::endl;
        sayIfUnused(options, name, streams);
        return ExitDone;
    }
    const auto removed =
        answerOf<Ok>([&](QObject *context, Done<Ok> done) { keychain.remove(name, context, std::move(done)); });
    if (!removed)
        return fail(streams, removed.error(), options.json());
    streams.err << tr("%1 is no longer in the keychain.").arg(name) << Qt::endl;
    return ExitDone;
}

} // namespace astern::app
