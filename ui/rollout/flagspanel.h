// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QLineEdit;
class QPushButton;

namespace astern {
class ConfigsModel;
class FlagsModel;
} // namespace astern

namespace astern::ui {

class FactsView;
class RunsLabel;
class ZoneChip;

// What a service declares beside its release: its flags in every environment, and the versions of its configuration.
// A button opens the plan that would change it; nothing is sent from here.
class FlagsPanel : public QWidget {
    Q_OBJECT
public:
    explicit FlagsPanel(Session &session, QWidget *parent = nullptr);
    void setPlacement(const QString &key);
    // Beside each other instead of below: there is little height.
    void setCompact(bool compact);

Q_SIGNALS:
    // As PlanStrip::openPlan() takes it.
    void planRequested(const std::function<astern::Result<astern::Plan>()> &make);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Offer {
        bool possible = false;
        QString words;  // what it would do, or why it cannot
        bool is = true; // refused because it is so already: nothing that has to be said aloud
    };
    [[nodiscard]] QWidget *flagActions();
    [[nodiscard]] QWidget *configActions();
    [[nodiscard]] Offer offer(const Result<Plan> &plan) const;
    [[nodiscard]] QString elsewhere(const QString &environment) const; // why a row of another one is not changed here
    void open(PlanKind kind, int percent = -1);
    void openRestore();
    void editShare(PlanKind kind); // asks for the percentage first
    void endEdit();
    void showShare(); // the plan of what was typed
    void refresh();
    void refreshFlagActions();
    void refreshConfigActions();
    void say(RunsLabel *label, const QString &name, const QStringList &refusals);

    Session &m_session;
    QString m_key;
    QTimer m_tick; // ages
    PlanKind m_asked = PlanKind::FlagPercent;
    FlagsModel *m_flagsModel = nullptr;
    ConfigsModel *m_configsModel = nullptr;
    QBoxLayout *m_tables = nullptr;
    QWidget *m_flagsPart = nullptr;
    QWidget *m_configsPart = nullptr;
    FactsView *m_flags = nullptr;
    FactsView *m_configs = nullptr;
    RunsLabel *m_flagsNote = nullptr;
    RunsLabel *m_configsNote = nullptr;
    RunsLabel *m_flagSaid = nullptr;
    RunsLabel *m_configSaid = nullptr;
    ZoneChip *m_flagZone = nullptr;
    ZoneChip *m_configZone = nullptr;
    QPushButton *m_off = nullptr;
    QPushButton *m_on = nullptr;
    QPushButton *m_share = nullptr;
    QPushButton *m_restore = nullptr;
    QWidget *m_edit = nullptr;
    QLineEdit *m_percent = nullptr;
    QPushButton *m_show = nullptr;
};

} // namespace astern::ui
