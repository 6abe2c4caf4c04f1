// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/recordedevidence.h"

#include "models/guard/recorded.h"
#include "models/journal/digest.h"
#include "models/policy/canonicalform.h"
#include "models/policy/reader.h"
#include "models/policy/store/recordstore.h"

#include <QCryptographicHash>
#include <QFile>

namespace astern::guard {
namespace {

// A bundle lies in memory. What is larger is named by its hash and has to be handed over beside it.
constexpr qint64 kMostSamples = 64 * 1024 * 1024;

std::optional<Bundle::Evidence> samplesIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    if (file.size() <= kMostSamples) {
        const QByteArray bytes = file.readAll();
        return Bundle::Evidence{toHex(sha256(QByteArrayView(bytes))), QStringLiteral("samples"), bytes};
    }
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file))
        return std::nullopt;
    return Bundle::Evidence{QString::fromLatin1(hash.result().toHex()), QStringLiteral("samples"), std::nullopt};
}

} // namespace

void RecordedEvidence::read(const QString &rollout)
{
    if (rollout.isEmpty() || m_read.contains(rollout))
        return;
    m_read.insert(rollout);
    const policy::RecordStore store(samplesFolder(m_folder));
    if (m_samples) {
        if (const auto samples = samplesIn(store.pathOf(rollout)))
            m_samplesRead.insert(rollout, *samples);
    }
    auto reader = store.read(rollout);
    if (!reader)
        return;
    // What is in force is written first, and again where it has changed.
    while (true) {
        const auto block = reader.value().next();
        if (!block || !*block)
            return;
        if (!(*block)->ground)
            continue;
        for (const policy::PolicyText &text : (*block)->ground->policies) {
            const auto reading = policy::readText(text.yaml, text.id + QStringLiteral(".yaml"));
            if (reading.policy)
                m_policies.insert(policy::digestOf(*reading.policy), policy::canonicalText(*reading.policy));
        }
    }
}

QList<Bundle::Evidence> RecordedEvidence::of(const QJsonObject &payload)
{
    const QJsonObject verdict = payload.value(QLatin1String("verdict")).toObject();
    const QString digest = verdict.value(QLatin1String("digest")).toString();
    if (digest.isEmpty())
        return {};
    const QString rollout = verdict.value(QLatin1String("rollout")).toString();
    read(rollout);
    const auto policy = m_policies.constFind(digest);
    QList<Bundle::Evidence> all{{digest, QStringLiteral("policy"),
                                 policy == m_policies.constEnd() ? std::nullopt : std::optional<QByteArray>(*policy)}};
    if (const auto samples = m_samplesRead.constFind(rollout); samples != m_samplesRead.constEnd())
        all.append(*samples);
    return all;
}

} // namespace astern::guard
