// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/session/session.h"

#include <QWidget>

namespace astern {
class AlertsModel;
}

namespace astern::ui {

class FactsView;
class LinksRow;
class RunsLabel;

// The alerts of a place: a line each, what needs a person first, how far the list can be believed, and the pages of
// the chosen one (runbook, the question behind it). Hidden where the workspace has no manager of alerts.
class AlertsStrip : public QWidget {
    Q_OBJECT
public:
    explicit AlertsStrip(Session &session, QWidget *parent = nullptr);
    void setPlacement(const QString &key);
    void tick(); // ages run on
    [[nodiscard]] LinksRow &links() { return *m_links; }
    [[nodiscard]] FactsView &view() { return *m_view; }

Q_SIGNALS:
    void failed(const QString &why); // a page could not be opened

private:
    void refresh();
    void showLinks();
    Session &m_session;
    AlertsModel *m_model = nullptr;
    FactsView *m_view = nullptr;
    LinksRow *m_links = nullptr;
    RunsLabel *m_note = nullptr;
};

} // namespace astern::ui
