// SPDX-License-Identifier: GPL-3.0-or-later
// Who acts on this machine: sign in, sign out, say who it is; and the PIN.
#include "app/cli/act.h"
#include "app/cli/hidden.h"
#include "app/cli/options.h"
#include "app/cli/verbs.h"
#include "app/engine/engine.h"
#include "app/unixsignals.h"
#include "connectors/keychain/systemkeychain.h"
#include "connectors/oidc/oidcprovider.h"
#include "models/base/format.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

namespace astern::app {
namespace {

using State = SignedIn::State;
using Way = IdentityProvider::Way;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

// A provider of its own: nothing else is needed to sign in, no log and no backend.
class Desk {
public:
    explicit Desk(const Workspace &workspace)
        : m_provider({.config = workspace.identity,
                      .roles = workspace.roles,
                      .salt = personSalt(workspace),
                      .keychain = &m_keychain,
                      .lockFolder = signInFolder(),
                      .clock = &m_clock})
    {
    }
    [[nodiscard]] connectors::OidcProvider &provider() { return m_provider; }
    [[nodiscard]] const SignedIn &state() const { return m_provider.state(); }
    // Until it is over, and what must not be lost is where it belongs. False: interrupted.
    bool settle()
    {
        const auto open = [this] {
            return state().state == State::Unknown || state().state == State::Asking || m_provider.isBusy();
        };
        while (open()) {
            QEventLoop loop;
            QObject::connect(&m_provider, &IdentityProvider::changed, &loop, &QEventLoop::quit, Qt::QueuedConnection);
            QObject::connect(&m_provider, &connectors::OidcProvider::settled, &loop, &QEventLoop::quit,
                             Qt::QueuedConnection);
            if (open())
                loop.exec();
            if (receivedUnixSignal() != 0)
                return false;
        }
        return true;
    }

private:
    SystemClock m_clock;
    connectors::SystemKeychain m_keychain;
    connectors::OidcProvider m_provider;
};

QJsonObject toJson(const SignedIn &now, const IdentityConfig &config)
{
    const Identity &who = now.identity;
    const bool known = now.state == State::In || now.state == State::NotNeeded;
    QJsonObject object{{QStringLiteral("state"), toString(now.state)},
                       {QStringLiteral("type"), config.isOidc() ? QStringLiteral("oidc") : QStringLiteral("os")},
                       {QStringLiteral("name"), who.name},
                       {QStringLiteral("roles"), QJsonArray::fromStringList(who.roles)}};
    if (known) {
        object.insert(QStringLiteral("person"), who.person);
        object.insert(QStringLiteral("auth"), who.auth);
    }
    if (config.isOidc()) {
        object.insert(QStringLiteral("issuer"), config.issuer.toString());
        object.insert(QStringLiteral("mail"), who.mail);
        object.insert(QStringLiteral("until_ms"), who.untilMs);
        object.insert(QStringLiteral("authenticated_ms"), who.authenticatedMs);
        object.insert(QStringLiteral("kept"), now.kept);
    }
    if (!now.problem.isEmpty())
        object.insert(QStringLiteral("problem"), now.problem);
    if (!now.hint.isEmpty())
        object.insert(QStringLiteral("hint"), now.hint);
    return object;
}

void say(const SignedIn &now, const IdentityConfig &config, Streams streams)
{
    const Identity &who = now.identity;
    const auto line = [&streams](const QString &what, const QString &words) {
        if (!words.isEmpty())
            streams.out << "  " << what.leftJustified(12) << words << '\n';
    };
    if (now.state == State::Out) {
        streams.out << tr("Nobody is signed in.") << '\n';
        line(tr("because"), now.problem);
        line(tr("provider"), config.issuer.toString());
        streams.out << tr("Sign in with `asternctl login`, or on another device with `asternctl login --device`.")
                    << '\n';
    } else {
        streams.out << (who.mail.isEmpty() ? who.name : QStringLiteral("%1 <%2>").arg(who.name, who.mail)) << '\n';
        line(tr("roles"), who.roles.isEmpty() ? tr("none") : who.roles.join(QStringLiteral(", ")));
        if (now.state == State::NotNeeded)
            line(tr("known by"), tr("the user of this machine"));
        else
            line(tr("known by"), config.issuer.toString());
        if (now.state == State::Ended)
            line(tr("ended"), tr("%1: what goes forward is refused, going back works").arg(format::stamp(who.untilMs)));
        else if (who.untilMs != 0)
            line(tr("until"), tr("%1, renewed before").arg(format::stamp(who.untilMs)));
        line(tr("person"), now.state == State::Ended ? QString() : who.person);
        line(tr("problem"), now.problem);
        if (!now.kept)
            line(tr("keychain"), tr("keeps nothing: it ends with this program"));
    }
    streams.out.flush();
}

int report(const SignedIn &now, const Workspace &workspace, const VerbOptions &options, Streams streams)
{
    if (options.json())
        streams.out << QString::fromUtf8(QJsonDocument(toJson(now, workspace.identity)).toJson(QJsonDocument::Compact))
                    << Qt::endl;
    else
        say(now, workspace.identity, streams);
    if (now.state == State::NotNeeded || (now.state == State::In && now.kept))
        return ExitDone;
    return now.state == State::In ? ExitIncomplete : ExitRefused;
}

int notNeeded(const VerbOptions &options, Streams streams)
{
    return fail(streams,
                {.kind = Error::Kind::Refused,
                 .message = tr("This workspace goes by the user of this machine: there is nothing to sign in to"),
                 .where = QStringLiteral("astern.yaml"),
                 .hint = tr("identity: {type: oidc, …} names a provider.")},
                options.json());
}

// The browser of this desktop; what it writes is not ours.
void openBrowser(const QUrl &url)
{
    const QString program = QStandardPaths::findExecutable(QStringLiteral("xdg-open"));
    const bool desktop = !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
    if (program.isEmpty() || !desktop)
        return;
    QProcess browser;
    browser.setProgram(program);
    browser.setArguments({QString::fromLatin1(url.toEncoded())});
    browser.setStandardOutputFile(QProcess::nullDevice());
    browser.setStandardErrorFile(QProcess::nullDevice());
    browser.startDetached();
}

// Where a person goes on, once.
void show(const SignedIn &now, bool browser, bool json, Streams streams)
{
    const QString url = QString::fromLatin1(now.browse.toEncoded());
    if (json) {
        QJsonObject object{{QStringLiteral("state"), toString(now.state)}, {QStringLiteral("open"), url}};
        if (!now.code.isEmpty())
            object.insert(QStringLiteral("code"), now.code);
        streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
    } else if (now.code.isEmpty()) {
        streams.err << tr("Go on in the browser:") << "\n  " << url << Qt::endl;
    } else {
        streams.err << tr("On any device open") << "\n  " << url << '\n'
                    << tr("and compare or type the code %1").arg(now.code) << Qt::endl;
    }
    if (browser && now.code.isEmpty())
        openBrowser(now.browse);
}

// The engine is asked, as it is before a promotion.
int withEngine(const Workspace &workspace, const VerbOptions &options, Streams streams,
               const std::function<int(Engine &)> &then)
{
    auto engine =
        Engine::create(workspace, {.dataFolder = options.dataFolder(), .watch = false, .recover = false, .actor = {}});
    if (!engine)
        return fail(streams, engine.error(), options.json());
    (*engine)->start();
    return then(**engine);
}

int pinStatus(Engine &engine, const VerbOptions &options, Streams streams)
{
    const auto state =
        wait<PinState>([&](Done<PinState> done) { engine.session().doors().identity.lookAtPin(std::move(done)); });
    if (!state)
        return 128 + receivedUnixSignal();
    if (!state->ok())
        return fail(streams, state->error(), options.json());
    const PinState &pin = **state;
    if (options.json()) {
        const QJsonObject object{{QStringLiteral("set"), pin.set},
                                 {QStringLiteral("set_ms"), pin.setMs},
                                 {QStringLiteral("keychain"), pin.byKeychain},
                                 {QStringLiteral("misses"), pin.misses},
                                 {QStringLiteral("not_before_ms"), pin.notBeforeMs}};
        streams.out << QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) << Qt::endl;
    } else if (!pin.set) {
        streams.out << tr("No PIN is set on this device: `asternctl identity pin set` sets one.") << Qt::endl;
    } else {
        streams.out << tr("A PIN is set since %1, sealed by %2.")
                           .arg(format::stamp(pin.setMs),
                                pin.byKeychain ? tr("the keychain") : tr("the key file of this device"))
                    << '\n';
        if (pin.misses > 0)
            streams.out << tr("It was missed %1 times in a row.").arg(pin.misses) << '\n';
        streams.out.flush();
    }
    return pin.set ? ExitDone : ExitRefused;
}

int setPin(Engine &engine, const VerbOptions &options, Streams streams)
{
    waitForIdentity(engine);
    const IdentityDoors &doors = engine.session().doors().identity;
    const auto now = wait<PinState>([&](Done<PinState> done) { doors.lookAtPin(std::move(done)); });
    if (!now)
        return 128 + receivedUnixSignal();
    if (!now->ok())
        return fail(streams, now->error(), options.json());
    const auto ask = [&](const QString &question) { return askHidden(question, streams); };
    const std::optional<QString> old = now->value().set ? ask(tr("PIN as it is now (not shown): ")) : QString();
    const std::optional<QString> pin = old ? ask(tr("New PIN (not shown): ")) : std::nullopt;
    const std::optional<QString> again = pin ? ask(tr("The same once more: ")) : std::nullopt;
    if (!again)
        return options.usageError(streams, tr("a PIN is typed on a terminal, and the standard input is none"));
    if (*again != *pin) {
        return fail(streams,
                    {.kind = Error::Kind::Invalid,
                     .message = tr("The two are not the same"),
                     .hint = tr("Nothing was changed.")},
                    options.json());
    }
    const auto set = wait<PinState>([&](Done<PinState> done) { doors.setPin(*pin, *old, std::move(done)); });
    if (!set)
        return 128 + receivedUnixSignal();
    if (!set->ok())
        return fail(streams, set->error(), options.json());
    return pinStatus(engine, options, streams);
}

} // namespace

int runLogin(const QStringList &args, Streams streams)
{
    VerbOptions options(
        QStringLiteral("login"),
        tr("Signs in with the identity provider of the workspace, over the browser of this machine or over "
           "another device. What it leaves is in the keychain, for all windows and commands of this user."),
        QStringLiteral("[--device] [--again] [--no-browser] [--json]"), QStringLiteral("asternctl login --device"));
    options.add({QStringLiteral("device"), tr("Over another device: no browser is needed here.")});
    options.add({QStringLiteral("again"), tr("The provider is to ask even if it knows you; before a first PIN.")});
    options.add({QStringLiteral("no-browser"), tr("Only print the address.")});
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    if (!options.positional().isEmpty())
        return options.usageError(streams, tr("login takes no words, only options"));
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    if (!workspace->identity.isOidc())
        return notNeeded(options, streams);
    Desk desk(*workspace);
    QUrl shown;
    QObject::connect(&desk.provider(), &IdentityProvider::changed, &desk.provider(), [&](const SignedIn &now) {
        if (now.state != State::Asking || now.browse.isEmpty() || now.browse == shown)
            return;
        shown = now.browse;
        show(now, !options.isSet(QStringLiteral("no-browser")), options.json(), streams);
    });
    desk.provider().signIn(options.isSet(QStringLiteral("device")) ? Way::Device : Way::Browser,
                           options.isSet(QStringLiteral("again")));
    if (!desk.settle())
        return 128 + receivedUnixSignal();
    if (desk.state().state == State::In)
        return report(desk.state(), *workspace, options, streams);
    return fail(streams,
                {.kind = Error::Kind::Unauthorized,
                 .message = desk.state().problem.isEmpty() ? tr("Nobody was signed in") : desk.state().problem,
                 .where = workspace->identity.issuer.toString(),
                 .hint = desk.state().hint},
                options.json());
}

int runLogout(const QStringList &args, Streams streams)
{
    VerbOptions options(
        QStringLiteral("logout"),
        tr("Signs out: forgets what the keychain keeps, and tells the provider to take nothing of it any "
           "more. Other windows end with their next renewal at the latest."),
        QStringLiteral("[--json]"), QStringLiteral("asternctl logout"));
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    if (!workspace->identity.isOidc())
        return notNeeded(options, streams);
    Desk desk(*workspace);
    const auto out = wait<Ok>([&](Done<Ok> done) { desk.provider().signOut(std::move(done)); });
    if (!out)
        return 128 + receivedUnixSignal();
    if (!out->ok()) {
        Error error = out->error();
        error.message = tr("Forgotten here, and the provider could not be told: %1").arg(error.message);
        fail(streams, error, options.json());
        return ExitIncomplete;
    }
    if (options.json())
        streams.out << QString::fromUtf8(
                           QJsonDocument(toJson(desk.state(), workspace->identity)).toJson(QJsonDocument::Compact))
                    << Qt::endl;
    else
        streams.err << tr("Signed out.") << Qt::endl;
    return ExitDone;
}

int runWhoami(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("whoami"),
                        tr("Says who acts here, how that is known, and with which roles. Exit code 0: it is known; 1: "
                           "nobody is signed in, or the sign-in has ended."),
                        QStringLiteral("[--json]"), QStringLiteral("asternctl whoami"));
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    if (!workspace->identity.isOidc())
        return report({.state = State::NotNeeded, .identity = systemIdentity(*workspace)}, *workspace, options,
                      streams);
    Desk desk(*workspace);
    desk.provider().restore();
    if (!desk.settle())
        return 128 + receivedUnixSignal();
    return report(desk.state(), *workspace, options, streams);
}

int runIdentity(const QStringList &args, Streams streams)
{
    VerbOptions options(QStringLiteral("identity"),
                        tr("The PIN of this device proves that whoever is signed in sits here. It is asked for before "
                           "anything goes forward in a protected environment, never before a rollback."),
                        QStringLiteral("pin set | pin status [--json]"), QStringLiteral("asternctl identity pin set"));
    int exitCode = ExitDone;
    if (!options.parse(args, streams, exitCode))
        return exitCode;
    const QStringList words = options.positional();
    const bool sets = words == QStringList{QStringLiteral("pin"), QStringLiteral("set")};
    if (!sets && words != QStringList{QStringLiteral("pin"), QStringLiteral("status")})
        return options.usageError(streams,
                                  tr("say `identity pin set` or `identity pin status`; a PIN is never an argument"));
    const std::optional<Workspace> workspace = loadWorkspace(options, streams, exitCode);
    if (!workspace)
        return exitCode;
    return withEngine(*workspace, options, streams, [&](Engine &engine) {
        return sets ? setPin(engine, options, streams) : pinStatus(engine, options, streams);
    });
}

} // namespace astern::app
