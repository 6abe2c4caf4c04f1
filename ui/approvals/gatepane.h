// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/gatewords.h"

#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QPushButton;
class QScrollArea;

namespace astern::ui {

class FactSheet;
class GateFoot;
class RunsLabel;

// One line of the inbox, whole: what exactly would be done, on what evidence, who signed and who may, which conditions
// hold, what voided it; and below, what the person here can say to it.
class GatePane : public QWidget {
    Q_OBJECT
public:
    explicit GatePane(Session &session, QWidget *parent = nullptr);
    void showRow(const GateRow &row); // also the same one again, as it is now
    void clear();
    void setEmptyText(const QString &text);
    void begin(ApprovalRecord::Verdict verdict);
    void focusFacts();
    [[nodiscard]] const std::optional<GateRow> &row() const { return m_row; }
    [[nodiscard]] const GateSight &sight() const { return m_sight; }
    [[nodiscard]] const GateDetail &detail() const { return m_detail; }
    [[nodiscard]] GateFoot &foot() const { return *m_foot; }

Q_SIGNALS:
    void entryRequested(quint64 index);
    void rolloutRequested(const QString &placementKey);
    void decided(const QString &said); // something was recorded

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    void refresh();
    void fit();

    Session &m_session;
    std::optional<GateRow> m_row;
    GateSight m_sight;
    GateDetail m_detail;
    QString m_empty;
    QTimer m_tick; // ages and what is left
    RunsLabel *m_title = nullptr;
    RunsLabel *m_sentence = nullptr;
    RunsLabel *m_nothing = nullptr;
    QPushButton *m_rollout = nullptr;
    QScrollArea *m_scroll = nullptr;
    QBoxLayout *m_columns = nullptr;
    FactSheet *m_plan = nullptr;
    FactSheet *m_people = nullptr;
    GateFoot *m_foot = nullptr;
};

} // namespace astern::ui
