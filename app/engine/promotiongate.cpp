// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/promotiongate.h"

#include <QCoreApplication>

namespace astern::app {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Guard", text); }

} // namespace

void PromotionGate::setGuarded(const QSet<QString> &places)
{
    const std::lock_guard lock(m_mutex);
    m_guarded = places;
}

void PromotionGate::set(const guard::PlaceVerdict &verdict)
{
    const std::lock_guard lock(m_mutex);
    m_said.insert(verdict.place, {verdict.promotionRefused, verdict.goodUntilMs()});
}

void PromotionGate::forget(const QString &place)
{
    const std::lock_guard lock(m_mutex);
    m_said.remove(place);
}

QString PromotionGate::refusal(const QString &place, qint64 nowMs) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_guarded.contains(place))
        return {};
    const auto said = m_said.constFind(place);
    if (said == m_said.constEnd())
        return tr("no verdict has been reached yet");
    if (!said->refused.isEmpty())
        return said->refused;
    return nowMs > said->goodUntilMs ? tr("the last verdict is too old") : QString();
}

} // namespace astern::app
