// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/session/session.h"
#include "models/workspace/workspacechange.h"

#include <QTimer>
#include <QWidget>

class QLineEdit;
class QPushButton;

namespace astern::ui {

class HoldButton;
class RunsLabel;
class StepList;
class ZoneChip;

// A plan opened in place: what it will do, then the confirm; after that how it goes. Nothing acts by one click.
class PlanStrip : public QWidget {
    Q_OBJECT
public:
    PlanStrip(Session &session, QWidget *parent);

    void setPlacement(const QString &key);
    // `make` gives the plan as it is now; asked again and again, so that what is confirmed is what stands here.
    using Make = std::function<Result<Plan>()>;
    void openPlan(const Make &make);
    void refresh();
    [[nodiscard]] bool showsPlan() const { return m_plan.has_value(); }
    [[nodiscard]] bool showsRun() const { return m_run.has_value(); }
    [[nodiscard]] HoldButton *confirm() const { return m_confirm; }
    [[nodiscard]] QString words() const;

Q_SIGNALS:
    void entryRequested(quint64 index);
    void emergencyRequested(const QString &placementKey, int toRevision);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    [[nodiscard]] QString reasonMissing() const; // why it cannot be confirmed yet; empty: it can
    void commit();
    void commitNow(const Plan &plan);
    void prove();
    [[nodiscard]] bool asksPin() const; // nothing but the PIN is missing
    void takeRun(const PlanRun &run);
    void dismiss();
    void showPlan(qint64 nowMs);
    void showRun(qint64 nowMs);

    Session &m_session;
    QString m_key;
    Make m_make;
    std::optional<Plan> m_plan;         // waits for the confirm
    std::optional<PlanGround> m_ground; // of m_plan, when it was opened
    std::optional<PlanRun> m_run;
    QString m_dismissed; // id of an ended run that was put away
    QString m_refusal;
    QTimer m_tick;
    RunsLabel *m_words = nullptr;
    RunsLabel *m_more = nullptr;
    ZoneChip *m_zone = nullptr;
    StepList *m_steps = nullptr;
    QLineEdit *m_reason = nullptr; // of what is switched for itself
    QLineEdit *m_pin = nullptr;    // of what goes forward in production
    RunsLabel *m_pinSaid = nullptr;
    bool m_proving = false; // the PIN is being looked at
    Inbox m_inbox;
    HoldButton *m_confirm = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_show = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace astern::ui
