// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct TargetRow {
    enum class State { Untested, Testing, Told, Wrong, Doubt };
    QString target;
    QString channel; // "webhook, Slack", "e-mail to 2 addresses"
    QString then;    // who follows, and after how long
    State state = State::Untested;
    QString words; // what the last test found
    [[nodiscard]] QString id() const { return target; }
    bool operator==(const TargetRow &) const = default;
};

// Whom the workspace knows to tell, and what a test of each found. A test is recorded like every message.
class TargetsModel : public RowsModel<TargetRow> {
    Q_OBJECT
public:
    enum Column { NameColumn, ChannelColumn, ThenColumn, StateColumn, ColumnCount };
    enum TargetRole { IdRole = Qt::UserRole, SortRole, ToneRole };

    explicit TargetsModel(Session &session, QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void test(const QString &target);
    [[nodiscard]] bool isTesting(const QString &target) const;

private:
    void show();

    Session &m_session;
    struct Tested {
        TargetRow::State state = TargetRow::State::Untested;
        QString words;
    };
    QHash<QString, Tested> m_tested;
    Inbox m_inbox;
};

} // namespace astern
