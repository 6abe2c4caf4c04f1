// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rollout/logview.h"

#include "models/rollout/podwords.h"
#include "ui/theme/paint.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSyntaxHighlighter>

#include <utility>

namespace astern::ui {

// Times step back, and lines by which a program complains stand out.
class LogColours : public QSyntaxHighlighter {
public:
    LogColours(QTextDocument *document, const QWidget *view) : QSyntaxHighlighter(document), m_view(view) {}

protected:
    void highlightBlock(const QString &text) override
    {
        static const QRegularExpression time(QStringLiteral("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} "));
        const Theme &theme = Theme::of(m_view);
        const qsizetype from = time.match(text).capturedLength();
        setFormat(0, int(from), theme.colour(Tone::InkTertiary));
        if (isComplaint(text.mid(from)))
            setFormat(int(from), int(text.size() - from), theme.colour(Tone::CriticalText));
    }

private:
    const QWidget *m_view;
};

LogView::LogView(QWidget *parent) : ReadText(parent)
{
    setUndoRedoEnabled(false);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFrameShape(QFrame::NoFrame);
    m_colours = new LogColours(document(), this);
    // Its own palette stays in the old theme when the application's changes.
    connect(&Theme::of(this), &Theme::changed, this, &LogView::fit);
    fit();
}

void LogView::fit()
{
    const Theme &theme = Theme::of(this);
    setFont(theme.font(TextStyle::Mono));
    setTabStopDistance(4 * fontMetrics().horizontalAdvance(QLatin1Char(' ')));
    document()->setDocumentMargin(theme.px(8));
    QPalette colours = palette();
    colours.setColor(QPalette::Base, theme.colour(Tone::BgSunken));
    colours.setColor(QPalette::Text, theme.colour(Tone::InkPrimary));
    colours.setColor(QPalette::PlaceholderText, theme.colour(Tone::InkSecondary));
    setPalette(colours);
    m_colours->rehighlight();
}

void LogView::showLines(const QString &of, const QList<LogLine> &lines)
{
    const bool another = std::exchange(m_of, of) != of;
    QStringList texts;
    for (const LogLine &line : lines) {
        const QString at = line.atMs > 0
                               ? QDateTime::fromMSecsSinceEpoch(line.atMs).toString(QStringLiteral("HH:mm:ss.zzz "))
                               : QString();
        texts.append(at + line.text);
    }
    const QString text = texts.join(QLatin1Char('\n'));
    // What is selected is being read or copied: it stays until the selection ends.
    if (!another && (text == toPlainText() || (textCursor().hasSelection() && hasFocus())))
        return;
    m_lines = lines.size();
    QScrollBar *bar = verticalScrollBar();
    const bool atEnd = another || bar->value() >= bar->maximum();
    const int was = bar->value();
    setPlainText(text);
    bar->setValue(atEnd ? bar->maximum() : was);
}

void LogView::showWords(const QString &words)
{
    m_lines = 0;
    m_of.clear();
    if (!toPlainText().isEmpty())
        clear();
    if (placeholderText() != words)
        setPlaceholderText(words);
}

void LogView::copyAll() const { QGuiApplication::clipboard()->setText(toPlainText()); }

void LogView::paintEvent(QPaintEvent *event)
{
    // The base class writes its placeholder on one line; a reason needs more.
    if (!document()->isEmpty() || placeholderText().isEmpty()) {
        ReadText::paintEvent(event);
    } else {
        const Theme &theme = Theme::of(this);
        QPainter painter(viewport());
        painter.fillRect(viewport()->rect(), theme.colour(Tone::BgSunken));
        painter.setFont(theme.font(TextStyle::Body));
        painter.setPen(theme.colour(Tone::InkSecondary));
        const int margin = theme.px(10);
        painter.drawText(viewport()->rect().adjusted(margin, margin, -margin, -margin),
                         Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, placeholderText());
        paintRing();
    }
}

} // namespace astern::ui
