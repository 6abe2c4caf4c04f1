// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/release/configstore.h"

#include "models/base/savewhole.h"
#include "models/journal/digest.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLockFile>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ConfigStore", text); }

constexpr qint64 kSeenAgainMs = 60 * 60'000; // how exact "last seen" has to be
constexpr qint64 kMaxBytes = 4 << 20;        // a ConfigMap has at most one MiB
constexpr int kLockMs = 5'000;
constexpr auto kMine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QList<ConfigVersion> readList(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<ConfigVersion> all;
    const QJsonArray list = QJsonDocument::fromJson(file.read(kMaxBytes)).array();
    for (const QJsonValue &value : list) {
        const QJsonObject one = value.toObject();
        all.append({one.value(QLatin1String("digest")).toString(),
                    one.value(QLatin1String("first_seen_ms")).toInteger(),
                    one.value(QLatin1String("last_seen_ms")).toInteger()});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const ConfigVersion &a, const ConfigVersion &b) { return a.lastSeenMs > b.lastSeenMs; });
    return all;
}

QByteArray listBytes(const QList<ConfigVersion> &all)
{
    QJsonArray list;
    for (const ConfigVersion &version : all) {
        list.append(QJsonObject{{QStringLiteral("digest"), version.digest},
                                {QStringLiteral("first_seen_ms"), version.firstSeenMs},
                                {QStringLiteral("last_seen_ms"), version.lastSeenMs}});
    }
    return QJsonDocument(list).toJson();
}

} // namespace

ConfigStore::ConfigStore(QString folder) : m_folder(std::move(folder)) {}

void ConfigStore::pin(const QStringList &digests)
{
    const QMutexLocker lock(&m_mutex);
    m_pins = digests;
    m_pins.removeAll(QString());
}

QString ConfigStore::listPath(const ConfigRef &ref) const
{
    return QStringLiteral("%1/sets/%2.json").arg(m_folder, toHex(sha256(ref.key().toUtf8())).left(32));
}

QString ConfigStore::contentPath(const QString &digest) const
{
    return QStringLiteral("%1/versions/%2.json").arg(m_folder, digest.mid(7));
}

bool ConfigStore::isPinned(const QString &digest) const
{
    return std::any_of(m_pins.cbegin(), m_pins.cend(), [&](const QString &pin) { return digest.startsWith(pin); });
}

Result<Ok> ConfigStore::keep(const ConfigState &state)
{
    if (!state.unknownReason.isEmpty() || state.digest.isEmpty())
        return Ok{};
    const QMutexLocker lock(&m_mutex);
    const QString key = state.ref.key();
    const ConfigVersion written = m_kept.value(key);
    if (written.digest == state.digest && state.observedMs - written.lastSeenMs < kSeenAgainMs)
        return Ok{};
    for (const char *folder : {"sets", "versions"}) {
        const QString path = m_folder + QLatin1Char('/') + QLatin1String(folder);
        if (!QDir().mkpath(path) || !QFile::setPermissions(path, kMine | QFileDevice::ExeOwner))
            return Error{.kind = Error::Kind::Storage, .message = tr("The folder cannot be made"), .where = path};
    }
    // Another process may be at the same list.
    QLockFile guard(m_folder + QStringLiteral("/lock"));
    if (!guard.tryLock(kLockMs))
        return Error{.kind = Error::Kind::Storage, .message = tr("Another process holds the store"), .where = m_folder};
    QList<ConfigVersion> all = readList(listPath(state.ref));
    const auto known = std::find_if(all.begin(), all.end(),
                                    [&](const ConfigVersion &version) { return version.digest == state.digest; });
    ConfigVersion seen{state.digest, state.observedMs, state.observedMs};
    if (known != all.end()) {
        seen.firstSeenMs = known->firstSeenMs;
        all.erase(known);
    }
    all.prepend(seen);
    // The content first: a list never names what is not there.
    const QString path = contentPath(state.digest);
    if (!QFile::exists(path)) {
        if (const Result<Ok> saved = saveWhole(path, state.content, kMine); !saved)
            return saved;
    }
    QStringList gone;
    for (qsizetype i = all.size() - 1; i >= kVersionsEach; --i) {
        if (!isPinned(all.at(i).digest))
            gone.append(all.takeAt(i).digest);
    }
    const Result<Ok> saved = saveWhole(listPath(state.ref), listBytes(all), kMine);
    if (!saved)
        return saved;
    m_kept.insert(key, seen);
    forget(gone);
    return Ok{};
}

// Two sets may have had the same content.
void ConfigStore::forget(const QStringList &digests)
{
    if (digests.isEmpty())
        return;
    QSet<QString> named;
    const QDir sets(m_folder + QStringLiteral("/sets"));
    const QStringList lists = sets.entryList({QStringLiteral("*.json")}, QDir::Files);
    for (const QString &list : lists) {
        for (const ConfigVersion &version : readList(sets.filePath(list)))
            named.insert(version.digest);
    }
    for (const QString &digest : digests) {
        if (!named.contains(digest))
            QFile::remove(contentPath(digest));
    }
}

QList<ConfigVersion> ConfigStore::versions(const ConfigRef &ref) const
{
    const QMutexLocker lock(&m_mutex);
    return readList(listPath(ref));
}

Result<QString> ConfigStore::find(const ConfigRef &ref, const QString &digest) const
{
    QString wanted = digest.trimmed();
    wanted.remove(QChar(0x2026));
    if (!wanted.startsWith(QLatin1String("sha256:")))
        wanted.prepend(QLatin1String("sha256:"));
    QStringList fit;
    QStringList kept;
    for (const ConfigVersion &version : versions(ref)) {
        kept.append(shortDigest(version.digest));
        if (version.digest.startsWith(wanted))
            fit.append(version.digest);
    }
    if (fit.size() == 1)
        return fit.constFirst();
    return Error{.kind = fit.isEmpty() ? Error::Kind::NotFound : Error::Kind::Invalid,
                 .message = fit.isEmpty() ? tr("No version %1 of %2 was ever seen here").arg(digest, ref.name)
                                          : tr("%1 fits %2 versions of %3").arg(digest).arg(fit.size()).arg(ref.name),
                 .hint = kept.isEmpty()
                             ? tr("A version is kept when it is seen: Astern has to have looked while it was there.")
                             : tr("Kept are: %1.").arg(kept.join(QStringLiteral(", ")))};
}

QString ConfigStore::before(const ConfigRef &ref, const QString &digest) const
{
    const QList<ConfigVersion> all = versions(ref);
    const auto now = std::find_if(all.cbegin(), all.cend(), [&](const ConfigVersion &v) { return v.digest == digest; });
    // The present one may not have been kept yet: then the newest is the one before.
    const auto from = now == all.cend() ? all.cbegin() : now + 1;
    return from == all.cend() ? QString() : from->digest;
}

Result<QByteArray> ConfigStore::content(const QString &digest) const
{
    const QMutexLocker lock(&m_mutex);
    const QString path = contentPath(digest);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error{.kind = Error::Kind::NotFound,
                     .message = tr("The version %1 is not kept here").arg(shortDigest(digest)),
                     .where = path};
    }
    const QByteArray bytes = file.read(kMaxBytes);
    if (configDigest(bytes) != digest) {
        return Error{.kind = Error::Kind::Storage,
                     .message = tr("What is kept as %1 is something else").arg(shortDigest(digest)),
                     .where = path,
                     .hint = tr("The file was changed or damaged: it is not used. Take it away.")};
    }
    return bytes;
}

} // namespace astern
