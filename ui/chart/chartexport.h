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
// All of it or nothing: a file that was there stays as it was until the new one is whole. The error says which file
// was not written and why.
[[nodiscard]] Result<Ok> saveWhole(const QString &path, const QByteArray &bytes);

} // namespace astern::ui
