// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/emergency/emergencywords.h"

#include <QWidget>

namespace astern::ui {

// PRODUCTION, staging or SANDBOX: where an act would land, at a glance.
class ZoneChip : public QWidget {
    Q_OBJECT
public:
    explicit ZoneChip(QWidget *parent = nullptr);
    void setZone(const Zone &zone);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Zone m_zone;
};

} // namespace astern::ui
