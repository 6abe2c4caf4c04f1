// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "ui/chart/curves.h"

#include <QByteArray>
#include <QImage>

// What a chart leaves behind as a file.
namespace astern::ui {

// The shown curves as they are stored (models/health/seriescsv.h), each column named with its place, signal and side.
[[nodiscard]] QByteArray chartCsv(const Session &session, const QList<Curve> &curves, const QList<bool> &shown,
                                  const TimeSpan &span);
[[nodiscard]] Result<QByteArray> pngBytes(const QImage &image);
// "checkout-prod-eu-1-errors-20261125T120000Z.csv": sorts by time, and no system refuses a character of it.
[[nodiscard]] QString chartFileName(const ChartSubject &subject, qint64 atMs, const QString &ending);

} // namespace astern::ui
