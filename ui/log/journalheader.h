// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace astern::ui {

class KindChips;
class RunsLabel;
class SearchField;

// What stands over the log and over the time axis alike: a title, words and buttons; then the search and the families
// of entries.
class JournalHeader : public QWidget {
    Q_OBJECT
public:
    JournalHeader(const QString &title, const QString &searchGlyph, QWidget *parent);
    [[nodiscard]] RunsLabel &words() const { return *m_words; }
    [[nodiscard]] SearchField &search() const { return *m_search; }
    // In the first row, each to the right of the one before; those with a stretch share what is left over.
    void addBeside(QWidget *widget, int stretch = 0);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fit();

    QHBoxLayout *m_first = nullptr;
    QHBoxLayout *m_second = nullptr;
    RunsLabel *m_words = nullptr;
    SearchField *m_search = nullptr;
    KindChips *m_chips = nullptr;
};

} // namespace astern::ui
