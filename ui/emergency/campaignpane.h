// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QTimer>
#include <QWidget>

class QPushButton;

namespace astern::ui {

class Banner;
class ReasonRow;
class RunsLabel;
class StepList;

// After the commit for several places: one line for each as it goes, to the end of all of them.
class CampaignPane : public QWidget {
    Q_OBJECT
public:
    CampaignPane(Session &session, QWidget *parent);

    // Just committed, with the reason as it stood in the form.
    void begin(const CampaignRun &run, const QString &preset, const QString &ownWords);
    void setRun(const CampaignRun &run);
    [[nodiscard]] const CampaignRun &run() const { return m_run; }
    void refresh();

Q_SIGNALS:
    void entryRequested(quint64 index);
    void done(); // "Close"

private:
    void build();

    Session &m_session;
    CampaignRun m_run;
    QTimer m_tick;
    RunsLabel *m_elapsed = nullptr;
    Banner *m_outcome = nullptr;
    Banner *m_leftOut = nullptr;
    RunsLabel *m_policy = nullptr;
    StepList *m_places = nullptr;
    ReasonRow *m_reason = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_close = nullptr;
};

} // namespace astern::ui
