// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/prometheus/promdialect.h"

#include <QCoreApplication>

#include <limits>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("astern::Prometheus", text); }

bool isVictoria(const BackendConfig &config) { return config.type == QLatin1String("victoriametrics"); }

} // namespace

PromDialect PromDialect::of(const BackendConfig &config)
{
    PromDialect dialect;
    if (!isVictoria(config))
        return dialect;
    dialect.dropsNaN = true;
    // Without it a question for now is answered as of 30 s ago (-search.latencyOffset), stamped as if it were now, and
    // the ends of a range are moved to multiples of its step.
    dialect.moreFields = QByteArrayLiteral("&nocache=1");
    if (!config.tenant.isEmpty())
        dialect.prefix = QStringLiteral("/select/%1/prometheus").arg(config.tenant);
    return dialect;
}

QUrl PromDialect::apiUrl(const QUrl &base, const QString &call) const
{
    QUrl url = base;
    QString path = url.path();
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    url.setPath(path + prefix + QStringLiteral("/api/v1/") + call);
    return url;
}

double PromDialect::read(const SignalSpec &spec, double value) const
{
    const bool nothing = dropsNaN && spec.kind == SignalSpec::Kind::Events && value == kNoTraffic;
    return nothing ? std::numeric_limits<double>::quiet_NaN() : value;
}

Error PromDialect::understood(Error error) const
{
    // A single server has no /select/…, and a cluster reads the tenant as a number; both answer 400, in plain text.
    const bool address =
        dropsNaN && error.kind == Error::Kind::Invalid &&
        (error.detail.contains(QLatin1String("unsupported path")) ||
         error.detail.contains(QLatin1String("auth error")) || error.detail.contains(QLatin1String("accountID")));
    if (!address)
        return error;
    error.kind = Error::Kind::Refused;
    error.message = tr("This VictoriaMetrics has no such tenant, or nothing at this address.");
    error.hint =
        tr("A cluster is asked through vmselect, with `tenant: 0` or https://host/select/0/prometheus as its url; "
           "a single server has no tenants.");
    return error;
}

} // namespace astern::connectors
