// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"
#include "models/views/rowsmodel.h"

namespace astern {

// One rule of a policy, and what it says now, in words.
struct RuleRow {
    QString policy;
    QString rule;
    QString type;     // "threshold", "compare.ratio, only observed"
    QString value;    // "3.42 %"; empty: none
    QString limit;    // "5 %", "the stable version"
    QString evidence; // "9.21 of 6.91"
    QString state;    // "failing 38 s"
    QString cause;    // "confirmed"
    qint64 samples = 0;
    qint64 late = 0;
    QString coverage; // "100 %"
    QString next;     // "rolls back in 22 s"; empty: nothing by itself
    policy::VerdictClass verdict = policy::VerdictClass::Unknown;
    bool enforced = true;
    [[nodiscard]] QString id() const { return policy + QLatin1Char('/') + rule; }
    bool operator==(const RuleRow &) const = default;
};
// One rule of a policy as a verdict says it; of what comes next it says nothing.
[[nodiscard]] RuleRow ruleRow(const policy::Policy &policy, qsizetype index, const policy::Verdict &verdict,
                              qint64 nowMs);
// 0 plain, 2 bad, 3 doubt, 4 worth a look.
[[nodiscard]] int toneOf(const RuleRow &row);
[[nodiscard]] QList<RuleRow> ruleRows(const Session &session, const QString &placementKey);

// The rules of the policies that judge one place: those of the gravest policy first, in the order of its file.
class RulesModel : public RowsModel<RuleRow> {
    Q_OBJECT
public:
    enum Column {
        RuleColumn,
        TypeColumn,
        ValueColumn,
        LimitColumn,
        EvidenceColumn,
        StateColumn,
        SamplesColumn,
        LateColumn,
        CoverageColumn,
        NextColumn,
        ColumnCount
    };
    // ToneRole: 0 plain, 2 bad, 3 doubt, 4 worth a look. PolicyRole: the id of its policy.
    enum RuleRole { IdRole = Qt::UserRole, ToneRole, CauseRole, PolicyRole };

    explicit RulesModel(Session &session, QObject *parent = nullptr);
    void setPlacement(const QString &key);
    void refresh(); // ages run on

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Session &m_session;
    QString m_key;
};

} // namespace astern
