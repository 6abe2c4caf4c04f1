// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace astern::ui {

class RunsLabel;

// Why: one of a few presets, and words of one's own. Never asked for before the commit.
class ReasonRow : public QWidget {
    Q_OBJECT
public:
    explicit ReasonRow(QWidget *parent = nullptr);
    // Keeps what a person has chosen; else the first one is chosen.
    void setPresets(const QStringList &presets);
    void setReason(const QString &preset, const QString &text);
    // Right of the heading: "may be filled in afterwards".
    void setNote(const QString &note);
    // Shows "Record"; recorded() then gets the words.
    void setRecording(bool on, const QString &recorded = {});
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QString preset() const;
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void recorded(const QString &reason);

private:
    void offer();
    RunsLabel *m_note = nullptr;
    QComboBox *m_preset = nullptr;
    QLineEdit *m_text = nullptr;
    QPushButton *m_record = nullptr;
    bool m_touched = false;
    QString m_recordedReason;
    bool m_recording = false;
};

} // namespace astern::ui
