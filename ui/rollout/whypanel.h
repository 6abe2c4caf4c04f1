// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rollout/podwords.h"
#include "models/session/placediagnosis.h"
#include "ui/theme/status.h"

#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QPushButton;

namespace astern {
class EventsModel;
class PodsModel;
} // namespace astern

namespace astern::ui {

class AlertsStrip;
class FactsView;
class LinksRow;
class LogView;
class RunsLabel;

// Why a place is as it is: the worst in one sentence, its pods, what the cluster noticed, the end of a log, and the
// ways out to the service's own pages. Asks only while it is seen.
class WhyPanel : public QWidget {
    Q_OBJECT
public:
    explicit WhyPanel(Session &session, QWidget *parent = nullptr);
    void setPlacement(const QString &key);
    // Beside each other instead of below: there is little height.
    void setCompact(bool compact);
    [[nodiscard]] PlaceDiagnosis &diagnosis() { return *m_diagnosis; }
    [[nodiscard]] LinksRow &links() { return *m_links; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QBoxLayout *head();
    [[nodiscard]] QWidget *section(const QString &title, RunsLabel **name, RunsLabel **note, QWidget *content,
                                   QWidget *corner = nullptr);
    void build();
    void refresh();
    void refreshSentence();
    void refreshNotes();
    void refreshLog();

    Session &m_session;
    PlaceDiagnosis *m_diagnosis = nullptr;
    PodsModel *m_podsModel = nullptr;
    EventsModel *m_eventsModel = nullptr;
    DiagnosisSummary m_summary;
    Status m_status = Status::Unknown;
    QTimer m_tick; // ages
    QBoxLayout *m_tables = nullptr;
    RunsLabel *m_sentence = nullptr;
    RunsLabel *m_next = nullptr;
    RunsLabel *m_asked = nullptr;
    RunsLabel *m_podsNote = nullptr;
    RunsLabel *m_eventsNote = nullptr;
    RunsLabel *m_logName = nullptr;
    RunsLabel *m_logNote = nullptr;
    AlertsStrip *m_alerts = nullptr;
    FactsView *m_pods = nullptr;
    FactsView *m_events = nullptr;
    LogView *m_log = nullptr;
    QPushButton *m_copy = nullptr;
    LinksRow *m_links = nullptr;
    QString m_said; // of the last act ("copied"), until the next refresh by time
};

} // namespace astern::ui
