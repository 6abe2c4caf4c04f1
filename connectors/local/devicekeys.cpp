// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/local/devicekeys.h"

#include "models/base/crashpoint.h"
#include "models/journal/digest.h"

#include <QCoreApplication>
#include <QThread>

#include <sodium.h>

#include <condition_variable>
#include <map>

namespace astern::connectors {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr int kChangeMs = 2'000;  // a keychain that takes longer than this to write is none
constexpr int kPersonMs = 60'000; // somebody unlocks it
constexpr auto kAskAgain = 15s;
constexpr auto kAskAgainRefused = 5min; // whoever closed its dialog does not want it back at once

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

QString itemOf(const QString &id, const QString &name) { return QStringLiteral("journal.%1.%2").arg(id, name); }

Error busy()
{
    return {.kind = Error::Kind::Conflict,
            .message = tr("The keys of this device are being moved"),
            .hint = tr("Try again in a moment")};
}

Error nobodyToAsk()
{
    return {.kind = Error::Kind::Unreachable,
            .message = tr("The key of this device is in a keychain that is not here")};
}

} // namespace

// Asks a keychain, which answers on a thread with an event loop, for one that has none and must not wait.
class DeviceKeys::Asker {
public:
    Asker(std::shared_ptr<SecretStore> store, int waitMs) : m_store(std::move(store)), m_waitMs(waitMs)
    {
        m_thread.setObjectName(QStringLiteral("device-keys"));
    }
    ~Asker()
    {
        if (m_context)
            QMetaObject::invokeMethod(m_context, [this] { delete m_context; }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    // Asked before anybody waits for it, so that several answers take no longer than one.
    void prepare(const QStringList &items)
    {
        const std::lock_guard lock(m_mutex);
        for (const QString &item : items)
            begin(item);
    }
    Result<QString> readSoon(const QString &item)
    {
        std::unique_lock lock(m_mutex);
        if (!m_deadline)
            m_deadline = Steady::now() + std::chrono::milliseconds(m_waitMs);
        begin(item);
        m_told.wait_until(lock, *m_deadline, [&] { return m_read[item].answer.has_value(); });
        const Read &read = m_read[item];
        if (read.answer)
            return *read.answer;
        return Error{.kind = Error::Kind::TimedOut,
                     .message = tr("The keychain has not answered yet"),
                     .hint = tr("Unlock it. If nothing asks for it, start the keychain's service")};
    }
    Result<QString> readNow(const QString &item, int waitMs)
    {
        return wait<QString>(
            waitMs, [this, item](QObject *context, const Done<QString> &done) { m_store->read(item, context, done); });
    }
    Result<Ok> write(const QString &item, const QString &value, int waitMs)
    {
        drop(item);
        return wait<Ok>(waitMs, [this, item, value](QObject *context, const Done<Ok> &done) {
            m_store->write(item, value, context, done);
        });
    }
    Result<Ok> remove(const QString &item, int waitMs)
    {
        drop(item);
        auto done = wait<Ok>(
            waitMs, [this, item](QObject *context, const Done<Ok> &answer) { m_store->remove(item, context, answer); });
        return !done && done.error().kind == Error::Kind::NotFound ? Result<Ok>(Ok{}) : done;
    }
    // What was answered is not kept longer than the start needs it.
    void forget()
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_read.begin(); it != m_read.end();)
            it = it->second.pending ? std::next(it) : m_read.erase(it);
    }

private:
    struct Read {
        bool pending = false;
        std::optional<Result<QString>> answer;
        Steady::time_point atMs;
    };

    // Only who owns the journal asks for its keys.
    QObject *home()
    {
        std::call_once(m_begun, [this] {
            m_context = new QObject;
            m_context->moveToThread(&m_thread);
            m_thread.start();
        });
        return m_context;
    }
    void drop(const QString &item)
    {
        const std::lock_guard lock(m_mutex);
        m_read[item].answer.reset();
    }
    // Under the mutex.
    void begin(const QString &item)
    {
        Read &read = m_read[item];
        if (read.pending)
            return;
        if (read.answer) {
            if (read.answer->ok() || read.answer->error().kind == Error::Kind::NotFound)
                return;
            const auto again = read.answer->error().kind == Error::Kind::NotPermitted
                                   ? Steady::duration(kAskAgainRefused)
                                   : Steady::duration(kAskAgain);
            if (Steady::now() - read.atMs < again)
                return;
        }
        read.pending = true;
        QMetaObject::invokeMethod(home(), [this, item] {
            m_store->read(item, m_context, [this, item](const Result<QString> &answer) {
                {
                    const std::lock_guard lock(m_mutex);
                    m_read[item] = {false, answer, Steady::now()};
                }
                m_told.notify_all();
            });
        });
    }

    template <class T>
    Result<T> wait(int waitMs, const std::function<void(QObject *, const Done<T> &)> &ask)
    {
        struct Waiting {
            std::mutex mutex;
            std::condition_variable told;
            std::optional<Result<T>> answer;
        };
        const auto waiting = std::make_shared<Waiting>();
        QMetaObject::invokeMethod(home(), [this, ask, waiting] {
            ask(m_context, [waiting](const Result<T> &answer) {
                {
                    const std::lock_guard lock(waiting->mutex);
                    waiting->answer = answer;
                }
                waiting->told.notify_all();
            });
        });
        std::unique_lock lock(waiting->mutex);
        if (!waiting->told.wait_for(lock, std::chrono::milliseconds(waitMs),
                                    [&] { return waiting->answer.has_value(); }))
            return Error{.kind = Error::Kind::TimedOut, .message = tr("The keychain does not answer")};
        return *waiting->answer;
    }

    std::shared_ptr<SecretStore> m_store;
    const int m_waitMs;
    QThread m_thread;
    std::once_flag m_begun;
    QObject *m_context = nullptr; // lives on m_thread; with it goes whoever still waits there
    std::mutex m_mutex;
    std::condition_variable m_told;
    std::map<QString, Read> m_read;
    std::optional<Steady::time_point> m_deadline;
};

DeviceKeys::DeviceKeys(DeviceKeyOptions options)
    : m_options(std::move(options)), m_file(m_options.path, m_options.passphrase)
{
    if (m_options.keychain)
        m_asker = std::make_unique<Asker>(m_options.keychain, m_options.waitMs);
}

DeviceKeys::~DeviceKeys() = default;

bool DeviceKeys::mayLock() const
{
    const auto facts = m_file.facts();
    return !m_options.passphrase.isEmpty() || (facts && !facts->elsewhere.isEmpty()) ||
           (m_asker && (m_options.preferKeychain || m_options.move) && !m_failed);
}

Result<QByteArray> DeviceKeys::load(const QString &name)
{
    const auto facts = m_file.facts();
    if (!facts)
        return facts.error();
    if (facts->has(name) || !facts->elsewhere.contains(name)) {
        const std::lock_guard lock(m_mutex);
        if (m_sealed && facts->sealed.contains(name))
            return *m_sealed;
        auto secret = m_file.load(name);
        if (!secret && secret.error().kind == Error::Kind::Unauthorized)
            m_sealed = secret.error();
        return secret;
    }
    if (!m_asker)
        return nobodyToAsk();
    QStringList items;
    for (const QString &each : facts->elsewhere)
        items.append(itemOf(facts->keychain, each));
    m_asker->prepare(items);
    const auto text = m_asker->readSoon(itemOf(facts->keychain, name));
    if (!text)
        return text.error();
    const auto bytes = fromBase64(text->toLatin1());
    if (!bytes || bytes->isEmpty())
        return Error{.kind = Error::Kind::Malformed,
                     .message = tr("What the keychain has for this device is no key"),
                     .where = itemOf(facts->keychain, name)};
    return *bytes;
}

// Written and read back, or an error.
Result<Ok> DeviceKeys::put(const QString &id, const QString &name, const QByteArray &secret, int waitMs)
{
    const QString item = itemOf(id, name);
    const QString text = QString::fromLatin1(toBase64(secret));
    if (auto done = m_asker->write(item, text, waitMs); !done)
        return done;
    const auto back = m_asker->readNow(item, waitMs);
    if (!back)
        return back.error();
    if (*back != text)
        return Error{.kind = Error::Kind::Storage,
                     .message = tr("The keychain does not give back what it was given"),
                     .where = item};
    return Ok{};
}

// The file names it before it is there, so that it is looked for after a cut.
Result<Ok> DeviceKeys::storeInKeychain(const FileKeyStore::Facts &facts, const QString &name, const QByteArray &secret)
{
    const QString id = facts.keychain.isEmpty() ? QString::fromLatin1(randomBytes(8).toHex()) : facts.keychain;
    if (auto done = m_file.noteElsewhere(id, QStringList(facts.elsewhere) << name); !done)
        return done;
    auto done = put(id, name, secret, kChangeMs);
    if (!done)
        (void)m_file.noteElsewhere(facts.keychain, facts.elsewhere);
    return done;
}

Result<Ok> DeviceKeys::store(const QString &name, const QByteArray &secret)
{
    const std::unique_lock lock(m_changing, std::try_to_lock);
    if (!lock)
        return busy();
    const auto facts = m_file.facts();
    if (!facts)
        return facts.error();
    if (facts->elsewhere.contains(name))
        return Error{.kind = Error::Kind::Conflict,
                     .message = tr("The keychain has a secret named %1 already").arg(name)};
    const bool inKeychain = m_asker && name != kStandInName && !facts->has(name) &&
                            (name == kNextName ? !facts->elsewhere.isEmpty() : m_options.preferKeychain && !m_failed);
    if (!inKeychain)
        return m_file.store(name, secret);
    auto done = storeInKeychain(*facts, name, secret);
    if (done || name == kNextName) // what is in the keychain does not come out of it by being followed
        return done;
    m_failed = true;
    return m_file.store(name, secret);
}

Result<Ok> DeviceKeys::replace(const QString &name, const QString &from)
{
    const std::unique_lock lock(m_changing, std::try_to_lock);
    if (!lock)
        return busy();
    const auto facts = m_file.facts();
    if (!facts)
        return facts.error();
    if (!facts->elsewhere.contains(from))
        return m_file.replace(name, from);
    if (!m_asker)
        return nobodyToAsk();
    const auto text = m_asker->readNow(itemOf(facts->keychain, from), kChangeMs);
    const auto secret = text ? fromBase64(text->toLatin1()) : std::nullopt;
    if (!text)
        return text.error();
    if (!secret)
        return Error{.kind = Error::Kind::Malformed, .message = tr("What the keychain has for this device is no key")};
    if (auto done = put(facts->keychain, name, *secret, kChangeMs); !done)
        return done;
    ASTERN_CRASH_POINT("key.before-forget");
    if (auto done = m_asker->remove(itemOf(facts->keychain, from), kChangeMs); !done)
        return done;
    QStringList elsewhere = facts->elsewhere;
    elsewhere.removeAll(from);
    if (!elsewhere.contains(name))
        elsewhere.append(name);
    return m_file.noteElsewhere(facts->keychain, elsewhere, {name});
}

Result<Ok> DeviceKeys::forget(const QString &name)
{
    const std::unique_lock lock(m_changing, std::try_to_lock);
    if (!lock)
        return busy();
    const auto facts = m_file.facts();
    if (!facts)
        return facts.error();
    if (!facts->elsewhere.contains(name))
        return m_file.forget(name);
    if (!m_asker)
        return nobodyToAsk();
    if (auto done = m_asker->remove(itemOf(facts->keychain, name), kChangeMs); !done)
        return done;
    QStringList elsewhere = facts->elsewhere;
    elsewhere.removeAll(name);
    return m_file.noteElsewhere(facts->keychain, elsewhere);
}

Result<Ok> DeviceKeys::settle()
{
    auto done = m_options.move && m_asker ? moveToKeychain() : Result<Ok>(Ok{});
    if (m_asker)
        m_asker->forget();
    return done;
}

// Names first, then secrets, each read back; only then the file forgets them. Cut anywhere, the file still has them and
// is believed.
Result<Ok> DeviceKeys::moveToKeychain()
{
    const std::lock_guard lock(m_changing);
    if (!m_asker)
        return nobodyToAsk();
    const auto facts = m_file.facts();
    if (!facts)
        return facts.error();
    QStringList names = facts->plain + facts->sealed;
    names.removeAll(kStandInName);
    if (names.isEmpty())
        return Ok{};
    const QString id = facts->keychain.isEmpty() ? QString::fromLatin1(randomBytes(8).toHex()) : facts->keychain;
    QStringList elsewhere = facts->elsewhere;
    for (const QString &name : std::as_const(names)) {
        if (!elsewhere.contains(name))
            elsewhere.append(name);
    }
    if (auto done = m_file.noteElsewhere(id, elsewhere); !done)
        return done;
    ASTERN_CRASH_POINT("keys.named");
    for (const QString &name : std::as_const(names)) {
        const auto secret = m_file.load(name);
        if (!secret)
            return secret.error();
        if (auto done = put(id, name, *secret, kPersonMs); !done)
            return done;
        ASTERN_CRASH_POINT("keys.copied");
    }
    auto done = m_file.noteElsewhere(id, elsewhere, names);
    ASTERN_CRASH_POINT("keys.moved");
    return done;
}

Result<Ok> DeviceKeys::moveToFile()
{
    const std::lock_guard lock(m_changing);
    const auto facts = m_file.facts();
    if (!facts)
        return facts.error();
    if (facts->elsewhere.isEmpty())
        return Ok{};
    if (!m_asker)
        return nobodyToAsk();
    for (const QString &name : facts->elsewhere) {
        if (facts->has(name))
            continue; // a move that was cut short
        const auto text = m_asker->readNow(itemOf(facts->keychain, name), kPersonMs);
        if (!text)
            return text.error();
        const auto secret = fromBase64(text->toLatin1());
        if (!secret || secret->isEmpty())
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("What the keychain has for this device is no key")};
        if (auto done = m_file.store(name, *secret); !done)
            return done;
        const auto back = m_file.load(name);
        if (!back || *back != *secret)
            return Error{.kind = Error::Kind::Storage,
                         .message = tr("The key file does not give back what it was given")};
        ASTERN_CRASH_POINT("keys.copied");
    }
    if (auto done = m_file.noteElsewhere(facts->keychain, {}); !done)
        return done;
    ASTERN_CRASH_POINT("keys.moved");
    for (const QString &name : facts->elsewhere)
        (void)m_asker->remove(itemOf(facts->keychain, name), kPersonMs); // a copy that is left harms nobody
    return Ok{};
}

} // namespace astern::connectors
