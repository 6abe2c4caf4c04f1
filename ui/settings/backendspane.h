// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/backendsmodel.h"
#include "models/views/connectionmodel.h"

#include <QWidget>

class QPushButton;

namespace astern::ui {

class FactsView;
class Heading;

// The connections as they are, and a test of the chosen one: who answers there and what its credentials may do.
class BackendsPane : public QWidget {
    Q_OBJECT
public:
    BackendsPane(Session &session, BackendsModel &backends, QWidget *parent = nullptr);
    void focusList();
    [[nodiscard]] ConnectionModel &test() { return m_test; }

private:
    [[nodiscard]] QString chosen() const;
    void toggle();
    void refresh();

    BackendsModel &m_backends;
    ConnectionModel m_test;
    FactsView *m_list = nullptr;
    FactsView *m_lines = nullptr;
    Heading *m_heading = nullptr;
    QPushButton *m_button = nullptr;
};

} // namespace astern::ui
