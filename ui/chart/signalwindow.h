// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health/chartrange.h"
#include "ui/chart/curves.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <array>

class QBoxLayout;
class QMenu;
class QPushButton;

namespace astern::ui {

class CurveLegend;
class RunsLabel;
class SignalPlot;

// One signal, large, in a window of its own beside the cockpit: live, or a piece of the past that stands still. Other
// signals and places can be laid over it; what it shows can be kept as a picture or as the samples behind it.
class SignalWindow : public QWidget {
    Q_OBJECT
public:
    SignalWindow(Session &session, const ChartSubject &subject, QWidget *parent = nullptr);

    [[nodiscard]] const ChartSubject &subject() const { return m_subjects.first(); }
    [[nodiscard]] const QList<ChartSubject> &subjects() const { return m_subjects; }
    [[nodiscard]] SignalPlot &plot() const { return *m_plot; }
    [[nodiscard]] CurveLegend &legend() const { return *m_legend; }
    [[nodiscard]] const ChartRange &range() const { return m_range; }
    [[nodiscard]] TimeSpan span() const; // what is shown
    // Lays it over the first one or takes it away; no more than kMostSubjects.
    void compare(const ChartSubject &subject, bool on);
    // What leaves the program: head, plot and legend, at so many pixels a point.
    [[nodiscard]] QImage picture(double devicePixelRatio) const;
    [[nodiscard]] QByteArray csv() const; // of what is shown
    // Writes it there and says so, or why not.
    void exportTo(const QString &path);
    [[nodiscard]] QString said() const; // last word about an export

Q_SIGNALS:
    void emergencyRequested(const QString &placementKey); // Ctrl+Shift+R works from here, too

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildBar(QBoxLayout *column);
    void buildSheet(QBoxLayout *column);
    void connectPlot();
    void fillCompareMenu();
    void askWhere(const QString &ending);
    void say(const QString &text, bool isError);
    void refresh();
    void refreshHead(qint64 nowMs);
    void refreshReadout(qint64 nowMs);
    void refreshButtons(const TimeSpan &shown, qint64 nowMs);
    void stepCursor(int samples);
    [[nodiscard]] TimeSpan kept() const;
    static constexpr std::array<qint64, 4> kLengths{300'000, 900'000, 3'600'000, 0}; // 0: all that is kept

    Session &m_session;
    QList<ChartSubject> m_subjects;
    QList<Curve> m_curves;
    QList<bool> m_shown;
    QList<std::pair<ChartSubject, bool>> m_hidden; // subject, and whether its stable side
    ChartRange m_range;
    QTimer m_tick;
    QList<QPushButton *> m_lengths;
    QPushButton *m_live = nullptr;
    QPushButton *m_compare = nullptr;
    QMenu *m_compareMenu = nullptr;
    RunsLabel *m_when = nullptr;
    QWidget *m_sheet = nullptr;
    RunsLabel *m_title = nullptr;
    RunsLabel *m_age = nullptr;
    RunsLabel *m_readout = nullptr;
    SignalPlot *m_plot = nullptr;
    CurveLegend *m_legend = nullptr;
    RunsLabel *m_said = nullptr;
};

} // namespace astern::ui
