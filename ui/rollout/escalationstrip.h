// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace astern::ui {

class RunsLabel;

// What people were told of this place: who was told and when, who is next and when, and the button that takes it over.
// Hidden while there is nothing.
class EscalationStrip : public QWidget {
    Q_OBJECT
public:
    explicit EscalationStrip(Session &session, QWidget *parent = nullptr);
    void setPlacement(const QString &key);
    void refresh();
    [[nodiscard]] QString words() const; // of all rows, for tests and readers of screens

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Row {
        QString id;
        QWidget *widget = nullptr;
        RunsLabel *words = nullptr;
        QPushButton *take = nullptr;
    };
    [[nodiscard]] Row makeRow(const QString &id);
    void fill(Row &row, const escalation::Shown &shown, qint64 nowMs);
    void takeOver(const QString &id);

    Session &m_session;
    QString m_key;
    QTimer m_tick; // ages
    QVBoxLayout *m_column = nullptr;
    QList<Row> m_rows;
    RunsLabel *m_refused = nullptr;
};

} // namespace astern::ui
