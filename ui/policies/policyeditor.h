// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/document/issue.h"

#include <QPlainTextEdit>

namespace astern::ui {

// A policy's text with the numbers of its lines; what is wrong is underlined, marked beside its line and told under the
// pointer. Tab leaves it: the format has no tabs.
class PolicyEditor : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit PolicyEditor(QWidget *parent = nullptr);
    // Of the document that is shown.
    void setIssues(const QList<DocumentIssue> &issues);
    void goTo(const SourcePosition &at); // the cursor, and the focus
    // A document that this editor can show.
    [[nodiscard]] static QTextDocument *makeDocument(QObject *parent);
    // Its text as it would be saved, and the other way: nothing that a person typed is taken for something else.
    [[nodiscard]] static QString textOf(const QTextDocument &document);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    class Gutter;
    void arrange();
    void paintGutter(QPaintEvent *event);
    void underline();
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] QTextCursor cursorOf(const SourcePosition &at) const;
    [[nodiscard]] QTextCursor rangeOf(const DocumentIssue &issue) const;

    Gutter *m_gutter = nullptr;
    QList<DocumentIssue> m_issues;
};

} // namespace astern::ui
