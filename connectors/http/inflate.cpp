// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/http/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace astern::connectors {

struct Inflater::Stream {
    z_stream z{};
    std::array<char, 64 * 1024> buffer;
    bool ready = false;
};

Inflater::Inflater() : m_stream(std::make_unique<Stream>())
{
    // 32: gzip or zlib, by its header.
    m_stream->ready = inflateInit2(&m_stream->z, MAX_WBITS + 32) == Z_OK;
    if (!m_stream->ready)
        m_state = State::Malformed;
}

Inflater::~Inflater()
{
    if (m_stream->ready)
        inflateEnd(&m_stream->z);
}

Inflater::State Inflater::feed(QByteArrayView bytes, QByteArray &out, qint64 maxBytes)
{
    z_stream &z = m_stream->z;
    // zlib takes a pointer to non-const and does not write through it.
    z.next_in = const_cast<Bytef *>(reinterpret_cast<const Bytef *>(bytes.data()));
    z.avail_in = uInt(bytes.size());
    while (z.avail_in > 0 || z.avail_out == 0) {
        if (m_state == State::Complete) {
            // A gzip file may have several members; servers do send such answers.
            if (z.avail_in == 0)
                break;
            if (inflateReset(&z) != Z_OK)
                return m_state = State::Malformed;
            m_state = State::More;
        }
        if (m_state != State::More)
            break;
        z.next_out = reinterpret_cast<Bytef *>(m_stream->buffer.data());
        z.avail_out = uInt(m_stream->buffer.size());
        const int result = inflate(&z, Z_NO_FLUSH);
        const qsizetype made = qsizetype(m_stream->buffer.size()) - qsizetype(z.avail_out);
        if (out.size() + made > maxBytes)
            return m_state = State::TooLarge;
        out.append(m_stream->buffer.data(), made);
        if (result == Z_STREAM_END)
            m_state = State::Complete;
        else if (result == Z_BUF_ERROR && made == 0)
            break; // wants more input
        else if (result != Z_OK)
            return m_state = State::Malformed;
    }
    return m_state;
}

} // namespace astern::connectors
