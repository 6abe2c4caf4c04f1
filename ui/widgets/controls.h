// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

class QScrollArea;

namespace astern::ui {

// A push button of one of the style's kinds, with a tinted icon.
[[nodiscard]] QPushButton *makeButton(const QString &text, const char *kind, const QString &glyph, QWidget *parent);
// A column that scrolls when it is too high, never sideways, without a frame and ground of its own, and out of the way
// of Tab. What scrolls goes into its widget().
[[nodiscard]] QScrollArea *makeScroll(QWidget *parent);
// Changes the kind of a button that is on screen already.
void setKind(QPushButton *button, const char *kind);

// A field to search or filter with: icon on the left, Esc empties it.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString &glyph, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();
    QString m_glyph;
};

// A section heading over a hairline, with an optional grey note at the right.
class Heading : public QWidget {
    Q_OBJECT
public:
    explicit Heading(const QString &text, QWidget *parent = nullptr);
    void setText(const QString &text);
    void setNote(const QString &note);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    QString m_note;
};

// Nothing is there: one sentence that says what, one that says why that is fine, and ways on (added by the owner).
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);
    void setTexts(const QString &headline, const QString &why);
    // A line of "what works already": a check or an open ring, a name and a fact.
    struct Fact {
        bool works = false;
        QString name;
        QString words;
        bool operator==(const Fact &) const = default;
    };
    void setFacts(const QString &heading, const QList<Fact> &facts);
    [[nodiscard]] QString headline() const { return m_headline; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_headline;
    QString m_why;
    QString m_heading;
    QList<Fact> m_facts;
};

} // namespace astern::ui
