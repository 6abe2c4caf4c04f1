// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/shipping.h"

#include "connectors/filesink/filesink.h"
#include "connectors/otlp/otlp.h"
#include "connectors/syslog/syslog.h"

namespace astern::app {
namespace {

std::unique_ptr<JournalSink> openSink(const SinkConfig &config, const connectors::SecretResolver &secrets,
                                      const Clock &clock)
{
    if (config.type == QLatin1String("otlp-http"))
        return connectors::makeOtlpSink(config, secrets, clock);
    if (config.type == QLatin1String("syslog-tls"))
        return connectors::makeSyslogSink(config, clock);
    return connectors::makeFileSink(config);
}

// Secrets are named here, never told.
QString settingsOf(const SinkConfig &config)
{
    QStringList parts{config.type,
                      config.where(),
                      toString(config.redact),
                      QString::number(config.required),
                      QString::number(config.maxMessage),
                      QString::number(config.enterprise),
                      config.connection.caFile,
                      config.connection.certFile,
                      config.connection.keyFile,
                      config.connection.bearer.text,
                      config.connection.basicUser,
                      config.connection.basicPassword.text,
                      QString::number(config.connection.allowPlainHttp)};
    for (auto it = config.connection.headers.cbegin(); it != config.connection.headers.cend(); ++it)
        parts.append(it.key() + QLatin1Char('=') + it->text);
    return parts.join(QLatin1Char('\n'));
}

} // namespace

void LogGate::setConfig(const JournalConfig &config)
{
    const std::lock_guard lock(m_mutex);
    m_sight.config = config;
}

JournalLevel LogGate::need(LogAction action, const QString &environment) const
{
    const std::lock_guard lock(m_mutex);
    return m_sight.config.need(action, environment);
}

void LogGate::setShipping(const ShippingState &state)
{
    const std::lock_guard lock(m_mutex);
    m_sight.shipping = state;
}

void LogGate::setTeam(const SharedLogState &state)
{
    const std::lock_guard lock(m_mutex);
    m_sight.setTeam(state);
}

LogSight LogGate::sightAt(qint64 nowMs) const
{
    const std::lock_guard lock(m_mutex);
    LogSight sight = m_sight;
    sight.nowMs = nowMs;
    return sight;
}

LogVerdict LogGate::judge(const Plan &plan, qint64 nowMs) const
{
    return judgeLog(plan.kind, plan.environment, plan.production, sightAt(nowMs));
}

LogVerdict LogGate::judge(LogAction action, const QString &environment, qint64 nowMs) const
{
    return judgeLog(action, environment, sightAt(nowMs));
}

QList<std::pair<QString, ShipperSink>> shipperSinks(const JournalConfig &config,
                                                    const connectors::SecretResolver &secrets, const Clock &clock)
{
    QList<std::pair<QString, ShipperSink>> sinks;
    for (const SinkConfig &one : config.sinks) {
        ShipperSink sink;
        sink.is.name = one.id;
        sink.is.type = one.type;
        sink.is.where = one.where();
        sink.is.required = one.required;
        sink.is.proves = sinkProves(one.type);
        sink.open = [one, secrets, &clock] { return openSink(one, secrets, clock); };
        sinks.append({settingsOf(one), sink});
    }
    return sinks;
}

Result<std::unique_ptr<ConnectionTest>> sinkTest(const SinkConfig &config, const connectors::SecretResolver &secrets,
                                                 const Clock &clock)
{
    if (config.type == QLatin1String("otlp-http"))
        return connectors::makeOtlpTest(config, secrets, clock);
    if (config.type == QLatin1String("syslog-tls"))
        return connectors::makeSyslogTest(config, clock);
    return connectors::makeFileTest(config);
}

Draft rejectedDraft(const QString &sink, quint64 index, const QString &words)
{
    Draft draft;
    draft.kind = QStringLiteral("sink.state");
    draft.fields = {{QStringLiteral("sink"), QJsonObject{{QStringLiteral("id"), sink},
                                                         {QStringLiteral("state"), QStringLiteral("rejected")},
                                                         {QStringLiteral("index"), qint64(index)},
                                                         {QStringLiteral("words"), words.left(1'000)}}}};
    return draft;
}

} // namespace astern::app
