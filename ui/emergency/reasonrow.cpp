// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/reasonrow.h"

#include "ui/rollout/runslabel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace astern::ui {

ReasonRow::ReasonRow(QWidget *parent) : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto *head = new QHBoxLayout;
    auto *title = new RunsLabel(this);
    title->setOneLine(true);
    title->setRuns({{tr("Reason"), Tone::InkSecondary, TextStyle::CaptionStrong}});
    m_note = new RunsLabel(this);
    m_note->setOneLine(true);
    m_note->setRightAligned(true);
    head->addWidget(title);
    head->addWidget(m_note, 1);
    column->addLayout(head);

    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_preset = new QComboBox(this);
    m_preset->setObjectName(QStringLiteral("reasonPreset"));
    m_preset->setAccessibleName(tr("Reason"));
    m_preset->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_preset->setMinimumContentsLength(18);
    m_text = new QLineEdit(this);
    m_text->setObjectName(QStringLiteral("reasonText"));
    m_text->setPlaceholderText(tr("in your words"));
    m_text->setAccessibleName(tr("Reason in your words"));
    m_text->setMaxLength(500);
    m_record = new QPushButton(tr("Record"), this);
    m_record->setObjectName(QStringLiteral("reasonRecord"));
    m_record->hide();
    row->addWidget(m_preset, 5);
    row->addWidget(m_text, 6);
    row->addWidget(m_record);
    column->addLayout(row);

    connect(m_preset, &QComboBox::activated, this, [this] {
        m_touched = true;
        offer();
    });
    connect(m_text, &QLineEdit::textEdited, this, &ReasonRow::offer);
    const auto record = [this] {
        if (!m_recording || !m_record->isEnabled())
            return;
        m_recordedReason = reason();
        offer();
        Q_EMIT recorded(m_recordedReason);
    };
    connect(m_record, &QPushButton::clicked, this, record);
    connect(m_text, &QLineEdit::returnPressed, this, record);
}

void ReasonRow::setPresets(const QStringList &presets)
{
    QStringList now;
    for (int i = 0; i < m_preset->count(); ++i)
        now.append(m_preset->itemText(i));
    if (now == presets)
        return;
    const QString kept = m_touched ? m_preset->currentText() : QString();
    m_preset->clear();
    m_preset->addItems(presets);
    const int at = kept.isEmpty() ? 0 : m_preset->findText(kept);
    if (at < 0) { // chosen by a person, and no longer what the signals say: still theirs
        m_preset->insertItem(0, kept);
        m_preset->setCurrentIndex(0);
    } else {
        m_preset->setCurrentIndex(at);
    }
}

void ReasonRow::setReason(const QString &preset, const QString &text)
{
    const int at = m_preset->findText(preset);
    if (at >= 0)
        m_preset->setCurrentIndex(at);
    m_text->setText(text);
    offer();
}

void ReasonRow::setNote(const QString &note) { m_note->setRuns({{note, Tone::InkTertiary, TextStyle::Caption}}); }

void ReasonRow::setRecording(bool on, const QString &recorded)
{
    m_recording = on;
    m_recordedReason = recorded;
    m_record->setVisible(on);
    offer();
}

void ReasonRow::offer()
{
    const bool differs = reason() != m_recordedReason;
    m_record->setEnabled(differs);
    if (m_recording)
        setNote(differs ? tr("the record has: %1").arg(m_recordedReason) : tr("recorded"));
}

QString ReasonRow::preset() const { return m_preset->currentText(); }
QString ReasonRow::text() const { return m_text->text().trimmed(); }
QString ReasonRow::reason() const
{
    const QString own = text();
    return own.isEmpty() ? preset() : QString(preset() + QStringLiteral(": ") + own);
}

} // namespace astern::ui
