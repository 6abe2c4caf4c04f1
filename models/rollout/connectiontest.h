// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QList>
#include <QObject>

#include <functional>

namespace astern {

// One thing that a test of a connection looks at, in the words that every screen and `asternctl doctor` show.
struct ConnectionLine {
    enum class State {
        Waiting, // not asked yet
        Good,
        Note,   // worth a look: a right that is missing, a certificate that ends soon
        Wrong,  // the connection does not work like this
        Unknown // could not be found out, because of something else
    };
    State state = State::Waiting;
    QString id;    // "address", "sign-in", "tls", "answer", "round-trip", "version", "clock", "may-promote"…
    QString what;  // "Round trip"
    QString words; // "12 ms, the median of 3"; empty while waiting
    QString hint;  // what to do
    bool operator==(const ConnectionLine &) const = default;
};

// What is known of one connection so far. The lines are all there from the beginning.
struct ConnectionReport {
    QString backend;
    QString type;
    QList<ConnectionLine> lines;
    bool complete = false;
    bool operator==(const ConnectionReport &) const = default;

    [[nodiscard]] int done() const; // lines that are no longer waiting
    [[nodiscard]] ConnectionLine::State worst() const;
};

// Looks at one connection: who answers there, how fast, and what the credentials may do. Only ever asks; nothing is
// changed there. Lives and tells on one thread; ends, and says nothing more, when it is deleted.
class ConnectionTest : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    // After every line; the last time complete. The first time before anything was asked.
    using Told = std::function<void(const ConnectionReport &)>;
    virtual void start(Told told) = 0;
};

} // namespace astern
