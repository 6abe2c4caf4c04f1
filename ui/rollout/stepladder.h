// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/boardrow.h"
#include "ui/rollout/ladder.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace astern::ui {

// The steps of a delivery as rungs on a line: done, under way, to come.
class StepLadder : public QWidget {
    Q_OBJECT
public:
    explicit StepLadder(QWidget *parent = nullptr);
    // `state` colours the rung under way; `note` stands there instead of its own ("over limit 38 s").
    void setRungs(const QList<Rung> &rungs, BoardState state, const QString &note = {});
    [[nodiscard]] const QList<Rung> &rungs() const { return m_rungs; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override; // tool tips: a rung's words in full

private:
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    [[nodiscard]] double xOf(qsizetype rung) const;
    void paintRung(QPainter &painter, qsizetype at) const;
    void paintWords(QPainter &painter, qsizetype at) const;

    QList<Rung> m_rungs;
    BoardState m_state = BoardState::Running;
    QString m_note;
};

} // namespace astern::ui
