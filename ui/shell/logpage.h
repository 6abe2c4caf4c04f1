// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/entriesmodel.h"

#include <QWidget>

namespace astern::ui {

class FactsView;
class ReadText;
class RunsLabel;

// The journal as a list, newest first, and the signed content of the chosen entry.
class LogPage : public QWidget {
    Q_OBJECT
public:
    explicit LogPage(Session &session, QWidget *parent = nullptr);
    void showEntry(quint64 index); // chooses it, when it has been read
    void focusEntries();           // where the keyboard begins

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showDetail(int row);
    void refreshCount();

    EntriesModel *m_entries = nullptr;
    FactsView *m_view = nullptr;
    RunsLabel *m_count = nullptr;
    ReadText *m_detail = nullptr;
    std::optional<quint64> m_wanted;
};

} // namespace astern::ui
