// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/processend.h"

#include <cstdio>
#include <unistd.h>

namespace astern::app {

void endProcess(int exitCode)
{
    std::fflush(nullptr);
    ::_exit(exitCode);
}

} // namespace astern::app
