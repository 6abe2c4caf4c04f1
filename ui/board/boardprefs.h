// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/boardmodel.h"

#include <QSet>
#include <QStringList>

class QSettings;

namespace astern::ui {

// How one person looks at the board of one workspace. Never part of the workspace: it changes nothing for others.
struct BoardPrefs {
    BoardModel::Grouping grouping = BoardModel::Grouping::None;
    QSet<int> hidden = hiddenAtFirst(); // BoardModel::Column; state and service always stay
    QStringList filters;                // kept filter texts, in the order in which they were kept
    bool operator==(const BoardPrefs &) const = default;

    // What cannot be read is left as it is by default.
    [[nodiscard]] static BoardPrefs read(const QSettings &settings);
    void write(QSettings &settings) const;
    // What a person has to ask for.
    [[nodiscard]] static QSet<int> hiddenAtFirst() { return {BoardModel::AlertsColumn}; }
    [[nodiscard]] static bool canHide(int column)
    {
        return column != BoardModel::StateColumn && column != BoardModel::ServiceColumn;
    }
};
// "service", "environment"…; "none".
[[nodiscard]] QString toString(BoardModel::Grouping grouping);

} // namespace astern::ui
