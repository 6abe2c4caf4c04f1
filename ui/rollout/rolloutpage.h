// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "ui/theme/status.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QBoxLayout;
class QHBoxLayout;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace astern {
class ChangesModel;
class EntriesModel;
class RevisionsModel;
class TeamSight;
struct BoardRow;
} // namespace astern

namespace astern::ui {

class AlsoHere;
class ChartStrip;
class EscalationStrip;
class FactsView;
class FlagsPanel;
class GateStrip;
class Legend;
class PlanStrip;
class PolicyPanel;
class RunbookPanel;
class RunsLabel;
class StepLadder;
class WhyPanel;
class ZoneChip;

// One place of one service: what its rollout does, what comes next, the charts that say how it goes, what is
// different, and what was recorded. Without a rollout on its way: what serves, since when, and what can be gone
// back to.
class RolloutPage : public QWidget {
    Q_OBJECT
public:
    explicit RolloutPage(Session &session, QWidget *parent = nullptr);

    void setPlacement(const QString &key);
    [[nodiscard]] QString placement() const { return m_key; }
    void focusTabs(); // where the keyboard begins
    // As the lower half of the board: no way back in the header, the panels as tabs beside the charts.
    void setCompact(bool compact);
    void setTeam(const TeamSight *team); // who else looks at the place; nullptr: nobody knows

Q_SIGNALS:
    // "Roll back…" was pressed: the emergency sheet takes over. toRevision 0: the default target.
    void emergencyRequested(const QString &placementKey, int toRevision);
    void timelineRequested(const QString &placementKey);
    void entryRequested(quint64 index); // a journal number was pressed (index from 0)
    void chartRequested(const QString &placementKey, const QString &signalId); // a signal, large
    void policyRequested(const QString &id);                                   // its text
    void requestOpened(const QString &id);                                     // for approval
    void boardRequested();                                                     // the way back

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    // What the page itself draws: all of it depends on this.
    struct Frame {
        Status status = Status::Unknown;
        QRect sentence;
        int tabs = 0; // their lower edge
        std::optional<int> panels;
        QList<int> panelsAt;
        bool operator==(const Frame &) const = default;
    };
    [[nodiscard]] Frame frame() const;
    void redrawFrame();
    void sayOnTab(int tab, const QString &text);
    void buildHead(QBoxLayout *column);
    void buildPanels(QBoxLayout *column);
    void arrange();
    void refreshAll(); // with the charts
    void refresh();
    void refreshGone();
    void refreshHead(const BoardRow &row, qint64 nowMs);
    void refreshActions(const Placement &placement);
    void refreshLadder(const BoardRow &row, qint64 nowMs);
    void refreshPolicy();
    void refreshFlags();
    void refreshRunbook();
    void refreshMarks(const Rollout *rollout);
    void refreshNotes();
    void act(int kind);

    Session &m_session;
    QString m_key;
    bool m_compact = false;
    Status m_status = Status::Unknown;
    Frame m_drawn;
    QTimer m_tick;
    ChangesModel *m_changes = nullptr;
    EntriesModel *m_entries = nullptr;
    RevisionsModel *m_revisions = nullptr;
    QPushButton *m_back = nullptr;
    RunsLabel *m_name = nullptr;
    RunsLabel *m_sentence = nullptr;
    ZoneChip *m_zone = nullptr;
    AlsoHere *m_also = nullptr;
    QHBoxLayout *m_buttons = nullptr;
    PlanStrip *m_strip = nullptr;
    StepLadder *m_ladder = nullptr;
    EscalationStrip *m_told = nullptr;
    GateStrip *m_gate = nullptr;
    QTabBar *m_tabs = nullptr;
    Legend *m_legend = nullptr;
    ChartStrip *m_charts = nullptr;
    WhyPanel *m_why = nullptr;
    PolicyPanel *m_policy = nullptr;
    FlagsPanel *m_flags = nullptr;
    RunbookPanel *m_runbook = nullptr;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_panels = nullptr;
    QHBoxLayout *m_panelRow = nullptr;
    QList<QWidget *> m_panelList;
    FactsView *m_changesView = nullptr;
    RunsLabel *m_changesNote = nullptr;
    RunsLabel *m_changesTitle = nullptr;
    RunsLabel *m_entriesNote = nullptr;
    QPushButton *m_timeline = nullptr;
    RunsLabel *m_revisionsNote = nullptr;
};

} // namespace astern::ui
