// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/boardmodel.h"
#include "ui/board/boardprefs.h"
#include "ui/rollout/runslabel.h"

#include <QWidget>

#include <functional>

class QLabel;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace astern::ui {

class BoardView;
class DegradedBanner;
class EmptyState;
class RolloutPage;
class SearchField;

// The counts in the page header: all, each urgent state in its colour, and the calm rest.
[[nodiscard]] QList<TextRun> countRuns(const BoardModel &model);

// The Board screen: header with counts and filter, the table, and below it the selected place.
class BoardPage : public QWidget {
    Q_OBJECT
public:
    BoardPage(Session &session, BoardModel &model, QWidget *parent = nullptr);

    [[nodiscard]] BoardView &view() const { return *m_view; }
    [[nodiscard]] RolloutPage &detail() const { return *m_detail; }
    [[nodiscard]] QSplitter &splitter() const { return *m_splitter; }
    void focusFilter();
    [[nodiscard]] const BoardPrefs &prefs() const { return m_prefs; }
    void setPrefs(const BoardPrefs &prefs);
    void focusTable();

Q_SIGNALS:
    void prefsChanged(const astern::ui::BoardPrefs &prefs); // by the person
    void openRequested(const QString &placementKey);
    void severalRequested(const QStringList &placementKeys);
    void emergencyRequested(const QString &placementKey, int toRevision);
    void entryRequested(quint64 index);
    void windowRequested(const QString &placementKey);
    void chartRequested(const QString &placementKey, const QString &signalId);
    void policyRequested(const QString &id);
    void requestOpened(const QString &id); // for approval

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHeader();
    [[nodiscard]] QWidget *makeEmpty();
    void fit();
    void fillViewMenu();
    void changePrefs(const std::function<void(BoardPrefs &)> &change);
    void refreshCounts();
    void refreshEmpty();
    void refreshMoves(int moves);
    void selectWorst();
    void showDetail(const QString &placementKey);

    Session &m_session;
    BoardModel &m_model;
    QWidget *m_header = nullptr;
    QLabel *m_title = nullptr;
    RunsLabel *m_counts = nullptr;
    QPushButton *m_moves = nullptr;
    SearchField *m_filter = nullptr;
    QPushButton *m_viewButton = nullptr;
    QMenu *m_viewMenu = nullptr;
    BoardPrefs m_prefs;
    DegradedBanner *m_banner = nullptr;
    QStackedWidget *m_stack = nullptr;
    BoardView *m_view = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_clear = nullptr;
    QSplitter *m_splitter = nullptr;
    RolloutPage *m_detail = nullptr;
    bool m_chosen = false; // a person has chosen a place: the selection stays where it is
};

} // namespace astern::ui
