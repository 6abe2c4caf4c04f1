// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "ui/emergency/emergencywords.h"

#include <QTimer>
#include <QWidget>

class QPushButton;

namespace astern::ui {

class Banner;
class EscalationStrip;
class HealthChart;
class PromiseBarView;
class ReasonRow;
class RunsLabel;
class StepList;
class UnrecordedPane;

// After the commit, in the same place: the plan as it goes, against its promise, to its end.
class RunPane : public QWidget {
    Q_OBJECT
public:
    RunPane(Session &session, QWidget *parent);

    // What was just committed; shown as waiting until the first word of the run comes.
    void begin(const Plan &plan, const QString &preset, const QString &ownWords, const QString &reason);
    void setRun(const PlanRun &run);
    [[nodiscard]] const PlanRun &run() const { return m_run; }
    [[nodiscard]] bool isOver() const { return m_run.state != PlanRun::State::Running; }
    void refresh();

Q_SIGNALS:
    void entryRequested(quint64 index);
    void timelineRequested(quint64 index); // what was done, in its time
    void planAgain();                      // "Make another plan"
    // It could not be recorded, and a person wants it all the same: the service's name, as it was typed.
    void unrecordedConfirmed(const QString &typed);
    void done(); // "Close"

private:
    void build();
    void fillChart();
    void fillButtons();
    [[nodiscard]] std::optional<quint64> firstEntry() const; // of the log; none: nothing was recorded (yet)

    Session &m_session;
    PlanRun m_run;
    QTimer m_tick;
    RunsLabel *m_elapsed = nullptr;
    RunsLabel *m_id = nullptr;
    PromiseBarView *m_bar = nullptr;
    Banner *m_outcome = nullptr;
    EscalationStrip *m_told = nullptr;
    UnrecordedPane *m_unrecorded = nullptr;
    StepList *m_steps = nullptr;
    HealthChart *m_chart = nullptr;
    QString m_chartSignal;
    ReasonRow *m_reason = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_skip = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_timeline = nullptr;
    QPushButton *m_close = nullptr;
};

} // namespace astern::ui
