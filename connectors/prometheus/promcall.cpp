// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promcall.h"

#include <QCoreApplication>

#include <algorithm>

namespace astern::connectors::promcall {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("astern::Prometheus", text); }

} // namespace

QByteArray seconds(qint64 ms)
{
    return QByteArray::number(ms / 1000) + '.' + QByteArray::number(1000 + ms % 1000).mid(1);
}

HttpRequest request(const BackendConfig &config, const PromDialect &dialect, const QString &call, const QString &query)
{
    HttpRequest request;
    request.method = "POST";
    request.url = dialect.apiUrl(config.url, call);
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    request.deadlineMs = int(std::clamp<qint64>(2 * config.pollMs, 2'000, 10'000));
    request.idleMs = request.deadlineMs; // a server that computes says nothing until it is done
    request.attempts = 1;
    request.body = "query=" + QUrl::toPercentEncoding(query) + dialect.moreFields;
    return request;
}

Result<Ok> decodeWhole(PromDecoder &decoder, QByteArray body, const BackendConfig &config, const PromDialect &dialect)
{
    const Result<Ok> decoded = decoder.decode(body);
    if (decoded && !decoder.isPartial())
        return Ok();
    Error error = decoded ? Error{.kind = Error::Kind::Unavailable,
                                  .message = tr("%1 answers without a part of its storage, so that no number of it "
                                                "can be taken.")
                                                 .arg(config.id),
                                  .where = {},
                                  .hint = tr("See which vmstorage is down; what was read before stays on screen.")}
                          : decoded.error();
    error.where = config.id + QStringLiteral(", ") +
                  dialect.apiUrl(config.url, {}).toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery) +
                  (error.where.isEmpty() ? QString() : QString(QStringLiteral(", ") + error.where));
    return error;
}

} // namespace astern::connectors::promcall
