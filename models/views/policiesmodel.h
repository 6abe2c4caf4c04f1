// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

// A policy's file, what of it is in force, and who lives by it.
struct PolicyRow {
    QString name;         // "policies/checkout.yaml"
    QString policy;       // id of what is in force; empty: nothing is
    qint64 revision = 0;  // in force
    bool refused = false; // the file has an error
    int errors = 0;
    QStringList services; // that name it
    bool edited = false;  // something in it is not saved
    [[nodiscard]] QString id() const { return name; }
    bool operator==(const PolicyRow &) const = default;
};

// The policies of the workspace by file: one with an error first says so, and what of it is in force all the same.
class PoliciesModel : public RowsModel<PolicyRow> {
    Q_OBJECT
public:
    enum Column { PolicyColumn, EditedColumn, ColumnCount };
    // ToneRole: 0 plain, 2 bad, 3 doubt. DetailRole: what is in force, and for whom.
    enum PolicyRole { IdRole = Qt::UserRole, ToneRole, DetailRole };

    explicit PoliciesModel(Session &session, QObject *parent = nullptr);
    void setEdited(const QString &name, bool edited);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void refresh();
    Session &m_session;
    QSet<QString> m_edited;
};

} // namespace astern
