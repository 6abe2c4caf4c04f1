// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>

class QPushButton;
class QStackedWidget;
class QToolButton;

namespace astern {
class TeamSight;
}

namespace astern::ui {

class AlsoHere;
class CampaignPane;
class PlanPane;
class RunPane;
class RunsLabel;
class SeveralPane;
class ZoneChip;

// Emergency: slides in from the right over any screen, dims nothing, is never modal. Says what is wrong, what can
// be done, in which order, and what stays as it is; then the guard. After the commit the same place shows the plan
// as it runs, to its end.
class EmergencySheet : public QWidget {
    Q_OBJECT
public:
    // A child of the window's content; places itself at its right edge, inside `setInsets`.
    explicit EmergencySheet(Session &session, QWidget *parent);

    // Empty: the place in scope that needs a person most, else the one shown last. toRevision 0: default target.
    void openFor(const QString &placementKey = {}, int toRevision = 0);
    // For several places, all of them ticked; the plan for one place stays one press away.
    void openForSeveral(const QStringList &placementKeys);
    void closeSheet(); // hides it; a plan under way goes on
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] QString placement() const;
    // Environments the window looks at; empty: all. Only for what is preselected: the chooser lists every place.
    void setScope(const QStringList &environments);
    void setTeam(const TeamSight *team); // who else looks at the place; nullptr: nobody knows
    [[nodiscard]] PlanPane *planPane() const { return m_plan; }
    [[nodiscard]] RunPane *runPane() const { return m_run; }
    [[nodiscard]] bool showsRun() const;
    [[nodiscard]] SeveralPane *severalPane() const { return m_several; }
    [[nodiscard]] CampaignPane *campaignPane() const { return m_campaign; }
    [[nodiscard]] bool showsSeveral() const;
    [[nodiscard]] bool showsCampaign() const;
    // Room that stays free above and below (top bar, status bar).
    void setInsets(int top, int bottom);

Q_SIGNALS:
    void opened();
    void closed();
    void placeChosen(); // placement() may be another one
    void timelineRequested(quint64 index);
    void entryRequested(quint64 index); // a journal number was pressed (index from 0)

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    void choose(const QString &key, int toRevision);
    void showPlan();
    void showRun(const PlanRun &run);
    void open();
    void takeOthersAlong();
    void showSeveral(const QStringList &keys);
    void showCampaign(const CampaignRun &run);
    void commitCampaign(const Campaign &campaign, const QString &reason);
    void refreshSeveralHead();
    void commit(const Plan &plan, const QString &reason);
    void commitUnrecorded(const QString &typed);
    void takeRun(const PlanRun &run);
    void refresh();
    void refreshHead();
    void fillChooser();
    void place(double shown); // 0: outside, 1: where it belongs

    Session &m_session;
    QString m_key;
    QStringList m_scope;
    int m_top = 0;
    int m_bottom = 0;
    bool m_open = false;
    QTimer m_tick;
    QVariantAnimation m_slide;
    RunsLabel *m_title = nullptr;
    ZoneChip *m_zone = nullptr;
    AlsoHere *m_also = nullptr;
    QToolButton *m_chooser = nullptr;
    RunsLabel *m_versions = nullptr;
    QPushButton *m_close = nullptr;
    QStackedWidget *m_stack = nullptr;
    PlanPane *m_plan = nullptr;
    RunPane *m_run = nullptr;
    SeveralPane *m_several = nullptr;
    CampaignPane *m_campaign = nullptr;
    QPushButton *m_toggle = nullptr; // from several places back to one
};

} // namespace astern::ui
