// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace astern::ui {

class HoldButton;
class RunsLabel;

// The last way back. Where not even this device's log can be written, nothing was sent; here a person who types the
// service's name and holds goes back without a record, after reading what will not be recorded. Afterwards it gives the
// lines that are in no log to whoever keeps them. Hidden where neither is the case.
class UnrecordedPane : public QWidget {
    Q_OBJECT
public:
    explicit UnrecordedPane(Session &session, QWidget *parent = nullptr);
    void setRun(const PlanRun &run);
    [[nodiscard]] static bool isOffered(const PlanRun &run);

Q_SIGNALS:
    void confirmed(const QString &typed); // the name, by a hold

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    void refresh();
    void refreshOffer();
    void refreshKept();

    Session &m_session;
    PlanRun m_run;
    RunsLabel *m_title = nullptr;
    RunsLabel *m_words = nullptr;
    RunsLabel *m_lost = nullptr;
    QWidget *m_row = nullptr;
    QLineEdit *m_name = nullptr;
    HoldButton *m_confirm = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace astern::ui
