// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/workspace/workspacechange.h"

#include <QWidget>

class QComboBox;
class QScrollArea;
class QVBoxLayout;

namespace astern {
class RevisionsModel;
}

namespace astern::ui {

class Banner;
class ChoiceList;
class GuardControl;
class MitigationList;
class ReasonRow;
class RunsLabel;
class StepList;

// Before the commit: what is wrong, what to do, the plan in its order, what stays as it is, why, and the guard.
class PlanPane : public QWidget {
    Q_OBJECT
public:
    PlanPane(Session &session, QWidget *parent);

    void setPlacement(const QString &key, int toRevision);
    [[nodiscard]] QString placement() const { return m_key; }
    void refresh(); // plan, ages, words; keeps what a person has chosen
    // The commit was refused: said where it was tried, the guard is closed.
    void showRefusal(const Error &error);
    [[nodiscard]] GuardControl *guard() const { return m_guard; }
    [[nodiscard]] QString preset() const;
    [[nodiscard]] QString ownWords() const;
    [[nodiscard]] std::optional<Plan> plan() const { return m_plan; }

Q_SIGNALS:
    void severalRequested(); // other places along
    void committed(const astern::Plan &plan, const QString &reason);

private:
    void build();
    void buildContent(QWidget *content);
    // The workspace is another one than when this was opened: says so until it is opened again.
    void sayGround();
    void fillChoices(const Placement &placement);
    void fillRevisions();
    void fillPlan(const Placement &placement, qint64 nowMs);
    void fillStays();
    [[nodiscard]] int chosenRevision() const; // 0: the default target

    Session &m_session;
    QString m_key;
    std::optional<Plan> m_plan;
    std::optional<PlanGround> m_ground;     // of the place, when it was chosen
    std::optional<PlanGround> m_lastGround; // as it was looked at last
    std::optional<Error> m_refused;         // of the last commit
    QScrollArea *m_scroll = nullptr;
    RevisionsModel *m_revisions = nullptr;
    Banner *m_trouble = nullptr;
    Banner *m_degraded = nullptr;
    Banner *m_changed = nullptr;
    ChoiceList *m_choices = nullptr;
    MitigationList *m_mitigations = nullptr;
    QComboBox *m_older = nullptr;
    RunsLabel *m_planNote = nullptr;
    StepList *m_steps = nullptr;
    QWidget *m_planArea = nullptr;
    QWidget *m_staysArea = nullptr;
    QVBoxLayout *m_stays = nullptr;
    QStringList m_staysShown;
    ReasonRow *m_reason = nullptr;
    GuardControl *m_guard = nullptr;
};

} // namespace astern::ui
