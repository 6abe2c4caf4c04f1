// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QWidget>

class QCheckBox;
class QVBoxLayout;

namespace astern::ui {

class RunsLabel;

// What can be done before a release is taken back, step by step: each can be left out, and says why it is offered. What
// is declared and cannot be done now is there, too, with the reason.
class MitigationList : public QWidget {
    Q_OBJECT
public:
    MitigationList(Session &session, QWidget *parent);
    void setPlacement(const QString &key);                          // everything is chosen again
    void refresh();                                                 // keeps what a person has chosen
    [[nodiscard]] QStringList leftOut() const { return m_leftOut; } // ids of Session::mitigations()

Q_SIGNALS:
    void changed();

private:
    struct Line {
        QString id; // of the step; empty: it cannot be done
        QString title;
        QString detail;
        QString trouble; // why it cannot be done, or what speaks against it
        bool operator==(const Line &) const = default;
    };
    struct Shown {
        QWidget *row = nullptr;
        QCheckBox *box = nullptr;
        RunsLabel *words = nullptr;
    };
    [[nodiscard]] QList<Line> lines() const;
    [[nodiscard]] Shown makeRow(const QString &id);

    Session &m_session;
    QString m_key;
    QStringList m_leftOut;
    QList<Line> m_lines;
    QList<Shown> m_rows; // of m_lines
    QVBoxLayout *m_column = nullptr;
};

} // namespace astern::ui
