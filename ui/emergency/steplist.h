// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QList>
#include <QWidget>

namespace astern::ui {

// One step of a plan, as it is drawn: as a promise with its proof, or as it went.
struct StepLine {
    enum class Sign { Number, Moving, Done, Skipped, Failed, Doubt };
    enum class Proof { None, Good, Waiting, Bad };
    Sign sign = Sign::Number;
    QString title;
    QString detail;
    QString right; // "8 s": expected, or how long it took
    Proof proof = Proof::None;
    QString proofText;    // "prod-eu allows it, 2 s"
    quint64 entry = 0;    // journal index + 1; 0: none
    double progress = -1; // 0…1 under the line; -1: none
    bool faint = false;   // not its turn yet
    bool operator==(const StepLine &) const = default;
};

// The steps of a plan in their order, joined by a line.
class StepList : public QWidget {
    Q_OBJECT
public:
    explicit StepList(QWidget *parent = nullptr);
    void setLines(const QList<StepLine> &lines);
    [[nodiscard]] const QList<StepLine> &lines() const { return m_lines; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QRectF entryRect(int line) const; // where its journal number is

Q_SIGNALS:
    void entryActivated(quint64 index); // from 0

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    struct Place {
        double top = 0;
        double height = 0;
        double detailHeight = 0;
    };
    [[nodiscard]] QList<Place> places(double width) const;
    [[nodiscard]] double rightWidth(const StepLine &line) const;
    void paintSign(QPainter &painter, int at, const QPointF &centre) const;
    void paintLine(QPainter &painter, int at, const Place &place) const;

    QList<StepLine> m_lines;
    int m_focusLine = 0;
};

} // namespace astern::ui
