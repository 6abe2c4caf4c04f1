// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QPushButton;

namespace astern {
class ActsModel;
class RulesModel;
} // namespace astern

namespace astern::ui {

class DecidePane;
class FactsView;
class RunsLabel;

// What the policies of a place say, rule by rule, what they do and have done about it, and what a person answers.
class PolicyPanel : public QWidget {
    Q_OBJECT
public:
    explicit PolicyPanel(Session &session, QWidget *parent = nullptr);
    void setPlacement(const QString &key);
    // Rules and acts beside each other instead of below: there is little height.
    void setCompact(bool compact);
    [[nodiscard]] DecidePane &decide() { return *m_decide; }

Q_SIGNALS:
    void policyRequested(const QString &id); // its text is to be shown

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void refresh();
    void refreshOpen(const guard::PlaceVerdict *verdict);

    Session &m_session;
    QString m_key;
    QTimer m_tick; // ages and countdowns
    RulesModel *m_rulesModel = nullptr;
    ActsModel *m_actsModel = nullptr;
    RunsLabel *m_sentence = nullptr;
    QPushButton *m_open = nullptr; // of several policies it asks which
    DecidePane *m_decide = nullptr;
    FactsView *m_rules = nullptr;
    FactsView *m_acts = nullptr;
    RunsLabel *m_rulesNote = nullptr;
    RunsLabel *m_actsNote = nullptr;
    QBoxLayout *m_tables = nullptr;
};

} // namespace astern::ui
