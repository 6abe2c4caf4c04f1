// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/places.h"

#include <QDir>
#include <QImage>
#include <QTest>

#include <algorithm>

// Pictures that a person has accepted, in tests/data/scenes. ASTERN_ACCEPT_SCENES=1 takes the new ones.
namespace astern::golden {

// Pixels that differ by more than what rounding in another build may do.
inline int difference(const QImage &a, const QImage &b)
{
    if (a.size() != b.size())
        return a.width() * a.height();
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y);
            const QRgb q = b.pixel(x, y);
            const int most =
                std::max({std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)), std::abs(qBlue(p) - qBlue(q))});
            count += most > 24 ? 1 : 0;
        }
    }
    return count;
}
inline constexpr int kAllowed = 6; // pixels; a digit of the smallest text changes more than a dozen

inline void compare(const QString &name, const QImage &now)
{
    const QDir golden(test::sourcePath("tests/data/scenes"));
    const QString path = golden.filePath(name + QStringLiteral(".png"));
    if (qEnvironmentVariableIntValue("ASTERN_ACCEPT_SCENES") != 0) {
        QVERIFY(golden.mkpath(QStringLiteral(".")));
        QVERIFY(now.save(path));
        return;
    }
    const QImage accepted = QImage(path).convertToFormat(QImage::Format_RGB32);
    QVERIFY2(!accepted.isNull(), qPrintable(path + QStringLiteral(" is missing: ./dev scenes --accept")));
    const int differs = difference(accepted, now);
    if (differs > kAllowed) {
        QDir().mkpath(test::buildPath("scenes"));
        const QString seen = test::buildPath("scenes/") + name + QStringLiteral(".png");
        now.save(seen);
        QFAIL(qPrintable(QStringLiteral("%1 pixels differ from %2; see %3").arg(differs).arg(path, seen)));
    }
}

} // namespace astern::golden
