// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/runbook/runbook.h"
#include "models/runbook/runbooklog.h"
#include "models/session/session.h"

#include <QTextBrowser>
#include <QTimer>
#include <QWidget>

#include <functional>

class QPushButton;

namespace astern::ui {

class RunsLabel;

// Markdown, and nothing that is fetched: no images, no files, no styles.
class RunbookText : public QTextBrowser {
    Q_OBJECT
public:
    explicit RunbookText(QWidget *parent = nullptr);
    void showText(const QString &markdown);
    [[nodiscard]] QVariant loadResource(int, const QUrl &) override { return {}; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress(); // links look like what they do
    QString m_markdown;
};

// The runbook of a place's service: steps that are ticked, each in the log with who and when, and links that open plans
// for review. Nothing is sent from here.
class RunbookPanel : public QWidget {
    Q_OBJECT
public:
    explicit RunbookPanel(Session &session, QWidget *parent = nullptr);
    void setPlacement(const QString &key);
    void setOpener(std::function<bool(const QUrl &)> opener) { m_opener = std::move(opener); }
    [[nodiscard]] RunbookText *text() const { return m_text; }
    [[nodiscard]] QString said() const;
    [[nodiscard]] int doneCount() const { return int(m_ticked.size()); }
    [[nodiscard]] int stepCount() const { return int(m_runbook.steps.size()); }

Q_SIGNALS:
    void planRequested(const std::function<astern::Result<astern::Plan>()> &make);
    void emergencyRequested(const QString &placementKey, int toRevision);
    void stepsChanged();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void load();
    void take(const Result<runbook::Runbook> &read);
    void loadTicks();
    void refresh();
    void follow(const QUrl &url);
    void toggle(const QString &step);
    void openPlan(const runbook::PlanLink &link);
    void openFile(const QUrl &url);
    void say(const QString &words, bool wrong);
    [[nodiscard]] QString declared() const; // the service's file
    [[nodiscard]] qint64 sinceMs() const;
    [[nodiscard]] Result<Plan> planOf(const runbook::PlanLink &link) const;

    Session &m_session;
    QString m_key;
    QString m_file; // shown now; a link may lead to another one
    runbook::Runbook m_runbook;
    std::optional<Error> m_error;
    QMap<QString, runbook::Tick> m_ticked;
    QList<JournalEntry> m_entries; // of this place's steps
    QString m_shown;
    QTimer m_tick;
    std::function<bool(const QUrl &)> m_opener;
    RunbookText *m_text = nullptr;
    RunsLabel *m_head = nullptr;
    RunsLabel *m_said = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_web = nullptr;
    Inbox m_inbox;
};

} // namespace astern::ui
