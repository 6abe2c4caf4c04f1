// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/health/alert.h"

#include <QCoreApplication>
#include <QSet>

#include <tuple>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Alert", text); }

} // namespace

AlertRank rankOf(const Alert &alert)
{
    static const QSet<QString> critical{
        QStringLiteral("critical"), QStringLiteral("page"),  QStringLiteral("emergency"), QStringLiteral("fatal"),
        QStringLiteral("disaster"), QStringLiteral("alert"), QStringLiteral("p1"),        QStringLiteral("sev1")};
    static const QSet<QString> info{QStringLiteral("info"), QStringLiteral("informational"), QStringLiteral("notice"),
                                    QStringLiteral("none"), QStringLiteral("debug"),         QStringLiteral("low")};
    const QString word = alert.severity.toLower();
    if (critical.contains(word))
        return AlertRank::Critical;
    return info.contains(word) ? AlertRank::Info : AlertRank::Warning;
}

QString toString(Alert::State state)
{
    switch (state) {
    case Alert::State::Active:
        return QStringLiteral("active");
    case Alert::State::Silenced:
        return QStringLiteral("silenced");
    case Alert::State::Inhibited:
        return QStringLiteral("inhibited");
    case Alert::State::Unprocessed:
        return QStringLiteral("unprocessed");
    }
    return {};
}

QString severityWords(const Alert &alert) { return alert.severity.isEmpty() ? tr("no severity") : alert.severity; }

QString muteWords(const Alert &alert)
{
    if (alert.state == Alert::State::Silenced)
        return tr("silenced");
    return alert.state == Alert::State::Inhibited ? tr("inhibited") : QString();
}

bool isBefore(const Alert &a, const Alert &b)
{
    const auto key = [](const Alert &alert) {
        return std::make_tuple(!alert.isFiring(), -int(rankOf(alert)), alert.sinceMs, alert.name, alert.fingerprint);
    };
    return key(a) < key(b);
}

} // namespace astern
