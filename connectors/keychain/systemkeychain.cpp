// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/keychain/systemkeychain.h"

#include "models/base/format.h"
#include "models/base/inbox.h"
#include "models/workspace/secretref.h"

#include <QCoreApplication>
#include <QLibrary>
#include <QThread>
#include <QTimer>
#include <qt6keychain/keychain.h>

#include <atomic>
#include <mutex>

namespace astern::connectors {
namespace {

constexpr int kEndMs = 500; // a thread that hangs in a library is left behind after that

QString text(const char *source) { return QCoreApplication::translate("Keychain", source); }

Error errorOf(const QKeychain::Job &job)
{
    Error error;
    error.where = SecretRef{SecretRef::Kind::Keychain, job.key()}.toString();
    error.detail = job.errorString();
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        error.kind = Error::Kind::NotFound;
        error.message = text("The keychain has no secret %1").arg(job.key());
        error.hint = text("`asternctl secret set %1` puts it there.").arg(job.key());
        return error;
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        error.kind = Error::Kind::NotPermitted;
        error.message = text("The keychain was not unlocked");
        error.hint = text("Unlock it when it asks, then sign in again.");
        return error;
    default:
        // Its own words differ with every desktop and language; what to do does not.
        error.kind = Error::Kind::Unreachable;
        error.message = text("No keychain answers on this machine");
        error.hint = text("It needs a desktop session with GNOME Keyring, KWallet or KeePassXC. Without one, write "
                          "${env:NAME} or ${file:/path} in the workspace.");
        return error;
    }
}

Error timedOut(const QString &name, int timeoutMs)
{
    return {.kind = Error::Kind::TimedOut,
            .message = text("The keychain has not answered for %1").arg(format::duration(timeoutMs)),
            .where = SecretRef{SecretRef::Kind::Keychain, name}.toString(),
            .hint = text("Look for its dialog and unlock it, then sign in again. If there is none, end and start the "
                         "keychain's service.")};
}

// GIO, on which the Secret Service's library stands, ends the whole process when the session bus goes away, unless it
// is told not to. Not linked, since it is there exactly where that library is. The connection is kept: it is the one
// that everybody in this process gets.
void surviveTheBus()
{
    constexpr int kSessionBus = 2;
    using Get = void *(*)(int type, void *cancellable, void **error);
    using Set = void (*)(void *connection, int exits);
    QLibrary gio(QStringLiteral("gio-2.0"), 0);
    const auto get = reinterpret_cast<Get>(gio.resolve("g_bus_get_sync"));
    const auto set = reinterpret_cast<Set>(gio.resolve("g_dbus_connection_set_exit_on_close"));
    void *connection = get && set ? get(kSessionBus, nullptr, nullptr) : nullptr;
    if (connection)
        set(connection, 0);
}

// One question: what comes first ends it, the answer or the time-out. Lives on the thread of whoever asks.
class Waiting : public QObject {
public:
    Waiting(QObject *context, int timeoutMs, std::function<void()> late) : QObject(context), m_inbox(this)
    {
        QTimer::singleShot(timeoutMs, this, [this, late = std::move(late)] { end(late); });
    }
    void end(const std::function<void()> &tell)
    {
        if (std::exchange(m_ended, true))
            return;
        deleteLater();
        tell();
    }
    [[nodiscard]] const Inbox &inbox() const { return m_inbox; }

private:
    Inbox m_inbox;
    bool m_ended = false;
};

} // namespace

// What happens on the keychain's thread.
class SystemKeychain::Worker : public QObject {
public:
    [[nodiscard]] bool isIdle() const { return m_open == 0; } // from any thread
    void read(const QString &name, const Done<QString> &done)
    {
        auto *job = new QKeychain::ReadPasswordJob(QLatin1String(kService), this);
        run(job, name, [job, done](const std::optional<Error> &error) {
            error ? done(*error) : done(QString::fromUtf8(job->binaryData()));
        });
    }
    void write(const QString &name, const QString &value, const Done<Ok> &done)
    {
        auto *job = new QKeychain::WritePasswordJob(QLatin1String(kService), this);
        job->setBinaryData(value.toUtf8());
        run(job, name, [done](const std::optional<Error> &error) { error ? done(*error) : done(Ok{}); });
    }
    // Removing what is not there succeeds without a word; whoever mistyped a name should hear it.
    void remove(const QString &name, const Done<Ok> &done)
    {
        read(name,
             [this, name, done](const Result<QString> &value) { value ? removeNow(name, done) : done(value.error()); });
    }

private:
    void removeNow(const QString &name, const Done<Ok> &done)
    {
        auto *job = new QKeychain::DeletePasswordJob(QLatin1String(kService), this);
        run(job, name, [done](const std::optional<Error> &error) { error ? done(*error) : done(Ok{}); });
    }

    template <class Told>
    void run(QKeychain::Job *job, const QString &name, Told told)
    {
        if (!std::exchange(m_begun, true))
            surviveTheBus();
        job->setKey(name);
        // Never into a file that anybody can read where there is no keychain.
        job->setInsecureFallback(false);
        ++m_open;
        connect(job, &QKeychain::Job::finished, this, [this, told](QKeychain::Job *ended) {
            --m_open;
            told(ended->error() == QKeychain::NoError ? std::nullopt : std::optional(errorOf(*ended)));
        });
        job->start();
    }

    std::atomic<int> m_open = 0;
    bool m_begun = false;
};

struct SystemKeychain::Home {
    std::mutex mutex;
    QThread *thread = nullptr;
    Worker *worker = nullptr;
};

SystemKeychain::SystemKeychain(int timeoutMs) : m_timeoutMs(timeoutMs), m_home(std::make_shared<Home>()) {}

SystemKeychain::~SystemKeychain()
{
    const std::lock_guard lock(m_home->mutex);
    if (!m_home->thread)
        return;
    // The libraries behind a question that is still open know nothing of an end: what it would answer to stays.
    if (m_home->worker->isIdle())
        m_home->worker->deleteLater();
    m_home->thread->quit();
    if (m_home->thread->wait(kEndMs))
        delete m_home->thread;
}

template <class T>
void SystemKeychain::ask(const QString &name, QObject *context, Done<T> done,
                         std::function<void(Worker &, Done<T>)> question)
{
    auto *waiting =
        new Waiting(context, m_timeoutMs, [done, name, timeoutMs = m_timeoutMs] { done(timedOut(name, timeoutMs)); });
    if (!isSecretName(name)) {
        QMetaObject::invokeMethod(
            waiting,
            [waiting, done, name] {
                waiting->end([&] {
                    done(Error{.kind = Error::Kind::Invalid,
                               .message = text("A secret cannot be called \"%1\"").arg(name),
                               .where = {},
                               .hint = text("Letters, digits, \"_\", \".\" and \"-\", at most 64 of them.")});
                });
            },
            Qt::QueuedConnection);
        return;
    }
    const std::lock_guard lock(m_home->mutex);
    if (!m_home->thread) {
        m_home->thread = new QThread;
        m_home->thread->setObjectName(QStringLiteral("keychain"));
        m_home->worker = new Worker;
        m_home->worker->moveToThread(m_home->thread);
        m_home->thread->start();
    }
    const Done<T> answer(
        waiting->inbox().wrap([waiting, done](const Result<T> &result) { waiting->end([&] { done(result); }); }));
    QMetaObject::invokeMethod(m_home->worker,
                              [worker = m_home->worker, question, answer] { question(*worker, answer); });
}

void SystemKeychain::read(const QString &name, QObject *context, Done<QString> done)
{
    ask<QString>(name, context, std::move(done),
                 [name](Worker &worker, const Done<QString> &answer) { worker.read(name, answer); });
}

void SystemKeychain::write(const QString &name, const QString &value, QObject *context, Done<Ok> done)
{
    ask<Ok>(name, context, std::move(done),
            [name, value](Worker &worker, const Done<Ok> &answer) { worker.write(name, value, answer); });
}

void SystemKeychain::remove(const QString &name, QObject *context, Done<Ok> done)
{
    ask<Ok>(name, context, std::move(done),
            [name](Worker &worker, const Done<Ok> &answer) { worker.remove(name, answer); });
}

} // namespace astern::connectors
