// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "ui/shell/mainwindow.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTextStream>
#include <QTimer>

#include <functional>

namespace astern::app {

// The guided scenario for a machine without a display: the cockpit itself, off screen, on the sandbox. A canary goes
// bad, the Emergency control is pressed by real input events, the rollback runs, the service recovers, the log is
// verified. Policies are judged and shown meanwhile, not acted on: a person acts here (Guarding::Judge). Saves what was
// on screen at each turn, says what happened, and ends with success only if all of it did.
class Guided : public QObject {
    Q_OBJECT
public:
    struct Options {
        QString folder;     // where the pictures go
        QString dataFolder; // of the journal to verify at the end
        QString service = QStringLiteral("checkout");
        qint64 giveUpMs = 240'000;
    };
    Guided(Session &session, ui::MainWindow &window, Options options, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    struct Scene {
        QString waitingFor;
        std::function<bool()> ready; // looked at ten times a second
        std::function<void()> act;   // once, when it is
        int settleMs = 0;            // after `ready`, before `act`: lets the screen catch up
    };
    void tick();
    void buildScenes();
    void say(const QString &words);
    void picture(const QString &name);
    void fail(const QString &why);
    bool verifyJournal();
    [[nodiscard]] bool showsBad(const Placement &placement) const;
    [[nodiscard]] QWidget *find(const char *name) const;

    Session &m_session;
    ui::MainWindow &m_window;
    Options m_options;
    QTextStream m_out;
    QTimer m_timer;
    QElapsedTimer m_clock;
    QList<Scene> m_scenes;
    qsizetype m_at = 0;
    qint64 m_readySince = -1;
    QString m_place; // Placement::key() of the failing service
    QString m_planId;
    int m_pictures = 0;
};

} // namespace astern::app
