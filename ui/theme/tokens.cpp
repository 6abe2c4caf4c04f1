// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace astern::ui {

namespace {

constexpr std::array<const char *, size_t(Tone::Count)> kToneNames{
    "bg.app",        "bg.surface",     "bg.raised",    "bg.sunken",    "bg.hover",      "bg.selected",  "bg.stripe",
    "bg.bar",        "bg.tooltip",     "ink.tooltip",  "line.subtle",  "line.default",  "line.strong",  "ink.primary",
    "ink.secondary", "ink.tertiary",   "ink.disabled", "accent.text",  "accent.fill",   "accent.bg",    "accent.on",
    "critical.text", "critical.fill",  "critical.bg",  "critical.on",  "critical.deep", "warning.text", "warning.fill",
    "warning.bg",    "warning.on",     "unknown.text", "unknown.fill", "unknown.bg",    "unknown.on",   "data.new",
    "data.stable",   "data.threshold", "data.grid",    "data.area",    "data.other1",   "data.other2",  "data.other3",
    "data.other4",   "glyph.calm",     "focus",        "shadow",       "scrim"};

constexpr std::array<const char *, size_t(TextStyle::Count)> kStyleNames{
    "counter",     "display",     "title",   "paneTitle",     "strong",        "medium", "body", "small",
    "smallMedium", "smallStrong", "caption", "captionMedium", "captionStrong", "axis",   "mono"};

// "#RRGGBB" or "#RRGGBBAA" (QColor's own eight-digit form puts alpha first).
QColor readColour(const QString &text)
{
    if (text.size() != 9)
        return QColor(text);
    QColor colour(text.left(7));
    colour.setAlpha(text.mid(7).toInt(nullptr, 16));
    return colour;
}

Tokens::Palette readPalette(const QJsonObject &colours)
{
    Tokens::Palette palette;
    for (size_t i = 0; i < palette.size(); ++i) {
        palette[i] = readColour(colours.value(QLatin1String(kToneNames[i])).toString());
        if (!palette[i].isValid())
            qFatal("tokens.json: colour \"%s\" is missing", kToneNames[i]);
    }
    return palette;
}

QHash<QString, int> readLengths(const QJsonObject &object)
{
    QHash<QString, int> lengths;
    for (auto it = object.begin(); it != object.end(); ++it)
        lengths.insert(it.key(), it.value().toInt());
    return lengths;
}

} // namespace

QLatin1String toString(Tone tone) { return QLatin1String(kToneNames[size_t(tone)]); }

Tokens readTokens()
{
    QFile file(QStringLiteral(":/astern/theme/tokens.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("tokens.json is not compiled in");
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    const QJsonObject colours = root.value(QLatin1String("colour")).toObject();
    Tokens tokens;
    tokens.light = readPalette(colours.value(QLatin1String("light")).toObject());
    tokens.dark = readPalette(colours.value(QLatin1String("dark")).toObject());
    const QJsonObject text = root.value(QLatin1String("text")).toObject();
    for (size_t i = 0; i < tokens.text.size(); ++i) {
        const QJsonObject style = text.value(QLatin1String(kStyleNames[i])).toObject();
        if (style.isEmpty())
            qFatal("tokens.json: text style \"%s\" is missing", kStyleNames[i]);
        tokens.text[i] = {style.value(QLatin1String("px")).toInt(), style.value(QLatin1String("weight")).toInt(),
                          style.value(QLatin1String("line")).toInt(), style.value(QLatin1String("mono")).toBool()};
    }
    tokens.sizes = readLengths(root.value(QLatin1String("size")).toObject());
    tokens.motion = readLengths(root.value(QLatin1String("motion")).toObject());
    const QJsonObject font = root.value(QLatin1String("font")).toObject();
    tokens.uiFamily = font.value(QLatin1String("ui")).toString();
    tokens.monoFamily = font.value(QLatin1String("mono")).toString();
    return tokens;
}

} // namespace astern::ui
