// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/bundle.h"

#include <QHash>
#include <QSet>

namespace astern::guard {

// The documents that verdicts of the log rest on, as the guard keeps them: the policy in the canonical form that its
// digest is of, and, where they are wanted, the samples of its rollout, from which every verdict can be computed again.
// Reads each file once. One thread; blocks on the disk.
class RecordedEvidence {
public:
    RecordedEvidence(QString dataFolder, bool samples) : m_folder(std::move(dataFolder)), m_samples(samples) {}
    // Of an entry that carries a verdict; of any other: nothing.
    [[nodiscard]] QList<Bundle::Evidence> of(const QJsonObject &payload);

private:
    void read(const QString &rollout);

    QString m_folder;
    bool m_samples;
    QHash<QString, QByteArray> m_policies;          // by digest
    QHash<QString, Bundle::Evidence> m_samplesRead; // by rollout
    QSet<QString> m_read;                           // rollouts
};

} // namespace astern::guard
