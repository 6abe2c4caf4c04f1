// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QHash>
#include <QLatin1String>
#include <QString>

#include <array>

namespace astern::ui {

// Colours by what they mean. The only place in the program that knows colour values is resources/theme/tokens.json.
enum class Tone {
    BgApp,
    BgSurface,
    BgRaised,
    BgSunken,
    BgHover,
    BgSelected,
    BgStripe,
    BgBar,
    BgTooltip,
    InkTooltip,
    LineSubtle,
    LineDefault,
    LineStrong,
    InkPrimary,
    InkSecondary,
    InkTertiary,
    InkDisabled,
    AccentText,
    AccentFill,
    AccentBg,
    AccentOn,
    CriticalText,
    CriticalFill,
    CriticalBg,
    CriticalOn,
    CriticalDeep,
    WarningText,
    WarningFill,
    WarningBg,
    WarningOn,
    UnknownText,
    UnknownFill,
    UnknownBg,
    UnknownOn,
    DataNew,
    DataStable,
    DataThreshold,
    DataGrid,
    DataArea,
    DataOther1, // what a chart is compared with, readable for every kind of colour vision
    DataOther2,
    DataOther3,
    DataOther4,
    GlyphCalm,
    Focus,
    Shadow,
    Scrim,
    Count
};
[[nodiscard]] QLatin1String toString(Tone tone); // "bg.app", as the token file names it

// Text by what it is for: size, weight and line height come from the token file.
enum class TextStyle {
    Counter,       // 28/600: elapsed time of a running plan
    Display,       // 22/600
    Title,         // 16/600: page title
    PaneTitle,     // 15/600
    Strong,        // 13/600: service names, headings, urgent states
    Medium,        // 13/500: navigation, controls
    Body,          // 13/400
    Small,         // 12/400
    SmallMedium,   // 12/500: buttons
    SmallStrong,   // 12/600: primary and danger buttons
    Caption,       // 11/400: ages, status bar
    CaptionMedium, // 11/500: column headers
    CaptionStrong, // 11/600: chips
    Axis,          // 10/400
    Mono,          // 12/400
    Count
};

struct TextSpec {
    int px = 13;
    int weight = 400;
    int line = 18;
    bool mono = false;
};

// The token file, read once: values without behaviour.
struct Tokens {
    using Palette = std::array<QColor, size_t(Tone::Count)>;
    Palette light;
    Palette dark;
    std::array<TextSpec, size_t(TextStyle::Count)> text;
    QHash<QString, int> sizes;  // "topBar", "table.row", "radius.chip"… in px at 100 %
    QHash<QString, int> motion; // ms
    QString uiFamily;
    QString monoFamily;

    [[nodiscard]] const QColor &colour(Tone tone, bool isDark) const { return (isDark ? dark : light)[size_t(tone)]; }
    [[nodiscard]] const TextSpec &spec(TextStyle style) const { return text[size_t(style)]; }
};
// Reads the compiled-in token file; ends the program when a token is missing, because a build without it is broken.
[[nodiscard]] Tokens readTokens();

} // namespace astern::ui
