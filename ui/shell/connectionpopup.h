// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/backendsmodel.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace astern::ui {

// What is known of a connection, in sentences, the most important first.
[[nodiscard]] QStringList connectionLines(const BackendRow &row, qint64 nowMs);
// What a person can do about it, in one word or three; empty: nothing.
[[nodiscard]] QString connectionAction(const BackendRow &row);

// Opens under the chip of a connection and stays true while it is open. Esc, or a click elsewhere, puts it away.
class ConnectionPopup : public QWidget {
    Q_OBJECT
public:
    ConnectionPopup(Session &session, const BackendsModel &backends, const QString &backend, QWidget *parent);
    [[nodiscard]] const QString &backend() const { return m_backend; }
    void openBelow(const QPoint &globalRight); // its right upper corner

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    Session &m_session;
    const BackendsModel &m_backends;
    QString m_backend;
    QStringList m_lines;
    QVBoxLayout *m_column = nullptr;
    QList<QWidget *> m_labels;
    QPushButton *m_act = nullptr;
};

} // namespace astern::ui
