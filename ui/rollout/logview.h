// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rollout/diagnosis.h"

#include "ui/widgets/readtext.h"

namespace astern::ui {

class LogColours;

// The end of a log: monospaced, to be read, selected and copied, by keyboard too. Follows its end unless somebody
// reads further up.
class LogView : public ReadText {
    Q_OBJECT
public:
    explicit LogView(QWidget *parent = nullptr);
    // `of`: whose log it is. Of another one, the end is shown and nothing stays selected.
    void showLines(const QString &of, const QList<LogLine> &lines);
    // In place of lines: why there are none.
    void showWords(const QString &words);
    [[nodiscard]] bool hasLines() const { return m_lines > 0; }
    [[nodiscard]] qsizetype lineCount() const { return m_lines; }
    void copyAll() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void fit();
    LogColours *m_colours = nullptr;
    QString m_of;
    qsizetype m_lines = 0;
};

} // namespace astern::ui
