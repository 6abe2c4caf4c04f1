// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/alertwords.h"

#include "models/base/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Alert", text); }

constexpr int kNamed = 8; // more is no tooltip any more

QString lineOf(const Alert &alert, qint64 nowMs)
{
    QStringList parts{alert.name, severityWords(alert)};
    if (alert.sinceMs > 0)
        parts.append(tr("for %1").arg(format::age(alert.sinceMs, nowMs)));
    parts.append(muteWords(alert));
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString countWords(const AlertWords &words, const PlaceAlerts &alerts)
{
    if (words.firing > 0) {
        const QString worst = alerts.alerts.constFirst().severity; // what fires, the worst, stands first
        return worst.isEmpty() ? QString::number(words.firing)
                               : QStringLiteral("%1 · %2").arg(QString::number(words.firing), worst);
    }
    return words.muted > 0 ? tr("%1 silenced").arg(words.muted) : QString();
}

} // namespace

AlertWords alertWords(const PlaceAlerts &alerts, qint64 nowMs)
{
    using Known = PlaceAlerts::Known;
    AlertWords words;
    words.known = alerts.known;
    for (const Alert &alert : alerts.alerts) {
        ++(alert.isFiring() ? words.firing : words.muted);
        if (alert.isFiring())
            words.worst = std::max(words.worst, rankOf(alert));
    }
    const QString count = countWords(words, alerts);
    const bool isSome = words.firing + words.muted > 0;
    switch (alerts.known) {
    case Known::NoSource:
        break;
    case Known::Now:
        words.text = isSome ? count : tr("none");
        break;
    case Known::Stale: {
        const QString old = tr("%1 old").arg(format::age(alerts.asOfMs, nowMs));
        words.text = isSome ? QStringLiteral("%1 · %2").arg(QString::number(alerts.alerts.size()), old) : old;
        break;
    }
    case Known::NotYet:
        words.text = isSome ? tr("%1 or more").arg(count) : tr("not known");
        break;
    }
    QStringList lines;
    for (const Alert &alert : alerts.alerts.mid(0, kNamed))
        lines.append(lineOf(alert, nowMs));
    if (const qsizetype more = alerts.alerts.size() - kNamed; more > 0)
        lines.append(tr("and %1 more").arg(more));
    if (alerts.known == Known::Stale || alerts.known == Known::NotYet)
        lines.append(alertsAsOf(alerts, nowMs));
    words.names = lines.join(QLatin1Char('\n'));
    return words;
}

QString alertsAsOf(const PlaceAlerts &alerts, qint64 nowMs)
{
    using Known = PlaceAlerts::Known;
    const auto because = [&alerts](const QString &text) {
        return alerts.trouble.isEmpty() ? text : QStringLiteral("%1: %2").arg(text, alerts.trouble);
    };
    switch (alerts.known) {
    case Known::NoSource:
        return {};
    case Known::Now:
        return nowMs - alerts.asOfMs < 1000 ? tr("as of now")
                                            : tr("as of %1 ago").arg(format::age(alerts.asOfMs, nowMs));
    case Known::Stale:
        return because(tr("%1 old").arg(format::age(alerts.asOfMs, nowMs)));
    case Known::NotYet:
        return because(tr("not known"));
    }
    return {};
}

QString ofNoPlaceWords(const QList<Alert> &alerts)
{
    if (alerts.isEmpty())
        return {};
    QStringList names;
    for (const Alert &alert : alerts) {
        if (!names.contains(alert.name))
            names.append(alert.name);
    }
    if (names.size() > kNamed)
        names = names.mid(0, kNamed) + QStringList{QStringLiteral("…")};
    return format::plural(int(alerts.size()), tr("1 alert fits no place of the workspace: %2"),
                          tr("%1 alerts fit no place of the workspace: %2"))
        .arg(names.join(QStringLiteral(", ")));
}

} // namespace astern
