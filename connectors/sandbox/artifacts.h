// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <map>
#include <optional>

namespace astern::connectors::sandbox {

// The images that somebody built: what the registry has, and what pods say that they run.
class Artifacts {
public:
    struct Blobs { // of one image, as the registry keeps them
        QByteArray manifest;
        QByteArray config;
        QByteArray layer; // a tar
    };
    // "registry.shop.example/checkout:4.8.0" was built at this time; the first time that somebody says so counts.
    void note(const QString &image, qint64 builtWall);
    // "sha256:…" of its manifest. An image that is wanted must have been built before.
    [[nodiscard]] QString digest(const QString &image, qint64 nowWall);

    // Repository -> tag -> when it was built.
    [[nodiscard]] const std::map<QString, std::map<QString, qint64>> &all() const { return m_built; }
    // The tag that a digest belongs to; nullopt: nobody built it.
    [[nodiscard]] std::optional<QString> tagOf(const QString &repository, const QString &digest) const;
    [[nodiscard]] Blobs blobs(const QString &repository, const QString &tag) const; // must be there

    [[nodiscard]] static QString digestOf(const QByteArray &bytes);
    [[nodiscard]] static QString repositoryOf(const QString &image); // "checkout"

private:
    std::map<QString, std::map<QString, qint64>> m_built;
    std::map<QString, QString> m_digests; // by "repository:tag"
    std::map<QString, QString> m_tags;    // by "repository@digest"
};

} // namespace astern::connectors::sandbox
