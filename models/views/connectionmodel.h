// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct ConnectionRow {
    ConnectionLine line;
    [[nodiscard]] QString id() const { return line.id; }
    bool operator==(const ConnectionRow &) const = default;
};

// The test of one connection, line by line while it runs. What was found stays until the next test or another backend.
class ConnectionModel : public RowsModel<ConnectionRow> {
    Q_OBJECT
public:
    enum Column { WhatColumn, WordsColumn, ColumnCount };
    enum ConnectionRole { IdRole = Qt::UserRole, SortRole, ToneRole, HintRole };

    explicit ConnectionModel(Session &session, QObject *parent = nullptr);
    ~ConnectionModel() override;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void start(const QString &backend); // another one under way is ended
    void cancel();                      // what was found stays; what was not says so
    void clear();
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] const ConnectionReport &report() const { return m_report; }
    // "9 of 16", "everything is well", "3 of 16 want a look".
    [[nodiscard]] QString words() const;

Q_SIGNALS:
    void changed();

private:
    void take(const ConnectionReport &report);

    Session &m_session;
    ConnectionReport m_report;
    quint64 m_ticket = 0;
    quint64 m_question = 0; // answers of an older one are not taken
    bool m_running = false;
};

} // namespace astern
