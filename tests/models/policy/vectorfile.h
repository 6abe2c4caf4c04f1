// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/statistics/eprocess.h"
#include "tests/support/places.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

// The reference values of the policy format, computed elsewhere (scipy, statsmodels) and checked with R: the file that
// ASTERN_POLICY_VECTORS names, else the project's copy.
namespace astern::test {

inline QJsonObject policyVectors()
{
    const auto named = qEnvironmentVariable("ASTERN_POLICY_VECTORS");
    QFile file(named.isEmpty() ? test::sourcePath("tests/data/policy/vectors.json") : named);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    return QJsonDocument::fromJson(file.readAll()).object();
}

// A row for every vector under this key, in the column "vector".
inline void addVectorRows(const QJsonObject &vectors, const char *key)
{
    QTest::addColumn<QJsonObject>("vector");
    for (const auto vector : vectors.value(QLatin1String(key)).toArray())
        QTest::addRow("%s", qPrintable(vector.toObject().value(QLatin1String("name")).toString())) << vector.toObject();
}

inline statistics::TickCounts tickCounts(const QJsonValue &row)
{
    const auto at = [&row](int column) { return row.toArray().at(column).toInteger(); };
    return {.canary = {at(0), at(1)}, .stable = {at(2), at(3)}};
}

// Within 1e-9 of what is expected, relative to it.
inline bool isClose(double actual, double expected)
{
    return std::abs(actual - expected) <= 1e-9 * std::max(1e-300, std::abs(expected));
}

inline QByteArray differs(const QString &what, double actual, double expected)
{
    return QStringLiteral("%1: %2 instead of %3").arg(what).arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17).toUtf8();
}

} // namespace astern::test

// Fails the running test function unless both are the same within 1e-9.
#define COMPARE_CLOSE(actual, expected)                                                                                \
    do {                                                                                                               \
        const double actualValue = (actual);                                                                           \
        const double expectedValue = (expected);                                                                       \
        QVERIFY2(astern::test::isClose(actualValue, expectedValue),                                                    \
                 astern::test::differs(QStringLiteral(#actual), actualValue, expectedValue).constData());              \
    } while (false)
