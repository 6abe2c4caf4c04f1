// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/titledpanel.h"

#include "ui/rollout/runslabel.h"

#include <QVBoxLayout>

namespace astern::ui {

TitledPanel titledPanel(const QString &title, QWidget *content, const PanelSpace &space, QWidget *parent)
{
    const Theme &theme = Theme::of(parent);
    TitledPanel panel;
    panel.widget = new QWidget(parent);
    auto *column = new QVBoxLayout(panel.widget);
    column->setContentsMargins(theme.px(16), theme.px(space.top), theme.px(16), theme.px(space.bottom));
    column->setSpacing(theme.px(space.gap));
    panel.head = new QHBoxLayout;
    panel.title = new RunsLabel(panel.widget);
    panel.title->setOneLine(true);
    panel.title->setRuns({{title, Tone::InkPrimary, TextStyle::Strong}});
    panel.note = new RunsLabel(panel.widget);
    panel.note->setOneLine(true);
    panel.note->setRightAligned(true);
    panel.head->addWidget(panel.title);
    panel.head->addWidget(panel.note, 1);
    column->addLayout(panel.head);
    content->setParent(panel.widget);
    column->addWidget(content, 1);
    return panel;
}

} // namespace astern::ui
