// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace astern::ui {

// What the lines of the charts are, once for all of them.
class Legend : public QWidget {
    Q_OBJECT
public:
    explicit Legend(QWidget *parent = nullptr);
    void setNames(const QString &fresh, const QString &stable);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_fresh;
    QString m_stable;
};

} // namespace astern::ui
