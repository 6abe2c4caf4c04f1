// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rollout/rollout.h"

#include <algorithm>

namespace astern {

QString ObjectRef::key() const
{
    const QString kindText =
        kind == WorkloadKind::ArgoRollout ? QStringLiteral("rollout") : QStringLiteral("deployment");
    return backend + QLatin1Char('/') + kindText + QLatin1Char('/') + ns + QLatin1Char('/') + name;
}

QString toString(Control::Phase phase)
{
    switch (phase) {
    case Control::Phase::Healthy:
        return QStringLiteral("healthy");
    case Control::Phase::Progressing:
        return QStringLiteral("progressing");
    case Control::Phase::Paused:
        return QStringLiteral("paused");
    case Control::Phase::Degraded:
        return QStringLiteral("degraded");
    case Control::Phase::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

bool Rollout::inProgress() const { return !desired.hash.isEmpty() && desired.hash != stableHash && !control.aborted; }

bool Rollout::finished() const
{
    return !desired.hash.isEmpty() && desired.hash == stableHash && serving.shares.size() == 1 &&
           serving.shares.first().hash == desired.hash && control.sawLatest;
}

bool Rollout::rolledBack() const
{
    return control.aborted && serving.shares.size() == 1 && serving.shares.first().hash == stableHash;
}

double Rollout::newPercent() const
{
    const auto share = std::find_if(serving.shares.cbegin(), serving.shares.cend(),
                                    [this](const Serving::Share &s) { return s.hash == desired.hash; });
    return share == serving.shares.cend() ? 0.0 : share->percent;
}

const Revision *Rollout::revision(int number) const
{
    const auto it =
        std::find_if(revisions.cbegin(), revisions.cend(), [number](const Revision &r) { return r.number == number; });
    return it == revisions.cend() ? nullptr : &*it;
}

const Revision *Rollout::revisionByHash(const QString &hash) const
{
    const auto it =
        std::find_if(revisions.cbegin(), revisions.cend(), [&hash](const Revision &r) { return r.hash == hash; });
    return it == revisions.cend() ? nullptr : &*it;
}

QString rolloutId(const QString &placementKey, const Rollout &rollout)
{
    const qint64 stamp = rollout.startedStampMs > 0 ? rollout.startedStampMs : rollout.startedMs;
    return QStringLiteral("%1#%2@%3").arg(placementKey, rollout.desired.hash).arg(stamp);
}

const Revision *Rollout::previousRevision() const
{
    if (!stableHash.isEmpty() && stableHash != desired.hash)
        return revisionByHash(stableHash);
    for (const Revision &candidate : revisions) { // newest first
        if (candidate.hash != desired.hash && candidate.manifest.digest != desired.manifest.digest)
            return &candidate;
    }
    return nullptr;
}

} // namespace astern
