// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/crashnote.h"
#include "app/desktop/desktopnotes.h"
#include "app/desktop/guided.h"
#include "app/desktop/sandboxprocess.h"
#include "app/desktop/startmark.h"
#include "app/engine/engine.h"
#include "app/engine/evidence.h"
#include "app/processend.h"
#include "app/unixsignals.h"
#include "models/views/teamsight.h"
#include "ui/settings/language.h"
#include "ui/settings/settings.h"
#include "ui/shell/windows.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDesktopServices>
#include <QDir>
#include <QHostInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstring>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Desktop", text); }

int complain(const QString &text, int code)
{
    std::fprintf(stderr, "astern: %s\n", qUtf8Printable(text));
    return code;
}

// A segment of the log (4 MiB) is held for a moment at the start. glibc takes the first such piece that is given back
// for a sign that more will come, and keeps its like for good unless it has been told where large begins.
void giveLargePiecesBack()
{
#ifdef __GLIBC__
    ::mallopt(M_MMAP_THRESHOLD, 2 * 1024 * 1024);
#endif
}

struct Start {
    Workspace workspace;
    std::unique_ptr<SandboxProcess> sandbox;
    std::unique_ptr<QTemporaryDir> sandboxData; // the sandbox's journal is as short-lived as the sandbox
    QString dataFolder;
};

Result<Start> openWorkspace(const QCommandLineParser &parser)
{
    Start start;
    QString folder = parser.value(QStringLiteral("workspace"));
    start.dataFolder = parser.value(QStringLiteral("data"));
    if (folder.isEmpty()) {
        // With no workspace named, the cockpit opens on the company in a box: nothing real can be touched by accident.
        start.sandbox = std::make_unique<SandboxProcess>();
        const Result<QString> ready = start.sandbox->start({});
        if (!ready)
            return ready.error();
        folder = *ready;
        if (start.dataFolder.isEmpty()) {
            start.sandboxData = std::make_unique<QTemporaryDir>();
            start.dataFolder = start.sandboxData->path();
        }
    }
    WorkspaceReading reading = readWorkspace(folder);
    if (!reading.workspace) {
        QStringList lines;
        for (const WorkspaceIssue &issue : reading.issues)
            lines.append(issue.toString());
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("The workspace has errors:\n%1").arg(lines.join(QLatin1Char('\n'))),
                     .where = folder,
                     .hint = tr("Mend them, then start again.")};
    }
    start.workspace = std::move(*reading.workspace);
    return start;
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(tr("The release cockpit."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption(
        {{QStringLiteral("w"), QStringLiteral("workspace")}, tr("Workspace folder."), QStringLiteral("DIR")});
    parser.addOption({QStringLiteral("sandbox"), tr("Open on the simulated company (also without --workspace).")});
    parser.addOption({QStringLiteral("data"), tr("Folder of journal and keys."), QStringLiteral("DIR")});
    parser.addOption({QStringLiteral("theme"), tr("light, dark, or system (default)."), QStringLiteral("T"),
                      QStringLiteral("system")});
    parser.addOption(
        {QStringLiteral("language"), tr("de, en; default: as set, else as the system."), QStringLiteral("L")});
    parser.addOption({QStringLiteral("read-only"), tr("Look only: nothing is ever sent.")});
    parser.addOption(
        {QStringLiteral("guided"), tr("Play the guided scenario; pictures go to DIR."), QStringLiteral("DIR")});
}

void nameProgram()
{
    QCoreApplication::setApplicationName(QStringLiteral("astern"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ASTERN_VERSION));
}

// Ends the program where that is all that was asked.
void answerQuestions(QCommandLineParser &parser)
{
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
}

// Qt would end with a crash.
bool lacksDisplay(int argc, char *argv[])
{
#ifdef Q_OS_LINUX
    const bool chosen =
        qEnvironmentVariableIsSet("QT_QPA_PLATFORM") ||
        std::any_of(argv + 1, argv + argc, [](const char *one) { return std::strcmp(one, "-platform") == 0; });
    return !chosen && qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
#else
    return false;
#endif
}

int runWithoutDisplay(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    nameProgram();
    QCommandLineParser parser;
    addOptions(parser);
    if (parser.parse(QCoreApplication::arguments()))
        answerQuestions(parser);
    return complain(tr("There is no display here: neither DISPLAY nor WAYLAND_DISPLAY is set. asternctl needs none."),
                    4);
}

// Where a sign-in that a person asked for here goes on; each address once.
void sendToBrowser(Session &session)
{
    QObject::connect(&session, &Session::signedInChanged, &session, [&session, sent = QUrl()]() mutable {
        const SignedIn &now = session.signedIn();
        if (now.state != SignedIn::State::Asking || now.browse.isEmpty() || !now.code.isEmpty() || now.browse == sent)
            return;
        sent = now.browse;
        QDesktopServices::openUrl(sent);
    });
}

int openDesktop(QApplication &application)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(QCoreApplication::arguments()))
        return complain(parser.errorText(), 3);
    answerQuestions(parser);
    const QString mode = parser.value(QStringLiteral("theme"));
    if (!QStringList{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")}.contains(mode))
        return complain(tr("--theme %1: there are light, dark and system").arg(mode), 3);
    if (parser.isSet(QStringLiteral("sandbox")) && parser.isSet(QStringLiteral("workspace")))
        return complain(tr("--sandbox makes a workspace of its own: leave out --workspace, or --sandbox"), 3);
    if (!parser.positionalArguments().isEmpty())
        return complain(tr("%1: not an option; see --help").arg(parser.positionalArguments().constFirst()), 3);

    const QStringList languages = ui::availableLanguages();
    if (parser.isSet(QStringLiteral("language")) && !languages.contains(parser.value(QStringLiteral("language"))))
        return complain(tr("--language %1: there are %2")
                            .arg(parser.value(QStringLiteral("language")), languages.join(QStringLiteral(", "))),
                        3);

    auto start = openWorkspace(parser);
    if (!start)
        return complain(start.error().toString(), 4);
    const QString data = start->dataFolder.isEmpty() ? defaultDataFolder(start->workspace) : start->dataFolder;
    ui::Settings settings(data + QStringLiteral("/ui.ini"));
    // Before anything makes a text for people.
    const QString language = ui::installLanguage(application, parser.isSet(QStringLiteral("language"))
                                                                  ? parser.value(QStringLiteral("language"))
                                                                  : settings.text(ui::Setting::Language));
    auto engine = Engine::create(start->workspace,
                                 {.dataFolder = start->dataFolder,
                                  .watch = true,
                                  .recover = true,
                                  .readOnly = parser.isSet(QStringLiteral("read-only")),
                                  // Where the scenario plays a person, nobody is to be faster.
                                  .guarding = parser.isSet(QStringLiteral("guided")) ? Guarding::Judge : Guarding::Act,
                                  .guardName = tr("the desktop on %1").arg(QHostInfo::localHostName()),
                                  .follow = true,
                                  .actor = {}});
    if (!engine)
        return complain(engine.error().toString(), 4);

    ui::Theme theme;
    theme.setMode(mode == QLatin1String("light")          ? ui::Theme::Mode::Light
                  : mode == QLatin1String("dark")         ? ui::Theme::Mode::Dark
                  : parser.isSet(QStringLiteral("theme")) ? ui::Theme::Mode::System
                                                          : ui::Windows::keptMode(settings));
    theme.install(application);
    TeamSight team((*engine)->session(), (*engine)->presence());
    ui::Windows windows((*engine)->session(), theme, settings, language);
    const auto evidence =
        makeEvidenceExport((*engine)->journal(), data,
                           std::shared_ptr<SecretStore>(std::shared_ptr<void>(), (*engine)->session().doors().secrets));
    windows.setEvidence(evidence.get());
    windows.setTeam(&team);
    ui::MainWindow &window = windows.open();
    StartMark::watch((*engine)->session(), window);
    (*engine)->start();
    sendToBrowser((*engine)->session());
    // On the screen that it is about, in the window that was used last.
    const DesktopNotes notes((*engine)->session(),
                             [&settings] { return settings.value(ui::Setting::DesktopNotes).toBool(); },
                             [&settings] { return settings.value(ui::Setting::NoteSound).toBool(); },
                             [&windows](const QString &place) { windows.bringUp(place); });

    std::unique_ptr<Guided> guided;
    if (parser.isSet(QStringLiteral("guided"))) {
        guided = std::make_unique<Guided>(
            (*engine)->session(), window,
            Guided::Options{.folder = parser.value(QStringLiteral("guided")), .dataFolder = data});
        QObject::connect(
            guided.get(), &Guided::finished, &application, [](int code) { QCoreApplication::exit(code); },
            Qt::QueuedConnection);
        guided->start();
    }
    return QApplication::exec();
}

int runDesktop(int argc, char *argv[])
{
    if (lacksDisplay(argc, argv))
        return runWithoutDisplay(argc, argv);
    QApplication application(argc, argv);
    nameProgram();
    QApplication::setApplicationDisplayName(QStringLiteral("Astern"));
    QApplication::setDesktopFileName(QStringLiteral("io.github.astern.Astern"));
    installUnixSignals();
    return openDesktop(application);
}

} // namespace
} // namespace astern::app

int main(int argc, char *argv[])
{
    astern::app::giveLargePiecesBack();
    astern::app::installCrashNote("astern");
    astern::app::endProcess(astern::app::runDesktop(argc, argv));
}
