// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/chartexport.h"

#include "models/health/seriescsv.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

namespace astern::ui {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("SignalWindow", text); }

} // namespace

QByteArray chartCsv(const Session &session, const QList<Curve> &curves, const QList<bool> &shown, const TimeSpan &span)
{
    QList<CsvColumn> columns;
    for (int i = 0; i < curves.size(); ++i) {
        if (!shown.at(i))
            continue;
        const Curve &curve = curves.at(i);
        // The legend leaves out what the title says; a file has no title.
        const qsizetype side = curve.name.lastIndexOf(QStringLiteral(", "));
        const QString name = QStringLiteral("%1 %2, %3")
                                 .arg(placeText(session, curve.id.place), curve.spec.title,
                                      side < 0 ? curve.name : curve.name.mid(side + 2));
        columns.append({name, storedUnit(curve.spec), session.series().view(curve.id)});
    }
    return seriesCsv(columns, span);
}

Result<QByteArray> pngBytes(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG"))
        return Error{.kind = Error::Kind::Internal, .message = tr("The picture could not be made.")};
    return bytes;
}

QString chartFileName(const ChartSubject &subject, qint64 atMs, const QString &ending)
{
    QString name = subject.place + QLatin1Char('-') + subject.signal;
    name.replace(QRegularExpression(QStringLiteral("[^A-Za-z0-9.]+")), QStringLiteral("-"));
    return QStringLiteral("%1-%2.%3")
        .arg(name, QDateTime::fromMSecsSinceEpoch(atMs, Qt::UTC).toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'")),
             ending);
}

} // namespace astern::ui
