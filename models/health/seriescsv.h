// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/chartrange.h"
#include "models/health/seriesstore.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace astern {

struct CsvColumn {
    QString name;
    QString unit; // of the stored values; empty: none
    SeriesStore::View samples;
};

// RFC 4180 in UTF-8, CRLF at the end of every line, the last one included. The first line names the columns: "time
// (UTC)", then "name (unit)" each. Then one line for every instant at which any column has a sample inside the span,
// both ends included: the instant as "2026-11-23T14:04:11.000Z" and the samples as they are stored. Nothing is
// averaged, carried on or made up: a column without a sample at that instant, or with one that is no number, has an
// empty field. Numbers have a decimal point whatever the locale, and as many digits as give the same double again;
// infinities are "inf" and "-inf".
[[nodiscard]] QByteArray seriesCsv(const QList<CsvColumn> &columns, const TimeSpan &span);

} // namespace astern
