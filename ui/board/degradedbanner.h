// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QWidget>

namespace astern::ui {

// What the banner says about connections that do not answer: who, since when, why in their own words, next try;
// then what it means and what still works. A pure function of the session.
struct DegradedWords {
    QString who;       // "prom-eu has not answered for 2 min 14 s"
    QString why;       // "connection refused, next try in 4 s"
    QString means;     // "Signals of 6 places are unknown."
    QString works;     // "Rolling back still works: argo answered 1 s ago."
    bool loud = false; // something was done that the log does not have as safely as it must
    [[nodiscard]] bool isEmpty() const { return who.isEmpty(); }
    bool operator==(const DegradedWords &) const = default;
};
[[nodiscard]] DegradedWords degradedWords(const Session &session, qint64 nowMs);
// The same about the log beyond this device: what it owes first, then sinks that fall behind. Comes before connections.
[[nodiscard]] DegradedWords logWords(const Session &session, qint64 nowMs);

class DegradedBanner : public QWidget {
    Q_OBJECT
public:
    explicit DegradedBanner(const Session &session, QWidget *parent = nullptr);
    [[nodiscard]] const DegradedWords &words() const { return m_words; }
    [[nodiscard]] QSize sizeHint() const override;

public Q_SLOTS:
    void refresh(); // shows or hides itself

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Session &m_session;
    DegradedWords m_words;
    QTimer m_tick;
};

} // namespace astern::ui
