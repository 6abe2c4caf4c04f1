// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/recorded.h"

#include "models/base/format.h"
#include "models/document/yamltree.h"
#include "models/guard/guardstore.h"
#include "models/policy/canonicalform.h"
#include "models/policy/reader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace astern::guard {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Records", text); }

// The newest first, and how many more there are.
QString listed(const QList<policy::RecordedRollout> &all)
{
    constexpr qsizetype kShown = 8;
    QStringList ids;
    for (auto one = all.crbegin(); one != all.crend() && ids.size() < kShown; ++one)
        ids.append(one->rollout);
    const auto more = all.size() - ids.size();
    return ids.join(QStringLiteral(", ")) +
           (more > 0 ? QLatin1Char(' ') + tr("and %1 more").arg(format::count(more)) : QString());
}

// It was judged here, and yet there are no samples of it.
bool wasJudged(const QString &dataFolder, const QString &rollout)
{
    if (!QFileInfo::exists(QDir(dataFolder).filePath(QStringLiteral("guard.db"))))
        return false;
    const Result<std::unique_ptr<GuardStore>> store = GuardStore::open(dataFolder);
    if (!store)
        return false;
    const auto climb = store.value()->climbOf(rollout);
    return climb && climb->has_value();
}

Error notFound(const QString &dataFolder, const QString &name, const QList<policy::RecordedRollout> &readable)
{
    if (wasJudged(dataFolder, name))
        return {.kind = Error::Kind::NotFound,
                .message = tr("The samples of this rollout are no longer kept"),
                .where = name,
                .hint = tr("They are kept for %1 after its end, and the oldest go first when all together exceed %2")
                            .arg(format::duration(kSamplesKeptMs), QStringLiteral("2 GiB"))};
    QStringList ids;
    for (const auto &one : readable)
        ids.append(one.rollout);
    const QString nearest = nearestText(name, ids);
    QString hint = ids.isEmpty() ? tr("None is recorded in %1").arg(samplesFolder(dataFolder))
                                 : tr("Recorded are: %1").arg(listed(readable));
    if (!nearest.isEmpty())
        hint.prepend(tr("Did you mean %1?").arg(nearest) + QLatin1Char(' '));
    return {.kind = Error::Kind::NotFound,
            .message = tr("No recorded rollout is called that"),
            .where = name,
            .hint = hint};
}

} // namespace

QString samplesFolder(const QString &dataFolder) { return QDir(dataFolder).filePath(QStringLiteral("samples")); }

Result<policy::RecordedRollout> findRecorded(const QString &dataFolder, const QString &name)
{
    const Result<QList<policy::RecordedRollout>> all = policy::RecordStore(samplesFolder(dataFolder)).list();
    if (!all)
        return all.error();
    QList<policy::RecordedRollout> readable;
    QList<policy::RecordedRollout> meant;
    for (const auto &one : *all) {
        if (!one.rollout.isEmpty() && one.rollout == name)
            return one;
        if (one.rollout.isEmpty())
            continue;
        readable.append(one);
        if (!name.isEmpty() && one.rollout.contains(name, Qt::CaseInsensitive))
            meant.append(one);
    }
    if (meant.size() == 1)
        return meant.constFirst();
    if (meant.isEmpty())
        return notFound(dataFolder, name, readable);
    QStringList places;
    for (const auto &one : std::as_const(meant))
        places.append(one.place);
    places.sort();
    places.removeDuplicates();
    return Error{.kind = Error::Kind::Invalid,
                 .message =
                     places.size() > 1
                         ? tr("%1 recorded rollouts in several places are called that: %2")
                               .arg(meant.size())
                               .arg(places.join(QStringLiteral(", ")))
                         : tr("%1 recorded rollouts of %2 are called that").arg(meant.size()).arg(places.constFirst()),
                 .where = name,
                 .hint = tr("Name one of: %1").arg(listed(meant))};
}

std::optional<QList<PolicyFile>> policiesOf(const policy::RecordGround &ground)
{
    QList<PolicyFile> kept;
    for (const policy::PolicyText &text : ground.policies) {
        const QString name = text.id + QStringLiteral(".yaml");
        policy::Reading reading = policy::readText(text.yaml, name);
        if (!reading.policy)
            return std::nullopt;
        kept.append({.name = name,
                     .text = text.yaml,
                     .digest = policy::digestOf(*reading.policy),
                     .policy = std::make_shared<const policy::Policy>(std::move(*reading.policy)),
                     .issues = {}});
    }
    return kept;
}

Result<RecordedRun> RecordedRun::open(const QString &path)
{
    Result<policy::RecordReader> reader = policy::RecordReader::open(path);
    if (!reader)
        return reader.error();
    Result<std::optional<policy::RecordBlock>> first = reader.value().next();
    if (!first)
        return first.error();
    if (!*first || !(*first)->ground)
        return Error{.kind = Error::Kind::Malformed, .message = tr("The records are damaged"), .where = path};
    return RecordedRun(std::move(reader).value(), *(*first)->ground);
}

Result<QList<PolicyFile>> RecordedRun::policies() const
{
    auto files = policiesOf(m_ground);
    if (!files)
        return Error{.kind = Error::Kind::Malformed,
                     .message = tr("This version cannot read the policies that were in force"),
                     .where = m_ground.rollout.id,
                     .hint = tr("Name another policy")};
    return std::move(*files);
}

Result<const policy::Record *> RecordedRun::next()
{
    while (m_at >= m_block.size()) {
        m_at = 0;
        Result<std::optional<policy::RecordBlock>> block = m_reader.next(std::exchange(m_block, {}));
        if (!block)
            return block.error();
        if (!*block)
            return static_cast<const policy::Record *>(nullptr);
        m_block = std::move((**block).records); // what is in force is said anew after a restart, and stays the same
    }
    return static_cast<const policy::Record *>(&m_block[m_at++]);
}

} // namespace astern::guard
