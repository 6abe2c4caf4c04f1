// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/trialmodels.h"

#include <QWidget>

namespace astern::ui {

class FactsView;
class KnobList;
class RolloutChoice;
class RunsLabel;
class VerdictTimeline;

// What the edited text would have said and done over a recorded rollout, beside the text that is saved; sliders turn
// its numbers in the text itself. Judged off this thread, the newest question alone.
class BacktestPane : public QWidget {
    Q_OBJECT
public:
    BacktestPane(Session &session, guard::PolicyBench &bench, QWidget *parent = nullptr);
    // Policies null: that text has errors.
    void setPolicies(const guard::ReadPolicy &read, const QString &service);
    [[nodiscard]] KnobList &knobs() const { return *m_knobs; }
    [[nodiscard]] VerdictTimeline &timeline() const { return *m_timeline; }

Q_SIGNALS:
    void turned(const QString &knobId, const QString &value);

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void look();
    void judge();
    void say(const Result<guard::JudgedRecords> &judged);

    Session &m_session;
    guard::PolicyBench &m_bench;
    std::shared_ptr<const policy::Policy> m_edited;
    std::shared_ptr<const policy::Policy> m_saved;
    QString m_service;
    TrialEventsModel m_events;
    RolloutChoice *m_choice = nullptr;
    KnobList *m_knobs = nullptr;
    QWidget *m_left = nullptr;
    RunsLabel *m_words = nullptr;
    VerdictTimeline *m_timeline = nullptr;
    FactsView *m_view = nullptr;
};

} // namespace astern::ui
