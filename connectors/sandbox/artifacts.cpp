// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/artifacts.h"

#include "connectors/sandbox/json.h"
#include "connectors/sandbox/replicasets.h"

#include <QCryptographicHash>

#include <algorithm>

namespace astern::connectors::sandbox {

namespace {

constexpr qint64 kBuildMs = 45 * 60'000; // from the build to the first place that wants it

// One file in the oldest format there is: what a layer unpacks to.
QByteArray tarOf(const QByteArray &name, const QByteArray &content, qint64 wall)
{
    QByteArray header(512, '\0');
    const auto put = [&header](qsizetype at, const QByteArray &field) { header.replace(at, field.size(), field); };
    const auto octal = [](qint64 number, int digits) {
        return QByteArray::number(number, 8).rightJustified(digits, '0');
    };
    put(0, name);
    put(100, "0000755");
    put(108, "0000000");
    put(116, "0000000");
    put(124, octal(content.size(), 11));
    put(136, octal(wall / 1000, 11));
    put(148, QByteArray(8, ' '));
    put(156, "0");
    put(257, QByteArray("ustar\0"
                        "00",
                        8));
    qint64 sum = 0;
    for (const char c : std::as_const(header))
        sum += quint8(c);
    put(148, octal(sum, 6) + QByteArray("\0 ", 2));
    const qsizetype padding = (512 - content.size() % 512) % 512;
    return header + content + QByteArray(padding + 1024, '\0');
}

} // namespace

QString Artifacts::digestOf(const QByteArray &bytes)
{
    return u"sha256:"_s + QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

QString Artifacts::repositoryOf(const QString &image)
{
    return image.section(QLatin1Char('/'), 1).section(QLatin1Char('@'), 0, 0).section(QLatin1Char(':'), 0, 0);
}

void Artifacts::note(const QString &image, qint64 builtWall)
{
    const QString repository = repositoryOf(image);
    const QString tag = imageTag(image);
    if (repository.isEmpty() || tag.isEmpty() || !m_built[repository].try_emplace(tag, builtWall).second)
        return;
    const QString digest = digestOf(blobs(repository, tag).manifest);
    m_digests[repository + QLatin1Char(':') + tag] = digest;
    m_tags[repository + QLatin1Char('@') + digest] = tag;
}

QString Artifacts::digest(const QString &image, qint64 nowWall)
{
    const QString key = repositoryOf(image) + QLatin1Char(':') + imageTag(image);
    auto found = m_digests.find(key);
    if (found == m_digests.end()) {
        note(image, nowWall - kBuildMs);
        found = m_digests.find(key);
    }
    return found == m_digests.end() ? digestOf(image.toUtf8()) : found->second;
}

std::optional<QString> Artifacts::tagOf(const QString &repository, const QString &digest) const
{
    const auto it = m_tags.find(repository + QLatin1Char('@') + digest);
    return it == m_tags.end() ? std::nullopt : std::optional(it->second);
}

Artifacts::Blobs Artifacts::blobs(const QString &repository, const QString &tag) const
{
    const qint64 wall = m_built.at(repository).at(tag);
    const QString created = stamp(wall);
    const QByteArray name = (repository + QLatin1Char(':') + tag).toUtf8();
    const QString revision = QString::fromLatin1(QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex());
    Blobs made;
    made.layer = tarOf("app/" + repository.toUtf8().left(80), "#!/bin/sh\necho " + name + '\n', wall);
    const QJsonObject labels{{u"org.opencontainers.image.title"_s, repository},
                             {u"org.opencontainers.image.version"_s, tag},
                             {u"org.opencontainers.image.revision"_s, revision},
                             {u"org.opencontainers.image.created"_s, created},
                             {u"org.opencontainers.image.source"_s, u"https://git.shop.example/shop/"_s + repository}};
    made.config = compact(
        {{u"architecture"_s, u"amd64"_s},
         {u"os"_s, u"linux"_s},
         {u"created"_s, created},
         {u"config"_s, QJsonObject{{u"Labels"_s, labels}, {u"Entrypoint"_s, QJsonArray{u"/app/"_s + repository}}}},
         {u"rootfs"_s, QJsonObject{{u"type"_s, u"layers"_s}, {u"diff_ids"_s, QJsonArray{digestOf(made.layer)}}}},
         {u"history"_s, QJsonArray{QJsonObject{{u"created"_s, created}, {u"created_by"_s, u"COPY app /app"_s}}}}});
    const auto descriptor = [](const QString &type, const QByteArray &blob) {
        return QJsonObject{{u"mediaType"_s, type}, {u"digest"_s, digestOf(blob)}, {u"size"_s, int(blob.size())}};
    };
    made.manifest =
        compact({{u"schemaVersion"_s, 2},
                 {u"mediaType"_s, u"application/vnd.oci.image.manifest.v1+json"_s},
                 {u"config"_s, descriptor(u"application/vnd.oci.image.config.v1+json"_s, made.config)},
                 {u"layers"_s, QJsonArray{descriptor(u"application/vnd.oci.image.layer.v1.tar"_s, made.layer)}},
                 {u"annotations"_s, QJsonObject{{u"org.opencontainers.image.revision"_s, revision},
                                                {u"org.opencontainers.image.created"_s, created}}}});
    return made;
}

} // namespace astern::connectors::sandbox
