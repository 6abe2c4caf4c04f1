// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/policy/knobs.h"

#include <QWidget>

class QSlider;
class QVBoxLayout;

namespace astern::ui {

class RunsLabel;

// A slider for each number of a policy's rules that is worth trying. Its stops are those around what is saved, so that
// they stay under the pointer while the text changes; what was saved stands beside what holds now.
class KnobList : public QWidget {
    Q_OBJECT
public:
    explicit KnobList(QWidget *parent = nullptr);
    // `now`: of the text as it is; `saved`: of the text that it is compared with. A knob that only one has is left out.
    void setKnobs(const QList<policy::Knob> &now, const QList<policy::Knob> &saved);
    // nullptr: there is no such slider.
    [[nodiscard]] QSlider *slider(const QString &knobId) const;
    [[nodiscard]] int count() const { return int(m_rows.size()); }

Q_SIGNALS:
    void turned(const QString &knobId, const QString &value);

private:
    struct Row {
        QString id;
        QStringList stops;
        QString saved;
        QString now;
        QSlider *slider = nullptr;
        RunsLabel *name = nullptr;
        RunsLabel *value = nullptr;
    };
    void rebuild(const QList<policy::Knob> &knobs);
    void show(Row &row, const QString &value);

    QList<Row> m_rows;
    QVBoxLayout *m_column = nullptr;
};

} // namespace astern::ui
