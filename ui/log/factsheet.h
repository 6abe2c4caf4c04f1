// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/views/entrydetail.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace astern::ui {

// Sections of facts one below the other: a heading over a hairline, then names in grey beside what they are. What leads
// to another entry or can be copied is a link: Tab and the arrows go from one to the next, Enter follows.
class FactSheet : public QWidget {
    Q_OBJECT
public:
    explicit FactSheet(QWidget *parent = nullptr);
    void setSections(const QList<EntrySection> &sections);
    [[nodiscard]] const QList<EntrySection> &sections() const { return m_sections; }
    // Where a fact is drawn, for tests; empty: it is not there.
    [[nodiscard]] QRectF rectOf(const QString &words) const;

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void entryRequested(quint64 index);
    void copyRequested(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    struct Placed {
        const EntryFact *fact = nullptr; // nullptr: a heading
        const EntrySection *section = nullptr;
        QRectF row;
        QRectF words;
    };
    [[nodiscard]] const Theme &theme() const { return Theme::of(this); }
    [[nodiscard]] QList<Placed> place(double width) const;
    [[nodiscard]] static bool isLink(const EntryFact &fact) { return fact.entry || !fact.copy.isEmpty(); }
    [[nodiscard]] QList<const EntryFact *> links() const;
    void follow(const EntryFact &fact);
    bool moveLink(int by);
    void say();
    void drawFact(QPainter &painter, const Placed &placed, bool current);

    QList<EntrySection> m_sections;
    int m_link = 0; // the one that the keyboard is on
};

// Where an entry is kept, nearest first: a filled dot with a check for what is reached, an open one for what is not
// yet.
class LevelSteps : public QWidget {
    Q_OBJECT
public:
    explicit LevelSteps(QWidget *parent = nullptr);
    void setLevels(const QList<EntryDetail::Level> &levels);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<EntryDetail::Level> m_levels;
};

} // namespace astern::ui
