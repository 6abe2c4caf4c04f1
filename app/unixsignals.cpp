// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/unixsignals.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace astern::app {
namespace {

int g_pipe[2] = {-1, -1};
std::atomic<int> g_received{0};

// Async-signal-safe: only a write; the event loop does the rest.
void onSignal(int number)
{
    g_received = number;
    const char byte = char(number);
    [[maybe_unused]] const ssize_t written = write(g_pipe[1], &byte, 1);
}

} // namespace

void installUnixSignals()
{
    std::signal(SIGPIPE, SIG_IGN);
    if (pipe2(g_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    auto *notifier = new QSocketNotifier(g_pipe[0], QSocketNotifier::Read, QCoreApplication::instance());
    QObject::connect(notifier, &QSocketNotifier::activated, notifier, [] {
        char byte = 0;
        if (read(g_pipe[0], &byte, 1) == 1)
            QCoreApplication::exit(128 + byte);
    });
    struct sigaction action{};
    action.sa_handler = onSignal;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

int receivedUnixSignal() { return g_received; }

} // namespace astern::app
