// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"
#include "models/views/switchlog.h"

namespace astern {

// A version of a configuration set: the one that is there, or one that was seen and is kept.
struct ConfigRow {
    ConfigRef ref;
    QString set;     // as the workspace calls it
    QString digest;  // whole; empty: the present one is not known
    QString version; // "9f31c0de"
    bool present = false;
    bool safe = false; // the workspace calls it so
    bool kept = false; // its content is here: it can be restored
    QString what;      // "there now", "the safe version", "kept"
    QString seen;      // "first seen 14:03"
    QString change;    // of the present one: "by helm, 14:03"
    QString drift;     // of the present one; empty: none
    QString age;       // of the present one: "12 s"
    QString trouble;   // why it is not known as it is now
    [[nodiscard]] QString id() const { return ref.key() + QLatin1Char(' ') + (present ? QString() : digest); }
    bool operator==(const ConfigRow &) const = default;
};

// The configuration sets of a place with their versions: what is there first, then what was seen last.
class ConfigsModel : public RowsModel<ConfigRow> {
    Q_OBJECT
public:
    enum Column { SetColumn, VersionColumn, WhatColumn, SeenColumn, ChangeColumn, DriftColumn, AgeColumn, ColumnCount };
    // ToneRole: 0 kept, 1 there now, 3 not known as it is now, 4 it has drifted. DetailRole: a line below the name.
    enum ConfigRole { IdRole = Qt::UserRole, SortRole, ToneRole, DetailRole };

    // `log` outlives it, and is at the service of the place.
    ConfigsModel(Session &session, const SwitchLog &log, QObject *parent = nullptr);
    void setPlacement(const QString &key);
    void refresh(); // ages

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QList<ConfigRow> rowsFor(const ConfigOf &config, const ConfigState &now, const Rollout *rollout);
    [[nodiscard]] const QList<ConfigVersion> &versions(const ConfigRef &ref, const QString &present);

    Session &m_session;
    const SwitchLog &m_log;
    QString m_key;
    // A list is a file: read when another version is there, and now and then.
    struct Kept {
        QString present;
        qint64 readMs = 0;
        QList<ConfigVersion> versions;
    };
    QHash<QString, Kept> m_kept; // by ConfigRef::key()
};

} // namespace astern
