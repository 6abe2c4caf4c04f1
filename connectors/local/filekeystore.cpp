// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/local/filekeystore.h"

#include "models/journal/digest.h"
#include "models/journal/logio.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
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
const QString kSealed = QStringLiteral(".sealed");

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

Result<FileKeyStore::Content> FileKeyStore::read() const
{
    Content content;
    const int file = ::open(QFile::encodeName(m_path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 && errno == ENOENT)
        return content;
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
    if (object.value(QLatin1String("v")).toInt() > 1)
        return failed(Error::Kind::Unsupported, tr("The key file was written by a newer Astern"), m_path,
                      tr("Start the newer version"));
    if (parse.error != QJsonParseError::NoError || object.value(QLatin1String("v")).toInt() != 1)
        return failed(Error::Kind::Malformed, tr("The key file is damaged"), m_path, tr("Restore it from a backup"));
    for (auto it = values.begin(); it != values.end(); ++it) {
        const auto bytes = fromBase64(it.value().toString().toLatin1());
        if (!bytes || bytes->isEmpty())
            return failed(Error::Kind::Malformed, tr("The key file is damaged"), m_path,
                          tr("Restore it from a backup"));
        content.secrets.insert(it.key(), *bytes);
    }
    const QJsonObject keychain = object.value(QLatin1String("keychain")).toObject();
    content.keychain = keychain.value(QLatin1String("id")).toString();
    const QJsonArray names = keychain.value(QLatin1String("names")).toArray();
    for (const QJsonValue &name : names)
        content.elsewhere.append(name.toString());
    return content;
}

// The old bytes are overwritten where they lay, once the new file is in place. A file system that copies on write keeps
// them all the same.
Result<Ok> FileKeyStore::write(const Content &content) const
{
    QJsonObject values;
    for (auto it = content.secrets.constBegin(); it != content.secrets.constEnd(); ++it)
        values.insert(it.key(), QString::fromLatin1(toBase64(it.value())));
    QJsonObject object{{QStringLiteral("secrets"), values}, {QStringLiteral("v"), 1}};
    if (!content.keychain.isEmpty())
        object.insert(QStringLiteral("keychain"),
                      QJsonObject{{QStringLiteral("id"), content.keychain},
                                  {QStringLiteral("names"), QJsonArray::fromStringList(content.elsewhere)}});
    const QFileInfo info(m_path);
    auto folder = openPosixFolder(info.absolutePath());
    if (!folder)
        return folder.error();
    const auto old = (*folder)->open(info.fileName());
    const LogFile before = old ? LogFile(**folder, *old) : LogFile();
    if (auto done = replaceFile(**folder, info.fileName(), QJsonDocument(object).toJson()); !done)
        return done;
    const auto size = before ? (*folder)->size(before.id()) : Result<qint64>(0);
    if (before && size && *size > 0 && *size <= kLargest && (*folder)->write(before.id(), 0, QByteArray(*size, '\0')))
        (void)(*folder)->sync(before.id());
    return Ok{};
}

Result<QByteArray> FileKeyStore::open(const Content &content, const QString &name) const
{
    if (const auto plain = content.secrets.constFind(name); plain != content.secrets.constEnd())
        return *plain;
    const auto sealed = content.secrets.constFind(name + kSealed);
    if (sealed == content.secrets.constEnd())
        return failed(Error::Kind::NotFound, tr("The key file has no secret named %1").arg(name), m_path);
    const QByteArray secret = openSecret(*sealed, m_passphrase);
    if (secret.isEmpty())
        return failed(Error::Kind::Unauthorized,
                      m_passphrase.isEmpty() ? tr("The key file is sealed, and no passphrase was given")
                                             : tr("The key file does not open with this passphrase"),
                      m_path, tr("Give it in ASTERN_KEY_PASSPHRASE"));
    return secret;
}

Result<Ok> FileKeyStore::put(Content &content, const QString &name, const QByteArray &secret) const
{
    const bool seal = !m_passphrase.isEmpty() && name != kStandInName;
    const QByteArray value = seal ? sealSecret(secret, m_passphrase) : secret;
    if (value.isEmpty())
        return failed(Error::Kind::Internal, tr("The key could not be sealed: not enough memory"), m_path);
    content.secrets.remove(name);
    content.secrets.remove(name + kSealed);
    content.secrets.insert(seal ? name + kSealed : name, value);
    return Ok{};
}

Result<QByteArray> FileKeyStore::load(const QString &name)
{
    const std::lock_guard lock(m_mutex);
    const auto content = read();
    return content ? open(*content, name) : Result<QByteArray>(content.error());
}

Result<Ok> FileKeyStore::store(const QString &name, const QByteArray &secret)
{
    const std::lock_guard lock(m_mutex);
    auto content = read();
    if (!content)
        return content.error();
    if (content->secrets.contains(name) || content->secrets.contains(name + kSealed))
        return failed(Error::Kind::Conflict, tr("The key file has a secret named %1 already").arg(name), m_path);
    if (auto done = put(content.value(), name, secret); !done)
        return done;
    return write(*content);
}

Result<Ok> FileKeyStore::replace(const QString &name, const QString &from)
{
    const std::lock_guard lock(m_mutex);
    auto content = read();
    if (!content)
        return content.error();
    for (const QString &end : {QString(), QString(kSealed)}) {
        const QByteArray value = content.value().secrets.take(from + end);
        if (value.isEmpty())
            continue;
        content.value().secrets.remove(name);
        content.value().secrets.remove(name + kSealed);
        content.value().secrets.insert(name + end, value);
        return write(*content);
    }
    return failed(Error::Kind::NotFound, tr("The key file has no secret named %1").arg(from), m_path);
}

Result<Ok> FileKeyStore::forget(const QString &name)
{
    const std::lock_guard lock(m_mutex);
    auto content = read();
    if (!content)
        return content.error();
    if (content.value().secrets.remove(name) + content.value().secrets.remove(name + kSealed) == 0)
        return Ok{};
    return write(*content);
}

Result<FileKeyStore::Facts> FileKeyStore::facts()
{
    const std::lock_guard lock(m_mutex);
    const auto content = read();
    if (!content)
        return content.error();
    Facts facts{.plain = {}, .sealed = {}, .keychain = content->keychain, .elsewhere = content->elsewhere};
    for (auto it = content->secrets.keyBegin(); it != content->secrets.keyEnd(); ++it) {
        if (it->endsWith(kSealed))
            facts.sealed.append(it->chopped(kSealed.size()));
        else
            facts.plain.append(*it);
    }
    return facts;
}

Result<Ok> FileKeyStore::noteElsewhere(const QString &id, const QStringList &names, const QStringList &gone)
{
    const std::lock_guard lock(m_mutex);
    auto content = read();
    if (!content)
        return content.error();
    content.value().keychain = id;
    content.value().elsewhere = names;
    for (const QString &name : gone) {
        content.value().secrets.remove(name);
        content.value().secrets.remove(name + kSealed);
    }
    return write(*content);
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
