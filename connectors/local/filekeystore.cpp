// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/local/filekeystore.h"

#include "models/journal/digest.h"
#include "models/journal/logio.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <sodium.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace astern::connectors {
namespace {

constexpr qint64 kLargest = 64 * 1024;

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

const unsigned char *raw(const QByteArray &bytes) { return reinterpret_cast<const unsigned char *>(bytes.constData()); }
unsigned char *raw(QByteArray &bytes) { return reinterpret_cast<unsigned char *>(bytes.data()); }

Error failed(Error::Kind kind, const QString &message, const QString &path, const QString &hint = {})
{
    return {.kind = kind, .message = message, .where = path, .hint = hint};
}

QByteArray derive(const QString &passphrase, const QByteArray &salt)
{
    const QByteArray words = passphrase.toUtf8();
    QByteArray key(crypto_secretbox_KEYBYTES, Qt::Uninitialized);
    if (crypto_pwhash(raw(key), static_cast<unsigned long long>(key.size()), words.constData(),
                      static_cast<unsigned long long>(words.size()), raw(salt), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                      crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return {};
    return key;
}

// salt, nonce, box
QByteArray sealSecret(const QByteArray &secret, const QString &passphrase)
{
    ensureSodium();
    const QByteArray salt = randomBytes(crypto_pwhash_SALTBYTES);
    const QByteArray nonce = randomBytes(crypto_secretbox_NONCEBYTES);
    const QByteArray key = derive(passphrase, salt);
    if (key.isEmpty())
        return {};
    QByteArray box(secret.size() + qsizetype(crypto_secretbox_MACBYTES), Qt::Uninitialized);
    crypto_secretbox_easy(raw(box), raw(secret), static_cast<unsigned long long>(secret.size()), raw(nonce), raw(key));
    return salt + nonce + box;
}

QByteArray openSecret(const QByteArray &sealed, const QString &passphrase)
{
    ensureSodium();
    constexpr qsizetype kHead = crypto_pwhash_SALTBYTES + crypto_secretbox_NONCEBYTES;
    if (sealed.size() < kHead + qsizetype(crypto_secretbox_MACBYTES))
        return {};
    const QByteArray key = derive(passphrase, sealed.left(crypto_pwhash_SALTBYTES));
    const QByteArray box = sealed.mid(kHead);
    QByteArray secret(box.size() - qsizetype(crypto_secretbox_MACBYTES), Qt::Uninitialized);
    if (key.isEmpty() || crypto_secretbox_open_easy(raw(secret), raw(box), static_cast<unsigned long long>(box.size()),
                                                    raw(sealed) + crypto_pwhash_SALTBYTES, raw(key)) != 0)
        return {};
    return secret;
}

} // namespace

FileKeyStore::FileKeyStore(QString path, QString passphrase)
    : m_path(std::move(path)), m_passphrase(std::move(passphrase))
{
}

Result<QHash<QString, QByteArray>> FileKeyStore::read() const
{
    QHash<QString, QByteArray> secrets;
    const int file = ::open(QFile::encodeName(m_path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 && errno == ENOENT)
        return secrets;
    if (file < 0)
        return failed(Error::Kind::Storage,
                      tr("The key file cannot be read: %1").arg(QString::fromLocal8Bit(std::strerror(errno))), m_path);
    struct stat info{};
    const bool known = ::fstat(file, &info) == 0;
    QFile reader;
    (void)reader.open(file, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle);
    if (!known || info.st_uid != ::geteuid() || (info.st_mode & 077) != 0)
        return failed(Error::Kind::NotPermitted, tr("Others can read the key file, or it belongs to somebody else"),
                      m_path, tr("Make it yours alone: chmod 600"));
    if (info.st_size > kLargest)
        return failed(Error::Kind::TooLarge, tr("The key file is too large to be one"), m_path);
    QJsonParseError parse;
    const QJsonObject object = QJsonDocument::fromJson(reader.readAll(), &parse).object();
    const QJsonObject values = object.value(QLatin1String("secrets")).toObject();
    if (parse.error != QJsonParseError::NoError || object.value(QLatin1String("v")).toInt() != 1)
        return failed(Error::Kind::Malformed, tr("The key file is damaged"), m_path, tr("Restore it from a backup"));
    for (auto it = values.begin(); it != values.end(); ++it) {
        const auto bytes = fromBase64(it.value().toString().toLatin1());
        if (!bytes || bytes->isEmpty())
            return failed(Error::Kind::Malformed, tr("The key file is damaged"), m_path,
                          tr("Restore it from a backup"));
        secrets.insert(it.key(), *bytes);
    }
    return secrets;
}

Result<QByteArray> FileKeyStore::load(const QString &name)
{
    const std::lock_guard lock(m_mutex);
    const auto secrets = read();
    if (!secrets)
        return secrets.error();
    if (const auto plain = secrets->constFind(name); plain != secrets->constEnd())
        return *plain;
    const auto sealed = secrets->constFind(name + QStringLiteral(".sealed"));
    if (sealed == secrets->constEnd())
        return failed(Error::Kind::NotFound, tr("The key file has no secret named %1").arg(name), m_path);
    const QByteArray secret = openSecret(*sealed, m_passphrase);
    if (secret.isEmpty())
        return failed(Error::Kind::Unauthorized, tr("The key file does not open with this passphrase"), m_path);
    return secret;
}

Result<Ok> FileKeyStore::store(const QString &name, const QByteArray &secret)
{
    const std::lock_guard lock(m_mutex);
    auto secrets = read();
    if (!secrets)
        return secrets.error();
    const QString sealedName = name + QStringLiteral(".sealed");
    if (secrets->contains(name) || secrets->contains(sealedName))
        return failed(Error::Kind::Conflict, tr("The key file has a secret named %1 already").arg(name), m_path);
    const bool seal = !m_passphrase.isEmpty();
    const QByteArray value = seal ? sealSecret(secret, m_passphrase) : secret;
    if (value.isEmpty())
        return failed(Error::Kind::Internal, tr("The key could not be sealed: not enough memory"), m_path);
    secrets.value().insert(seal ? sealedName : name, value);
    QJsonObject values;
    for (auto it = secrets->constBegin(); it != secrets->constEnd(); ++it)
        values.insert(it.key(), QString::fromLatin1(toBase64(it.value())));
    const QJsonObject object{{QStringLiteral("secrets"), values}, {QStringLiteral("v"), 1}};
    const QFileInfo info(m_path);
    auto folder = openPosixFolder(info.absolutePath());
    if (!folder)
        return folder.error();
    return replaceFile(**folder, info.fileName(), QJsonDocument(object).toJson());
}

Result<QJsonObject> FileKeyStore::readHeads() const
{
    QFile file(m_path + QStringLiteral(".heads"));
    if (!file.exists())
        return QJsonObject();
    QJsonParseError parse;
    if (!file.open(QIODevice::ReadOnly))
        return failed(Error::Kind::Storage, tr("What this device signed cannot be read: %1").arg(file.errorString()),
                      file.fileName());
    const QJsonDocument document = QJsonDocument::fromJson(file.read(kLargest), &parse);
    if (parse.error != QJsonParseError::NoError || !document.isObject())
        return failed(Error::Kind::Malformed, tr("What this device signed is damaged"), file.fileName(),
                      tr("Restore it from a backup"));
    return document.object();
}

Result<QByteArray> FileKeyStore::recall(const QString &name)
{
    const std::lock_guard lock(m_mutex);
    const auto heads = readHeads();
    if (!heads)
        return heads.error();
    if (!heads->contains(name))
        return failed(Error::Kind::NotFound, tr("Nothing is remembered of %1").arg(name), m_path);
    const auto bytes = fromBase64(heads->value(name).toString().toLatin1());
    if (!bytes)
        return failed(Error::Kind::Malformed, tr("What this device signed is damaged"), m_path,
                      tr("Restore it from a backup"));
    return *bytes;
}

Result<Ok> FileKeyStore::remember(const QString &name, const QByteArray &value)
{
    const std::lock_guard lock(m_mutex);
    auto heads = readHeads();
    if (!heads)
        return heads.error();
    heads.value().insert(name, QString::fromLatin1(toBase64(value)));
    const QFileInfo info(m_path);
    auto folder = openPosixFolder(info.absolutePath());
    if (!folder)
        return folder.error();
    return replaceFile(**folder, info.fileName() + QStringLiteral(".heads"), QJsonDocument(*heads).toJson());
}

} // namespace astern::connectors
