// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/trialmodels.h"

#include <QTimer>
#include <QWidget>

namespace astern::ui {

class FactsView;
class RolloutChoice;
class RunsLabel;

// The edited text over a rollout that is on its way, up to its newest sample, beside the policy that is in force there.
class NowPane : public QWidget {
    Q_OBJECT
public:
    NowPane(Session &session, guard::PolicyBench &bench, QWidget *parent = nullptr);
    // nullptr: the text has errors. `service`, `policyId`: of what is in force of the file.
    void setPolicy(const std::shared_ptr<const policy::Policy> &edited, const QString &service,
                   const QString &policyId);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void look();
    void judge();
    void say(const Result<guard::JudgedRecords> &judged);

    Session &m_session;
    guard::PolicyBench &m_bench;
    std::shared_ptr<const policy::Policy> m_edited;
    QString m_service;
    QString m_policyId;
    TrialRulesModel m_rules;
    RolloutChoice *m_choice = nullptr;
    RunsLabel *m_words = nullptr;
    FactsView *m_view = nullptr;
    QTimer m_again;
};

} // namespace astern::ui
