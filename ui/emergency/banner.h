// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rollout/runslabel.h"
#include "ui/theme/status.h"

namespace astern::ui {

// A sentence on the ground of its status, with the status's shape before it.
class Banner : public QWidget {
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);
    void show(Status status, const QList<TextRun> &runs);
    [[nodiscard]] QString plainText() const { return m_words->plainText(); }
    [[nodiscard]] Status status() const { return m_status; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    RunsLabel *m_words = nullptr;
    Status m_status = Status::NoVerdict;
};

// The heading of a section: words left, a fact right.
[[nodiscard]] QWidget *sectionHead(const QString &title, RunsLabel **note, QWidget *parent);

} // namespace astern::ui
