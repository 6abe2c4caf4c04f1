// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/notify/answers.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::connectors {
namespace {

using escalation::Answer;
using escalation::Delivery;

constexpr qint64 kSlowDownMs = 60'000;

QString tr(const char *text) { return QCoreApplication::translate("astern::Notify", text); }

Delivery deliveryOf(int status)
{
    if (status == 408 || status == 502 || status == 504)
        return Delivery::Unknown;
    return status == 429 || status >= 500 ? Delivery::Failed : Delivery::Refused;
}

// Of a 200 that says it was none; 0: it says no such thing.
int statusWithin(const QByteArray &said)
{
    static const QByteArray kMark = "returned HTTP error ";
    const qsizetype at = said.indexOf(kMark);
    return at < 0 ? 0 : said.mid(at + kMark.size(), 3).toInt();
}

Answer teamsAnswer(const QByteArray &said)
{
    if (const int status = statusWithin(said)) {
        // It was asked behind the webhook, and says for sure that it did not take it.
        const Delivery delivery = status == 429 || status >= 500 ? Delivery::Failed : Delivery::Refused;
        return {delivery, tr("Teams did not take it, although its webhook did: it answers %1.").arg(status),
                status == 429 ? kSlowDownMs : 0};
    }
    if (said.startsWith("Webhook message delivery failed") || said.startsWith("System."))
        return {Delivery::Failed, tr("Teams did not take it, although its webhook did."), 0};
    return {Delivery::Told, {}, 0};
}

bool deniesIt(const QJsonObject &said, NotifyTarget::Channel channel)
{
    if (channel == NotifyTarget::Channel::PagerDuty)
        return said.contains(QLatin1String("status")) &&
               said.value(QLatin1String("status")).toString() != QLatin1String("success");
    return !said.value(QLatin1String("ok")).toBool(true) || !said.value(QLatin1String("success")).toBool(true);
}

} // namespace

Answer answerOf(const NotifyTarget &target, const QByteArray &body)
{
    const QByteArray said = body.trimmed();
    if (said.startsWith('<'))
        return {Delivery::Failed, tr("A web page answers at its address, not the service: something stands between."),
                0};
    if (deniesIt(QJsonDocument::fromJson(said).object(), target.channel))
        return {Delivery::Refused, tr("The service answers that it did not take it."), 0};
    if (target.channel == NotifyTarget::Channel::Webhook && target.form == NotifyTarget::Form::Teams)
        return teamsAnswer(said);
    return {Delivery::Told, {}, 0};
}

Answer failureOf(int status, const Error &error)
{
    if (status == 0) {
        const bool forbidden = error.kind == Error::Kind::Refused || error.kind == Error::Kind::Invalid;
        return {!error.notSent ? Delivery::Unknown
                : forbidden    ? Delivery::Refused
                               : Delivery::Failed,
                error.message, error.retryAfterMs};
    }
    const bool tired = status == 429 && error.retryAfterMs == 0;
    return {deliveryOf(status), error.message, tired ? kSlowDownMs : error.retryAfterMs};
}

} // namespace astern::connectors
