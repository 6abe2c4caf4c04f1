// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/inbox.h"
#include "models/journal/journal.h"
#include "models/journal/shipqueue.h"

#include <QTimer>

#include <map>
#include <memory>

namespace astern {

struct ShipperSink {
    SinkState is;                                       // name, type, where, required, proves
    std::function<std::unique_ptr<JournalSink>()> open; // called on the shipper's thread
};

// Brings what is in the log to every sink of it, as long as this process owns the log: whoever takes the log over,
// takes this over from where the cursors are. Reaches JournalLevel::Shipped for the journal where a sink is required.
// Lives on one thread.
class Shipper : public QObject {
    Q_OBJECT
public:
    Shipper(Journal &journal, const Clock &clock, std::function<double()> jitter, ShipRules rules = {},
            QObject *parent = nullptr);
    ~Shipper() override;

    // Replaces the sinks. One that is as before goes on as it was; its settings' text tells.
    void setSinks(const QList<std::pair<QString, ShipperSink>> &settingsAndSinks);
    void tryNow(const QString &name);
    [[nodiscard]] const ShippingState &state() const { return m_told; }

Q_SIGNALS:
    void stateChanged(const astern::ShippingState &state);
    // A sink refuses an entry for good: to be alarmed.
    void rejected(const QString &sink, quint64 index, const QString &words);

private:
    struct Line;
    void takeState(const JournalState &state);
    void begin();
    void goOn();
    void turn(Line &line);
    void load(Line &line, quint64 from, int most);
    void note(Line &line);
    void tellLevel();
    void tell();

    Journal &m_journal;
    const Clock &m_clock;
    const std::function<double()> m_jitter;
    const ShipRules m_rules;
    JournalState m_state;
    Outbox *m_outbox = nullptr; // while this process owns the log and has read the cursors
    bool m_beginning = false;
    std::vector<std::unique_ptr<Line>> m_lines; // in workspace order
    quint64 m_generation = 0;
    quint64 m_shipped = 0;
    bool m_unreachable = false;
    QString m_unreachableWords;
    ShippingState m_told;
    QTimer m_timer;
    QTimer m_age; // states age without anything happening
    Inbox m_inbox;
};

} // namespace astern
