// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/format.h"
#include "models/command/plan.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Plan", text); }

constexpr double kAll = 99.95; // percent: routers report rounded weights

// The version that gets all traffic; nullptr: several do, or none.
const Serving::Share *onlyShare(const Rollout &now)
{
    if (now.serving.shares.isEmpty() || now.serving.shares.first().percent < kAll)
        return nullptr;
    const auto others = std::any_of(now.serving.shares.cbegin() + 1, now.serving.shares.cend(),
                                    [](const Serving::Share &share) { return share.percent > 100 - kAll; });
    return others ? nullptr : &now.serving.shares.first();
}

// The digest decides where it is known: an undo gives the same template a new revision number.
bool isWanted(const Expectation &expectation, const QString &hash, const QString &digest)
{
    if (!expectation.digest.isEmpty() && !digest.isEmpty())
        return digest == expectation.digest;
    return !expectation.hash.isEmpty() && hash == expectation.hash;
}

bool desiredIs(const Expectation &expectation, const Rollout &now)
{
    return now.control.sawLatest && isWanted(expectation, now.desired.hash, now.desired.manifest.digest);
}

bool fullyServes(const Expectation &expectation, const Rollout &now)
{
    const Serving::Share *share = onlyShare(now);
    if (!share || !desiredIs(expectation, now))
        return false;
    const Revision *revision = now.revisionByHash(share->hash);
    // Not before it is the stable version: until then an abort would return to the other one.
    return isWanted(expectation, share->hash, revision ? revision->manifest.digest : QString()) &&
           (now.stableHash.isEmpty() || now.stableHash == now.desired.hash);
}

bool stableServes(const Rollout &now)
{
    const Serving::Share *share = onlyShare(now);
    // A canary at 0 % is still on its way: it has to be given up, too.
    return share && now.control.sawLatest && !now.stableHash.isEmpty() && share->hash == now.stableHash &&
           !now.inProgress();
}

QString versionOf(const Rollout &now, const QString &hash)
{
    const Revision *revision = now.revisionByHash(hash);
    const QString version = revision ? revision->manifest.version() : QString();
    if (!version.isEmpty())
        return version;
    if (hash == now.desired.hash && !now.desired.manifest.version().isEmpty())
        return now.desired.manifest.version();
    return hash.isEmpty() ? tr("an unknown version") : hash;
}

QString servingWords(const Rollout &now)
{
    if (now.serving.shares.isEmpty())
        return tr("nothing serves");
    QStringList parts;
    for (const Serving::Share &share : now.serving.shares) {
        const QString pods =
            share.pods > 0 ? tr(", %1 of %2 pods ready").arg(share.readyPods).arg(share.pods) : QString();
        parts.append(tr("%1 serves %2%3").arg(versionOf(now, share.hash), format::weight(share.percent), pods));
    }
    return parts.join(QStringLiteral("; "));
}

QString wantedWords(const Rollout &now)
{
    return now.control.sawLatest ? tr("%1 is the desired version").arg(versionOf(now, now.desired.hash))
                                 : tr("the controller has not seen the latest change yet");
}

QString stepWords(const Rollout &now)
{
    if (now.control.aborted)
        return tr("it was aborted");
    if (now.finished())
        return tr("all steps are passed");
    if (now.control.steps.isEmpty())
        return servingWords(now);
    const qsizetype step = std::min<qsizetype>(now.control.currentStep + 1, now.control.steps.size());
    return tr("at step %1 of %2, %3").arg(step).arg(now.control.steps.size()).arg(format::weight(now.newPercent()));
}

} // namespace

bool holds(const Expectation &expectation, const Rollout &now)
{
    if (!now.unknownReason.isEmpty())
        return false;
    switch (expectation.what) {
    case Expectation::What::Nothing:
        return true;
    case Expectation::What::InProgress:
        return now.inProgress() && now.control.sawLatest &&
               (expectation.hash.isEmpty() || expectation.hash == now.desired.hash);
    case Expectation::What::Paused:
        return now.desired.paused;
    case Expectation::What::NotPaused:
        return !now.desired.paused;
    case Expectation::What::StepPassed:
        return now.control.sawLatest && !now.control.aborted &&
               (expectation.hash.isEmpty() || expectation.hash == now.desired.hash) &&
               (now.control.currentStep > expectation.step || now.finished());
    case Expectation::What::Aborted:
        return now.control.aborted;
    case Expectation::What::DesiredIs:
        return desiredIs(expectation, now);
    case Expectation::What::FullyServes:
        return fullyServes(expectation, now);
    case Expectation::What::StableServes:
        return stableServes(now);
    case Expectation::What::StableServesUnpaused:
        return stableServes(now) && !now.desired.paused;
    case Expectation::What::Retrying:
        return now.control.sawLatest && !now.control.aborted && (now.inProgress() || now.finished());
    case Expectation::What::FlagOff:
    case Expectation::What::FlagOn:
    case Expectation::What::FlagPercent:
    case Expectation::What::ConfigIs:
        break; // of other targets
    }
    return false;
}

bool holds(const Expectation &expectation, const Observation &now)
{
    if (const auto *rollout = std::get_if<Rollout>(&now))
        return holds(expectation, *rollout);
    if (const auto *flag = std::get_if<FlagState>(&now)) {
        if (!flag->unknownReason.isEmpty())
            return false;
        switch (expectation.what) {
        case Expectation::What::Nothing:
            return true;
        case Expectation::What::FlagOff:
            return !flag->on;
        case Expectation::What::FlagOn:
            return flag->on;
        case Expectation::What::FlagPercent:
            return flag->percent == expectation.percent;
        default:
            return false;
        }
    }
    const auto &config = std::get<ConfigState>(now);
    if (!config.unknownReason.isEmpty())
        return false;
    return expectation.what == Expectation::What::Nothing ||
           (expectation.what == Expectation::What::ConfigIs && config.digest == expectation.digest);
}

QString describe(const Expectation &expectation, const Rollout &now)
{
    if (!now.unknownReason.isEmpty())
        return tr("what runs is not known: %1").arg(now.unknownReason);
    switch (expectation.what) {
    case Expectation::What::Paused:
    case Expectation::What::NotPaused:
        return now.desired.paused ? tr("it is paused") : tr("it is not paused");
    case Expectation::What::StepPassed:
    case Expectation::What::InProgress:
    case Expectation::What::Retrying:
        return stepWords(now);
    case Expectation::What::Aborted:
        return now.control.aborted ? tr("it was aborted") : tr("it was not aborted");
    case Expectation::What::DesiredIs:
        return wantedWords(now);
    case Expectation::What::StableServesUnpaused:
        if (now.desired.paused)
            return tr("it is paused");
        break;
    case Expectation::What::Nothing:
    case Expectation::What::FullyServes:
    case Expectation::What::StableServes:
    case Expectation::What::FlagOff:
    case Expectation::What::FlagOn:
    case Expectation::What::FlagPercent:
    case Expectation::What::ConfigIs:
        break;
    }
    return now.control.failure.isEmpty() ? servingWords(now)
                                         : tr("%1 (%2)").arg(servingWords(now), now.control.failure);
}

QString describe(const Expectation &expectation, const Observation &now)
{
    if (const auto *rollout = std::get_if<Rollout>(&now))
        return describe(expectation, *rollout);
    if (const auto *flag = std::get_if<FlagState>(&now)) {
        // A percentage is there while it is off, too.
        if (expectation.what == Expectation::What::FlagPercent && !flag->on && flag->unknownReason.isEmpty())
            return tr("%1 is off; on it would let in %2").arg(flag->ref.name, flag->decides);
        return tr("%1 is %2").arg(flag->ref.name, flagWords(*flag));
    }
    const auto &config = std::get<ConfigState>(now);
    return config.unknownReason.isEmpty() ? tr("%1 is %2").arg(config.ref.name, shortDigest(config.digest))
                                          : tr("%1 is not known: %2").arg(config.ref.name, config.unknownReason);
}

double progressTo(const Expectation &expectation, const Observation &now)
{
    const auto *rollout = std::get_if<Rollout>(&now);
    return rollout ? progressTo(expectation, *rollout) : -1;
}

double progressTo(const Expectation &expectation, const Rollout &now)
{
    const bool stable = expectation.what == Expectation::What::StableServes ||
                        expectation.what == Expectation::What::StableServesUnpaused;
    if ((!stable && expectation.what != Expectation::What::FullyServes) || !now.unknownReason.isEmpty())
        return -1;
    for (const Serving::Share &share : now.serving.shares) {
        const Revision *revision = now.revisionByHash(share.hash);
        if (stable ? share.hash == now.stableHash
                   : isWanted(expectation, share.hash, revision ? revision->manifest.digest : QString()))
            return std::clamp(share.percent / 100, 0.0, 1.0);
    }
    return 0;
}

} // namespace astern
