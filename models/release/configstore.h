// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/release/configset.h"

#include <QMutex>
#include <QSet>

namespace astern {

// A version of a configuration set that was seen at some time.
struct ConfigVersion {
    QString digest;
    qint64 firstSeenMs = 0; // wall clock
    qint64 lastSeenMs = 0;
    bool operator==(const ConfigVersion &) const = default;
};

// Every version of the configuration sets that Astern has seen, kept by its digest so that it can be restored: a
// cluster keeps none but the present one. A folder that several processes may use; what is in it may be as secret as
// the configuration itself, so only its owner may read it. Thread safe.
class ConfigStore {
public:
    static constexpr qsizetype kVersionsEach = 50; // of one set; the oldest unseen ones go first

    // Nothing is made on disk before something is kept.
    explicit ConfigStore(QString folder);

    // Versions that are never let go, whatever their age: the workspace names them. As written there, maybe short.
    void pin(const QStringList &digests);
    // Keeps what was read. Cheap where nothing is new.
    Result<Ok> keep(const ConfigState &state);
    // Newest last seen first.
    [[nodiscard]] QList<ConfigVersion> versions(const ConfigRef &ref) const;
    // The one version that `digest`, which may be shortened, names; an Error says whether none or several fit.
    [[nodiscard]] Result<QString> find(const ConfigRef &ref, const QString &digest) const;
    // The version seen before the present one; empty: none was.
    [[nodiscard]] QString before(const ConfigRef &ref, const QString &digest) const;
    // Proven to be what the digest says.
    [[nodiscard]] Result<QByteArray> content(const QString &digest) const;

private:
    [[nodiscard]] QString listPath(const ConfigRef &ref) const;
    [[nodiscard]] QString contentPath(const QString &digest) const;
    [[nodiscard]] bool isPinned(const QString &digest) const;
    void forget(const QStringList &digests);

    const QString m_folder;
    mutable QMutex m_mutex;
    QStringList m_pins;
    QHash<QString, ConfigVersion> m_kept; // by set: what was written last
};

} // namespace astern
