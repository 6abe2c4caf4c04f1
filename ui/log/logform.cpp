// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/logform.h"

#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace astern::ui {

LogForm::LogForm(const QString &title, QWidget *parent) : QWidget(parent)
{
    setAccessibleName(title);
    auto *name = new RunsLabel(this);
    name->setOneLine(true);
    name->setRuns({{title, Tone::InkPrimary, TextStyle::PaneTitle}});
    QPushButton *away = makeButton({}, "quiet", QStringLiteral("x"), this);
    away->setObjectName(QStringLiteral("formClose"));
    away->setAccessibleName(tr("Close"));
    away->setToolTip(tr("Close without doing anything (Esc)"));
    connect(away, &QPushButton::clicked, this, [this] { leave(); });
    QScrollArea *scroll = makeScroll(this);
    m_content = scroll->widget();
    m_column = new QVBoxLayout(m_content);
    m_column->setContentsMargins(0, 0, Theme::of(this).px(8), 0);
    m_said = new RunsLabel(this);
    m_said->setObjectName(QStringLiteral("formSaid"));
    m_said->hide();
    m_foot = new QHBoxLayout;
    auto *head = new QHBoxLayout;
    head->addWidget(name, 1);
    head->addWidget(away);
    auto *rows = new QVBoxLayout(this);
    rows->addLayout(head);
    rows->addWidget(scroll, 1);
    rows->addWidget(m_said);
    rows->addLayout(m_foot);
    fit();
}

void LogForm::addHeading(const QString &text) { add(new Heading(text, m_content)); }

RunsLabel *LogForm::addWords(const QString &text, Tone tone)
{
    auto *label = new RunsLabel(m_content);
    label->setRuns({{text, tone, TextStyle::Small}});
    add(label);
    return label;
}

QLineEdit *LogForm::addField(const QString &label, const char *name, const QString &example)
{
    auto *words = new RunsLabel(m_content);
    words->setOneLine(true);
    words->setRuns({{label, Tone::InkSecondary, TextStyle::Small}});
    add(words);
    QLineEdit *field = makeField(label, name, example, m_content);
    add(field);
    return field;
}

QLineEdit *LogForm::makeField(const QString &label, const char *name, const QString &example, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(QLatin1String(name));
    field->setAccessibleName(label);
    field->setPlaceholderText(example);
    const int side = Theme::of(this).px(6);
    field->setTextMargins(side, 0, side, 0);
    return field;
}

void LogForm::add(QWidget *widget) { m_column->addWidget(widget); }

void LogForm::say(const QString &words, Tone tone)
{
    m_said->setRuns({{words, tone, TextStyle::Small}});
    m_said->setVisible(!words.isEmpty());
    m_said->setAccessibleName(words);
    QAccessibleEvent told(m_said, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&told);
}

QString LogForm::saidWords() const { return m_said->isHidden() ? QString() : m_said->plainText(); }

QSize LogForm::sizeHint() const { return {Theme::of(this).px(340), Theme::of(this).px(500)}; }

void LogForm::fit()
{
    const Theme &theme = Theme::of(this);
    layout()->setContentsMargins(theme.px(20), theme.px(10), theme.px(12), theme.px(12));
    layout()->setSpacing(theme.px(8));
    m_column->setSpacing(theme.px(6));
    m_foot->setSpacing(theme.px(8));
    setMinimumWidth(theme.px(260));
}

void LogForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return leave();
    QWidget::keyPressEvent(event);
}

void LogForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && layout())
        fit();
}

void LogForm::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).colour(Tone::BgRaised));
    drawVLine(painter, 0, 0, height(), Theme::of(this).colour(Tone::LineDefault));
}

} // namespace astern::ui
