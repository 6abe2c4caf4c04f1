// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/emergency/emergencywords.h"

#include <QWidget>

namespace astern::ui {

// Elapsed time as a bar, with a tick where the promise ends. Ink, not red: being on the way is no failure.
class PromiseBarView : public QWidget {
    Q_OBJECT
public:
    explicit PromiseBarView(QWidget *parent = nullptr);
    void setBar(const PromiseBar &bar, const QString &promised);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PromiseBar m_bar;
    QString m_promised;
};

} // namespace astern::ui
