// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

// An act of a policy, and what became of it.
struct ActRow {
    QString key;
    qint64 atMs = 0;
    QString time;
    QString words;   // "rolls back", "pages oncall-platform"
    QString outcome; // "done: 4.7.1 serves 100 %", "under way"
    bool failed = false;
    bool open = false; // no outcome yet
    [[nodiscard]] QString id() const { return key; }
    bool operator==(const ActRow &) const = default;
};

// What was done about one place by its policies, newest first.
class ActsModel : public RowsModel<ActRow> {
    Q_OBJECT
public:
    enum Column { TimeColumn, ActColumn, OutcomeColumn, ColumnCount };
    // ToneRole: 0 plain, 1 done, 2 failed.
    enum ActRole { IdRole = Qt::UserRole, ToneRole };

    explicit ActsModel(Session &session, QObject *parent = nullptr);
    void setPlacement(const QString &key);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void refresh();
    Session &m_session;
    QString m_key;
};

} // namespace astern
