// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QList>
#include <QString>
#include <QWidget>

namespace astern::ui {

// A piece of a sentence in one font and colour; colours by token, so that they follow the theme.
struct TextRun {
    QString text;
    Tone tone = Tone::InkPrimary;
    TextStyle style = TextStyle::Body;
    bool operator==(const TextRun &) const = default;
};

// A sentence with emphasis that wraps at words, or gives way at its end when it has one line.
class RunsLabel : public QWidget {
    Q_OBJECT
public:
    explicit RunsLabel(QWidget *parent = nullptr);
    void setRuns(const QList<TextRun> &runs);
    void setOneLine(bool one);
    void setRightAligned(bool right) { m_right = right; }
    // Drawn before the first line: room for a sign that a subclass or owner paints.
    void setIndent(double px);
    [[nodiscard]] QString plainText() const;

    [[nodiscard]] bool hasHeightForWidth() const override { return !m_oneLine; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    struct Placed {
        qsizetype run = 0;
        QString text;
        double x = 0;
        double width = 0;
        int line = 0;
    };
    [[nodiscard]] QList<Placed> place(double width) const;
    [[nodiscard]] double lineHeight() const;

    QList<TextRun> m_runs;
    bool m_oneLine = false;
    bool m_right = false;
    double m_indent = 0;
};

} // namespace astern::ui
