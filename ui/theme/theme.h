// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QCache>
#include <QFont>
#include <QHash>
#include <QObject>
#include <QPalette>
#include <QPixmap>
#include <QStaticText>

class QApplication;
class QWidget;

namespace astern::ui {

// How the program looks now: tokens for light or dark, fonts at the person's text size, tinted icons. One per
// application, owned by main(); travels with the application's style, so that a widget finds it by Theme::of().
class Theme : public QObject {
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };
    Q_ENUM(Mode)

    explicit Theme(QObject *parent = nullptr);
    // Fonts, style and palette for the whole application. Call once, before the first widget.
    void install(QApplication &application);
    // The theme of the widget's style. Never fails once install() was called.
    [[nodiscard]] static Theme &of(const QWidget *widget);

    [[nodiscard]] Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    [[nodiscard]] bool isDark() const { return m_dark; }
    // 1 = 100 %. Text, and with it every height, grows; hairlines do not.
    [[nodiscard]] qreal textScale() const { return m_scale; }
    void setTextScale(qreal scale);
    // Everything without motion, except the hold fill, which is information.
    [[nodiscard]] bool reducedMotion() const { return m_reducedMotion; }
    void setReducedMotion(bool reduced) { m_reducedMotion = reduced; }

    [[nodiscard]] const QColor &colour(Tone tone) const { return m_tokens.colour(tone, m_dark); }
    [[nodiscard]] QFont font(TextStyle style) const { return m_fonts[size_t(style)]; }
    // Line height of a text style, in px.
    [[nodiscard]] int line(TextStyle style) const;
    // A length of the token file at the person's text size: size("topBar"), size("table.row").
    [[nodiscard]] int size(QLatin1String name) const;
    // Any length given at 100 %, at the person's text size.
    [[nodiscard]] int px(qreal length) const { return qRound(length * m_scale); }
    // One line of text, measured, elided to `room` and laid out once: tables say the same words again and again.
    struct TextRun {
        QStaticText text;
        qreal width = 0;
    };
    // Valid until the next call.
    [[nodiscard]] const TextRun &textRun(TextStyle style, const QString &text, qreal room,
                                         Qt::TextElideMode elide) const;
    // Milliseconds of a motion token; 0 with reduced motion (except "hold" and "holdRelease").
    [[nodiscard]] int motion(QLatin1String name) const;
    [[nodiscard]] QPalette palette() const;

    // A Lucide icon ("siren", "undo-2") tinted and rendered for the device. `px` is at 100 %; cached.
    [[nodiscard]] QPixmap icon(const QString &name, Tone tone, int px, qreal dpr) const;
    [[nodiscard]] QPixmap icon(const QString &name, const QColor &colour, int px, qreal dpr) const;

Q_SIGNALS:
    // Colours, sizes or fonts are different now. Widgets that paint from tokens update themselves: the palette
    // change that goes with it repaints everything, so only caches need this.
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct RunKey {
        QString text;
        TextStyle style;
        Qt::TextElideMode elide;
        qreal room; // -1: as wide as it is
        bool operator==(const RunKey &) const = default;
        friend size_t qHash(const RunKey &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.text, int(key.style), int(key.elide), key.room);
        }
    };
    [[nodiscard]] const TextRun &layOut(const RunKey &key) const;
    void apply();
    void makeFonts();
    [[nodiscard]] bool systemIsDark() const;

    Tokens m_tokens;
    std::array<QFont, size_t(TextStyle::Count)> m_fonts;
    QApplication *m_application = nullptr;
    Mode m_mode = Mode::System;
    bool m_dark = false;
    bool m_reducedMotion = false;
    qreal m_scale = 1;
    QPalette m_systemPalette;
    mutable QHash<QString, QPixmap> m_icons;
    mutable QCache<RunKey, TextRun> m_runs;
};

} // namespace astern::ui
