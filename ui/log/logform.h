// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QVBoxLayout;

namespace astern::ui {

class RunsLabel;

// A form beside the entries, in the place of the chosen one: a title, what is filled in, what it means, and the deed at
// its foot. Esc closes it; nothing behind it is covered or stopped.
class LogForm : public QWidget {
    Q_OBJECT
public:
    LogForm(const QString &title, QWidget *parent);
    [[nodiscard]] QString saidWords() const;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void closed();
    void entryRequested(quint64 index);

protected:
    // What goes into the column, from top to bottom.
    void addHeading(const QString &text);
    RunsLabel *addWords(const QString &text = {}, Tone tone = Tone::InkSecondary);
    QLineEdit *addField(const QString &label, const char *name, const QString &example = {});
    // One that the form places itself.
    QLineEdit *makeField(const QString &label, const char *name, const QString &example, QWidget *parent);
    void add(QWidget *widget);
    [[nodiscard]] QWidget *content() const { return m_content; }
    [[nodiscard]] QHBoxLayout &foot() { return *m_foot; }
    void say(const QString &words, Tone tone = Tone::InkSecondary); // above the foot
    virtual void leave() { Q_EMIT closed(); }

    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();

    QWidget *m_content = nullptr;
    QVBoxLayout *m_column = nullptr;
    QHBoxLayout *m_foot = nullptr;
    RunsLabel *m_said = nullptr;
};

} // namespace astern::ui
