// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rollout/connectiontest.h"

#include <algorithm>

namespace astern {
namespace {

int weight(ConnectionLine::State state)
{
    switch (state) {
    case ConnectionLine::State::Good:
        return 0;
    case ConnectionLine::State::Waiting:
        return 1;
    case ConnectionLine::State::Unknown:
        return 2;
    case ConnectionLine::State::Note:
        return 3;
    case ConnectionLine::State::Wrong:
        return 4;
    }
    return 4;
}

} // namespace

int ConnectionReport::done() const
{
    return int(std::count_if(lines.cbegin(), lines.cend(),
                             [](const ConnectionLine &line) { return line.state != ConnectionLine::State::Waiting; }));
}

ConnectionLine::State ConnectionReport::worst() const
{
    ConnectionLine::State worst = ConnectionLine::State::Good;
    for (const ConnectionLine &line : lines) {
        if (weight(line.state) > weight(worst))
            worst = line.state;
    }
    return worst;
}

} // namespace astern
