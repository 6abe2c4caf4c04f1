// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/trialmodels.h"
#include "ui/rollout/chartpicture.h"

#include <QWidget>

namespace astern::ui {

// Verdicts over the time of a rollout as bands, one lane for each side, with what the ladder would have done. The
// colours are those of the rollout's charts.
class VerdictTimeline : public QWidget {
    Q_OBJECT
public:
    explicit VerdictTimeline(QWidget *parent = nullptr);
    void set(const std::optional<guard::JudgedRecords> &judged); // absent: nothing to show
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

    struct Lane {
        QString name;
        QList<VerdictBand> bands;
        QList<ChartMarker> acts;
        bool operator==(const Lane &) const = default;
    };
    [[nodiscard]] const QList<Lane> &lanes() const { return m_lanes; } // edited, saved

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintLane(QPainter &painter, const Lane &lane, const TimeScale &scale, double top) const;
    [[nodiscard]] double nameWidth() const;

    QList<Lane> m_lanes;
    qint64 m_fromMs = 0;
    qint64 m_toMs = 0;
};

} // namespace astern::ui
