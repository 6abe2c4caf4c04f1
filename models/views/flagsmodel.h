// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"
#include "models/views/switchlog.h"

namespace astern {

// A flag of a service in one environment.
struct FlagRow {
    FlagState state;
    QString environment;      // of the workspace
    bool isProtected = false; // production
    bool here = false;        // in the environment of the place: what is switched from there
    QString is;               // "on", "off", "archived", "not known"
    QString share;            // "25 %"; without a percentage in words: "2 strategies"
    QString change;           // "switched off by jo, 14:03"
    QString why;              // as the log of Astern has it; empty: nobody said
    QString drift;            // since the release began, and since Astern changed it; empty: none
    QString age;              // "12 s"
    QString trouble;          // why it is not known as it is now; empty: it is
    [[nodiscard]] QString id() const { return environment + QLatin1Char(' ') + state.ref.key(); }
    bool operator==(const FlagRow &) const = default;
};

// The flags that a service declares, in every environment where it runs: the place's first.
class FlagsModel : public RowsModel<FlagRow> {
    Q_OBJECT
public:
    enum Column {
        NameColumn,
        EnvironmentColumn,
        StateColumn,
        ShareColumn,
        ChangeColumn,
        DriftColumn,
        AgeColumn,
        ColumnCount
    };
    // ToneRole: 0 off, 1 on, 3 not known as it is now, 4 it has drifted. DetailRole: a line of its own below the name.
    enum FlagRole { IdRole = Qt::UserRole, SortRole, ToneRole, DetailRole };

    explicit FlagsModel(Session &session, QObject *parent = nullptr);
    void setPlacement(const QString &key);
    void refresh(); // ages

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] const SwitchLog &log() const { return m_log; }

private:
    [[nodiscard]] FlagRow rowFor(const FlagState &state, const Placement &placement, const Placement &here) const;

    Session &m_session;
    SwitchLog m_log;
    QString m_key;
};

// What is not as the release found it, or as Astern left it: "changed since 4.8.0 began", "changed by kim, not through
// Astern". `changedMs` 0: when it was changed is not known. `since`: how the release found it, where that is known, in
// place of the first. Empty: nothing has drifted.
[[nodiscard]] QString driftWords(const Rollout *rollout, const SwitchLog::Said *said, qint64 changedMs,
                                 const QString &by, const QString &since = {});
// "was off when 4.8.0 began"; empty: it is as it was, or nobody knows.
[[nodiscard]] QString driftWords(const FlagGround &ground, const FlagState &now);

} // namespace astern
