// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/identity/pinkeeper.h"

#include "models/base/format.h"
#include "models/identity/userlock.h"
#include "models/journal/digest.h"
#include "models/journal/logio.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

#include <sodium.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace astern {
namespace {

constexpr auto kFile = "identity.pin";
constexpr auto kKeyName = "identity-pin";
constexpr qint64 kLargest = 16 * 1024;
constexpr int kLockTries = 50; // of 100 ms: a try takes a tenth of a second, and a person makes one at a time

QString tr(const char *text) { return QCoreApplication::translate("Identity", text); }

const unsigned char *raw(const QByteArray &bytes) { return reinterpret_cast<const unsigned char *>(bytes.constData()); }
unsigned char *raw(QByteArray &bytes) { return reinterpret_cast<unsigned char *>(bytes.data()); }

Error damaged(const QString &path)
{
    return {.kind = Error::Kind::Storage,
            .message = tr("The PIN cannot be read: its file is damaged, or sealed with a key that is gone"),
            .where = path,
            .hint = tr("Sign in anew, remove the file, and set a PIN again.")};
}

Error notSet()
{
    return {.kind = Error::Kind::NotFound,
            .message = tr("No PIN is set on this device"),
            .hint = tr("`asternctl identity pin set`, or Settings > Identity.")};
}

// Of this user alone, and no link to something else.
Result<QByteArray> readMine(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0 && errno == ENOENT)
        return notSet();
    if (file < 0)
        return damaged(path);
    struct stat info{};
    const bool mine = ::fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == ::geteuid() &&
                      (info.st_mode & 077) == 0 && info.st_size <= kLargest;
    QFile reader;
    (void)reader.open(file, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle);
    if (!mine)
        return damaged(path);
    return reader.readAll();
}

QByteArray sealed(const PinRecord &record, const QByteArray &key, bool byKeychain)
{
    ensureSodium();
    const QByteArray plain = pinToBytes(record);
    const QByteArray nonce = randomBytes(crypto_secretbox_NONCEBYTES);
    QByteArray box(plain.size() + qsizetype(crypto_secretbox_MACBYTES), Qt::Uninitialized);
    crypto_secretbox_easy(raw(box), raw(plain), static_cast<unsigned long long>(plain.size()), raw(nonce), raw(key));
    return QJsonDocument(QJsonObject{{QStringLiteral("v"), 1},
                                     {QStringLiteral("key"), QLatin1String(byKeychain ? "keychain" : "file")},
                                     {QStringLiteral("nonce"), QString::fromLatin1(toBase64(nonce))},
                                     {QStringLiteral("box"), QString::fromLatin1(toBase64(box))}})
        .toJson();
}

std::optional<PinRecord> opened(const QByteArray &bytes, const QByteArray &key)
{
    ensureSodium();
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    const auto nonce = fromBase64(object.value(QLatin1String("nonce")).toString().toLatin1());
    const auto box = fromBase64(object.value(QLatin1String("box")).toString().toLatin1());
    if (!nonce || !box || nonce->size() != qsizetype(crypto_secretbox_NONCEBYTES) ||
        box->size() < qsizetype(crypto_secretbox_MACBYTES) || key.size() != qsizetype(crypto_secretbox_KEYBYTES))
        return std::nullopt;
    QByteArray plain(box->size() - qsizetype(crypto_secretbox_MACBYTES), Qt::Uninitialized);
    if (crypto_secretbox_open_easy(raw(plain), raw(*box), static_cast<unsigned long long>(box->size()), raw(*nonce),
                                   raw(key)) != 0)
        return std::nullopt;
    return pinFromBytes(plain);
}

Result<Ok> write(const QString &folder, const QByteArray &bytes)
{
    auto io = openPosixFolder(folder);
    if (!io)
        return io.error();
    return replaceFile(**io, QLatin1String(kFile), bytes);
}

// The key of this device, made with the first PIN.
Result<QByteArray> fileKey(KeyStore &keys, bool make)
{
    const auto known = keys.load(QLatin1String(kKeyName));
    if (known || !make || known.error().kind != Error::Kind::NotFound)
        return known;
    const QByteArray fresh = randomBytes(crypto_secretbox_KEYBYTES);
    const auto stored = keys.store(QLatin1String(kKeyName), fresh);
    return stored ? Result<QByteArray>(fresh) : Result<QByteArray>(stored.error());
}

PinState stateOf(const PinRecord &record, bool byKeychain)
{
    return {.set = true,
            .byKeychain = byKeychain,
            .setMs = record.setMs,
            .misses = record.misses,
            .notBeforeMs = record.notBeforeMs};
}

bool isByKeychain(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object().value(QLatin1String("key")).toString() == QLatin1String("keychain");
}

// Tries of several processes one after the other: side by side they would all count as the first.
Result<Ok> lockFor(UserLock &lock)
{
    for (int i = 0; i < kLockTries; ++i) {
        const Result<bool> mine = lock.take();
        if (!mine)
            return mine.error();
        if (*mine)
            return Ok{};
        QThread::msleep(100);
    }
    return Error{.kind = Error::Kind::TimedOut,
                 .message = tr("Another Astern is at the PIN"),
                 .hint = tr("Try again when it is done.")};
}

// One try, with what came of it kept before anybody hears of it.
Result<PinRecord> tryOnce(const QString &folder, const QByteArray &key, const QString &pin, qint64 nowMs)
{
    const QString path = QDir(folder).filePath(QLatin1String(kFile));
    const auto bytes = readMine(path);
    if (!bytes)
        return bytes.error();
    const auto record = opened(*bytes, key);
    if (!record)
        return damaged(path);
    const PinTry tried = tryPin(*record, pin, nowMs);
    if (tried.after != *record) {
        if (const auto kept = write(folder, sealed(tried.after, key, isByKeychain(*bytes))); !kept)
            return kept.error();
    }
    if (tried.error)
        return *tried.error;
    return tried.after;
}

} // namespace

PinKeeper::PinKeeper(Doors doors, QObject *parent) : QObject(parent), m_doors(std::move(doors)), m_inbox(this) {}

// A thread for each: a person makes one try at a time.
template <class T>
void PinKeeper::work(Done<T> done, std::function<Result<T>()> task)
{
    QThread *thread =
        QThread::create([task = std::move(task), answer = Done<T>(m_inbox.wrap(std::move(done)))] { answer(task()); });
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
}

// Asks the keychain only where the file says that the key is there, or where there is no file yet.
void PinKeeper::withKey(std::function<void(const Key &key, Seal seal)> go)
{
    const auto bytes = readMine(QDir(m_doors.folder).filePath(QLatin1String(kFile)));
    const bool there = bytes.ok();
    if (!there && bytes.error().kind != Error::Kind::NotFound)
        return go(bytes.error(), Seal::File);
    if (!m_doors.keychain || (there && !isByKeychain(*bytes)))
        return go(fileKey(*m_doors.keys, !there), Seal::File);
    const QString name = QStringLiteral("pin.") + toHex(sha256(QDir(m_doors.folder).absolutePath().toUtf8())).left(32);
    m_doors.keychain->read(name, this, [this, go, name, there](const Result<QString> &value) {
        if (value)
            return go(QByteArray::fromBase64(value->toLatin1()), Seal::Keychain);
        if (there)
            return go(value.error(), Seal::Keychain);
        const QByteArray fresh = randomBytes(crypto_secretbox_KEYBYTES);
        m_doors.keychain->write(name, QString::fromLatin1(fresh.toBase64()), this,
                                [this, go, fresh](const Result<Ok> &written) {
                                    written ? go(fresh, Seal::Keychain) : go(fileKey(*m_doors.keys, true), Seal::File);
                                });
    });
}

void PinKeeper::look(Done<PinState> done)
{
    const auto bytes = readMine(QDir(m_doors.folder).filePath(QLatin1String(kFile)));
    if (!bytes)
        return work<PinState>(std::move(done), [error = bytes.error()]() -> Result<PinState> {
            return error.kind == Error::Kind::NotFound ? Result<PinState>(PinState{}) : Result<PinState>(error);
        });
    withKey([this, bytes = *bytes, done](const Key &key, Seal seal) {
        work<PinState>(done, [folder = m_doors.folder, bytes, key, seal]() -> Result<PinState> {
            if (!key)
                return key.error();
            const auto record = opened(bytes, *key);
            if (!record)
                return damaged(QDir(folder).filePath(QLatin1String(kFile)));
            return stateOf(*record, seal == Seal::Keychain);
        });
    });
}

void PinKeeper::check(const QString &pin, Done<Ok> done)
{
    const QString folder = m_doors.folder;
    const qint64 nowMs = m_doors.clock->wallMs();
    if (const auto bytes = readMine(QDir(folder).filePath(QLatin1String(kFile))); !bytes)
        return work<Ok>(std::move(done), [error = bytes.error()]() -> Result<Ok> { return error; });
    withKey([this, folder, pin, nowMs, done](const Key &key, Seal) {
        work<Ok>(done, [folder, pin, nowMs, key]() -> Result<Ok> {
            if (!key)
                return key.error();
            UserLock lock(QDir(folder).filePath(QStringLiteral("identity.pin.lock")));
            if (const auto locked = lockFor(lock); !locked)
                return locked.error();
            const auto tried = tryOnce(folder, *key, pin, nowMs);
            return tried ? Result<Ok>(Ok{}) : Result<Ok>(tried.error());
        });
    });
}

void PinKeeper::set(const QString &pin, const QString &old, Done<PinState> done)
{
    const QString folder = m_doors.folder;
    const qint64 nowMs = m_doors.clock->wallMs();
    withKey([this, folder, pin, old, nowMs, done](const Key &key, Seal seal) {
        work<PinState>(done, [folder, pin, old, nowMs, key, seal]() -> Result<PinState> {
            if (!key)
                return key.error();
            const auto fresh = makePin(pin, nowMs);
            if (!fresh)
                return fresh.error();
            UserLock lock(QDir(folder).filePath(QStringLiteral("identity.pin.lock")));
            if (const auto locked = lockFor(lock); !locked)
                return locked.error();
            const auto tried = tryOnce(folder, *key, old, nowMs);
            if (!tried && tried.error().kind != Error::Kind::NotFound)
                return tried.error();
            const bool byKeychain = seal == Seal::Keychain;
            if (const auto written = write(folder, sealed(*fresh, *key, byKeychain)); !written)
                return written.error();
            return stateOf(*fresh, byKeychain);
        });
    });
}

} // namespace astern
