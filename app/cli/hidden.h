// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/cli.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

namespace astern::app {

// What is typed on a terminal is not shown as long as this lives.
class NoEcho {
public:
    explicit NoEcho(int terminal);
    ~NoEcho();
    NoEcho(const NoEcho &) = delete;
    NoEcho &operator=(const NoEcho &) = delete;

private:
    struct Before;
    int m_terminal;
    std::unique_ptr<Before> m_before;
};

// Asks on the terminal; absent: the standard input is none. A secret is never an argument, and a pipe proves nobody's
// presence.
[[nodiscard]] std::optional<QString> askHidden(const QString &question, Streams streams);

} // namespace astern::app
