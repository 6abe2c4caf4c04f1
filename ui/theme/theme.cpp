// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/style.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFontDatabase>
#include <QPainter>
#include <QScreen>
#include <QSvgRenderer>
#include <QToolTip>
#include <QWidget>

#include <cmath>

namespace astern::ui {

namespace {

// Bundled, so that a picture looks the same on every machine and no font package is needed.
void loadFonts()
{
    for (const auto *file : {"AsternSans-Regular.otf", "AsternSans-Medium.otf", "AsternSans-SemiBold.otf",
                             "AsternSans-Bold.otf", "JetBrainsMono-Regular.ttf"}) {
        const QString path = QStringLiteral(":/astern/fonts/") + QLatin1String(file);
        if (QFontDatabase::addApplicationFont(path) < 0)
            qWarning("the font %s could not be loaded", file);
    }
}

// A desktop says "I want large text" by a larger font or a higher text resolution; both count. The usual sizes of
// the field (9 to 11 pt) are all 100 %.
qreal systemTextScale(const QFont &font)
{
    const qreal points = font.pointSizeF() > 0 ? font.pointSizeF() : 10;
    const qreal byFont = points > 11.5 ? points / 10.5 : 1;
    const QScreen *screen = QGuiApplication::primaryScreen();
    const qreal byDpi = screen ? screen->logicalDotsPerInchY() / 96 : 1;
    return std::clamp(byFont * byDpi, 1.0, 3.0);
}

} // namespace

Theme::Theme(QObject *parent) : QObject(parent), m_tokens(readTokens()) { makeFonts(); }

void Theme::install(QApplication &application)
{
    m_application = &application;
    m_systemPalette = QApplication::palette();
    if (QGuiApplication::platformName() != QLatin1String("offscreen"))
        m_scale = systemTextScale(QApplication::font());
    loadFonts();
    makeFonts();
    application.setStyle(new Style(*this)); // QApplication owns it
    application.installEventFilter(this);
    apply();
}

Theme &Theme::of(const QWidget *widget)
{
    const auto *style = qobject_cast<const Style *>(widget ? widget->style() : QApplication::style());
    if (!style)
        style = qobject_cast<const Style *>(QApplication::style());
    if (!style)
        qFatal("Theme::install() must come before the first widget");
    return style->theme();
}

void Theme::setMode(Mode mode)
{
    m_mode = mode;
    apply();
}

void Theme::setTextScale(qreal scale)
{
    if (qFuzzyCompare(scale, m_scale))
        return;
    m_scale = scale;
    makeFonts();
    apply();
}

int Theme::line(TextStyle style) const { return px(m_tokens.spec(style).line); }

int Theme::size(QLatin1String name) const
{
    const auto it = m_tokens.sizes.constFind(QString(name));
    if (it == m_tokens.sizes.cend())
        qFatal("tokens.json: size \"%s\" is missing", name.latin1());
    return px(*it);
}

int Theme::motion(QLatin1String name) const
{
    if (m_reducedMotion && !name.startsWith(QLatin1String("hold")))
        return 0;
    return m_tokens.motion.value(QString(name));
}

void Theme::makeFonts()
{
    m_runs.clear();
    for (size_t i = 0; i < m_fonts.size(); ++i) {
        const TextSpec &spec = m_tokens.text[i];
        QFont font;
        if (spec.mono)
            font.setFamilies({m_tokens.monoFamily, QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")});
        else
            font.setFamilies({m_tokens.uiFamily, QStringLiteral("Inter"), QStringLiteral("Noto Sans")});
        font.setPixelSize(qRound(spec.px * m_scale));
        font.setWeight(QFont::Weight(spec.weight));
        // Shapes stay true at 11-13 px; hinted ones change their width from scale to scale.
        font.setHintingPreference(QFont::PreferNoHinting);
        font.setStyleStrategy(QFont::PreferAntialias);
        m_fonts[i] = font;
    }
}

const Theme::TextRun &Theme::textRun(TextStyle style, const QString &text, qreal room, Qt::TextElideMode elide) const
{
    const TextRun &whole = layOut({text, style, Qt::ElideNone, -1});
    return whole.width <= room + 0.5 || elide == Qt::ElideNone ? whole : layOut({text, style, elide, room});
}

const Theme::TextRun &Theme::layOut(const RunKey &key) const
{
    if (const TextRun *known = m_runs.object(key))
        return *known;
    const QFont &font = m_fonts[size_t(key.style)];
    const QFontMetricsF metrics(font);
    const QString shown = key.room < 0 ? key.text : metrics.elidedText(key.text, key.elide, key.room);
    auto *run = new TextRun{QStaticText(shown), metrics.horizontalAdvance(shown)};
    run->text.setTextFormat(Qt::PlainText);
    run->text.setPerformanceHint(QStaticText::AggressiveCaching);
    run->text.prepare({}, font);
    m_runs.insert(key, run);
    return *run;
}

QPalette Theme::palette() const
{
    const auto c = [this](Tone tone) { return colour(tone); };
    QPalette p;
    p.setColor(QPalette::Window, c(Tone::BgSurface));
    p.setColor(QPalette::WindowText, c(Tone::InkPrimary));
    p.setColor(QPalette::Base, c(Tone::BgRaised));
    p.setColor(QPalette::AlternateBase, c(Tone::BgStripe));
    p.setColor(QPalette::Text, c(Tone::InkPrimary));
    p.setColor(QPalette::PlaceholderText, c(Tone::InkTertiary));
    p.setColor(QPalette::Button, c(Tone::BgRaised));
    p.setColor(QPalette::ButtonText, c(Tone::InkPrimary));
    p.setColor(QPalette::BrightText, c(Tone::CriticalText));
    p.setColor(QPalette::Highlight, c(Tone::AccentFill));
    p.setColor(QPalette::HighlightedText, c(Tone::AccentOn));
    p.setColor(QPalette::Link, c(Tone::AccentText));
    p.setColor(QPalette::LinkVisited, c(Tone::AccentText));
    p.setColor(QPalette::ToolTipBase, c(Tone::BgTooltip));
    p.setColor(QPalette::ToolTipText, c(Tone::InkTooltip));
    p.setColor(QPalette::Light, c(Tone::BgRaised));
    p.setColor(QPalette::Midlight, c(Tone::LineSubtle));
    p.setColor(QPalette::Mid, c(Tone::LineDefault));
    p.setColor(QPalette::Dark, c(Tone::LineStrong));
    p.setColor(QPalette::Shadow, c(Tone::Shadow));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText})
        p.setColor(QPalette::Disabled, role, c(Tone::InkDisabled));
    return p;
}

bool Theme::systemIsDark() const
{
    // Qt 6.4 has no colour-scheme property; the desktop's palette tells it.
    return m_systemPalette.color(QPalette::Window).lightness() <
           m_systemPalette.color(QPalette::WindowText).lightness();
}

void Theme::apply()
{
    m_dark = m_mode == Mode::Dark || (m_mode == Mode::System && systemIsDark());
    m_icons.clear();
    if (m_application) {
        QApplication::setPalette(palette());
        QApplication::setFont(font(TextStyle::Body));
        QToolTip::setPalette(palette());
        QToolTip::setFont(font(TextStyle::Small));
    }
    Q_EMIT changed();
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    // The desktop switched between light and dark: Qt tells the application, and our own palette stays as it is.
    if (event->type() == QEvent::ThemeChange && m_mode == Mode::System) {
        m_systemPalette = QApplication::style()->standardPalette();
        apply();
    }
    return QObject::eventFilter(watched, event);
}

QPixmap Theme::icon(const QString &name, Tone tone, int px, qreal dpr) const
{
    return icon(name, colour(tone), px, dpr);
}

QPixmap Theme::icon(const QString &name, const QColor &colour, int lengthPx, qreal dpr) const
{
    const QString key = name + QLatin1Char('/') + QString::number(colour.rgba(), 16) + QLatin1Char('/') +
                        QString::number(lengthPx) + QLatin1Char('/') + QString::number(dpr);
    if (const auto it = m_icons.constFind(key); it != m_icons.cend())
        return *it;
    QFile file(QStringLiteral(":/astern/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no icon \"%s\"", qPrintable(name));
        return {};
    }
    QByteArray svg = file.readAll();
    svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
    // Drawn on a 24 px grid: a thinner line at 16 px, a stronger one below, keeps the weight of the text beside it.
    svg.replace("stroke-width=\"2\"", lengthPx <= 13 ? "stroke-width=\"2.3\"" : "stroke-width=\"1.95\"");
    const int device = int(std::lround(px(lengthPx) * dpr));
    QPixmap pixmap(device, device);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setOpacity(colour.alphaF());
    QSvgRenderer(svg).render(&painter, QRectF(0, 0, device, device));
    painter.end();
    pixmap.setDevicePixelRatio(dpr);
    m_icons.insert(key, pixmap);
    return pixmap;
}

} // namespace astern::ui
