// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace astern {

// Everything a release runs with, as far as a backend really tells it. Content-addressed: two manifests with
// the same digest run the same thing.
struct Manifest {
    struct Image {
        QString container; // container name in the pod template
        QString reference; // as written: registry/repository:tag or …@sha256:…
        QString digest;    // "sha256:…" when the reference or a pod's status tells it, else empty
        bool init = false; // of an init container
        bool operator==(const Image &) const = default;
    };
    struct ConfigReference {
        enum class Kind { ConfigMap, Secret };
        Kind kind = Kind::ConfigMap;
        QString name;
        bool operator==(const ConfigReference &) const = default;
    };

    // Canonical JSON: sorted keys, no white space, without the template-hash label and without what the API
    // server fills in by itself, so that a template reads the same wherever it is stored.
    QByteArray podTemplate;
    QString digest;      // "sha256:" + hex SHA-256 of podTemplate; empty: nothing known
    QList<Image> images; // in container order, init containers first
    QList<ConfigReference> configs;

    // What people call the release: tag of the first image that is no init container ("4.8.0"), else the first
    // 12 hex of its digest.
    [[nodiscard]] QString version() const;
    bool operator==(const Manifest &) const = default;
};

// Digest of a canonical pod template, as Manifest::digest has it; empty for an empty template.
[[nodiscard]] QString templateDigest(const QByteArray &canonical);
// "sha256:…" of a reference that is pinned by digest, else empty.
[[nodiscard]] QString digestOfReference(const QString &reference);
// Tag of an image reference; "latest" where none is written, empty when only a digest is.
[[nodiscard]] QString tagOfReference(const QString &reference);

// One difference between two manifests, in words of the field.
struct ManifestChange {
    enum class Subject { Image, Digest, Config, Environment, Resources, Probe, Label, Other };
    Subject subject = Subject::Other;
    QString name; // "checkout image", "env LOG_LEVEL", a JSON pointer for Other
    QString from; // empty: was absent
    QString to;   // empty: is absent now
    bool operator==(const ManifestChange &) const = default;
};

// Differences in a stable order: images, digests, configs, then the rest by JSON pointer. Secrets' values are
// never in a manifest; environment values of names that look like secrets are shown as "•••".
[[nodiscard]] QList<ManifestChange> diff(const Manifest &from, const Manifest &to);

} // namespace astern
