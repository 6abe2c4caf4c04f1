// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/targetsmodel.h"

#include <QWidget>

class QCheckBox;
class QPushButton;

namespace astern::ui {

class FactsView;
class RunsLabel;

// Whom the workspace knows to tell and a test of each; what this desktop shows of it.
class NotifyPane : public QWidget {
    Q_OBJECT
public:
    explicit NotifyPane(Session &session, QWidget *parent = nullptr);
    void setDesktop(bool shown, bool sound);
    [[nodiscard]] TargetsModel &targets() { return m_model; }

Q_SIGNALS:
    void desktopChosen(bool shown, bool sound); // by the person

private:
    [[nodiscard]] QString chosen() const;
    void refresh();

    Session &m_session;
    TargetsModel m_model;
    FactsView *m_list = nullptr;
    QPushButton *m_button = nullptr;
    RunsLabel *m_rules = nullptr;
    QCheckBox *m_shown = nullptr;
    QCheckBox *m_sound = nullptr;
};

} // namespace astern::ui
