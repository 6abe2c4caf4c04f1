// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/linereader.h"

#include <cstring>
#include <utility>

namespace astern::connectors {

bool LineReader::feed(QByteArrayView bytes, const std::function<bool(const QByteArray &)> &line)
{
    while (!m_tooLong && !bytes.isEmpty()) {
        const void *const end = std::memchr(bytes.data(), '\n', size_t(bytes.size()));
        const qsizetype length = end ? static_cast<const char *>(end) - bytes.data() : bytes.size();
        // One byte over for the CR that may still be taken off.
        if (m_pending.size() + length > m_max + 1) {
            m_tooLong = true;
            break;
        }
        m_pending.append(bytes.first(length));
        if (!end)
            break;
        bytes = bytes.sliced(length + 1);
        if (m_pending.endsWith('\r'))
            m_pending.chop(1);
        if (m_pending.size() > m_max) {
            m_tooLong = true;
            break;
        }
        // Handed out as its own array: whoever takes it may keep it.
        const QByteArray complete = std::exchange(m_pending, QByteArray());
        if (!line(complete))
            return true;
    }
    if (m_tooLong)
        m_pending.clear();
    return !m_tooLong;
}

} // namespace astern::connectors
