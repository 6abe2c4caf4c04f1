// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/readtext.h"

#include "ui/theme/paint.h"

namespace astern::ui {

ReadText::ReadText(QWidget *parent) : QPlainTextEdit(parent)
{
    setReadOnly(true);
    // Read-only fields lose the keyboard otherwise.
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
}

void ReadText::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    paintRing();
}

void ReadText::paintRing()
{
    if (!hasFocus())
        return;
    QPainter painter(viewport());
    const Theme &theme = Theme::of(this);
    drawFocusRing(painter, viewport()->rect(), theme.size(QLatin1String("radiusControl")), theme.colour(Tone::Focus));
}

} // namespace astern::ui
