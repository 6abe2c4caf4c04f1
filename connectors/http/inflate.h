// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace astern::connectors {

// Undoes `Content-Encoding: gzip` piece by piece and never makes more than it was allowed to.
// (QNetworkAccessManager would do it too, but it inflates everything twice to count bytes, refuses honest answers
// over 10 MB that shrink well, and lets a bomb grow before anybody can look.)
class Inflater {
public:
    enum class State { More, Complete, Malformed, TooLarge };

    Inflater();
    ~Inflater();
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;

    // Appends what `bytes` decode to; `out` never grows beyond `maxBytes`.
    State feed(QByteArrayView bytes, QByteArray &out, qint64 maxBytes);
    [[nodiscard]] State state() const { return m_state; }

private:
    struct Stream;
    std::unique_ptr<Stream> m_stream;
    State m_state = State::More;
};

} // namespace astern::connectors
