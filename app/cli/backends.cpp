// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/backends.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>

namespace astern::app {

void startAndSettle(Engine &engine, int timeoutMs)
{
    Session &session = engine.session();
    QEventLoop loop;
    const auto check = [&] {
        const QList<BackendHealth> all = session.backends();
        const bool connecting = std::any_of(all.cbegin(), all.cend(), [](const BackendHealth &health) {
            return health.state == BackendHealth::State::Connecting;
        });
        if (!connecting)
            loop.quit();
    };
    QObject::connect(&session, &Session::backendsChanged, &loop, check);
    engine.start();
    QTimer::singleShot(timeoutMs, &loop, &QEventLoop::quit);
    QTimer::singleShot(0, &loop, check); // there may be none to wait for
    loop.exec();
    // Health and objects travel separately: let what has already arrived be taken in.
    QCoreApplication::processEvents(QEventLoop::AllEvents, 200);
}

} // namespace astern::app
