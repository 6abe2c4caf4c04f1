// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QWidget>

namespace astern::ui {

// Emergency: slides in from the right over any screen, dims nothing, is never modal. Says what is wrong, what can
// be done, in which order, and what stays as it is; then the guard. After the commit the same place shows the plan
// as it runs, to its end.
class EmergencySheet : public QWidget {
    Q_OBJECT
public:
    // A child of the window's content; places itself at its right edge, inside `setInsets`.
    explicit EmergencySheet(Session &session, QWidget *parent);
    ~EmergencySheet() override;

    // Empty: the place in scope that needs a person most, else the one shown last. toRevision 0: default target.
    void openFor(const QString &placementKey = {}, int toRevision = 0);
    void closeSheet(); // hides it; a plan under way goes on
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] QString placement() const;
    // Environments the window looks at; empty: all. Only for what is preselected: the chooser lists every place.
    void setScope(const QStringList &environments);
    // Room that stays free above and below (top bar, status bar).
    void setInsets(int top, int bottom);

Q_SIGNALS:
    void opened();
    void closed();
    void entryRequested(quint64 index); // a journal number was pressed (index from 0)

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace astern::ui
