// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alertmanager/alertdecode.h"

#include "connectors/http/http.h"
#include "connectors/kubernetes/jsonview.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("astern::Alertmanager", text); }

constexpr qsizetype kMaxLine = 500;
constexpr qsizetype kMaxText = 4'000;

QString cut(QString text, qsizetype most)
{
    if (text.size() > most)
        text = text.left(most - 1) + QChar(0x2026);
    return text;
}

QString line(const QString &text) { return cut(HttpClient::redact(text).simplified(), kMaxLine); }

QMap<QString, QString> texts(const JsonView &map)
{
    QMap<QString, QString> all;
    map.eachField([&all](std::string_view key, const JsonView &value) { all.insert(toText(key), value.text()); });
    return all;
}

QStringList list(const JsonView &view)
{
    QStringList all;
    view.eachItem([&all](const JsonView &item) { all.append(item.text()); });
    return all;
}

bool readState(const JsonView &status, Alert &alert)
{
    alert.silencedBy = list(status["silencedBy"]);
    alert.inhibitedBy = list(status["inhibitedBy"]);
    const std::string_view state = status["state"].bytes();
    if (state == "active")
        alert.state = Alert::State::Active;
    else if (state == "unprocessed")
        alert.state = Alert::State::Unprocessed;
    else if (state == "suppressed") // also by a time of the day that its route mutes
        alert.state = alert.silencedBy.isEmpty() && !alert.inhibitedBy.isEmpty() ? Alert::State::Inhibited
                                                                                 : Alert::State::Silenced;
    else
        return false;
    return true;
}

Error malformed(const QString &what)
{
    Error error;
    error.kind = Error::Kind::Malformed;
    error.message = tr("The answer is not one of Alertmanager: %1").arg(what);
    error.hint = tr("Check that the address is that of an Alertmanager with API v2, and the proxy in between.");
    return error;
}

Alert readAlert(const JsonView &item, const QString &backend, QString &wrong)
{
    Alert alert;
    alert.backend = backend;
    alert.fingerprint = item["fingerprint"].text();
    alert.labels = texts(item["labels"]);
    alert.name = line(alert.labels.value(QStringLiteral("alertname")));
    alert.severity = line(alert.labels.value(QStringLiteral("severity")));
    const QMap<QString, QString> annotations = texts(item["annotations"]);
    alert.summary = line(annotations.value(QStringLiteral("summary"), annotations.value(QStringLiteral("message"))));
    alert.description = cut(HttpClient::redact(annotations.value(QStringLiteral("description"))).trimmed(), kMaxText);
    alert.runbookUrl = annotations.value(QStringLiteral("runbook_url")).trimmed();
    alert.generatorUrl = item["generatorURL"].text();
    alert.sinceMs = std::max<qint64>(0, item["startsAt"].timeMs()); // the year 1 where nobody knows
    if (wrong.isEmpty() && (alert.fingerprint.isEmpty() || alert.labels.isEmpty()))
        wrong = tr("an alert without fingerprint or labels");
    if (!readState(item["status"], alert) && wrong.isEmpty())
        wrong = tr("an alert whose state is none of active, suppressed and unprocessed");
    return alert;
}

} // namespace

Result<QList<Alert>> decodeAlerts(const QByteArray &body, const QString &backend)
{
    simdjson::dom::parser parser;
    simdjson::dom::element document;
    if (body.isEmpty())
        return malformed(tr("an empty answer"));
    if (const auto problem = parser.parse(body.constData(), size_t(body.size())).get(document))
        return malformed(tr("not valid JSON (%1)").arg(toText(simdjson::error_message(problem))));
    if (!document.is_array())
        return malformed(tr("a list was expected"));
    JsonReader reader(document);
    QList<Alert> alerts;
    QString wrong;
    bool tooMany = false;
    reader.root().eachItem([&](const JsonView &item) {
        tooMany = tooMany || alerts.size() >= kMaxAlerts;
        if (!tooMany && reader.ok() && wrong.isEmpty())
            alerts.append(readAlert(item, backend, wrong));
    });
    if (!reader.ok())
        return malformed(reader.problem());
    if (!wrong.isEmpty())
        return malformed(wrong);
    if (tooMany) {
        Error error = malformed({});
        error.kind = Error::Kind::TooLarge;
        error.message = tr("There are more than %1 alerts, which is more than anybody reads.").arg(kMaxAlerts);
        error.hint = tr("See which rule raises one for each of many things, and group it.");
        return error;
    }
    // The order of an answer means nothing.
    std::sort(alerts.begin(), alerts.end(), isBefore);
    return alerts;
}

} // namespace astern::connectors
