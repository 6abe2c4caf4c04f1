// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/startmark.h"

#include "models/base/logging.h"
#include "models/session/session.h"
#include "ui/board/boardpage.h"
#include "ui/board/boardview.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/statusline.h"
#include "ui/shell/topbar.h"
#include "ui/widgets/navlist.h"

#include <QEvent>
#include <QMetaObject>

#include <algorithm>

namespace astern::app {

void StartMark::watch(Session &session, ui::MainWindow &window)
{
    if (lcStart().isDebugEnabled())
        new StartMark(session, window); // the window's child
}

StartMark::StartMark(Session &session, ui::MainWindow &window) : QObject(&window)
{
    const auto board = [&window] {
        const BoardModel &model = window.board();
        return model.total() > 0 && model.countOf(BoardState::Unknown) == 0
                   ? QStringLiteral("board %1").arg(model.total())
                   : QString();
    };
    add(window.boardPage().view().viewport(), board);
    // A curve begins with two samples: the past of a signal has been read, or it was asked twice.
    add(&window.boardPage().detail(), [board, &session, &window] {
        const Session::Sight sight = session.look(window.boardPage().detail().placement());
        if (board().isEmpty() || !sight.service)
            return QString();
        const QList<SignalSpec> &specs = sight.service->signalSpecs;
        const Role role = shownRole(session, *sight.placement);
        const bool drawn = std::all_of(specs.cbegin(), specs.cend(), [&](const SignalSpec &spec) {
            return session.series().view({sight.placement->key(), spec.id, role}).size() > 1;
        });
        return drawn ? QStringLiteral("place %1 %2").arg(sight.placement->key()).arg(specs.size()) : QString();
    });
    // Its count is that of the board, and so painted with it.
    add(window.findChild<ui::NavList *>(), [] { return QStringLiteral("navigation"); });
    add(window.findChild<ui::TopBar *>(), [&session] {
        const QList<BackendHealth> all = session.backends();
        const bool live = std::all_of(all.cbegin(), all.cend(),
                                      [](const BackendHealth &one) { return one.state == BackendHealth::State::Live; });
        return live && all.size() == session.workspace().backends.size()
                   ? QStringLiteral("connections %1").arg(all.size())
                   : QString();
    });
    add(window.findChild<ui::StatusLine *>(), [&session] {
        const JournalState log = session.journalState();
        return log.state == JournalState::State::Open ? QStringLiteral("log %1").arg(log.size) : QString();
    });
}

void StartMark::add(QWidget *pane, Telling tells)
{
    m_panes.push_back({pane, std::move(tells)});
    pane->installEventFilter(this);
}

bool StartMark::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Paint || m_said)
        return false;
    for (Pane &pane : m_panes) {
        if (pane.widget != watched || pane.painted)
            continue;
        const QString told = pane.tells();
        if (!told.isEmpty())
            qCDebug(lcStart).noquote() << told;
        pane.painted = !told.isEmpty();
    }
    if (std::all_of(m_panes.cbegin(), m_panes.cend(), [](const Pane &pane) { return pane.painted; })) {
        m_said = true;
        // Behind the painting that begins here.
        QMetaObject::invokeMethod(this, [] { qCDebug(lcStart).noquote() << "painted"; }, Qt::QueuedConnection);
    }
    return false;
}

} // namespace astern::app
