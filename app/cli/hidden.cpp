// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hidden.h"

#include <cstdio>
#include <termios.h>
#include <unistd.h>

namespace astern::app {

struct NoEcho::Before {
    termios settings{};
};

NoEcho::NoEcho(int terminal) : m_terminal(terminal)
{
    auto before = std::make_unique<Before>();
    if (::tcgetattr(terminal, &before->settings) != 0)
        return;
    termios quiet = before->settings;
    quiet.c_lflag &= tcflag_t(~tcflag_t(ECHO));
    ::tcsetattr(terminal, TCSAFLUSH, &quiet);
    m_before = std::move(before);
}

NoEcho::~NoEcho()
{
    if (m_before)
        ::tcsetattr(m_terminal, TCSAFLUSH, &m_before->settings);
}

std::optional<QString> askHidden(const QString &question, Streams streams)
{
    if (::isatty(STDIN_FILENO) == 0)
        return std::nullopt;
    const NoEcho quiet(STDIN_FILENO); // before the question: whoever answers at once is not shown either
    streams.err << question << Qt::flush;
    // Not through a stream of the library: it would read ahead what the next question asks for.
    QByteArray line;
    char one = 0;
    while (line.size() < 4096 && ::read(STDIN_FILENO, &one, 1) == 1 && one != '\n')
        line.append(one);
    streams.err << Qt::endl;
    if (line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

} // namespace astern::app
