// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/inboxmodel.h"

#include <QListView>

namespace astern::ui {

// The inbox: a heading over each group, and for each line what waits, where, since when, and how long it still can.
// Arrow keys choose, Enter opens, A and R begin to approve or reject.
class InboxList : public QListView {
    Q_OBJECT
public:
    InboxList(Session &session, InboxModel &model, QWidget *parent = nullptr);
    // Chooses the line; false: it is not in the list.
    bool chooseId(const QString &id);
    [[nodiscard]] QString currentId() const; // empty: none is chosen
    void setEmptyText(const QString &text);
    // Where a line is drawn, without the heading above it.
    [[nodiscard]] QRect lineRect(int row) const;

Q_SIGNALS:
    void chosen(const QString &id);
    void openRequested();
    void approveRequested();
    void rejectRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void keepChoice();

    InboxModel &m_model;
    QString m_id; // chosen
    int m_row = 0;
    QString m_empty;
};

} // namespace astern::ui
