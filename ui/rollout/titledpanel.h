// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QHBoxLayout;
class QWidget;

namespace astern::ui {

class RunsLabel;

// Room in a panel, in pixels at 100 %.
struct PanelSpace {
    double top = 10;
    double bottom = 8;
    double gap = 6; // below the title
};

// A part of the Rollout screen: its title, a fact at the right of it, and below both what it is about.
struct TitledPanel {
    QWidget *widget = nullptr;
    QHBoxLayout *head = nullptr; // for a control right of the note
    RunsLabel *title = nullptr;
    RunsLabel *note = nullptr;
};
[[nodiscard]] TitledPanel titledPanel(const QString &title, QWidget *content, const PanelSpace &space, QWidget *parent);

} // namespace astern::ui
