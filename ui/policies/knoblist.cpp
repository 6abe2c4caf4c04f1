// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/knoblist.h"

#include "ui/rollout/runslabel.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

namespace astern::ui {

KnobList::KnobList(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("knobs"));
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
}

void KnobList::setKnobs(const QList<policy::Knob> &now, const QList<policy::Knob> &saved)
{
    QList<policy::Knob> shown;
    QStringList savedValues;
    for (const policy::Knob &knob : now) {
        const auto before = std::find_if(saved.cbegin(), saved.cend(),
                                         [&knob](const policy::Knob &one) { return one.id() == knob.id(); });
        if (before == saved.cend())
            continue;
        policy::Knob one = knob;
        if (before->stops.contains(knob.value())) {
            one.stops = before->stops;
            one.at = int(one.stops.indexOf(knob.value()));
        }
        shown.append(one);
        savedValues.append(before->value());
    }
    const bool same = std::equal(shown.cbegin(), shown.cend(), m_rows.cbegin(), m_rows.cend(),
                                 [](const policy::Knob &knob, const Row &row) { return knob.id() == row.id; });
    if (!same)
        rebuild(shown);
    for (qsizetype i = 0; i < shown.size(); ++i) {
        Row &row = m_rows[i];
        row.saved = savedValues.at(i);
        // The stops stay as they are under a hand that holds the slider.
        if (!row.slider->isSliderDown() || !row.stops.contains(shown.at(i).value())) {
            row.stops = shown.at(i).stops;
            const QSignalBlocker quiet(row.slider);
            row.slider->setRange(0, int(row.stops.size()) - 1);
            row.slider->setValue(shown.at(i).at);
        }
        show(row, shown.at(i).value());
    }
}

void KnobList::rebuild(const QList<policy::Knob> &knobs)
{
    qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    delete m_column->takeAt(0);
    m_rows.clear();
    const Theme &theme = Theme::of(this);
    auto *grid = new QGridLayout;
    grid->setContentsMargins(0, 0, theme.px(8), 0);
    grid->setHorizontalSpacing(theme.px(10));
    grid->setVerticalSpacing(theme.px(2));
    grid->setColumnMinimumWidth(0, theme.px(96));
    grid->setColumnStretch(1, 1);
    grid->setColumnMinimumWidth(2, theme.px(104));
    int line = 0;
    QString rule;
    for (const policy::Knob &knob : knobs) {
        if (knob.rule != rule) {
            rule = knob.rule;
            auto *heading = new RunsLabel(this);
            heading->setOneLine(true);
            heading->setRuns({{rule, Tone::InkPrimary, TextStyle::SmallStrong}});
            grid->setRowMinimumHeight(line, theme.line(TextStyle::Small) + theme.px(line == 0 ? 2 : 12));
            grid->addWidget(heading, line++, 0, 1, 3, Qt::AlignBottom);
        }
        Row row{.id = knob.id(), .stops = {}, .saved = {}, .now = {}};
        row.name = new RunsLabel(this);
        row.name->setOneLine(true);
        row.name->setRuns({{knob.key, Tone::InkSecondary, TextStyle::Small}});
        row.slider = new QSlider(Qt::Horizontal, this);
        row.slider->setObjectName(QStringLiteral("knob:") + knob.id());
        row.slider->setPageStep(1);
        row.value = new RunsLabel(this);
        row.value->setOneLine(true);
        row.value->setRightAligned(true);
        grid->addWidget(row.name, line, 0, Qt::AlignVCenter);
        grid->addWidget(row.slider, line, 1, Qt::AlignVCenter);
        grid->addWidget(row.value, line++, 2, Qt::AlignVCenter);
        m_rows.append(row);
        connect(row.slider, &QSlider::valueChanged, this, [this, id = knob.id()](int stop) {
            const auto turned =
                std::find_if(m_rows.begin(), m_rows.end(), [&id](const Row &one) { return one.id == id; });
            if (turned == m_rows.end())
                return;
            const QString value = turned->stops.value(stop);
            show(*turned, value);
            Q_EMIT this->turned(id, value);
        });
    }
    grid->setRowStretch(line, 1);
    m_column->addLayout(grid);
}

void KnobList::show(Row &row, const QString &value)
{
    row.now = value;
    const bool differs = value != row.saved;
    QList<TextRun> runs{{value, Tone::InkPrimary, differs ? TextStyle::SmallStrong : TextStyle::Small}};
    if (differs)
        runs.append({QLatin1Char(' ') + tr("was %1").arg(row.saved), Tone::InkTertiary, TextStyle::Caption});
    row.value->setRuns(runs);
    row.slider->setAccessibleName(row.id);
    row.slider->setAccessibleDescription(differs ? tr("%1, was %2").arg(value, row.saved) : value);
    row.slider->setToolTip(row.slider->accessibleDescription());
}

QSlider *KnobList::slider(const QString &knobId) const
{
    const auto row = std::find_if(m_rows.cbegin(), m_rows.cend(), [&](const Row &one) { return one.id == knobId; });
    return row == m_rows.cend() ? nullptr : row->slider;
}

} // namespace astern::ui
