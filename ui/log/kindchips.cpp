// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/kindchips.h"

#include "models/views/journalfilter.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QKeyEvent>

namespace astern::ui {
namespace {

// By the words that are typed.
QString nameOf(const QString &word)
{
    static const QMap<QString, const char *> names{
        {QStringLiteral("rollback"), QT_TRANSLATE_NOOP("astern::ui::KindChips", "Rollbacks")},
        {QStringLiteral("promotion"), QT_TRANSLATE_NOOP("astern::ui::KindChips", "Promotions")},
        {QStringLiteral("verdict"), QT_TRANSLATE_NOOP("astern::ui::KindChips", "Verdicts")},
        {QStringLiteral("decision"), QT_TRANSLATE_NOOP("astern::ui::KindChips", "Decisions")},
        {QStringLiteral("flag"), QT_TRANSLATE_NOOP("astern::ui::KindChips", "Flags")},
        {QStringLiteral("workspace"), QT_TRANSLATE_NOOP("astern::ui::KindChips", "Workspace")},
        {QStringLiteral("journal"), QT_TRANSLATE_NOOP("astern::ui::KindChips", "Journal")}};
    const char *name = names.value(word);
    return name ? KindChips::tr(name) : word;
}

// The kinds that the text asks for.
QStringList kindsIn(const QString &text)
{
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (word.startsWith(QLatin1String("kind:")))
            return word.mid(5).split(QLatin1Char(','), Qt::SkipEmptyParts);
    }
    return {};
}

} // namespace

KindChips::KindChips(QLineEdit &filter, QWidget *parent) : QWidget(parent), m_filter(filter)
{
    setAccessibleName(tr("Kinds of entries"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (const JournalFilter::Family &family : JournalFilter::families()) {
        QPushButton *chip = makeButton(nameOf(family.word), "quiet", {}, this);
        chip->setObjectName(QStringLiteral("chip-") + family.word);
        chip->setCheckable(true);
        chip->setToolTip(tr("Only these: the same as typing kind:%1").arg(family.word));
        connect(chip, &QPushButton::clicked, this, [this, word = family.word] { toggle(word); });
        m_chips.append(chip);
        row->addWidget(chip);
    }
    connect(&filter, &QLineEdit::textChanged, this, &KindChips::refresh);
    refresh();
}

QPushButton *KindChips::chip(const QString &word) const
{
    return findChild<QPushButton *>(QStringLiteral("chip-") + word);
}

void KindChips::toggle(const QString &word)
{
    QStringList kinds = kindsIn(m_filter.text());
    if (kinds.removeAll(word) == 0)
        kinds.append(word);
    QStringList words;
    bool placed = false;
    const QString said = kinds.isEmpty() ? QString() : QStringLiteral("kind:") + kinds.join(QLatin1Char(','));
    for (const QString &one : m_filter.text().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (!one.startsWith(QLatin1String("kind:"))) {
            words.append(one);
        } else if (!placed) {
            placed = true;
            words.append(said);
        }
    }
    if (!placed)
        words.append(said);
    words.removeAll(QString());
    m_filter.setText(words.join(QLatin1Char(' ')));
}

void KindChips::refresh()
{
    const QStringList kinds = kindsIn(m_filter.text());
    for (QPushButton *chip : m_chips)
        chip->setChecked(kinds.contains(chip->objectName().mid(5)));
}

void KindChips::keyPressEvent(QKeyEvent *event)
{
    const int by = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    for (qsizetype i = 0; by != 0 && i < m_chips.size(); ++i) {
        if (!m_chips.at(i)->hasFocus())
            continue;
        m_chips.at(std::clamp<qsizetype>(i + by, 0, m_chips.size() - 1))->setFocus(Qt::TabFocusReason);
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace astern::ui
