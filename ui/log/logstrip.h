// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/logwords.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace astern::ui {

// How the log itself is, in five facts side by side: verified, unresolved, sealed, shipped, elsewhere. One that leads
// to an entry is pressed, or reached by Tab and Enter.
class LogStrip : public QWidget {
    Q_OBJECT
public:
    explicit LogStrip(QWidget *parent = nullptr);
    void setFacts(const QList<LogFact> &facts);
    [[nodiscard]] const QList<LogFact> &facts() const { return m_facts; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void entryRequested(quint64 index);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QRectF cell(qsizetype at) const;
    QList<LogFact> m_facts;
};

// Something is wrong with the log itself: red over the whole width, so that nobody works on without having seen it.
class LogAlarmBar : public QWidget {
    Q_OBJECT
public:
    explicit LogAlarmBar(QWidget *parent = nullptr);
    void setAlarm(const std::optional<LogAlarm> &alarm); // absent: hidden
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    LogAlarm m_alarm;
};

} // namespace astern::ui
