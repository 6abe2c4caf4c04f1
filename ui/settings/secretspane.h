// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/secretsmodel.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace astern::ui {

class FactsView;
class RunsLabel;

// Names of the secrets in the keychain, and a way to set or remove one. A value is typed without being shown, goes to
// the keychain and is forgotten here.
class SecretsPane : public QWidget {
    Q_OBJECT
public:
    explicit SecretsPane(Session &session, QWidget *parent = nullptr);
    void look(); // a person is here: ask the keychain

private:
    [[nodiscard]] QString chosen() const;
    void save();
    void refresh();

    SecretsModel m_model;
    FactsView *m_list = nullptr;
    QLineEdit *m_value = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_remove = nullptr;
    RunsLabel *m_said = nullptr;
    bool m_sure = false; // "Remove" was pressed once
};

} // namespace astern::ui
