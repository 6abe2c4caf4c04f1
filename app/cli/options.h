// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/cli.h"
#include "app/cli/exitcodes.h"
#include "models/base/result.h"
#include "models/workspace/workspace.h"

#include <QCommandLineParser>

#include <memory>

namespace astern::app {

// What most verbs share: --workspace, --data, --json, --help, and one way to say that something is wrong.
class VerbOptions {
public:
    // `usage` is the line after "asternctl", `example` a complete command.
    VerbOptions(const QString &verb, const QString &summary, const QString &usage, const QString &example);

    void add(const QCommandLineOption &option) { m_parser.addOption(option); }
    // --dry-run and --yes, as every verb that sends a plan has them.
    void addSendOptions();
    void addBreakGlass(); // of verbs that may go forward
    // Those with --environment and --reason: of the verbs for what a service declares, flags and configurations.
    void addDeclaredOptions();
    // False: `exitCode` says how the verb ends (help was printed, or the usage is wrong and was explained).
    [[nodiscard]] bool parse(const QStringList &args, Streams streams, int &exitCode);

    [[nodiscard]] bool json() const { return m_parser.isSet(QStringLiteral("json")); }
    [[nodiscard]] bool isSet(const QString &name) const { return m_parser.isSet(name); }
    // Also of an option that this verb may not have, by its long name.
    [[nodiscard]] bool isGiven(const QString &name) const { return m_parser.optionNames().contains(name); }
    [[nodiscard]] QString value(const QString &name) const { return m_parser.value(name); }
    [[nodiscard]] QStringList values(const QString &name) const { return m_parser.values(name); }
    [[nodiscard]] QStringList positional() const { return m_parser.positionalArguments(); }
    [[nodiscard]] QString dataFolder() const { return m_parser.value(QStringLiteral("data")); }
    // The folder that --workspace, ASTERN_WORKSPACE or the current folder names.
    [[nodiscard]] QString workspaceFolder() const;

    int usageError(Streams streams, const QString &message) const;

private:
    QCommandLineParser m_parser;
    QString m_verb;
    QString m_usage;
    QString m_example;
};

// Prints an error as a sentence, or as {code, message, where, hint} with --json, and returns its exit code.
int fail(Streams streams, const Error &error, bool json);

// Prints the JSON Schema of a format ("workspace", "policy"), for editors.
int printSchema(Streams streams, const QString &format);

// Reads the workspace; every issue is printed. Absent: `exitCode` says how the verb ends.
[[nodiscard]] std::optional<Workspace> loadWorkspace(const VerbOptions &options, Streams streams, int &exitCode);

// The one placement that SERVICE with --environment and --cell names.
[[nodiscard]] Result<Placement> findPlacement(const Workspace &workspace, const QString &service,
                                              const QString &environment, const QString &cell);

} // namespace astern::app
