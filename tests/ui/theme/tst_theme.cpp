// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/paint.h"
#include "ui/theme/status.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace astern::ui;

namespace {

double luminance(const QColor &colour)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double hi = std::max(luminance(a), luminance(b));
    const double lo = std::min(luminance(a), luminance(b));
    return (hi + 0.05) / (lo + 0.05);
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.install(*qApp); }

    void bundledFontsAreUsed_data()
    {
        QTest::addColumn<int>("style");
        QTest::addColumn<QString>("family");
        QTest::newRow("body") << int(TextStyle::Body) << QStringLiteral("Astern Sans");
        QTest::newRow("strong") << int(TextStyle::Strong) << QStringLiteral("Astern Sans");
        QTest::newRow("mono") << int(TextStyle::Mono) << QStringLiteral("JetBrains Mono");
    }
    void bundledFontsAreUsed()
    {
        QFETCH(int, style);
        QFETCH(QString, family);
        const QFont font = m_theme.font(TextStyle(style));
        QCOMPARE(QFontInfo(font).family(), family);
    }

    // Four real weights: a missing one would be drawn by another's shapes and have its widths.
    void weightsDiffer()
    {
        const QString sample = QStringLiteral("recommendations");
        const qreal body = textWidth(m_theme, TextStyle::Body, sample);
        const qreal medium = textWidth(m_theme, TextStyle::Medium, sample);
        const qreal strong = textWidth(m_theme, TextStyle::Strong, sample);
        QVERIFY2(body < medium && medium < strong,
                 qPrintable(QStringLiteral("%1 %2 %3").arg(body).arg(medium).arg(strong)));
    }

    // Columns of numbers must not jitter from tick to tick.
    void digitsAreTabular()
    {
        const QFontMetricsF metrics(m_theme.font(TextStyle::Body));
        for (char16_t digit = u'0'; digit <= u'9'; ++digit)
            QCOMPARE(metrics.horizontalAdvance(QChar(digit)), metrics.horizontalAdvance(QLatin1Char('8')));
    }

    void everyStyleHasAFont()
    {
        for (int i = 0; i < int(TextStyle::Count); ++i)
            QVERIFY(m_theme.font(TextStyle(i)).pixelSize() >= 10);
    }

    void textIsReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("text");
        QTest::addColumn<int>("ground");
        QTest::addColumn<double>("atLeast");
        const QList<Tone> grounds{Tone::BgApp, Tone::BgSurface, Tone::BgRaised, Tone::BgHover, Tone::BgSelected};
        const QList<Tone> texts{Tone::InkPrimary,   Tone::InkSecondary, Tone::InkTertiary, Tone::AccentText,
                                Tone::CriticalText, Tone::WarningText,  Tone::UnknownText};
        for (const bool dark : {false, true}) {
            const auto add = [dark](Tone text, Tone ground, double atLeast) {
                QTest::addRow("%s %s on %s", dark ? "dark" : "light", toString(text).latin1(),
                              toString(ground).latin1())
                    << dark << int(text) << int(ground) << atLeast;
            };
            for (const Tone ground : grounds)
                for (const Tone text : texts)
                    add(text, ground, 4.5);
            add(Tone::AccentText, Tone::AccentBg, 4.5);
            add(Tone::CriticalText, Tone::CriticalBg, 4.5);
            add(Tone::WarningText, Tone::WarningBg, 4.5);
            add(Tone::UnknownText, Tone::UnknownBg, 4.5);
            add(Tone::AccentOn, Tone::AccentFill, 4.5);
            add(Tone::CriticalOn, Tone::CriticalFill, 4.5);
            add(Tone::CriticalOn, Tone::CriticalDeep, 4.5);
            add(Tone::InkTooltip, Tone::BgTooltip, 4.5);
            add(Tone::LineStrong, Tone::BgRaised, 3);
            add(Tone::Focus, Tone::BgSurface, 3);
            add(Tone::GlyphCalm, Tone::BgSurface, 3);
            for (const Tone line : {Tone::DataOther1, Tone::DataOther2, Tone::DataOther3, Tone::DataOther4})
                add(line, Tone::BgSurface, 3);
        }
    }
    void textIsReadable()
    {
        QFETCH(bool, dark);
        QFETCH(int, text);
        QFETCH(int, ground);
        QFETCH(double, atLeast);
        const Tokens tokens = readTokens();
        const double ratio = contrast(tokens.colour(Tone(text), dark), tokens.colour(Tone(ground), dark));
        QVERIFY2(ratio >= atLeast, qPrintable(QString::number(ratio)));
    }

    void switchesAtRunTime()
    {
        QPushButton button(QStringLiteral("Abort"));
        button.show();
        QSignalSpy spy(&m_theme, &Theme::changed);
        m_theme.setMode(Theme::Mode::Dark);
        QCOMPARE(spy.size(), 1);
        QVERIFY(m_theme.isDark());
        QTRY_COMPARE(button.palette().color(QPalette::Window), m_theme.colour(Tone::BgSurface));
        const QImage dark = button.grab().toImage();
        m_theme.setMode(Theme::Mode::Light);
        QVERIFY(button.grab().toImage() != dark);
        QTRY_COMPARE(button.palette().color(QPalette::Window), m_theme.colour(Tone::BgSurface));
    }

    void theStyleCarriesTheTheme()
    {
        const QPushButton button(QStringLiteral("Abort"));
        QCOMPARE(&Theme::of(&button), &m_theme);
    }

    void heightsGrowWithTheText()
    {
        QPushButton button(QStringLiteral("Abort"));
        button.show();
        const int normal = button.sizeHint().height();
        QCOMPARE(normal, 28);
        m_theme.setTextScale(2);
        QTRY_COMPARE(button.sizeHint().height(), 56);
        QCOMPARE(m_theme.font(TextStyle::Body).pixelSize(), 26);
        m_theme.setTextScale(1);
    }

    void everyIconRenders()
    {
        const QStringList files = QDir(QStringLiteral(":/astern/icons")).entryList({QStringLiteral("*.svg")});
        QVERIFY(files.size() > 20);
        for (const QString &file : files) {
            const QString name = file.chopped(4);
            const QImage image = m_theme.icon(name, QColor(Qt::red), 16, 2).toImage();
            QCOMPARE(image.size(), QSize(32, 32));
            int painted = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    painted += qAlpha(image.pixel(x, y)) > 128 && qRed(image.pixel(x, y)) > 200;
            QVERIFY2(painted > 10, qPrintable(file));
        }
    }

    // Colour-blind people tell the states by shape: no two may look alike once colour is gone.
    void statusShapesDiffer()
    {
        QList<QImage> shapes;
        for (int i = 0; i < int(Status::Count); ++i) {
            QImage image = statusPixmap(m_theme, Status(i), 14, 2).toImage();
            QVERIFY(!image.isNull());
            shapes.append(image.convertToFormat(QImage::Format_Alpha8));
        }
        for (qsizetype a = 0; a < shapes.size(); ++a)
            for (qsizetype b = a + 1; b < shapes.size(); ++b)
                QVERIFY2(shapes.at(a) != shapes.at(b), qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
    }

    void hairlinesAreCrisp_data()
    {
        QTest::addColumn<qreal>("dpr");
        QTest::addColumn<int>("rows");
        QTest::newRow("1") << 1.0 << 1;
        QTest::newRow("1.25") << 1.25 << 1;
        QTest::newRow("1.5") << 1.5 << 1;
        QTest::newRow("2") << 2.0 << 2;
    }
    void hairlinesAreCrisp()
    {
        QFETCH(qreal, dpr);
        QFETCH(int, rows);
        for (const qreal y : {3.0, 3.4, 5.5, 7.9}) {
            QImage image(40, 40, QImage::Format_RGB32);
            image.setDevicePixelRatio(dpr);
            image.fill(Qt::white);
            QPainter painter(&image);
            drawHLine(painter, 0, 20, y, Qt::black);
            painter.end();
            int black = 0;
            for (int row = 0; row < image.height(); ++row) {
                const int value = qRed(image.pixel(4, row));
                QVERIFY2(value == 0 || value == 255, "a blurred line");
                black += value == 0;
            }
            QCOMPARE(black, rows);
        }
    }

private:
    Theme m_theme;
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
