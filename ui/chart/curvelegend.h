// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/curves.h"

#include <QAbstractButton>

namespace astern::ui {

// One line of a chart: how it looks and what it is. A press takes it off the chart, another one puts it back.
class LegendEntry : public QAbstractButton {
    Q_OBJECT
public:
    explicit LegendEntry(QWidget *parent);
    void setCurve(const Curve &curve);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    int m_subject = 0;
    bool m_stable = false;
};

// All of them, in as many rows as they need.
class CurveLegend : public QWidget {
    Q_OBJECT
public:
    explicit CurveLegend(QWidget *parent = nullptr);
    void setCurves(const QList<Curve> &curves, const QList<bool> &shown);
    [[nodiscard]] QList<LegendEntry *> entries() const { return m_entries; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return arrange(width, false); }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void switched(int curve, bool shown);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    int arrange(int width, bool move) const; // the height that it takes
    QList<LegendEntry *> m_entries;
};

} // namespace astern::ui
