// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/httpdate.h"

#include <QDateTime>
#include <QLocale>

namespace astern {
namespace {

const QString kForm = QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'");

} // namespace

QByteArray httpDate(qint64 wallMs)
{
    return QLocale::c().toString(QDateTime::fromMSecsSinceEpoch(wallMs, Qt::UTC), kForm).toLatin1();
}

qint64 httpDateMs(const QByteArray &header)
{
    QDateTime at = QLocale::c().toDateTime(QString::fromLatin1(header.trimmed()), kForm);
    if (!at.isValid())
        return 0;
    at.setTimeSpec(Qt::UTC);
    return at.toMSecsSinceEpoch();
}

} // namespace astern
