// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace astern::ui {

class HealthChart;

// The charts of one place, side by side with aligned plots, one window in time and one cursor through all.
class ChartStrip : public QWidget {
    Q_OBJECT
public:
    ChartStrip(Session &session, QWidget *parent);
    void setPlacement(const QString &key);
    void setSpan(qint64 ms); // what the window shows, up to now
    void setMarkers(const QList<std::pair<qint64, QString>> &markers);
    void refresh();
    [[nodiscard]] QList<HealthChart *> charts() const { return m_charts; }
    // "canary 4.8.0", "stable 4.7.1", for the legend; empty where there is none.
    [[nodiscard]] QString freshName() const { return m_freshName; }
    [[nodiscard]] QString stableName() const { return m_stableName; }
    [[nodiscard]] bool hasHeightForWidth() const override { return false; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chartRequested(const QString &signalId); // large

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild(const QStringList &signalIds);
    void arrange();
    void setCursorOf(std::optional<qint64> atMs);

    Session &m_session;
    QString m_key;
    qint64 m_spanMs = 360'000;
    QStringList m_signals;
    QList<HealthChart *> m_charts;
    QList<std::pair<qint64, QString>> m_markers;
    QString m_freshName;
    QString m_stableName;
};

} // namespace astern::ui
