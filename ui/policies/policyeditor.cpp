// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policyeditor.h"

#include "ui/theme/paint.h"
#include "ui/theme/status.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPlainTextDocumentLayout>
#include <QTextBlock>
#include <QToolTip>

namespace astern::ui {

class PolicyEditor::Gutter : public QWidget {
public:
    explicit Gutter(PolicyEditor *editor) : QWidget(editor), m_editor(editor) {}

protected:
    void paintEvent(QPaintEvent *event) override { m_editor->paintGutter(event); }

private:
    PolicyEditor *m_editor;
};

PolicyEditor::PolicyEditor(QWidget *parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("policyEditor"));
    setAccessibleName(tr("Text of the policy"));
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    setFont(Theme::of(this).font(TextStyle::Mono));
    m_gutter = new Gutter(this);
    connect(&Theme::of(this), &Theme::changed, this, [this] { setFont(Theme::of(this).font(TextStyle::Mono)); });
    connect(this, &QPlainTextEdit::blockCountChanged, this, &PolicyEditor::arrange);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        dy != 0 ? m_gutter->scroll(0, dy) : m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    arrange();
}

QTextDocument *PolicyEditor::makeDocument(QObject *parent)
{
    auto *document = new QTextDocument(parent);
    document->setDocumentLayout(new QPlainTextDocumentLayout(document));
    return document;
}

// Not toPlainText(): it turns no-break spaces into others.
QString PolicyEditor::textOf(const QTextDocument &document)
{
    QString text = document.toRawText();
    for (QChar &c : text) {
        if (c == QChar::ParagraphSeparator || c == QChar::LineSeparator)
            c = u'\n';
    }
    return text;
}

void PolicyEditor::setIssues(const QList<DocumentIssue> &issues)
{
    m_issues = issues;
    underline();
    m_gutter->update();
}

QTextCursor PolicyEditor::cursorOf(const SourcePosition &at) const
{
    QTextCursor cursor(document());
    const QTextBlock block = document()->findBlockByNumber(std::clamp(at.line - 1, 0, document()->blockCount() - 1));
    // Columns count code points.
    const QString text = block.text();
    qsizetype column = 0;
    for (int i = 1; i < at.column && column < text.size(); ++i)
        column += text.at(column).isHighSurrogate() ? 2 : 1;
    cursor.setPosition(block.position() + int(column));
    return cursor;
}

// The word that stands there; at the end of a line the one before.
QTextCursor PolicyEditor::rangeOf(const DocumentIssue &issue) const
{
    QTextCursor cursor = cursorOf(issue.at);
    const QString text = cursor.block().text();
    qsizetype begin = cursor.positionInBlock();
    const auto isEdge = [](QChar c) { return c.isSpace() || QStringLiteral(",]}").contains(c); };
    qsizetype end = begin;
    if (begin < text.size() && (text.at(begin) == u'"' || text.at(begin) == u'\'')) {
        const qsizetype close = text.indexOf(text.at(begin), begin + 1);
        end = close < 0 ? text.size() : close + 1;
    }
    while (end < text.size() && !isEdge(text.at(end)))
        ++end;
    if (end - begin > 1 && text.at(end - 1) == u':') // a key
        --end;
    if (end == begin && begin < text.size())
        ++end;
    while (end == begin && begin > 0 && text.at(begin - 1).isSpace())
        end = --begin;
    if (begin == end)
        begin = std::max<qsizetype>(0, begin - 1);
    cursor.setPosition(cursor.block().position() + int(begin));
    cursor.setPosition(cursor.block().position() + int(end), QTextCursor::KeepAnchor);
    return cursor;
}

void PolicyEditor::underline()
{
    const Theme &theme = Theme::of(this);
    QList<QTextEdit::ExtraSelection> selections;
    for (const DocumentIssue &issue : std::as_const(m_issues)) {
        const bool wrong = issue.severity == DocumentIssue::Severity::Error;
        QTextEdit::ExtraSelection selection;
        selection.cursor = rangeOf(issue);
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(theme.colour(wrong ? Tone::CriticalText : Tone::WarningText));
        selection.format.setBackground(theme.colour(wrong ? Tone::CriticalBg : Tone::WarningBg));
        selections.append(selection);
    }
    setExtraSelections(selections);
}

void PolicyEditor::goTo(const SourcePosition &at)
{
    setTextCursor(cursorOf(at));
    ensureCursorVisible();
    setFocus(Qt::OtherFocusReason);
}

int PolicyEditor::gutterWidth() const
{
    const int digits = std::max(2, int(QString::number(blockCount()).size()));
    return fontMetrics().horizontalAdvance(QLatin1Char('9')) * digits + Theme::of(this).px(30);
}

void PolicyEditor::arrange()
{
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect room = contentsRect();
    m_gutter->setGeometry(room.left(), room.top(), gutterWidth(), room.height());
}

void PolicyEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    arrange();
}

void PolicyEditor::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (!m_gutter)
        return;
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        underline();
    if (event->type() == QEvent::FontChange) {
        document()->setDefaultFont(font());
        arrange();
    }
}

void PolicyEditor::paintGutter(QPaintEvent *event)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(m_gutter);
    painter.fillRect(event->rect(), theme.colour(Tone::BgSurface));
    painter.setFont(font());
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && top <= event->rect().bottom()) {
        const qreal height = blockBoundingRect(block).height();
        const int line = block.blockNumber() + 1;
        if (block.isVisible() && top + height >= event->rect().top()) {
            const bool current = block == textCursor().block();
            painter.setPen(theme.colour(current ? Tone::InkPrimary : Tone::InkTertiary));
            painter.drawText(QRectF(0, top, m_gutter->width() - theme.px(10), height),
                             Qt::AlignRight | Qt::AlignVCenter, QString::number(line));
            const DocumentIssue *worst = nullptr;
            for (const DocumentIssue &issue : std::as_const(m_issues)) {
                if (issue.at.line == line && (!worst || issue.severity == DocumentIssue::Severity::Error))
                    worst = &issue;
            }
            const qreal side = theme.px(12);
            if (worst)
                drawStatus(painter, theme, QRectF(theme.px(4), top + (height - side) / 2, side, side),
                           worst->severity == DocumentIssue::Severity::Error ? Status::Failing : Status::Suspect);
        }
        top += height;
        block = block.next();
    }
    drawVLine(painter, m_gutter->width() - 1, 0, m_gutter->height(), theme.colour(Tone::LineSubtle));
}

void PolicyEditor::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    if (!hasFocus())
        return;
    const Theme &theme = Theme::of(this);
    QPainter painter(viewport());
    drawFocusRing(painter, viewport()->rect(), theme.size(QLatin1String("radiusControl")), theme.colour(Tone::Focus));
}

bool PolicyEditor::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int position = cursorForPosition(help->pos()).position();
        QStringList words;
        for (const DocumentIssue &issue : std::as_const(m_issues)) {
            const QTextCursor range = rangeOf(issue);
            if (position >= range.selectionStart() && position <= range.selectionEnd())
                words.append(issue.message);
        }
        words.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), words.join(u'\n'), this);
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

} // namespace astern::ui
