// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emergency/mitigationlist.h"

#include "ui/emergency/banner.h"
#include "ui/rollout/runslabel.h"

#include <QCheckBox>
#include <QVBoxLayout>

#include <algorithm>

namespace astern::ui {

MitigationList::MitigationList(Session &session, QWidget *parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("mitigations"));
    const Theme &theme = Theme::of(this);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, theme.px(4), 0, 0);
    m_column->setSpacing(theme.px(2));
    m_column->addWidget(sectionHead(tr("First, before anything is taken back"), nullptr, this));
}

void MitigationList::setPlacement(const QString &key)
{
    m_key = key;
    m_leftOut.clear();
    refresh();
}

QList<MitigationList::Line> MitigationList::lines() const
{
    QList<Line> all;
    const QList<FlagState> flags = m_session.flags(m_key);
    const QList<ConfigState> configs = m_session.configs(m_key);
    for (const PlanStep &step : m_session.mitigations(m_key)) {
        Line line{.id = step.id, .title = step.title, .detail = step.detail, .trouble = {}};
        if (const auto *flag = std::get_if<FlagCommand>(&step.command)) {
            for (const FlagState &state : flags) {
                if (state.ref == flag->target)
                    line.trouble = m_session.whyStale(state.ref.backend, state.observedMs);
            }
        } else if (const auto *config = std::get_if<ConfigCommand>(&step.command)) {
            for (const ConfigState &state : configs) {
                if (state.ref == config->target)
                    line.trouble = m_session.whyStale(state.ref.backend, state.observedMs);
            }
        }
        all.append(line);
    }
    for (const FlagState &state : flags) {
        if (!state.unknownReason.isEmpty())
            all.append({.id = {},
                        .title = tr("Switch the flag %1 off").arg(state.ref.name),
                        .detail = {},
                        .trouble = state.unknownReason});
    }
    for (const ConfigState &state : configs) {
        if (!state.unknownReason.isEmpty())
            all.append({.id = {},
                        .title = tr("Restore %1").arg(state.ref.name),
                        .detail = {},
                        .trouble = state.unknownReason});
    }
    return all;
}

MitigationList::Shown MitigationList::makeRow(const QString &id)
{
    const Theme &theme = Theme::of(this);
    Shown shown;
    shown.row = new QWidget(this);
    auto *row = new QHBoxLayout(shown.row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme.px(10));
    shown.box = new QCheckBox(shown.row);
    shown.words = new RunsLabel(shown.row);
    shown.words->setOneLine(true);
    row->addWidget(shown.box);
    row->addWidget(shown.words, 1);
    shown.box->setEnabled(!id.isEmpty());
    shown.box->setChecked(!id.isEmpty() && !m_leftOut.contains(id));
    if (!id.isEmpty()) {
        shown.box->setObjectName(QStringLiteral("mitigation:") + id);
        connect(shown.box, &QCheckBox::clicked, this, [this, id](bool wanted) {
            m_leftOut.removeAll(id);
            if (!wanted)
                m_leftOut.append(id);
            Q_EMIT changed();
        });
    }
    m_column->addWidget(shown.row);
    return shown;
}

void MitigationList::refresh()
{
    const QList<Line> next = lines();
    const auto ids = [](const QList<Line> &of) {
        QStringList all;
        for (const Line &line : of)
            all.append(line.id + QLatin1Char('/') + line.title);
        return all;
    };
    // Rows stay for as long as they are about the same: whoever is at one keeps the focus.
    if (ids(next) != ids(m_lines)) {
        for (const Shown &shown : std::as_const(m_rows)) {
            shown.row->hide();
            shown.row->deleteLater();
        }
        m_rows.clear();
        for (const Line &line : next)
            m_rows.append(makeRow(line.id));
    }
    m_lines = next;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines.at(i);
        QCheckBox *box = m_rows.at(i).box;
        box->setText(line.title);
        const QString why = line.trouble.isEmpty() ? line.detail : line.trouble;
        box->setAccessibleDescription(why);
        m_rows.at(i).row->setToolTip(why);
        m_rows.at(i).words->setRuns(
            {{why, line.trouble.isEmpty() ? Tone::InkSecondary : Tone::WarningText, TextStyle::Small}});
    }
    // What is no longer possible has not been left out by anybody.
    m_leftOut.removeIf([this](const QString &id) {
        return std::none_of(m_lines.cbegin(), m_lines.cend(), [&id](const Line &line) { return line.id == id; });
    });
}

} // namespace astern::ui
