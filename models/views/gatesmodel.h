// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

// One gate of the workspace, as it is written.
struct GateRuleRow {
    QString gate;
    QString where; // "astern.yaml:58"
    QString when;  // "promote in prod, more than 25 %"
    QString needs; // "2 of release-manager, not who asked; healthy for 5 min"
    QString glass; // "on-call may go past it, countersigned within 1 h"
    [[nodiscard]] QString id() const { return gate; }
    bool operator==(const GateRuleRow &) const = default;
};
[[nodiscard]] GateRuleRow gateRuleRow(const GateConfig &gate);

// The gates of the workspace in the order of its file: what they stand before, and what opens them.
class GatesModel : public RowsModel<GateRuleRow> {
    Q_OBJECT
public:
    enum Column { GateColumn, WhenColumn, NeedsColumn, WhereColumn, ColumnCount };
    enum GateRole { IdRole = Qt::UserRole, SortRole, GlassRole };

    explicit GatesModel(Session &session, QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void show();
    Session &m_session;
};

// What the workspace lets a role do: acts that it may, gates that it signs at and may go past; empty: nothing by name.
[[nodiscard]] QString mayWords(const Workspace &workspace, const QString &role);
// What is open to everybody, as a sentence.
[[nodiscard]] QString openWords(const Workspace &workspace);

} // namespace astern
