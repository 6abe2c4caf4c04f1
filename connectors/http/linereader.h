// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace astern::connectors {

// Cuts bytes into lines, whatever pieces they come in. Knows nothing of sockets. Lines end with LF or CR LF, which
// are taken off; what is left at the end without one is an unfinished line and never reported.
class LineReader {
public:
    explicit LineReader(qsizetype maxLineBytes) : m_max(maxLineBytes) {}

    // Calls `line` for each line that is complete now. False: a line grew over the limit; nothing more is read.
    // `line` may return false to stop: what follows is dropped.
    bool feed(QByteArrayView bytes, const std::function<bool(const QByteArray &)> &line);
    // Bytes of the unfinished line.
    [[nodiscard]] qsizetype pending() const { return m_pending.size(); }

private:
    qsizetype m_max;
    QByteArray m_pending;
    bool m_tooLong = false;
};

} // namespace astern::connectors
