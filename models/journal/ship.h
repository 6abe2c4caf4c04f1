// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/journal/outbox.h"

#include <QList>
#include <QMetaType>
#include <QObject>
#include <QString>

#include <functional>

namespace astern {

// What a copy of the log elsewhere may hold of people. Copies cannot be erased.
enum class Redaction {
    None,      // nothing is taken out: the openings that are present go with the entry
    Pseudonym, // the signed entry as it is: people only by their pseudonyms
    Full,      // not even those: header and hash, without the signed entry
};
[[nodiscard]] QString toString(Redaction redaction); // "pseudonym"

// How an answer to one batch stands.
struct SinkAnswer {
    enum class Kind {
        Acknowledged, // all of it is kept there
        HandedOver,   // all of it left this machine; nothing tells whether it arrived
        Rejected,     // some of it is refused for what it says, and nobody says which
        Later,        // try again: nothing is wrong with the entries
        From,         // the sink is at another place: it wants everything from `from` on
    };
    Kind kind = Kind::Later;
    QByteArray proof;      // what the other side answered, short
    Error error;           // of Rejected and Later; retryAfterMs is obeyed
    quint64 from = 0;      // of From
    bool settings = false; // of Later: it will not mend by itself, somebody must change something
};

// One place that entries are copied to. Lives on one thread and answers there, once, never from inside send(). One
// batch at a time. It may be sent what it has already: it knows an entry by its leaf hash.
class JournalSink : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void send(const QList<LoggedLeaf> &batch, std::function<void(const SinkAnswer &)> done) = 0;
    // What is under way is given up without an answer.
    virtual void cancel() = 0;
    // The log's head when a batch went well, for sinks that tell it.
    virtual void tellHead(quint64 /*size*/, const QString & /*root*/) {}
};

// What is known of one sink: for the screens, the rule about what may go forward, and the log of this program.
struct SinkState {
    enum class State {
        Waiting, // not tried yet
        Current, // has everything
        Sending, // is being caught up
        Retrying,
        Refused, // does not take anything before somebody changes something
    };
    enum class Pressure { None, Amber, Red };

    QString name;
    QString type;          // "otlp-http"
    QString where;         // address, for people
    bool required = false; // counted for level Shipped
    bool proves = true;    // its answers are acknowledgements; else it is only handed over to
    State state = State::Waiting;
    Pressure pressure = Pressure::None;
    quint64 acked = 0;       // entries below were acknowledged or handed over
    quint64 due = 0;         // entries it does not have yet
    qint64 oldestMs = 0;     // wall clock: when the oldest of these was recorded; 0: none is due, or not known yet
    qint64 lastAckMs = 0;    // wall clock; 0: never
    qint64 nextTryMs = 0;    // wall clock; 0: none is waited for
    QString words;           // what is wrong, for people; for one that never acknowledges also what that means
    QString hint;            // what to do about it
    QList<quint64> rejected; // entries that it refuses; kept here, and alarmed
    bool operator==(const SinkState &) const = default;
};
[[nodiscard]] QString toString(SinkState::State state);       // "retrying"
[[nodiscard]] QString toString(SinkState::Pressure pressure); // "amber"

// All of them, as one value.
struct ShippingState {
    QList<SinkState> sinks; // in workspace order
    bool shipping = false;  // this process ships; else another one does, or nobody
    [[nodiscard]] const SinkState *sink(const QString &name) const;
    bool operator==(const ShippingState &) const = default;
};

} // namespace astern

Q_DECLARE_METATYPE(astern::ShippingState)
