// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

struct ChangeRow {
    ManifestChange change;
    [[nodiscard]] QString id() const { return QString::number(int(change.subject)) + QLatin1Char('/') + change.name; }
    bool operator==(const ChangeRow &) const = default;
};

// What is different between two manifests: of a place (what serves against what is on its way, or the previous
// version against the one that serves), or of any two.
class ChangesModel : public RowsModel<ChangeRow> {
    Q_OBJECT
public:
    enum Column { SubjectColumn, NameColumn, FromColumn, ToColumn, ColumnCount };
    enum ChangeRole { IdRole = Qt::UserRole, SortRole, SubjectRole, FullTextRole };

    explicit ChangesModel(QObject *parent = nullptr);
    // Follows the place through the session until something else is set.
    void follow(Session &session, const QString &placementKey);
    void setManifests(const Manifest &from, const Manifest &to);
    [[nodiscard]] QString fromVersion() const { return m_from.version(); }
    [[nodiscard]] QString toVersion() const { return m_to.version(); }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void versionsChanged();

private:
    void refresh();
    void compare(const Manifest &from, const Manifest &to);
    Session *m_session = nullptr;
    QMetaObject::Connection m_connection;
    QMetaObject::Connection m_workspaceConnection; // which may drop the place
    QString m_placement;
    Manifest m_from;
    Manifest m_to;
};

} // namespace astern
