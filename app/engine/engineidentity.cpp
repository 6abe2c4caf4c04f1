// SPDX-License-Identifier: GPL-3.0-or-later
// Of an engine: who is signed in. The provider is asked on the io thread and the keychain on its own; what goes back
// never waits for either.
#include "app/engine/engineparts.h"
#include "connectors/local/filekeystore.h"
#include "models/command/record.h"

#include <QDir>
#include <QEventLoop>
#include <QStandardPaths>

namespace astern::app {
namespace {

constexpr int kSettleMs = 3'000;
constexpr qint64 kFreshMs = 10 * 60'000; // a first PIN belongs to who has just proved to be the one who is signed in

} // namespace

QString signInFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
        .filePath(QStringLiteral("astern/sign-in"));
}

void Engine::openIdentity()
{
    const Workspace &workspace = d->session->workspace();
    d->identityConfig = workspace.identity;
    if (!d->pin)
        d->pin =
            std::make_unique<PinKeeper>(PinKeeper::Doors{.folder = d->folder,
                                                         .keychain = &d->keychain,
                                                         .keys = std::make_shared<connectors::FileKeyStore>(
                                                             QDir(d->folder).filePath(QStringLiteral("identity.keys"))),
                                                         .clock = &d->clock});
    if (!workspace.identity.isOidc()) {
        if (d->options.actor.ref.isEmpty())
            takeSignedIn({.state = SignedIn::State::NotNeeded, .identity = systemIdentity(workspace)});
        return;
    }
    takeSignedIn({.state = SignedIn::State::Unknown});
    if (d->options.readOnly || !d->options.signIn)
        return; // nobody acts here but automation
    const connectors::OidcOptions options{.config = workspace.identity,
                                          .roles = workspace.roles,
                                          .salt = personSalt(workspace),
                                          .keychain = &d->keychain,
                                          .lockFolder = signInFolder(),
                                          .clock = &d->clock};
    onThreadOf(d->io, [this, options] { d->identity = new connectors::OidcProvider(options, d->io); });
    // Queued, and nothing of a provider that was replaced meanwhile.
    connect(d->identity, &IdentityProvider::changed, this, [this, from = d->identity](const SignedIn &now) {
        if (from == d->identity)
            takeSignedIn(now);
    });
}

void Engine::takeSignedIn(const SignedIn &now)
{
    d->authority->setSignedIn(now);
    d->session->setSignedIn(now);
    const bool known = now.state == SignedIn::State::In;
    d->presence.setSelf(known ? now.identity.person : QString(), known ? now.identity.name : QString());
}

// What was signed in by other settings does not count with these; a line that moved changes nothing.
void Engine::changeIdentity(const Workspace &next)
{
    IdentityConfig before = d->identityConfig;
    before.at = next.identity.at;
    if (next.identity == before) {
        if (d->identity)
            QMetaObject::invokeMethod(d->identity,
                                      [provider = d->identity, roles = next.roles] { provider->setRoles(roles); });
        else if (!next.identity.isOidc())
            openIdentity();
        return;
    }
    if (connectors::OidcProvider *old = std::exchange(d->identity, nullptr))
        QMetaObject::invokeMethod(old, [old] { old->deleteLater(); });
    openIdentity();
    restoreIdentity();
}

void Engine::restoreIdentity()
{
    if (d->identity)
        QMetaObject::invokeMethod(d->identity, [provider = d->identity] { provider->restore(); });
}

IdentityDoors Engine::identityDoors()
{
    const auto provider = [this](auto act) {
        if (d->identity)
            QMetaObject::invokeMethod(d->identity, [provider = d->identity, act] { act(*provider); });
    };
    return {.signIn = [provider](IdentityProvider::Way way,
                                 bool anew) { provider([way, anew](IdentityProvider &to) { to.signIn(way, anew); }); },
            .cancel = [provider] { provider([](IdentityProvider &to) { to.cancel(); }); },
            .signOut =
                [this, provider](Done<Ok> done) {
                    const Done<Ok> answer = d->inbox->wrap(std::move(done));
                    provider([answer](IdentityProvider &to) { to.signOut(answer); });
                },
            .checkPin = [this](const QString &pin, Done<Ok> done) { d->pin->check(pin, std::move(done)); },
            .setPin = [this](const QString &pin, const QString &old,
                             Done<PinState> done) { setPin(pin, old, std::move(done)); },
            .lookAtPin = [this](Done<PinState> done) { d->pin->look(std::move(done)); }};
}

// At an unlocked desktop somebody else could set a first PIN, and be present with it.
void Engine::setPin(const QString &pin, const QString &old, Done<PinState> done)
{
    d->pin->look([this, pin, old, done](const Result<PinState> &now) {
        if (!now)
            return done(now.error());
        const SignedIn &signedIn = d->session->signedIn();
        const qint64 ago = d->clock.wallMs() - signedIn.identity.authenticatedMs;
        const bool fresh =
            signedIn.state == SignedIn::State::In && signedIn.identity.authenticatedMs != 0 && ago < kFreshMs;
        if (!now->set && d->identityConfig.isOidc() && !fresh)
            return done(Error{.kind = Error::Kind::NotPermitted,
                              .message = tr("A first PIN is set by who has just signed in"),
                              .hint = tr("Sign in anew (`asternctl login --again`), then set it within ten minutes.")});
        d->pin->set(pin, old, [this, done, first = !now->set](const Result<PinState> &set) {
            if (!set)
                return done(set);
            // Said once it is in the log: whoever is present by a new PIN can be asked since when.
            Draft draft;
            draft.kind = first ? QStringLiteral("identity.pin-set") : QStringLiteral("identity.pin-changed");
            const Actor self = d->session->self();
            draft.fields.insert(QStringLiteral("actor"), actorToJson(self));
            if (!self.name.isEmpty())
                draft.personal.insert(QStringLiteral("actor.name"), self.name);
            d->journal->append(draft, d->inbox->wrap([done, set](const Result<Receipt> &receipt) {
                done(receipt ? set : Result<PinState>(receipt.error()));
            }));
        });
    });
}

// Answers once it is known, one way or the other; at once where it is.
void Engine::whenIdentityKnown(int withinMs, std::function<void()> then)
{
    Session *session = d->session.get();
    if (session->signedIn().state != SignedIn::State::Unknown || !d->identity)
        return then();
    auto *waiting = new QObject(this);
    const auto end = [waiting, then] {
        waiting->deleteLater();
        waiting->disconnect();
        then();
    };
    connect(session, &Session::signedInChanged, waiting, [session, waiting, end] {
        if (session->signedIn().state == SignedIn::State::Unknown)
            return;
        QObject::disconnect(session, nullptr, waiting, nullptr);
        end();
    });
    QTimer::singleShot(withinMs, waiting, end);
}

// A renewal whose answer is lost costs the whole sign-in: it gets a moment to come home.
void Engine::settleIdentity()
{
    if (!d->identity)
        return;
    onThreadOf(d->io, [this] {
        QEventLoop loop;
        connect(d->identity, &connectors::OidcProvider::settled, &loop, &QEventLoop::quit);
        QTimer::singleShot(kSettleMs, &loop, &QEventLoop::quit);
        if (d->identity->isBusy())
            loop.exec(QEventLoop::ExcludeUserInputEvents);
    });
}

} // namespace astern::app
