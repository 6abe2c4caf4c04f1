// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

namespace astern {
class Session;
}
namespace astern::ui {
class MainWindow;
}

namespace astern::app {

// Says in the log category astern.start how far the window is: each pane of the board's screen once it is painted with
// all that it is there for ("board 24": no place is unknown; "place KEY 4": so many charts, each with a curve;
// "connections 2": all live; "log 1000": open, so many entries), and "painted" after the last of them. Made only where
// that category is heard; nobody else pays for it.
class StartMark : public QObject {
    Q_OBJECT
public:
    // Nothing unless QT_LOGGING_RULES="astern.start.debug=true". Ends with the window.
    static void watch(Session &session, ui::MainWindow &window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    StartMark(Session &session, ui::MainWindow &window);
    using Telling = std::function<QString()>; // what can be painted there; empty: not all of it
    void add(QWidget *pane, Telling tells);

    struct Pane {
        QPointer<QWidget> widget;
        Telling tells;
        bool painted = false; // with all of it
    };
    std::vector<Pane> m_panes;
    bool m_said = false;
};

} // namespace astern::app
