// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/backendsmodel.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace astern::ui {

class AppearancePane;
class BackendsPane;
class IdentityPane;
class NotifyPane;
class SecretsPane;
class WorkspacePane;

// Settings: one section at a time.
class SettingsPage : public QWidget {
    Q_OBJECT
public:
    SettingsPage(Session &session, BackendsModel &backends, Theme &theme, QWidget *parent = nullptr);

    enum Section {
        AppearanceSection,
        BackendsSection,
        SecretsSection,
        NotifySection,
        WorkspaceSection,
        IdentitySection,
        RolesSection
    };
    void showSection(Section section);
    [[nodiscard]] Section section() const;
    [[nodiscard]] AppearancePane &appearance() const { return *m_appearance; }
    [[nodiscard]] BackendsPane &backends() const { return *m_backends; }
    [[nodiscard]] IdentityPane &identity() const { return *m_identity; }
    [[nodiscard]] NotifyPane &notifications() const { return *m_notify; }
    void focusTabs();

Q_SIGNALS:
    void themeChosen(astern::ui::Theme::Mode mode);
    void languageChosen(const QString &code);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void look(); // a person is here

    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
    AppearancePane *m_appearance = nullptr;
    BackendsPane *m_backends = nullptr;
    SecretsPane *m_secrets = nullptr;
    IdentityPane *m_identity = nullptr;
    NotifyPane *m_notify = nullptr;
};

} // namespace astern::ui
